"""An endpoint that answers as it is told to, on the loopback: all that a real one seldom does."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

JSON = "application/sparql-results+json"
GOOD = b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"literal","value":"1"}}]}}'


@dataclass(frozen=True)
class Said:
    """What is answered to one request.

    Args:
        body: the bytes sent.
        length: the Content-Length told; None for the right one, -1 for none at all.
        drip: seconds between two bytes.
    """

    body: bytes = GOOD
    status: int = 200
    kind: str = JSON
    headers: Mapping[str, str] = field(default_factory=dict)
    length: int | None = None
    drip: float = 0.0


@dataclass
class Asked:
    """A request as it came in."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def query(self) -> str:
        return parse_qs(self.body.decode())["query"][0]

    @property
    def graph(self) -> str:
        return parse_qs(urlsplit(self.path).query)["graph"][0]


Answering = Callable[[Asked], Said]


@dataclass
class Fake:
    """An endpoint, and all that it was asked."""

    url: str
    asked: list[Asked]


class _Handler(BaseHTTPRequestHandler):
    """Answers by the function of its server, and keeps what it was asked there."""

    protocol_version = "HTTP/1.1"
    server: _Server

    def _answers(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        request = Asked(
            self.command, self.path, dict(self.headers.items()), self.rfile.read(length)
        )
        self.server.asked.append(request)
        said = self.server.answering(request)
        self.send_response(said.status)
        self.send_header("Content-Type", said.kind)
        if said.length != -1:
            told = len(said.body) if said.length is None else said.length
            self.send_header("Content-Length", str(told))
        for name, value in {**said.headers, "Connection": "close"}.items():
            self.send_header(name, value)
        self.close_connection = True
        with suppress(OSError):  # whoever asked may have gone
            self.end_headers()
            self._writes(said)

    def _writes(self, said: Said) -> None:
        step = 1 if said.drip else max(1, len(said.body))
        for place in range(0, len(said.body), step):
            self.wfile.write(said.body[place : place + step])
            self.wfile.flush()
            time.sleep(said.drip)

    do_GET = do_POST = do_PUT = do_DELETE = _answers  # noqa: N815 (names of http.server)

    def log_message(self, *_: object) -> None:
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, answering: Answering) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answering = answering
        self.asked: list[Asked] = []


@contextmanager
def endpoint(answering: Answering | Said) -> Iterator[Fake]:
    """Yield an endpoint that answers by a function, or always the same."""
    said = answering
    server = _Server((lambda _: said) if isinstance(said, Said) else said)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield Fake(f"http://127.0.0.1:{server.server_port}/sparql", server.asked)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class MemoryStore:
    """A store by the Graph Store Protocol that may die after some requests that write.

    Graphs are kept as documents: what is added stands behind what was put.
    """

    def __init__(self) -> None:
        self.graphs: dict[str, list[bytes]] = {}
        self.left: int | None = None
        self.writes: list[tuple[str, str]] = []

    def __call__(self, asked: Asked) -> Said:
        if asked.method == "GET":
            if asked.graph not in self.graphs:
                return Said(b"", 404)
            return Said(b"".join(self.graphs[asked.graph]), kind="text/turtle")
        if self.left == 0:
            return Said(b"out of disk", 500, "text/plain")
        if self.left is not None:
            self.left -= 1
        self.writes.append((asked.method, asked.graph))
        if asked.method == "PUT":
            self.graphs[asked.graph] = [asked.body]
        elif asked.method == "POST":
            self.graphs.setdefault(asked.graph, []).append(asked.body)
        else:
            self.graphs.pop(asked.graph, None)
        return Said(b"", 204)
