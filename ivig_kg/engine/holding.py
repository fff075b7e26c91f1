"""What a query process answers from: texts that it is sent, or a filled folder on the disk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ivig_kg.engine.disk import DiskEngine, StoredGraphs
from ivig_kg.engine.embedded import EmbeddedEngine, GraphFile
from ivig_kg.engine.oxigraph import OxigraphEngine

__all__ = ["Holding", "held_engine"]

_STANDARD_STREAMS = 3
_FILES_OF_A_STORE = 512
"""Open files of a process that reads a store; Oxigraph keeps 48 of them back (its rocksdb.rs)."""


class Holding(NamedTuple):
    """Graphs, as texts or in a folder.

    Args:
        files: the graphs, as for EmbeddedEngine.
        stored: a filled folder, which goes before the files.
    """

    files: Sequence[GraphFile] = ()
    stored: StoredGraphs | None = None

    def header(self) -> dict[str, Any]:
        """Return what a process is told of it."""
        return {"graphs": [(file[0], file[-2]) for file in self.files], "stored": self.stored}

    def blocks(self) -> list[bytes]:
        """Return the texts that a process is sent."""
        return [file[-1] for file in self.files]

    def open_files(self) -> int:
        """Return how many files such a process may have open: with texts, none but its pipes.

        RocksDB opens the files of a store when a query first needs them. So the wall behind the
        gate, which refuses whatever reaches out, is lower there: a socket could be opened.
        """
        return _STANDARD_STREAMS if self.stored is None else _FILES_OF_A_STORE


def held_engine(
    header: Mapping[str, Any], blocks: Sequence[bytes], *, named: bool = False
) -> OxigraphEngine:
    """Return the engine on what a process was told and sent.

    Args:
        header: with what ``Holding.header`` gave.
        blocks: what ``Holding.blocks`` gave.
        named: fill the named graphs of texts at once.

    Raises:
        DamagedStore: the folder cannot be opened.
    """
    if header["stored"] is not None:
        return DiskEngine(StoredGraphs(*header["stored"]))
    texts = zip(header["graphs"], blocks, strict=True)
    return EmbeddedEngine(((graph, where, data) for (graph, where), data in texts), named=named)
