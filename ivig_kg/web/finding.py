"""Searching the content that is served; its names are read once."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from ivig_kg.search import Found, NameSearch
from ivig_kg.web.snapshot import Snapshot

__all__ = ["find"]

_KNOWN: WeakKeyDictionary[Snapshot, NameSearch] = WeakKeyDictionary()


def find(snapshot: Snapshot, text: str, limit: int = 20) -> Found:
    """Return the things that a text may mean, the best first.

    Raises:
        UsageError: the text is too long, or the limit is none.
    """
    known = _KNOWN.get(snapshot)
    if known is None:
        asker = snapshot.graph.asker
        known = NameSearch(asker.look_up, asker.namespaces.joined(asker.outside()))
        _KNOWN[snapshot] = known
    return known.find(text, limit)
