"""A note on a content, kept with its state: written whole, and worth nothing when it is lost."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from ivig_kg.errors import ContentUnavailable
from ivig_kg.vault.disk import Disk, write_whole
from ivig_kg.vault.state import make_state_folder, state_folder

__all__ = ["read_note", "write_note"]


def read_note(root: Path, name: str) -> bytes | None:
    """Return a note; None where there is none, or not a file of this user's own.

    Args:
        root: the folder of the content.
        name: of the note's file.
    """
    try:
        path = state_folder(_real(root)) / name
        found = path.lstat()
        foreign = hasattr(os, "getuid") and found.st_uid != os.getuid()
        return None if foreign or not stat.S_ISREG(found.st_mode) else path.read_bytes()
    except (ContentUnavailable, OSError):
        return None


def write_note(root: Path, name: str, data: bytes) -> bool:
    """Keep a note in place of the last; say whether that could be done, outside the content.

    Args:
        root: the folder of the content.
        name: of the note's file.
        data: its bytes.
    """
    disk = Disk()
    try:
        folder = state_folder(_real(root))
        if not _ours(folder):
            return False
        make_state_folder(disk, folder, _real(root))
        write_whole(disk, folder / name, data, lasting=False)
    except (ContentUnavailable, OSError):
        return False
    return True


def _ours(folder: Path) -> bool:
    """Say whether what is there of a folder's path is this user's own: under sudo it may not be."""
    nearest = next(path for path in (folder, *folder.parents) if path.exists())
    return not hasattr(os, "geteuid") or nearest.stat().st_uid == os.geteuid()


def _real(root: Path) -> Path:
    return Path(os.path.realpath(root))
