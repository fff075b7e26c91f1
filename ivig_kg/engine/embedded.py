"""The engine that answers: pyoxigraph in memory, filled from Turtle files.

The default graph is the union of all files, as a set. It is filled as such, because pyoxigraph's
own union (``use_default_graph_as_union``) repeats a triple that stands in two files and was ten
times slower on joins. The named graphs are filled when a query first asks for one.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import TypeAlias

import pyoxigraph as ox

from ivig_kg.answer.terms import Iri, Triple
from ivig_kg.engine.convert import Results, to_triple
from ivig_kg.engine.oxigraph import PADDING, Dataset, OxigraphEngine, pattern
from ivig_kg.errors import InvalidInput

__all__ = ["PADDING", "Dataset", "EmbeddedEngine", "GraphFile", "graph_name"]

GraphFile: TypeAlias = tuple[str, bytes] | tuple[str, str, bytes]
"""The IRI of a graph, the name by which faults call its file (when not the IRI), and its Turtle."""

# At once: a query process may open no file once it has begun.
with open(os.path.join(os.path.dirname(__file__), "union.ru"), encoding="utf-8") as _stream:  # noqa: PTH118, PTH120, PTH123 (cold start)
    _UNION = _stream.read()


class EmbeddedEngine(OxigraphEngine):
    """Answers SPARQL queries on the union of some Turtle files."""

    def __init__(
        self, files: Iterable[GraphFile], *, named: bool = False, union_later: bool = False
    ) -> None:
        """Load the files.

        Args:
            files: the graphs; each is (IRI, Turtle) or (IRI, name of the file, Turtle).
            named: fill the named graphs at once, for those who know that they will be asked for.
            union_later: with ``named``, fill the union when a query first asks: what only asks for
                triples, such as a copy of this process, does without it.

        Raises:
            SyntaxFault: a file does not parse; the fault names it and the line.
        """
        self._files = tuple(files)
        self._named, self._joined = named, not named
        super().__init__(ox.Store())
        for file in self._files:
            _load(self._store, file, graph_name(file) if named else None)
        if not union_later:
            self.join()
        self._size = 0 if named else len(self._store)

    @property
    def size(self) -> int:
        """Return the number of different triples in all files."""
        return self._size or sum(1 for _ in self.triples())

    def triples(
        self, subject: Iri | None = None, predicate: Iri | None = None, obj: Iri | None = None
    ) -> Iterator[Triple]:
        """Yield the triples of the union that have these terms, each once; None for any term.

        Raises:
            UsageError: a term is no IRI.
        """
        if self._joined:
            yield from super().triples(subject, predicate, obj)
            return
        one, how, other = (pattern(term) for term in (subject, predicate, obj))
        found = self._store.quads_for_pattern(one, how, other, None)
        yield from dict.fromkeys(map(to_triple, found))

    def graphs(
        self, subject: Iri | None = None, predicate: Iri | None = None, obj: Iri | None = None
    ) -> frozenset[str]:
        """Return the IRIs of the named graphs that hold triples with these terms.

        Raises:
            UsageError: a term is no IRI.
        """
        self._need_graphs()
        one, how, other = (pattern(term) for term in (subject, predicate, obj))
        found = {q.graph_name for q in self._store.quads_for_pattern(one, how, other, None)}
        return frozenset(graph.value for graph in found if isinstance(graph, ox.NamedNode))

    def results(self, text: str, dataset: Dataset | None = None) -> Results:
        """Return what the store returns, with its own errors: for those that stream.

        Args:
            text: the query.
            dataset: the graphs to ask instead of those that the query names.
        """
        self.join()
        return super().results(text, dataset)

    def join(self) -> None:
        """Fill the union, where it is not."""
        if not self._joined:
            self._store.update(_UNION)
            self._joined = True

    def _need_graphs(self) -> None:
        if not self._named:
            again = EmbeddedEngine(self._files, named=True)
            self._store, self._named = again._store, True


def graph_name(file: GraphFile) -> ox.NamedNode:
    """Return the name of the graph of a file.

    Raises:
        InvalidInput: it is no IRI, since the name of the file has a space or the like.
    """
    try:
        return ox.NamedNode(file[0])
    except ValueError:
        why = "its name has a character that no IRI has (a space, a quote …); rename the file"
        raise InvalidInput(f"{file[-2]}: {why}") from None


def _load(store: ox.Store, file: GraphFile, graph: ox.NamedNode | None) -> None:
    try:
        store.load(file[-1], ox.RdfFormat.TURTLE, to_graph=graph)
    except SyntaxError as error:
        from ivig_kg.engine.faults import document_fault  # noqa: PLC0415 (cold start)

        raise document_fault(error, file[-2]) from None
