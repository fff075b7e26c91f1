"""Folders that hold a store: what lies where, what it was built of, and who reads it.

Nothing here knows what is in a store; it is filled and read by ``ivig_kg.engine``.
"""

from __future__ import annotations

from ivig_kg.store.given import Given, given_count
from ivig_kg.store.kept import keep_answer, kept_answer
from ivig_kg.store.manifest import FORMAT, Manifest
from ivig_kg.store.place import StorePlace
from ivig_kg.store.reading import done_reading, reading, unread
from ivig_kg.store.sound import sight_of

__all__ = [
    "FORMAT",
    "Given",
    "Manifest",
    "StorePlace",
    "done_reading",
    "given_count",
    "keep_answer",
    "kept_answer",
    "reading",
    "sight_of",
    "unread",
]
