"""The engine that answers: pyoxigraph in memory, filled from Turtle files.

The default graph is the union of all files, as a set. It is filled as such, because pyoxigraph's
own union (``use_default_graph_as_union``) repeats a triple that stands in two files and was ten
times slower on joins. The named graphs are filled when a query first asks for one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

import pyoxigraph as ox

from ivig_kg.engine.oxigraph import PADDING, Dataset, OxigraphEngine

__all__ = ["PADDING", "Dataset", "EmbeddedEngine", "GraphFile"]

GraphFile: TypeAlias = tuple[str, bytes] | tuple[str, str, bytes]
"""The IRI of a graph, the name by which faults call its file (when not the IRI), and its Turtle."""


class EmbeddedEngine(OxigraphEngine):
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
        super().__init__(self._with_graphs() if named else ox.Store())
        for file in self._files if not named else ():
            _load(self._store, file, None)
        self._size = 0 if named else len(self._store)

    @property
    def size(self) -> int:
        """Return the number of different triples in all files."""
        return self._size or sum(1 for _ in self.triples())

    def _need_graphs(self) -> None:
        if not self._named:
            self._store, self._named = self._with_graphs(), True

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
