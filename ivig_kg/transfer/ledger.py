"""What push writes down in a graph of its own: which graphs are there, and what each was sent from.

A graph stands with the path of its file (``schema:name``) before its first triple is sent, and
with the SHA-256 of what was sent (``ivig:sha256``) once the last one is there. So a push that was
cut off leaves no graph behind that nobody knows of, and none that is taken for whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from typing import NamedTuple

from ivig_kg.answer import Answer, Iri, Literal, Triple, lexical
from ivig_kg.engine.parse import serialise
from ivig_kg.namespaces import Namespaces

__all__ = ["File", "Ledger", "ledger_graph", "ledger_of", "read_ledger", "triple_of_hash"]

File = tuple[str, str, bytes]
"""The IRI of a graph, the path of its file, and its Turtle."""

_FILE, _HASH = "schema:name", "ivig:sha256"


class Ledger(NamedTuple):
    """The graphs that are there: IRI to path, and IRI to hash for those that are whole."""

    files: Mapping[str, str]
    hashes: Mapping[str, str]

    def turtle(self, namespaces: Namespaces) -> bytes:
        """Return it as a document of Turtle, the same bytes for the same ledger."""
        path, digest = namespaces.expand(_FILE), namespaces.expand(_HASH)
        said = [Triple(Iri(g), Iri(path), Literal(name)) for g, name in self.files.items()]
        said += [Triple(Iri(g), Iri(digest), Literal(text)) for g, text in self.hashes.items()]
        return serialise([(triple, None) for triple in said], "turtle")


def ledger_graph(namespaces: Namespaces) -> str:
    """Return the IRI of the graph that holds the ledger; no file has its path."""
    return namespaces.graph("push")


def ledger_of(files: Iterable[File]) -> Ledger:
    """Return the ledger of a store that holds these files whole."""
    known = list(files)
    return Ledger(
        {graph: path for graph, path, _ in known},
        {graph: sha256(turtle).hexdigest() for graph, _, turtle in known},
    )


def triple_of_hash(graph: str, digest: str, namespaces: Namespaces) -> bytes:
    """Return the one triple that says that a graph is whole, as Turtle."""
    return Ledger({}, {graph: digest}).turtle(namespaces)


def read_ledger(look_up: Callable[[str], Answer]) -> Ledger:
    """Read the ledger of a store by asking it.

    Args:
        look_up: asks one of the project's look-ups there.

    Raises:
        RemoteFailure: the endpoint failed.
    """
    rows = [tuple(map(lexical, row)) for row in look_up("remote-graphs").rows]
    return Ledger(
        {graph: path for graph, path, _ in rows},
        {graph: digest for graph, _, digest in rows if digest},
    )
