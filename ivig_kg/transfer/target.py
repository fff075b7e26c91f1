"""The two ways into a store: its Graph Store Protocol, and SPARQL Update."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from ivig_kg.answer import Answer, lexical
from ivig_kg.content import Content
from ivig_kg.engine.remote_endpoint import Endpoint
from ivig_kg.engine.remote_write import GraphStore, SparqlUpdate, checked, pieces
from ivig_kg.errors import ContentUnavailable
from ivig_kg.namespaces import Namespaces
from ivig_kg.transfer.ledger import Ledger, ledger_graph, read_ledger

__all__ = ["ByStore", "ByUpdate", "Target"]

_UPDATES = "queries/updates"
_GRAPH, _TRIPLES = "graph:push", "{ } } WHERE"
_PIECE = 500
"""Triples in one request: Virtuoso 7 compiles each, and refuses some thousands at a time."""


class Target(Protocol):
    """A store that graphs are sent to."""

    def ledger(self) -> Ledger:
        """Return what push wrote down there."""
        ...

    def put(self, graph: str, turtle: bytes) -> None:
        """Replace a graph by a document."""
        ...

    def add(self, graph: str, turtle: bytes) -> None:
        """Add the triples of a document to a graph."""
        ...

    def drop(self, graph: str) -> None:
        """Take a graph away, where there is one."""
        ...


class ByStore(GraphStore):
    """A store by its Graph Store Protocol."""

    def __init__(self, endpoint: Endpoint, namespaces: Namespaces) -> None:
        """Take the address of the protocol, and the prefixes of the content."""
        super().__init__(endpoint)
        self._namespaces = namespaces

    def ledger(self) -> Ledger:
        """Return what push wrote down there.

        Raises:
            RemoteFailure: the store failed.
        """
        expand = self._namespaces.expand
        found = self.get(ledger_graph(self._namespaces))
        files, hashes = (
            {lexical(s): lexical(o) for s, p, o in found if lexical(p) == expand(term)}
            for term in ("schema:name", "ivig:sha256")
        )
        return Ledger(files, hashes)


class ByUpdate:
    """A store by SPARQL Update, which is asked by SPARQL what it holds."""

    def __init__(
        self, store: SparqlUpdate, look_up: Callable[[str], Answer], content: Content
    ) -> None:
        """Take the store, what asks one of our look-ups there, and the texts of the updates.

        Raises:
            ContentUnavailable: the content lacks the texts.
        """
        self._store, self._look_up = store, look_up
        self._insert, self._drop = (_text(content, name) for name in ("insert", "drop"))

    def ledger(self) -> Ledger:
        """Return what push wrote down there.

        Raises:
            RemoteFailure: the endpoint failed.
        """
        return read_ledger(self._look_up)

    def put(self, graph: str, turtle: bytes) -> None:
        """Replace a graph by a document, in several requests."""
        self.drop(graph)
        self.add(graph, turtle)

    def add(self, graph: str, turtle: bytes) -> None:
        """Add the triples of a document to a graph, so many a request."""
        named = self._insert.replace(_GRAPH, f"<{checked(graph)}>")
        for piece in pieces(turtle, graph, _PIECE):
            self._store.run(named.replace(_TRIPLES, f"{{\n{piece}}} }} WHERE"))

    def drop(self, graph: str) -> None:
        """Take a graph away, where there is one."""
        self._store.run(self._drop.replace(_GRAPH, f"<{checked(graph)}>"))


def _text(content: Content, name: str) -> str:
    path = f"{_UPDATES}/{name}.rq"
    for file in content.below(_UPDATES, suffix=".rq"):
        if file.path == path:
            return file.data.decode("utf-8")
    raise ContentUnavailable(f"{content.root}/{path}: missing")
