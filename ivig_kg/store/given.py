"""Answers that somebody had to wait for, left beside a store for whoever asks the same next.

Unlike those that are kept when a store is built, they come from many processes, one at a time: so
each file appears in one step and tells by its hash of which store, text and answer it is, and the
oldest go when there are too many. What cannot be left is asked again, and nobody is told.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import NamedTuple

__all__ = ["Given", "given_count"]

_FOLDER = "given"
_ROOM, _MOST = 512_000_000, 10_000
"""Bytes that all of them may take, and how many there may be; one may take an eighth of it."""
_ANSWER = re.compile("[0-9a-f]{64}")


class Given(NamedTuple):
    """The answers that were left beside one store as it was built once.

    Args:
        folder: that of the engine's files.
        build: what no other build shares: a folder of the same name may be of another content.
    """

    folder: str
    build: str

    def leave(self, text: str, data: bytes) -> None:
        """Leave an answer for whoever asks the same text.

        Args:
            text: the query.
            data: its answer, in any form.
        """
        if len(data) > _ROOM // 8:
            return
        beside = Path(self.folder, _FOLDER)
        with suppress(OSError):  # read-only, full, or built anew meanwhile and this folder is gone
            if not _ours(self.folder) or beside.is_symlink():
                return
            if not beside.is_dir():
                beside.mkdir()
            name = _name(text)
            _write(beside / name, self._seal(name, data) + data)
            _make_room(beside)

    def read(self, text: str) -> bytes | None:
        """Return the answer to a query as it was left; None where none was, or it is another."""
        name = _name(text)
        try:
            data = Path(self.folder, _FOLDER, name).read_bytes()
        except OSError:
            return None
        length = sha256().digest_size
        return data[length:] if data[:length] == self._seal(name, data[length:]) else None

    def _seal(self, name: str, data: bytes) -> bytes:
        told = sha256(f"{self.build} {name} ".encode())
        told.update(data)
        return told.digest()


def given_count(folder: str) -> int:
    """Return how many answers were left."""
    with suppress(OSError):
        names = os.listdir(Path(folder, _FOLDER))  # noqa: PTH208 (names alone)
        return sum(map(bool, map(_ANSWER.fullmatch, names)))
    return 0


def _name(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _ours(folder: str) -> bool:
    """Say whether this user built the store, who else could not remove what is left there."""
    return not hasattr(os, "geteuid") or Path(folder).stat().st_uid == os.geteuid()


def _write(file: Path, data: bytes) -> None:
    """Write a file in one step; where that fails, nothing of it is there."""
    with NamedTemporaryFile(dir=file.parent, delete=False) as new:
        try:
            new.write(data)
            new.close()
            os.chmod(new.name, 0o644)  # noqa: PTH101 (a name, no path)
            Path(new.name).replace(file)
        except OSError:
            new.close()
            Path(new.name).unlink(missing_ok=True)
            raise


def _make_room(beside: Path) -> None:
    """Remove the oldest, and with them what a process left half written when it was killed."""
    with os.scandir(beside) as entries:
        files = [each for each in entries if each.is_file(follow_symlinks=False)]
    told = []
    for file in files:
        with suppress(OSError):  # another process removed it
            seen = file.stat(follow_symlinks=False)
            told.append((seen.st_mtime_ns, max(seen.st_size, _ROOM // _MOST), file.path))
    over = sum(size for _, size, _ in told) - _ROOM
    for _, size, path in sorted(told):
        if over <= 0:
            break
        with suppress(OSError):
            os.unlink(path)  # noqa: PTH108 (a name, no path)
            over -= size
