"""Pull: what an endpoint holds of ours, as one file, the same bytes for the same triples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ivig_kg.answer import Triple
from ivig_kg.catalog import Catalog, fill
from ivig_kg.engine.parse import Format, serialise
from ivig_kg.engine.remote import RemoteEngine
from ivig_kg.engine.remote_names import renamed
from ivig_kg.errors import RemoteFailure
from ivig_kg.namespaces import PREFIX_FILE, Namespaces
from ivig_kg.transfer.ledger import read_ledger

__all__ = ["PULLED", "pull"]

PULLED: Mapping[str, Format] = {"nq": "nquads", "ttl": "turtle"}
"""The formats: N-Quads with a named graph a file, or Turtle of all graphs together."""


def pull(engine: RemoteEngine, catalog: Catalog, namespaces: Namespaces, kind: str) -> bytes:
    """Return the graphs that push sent there, as one document.

    Args:
        engine: the endpoint.
        catalog: the look-ups.
        namespaces: the prefixes, for Turtle.
        kind: one of ``PULLED``.

    Raises:
        RemoteFailure: the endpoint failed, or holds no graph of ours, or one that is not whole.
    """
    ledger = read_ledger(lambda name: engine.query(catalog.lookup(name).text))
    if not ledger.files:
        raise engine.endpoint.failure(
            "it holds nothing that 'ivig-kg push' sent; push there first, or see whether this is "
            "the address that answers queries"
        )
    torn = sorted(set(ledger.files) - set(ledger.hashes))
    if torn:
        raise _torn(engine, torn)
    quads = list(_quads(engine, catalog, sorted(ledger.files)))
    return serialise(quads, PULLED[kind], namespaces.prefixes)


def _quads(
    engine: RemoteEngine, catalog: Catalog, graphs: list[str]
) -> Iterator[tuple[Triple, str]]:
    question = catalog.lookup("remote-triples")
    empty = catalog.namespaces.graph(PREFIX_FILE)  # it has prefixes alone
    for number, graph in enumerate(graphs):
        answer = engine.query(fill(question, {"graph": (graph,)}))
        if not answer.triples and graph != empty:
            raise engine.endpoint.failure(
                f"the graph {graph} is empty there, though push sent it; "
                "'ivig-kg push --all' sends everything once more"
            )
        for triple in renamed(answer.triples, f"g{number}n"):
            yield triple, graph


def _torn(engine: RemoteEngine, graphs: list[str]) -> RemoteFailure:
    shown = ", ".join(graphs[:3]) + (" …" if len(graphs) > 3 else "")  # noqa: PLR2004 (a glance)
    return engine.endpoint.failure(
        f"a push broke off there: {len(graphs)} graphs are not whole ({shown}); push once more"
    )
