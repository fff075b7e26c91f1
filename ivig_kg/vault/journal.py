"""The local diary of acts: one line of JSON each, appended in one write."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ivig_kg.vault.disk import Disk, naming, write_all

__all__ = ["LARGEST", "Journal"]

LARGEST = 5_000_000
"""Bytes after which a new file is begun; the one before is kept, older ones are not."""


@dataclass(frozen=True)
class Journal:
    """The journal of one content.

    Args:
        folder: the state folder.
        disk: the file system.
    """

    folder: Path
    disk: Disk

    @property
    def path(self) -> Path:
        """Return the file that is written to."""
        return self.folder / "journal.jsonl"

    @property
    def _older(self) -> Path:
        return self.folder / "journal.1.jsonl"

    def append(self, entry: Mapping[str, str], *, turn: bool) -> None:
        """Add a line; time and process are put to it.

        Args:
            entry: what is to be noted.
            turn: whether a new file may be begun: only by who holds the lock.

        Raises:
            OSError: it cannot be written.
        """
        now = datetime.now(tz=UTC).isoformat(timespec="milliseconds")
        line = json.dumps({**entry, "time": now, "pid": str(os.getpid())}).encode("ascii") + b"\n"
        found = self.disk.status(self.path)
        if turn and found is not None and found.st_size + len(line) > LARGEST:
            self.disk.rename(self.path, self._older)
            found = None
        if found is not None and self.disk.read_end(self.path) not in {b"", b"\n"}:
            line = b"\n" + line  # a torn line must not spoil this one
        with naming(self.path):
            descriptor = self.disk.open_end(self.path)
            try:
                write_all(self.disk, descriptor, line)
                self.disk.fsync(descriptor)
            finally:
                self.disk.close(descriptor)
            if found is None:
                self.disk.fsync_folder(self.folder)

    def entries(self) -> list[Mapping[str, str]]:
        """Return all entries, the oldest first; a torn line is passed over.

        Raises:
            OSError: a file cannot be read.
        """
        paths = [path for path in (self._older, self.path) if self.disk.status(path) is not None]
        return [entry for path in paths for entry in _entries(self.disk.read(path))]


def _entries(data: bytes) -> Iterator[Mapping[str, str]]:
    for line in data.splitlines():
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        if isinstance(entry, dict):
            yield {str(key): str(value) for key, value in entry.items()}
