"""The long-lived query process of an endpoint: loads the graphs once, answers query after query.

Like ``child`` it confines itself and touches neither files nor sockets; unlike it, it also asks the
gate, so that whoever speaks with clients never waits for that, and writes the answer in the form
that goes out.
"""

from __future__ import annotations

import csv
import io
import os
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO

import pyoxigraph as ox

import ivig_kg.engine.faults  # noqa: F401 (read now: later no file may be opened)
from ivig_kg.engine.bounds import (
    MemoryGauge,
    Sink,
    allow_processor_time,
    confine,
    described,
)
from ivig_kg.engine.convert import Results, at_most
from ivig_kg.engine.gate import admit
from ivig_kg.engine.holding import held_engine
from ivig_kg.engine.oxigraph import FAULTS, OxigraphEngine
from ivig_kg.engine.wire import pack, received, sized, unpack
from ivig_kg.errors import IvigKgError, LimitReached, RefusedQuery, RemoteFailure

__all__ = ["main"]

_BINDINGS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
_GRAPHS = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
_PERIOD = 2.0  # seconds between two settings of the limit of processor time
_LONG = 0.01  # seconds of a query that may have taken memory
_OFTEN = 64  # replies after which memory is counted anyway
_LEAST_ROW = 2  # bytes that a row takes in the shortest of all formats


def main() -> None:
    """Answer the requests on standard input one after the other, until there is none."""
    source, target = sys.stdin.buffer, sys.stdout.buffer
    header, files = unpack(received(source))
    engine = held_engine(header, files, named=True)
    servant = _Servant(engine, header)
    _say(target, pack({"memory": servant.meter.memory()}))
    confine(header["limits"])
    try:
        while request := received(source):
            _say(target, servant.reply(*unpack(request)))
    finally:
        os._exit(0)  # whatever happened: nobody waits for this process to tidy up


def _say(target: BinaryIO, message: bytes) -> None:
    target.write(sized(message))
    target.flush()


class _Meter:
    """Sets and reads what the system counts, now and then only: each call costs as much as a gate.

    The limit of processor time matters only where nobody is left to look at the clock.
    """

    def __init__(self) -> None:
        self._next = self._begun = 0.0
        self._memory = self._replies = 0
        self._gauge = MemoryGauge()

    def allow(self, seconds: float) -> None:
        self._begun = time.monotonic()
        if self._begun >= self._next:
            self._next = self._begun + _PERIOD
            allow_processor_time(seconds + _PERIOD)

    def memory(self) -> int:
        """Return the memory, as it was after the last query that took long."""
        self._replies += 1
        if time.monotonic() - self._begun > _LONG or self._replies % _OFTEN == 1:
            self._memory = self._gauge.now()
        return self._memory


@dataclass(frozen=True)
class _Servant:
    """Answers on one store, with what the first message said."""

    engine: OxigraphEngine
    header: Mapping[str, Any]
    meter: _Meter = field(default_factory=_Meter)

    def reply(self, request: Mapping[str, Any], blocks: list[bytes]) -> bytes:
        self.meter.allow(request["timeout"])
        try:
            told, blocks = self._answer(request, blocks[0].decode("utf-8"))
        except IvigKgError as error:
            told, blocks = described(error), []
        except MemoryError:
            told, blocks = {"error": "MemoryError", "message": ""}, []
        return pack({**told, "memory": self.meter.memory()}, blocks)

    def _answer(self, request: Mapping[str, Any], text: str) -> tuple[dict[str, Any], list[bytes]]:
        self._admit(text)
        dataset = tuple(request["dataset"]) if request["dataset"] else None
        try:
            results = self.engine.results(text, dataset)
            triples = isinstance(results, ox.QueryTriples)
            name = request["graph" if triples else "bindings"]
            if name is None:
                return {"unfit": "graph" if triples else "bindings"}, []
            return {"format": name}, [self._written(results, name, request["rows"])]
        except FAULTS as error:
            raise _told(self.engine.fault(error, text)) from None

    def _admit(self, text: str) -> None:
        try:
            admit(text, graphs=self.header["namespace"])
        except LimitReached as error:  # of its length: it is the query that is at fault
            raise RefusedQuery(str(error)) from None

    def _written(self, results: Results, name: str, fewer: int | None) -> bytes:
        rows: int = min(self.header["rows"], fewer or self.header["rows"])
        sink = Sink(self.header["bytes"])
        if isinstance(results, ox.QueryTriples):
            found = dict.fromkeys(at_most(results, rows))  # a graph is a set
            ox.serialize(found, sink, _GRAPHS[name], prefixes=self.header["prefixes"])
            return _without_idle_prefixes(sink.getvalue())
        results.serialize(sink, _BINDINGS[name])
        data = sink.getvalue()
        if len(data) > rows * _LEAST_ROW and isinstance(results, ox.QuerySolutions):
            for _ in at_most(_rows(data, name), rows):
                pass
        return data


def _without_idle_prefixes(data: bytes) -> bytes:
    """Take away the lines at the top that declare a prefix which does not occur."""
    lines = data.split(b"\n")
    first = next((n for n, line in enumerate(lines) if not line.startswith(b"@prefix ")), 0)
    body = b"\n".join(lines[first:])
    used = [line for line in lines[:first] if line.split(b" ")[1] in body]
    return b"\n".join([*used, body])


def _rows(data: bytes, name: str) -> Iterator[object]:
    """Yield something for each row of an answer that may have too many."""
    if name == "csv":
        lines = csv.reader(io.StringIO(data.decode("utf-8"), newline=""))
        next(lines, None)
        return lines
    return iter(ox.parse_query_results(data, _BINDINGS[name]))  # type: ignore[arg-type]


def _told(fault: IvigKgError) -> IvigKgError:
    if isinstance(fault, RemoteFailure):
        return RefusedQuery("query: SERVICE is refused here: it lets a query call out")
    return fault
