"""Answers that are known already, by what was asked; the least used leave when room is short."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock
from typing import NamedTuple, TypeAlias

__all__ = ["Cache", "Kept", "Key"]

Key: TypeAlias = tuple[str, ...]
"""What was asked: path, query string, Accept, coding."""


class Kept(NamedTuple):
    """An answer as it goes out: its status, headers and body."""

    status: int
    headers: Sequence[tuple[bytes, bytes]]
    body: bytes
    etag: bytes


class Cache:
    """A store of answers of bounded size, for many threads."""

    def __init__(self, room: int = 32 * 2**20, largest: int = 2 * 2**20) -> None:
        """Make an empty one.

        Args:
            room: bytes for all bodies and keys together.
            largest: bytes of the largest body that is kept.
        """
        self._room, self._largest = room, largest
        self._kept: OrderedDict[Key, Kept] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    @property
    def size(self) -> int:
        """Return the bytes that are taken."""
        return self._size

    def find(self, key: Key) -> Kept | None:
        """Return the answer to what was asked, if it is known."""
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def keep(self, key: Key, answer: Kept) -> None:
        """Keep an answer, where it is not too large; what was used least makes room."""
        if len(answer.body) > self._largest:
            return
        with self._lock:
            if key in self._kept:
                self._size -= _size(key, self._kept.pop(key))
            self._kept[key] = answer
            self._size += _size(key, answer)
            while self._size > self._room:
                self._size -= _size(*self._kept.popitem(last=False))


def _size(key: Key, answer: Kept) -> int:
    return sum(map(len, key)) + len(answer.body) + 512  # and about so much for the rest
