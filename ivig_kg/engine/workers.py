"""Foreign queries in a process of their own, with limits, that can be killed and may die.

pyoxigraph cannot cancel a query, and some queries crash it (traps, section 2.5): only a child
process bounds both.
"""

from __future__ import annotations

import subprocess
from typing import Any

import pyoxigraph as ox

from ivig_kg.answer.table import Answer
from ivig_kg.engine.convert import graph_answer, to_answer
from ivig_kg.engine.faults import query_fault
from ivig_kg.engine.holding import Holding
from ivig_kg.engine.launch import (
    ANSWER_BYTES,
    command,
    died,
    environment,
    raised,
    require_seconds,
    took_too_long,
)
from ivig_kg.engine.wire import pack, unpack
from ivig_kg.errors import LimitReached
from ivig_kg.process import converse

__all__ = ["run_bounded"]


def run_bounded(  # noqa: PLR0913 (each is a bound that a caller sets)
    text: str,
    *,
    holding: Holding,
    timeout: float = 60.0,
    memory: int = 2 * 2**30,
    rows: int = 100_000,
    service: bool = False,
) -> Answer:
    """Answer a query in a process of its own; a query that passes a limit has no answer at all.

    Args:
        text: the query; a foreign one has passed the gate before.
        holding: what it runs on.
        timeout: seconds, after which the process is killed.
        memory: bytes of address space that the process may use (where the system can limit it).
        rows: how many rows or triples the answer may have.
        service: leave the process the means to open a connection, for SERVICE.

    Raises:
        UsageError: the time limit is none.
        LimitReached: it took too long, too much memory or depth, or the answer is too large.
        InvalidInput: it is no SPARQL, an update, calls an unknown function, or a SERVICE.
        RemoteFailure: the endpoint of a SERVICE failed.
    """
    header = {
        **holding.header(),
        "limits": _limits(timeout, memory, None if service else holding.open_files()),
        "bytes": ANSWER_BYTES,
        "service": service,
    }
    reply, blocks = _ask(pack(header, [_encoded(text), *holding.blocks()]), timeout)
    if "error" in reply:
        raise raised(reply)
    if reply["triples"]:
        return graph_answer(ox.parse(blocks[0], ox.RdfFormat.N_TRIPLES), rows=rows)
    return to_answer(ox.parse_query_results(blocks[0], ox.QueryResultsFormat.JSON), rows=rows)


def _encoded(text: str) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise query_fault(error, text) from None


def _limits(timeout: float, memory: int, open_files: int | None) -> dict[str, int]:
    """Return the limits of the child; processor time ends it when its parent is gone."""
    require_seconds(timeout)
    limits = {"RLIMIT_AS": memory, "RLIMIT_CPU": int(timeout) + 5}
    limits |= {"RLIMIT_CORE": 0, "RLIMIT_FSIZE": 0}
    return limits if open_files is None else limits | {"RLIMIT_NOFILE": open_files}


def _ask(request: bytes, timeout: float) -> tuple[dict[str, Any], list[bytes]]:
    try:
        code, output, words = _converse(request, timeout)
    except OSError as error:
        raise LimitReached(f"query: no process could be started for it ({error})") from None
    try:
        if code == 0:
            return unpack(output)
    except (ValueError, KeyError, TypeError):
        words = b"its answer came incomplete"
    last = words.decode("utf-8", "replace").strip().rpartition("\n")[2]
    raise died(f"signal {-code}" if code < 0 else last or f"code {code}")


def _converse(request: bytes, timeout: float) -> tuple[int, bytes, bytes]:
    try:
        return converse(command("child"), request, timeout, env=environment())
    except subprocess.TimeoutExpired:
        raise took_too_long(timeout, ", or allow it more time with --timeout") from None
