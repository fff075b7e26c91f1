"""Sending the content to a store that others run, and fetching it back."""

from __future__ import annotations

from ivig_kg.transfer.ledger import Ledger, ledger_graph, ledger_of, read_ledger
from ivig_kg.transfer.pull import PULLED, pull
from ivig_kg.transfer.push import Choice, Pushed, push
from ivig_kg.transfer.target import ByStore, ByUpdate, Target

__all__ = [
    "PULLED",
    "ByStore",
    "ByUpdate",
    "Choice",
    "Ledger",
    "Pushed",
    "Target",
    "ledger_graph",
    "ledger_of",
    "pull",
    "push",
    "read_ledger",
]
