"""The files to check, each read when it is first asked for: few are, where little is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from ivig_kg.check.files import GIVEN, CheckedFile, checked_file
from ivig_kg.content import Content
from ivig_kg.turtle.intake import read_bytes

__all__ = ["Shelf", "Source", "sources_of"]

_FEW = 50
_LAST_STEP = re.compile(r"[^/#:]*\Z")


class Source(NamedTuple):
    """A file that was not read yet: its path in the graph, its name in messages, its bytes."""

    path: str
    shown: str
    data: bytes

    @property
    def is_data(self) -> bool:
        """Say whether it is data."""
        return self.path.startswith("data/")


def sources_of(content: Content, given: Iterable[Path]) -> tuple[Source, ...]:
    """Return the Turtle files of the content, and files from outside it.

    Raises:
        ContentUnavailable: a file cannot be read.
        LimitReached: a file is too large.
    """
    held = [Source(file.path, file.path, file.data) for file in content.below("ontology", "data")]
    beside = (
        Source(f"{GIVEN}{number}", str(path), read_bytes(path))
        for number, path in enumerate(given, 1)
    )
    return (*held, *beside)


class Shelf:
    """Finds the file that speaks of a subject: data before ontology, given files first."""

    def __init__(self, sources: Sequence[Source]) -> None:
        """Take the files, all of which can be read."""
        self._sources = [
            *reversed([source for source in sources if source.is_data]),
            *reversed([source for source in sources if not source.is_data]),
        ]
        self._read: dict[str, CheckedFile] = {}
        self._asked = 0

    def read(self, source: Source) -> CheckedFile:
        """Return a file, read."""
        if source.path not in self._read:
            self._read[source.path] = checked_file(*source)
        return self._read[source.path]

    def of(self, subject: str) -> CheckedFile | None:
        """Return the file that speaks of a subject."""
        self._asked += 1
        if self._asked <= _FEW:
            found = _LAST_STEP.search(subject)
            name = found[0].encode() if found else b""
            for source in self._sources:
                if name in source.data and subject in (file := self.read(source)).subjects:
                    return file
        # Asked often, or of a name that is written with escapes.
        return self._by_subject.get(subject)

    @cached_property
    def _by_subject(self) -> dict[str, CheckedFile]:
        files = [self.read(source) for source in reversed(self._sources)]
        return {subject: file for file in files for subject in file.subjects}
