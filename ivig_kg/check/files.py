"""Reading the files to check: text, Turtle, blank nodes; a fault names its file and line."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ivig_kg.answer import Blank, Literal, Triple
from ivig_kg.content import Content
from ivig_kg.engine.parse import parse
from ivig_kg.errors import InvalidInput, IvigKgError
from ivig_kg.model import Finding
from ivig_kg.namespaces import PREFIX_FILE, Namespaces
from ivig_kg.turtle.intake import decode, read_bytes
from ivig_kg.turtle.locate import LineIndex
from ivig_kg.turtle.surface import surface_findings

__all__ = [
    "GIVEN",
    "CheckedFile",
    "checked_file",
    "literals_of",
    "read_files",
    "require_statements",
]

GIVEN = "data/given/"
"""Below which path a file that stands outside the content is taken into the graph."""


@dataclass(frozen=True)
class CheckedFile:
    """A file that was read and parsed.

    Args:
        path: its path in the content, or below ``data/given/`` when it stands outside.
        shown: its name in messages.
        text: its text, without a byte order mark.
        triples: what it says.
    """

    path: str
    shown: str
    text: str
    triples: tuple[Triple, ...]

    @property
    def is_data(self) -> bool:
        """Say whether it is data, where blank nodes are not allowed."""
        return self.path.startswith("data/")

    @cached_property
    def lines(self) -> LineIndex:
        """Return the lines of its triples."""
        return LineIndex(self.text)

    @cached_property
    def subjects(self) -> frozenset[str]:
        """Return the IRIs of its subjects."""
        return frozenset(t.subject.value for t in self.triples if not isinstance(t.subject, Blank))

    def surface(self, namespaces: Namespaces) -> Iterator[Finding]:
        """Report what a parser no longer sees, and blank nodes in data."""
        yield from surface_findings(self.text, self.shown, namespaces)
        if self.is_data:
            yield from self._blanks()

    def _blanks(self) -> Iterator[Finding]:
        for triple in self.triples:
            if isinstance(triple.object, Blank) and not isinstance(triple.subject, Blank):
                line = self.lines.line(triple.subject.value, triple.predicate.value)
                yield Finding(
                    self.shown,
                    line,
                    "a blank node (or list) in the data: give the thing a name of its own, "
                    "such as st:….result-1",
                    "blank-nodes",
                    triple.subject.value,
                )
        if any(isinstance(t.subject, Blank) for t in self.triples) and not any(
            isinstance(t.object, Blank) for t in self.triples
        ):
            yield Finding(self.shown, 1, "a blank node as a subject: give it a name", "blank-nodes")


def read_files(
    content: Content, given: Iterable[Path], paths: Container[str] | None = None
) -> tuple[CheckedFile, ...]:
    """Read the Turtle of the content, and files from outside it.

    Args:
        content: the content.
        given: files from outside it.
        paths: which files of the content to read; None for all.

    Raises:
        InvalidInput: some files do not parse or say nothing; the message names them all.
        ContentUnavailable: a file cannot be read.
        LimitReached: a file is too large.
    """
    files: list[CheckedFile] = []
    faults: list[IvigKgError] = []
    for path, shown, data in _sources(content, given):
        if paths is not None and path not in paths:
            continue
        try:
            files.append(checked_file(path, shown, data))
        except InvalidInput as fault:
            faults.append(fault)
    if len(faults) == 1:
        raise faults[0]
    if faults:
        raise InvalidInput("\n".join(str(fault) for fault in faults))
    return tuple(files)


def _sources(content: Content, given: Iterable[Path]) -> Iterator[tuple[str, str, bytes]]:
    for file in content.below("ontology", "data"):
        yield file.path, file.path, file.data
    for number, path in enumerate(given, 1):
        yield f"{GIVEN}{number}", str(path), read_bytes(path)


def checked_file(path: str, shown: str, data: bytes) -> CheckedFile:
    """Read one file.

    Args:
        path: its path in the content.
        shown: its name in messages.
        data: its bytes.

    Raises:
        InvalidInput: it does not parse or says nothing.
    """
    text = decode(data, shown)
    triples = parse(text, where=shown).triples
    require_statements(bool(triples), path, shown)
    return CheckedFile(path, shown, text, triples)


def require_statements(some: bool, path: str, shown: str) -> None:  # noqa: FBT001
    """Refuse a file that says nothing, unless it is that of the prefixes.

    Raises:
        InvalidInput: it says nothing.
    """
    if not some and path != PREFIX_FILE:
        raise InvalidInput(f"{shown}: contains no statements (no triple at all); is it cut off?")


def literals_of(file: CheckedFile) -> Iterator[tuple[Triple, Literal]]:
    """Return the triples of a file whose object is a literal."""
    for triple in file.triples:
        if isinstance(triple.object, Literal):
            yield triple, triple.object
