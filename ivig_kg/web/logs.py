"""What the server tells of its work: a line of JSON for each request, without what was asked.

A line has the kind of address and a hash of a query, never a query's text, a search word, a name of
a thing or the address of a client: they may tell of a patient.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys
import time
import traceback
from datetime import UTC, datetime
from hashlib import sha256

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ivig_kg.web.routes import VIEWS

__all__ = ["QUERY", "Telling", "configure", "flush", "hashed"]

_PAUSE = 0.2  # seconds that a line may be held back

QUERY = "ivig_kg.query"
"""The key by which a request's scope holds the hash of its query."""

_APART = ("/sparql", "/healthz", "/readyz")
_KINDS: dict[str, list[str]] = {}
for _path in (*VIEWS, *_APART):
    _KINDS.setdefault(_path.split("/")[1], []).append(_path)


def configure(level: int = logging.INFO) -> None:
    """Let everything that is told go to stderr as lines of JSON."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Formatter())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.getLogger("uvicorn").setLevel(logging.WARNING)
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)  # it tells what clients sent


class _Lines:
    """Lines for stderr, written a few times a second: each write costs as an answer does."""

    def __init__(self) -> None:
        self._held: list[str] = []

    def put(self, line: str) -> None:
        self._held.append(line)
        if len(self._held) == 1:
            asyncio.get_running_loop().call_later(_PAUSE, self.flush)

    def flush(self) -> None:
        lines, self._held = self._held, []
        if lines:
            sys.stderr.write("\n".join(lines) + "\n")
            sys.stderr.flush()


_LINES = _Lines()


def flush() -> None:
    """Write what is held back."""
    _LINES.flush()


def hashed(query: str) -> str:
    """Return what a log may say of a query: enough to find it again by whoever has it."""
    return sha256(query.encode("utf-8", "replace")).hexdigest()[:16]


class Telling:
    """Writes a line for each request when it has been answered."""

    def __init__(self, app: ASGIApp) -> None:
        """Tell of the requests of an application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the application answer, and tell."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = time.perf_counter()
        status = size = 0

        async def counted(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
            else:
                size += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, counted)
        finally:
            told = {
                "time": datetime.now(tz=UTC).isoformat(timespec="milliseconds"),
                "level": "info",
                "method": scope["method"] if scope["method"].isalpha() else "?",
                "path": _kind(scope["path"]),
                "status": status,
                "ms": round((time.perf_counter() - begun) * 1000, 1),
                "bytes": size,
            }
            if QUERY in scope:
                told["query_sha256"] = scope[QUERY]
            _LINES.put(json.dumps(told))


def _kind(path: str) -> str:
    """Return the route that an address belongs to; nothing of the address itself."""
    root, *parts = path.split("/")
    if root or not parts:  # OPTIONS has * for a path
        return "other"
    return next((kind for kind in _KINDS.get(parts[0], ()) if _fits(kind, parts)), "other")


def _fits(kind: str, parts: list[str]) -> bool:
    wanted = kind.split("/")[1:]
    rest = wanted[-1].endswith(":path}")
    if len(parts) < len(wanted) or (len(parts) > len(wanted) and not rest):
        return False
    return all(a == b or (a.startswith("{") and b) for a, b in zip(wanted, parts, strict=False))


class _Formatter(logging.Formatter):
    """Writes a record as JSON; of a failure its kind and place, for its words may hold anything."""

    def format(self, record: logging.LogRecord) -> str:
        told = {
            "time": datetime.fromtimestamp(record.created, tz=UTC).isoformat(
                timespec="milliseconds"
            ),
            "level": record.levelname.lower(),
            "message": record.getMessage(),
        }
        if record.exc_info and record.exc_info[0]:
            frames = traceback.extract_tb(record.exc_info[2])
            told["error"] = record.exc_info[0].__name__
            told["where"] = " < ".join(
                f"{frame.name}:{frame.lineno}" for frame in reversed(frames[-6:])
            )
        return json.dumps(told, ensure_ascii=False)
