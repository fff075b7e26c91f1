"""The query process: reads one request, answers one query, and does nothing else.

It confines itself first: memory, processor time, no files, and no sockets unless SERVICE is allowed
(with no file descriptor left to open, neither a file nor a socket can be reached).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import pyoxigraph as ox

import ivig_kg.engine.faults  # noqa: F401 (read now: later no file may be opened)
from ivig_kg.engine.bounds import Sink, confine, described
from ivig_kg.engine.holding import held_engine
from ivig_kg.engine.oxigraph import FAULTS
from ivig_kg.engine.wire import pack, unpack
from ivig_kg.errors import IvigKgError, RefusedQuery, RemoteFailure

__all__ = ["main"]


def main() -> None:
    """Answer the request on standard input, on standard output."""
    request, (query, *files) = unpack(sys.stdin.buffer.read())
    confine(request["limits"])
    try:
        reply = _answer(request, query.decode("utf-8"), files)
    except IvigKgError as error:
        reply = pack(described(error))
    except MemoryError:
        reply = pack({"error": "MemoryError", "message": ""})
    sys.stdout.buffer.write(reply)
    sys.stdout.buffer.flush()
    os._exit(0)  # tidying up the store would take longer than many a query


def _answer(request: Mapping[str, Any], text: str, files: Sequence[bytes]) -> bytes:
    engine = held_engine(request, files)
    sink = Sink(request["bytes"])
    try:
        results = engine.results(text)
        if isinstance(results, ox.QueryTriples):
            results.serialize(sink, ox.RdfFormat.N_TRIPLES)
        else:
            results.serialize(sink, ox.QueryResultsFormat.JSON)
    except FAULTS as error:
        fault = engine.fault(error, text)
        if isinstance(fault, RemoteFailure) and not request["service"]:
            fault = RefusedQuery("query: SERVICE is refused here: it lets a query call out")
        raise fault from None
    return pack({"triples": isinstance(results, ox.QueryTriples)}, [sink.getvalue()])
