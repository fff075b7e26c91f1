"""The engine that answers: pyoxigraph in memory, filled from Turtle files.

The default graph is the union of all files, as a set. It is filled as such, because pyoxigraph's
own union (``use_default_graph_as_union``) repeats a triple that stands in two files and was ten
times slower on joins. The named graphs are filled when a query first asks for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

import pyoxigraph as ox

from ivig_kg.answer.table import Answer
from ivig_kg.answer.terms import Iri, Triple
from ivig_kg.engine.convert import Results, to_answer, to_triple
from ivig_kg.errors import SyntaxFault, UsageError

__all__ = ["PADDING", "Dataset", "EmbeddedEngine", "GraphFile"]

GraphFile: TypeAlias = tuple[str, bytes] | tuple[str, str, bytes]
"""The IRI of a graph, the name by which faults call its file (when not the IRI), and its Turtle."""

Dataset: TypeAlias = tuple[Sequence[str], Sequence[str]]
"""The IRIs of the graphs that make up the default graph, and of those that GRAPH may name."""

PADDING = "\n" + " " * 24
"""What goes behind each query: longer than any keyword, so that ``faults`` can find places."""

_MAY_NAME_GRAPHS = re.compile(r"graph|from", re.IGNORECASE)


class EmbeddedEngine:
    """Answers SPARQL queries on the union of some Turtle files."""

    def __init__(self, files: Iterable[GraphFile], *, named: bool = False) -> None:
        """Load the files.

        Args:
            files: the graphs; each is (IRI, Turtle) or (IRI, name of the file, Turtle).
            named: fill the named graphs at once, for those who know that they will be asked for.

        Raises:
            SyntaxFault: a file does not parse; the fault names it and the line.
        """
        self._files = tuple(files)
        self._named = named
        self._store = self._with_graphs() if named else ox.Store()
        for file in self._files if not named else ():
            _load(self._store, file, None)
        self._size = 0 if named else len(self._store)

    @property
    def size(self) -> int:
        """Return the number of different triples in all files."""
        return self._size or sum(1 for _ in self.triples())

    def query(self, text: str) -> Answer:
        """Answer a SELECT, ASK, CONSTRUCT or DESCRIBE query.

        Raises:
            SyntaxFault: it is not SPARQL.
            InvalidInput: it is an update, or calls a function that is not there.
            RemoteFailure: the endpoint of a SERVICE failed.
        """
        try:
            return to_answer(self.results(text))
        except (SyntaxError, ValueError, OSError, RuntimeError) as error:
            from ivig_kg.engine.faults import query_fault  # noqa: PLC0415 (cold start)

            raise query_fault(error, text + PADDING) from None

    def triples(
        self, subject: Iri | None = None, predicate: Iri | None = None, obj: Iri | None = None
    ) -> Iterator[Triple]:
        """Yield the triples of the union that have these terms, each once; None for any term.

        Raises:
            UsageError: a term is no IRI.
        """
        one, how, other = (_pattern(term) for term in (subject, predicate, obj))
        for quad in self._store.quads_for_pattern(one, how, other, ox.DefaultGraph()):
            yield to_triple(quad)

    def results(self, text: str, dataset: Dataset | None = None) -> Results:
        """Return what the store returns, with its own errors: for those that stream.

        Args:
            text: the query.
            dataset: the graphs to ask instead of those that the query names.
        """
        names = dataset is not None or (_MAY_NAME_GRAPHS.search(text) and _names_graphs(text))
        if names and not self._named:
            self._store, self._named = self._with_graphs(), True
        if dataset is None:
            return self._store.query(text + PADDING)
        default: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph]
        default = [ox.NamedNode(iri) for iri in dataset[0]]
        named: list[ox.NamedNode | ox.BlankNode] = [ox.NamedNode(iri) for iri in dataset[1]]
        return self._store.query(text + PADDING, default_graph=default, named_graphs=named)

    def _with_graphs(self) -> ox.Store:
        store = ox.Store()
        for file in self._files:
            _load(store, file, ox.NamedNode(file[0]))
        store.extend([ox.Quad(quad.subject, quad.predicate, quad.object) for quad in store])
        return store


def _load(store: ox.Store, file: GraphFile, graph: ox.NamedNode | None) -> None:
    try:
        store.load(file[-1], ox.RdfFormat.TURTLE, to_graph=graph)
    except SyntaxError as error:
        from ivig_kg.engine.faults import document_fault  # noqa: PLC0415 (cold start)

        raise document_fault(error, file[-2]) from None


def _pattern(term: Iri | None) -> ox.NamedNode | None:
    try:
        return None if term is None else ox.NamedNode(term.value)
    except ValueError as error:
        shown = term.value[:120] if term else ""
        fault = str(error)
        raise UsageError(f"{shown}: is no IRI ({fault[:1].lower()}{fault[1:]})") from None


def _names_graphs(text: str) -> bool:
    from ivig_kg.engine.tokens import tokenise  # noqa: PLC0415 (cold start)

    try:
        code = [token.text.upper() for token in tokenise(text) if token.kind in {"word", "name"}]
    except SyntaxFault:
        return False
    return any("GRAPH" in part or part.startswith("FROM") for part in code)
