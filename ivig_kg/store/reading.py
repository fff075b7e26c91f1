"""Who reads a store: a lock that many share, so that nobody takes away what is being read."""

from __future__ import annotations

import os
from contextlib import suppress
from importlib import import_module
from typing import Any

__all__ = ["done_reading", "may_be_read", "reading", "unread"]

_SUFFIX = ".read"
_HELD: dict[str, tuple[int, int]] = {}
"""The locks of this process: descriptor and how many hold it, by the name of the file."""


def reading(folder: str) -> None:
    """Say that this process reads a folder, until it ends or calls ``done_reading``.

    The kernel takes the lock back from the dead. Where there is none, as on Windows, the system
    itself refuses to remove files that are open.
    """
    fcntl, name = _fcntl(), folder + _SUFFIX
    if fcntl is None:
        return
    descriptor, holders = _HELD.get(name, (-1, 0))
    if not holders:
        with suppress(OSError):  # made by who built the store; without it nobody removes anything
            descriptor = os.open(name, os.O_RDONLY)
            fcntl.flock(descriptor, fcntl.LOCK_SH)
    if descriptor >= 0:
        _HELD[name] = descriptor, holders + 1


def done_reading(folder: str) -> None:
    """Take back one ``reading``."""
    name = folder + _SUFFIX
    descriptor, holders = _HELD.pop(name, (-1, 0))
    if holders > 1:
        _HELD[name] = descriptor, holders - 1
    elif holders:
        os.close(descriptor)


def may_be_read(folder: str) -> None:
    """Make the file that those who read a folder lock, whoever they are."""
    with open(folder + _SUFFIX, "wb"):  # noqa: PTH123 (as above)
        os.chmod(folder + _SUFFIX, 0o644)  # noqa: PTH101 (as above)


def unread(folder: str) -> bool:
    """Say whether nobody reads a folder, this process included."""
    fcntl = _fcntl()
    if fcntl is None or not os.path.exists(folder + _SUFFIX):  # noqa: PTH110 (as above)
        return True
    try:
        descriptor = os.open(folder + _SUFFIX, os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        os.close(descriptor)
    return True


def _fcntl() -> Any:  # noqa: ANN401 (a module that not every system has)
    try:
        return import_module("fcntl")
    except ImportError:
        return None
