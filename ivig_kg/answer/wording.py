"""How a term is worded for people: label, CURIE or IRI, and no character that does harm."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ivig_kg.answer.terms import Blank, Iri, Term

__all__ = ["Wording", "code_escape", "harmless", "is_harmless"]

# PN_LOCAL of Turtle 1.1, narrowed to ASCII without escapes, slash or colon.
_LOCAL = r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?"
_DELETE = "\x7f"
# Spaces of many widths, and the two joiners that scripts and emoji need.
_KEPT = frozenset("\u00a0\u1680\u202f\u205f\u3000\u200c\u200d") | set(
    map(chr, range(0x2000, 0x200B))
)


class Wording:
    """The labels and prefixes of one answer, and how its terms are written with them."""

    def __init__(self, names: Mapping[str, str], prefixes: Mapping[str, str]) -> None:
        """Keep labels by IRI, and the namespaces with the longest first."""
        self._names = names
        self._longest_first = sorted(prefixes.items(), key=lambda pair: -len(pair[1]))
        self._local = re.compile(_LOCAL)

    def named(self, term: Term) -> str:
        """Return a term for reading: an IRI by its label, where there is one."""
        label = self._names.get(term.value) if isinstance(term, Iri) else None
        return label or self.identified(term)

    def identified(self, term: Term) -> str:
        """Return a term for looking up: an IRI as CURIE or whole, a literal by its value."""
        if isinstance(term, Blank):
            return f"_:{term.value}"
        return (self.curie(term.value) or term.value) if isinstance(term, Iri) else term.value

    def curie(self, iri: str) -> str | None:
        """Return the CURIE of an IRI, or None when no prefix fits or the rest is no local name."""
        for prefix, namespace in self._longest_first:
            if iri.startswith(namespace) and self._local.fullmatch(iri, len(namespace)):
                return f"{prefix}:{iri[len(namespace) :]}"
        return None


def is_harmless(character: str) -> bool:
    """Return whether a character shows itself and does nothing else."""
    return character.isprintable() or character in _KEPT


def harmless(text: str) -> str:
    r"""Return a text in which no character steers a terminal or hides another.

    Control characters become their pictures, format characters such as the bidirectional
    overrides become escapes.

    Example:
        >>> harmless("\x1b[2J")
        '␛[2J'
    """
    if text.isprintable():
        return text
    return "".join(each if is_harmless(each) else _picture(each) for each in text)


def code_escape(character: str) -> str:
    r"""Return a character as ``\uXXXX`` or ``\UXXXXXXXX``, as Turtle and Python write it."""
    code = ord(character)
    return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"  # noqa: PLR2004 - the plane's end


def _picture(character: str) -> str:
    if character < " ":
        return chr(0x2400 + ord(character))
    return "\u2421" if character == _DELETE else code_escape(character)
