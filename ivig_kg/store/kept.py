"""Answers that are kept beside the engine's files of a store, each found by the text that asks it.

A text, to the letter, has one answer in a store, which never changes, unless it asks for the time,
for chance or for what is elsewhere: such texts are not kept. What is kept is checked each time
that it is read, against the hash that the description of the store holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from ivig_kg.errors import DamagedStore

__all__ = ["keep_answer", "kept_answer", "require_kept"]

_FOLDER = "answers"


def keep_answer(folder: str, text: str, data: bytes) -> tuple[str, str]:
    """Write an answer, and return its name and the SHA-256 of its bytes.

    Args:
        folder: that of the engine's files, which is being filled.
        text: the query.
        data: its answer, in any form.

    Raises:
        OSError: it cannot be written.
    """
    beside = Path(folder, _FOLDER)
    beside.mkdir(exist_ok=True)
    name = _hash(text.encode())
    (beside / name).write_bytes(data)
    return name, _hash(data)


def kept_answer(folder: str, kept: Mapping[str, str], text: str) -> bytes | None:
    """Return the answer to a query as it was kept; None where none was.

    Args:
        folder: that of the engine's files.
        kept: the hashes of answers by their names, as ``keep_answer`` gave them.
        text: the query.

    Raises:
        DamagedStore: it is not there any more, or is another.
    """
    name = _hash(text.encode("utf-8", "surrogatepass"))  # no such text was kept
    return _read(folder, name, kept[name]) if name in kept else None


def require_kept(folder: str, kept: Mapping[str, str]) -> None:
    """Refuse answers that are not those that were kept.

    Raises:
        DamagedStore: one is not there any more, or is another.
    """
    for name, told in kept.items():
        _read(folder, name, told)


def _read(folder: str, name: str, told: str) -> bytes:
    file = Path(folder, _FOLDER, name)
    try:
        data = file.read_bytes()
    except OSError as error:
        raise DamagedStore(f"{file}: cannot be read ({error.strerror})") from None
    if _hash(data) != told:
        raise DamagedStore(f"{file}: is not as it was built")
    return data


def _hash(data: bytes) -> str:
    return sha256(data).hexdigest()
