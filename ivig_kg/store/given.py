"""Answers that somebody had to wait for, left beside a store for whoever asks the same next.

Unlike those that are kept when a store is built, they come from many processes, one at a time: so
each file tells its own hash, appears in one step, and the oldest go when there are too many.
Nothing is lost with them; a folder that cannot be written to has none.
"""

from __future__ import annotations

import os
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

__all__ = ["given_answer", "given_count", "leave_answer"]

_FOLDER = "given"
_ROOM = 512_000_000
"""Bytes that all of them may take; one may take an eighth of it."""


def leave_answer(folder: str, text: str, data: bytes) -> None:
    """Leave an answer for whoever asks the same text of the same folder.

    What cannot be written is not left, and nobody is told: it is asked again.

    Args:
        folder: that of the engine's files.
        text: the query.
        data: its answer, in any form.
    """
    if len(data) > _ROOM // 8:
        return
    beside = Path(folder, _FOLDER)
    with suppress(OSError):  # read-only, full, or the store was built anew and this folder is gone
        if not beside.is_dir():
            beside.mkdir()
        name = _name(text)
        with NamedTemporaryFile(dir=beside, delete=False) as new:
            new.write(_seal(name, data) + data)
        os.chmod(new.name, 0o644)  # noqa: PTH101 (a name, no path)
        Path(new.name).replace(beside / name)
        _make_room(beside)


def given_answer(folder: str, text: str) -> bytes | None:
    """Return the answer to a query as it was left; None where none was, or it was altered."""
    name = _name(text)
    try:
        data = Path(folder, _FOLDER, name).read_bytes()
    except OSError:
        return None
    length = sha256().digest_size
    return data[length:] if data[:length] == _seal(name, data[length:]) else None


def given_count(folder: str) -> int:
    """Return how many answers were left."""
    with suppress(OSError):
        return len(os.listdir(Path(folder, _FOLDER)))  # noqa: PTH208 (names alone)
    return 0


def _make_room(beside: Path) -> None:
    """Remove the oldest, and with them what a process left half written when it was killed."""
    told = sorted((file.stat().st_mtime_ns, file.stat().st_size, file) for file in beside.iterdir())
    over = sum(size for _, size, _ in told) - _ROOM
    for _, size, file in told:
        if over <= 0:
            break
        file.unlink(missing_ok=True)
        over -= size


def _name(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _seal(name: str, data: bytes) -> bytes:
    return sha256(name.encode() + data).digest()
