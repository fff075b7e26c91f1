"""Foreign queries in a process of their own, with limits, that can be killed and may die.

pyoxigraph cannot cancel a query, and some queries crash it (traps, section 2.5): only a child
process bounds both.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from ivig_kg.answer.table import Answer
from ivig_kg.engine.convert import graph_answer, to_answer
from ivig_kg.engine.embedded import GraphFile
from ivig_kg.engine.faults import query_fault
from ivig_kg.engine.wire import pack, unpack
from ivig_kg.errors import (
    InvalidInput,
    IvigKgError,
    LimitReached,
    RefusedQuery,
    RemoteFailure,
    SyntaxFault,
    UsageError,
)
from ivig_kg.process import converse

__all__ = ["ANSWER_BYTES", "LONGEST", "run_bounded"]

ANSWER_BYTES = 64 * 2**20
"""The size an answer may have on its way from the child."""

LONGEST = 86_400
"""The longest time limit, in seconds: a day."""

_START = "import sys; sys.path += sys.argv[1:]; from ivig_kg.engine.child import main; main()"
_KEPT = ("LD_LIBRARY_PATH", "SSL_CERT_DIR", "SSL_CERT_FILE", "SYSTEMROOT")
_NARROW = "narrow it: name the subject asked about, add a LIMIT, or join fewer patterns"


def run_bounded(  # noqa: PLR0913 (each is a bound that a caller sets)
    text: str,
    *,
    content_files: Sequence[GraphFile],
    timeout: float = 60.0,
    memory: int = 2 * 2**30,
    rows: int = 100_000,
    service: bool = False,
) -> Answer:
    """Answer a query in a process of its own; a query that passes a limit has no answer at all.

    Args:
        text: the query; a foreign one has passed the gate before.
        content_files: the graphs, as for EmbeddedEngine.
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
        "graphs": [(file[0], file[-2]) for file in content_files],
        "limits": _limits(timeout, memory, service=service),
        "bytes": ANSWER_BYTES,
        "service": service,
    }
    reply, blocks = _ask(
        pack(header, [_encoded(text), *(file[-1] for file in content_files)]), timeout
    )
    if "error" in reply:
        raise _raised(reply)
    if reply["triples"]:
        return graph_answer(ox.parse(blocks[0], ox.RdfFormat.N_TRIPLES), rows=rows)
    return to_answer(ox.parse_query_results(blocks[0], ox.QueryResultsFormat.JSON), rows=rows)


def _encoded(text: str) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise query_fault(error, text) from None


def _limits(timeout: float, memory: int, *, service: bool) -> dict[str, int]:
    """Return the limits of the child; processor time ends it when its parent is gone."""
    if not 0 < timeout <= LONGEST:
        raise UsageError(f"a timeout of {timeout} seconds: give more than 0, up to {LONGEST}")
    limits = {"RLIMIT_AS": memory, "RLIMIT_CPU": int(timeout) + 5}
    limits |= {"RLIMIT_CORE": 0, "RLIMIT_FSIZE": 0}
    return limits if service else limits | {"RLIMIT_NOFILE": 3}


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
    end = f"signal {-code}" if code < 0 else last or f"code {code}"
    raise LimitReached(
        "query: it needs more memory or depth than the query process has, which ended without an "
        f"answer ({end}); {_NARROW}, and nest less"
    )


def _converse(request: bytes, timeout: float) -> tuple[int, bytes, bytes]:
    command = [sys.executable, "-I", "-S", "-c", _START, *_roots()]
    env = {name: os.environ[name] for name in _KEPT if name in os.environ}
    try:
        return converse(command, request, timeout, env=env)
    except subprocess.TimeoutExpired:
        raise LimitReached(
            f"query: no answer within {timeout:g} s, so it was ended; {_NARROW}, or allow it "
            "more time with --timeout"
        ) from None


def _roots() -> list[str]:
    """Return the folders where this package and pyoxigraph are, wherever both are installed.

    The child gets these behind the standard library, and no other path: neither the working
    directory nor an environment variable can put a module in the way.
    """
    roots = (Path(__file__).resolve().parents[2], Path(ox.__file__).parents[1])
    return list(dict.fromkeys(map(str, roots)))


def _raised(reply: Mapping[str, Any]) -> IvigKgError:
    message = reply["message"]
    if reply["error"] == "SyntaxFault":
        return SyntaxFault(message, where=reply["where"], line=reply["line"])
    if reply["error"] == "MemoryError":
        return LimitReached(f"query: it needs more memory than it may use; {_NARROW}")
    kinds: tuple[type[IvigKgError], ...] = (LimitReached, RefusedQuery, RemoteFailure)
    known = {kind.__name__: kind for kind in kinds}
    return known.get(reply["error"], InvalidInput)(message)
