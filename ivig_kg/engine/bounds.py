"""What keeps a query process small: limits of the system on itself, and a limit on its answer."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from io import BytesIO
from typing import Any

from ivig_kg.errors import IvigKgError, LimitReached, SyntaxFault

__all__ = ["MemoryGauge", "Sink", "allow_processor_time", "confine", "described"]


class Sink(BytesIO):
    """Takes an answer as it is written, and stops it when it grows too large."""

    def __init__(self, limit: int) -> None:
        """Take at most so many bytes."""
        super().__init__()
        self._limit = limit

    def write(self, piece: Any, /) -> int:  # noqa: ANN401 (Buffer has no name before Python 3.12)
        """Take a piece.

        Raises:
            LimitReached: the answer would be larger than it may be.
        """
        if self.tell() + len(piece) > self._limit:
            raise LimitReached(
                f"query: the answer is larger than {self._limit / 2**20:,.0f} MB, and none is "
                "given rather than part; add a LIMIT, aggregate, or name the subject asked about"
            )
        return super().write(piece)


def described(error: IvigKgError) -> dict[str, Any]:
    """Return an error as the header of a reply."""
    kind = type(error).__name__
    if isinstance(error, SyntaxFault):
        return {"error": kind, "message": error.reason, "where": error.where, "line": error.line}
    return {"error": kind, "message": str(error)}


def confine(limits: Mapping[str, int]) -> None:
    """Set limits on this process that it cannot lift again, by their names in ``resource``."""
    resource = _resource()
    if resource is None:  # not POSIX: the clock of the parent is the limit
        return
    for name, value in limits.items():
        kind = getattr(resource, name)
        _, hard = resource.getrlimit(kind)
        lowest = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (lowest, lowest))


def allow_processor_time(seconds: float) -> None:
    """Let this process use so much more processor time; the system ends it behind that."""
    resource = _resource()
    if resource is None:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = int(used.ru_utime + used.ru_stime + seconds) + 2
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


class MemoryGauge:
    """Tells how much memory this process has; made before it may open no file any more."""

    def __init__(self) -> None:
        """Open where the system tells, on Linux."""
        try:
            self._file = os.open("/proc/self/statm", os.O_RDONLY)
        except OSError:
            self._file = -1

    def now(self) -> int:
        """Return the bytes in memory now; 0 where the system does not tell."""
        if self._file < 0:
            return 0
        pages = int(os.pread(self._file, 100, 0).split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")


@cache
def _resource() -> Any:  # noqa: ANN401 (a module that not every system has)
    try:
        return import_module("resource")
    except ImportError:
        return None
