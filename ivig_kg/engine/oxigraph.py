"""Asking a store of pyoxigraph, wherever it is: in memory or on a disk."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TypeAlias

import pyoxigraph as ox

from ivig_kg.answer.table import Answer
from ivig_kg.answer.terms import Iri, Triple
from ivig_kg.engine.convert import Results, to_answer, to_triple
from ivig_kg.errors import IvigKgError, SyntaxFault, UsageError

__all__ = ["FAULTS", "PADDING", "Dataset", "OxigraphEngine", "pattern"]

Dataset: TypeAlias = tuple[Sequence[str], Sequence[str]]
"""The IRIs of the graphs that make up the default graph, and of those that GRAPH may name."""

PADDING = "\n" + " " * 24
"""What goes behind each query: longer than any keyword, so that ``faults`` can find places."""

FAULTS = (SyntaxError, ValueError, OSError, RuntimeError)
"""What pyoxigraph raises for a query that is wrong, or cannot be answered."""

_MAY_NAME_GRAPHS = re.compile(r"graph|from", re.IGNORECASE)


class OxigraphEngine:
    """Answers SPARQL queries on a store, whose default graph is the union of all files as a set."""

    def __init__(self, store: ox.Store) -> None:
        """Take a store that holds the union of all files in its default graph."""
        self._store = store

    def query(self, text: str) -> Answer:
        """Answer a SELECT, ASK, CONSTRUCT or DESCRIBE query.

        Raises:
            SyntaxFault: it is not SPARQL.
            InvalidInput: it is an update, or calls a function that is not there.
            RemoteFailure: the endpoint of a SERVICE failed.
        """
        try:
            return to_answer(self.results(text))
        except FAULTS as error:
            raise self.fault(error, text) from None

    def fault(self, error: Exception, text: str) -> IvigKgError:
        """Return what one of the FAULTS means that ``results``, or reading them, raised.

        Args:
            error: what was raised.
            text: the query that was asked.
        """
        from ivig_kg.engine.faults import query_fault  # noqa: PLC0415 (cold start)

        return query_fault(error, text + PADDING)

    def triples(
        self, subject: Iri | None = None, predicate: Iri | None = None, obj: Iri | None = None
    ) -> Iterator[Triple]:
        """Yield the triples of the union that have these terms, each once; None for any term.

        Raises:
            UsageError: a term is no IRI.
        """
        one, how, other = (pattern(term) for term in (subject, predicate, obj))
        for quad in self._store.quads_for_pattern(one, how, other, ox.DefaultGraph()):
            yield to_triple(quad)

    def results(self, text: str, dataset: Dataset | None = None) -> Results:
        """Return what the store returns, with its own errors: for those that stream.

        Args:
            text: the query.
            dataset: the graphs to ask instead of those that the query names.
        """
        if dataset is not None or (_MAY_NAME_GRAPHS.search(text) and _names_graphs(text)):
            self._need_graphs()
        if dataset is None:
            return self._store.query(text + PADDING)
        default: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph]
        default = [ox.NamedNode(iri) for iri in dataset[0]]
        named: list[ox.NamedNode | ox.BlankNode] = [ox.NamedNode(iri) for iri in dataset[1]]
        return self._store.query(text + PADDING, default_graph=default, named_graphs=named)

    def _need_graphs(self) -> None:
        """See that the named graphs are there, since a query asks for one."""


def pattern(term: Iri | None) -> ox.NamedNode | None:
    """Return a term of a pattern; None stands for any.

    Raises:
        UsageError: it is no IRI.
    """
    try:
        return None if term is None else ox.NamedNode(term.value)
    except ValueError as error:
        shown = term.value[:120] if term else ""
        fault = str(error)
        raise UsageError(f"{shown}: is no IRI ({fault[:1].lower()}{fault[1:]})") from None


def _names_graphs(text: str) -> bool:
    """Say whether a query has GRAPH or FROM, which the parser also takes without a space behind."""
    from ivig_kg.engine.tokens import tokenise  # noqa: PLC0415 (cold start)

    try:
        tokens = [t for t in tokenise(text) if t.kind in {"word", "name"}]
    except SyntaxFault:
        return False
    declared = {name.text for prefix, name in pairwise(tokens) if prefix.word == "PREFIX"}
    code = [t.text for t in tokens if f"{t.text.partition(':')[0]}:" not in declared]
    return any(word.upper().startswith(("GRAPH", "FROM")) for word in code)
