"""The query process: reads one request, answers one query, and does nothing else.

It confines itself first: memory, processor time, no files, and no sockets unless SERVICE is allowed
(with no file descriptor left to open, neither a file nor a socket can be reached).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from io import BytesIO
from typing import Any

import pyoxigraph as ox

from ivig_kg.engine.embedded import EmbeddedEngine
from ivig_kg.engine.faults import query_fault
from ivig_kg.engine.wire import pack, unpack
from ivig_kg.errors import IvigKgError, LimitReached, RefusedQuery, RemoteFailure, SyntaxFault

__all__ = ["main"]


class _Sink(BytesIO):
    """Takes an answer as it is written, and stops it when it grows too large."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._limit = limit

    def write(self, piece: Any, /) -> int:  # noqa: ANN401 (Buffer has no name before Python 3.12)
        if self.tell() + len(piece) > self._limit:
            raise LimitReached(
                f"query: the answer is larger than {self._limit / 2**20:,.0f} MB, and none is "
                "given rather than part; add a LIMIT, aggregate, or name the subject asked about"
            )
        return super().write(piece)


def main() -> None:
    """Answer the request on standard input, on standard output."""
    request, (query, *files) = unpack(sys.stdin.buffer.read())
    _confine(request["limits"])
    try:
        reply = _answer(request, query.decode("utf-8"), files)
    except IvigKgError as error:
        reply = pack(_described(error))
    except MemoryError:
        reply = pack({"error": "MemoryError", "message": ""})
    sys.stdout.buffer.write(reply)
    sys.stdout.buffer.flush()
    os._exit(0)  # tidying up the store would take longer than many a query


def _answer(request: Mapping[str, Any], text: str, files: Sequence[bytes]) -> bytes:
    named = zip(request["graphs"], files, strict=True)
    engine = EmbeddedEngine((graph, where, data) for (graph, where), data in named)
    sink = _Sink(request["bytes"])
    try:
        results = engine.results(text)
        if isinstance(results, ox.QueryTriples):
            results.serialize(sink, ox.RdfFormat.N_TRIPLES)
        else:
            results.serialize(sink, ox.QueryResultsFormat.JSON)
    except (SyntaxError, ValueError, OSError, RuntimeError) as error:
        fault = query_fault(error, text)
        if isinstance(fault, RemoteFailure) and not request["service"]:
            fault = RefusedQuery("query: SERVICE is refused here: it lets a query call out")
        raise fault from None
    return pack({"triples": isinstance(results, ox.QueryTriples)}, [sink.getvalue()])


def _described(error: IvigKgError) -> dict[str, Any]:
    kind = type(error).__name__
    if isinstance(error, SyntaxFault):
        return {"error": kind, "message": error.reason, "where": error.where, "line": error.line}
    return {"error": kind, "message": str(error)}


def _confine(limits: Mapping[str, int]) -> None:
    try:
        resource: Any = import_module("resource")
    except ImportError:  # not POSIX: the clock of the parent is the limit
        return
    for name, value in limits.items():
        kind = getattr(resource, name)
        _, hard = resource.getrlimit(kind)
        lowest = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (lowest, lowest))
