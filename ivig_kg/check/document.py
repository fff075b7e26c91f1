"""A document against its text: length, hash, and the span and hash of every unit."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from ivig_kg.answer import Answer, Cell, lexical
from ivig_kg.errors import UsageError
from ivig_kg.model import Finding
from ivig_kg.namespaces import Namespaces
from ivig_kg.turtle.intake import read_text

__all__ = ["check_document"]


def check_document(
    path: Path, documents: Answer, units: Answer, namespaces: Namespaces
) -> list[Finding]:
    """Compare a text with what the graph holds of it.

    Args:
        path: the text file, UTF-8.
        documents: the documents with a hash: document, length, sha256.
        units: their units: document, unit, start, end, sha256 (code points, end exclusive).
        namespaces: for the names of units in messages.

    Raises:
        UsageError: of several documents in the graph none has the text's length or hash.
    """
    text = read_text(path, escapes=False)
    known = {lexical(row[0]): row for row in documents.rows}
    document = _best(text, known)
    if document is None:
        listed = ", ".join(known) or "none"
        raise UsageError(
            f"{path}: no document of the graph has this length ({len(text)} code points) or this "
            f"hash ({_sha256(text)}); documents with a hash: {listed}"
        )
    findings = list(_whole(path, text, document, known[document]))
    for row in units.rows:
        if lexical(row[0]) == document:
            name = namespaces.show(lexical(row[1]))
            findings.extend(_unit(path, text, name, *(lexical(cell) for cell in row[2:])))
    return findings


def _best(text: str, known: Mapping[str, tuple[Cell, ...]]) -> str | None:
    for column, value in ((2, _sha256(text)), (1, str(len(text)))):
        for document, row in known.items():
            if lexical(row[column]) == value:
                return document
    return next(iter(known)) if len(known) == 1 else None


def _whole(path: Path, text: str, document: str, row: tuple[Cell, ...]) -> Iterator[Finding]:
    if lexical(row[1]) != str(len(text)):
        message = f"the text has {len(text)} code points, the graph says {lexical(row[1])}"
        yield Finding(str(path), 0, message, "document", document)
    if lexical(row[2]) != _sha256(text):
        message = f"the text has SHA-256 {_sha256(text)}, the graph says {lexical(row[2])}"
        yield Finding(str(path), 0, message, "document", document)


def _unit(path: Path, text: str, unit: str, *place: str) -> Iterator[Finding]:
    start, end, digest = int(place[0]), int(place[1]), place[2]
    if _sha256(text[start:end]) != digest:
        line = text.count("\n", 0, start) + 1
        message = f"{unit}: code points {start} to {end} do not have the hash that the graph says"
        yield Finding(str(path), line, message, "document", unit)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
