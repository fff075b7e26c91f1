"""What a request must be before anything looks at it, and the headers that every answer carries.

Only reading is possible, only under names that are ours (DNS rebinding), only with bodies that are
small and plain; a page may load its style sheet and nothing else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ivig_kg.web.addresses import FOLDERS
from ivig_kg.web.problems import problem

__all__ = ["LARGEST_BODY", "Guard", "host_names", "policy"]

LARGEST_BODY = 2**20
"""Bytes of the largest body that is read."""

_LONGEST_PATH = 2_000
_DIGITS = 12
_READS = ("GET", "HEAD", "OPTIONS")
_WRITES = (*_READS, "POST")
_LISTS = (b"accept", b"accept-encoding", b"if-none-match")
_SPARQL = "/sparql"
_PROBES = ("/healthz", "/readyz")  # asked by address, and they tell nothing
_SHARED = ("/sparql", "/api/", "/graph/", "/.well-known/", *(f"/{name}/" for name in FOLDERS))
_POLICY = b"content-security-policy"
_SECURITY = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
]
_CORS = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"Content-Disposition, ETag, Link, Retry-After"),
    (b"cross-origin-resource-policy", b"cross-origin"),
]


def policy(styles: str = "'self'") -> str:
    """Return the Content-Security-Policy of an answer that may have styles from there alone."""
    return (
        f"default-src 'none'; style-src {styles}; img-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    )


def host_names(host: str, base_url: str | None) -> frozenset[str]:
    """Return the names under which clients may reach us.

    Args:
        host: the address that we listen on.
        base_url: the address that clients use, where it is another.
    """
    names = {"localhost", "127.0.0.1", "[::1]", f"[{host}]" if ":" in host else host}
    names |= {urlsplit(base_url).netloc.rpartition("@")[2]} if base_url else set()
    return frozenset(_without_port(name).lower() for name in names if name)


class Guard:
    """Refuses what no view should meet, and puts the headers of safety on every answer."""

    def __init__(self, app: ASGIApp, hosts: Collection[str]) -> None:
        """Guard an application that answers to these host names."""
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request pass, or answer it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        more = _SECURITY + (_CORS if scope["path"].startswith(_SHARED) else [])

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = list(message.get("headers", ()))
                if all(name != _POLICY for name, _ in headers):  # a picture has one of its own
                    headers.append((_POLICY, policy().encode()))
                message["headers"] = [*headers, *more]
            await send(message)

        scope["headers"] = _joined(scope["headers"])
        refused = self._refusal(scope)
        if refused is not None:
            status, detail, headers = refused
            await problem(status, detail, headers)(scope, receive, dressed)
        elif scope["method"] == "OPTIONS":
            await _preflight(scope, dressed)
        else:
            await self._app(scope, receive, dressed)

    def _refusal(self, scope: Scope) -> tuple[int, str, dict[str, str]] | None:
        headers = scope["headers"]
        path, method = scope["path"], scope["method"]
        if path not in _PROBES and not self._is_ours(headers):
            detail = "this server does not answer to that host name; see --base-url"
            return 421, detail, {}
        if len(path) > _LONGEST_PATH:
            return 414, f"a path of {len(path)} characters; {_LONGEST_PATH} at most", {}
        if any(character < " " or character == "\x7f" for character in path):
            return 400, "the path holds control characters", {}
        allowed = _WRITES if path == _SPARQL else _READS
        if method not in allowed:
            return 405, "this server only reads", {"Allow": ", ".join(allowed)}
        return _refused_body(headers)

    def _is_ours(self, headers: Iterable[tuple[bytes, bytes]]) -> bool:
        hosts = [value for name, value in headers if name == b"host"]
        return len(hosts) == 1 and _without_port(hosts[0].decode("latin-1")).lower() in self._hosts


def _joined(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Return headers in which a list that came in several lines is one (RFC 9110, section 5.3)."""
    found = [name for name, _ in headers if name in _LISTS]
    for name in {each for each in found if found.count(each) > 1}:
        whole = b", ".join(value for each, value in headers if each == name)
        headers = [*(pair for pair in headers if pair[0] != name), (name, whole)]
    return headers


def _without_port(host: str) -> str:
    name, colon, port = host.rpartition(":")
    return name if colon and port.isdecimal() else host


def _refused_body(headers: Iterable[tuple[bytes, bytes]]) -> tuple[int, str, dict[str, str]] | None:
    for name, value in headers:
        if name == b"content-encoding" and value.strip().lower() != b"identity":
            return 415, "a body that is compressed is not read", {"Accept-Encoding": "identity"}
        if name == b"content-length" and not _is_small(value):
            return 413, f"a body of at most {LARGEST_BODY:,} bytes is read", {"Connection": "close"}
    return None


def _is_small(length: bytes) -> bool:
    return length.isdigit() and len(length) < _DIGITS and int(length) <= LARGEST_BODY


async def _preflight(scope: Scope, send: Send) -> None:
    methods = _WRITES if scope["path"] == _SPARQL else _READS
    headers = [(b"allow", ", ".join(methods).encode()), (b"content-length", b"0")]
    if scope["path"].startswith(_SHARED):
        headers += [
            (b"access-control-allow-methods", ", ".join(methods).encode()),
            (b"access-control-allow-headers", b"Accept, Content-Type, If-None-Match"),
            (b"access-control-max-age", b"600"),
        ]
    await send({"type": "http.response.start", "status": 204, "headers": headers[:1] + headers[2:]})
    await send({"type": "http.response.body", "body": b""})
