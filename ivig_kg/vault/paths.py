"""Which paths may be written: relative, below the root, through no link."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

from ivig_kg.errors import UsageError
from ivig_kg.vault.disk import Disk

__all__ = ["folders_above", "refuse_links", "target_of"]

_FOREIGN = frozenset("\\:")  # they separate folders or name a disk on Windows


def target_of(root: Path, path: str) -> Path:
    """Return the file that a relative path means.

    Args:
        root: the real path of the content.
        path: folders and name, with ``/`` between them.

    Raises:
        UsageError: the path is absolute, goes up, is hidden, or has characters that no name needs.
    """
    parts = path.split("/")
    if any(not part or part.startswith(".") for part in parts):
        raise UsageError(
            f"{path[:200]!r}: not a path below the content: it must be relative, "
            "with no empty or hidden part and no '..'"
        )
    if not path.isprintable() or _FOREIGN & set(path):
        raise UsageError(f"{path[:200]!r}: a path with characters that no file name should have")
    return root.joinpath(*parts)


def folders_above(root: Path, target: Path) -> list[Path]:
    """Return the folders between the root and a file, the uppermost first."""
    above = target.parents[: len(target.parents) - len(root.parents) - 1]
    return list(reversed(above))


def refuse_links(disk: Disk, root: Path, target: Path) -> None:
    """Refuse a target that is reached through a link, or is one, or is no regular file.

    Args:
        disk: the file system.
        root: the real path of the content.
        target: the file to be written.

    Raises:
        UsageError: something on the way to it is not what it should be.
        OSError: it cannot be found out.
    """
    for place, kind in _way(root, target):
        found = disk.status(place)
        if found is None:
            return
        if stat.S_ISLNK(found.st_mode):
            raise UsageError(f"{place}: a link; put the {kind} itself there")
        good = stat.S_ISDIR if kind == "folder" else stat.S_ISREG
        if not good(found.st_mode):
            raise UsageError(f"{place}: not a {kind}; take it out of the content")


def _way(root: Path, target: Path) -> Iterator[tuple[Path, str]]:
    yield from ((folder, "folder") for folder in folders_above(root, target))
    yield target, "file"
