"""Query processes that stay: an endpoint's queries, each bounded, none able to harm the others.

A process that passes a limit of time is killed, one that dies is missed by nobody: another takes
its place at once. What waits is bounded, too, so that a crowd is told to come again.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from ivig_kg.engine.holding import Holding
from ivig_kg.engine.launch import (
    ANSWER_BYTES,
    raised,
    require_seconds,
    took_too_long,
)
from ivig_kg.engine.line import Line
from ivig_kg.engine.wire import pack, sized
from ivig_kg.engine.worker import PATIENCE, Asked, Worker
from ivig_kg.errors import LimitReached

__all__ = ["Asked", "Bounds", "Pool", "Replied"]

_LOG = logging.getLogger(__name__)
_GROWTH = 96 * 2**20  # bytes beyond its start at which a process is replaced
_SHORT = 0.5  # seconds of a query in the last process, where all others have long ones
_TICK = 0.05  # seconds between two looks at the clock
_PAUSE = 1.0  # seconds before the next try, where none can be started


class Replied(NamedTuple):
    """An answer as it goes out.

    Args:
        data: the answer.
        format: the one of the two wanted that fits it; empty where that one was None.
    """

    data: bytes
    format: str


@dataclass(frozen=True)
class Bounds:
    """What the processes may take.

    Args:
        workers: how many processes.
        timeout: seconds for a query, on the clock and of processor time.
        memory: bytes of address space for each process.
        rows: rows or triples of an answer.
        answer: bytes of an answer.
        waiting: how many queries may wait for a process.
    """

    workers: int = 4
    timeout: float = 30.0
    memory: int = 2**30
    rows: int = 100_000
    answer: int = ANSWER_BYTES
    waiting: int = 64


class Pool:
    """Some query processes on one content."""

    def __init__(
        self,
        holding: Holding,
        prefixes: Mapping[str, str],
        namespace: str,
        bounds: Bounds | None = None,
    ) -> None:
        """Take the content; ``start`` starts the processes.

        Args:
            holding: what they answer from.
            prefixes: prefixes for answers in Turtle.
            namespace: that of the graphs that FROM may name.
            bounds: what they may take.

        Raises:
            UsageError: the time limit is none.
        """
        self.bounds = bounds or Bounds()
        require_seconds(self.bounds.timeout)
        limits = {"RLIMIT_AS": self.bounds.memory, "RLIMIT_CORE": 0, "RLIMIT_FSIZE": 0}
        header = {
            **holding.header(),
            "limits": limits | {"RLIMIT_NOFILE": holding.open_files()},
            "bytes": self.bounds.answer,
            "rows": self.bounds.rows,
            "namespace": namespace,
            "prefixes": dict(prefixes),
        }
        self._first = sized(pack(header, holding.blocks()))
        self._line = Line(os.cpu_count() or 1, self.bounds.workers)
        self._all: set[Worker] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = self._watching = False

    async def start(self) -> None:
        """Start the processes, and wait until all have loaded the content.

        Raises:
            LimitReached: one did not start.
        """
        starting = [asyncio.ensure_future(self._new()) for _ in range(self.bounds.workers)]
        try:
            for worker in await asyncio.gather(*starting):
                self._line.back(worker)
        except BaseException:
            await asyncio.gather(*starting, return_exceptions=True)
            await self.close()
            raise

    async def retire(self) -> None:
        """Close when those who ask now have their answers; nobody may ask any more."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self.bounds.timeout + PATIENCE):
                await self._line.all_back(self.bounds.workers)
        await self.close()

    async def close(self) -> None:
        """Kill the processes, and wait until they have ended."""
        self._closed = True
        for worker in self._all:
            worker.kill()  # those that still load, too, so that nobody waits for them
        await asyncio.gather(*self._tasks)
        await asyncio.gather(*(worker.end() for worker in self._all))
        self._all.clear()

    @property
    def numbers(self) -> list[int]:
        """Return the process numbers of those that run now."""
        return [worker.number for worker in self._all]

    async def ask(self, asked: Asked) -> Replied:
        """Answer a query within the bounds; cancelling ends the query.

        Raises:
            TimeReached: it took too long, or no process came free in that time.
            LimitReached: too much memory, depth, rows or bytes; or too many wait already.
            InvalidInput: it is no SPARQL, an update, reaches out, or is too complex.
        """
        worker = await self._free()
        whole = False
        try:
            header, blocks = await worker.converse(asked, self.bounds.timeout)
            whole = True
        finally:
            self._back(worker, whole=whole)
        if "error" in header:
            raise raised(header)
        return Replied(blocks[0], header["format"]) if blocks else Replied(b"", "")

    def _watch(self) -> None:
        """Look at the clock now and then while anybody asks: a timer for each would cost more."""
        if not self._watching:
            self._watching = True
            asyncio.get_running_loop().call_later(_TICK, self._look)

    def _look(self) -> None:
        now = asyncio.get_running_loop().time()
        self._watching = False
        busy = [worker for worker in self._all if worker.look(now)]
        late = took_too_long(self.bounds.timeout, "; others kept all processes busy")
        self._line.let_pass(now - _TICK)
        if (last := self._line.newest_long(now - _SHORT)) is not None:
            last.crowd_out()
        if self._line.turn_away(now - self.bounds.timeout, late) or busy:
            self._watch()

    async def _free(self) -> Worker:
        if self._closed or self._line.waiting >= self.bounds.waiting:
            raise LimitReached("query: too many others wait already; ask again a little later")
        self._watch()
        return await self._line.take()

    def _back(self, worker: Worker, *, whole: bool) -> None:
        """Let a process take the next query, or put another in its place."""
        if whole and worker.memory <= worker.at_start + _GROWTH and not self._closed:
            self._line.back(worker)
            return
        self._line.lose(worker)
        self._put_another(worker)

    def _put_another(self, worker: Worker) -> None:
        self._all.discard(worker)
        task = asyncio.get_running_loop().create_task(self._replace(worker))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _lost(self, worker: Worker) -> None:
        """Put another in the place of a process that has died while it was free."""
        if self._line.gone(worker) and not self._closed:
            self._put_another(worker)

    async def _replace(self, worker: Worker) -> None:
        await worker.end()
        while not self._closed:
            try:
                self._line.back(await self._new())
            except LimitReached as error:
                if self._closed:  # it was killed while it loaded
                    return
                _LOG.error("no query process: %s", error)
                await asyncio.sleep(_PAUSE)
            else:
                return

    async def _new(self) -> Worker:
        worker = await Worker.start()
        worker.when_lost(lambda: self._lost(worker))
        self._all.add(worker)
        self._watch()
        try:
            await worker.load(self._first)
        except BaseException:
            self._all.discard(worker)
            await worker.end()
            raise
        return worker
