"""Whether the engine's files are as they were built: RocksDB does not notice every changed bit."""

from __future__ import annotations

import os
from hashlib import file_digest, sha256

from ivig_kg.errors import DamagedStore

__all__ = ["hashes_of", "is_large", "require_sound", "sight_of"]

_KEPT = (".sst", ".log")  # and these by their whole names:
_NAMED = ("CURRENT", "MANIFEST-")
_SMALL = 64_000_000
"""Bytes of a store that is hashed each time that it is opened, which took 0.13 s for as many."""


def hashes_of(folder: str) -> dict[str, str]:
    """Return the SHA-256 of the files that answers come from, by their names.

    Raises:
        DamagedStore: one cannot be read.
    """
    try:
        return {name: _hash(os.path.join(folder, name)) for name in _names(folder)}  # noqa: PTH118 (many files)
    except OSError as error:
        raise DamagedStore(f"{folder}: cannot be read ({error.strerror})") from None


def sight_of(folder: str) -> str:
    """Return a hash of the names, sizes and times of these files: what changes when one does.

    Raises:
        DamagedStore: one is not there.
    """
    try:
        told = [(n, os.stat(os.path.join(folder, n))) for n in _names(folder)]  # noqa: PTH116, PTH118 (many files)
    except OSError as error:
        raise DamagedStore(f"{folder}: cannot be read ({error.strerror})") from None
    seen = [(n, t.st_size, t.st_mtime_ns, t.st_ctime_ns, t.st_ino) for n, t in told]
    return sha256(repr(seen).encode()).hexdigest()


def require_sound(
    folder: str, files: dict[str, str], seen: str, *, large: bool, whole: bool = False
) -> None:
    """Refuse files that are not those that were built.

    Args:
        folder: where they are.
        files: their hashes.
        seen: what ``sight_of`` gave when the hashes held.
        large: whether what was seen is believed, where it is the same.
        whole: hash them in any case.

    Raises:
        DamagedStore: a file is another, or missing.
    """
    if large and not whole and sight_of(folder) == seen:
        return
    now = hashes_of(folder)
    wrong = sorted(name for name in {*files, *now} if files.get(name) != now.get(name))
    if wrong:
        raise DamagedStore(f"{folder}: {wrong[0]} is not as it was built")


def is_large(size: int) -> bool:
    """Say whether a store of so many bytes is hashed only when its files look changed."""
    return size > _SMALL


def _names(folder: str) -> list[str]:
    return sorted(n for n in os.listdir(folder) if n.endswith(_KEPT) or n.startswith(_NAMED))  # noqa: PTH208 (names alone)


def _hash(path: str) -> str:
    with open(path, "rb") as stream:  # noqa: PTH123 (many files)
        return file_digest(stream, "sha256").hexdigest()
