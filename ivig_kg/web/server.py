"""The server: a socket, the processes for queries, the application, and a graceful end."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import signal
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import uvicorn
from anyio.to_thread import current_default_thread_limiter

from ivig_kg.engine.launch import require_seconds
from ivig_kg.engine.pool import Bounds, Pool
from ivig_kg.errors import ContentUnavailable, InvalidInput, UsageError
from ivig_kg.graph import KnowledgeGraph
from ivig_kg.web.app import make_app
from ivig_kg.web.guard import host_names
from ivig_kg.web.logs import configure, flush
from ivig_kg.web.reload import Prepare, Reloader, checked
from ivig_kg.web.snapshot import Serving, Snapshot
from ivig_kg.web.wire import BoundedProtocol

__all__ = ["Settings", "serve"]

_LOG = logging.getLogger(__name__)
_CONNECTIONS = 512
_VIEWS = 6  # pages that are made at the same time
_KEEP_ALIVE = 5  # seconds that a connection may be silent between requests
_BACKLOG = 256


@dataclass(frozen=True)
class Settings:
    """How to serve.

    Args:
        host: the address to listen on.
        port: the port; 0 takes one that is free.
        workers: processes for SPARQL queries.
        timeout: seconds for a SPARQL query.
        base_url: the address by which clients reach us, where a proxy stands before us.
        check: check the content first, and do not serve it where that finds a fault.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 4
    timeout: float = 30.0
    base_url: str | None = None
    check: bool = False


def serve(graph: KnowledgeGraph, settings: Settings, tell: Callable[[str], None]) -> int:
    """Serve a content until a signal says to stop.

    Args:
        graph: the content.
        settings: how.
        tell: what to do with the address, once it answers.

    Returns:
        The signal that ended it.

    Raises:
        UsageError: a setting that cannot be.
        InvalidInput: the content was to be checked, and has a fault.
        ContentUnavailable: the address cannot be listened on.
        LimitReached: the processes for queries do not start.
    """
    _require_base_url(settings.base_url)
    require_seconds(settings.timeout)
    if settings.check:
        _require_sound(graph.content.root)
    configure()
    with _listening(settings) as listener:
        return asyncio.run(_serve(graph, settings, listener, tell))


async def _serve(
    graph: KnowledgeGraph, settings: Settings, listener: socket.socket, tell: Callable[[str], None]
) -> int:
    address = _address(listener)
    origin = (settings.base_url or address).rstrip("/")

    async def prepare(new: KnowledgeGraph) -> Snapshot:
        return await _prepared(new, settings, origin)

    current_default_thread_limiter().total_tokens = _VIEWS
    serving = Serving(await prepare(graph), checked=settings.check or graph.content.packaged)
    app = make_app(serving, host_names(settings.host, settings.base_url))
    server = _Server(_config(app, settings), serving)
    watching = asyncio.create_task(_reloader(graph, serving, prepare).watch())
    gc.collect()
    gc.freeze()  # what stays for as long as the server does need not be looked through again
    tell(f"serving {address}/ (SPARQL at {origin}/sparql); stop with Ctrl-C")
    try:
        await server.serve(sockets=[listener])
    finally:
        watching.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await watching
        await serving.snapshot.pool.close()
        _LOG.info("stopped")
        flush()
    return server.ended_by


def _reloader(graph: KnowledgeGraph, serving: Serving, prepare: Prepare) -> Reloader:
    return Reloader(graph.content, serving, prepare, store=graph.backing.store)


async def _prepared(graph: KnowledgeGraph, settings: Settings, origin: str) -> Snapshot:
    bounds = Bounds(workers=settings.workers, timeout=settings.timeout)
    names = graph.namespaces
    pool = Pool(graph.backing.holding, names.prefixes, names.base("graph"), bounds)
    snapshot = Snapshot(graph, pool, origin)
    try:
        await pool.start()
        await asyncio.to_thread(snapshot.warm)
    except BaseException:
        await pool.close()
        raise
    return snapshot


def _config(app: object, settings: Settings) -> uvicorn.Config:
    return uvicorn.Config(
        app,  # type: ignore[arg-type]
        http=BoundedProtocol,
        loop="asyncio",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # nothing here depends on who asks
        limit_concurrency=_CONNECTIONS,
        timeout_keep_alive=_KEEP_ALIVE,
        timeout_graceful_shutdown=int(settings.timeout) + 5,
    )


class _Server(uvicorn.Server):
    """A server of uvicorn that ends by returning, and tells that it is about to."""

    def __init__(self, config: uvicorn.Config, serving: Serving) -> None:
        super().__init__(config)
        self._serving = serving
        self.ended_by = 0

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Let the signals end it; a second one at once."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self._leave, number)
        try:
            yield
        finally:
            for number in (signal.SIGINT, signal.SIGTERM):
                loop.remove_signal_handler(number)

    def _leave(self, number: int) -> None:
        self.force_exit = self.should_exit
        self.should_exit = self._serving.leaving = True
        _LOG.info("stopping: %s", signal.Signals(number).name)
        self.ended_by = number


@contextlib.contextmanager
def _listening(settings: Settings) -> Iterator[socket.socket]:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    where = (settings.host, settings.port)
    try:
        listener = socket.create_server(where, family=family, backlog=_BACKLOG)
    except (OSError, OverflowError, UnicodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        message = f"{settings.host}:{settings.port}: cannot be listened on ({reason})"
        raise ContentUnavailable(f"{message}; name another --port or --host") from None
    with listener:
        # asyncio does so only for sockets that name their protocol; without it each answer, whose
        # head and body are two packets, waits 40 ms for the client to confirm the first.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        yield listener


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def _require_sound(root: str) -> None:
    code, words = asyncio.run(checked(root))
    if code:
        raise InvalidInput(f"{root}: not served: {words}")


def _require_base_url(url: str | None) -> None:
    if url is None:
        return
    try:
        parts = urlsplit(url)
        good = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        good = False
    odd = any(not c.isprintable() or c in ' <>"{}|\\^`' for c in url)
    if not good or odd or parts.query or parts.fragment or parts.path.strip("/") or parts.username:
        raise UsageError(
            f"--base-url {url[:80]!r}: give scheme and host, such as https://evidence.example.org"
        )
