"""One query process that stays, and the socket through which it is asked."""

from __future__ import annotations

import asyncio
import socket
import subprocess
from collections.abc import Callable
from typing import Any, NamedTuple

from ivig_kg.engine.embedded import Dataset
from ivig_kg.engine.launch import NARROW, command, died, environment, took_too_long
from ivig_kg.engine.wire import PREFIX, pack, size_of, sized, unpack
from ivig_kg.errors import LimitReached

__all__ = ["PATIENCE", "Asked", "Worker"]

PATIENCE = 60.0
"""Seconds for a process to load the content."""


class Asked(NamedTuple):
    """A query, and in which form its answer is wanted.

    Args:
        text: the query.
        bindings: json, xml, csv or tsv, for SELECT and ASK; None where none of them is wanted.
        graph: turtle, ntriples, jsonld or rdfxml, for CONSTRUCT and DESCRIBE; None likewise.
        dataset: the graphs to ask in place of those that the query names.
        rows: rows or triples of the answer, where fewer than the bounds allow.
    """

    text: str
    bindings: str | None = "json"
    graph: str | None = "turtle"
    dataset: Dataset | None = None
    rows: int | None = None


class _Wire(asyncio.Protocol):
    """Our end of the socket to a query process: one message there, one message back.

    Streams would do, but they cost half of the time that a short query takes.
    """

    def __init__(self) -> None:
        self._transport: asyncio.WriteTransport | None = None
        self._answer: asyncio.Future[bytes] | None = None
        self._held = bytearray()
        self._open = True
        self._ends = 0.0
        self.when_lost: Callable[[], None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment]

    def connection_lost(self, exc: Exception | None) -> None:
        self._open = False
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(exc or ConnectionError())
        elif self.when_lost is not None:
            self.when_lost()

    def data_received(self, data: bytes) -> None:
        self._held += data
        size = size_of(bytes(self._held[:PREFIX])) + PREFIX if len(self._held) >= PREFIX else 0
        if size and len(self._held) >= size and self._answer and not self._answer.done():
            self._answer.set_result(bytes(self._held[PREFIX:size]))
            del self._held[:size]

    async def exchange(self, message: bytes, seconds: float) -> bytes:
        """Send a message and return the answer.

        Raises:
            TimeoutError: there is none in time.
            ConnectionError: the other end has gone.
        """
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[bytes] = loop.create_future()
        self._answer = answer
        if self._transport is None or not self._open:
            raise ConnectionError
        self._ends = loop.time() + seconds
        try:
            self._transport.write(message)
            return await answer
        finally:
            self._answer = None

    def crowd_out(self) -> None:
        """End the waiting for an answer because others need the process."""
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(InterruptedError())

    def look(self, now: float) -> bool:
        """End the waiting for an answer that is overdue; say whether any is waited for."""
        if self._answer is None:
            return False
        if now >= self._ends and not self._answer.done():
            self._answer.set_exception(TimeoutError())
        return True

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()


class Worker:
    """One query process, which speaks through a socket that only we hold the other end of."""

    def __init__(self, process: subprocess.Popen[bytes], wire: _Wire) -> None:
        """Take a process that runs, and our end of its socket; ``start`` makes both."""
        self._process = process
        self._wire = wire
        self.memory = self.at_start = 0
        """The bytes it has in memory, after its last long query and when it began."""

    @property
    def number(self) -> int:
        """Return its number."""
        return self._process.pid

    @classmethod
    async def start(cls) -> Worker:
        """Start one, which knows nothing yet.

        Raises:
            LimitReached: the system lets none be started.
        """
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                process = subprocess.Popen(  # noqa: ASYNC220, S603 (our own; it takes 2 ms)
                    command("servant"),
                    stdin=theirs.fileno(),
                    stdout=theirs.fileno(),
                    stderr=subprocess.DEVNULL,
                    env=environment(),
                    start_new_session=True,  # Ctrl-C is for the server, which ends them itself
                )
            except OSError as error:
                ours.close()
                message = f"query: no process could be started for it ({error})"
                raise LimitReached(message) from None
        try:
            _, wire = await asyncio.get_running_loop().create_unix_connection(_Wire, sock=ours)
        except BaseException:
            process.kill()
            process.wait()
            ours.close()
            raise
        return cls(process, wire)

    async def load(self, first: bytes) -> None:
        """Let it load the content, and wait until it has.

        Raises:
            LimitReached: it died, or took too long.
        """
        header, _ = await self._exchange(first, PATIENCE)
        self.memory = self.at_start = header["memory"]

    async def converse(self, asked: Asked, seconds: float) -> tuple[dict[str, Any], list[bytes]]:
        """Ask a query; return the header and the blocks of the reply.

        Raises:
            TimeReached: there is none in so many seconds.
            LimitReached: it died.
        """
        head = {
            "timeout": seconds,
            "bindings": asked.bindings,
            "graph": asked.graph,
            "dataset": asked.dataset,
            "rows": asked.rows,
        }
        message = sized(pack(head, [asked.text.encode("utf-8")]))
        header, blocks = await self._exchange(message, seconds)
        self.memory = header["memory"]
        return header, blocks

    def look(self, now: float) -> bool:
        """End a query that is overdue; say whether there is any.

        Args:
            now: the time of the event loop.
        """
        return self._wire.look(now)

    def crowd_out(self) -> None:
        """End a query, since short ones need the last process."""
        self._wire.crowd_out()

    def when_lost(self, do: Callable[[], None]) -> None:
        """Say what to do when it dies while it has nothing to do."""
        self._wire.when_lost = do

    def kill(self) -> None:
        """Kill it, and do not wait."""
        self._process.kill()

    async def end(self) -> int:
        """Kill it, wait until it has ended, and return its exit code."""
        self.kill()
        code = await asyncio.to_thread(self._process.wait)
        self._wire.close()
        return code

    async def _exchange(self, message: bytes, seconds: float) -> tuple[dict[str, Any], list[bytes]]:
        try:
            return unpack(await self._wire.exchange(message, seconds))
        except TimeoutError:
            raise took_too_long(seconds) from None
        except InterruptedError:
            raise LimitReached(
                "query: it takes long, and all other processes have long ones already; the last is "
                f"kept for short queries; ask again later, or {NARROW}"
            ) from None
        except (ConnectionError, ValueError):
            code = await self.end()
            raise died(f"signal {-code}" if code < 0 else f"code {code}") from None
