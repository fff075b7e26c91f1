"""Loading a content into a store on the disk, and asking it there.

A store is a cache: it is keyed by the hash of the content, built anew when that is another, when it
has a fault or is of an older version. Those who ask never change its graphs; beside them they leave
the answers that took long.
"""

from __future__ import annotations

from ivig_kg.load.keeping import StoreReport, build_anew, drop_store, report_of
from ivig_kg.load.opening import OpenedStore, open_store
from ivig_kg.store import StorePlace

__all__ = [
    "OpenedStore",
    "StorePlace",
    "StoreReport",
    "build_anew",
    "drop_store",
    "open_store",
    "report_of",
]
