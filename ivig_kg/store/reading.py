"""Who reads a store: a lock that many share, so that nobody takes away what is being read."""

from __future__ import annotations

import os
from contextlib import suppress
from importlib import import_module
from typing import Any

__all__ = ["reading", "unread"]

_SUFFIX = ".read"
_OPEN: dict[str, int] = {}
"""The locks of this process, which it keeps until it ends: file by descriptor."""


def reading(folder: str) -> None:
    """Say that this process reads a folder, until it ends.

    The kernel takes the lock back from the dead. Where there is none, as on Windows, the system
    itself refuses to remove files that are open.
    """
    fcntl = _fcntl()
    name = folder + _SUFFIX
    if fcntl is None or name in _OPEN:
        return
    with suppress(OSError):  # a disk that may not be written: nobody removes anything there
        descriptor = os.open(name, os.O_RDWR | os.O_CREAT, 0o666)
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        _OPEN[name] = descriptor


def unread(folder: str) -> bool:
    """Say whether no other process reads a folder."""
    fcntl = _fcntl()
    if fcntl is None or not os.path.exists(folder + _SUFFIX):  # noqa: PTH110 (as above)
        return True
    with suppress(KeyError):
        os.close(_OPEN.pop(folder + _SUFFIX))
    try:
        descriptor = os.open(folder + _SUFFIX, os.O_RDWR)
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
