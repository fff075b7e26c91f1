"""Answers that are known already: kept whole, each with a tag by which a client asks for news.

Content does not change while it is served, so an answer stays right for as long as its snapshot is
served; with the snapshot its cache goes.
"""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Iterable, Sequence
from hashlib import sha256

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ivig_kg.web.cache import Kept
from ivig_kg.web.snapshot import SNAPSHOT, Serving, Snapshot

__all__ = ["Caching", "compressed", "takes_gzip"]

_OK, _NOT_MODIFIED = 200, 304
_LEAST = 900  # bytes below which compressing does not pay
_LEVEL = 6
_TURNS = 256  # locks, shared by what hashes alike
_APPRAISED = ("/map", "/forest", "/profile", "/gaps")
_ASKING = ("/search", "/audit", "/questions/", "/api/", "/static/", *_APPRAISED)
"""What takes parameters."""
_APART = ("/sparql", "/healthz", "/readyz")
_PLAIN = (b"text/", b"application/", b"image/svg+xml")
_NO_BODY = (b"content-type", b"content-length", b"content-encoding", b"content-disposition")


class Caching:
    """Keeps the answers of the views of a snapshot, compresses them, and tags them."""

    def __init__(self, app: ASGIApp, serving: Serving) -> None:
        """Keep what this application answers."""
        self._app = app
        self._serving = serving
        self._turns = [asyncio.Lock() for _ in range(_TURNS)]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from what is known, else ask the application and keep what it says."""
        if scope["type"] != "http" or scope["path"] in _APART:
            await self._app(scope, receive, send)
            return
        # One snapshot for the view and for the cache, whatever is swapped in meanwhile.
        snapshot = scope[SNAPSHOT] = self._serving.snapshot
        headers = _Wanted(scope["headers"])
        if not scope["path"].startswith(_ASKING):
            scope["query_string"] = b""  # what is ignored makes no other answer
        query = scope["query_string"].decode("latin-1")
        key = (scope["path"], query, headers.accept, headers.coding)
        kept = snapshot.cache.find(key)
        if kept is None:
            async with self._turns[hash(key) % _TURNS]:  # who asks the same waits for the first
                kept = snapshot.cache.find(key)
                if kept is None:
                    kept = await _asked(self._app, scope, receive)
                    if kept.status == _OK:
                        kept = _finished(kept, snapshot, headers.coding)
                        snapshot.cache.keep(key, kept)
        await _give(kept, headers, scope["method"], send)


class _Wanted:
    """What a request says about the form of its answer."""

    def __init__(self, headers: Iterable[tuple[bytes, bytes]]) -> None:
        self.accept = self.coding = ""
        self.known = b""
        for name, value in headers:
            if name == b"accept":
                self.accept += ("," if self.accept else "") + value.decode("latin-1")
            elif name == b"accept-encoding" and takes_gzip(value.decode("latin-1")):
                self.coding = "gzip"
            elif name == b"if-none-match":
                self.known = value

    def has(self, tag: bytes) -> bool:
        known = [each.strip().removeprefix(b"W/") for each in self.known.split(b",")]
        return bool(tag) and (tag in known or known == [b"*"])


def takes_gzip(header: str) -> bool:
    """Say whether a header Accept-Encoding takes gzip (RFC 9110, section 12.5.3)."""
    weights = {}
    for part in header.lower().split(","):
        coding, _, weight = part.replace(" ", "").partition(";q=")
        weights[coding] = weight.strip("0.") != "" or not weight
    return weights.get("gzip", weights.get("*", False))


def compressed(body: bytes, headers: Sequence[tuple[bytes, bytes]], coding: str) -> bytes | None:
    """Return a body as gzip, where that is wanted and pays; the same bytes each time."""
    kind = next((value for name, value in headers if name == b"content-type"), b"")
    if coding != "gzip" or len(body) < _LEAST or not kind.startswith(_PLAIN):
        return None
    return gzip.compress(body, _LEVEL, mtime=0)


async def _asked(app: ASGIApp, scope: Scope, receive: Receive) -> Kept:
    status, headers, pieces = 500, [], []

    async def take(message: Message) -> None:
        nonlocal status, headers
        if message["type"] == "http.response.start":
            status, headers = message["status"], list(message["headers"])
        elif message["type"] == "http.response.body":
            pieces.append(message.get("body", b""))

    await app({**scope, "method": "GET"}, receive, take)
    return Kept(status, headers, b"".join(pieces), b"")


def _finished(answer: Kept, snapshot: Snapshot, coding: str) -> Kept:
    small = compressed(answer.body, answer.headers, coding)
    body = answer.body if small is None else small
    known = sha256(answer.body).hexdigest()[:16]
    tag = f'"{snapshot.digest[:12]}-{known}{"-gzip" if small else ""}"'.encode()
    names = {name for name, _ in answer.headers}
    headers = [(name, value) for name, value in answer.headers if name != b"content-length"]
    headers += [(b"etag", tag), (b"content-length", str(len(body)).encode())]
    headers += [(b"content-encoding", b"gzip")] if small else []
    headers += [(b"vary", b"Accept, Accept-Encoding")]
    if b"cache-control" not in names:
        headers += [(b"cache-control", b"no-cache")]  # it may be kept, and is asked about
    return Kept(answer.status, tuple(headers), body, tag)


async def _give(kept: Kept, wanted: _Wanted, method: str, send: Send) -> None:
    status, headers, body = kept.status, list(kept.headers), kept.body
    if wanted.known and wanted.has(kept.etag):
        status, body = _NOT_MODIFIED, b""
        headers = [(name, value) for name, value in headers if name not in _NO_BODY]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if method == "HEAD" else body})
