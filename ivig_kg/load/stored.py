"""Engines of a store: from what is kept beside it, else from its graphs, mended where need be."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress

from ivig_kg.answer import Answer
from ivig_kg.answer.packed import pack, unpack
from ivig_kg.engine.disk import DiskEngine, StoredGraphs
from ivig_kg.engine.tokens import is_fickle
from ivig_kg.errors import DamagedStore
from ivig_kg.store import Given, Manifest, kept_answer

__all__ = ["MendingEngine", "StoredEngine"]

_SLOW = 1.0
"""Seconds that an answer must have taken to be left for whoever asks the same."""
_ROWS = 100_000  # more are asked each time: they take long to read, too
_ODD = (ValueError, KeyError, TypeError, IndexError, RecursionError)
"""What reading says of an answer that was packed by another program."""


class StoredEngine:
    """Answers from the answers that are kept beside a store, and else from its graphs.

    An answer that took long is left there for whoever asks the same text next.
    """

    def __init__(self, graphs: StoredGraphs, manifest: Manifest) -> None:
        """Open the graphs.

        Args:
            graphs: the filled folder.
            manifest: what is known of it.

        Raises:
            DamagedStore: it cannot be opened.
        """
        self._engine, self._folder, self._kept = DiskEngine(graphs), graphs.folder, manifest.answers
        self._given = Given(graphs.folder, manifest.build)

    def query(self, text: str) -> Answer:
        """Answer a query.

        Raises:
            DamagedStore: it has a fault.
            InvalidInput: it is no query.
        """
        known = self._known(text)
        if known is not None:
            return known
        begun = time.perf_counter()
        answer = self._engine.query(text)
        if time.perf_counter() - begun > _SLOW and len(answer) <= _ROWS and not is_fickle(text):
            with suppress(ValueError):  # no table
                self._given.leave(text, pack(answer))
        return answer

    def _known(self, text: str) -> Answer | None:
        # The graphs may be sound where an answer is not; 'store info' tells of the damage.
        with suppress(DamagedStore, *_ODD):
            data = kept_answer(self._folder, self._kept, text)
            if data is not None:
                return unpack(data)
        with suppress(*_ODD):
            data = self._given.read(text)
            return None if data is None else unpack(data)
        return None


class MendingEngine:
    """Answers from a store; where a fault of its files shows only now, builds it anew, once."""

    def __init__(self, engine: StoredEngine, anew: Callable[[DamagedStore], StoredEngine]) -> None:
        """Take the engine, and what gives another."""
        self._engine, self._anew = engine, anew

    def query(self, text: str) -> Answer:
        """Answer a query.

        Raises:
            DamagedStore: it has a fault again.
            InvalidInput: it is no query.
        """
        try:
            return self._engine.query(text)
        except DamagedStore as fault:
            self._engine = self._anew(fault)
            return self._engine.query(text)
