"""How an IRI or a literal is written in Turtle, and which prefixes that takes."""

from __future__ import annotations

import re

from ivig_kg.answer.terms import XSD_STRING, Literal
from ivig_kg.errors import InvalidInput
from ivig_kg.namespaces import Namespaces
from ivig_kg.turtle.characters import FORBIDDEN
from ivig_kg.turtle.order import RDF, XSD

__all__ = ["Spelling", "quoted"]

# RFC 3987, loosely: what our parser would refuse, and line ends that only some programs see.
_PRIVATE = "\ue000-\uf8ff\U000e0000-\U000e0fff\U000f0000-\U0010ffff"
_PART = (
    r"(?:[^\x00-\x20<>\"{}|^`\\%\#\[\]\u2028\u2029"
    + _PRIVATE
    + FORBIDDEN
    + r"]++|%[0-9A-Fa-f]{2})*+"
)
_ABSOLUTE = re.compile(rf"[A-Za-z][A-Za-z0-9+.-]*+:(?://\[[0-9A-Fa-f:.]++\])?{_PART}(?:\#{_PART})?")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
# Besides what Turtle demands, all that an eye or an editor would misread (U+2028 ends a line).
_SPECIAL = re.compile(f'["\\\\\n\r\t\u2028\u2029{FORBIDDEN}]')
_NAMED = {
    '"': '\\"',
    "\\": "\\\\",
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    "\b": "\\b",
    "\f": "\\f",
}
_SHORT = {
    f"{XSD}integer": re.compile(r"[+-]?[0-9]+"),
    f"{XSD}decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    f"{XSD}double": re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)[eE][+-]?[0-9]+"),
    f"{XSD}boolean": re.compile(r"true|false"),
}


class Spelling:
    """The written forms of the terms of one file; it remembers which prefixes they used."""

    def __init__(self, namespaces: Namespaces) -> None:
        """Start with no prefix used."""
        self._namespaces = namespaces
        self._words: dict[str, str] = {}

    def iri(self, value: str) -> str:
        """Return an IRI as CURIE, else in angle brackets.

        Raises:
            InvalidInput: it is relative or has characters that no IRI has.
        """
        word = self._words.get(value)
        if word is None:
            word = self._words[value] = self._spelt(value)
        return word

    def literal(self, literal: Literal) -> str:
        """Return a literal in its shortest form that keeps its lexical form.

        Raises:
            InvalidInput: its language tag or datatype cannot be written.
        """
        if literal.language:
            return f"{quoted(literal.value)}@{_language(literal.language)}"
        if literal.datatype == XSD_STRING:
            return quoted(literal.value)
        short = _SHORT.get(literal.datatype)
        if short and short.fullmatch(literal.value):
            return literal.value
        return f"{quoted(literal.value)}^^{self._datatype(literal)}"

    def prefix_lines(self) -> list[str]:
        """Return the ``@prefix`` lines of what was spelt so far, in the project's order."""
        used = {word.partition(":")[0] for word in self._words.values()}
        return [
            f"@prefix {prefix}: <{iri}> ."
            for prefix, iri in self._namespaces.prefixes.items()
            if prefix in used
        ]

    def _spelt(self, value: str) -> str:
        if not _ABSOLUTE.fullmatch(value):
            raise InvalidInput(
                f"{value!a}: not an absolute IRI that Turtle can hold; give it a scheme "
                "(https:), no spaces, quotes, brackets, control characters or second '#'; "
                "a percent sign only before two hexadecimal digits"
            )
        return self._namespaces.compact(value) or f"<{value}>"

    def _datatype(self, literal: Literal) -> str:
        if literal.datatype == f"{RDF}langString":
            raise InvalidInput(f"{quoted(literal.value)}: rdf:langString without a language tag")
        return self.iri(literal.datatype)


def quoted(value: str) -> str:
    r"""Return a string in double quotes on one line.

    >>> quoted("Sjögren\n")
    '"Sjögren\\n"'

    Raises:
        InvalidInput: half of a surrogate pair, which no text can hold.
    """
    return f'"{_SPECIAL.sub(_escaped, value)}"'


def _escaped(match: re.Match[str]) -> str:
    character = match[0]
    code = ord(character)
    if 0xD800 <= code <= 0xDFFF:  # noqa: PLR2004 (the surrogates)
        raise InvalidInput(f"half of a surrogate pair U+{code:04X} in a string; delete it")
    plain = f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"  # noqa: PLR2004 (four digits)
    return _NAMED.get(character, plain)


def _language(tag: str) -> str:
    if not _LANGUAGE.fullmatch(tag):
        raise InvalidInput(f"{tag!a}: not a language tag; write one such as 'en'")
    return tag
