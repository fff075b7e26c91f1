"""The engine on a disk: an Oxigraph store in a folder, filled once, then opened for reading alone.

The default graph is the union of all files, as in memory. The named graphs double its size, so they
are left out unless they are asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import chain
from typing import NamedTuple

import pyoxigraph as ox

from ivig_kg.engine.embedded import GraphFile, graph_name
from ivig_kg.engine.oxigraph import OxigraphEngine
from ivig_kg.errors import DamagedStore, IvigKgError, RefusedQuery

__all__ = ["ENGINE", "DiskEngine", "StoredGraphs", "fill_store"]

ENGINE = f"pyoxigraph {ox.__version__}"
"""What writes and reads the files of a store, with its version."""

_DAMAGE = ("Corruption", "IO error")
"""How RocksDB begins what it says of its own files (rocksdb::Status::ToString)."""

_SHOWN = 200
_OFTEN = 100_000  # triples between two words on how far it is


class StoredGraphs(NamedTuple):
    """A filled folder.

    Args:
        folder: where it is.
        named: whether it holds the named graphs, too.
    """

    folder: str
    named: bool = False


class DiskEngine(OxigraphEngine):
    """Answers SPARQL queries on a store in a folder, and never writes to it."""

    def __init__(self, graphs: StoredGraphs) -> None:
        """Open the folder for reading; it takes as long for a large one as for a small one.

        Raises:
            DamagedStore: it is none, or has a fault.
        """
        self._graphs = graphs
        try:
            super().__init__(ox.Store.read_only(graphs.folder))
        except (OSError, RuntimeError) as error:
            fault = f"cannot be opened ({str(error)[:_SHOWN]})"
            raise DamagedStore(f"{graphs.folder}: the store {fault}") from None

    @property
    def size(self) -> int:
        """Return the number of different triples in all files."""
        return sum(1 for _ in self._store.quads_for_pattern(None, None, None, ox.DefaultGraph()))

    def fault(self, error: Exception, text: str) -> IvigKgError:
        """Return what a fault means: that of the store's files goes before that of the query."""
        return _damage(error, self._graphs.folder) or super().fault(error, text)

    def _need_graphs(self) -> None:
        if not self._graphs.named:
            raise RefusedQuery(
                "query: it names a graph (GRAPH, FROM), and this store was built without its named "
                "graphs; build it with 'ivig-kg store build --graphs', or ask without --store"
            )


def fill_store(
    folder: str,
    files: Iterable[GraphFile],
    *,
    named: bool = False,
    told: Callable[[int], None] = lambda _: None,
) -> int:
    """Fill a new folder, and return the number of triples that the files state.

    Each file is parsed for itself, so that none can lean on the prefixes or the unfinished end of
    another, and its labels of blank nodes are its own.

    Args:
        folder: where nothing is yet.
        files: the graphs, read one after the other.
        named: fill the named graphs, too.
        told: is told now and then how many triples were read so far.

    Raises:
        SyntaxFault: a file does not parse; the fault names it and the line.
        OSError: the disk is full, or may not be written.
    """
    store = ox.Store(folder)
    count = _Count(told)
    store.bulk_extend(chain.from_iterable(_quads(file, count, named=named) for file in files))
    store.flush()
    del store  # it holds the lock of the folder
    return count.triples


class _Count:
    """Counts triples, and tells of them for each hundred thousand."""

    def __init__(self, told: Callable[[int], None]) -> None:
        self.triples, self._told, self._next = 0, told, 0

    def more(self, number: int) -> None:
        self.triples += number
        if self.triples >= self._next:
            self._next = self.triples + _OFTEN
            self._told(self.triples)


def _quads(file: GraphFile, count: _Count, *, named: bool) -> Iterable[ox.Quad]:
    try:
        # All of a file at once: blank nodes keep their identity in both graphs.
        quads = list(ox.parse(file[-1], ox.RdfFormat.TURTLE, rename_blank_nodes=True))
    except SyntaxError as error:
        from ivig_kg.engine.faults import document_fault  # noqa: PLC0415 (only for a fault)

        raise document_fault(error, file[-2]) from None
    count.more(len(quads))
    if not named:
        return quads
    graph = graph_name(file)
    return chain(quads, (ox.Quad(q.subject, q.predicate, q.object, graph) for q in quads))


def _damage(error: Exception, folder: str) -> DamagedStore | None:
    """Return what RocksDB says of its files; None of a fault that is not theirs."""
    if not str(error).startswith(_DAMAGE):
        return None
    return DamagedStore(f"{folder}: the store has a fault ({str(error)[:_SHOWN]})")
