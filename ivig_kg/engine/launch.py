"""Starting query processes, and telling what they say when they fail."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from ivig_kg.errors import (
    DamagedStore,
    InvalidInput,
    IvigKgError,
    LimitReached,
    RefusedQuery,
    RemoteFailure,
    SyntaxFault,
    TimeReached,
    UsageError,
)

__all__ = [
    "ANSWER_BYTES",
    "LONGEST",
    "NARROW",
    "command",
    "died",
    "environment",
    "raised",
    "require_seconds",
    "took_too_long",
]

ANSWER_BYTES = 64 * 2**20
"""The size an answer may have on its way from a query process."""

LONGEST = 86_400
"""The longest time limit, in seconds: a day."""

NARROW = "narrow it: name the subject asked about, add a LIMIT, or join fewer patterns"
_START = (
    "import sys; sys.path += sys.argv[2:]; "
    "from importlib import import_module as load; load(sys.argv[1]).main()"
)
_KEPT = ("LD_LIBRARY_PATH", "SSL_CERT_DIR", "SSL_CERT_FILE", "SYSTEMROOT")


def command(part: str) -> list[str]:
    """Return what starts one of the query processes of this package, by the name of its module.

    It gets the folders of this package and of pyoxigraph behind the standard library, and no other
    path: neither the working directory nor an environment variable can put a module in the way.
    """
    roots = (Path(__file__).resolve().parents[2], Path(ox.__file__).parents[1])
    paths = dict.fromkeys(map(str, roots))
    return [sys.executable, "-I", "-S", "-c", _START, f"ivig_kg.engine.{part}", *paths]


def environment() -> dict[str, str]:
    """Return what a query process is told of our environment."""
    return {name: os.environ[name] for name in _KEPT if name in os.environ}


def require_seconds(timeout: float) -> None:
    """Refuse a time limit that is none.

    Raises:
        UsageError: it is no number of seconds from above 0 to a day.
    """
    if not 0 < timeout <= LONGEST:
        raise UsageError(f"a timeout of {timeout} seconds: give more than 0, up to {LONGEST}")


def died(end: str) -> LimitReached:
    """Return what a query process that ended without an answer means.

    Args:
        end: how it ended: a signal, a code, or its last words.
    """
    return LimitReached(
        "query: it needs more memory or depth than the query process has, which ended without an "
        f"answer ({end}); {NARROW}, and nest less"
    )


def took_too_long(timeout: float, hint: str = "") -> TimeReached:
    """Return what the end of the time means.

    Args:
        timeout: the limit in seconds.
        hint: how a user gets more, if any does.
    """
    return TimeReached(f"query: no answer within {timeout:g} s, so it was ended; {NARROW}{hint}")


def raised(reply: Mapping[str, Any]) -> IvigKgError:
    """Return the error that a query process describes."""
    message = reply["message"]
    if reply["error"] == "SyntaxFault":
        return SyntaxFault(message, where=reply["where"], line=reply["line"])
    if reply["error"] == "MemoryError":
        return LimitReached(f"query: it needs more memory than it may use; {NARROW}")
    kinds: tuple[type[IvigKgError], ...] = (
        DamagedStore, LimitReached, RefusedQuery, RemoteFailure
    )  # fmt: skip
    known = {kind.__name__: kind for kind in kinds}
    return known.get(reply["error"], InvalidInput)(message)
