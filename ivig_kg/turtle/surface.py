"""What a parser no longer sees in a stored file: normal form, its prefixes, relative IRIs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from ivig_kg.model import Finding
from ivig_kg.namespaces import Namespaces
from ivig_kg.turtle.tokens import line_at, pieces, unescape

__all__ = ["Declaration", "declarations", "not_nfc", "surface_findings"]

_PREFIX = re.compile(r"(?:^|[\s.])@?prefix\s+([^\s:]*+):\s*+\Z", re.IGNORECASE)
_BASE = re.compile(r"(?:^|[\s.])@?base\s*+\Z", re.IGNORECASE)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*+:")


@dataclass(frozen=True, slots=True)
class Declaration:
    """An IRI in angle brackets and what it is there for.

    Args:
        line: the line, counted from 1.
        iri: the IRI, escapes resolved.
        prefix: the prefix it is bound to; None when it is none's.
        base: whether it is declared as the base.
    """

    line: int
    iri: str
    prefix: str | None = None
    base: bool = False


def declarations(text: str) -> Iterator[Declaration]:
    """Yield every IRI that a Turtle text has in angle brackets, with its use."""
    for piece in pieces(text):
        if piece.kind == "iri":
            prefix = _PREFIX.search(piece.before)
            yield Declaration(
                line_at(text, piece.start),
                unescape(piece.text[1:-1]),
                prefix[1] if prefix else None,
                bool(_BASE.search(piece.before)),
            )


def not_nfc(text: str) -> list[int]:
    """Return the lines that are not in Unicode normal form C, counted from 1."""
    if unicodedata.is_normalized("NFC", unescape(text)):
        return []
    return [
        number
        for number, line in enumerate(text.split("\n"), 1)
        if not unicodedata.is_normalized("NFC", unescape(line))
    ]


def surface_findings(text: str, where: str, namespaces: Namespaces) -> list[Finding]:
    """Find what is wrong with a stored file as text, apart from its form.

    Args:
        text: the file, as :func:`ivig_kg.turtle.intake.decode` returns it.
        where: its path below the content root.
        namespaces: the prefixes of the project.

    Returns:
        Findings with the rules ``nfc``, ``prefix`` and ``relative-iri``, in order of line.
    """
    found = [*_letters(text, where), *_bindings(text, where, namespaces)]
    return sorted(found)


def _letters(text: str, where: str) -> Iterator[Finding]:
    for line in not_nfc(text):
        message = (
            "not in Unicode normal form C (a letter and its accent are apart): run ivig-kg format"
        )
        yield Finding(where, line, message, "nfc")


def _bindings(text: str, where: str, namespaces: Namespaces) -> Iterator[Finding]:
    first: dict[str, Declaration] = {}
    for here in declarations(text):
        if here.prefix is not None:
            yield from _redefined(here, first.setdefault(here.prefix, here), where)
            yield from _elsewhere(here, namespaces, where)
        if here.base:
            yield Finding(
                where, here.line, "base IRI; write IRIs in full or as CURIEs", "relative-iri"
            )
        elif not _SCHEME.match(here.iri):
            message = f"relative IRI <{here.iri}>; write it in full or as a CURIE"
            yield Finding(where, here.line, message, "relative-iri")


def _redefined(here: Declaration, before: Declaration, where: str) -> Iterator[Finding]:
    if here.iri != before.iri:
        message = (
            f"prefix {here.prefix}: is bound to <{here.iri}> here and to <{before.iri}> "
            f"on line {before.line}; keep one"
        )
        yield Finding(where, here.line, message, "prefix")


def _elsewhere(here: Declaration, namespaces: Namespaces, where: str) -> Iterator[Finding]:
    ours = namespaces.prefixes.get(here.prefix or "")
    if ours is not None and here.iri != ours:
        message = (
            f"prefix {here.prefix}: is bound to <{here.iri}>, but ontology/prefixes.ttl has "
            f"<{ours}>; use that"
        )
        yield Finding(where, here.line, message, "prefix")
