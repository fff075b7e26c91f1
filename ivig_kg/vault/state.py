"""The folder for lock, manifest and journal: a user's own, outside the content."""

from __future__ import annotations

import os
from hashlib import sha256
from itertools import takewhile
from pathlib import Path

from ivig_kg.errors import ContentUnavailable
from ivig_kg.vault.disk import Disk, in_words

__all__ = ["ENVIRONMENT", "make_state_folder", "state_folder"]

ENVIRONMENT = "XDG_STATE_HOME"
_PRIVATE = 0o700
_MEND = f"set {ENVIRONMENT} to a folder that you may write to"


def state_folder(root: Path) -> Path:
    """Return the folder that belongs to a content, by the content's real path.

    Args:
        root: the real path of the content.

    Raises:
        ContentUnavailable: no place for it is known.
    """
    name = sha256(os.fsencode(root)).hexdigest()[:16]
    return _home() / "ivig-kg" / name


def make_state_folder(disk: Disk, folder: Path, root: Path) -> None:
    """Make the folder, and those above it, for this user alone.

    Args:
        disk: the file system.
        folder: the folder for lock, manifest and journal.
        root: the real path of the content, which must not hold it.

    Raises:
        ContentUnavailable: it cannot be made, or would lie within the content.
    """
    if Path(os.path.realpath(folder)).is_relative_to(root):
        raise ContentUnavailable(
            f"{folder}: the lock and journal of a content cannot lie within it; {_MEND}"
        )
    try:
        above = (folder, *folder.parents)
        missing = list(takewhile(lambda path: disk.status(path) is None, above))
        for path in reversed(missing):
            disk.make_folder(path, _PRIVATE)
    except OSError as error:
        raise ContentUnavailable(
            f"{folder}: the folder for lock and journal cannot be made ({in_words(error)}); {_MEND}"
        ) from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise ContentUnavailable(
            f"{folder}: the folder for lock and journal is not writable; {_MEND}"
        )


def _home() -> Path:
    named = Path(os.environ.get("LOCALAPPDATA" if os.name == "nt" else ENVIRONMENT, ""))
    if named.is_absolute():  # the standard of XDG: a relative one is to be ignored
        return named
    try:
        return Path.home() / ".local" / "state"
    except RuntimeError as error:
        raise ContentUnavailable(
            f"no home folder is known for lock and journal; {_MEND}"
        ) from error
