"""Who gets a query process, and when: the line before them.

There are more processes than processors, so that long queries do not keep short ones out; but as
many short ones at once as there are processors, since more would only push each other aside.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque

from ivig_kg.engine.worker import Worker

__all__ = ["Line"]

_LEAST = 2  # processes, of which one is kept for short queries


class Line:
    """The processes that are free, those that run a short query, and those who wait for one."""

    def __init__(self, short: int, processes: int) -> None:
        """Take what there is.

        Args:
            short: how many short queries may run at once.
            processes: how many processes there are, those that are being replaced among them.
        """
        self._short, self._processes = short, processes
        self._idle: list[Worker] = []
        self._running: OrderedDict[Worker, float] = OrderedDict()  # since when, while short
        self._long: OrderedDict[Worker, float] = OrderedDict()  # since when
        self._returned = asyncio.Event()
        self._waiting: deque[tuple[asyncio.Future[Worker], float]] = deque()

    @property
    def waiting(self) -> int:
        """Return how many wait."""
        return len(self._waiting)

    async def take(self) -> Worker:
        """Return the process that worked last; wait until one is free and it is our turn."""
        loop = asyncio.get_running_loop()
        if self._idle and not self._waiting and len(self._running) < self._short:
            return self._begin(loop.time())
        taking: asyncio.Future[Worker] = loop.create_future()
        self._waiting.append((taking, loop.time()))
        try:
            return await taking
        except asyncio.CancelledError:
            if taking.done() and not taking.cancelled():
                self.back(taking.result())  # it came just when nobody wanted it any more
            raise

    def back(self, worker: Worker) -> None:
        """Take a process back, or in for the first time."""
        self._forget(worker)
        self._idle.append(worker)
        self._next()
        self._returned.set()

    def lose(self, worker: Worker) -> None:
        """Forget a process that comes back no more."""
        self._forget(worker)
        self._next()

    def gone(self, worker: Worker) -> bool:
        """Forget a process that was free and has died; say whether it was free."""
        free = worker in self._idle
        if free:
            self._idle.remove(worker)
        return free

    def newest_long(self, since: float) -> Worker | None:
        """Return the process whose query became long last, where all processes have long ones.

        None where it has not run since that time, or another process is free or on its way.
        """
        if len(self._long) < max(self._processes, _LEAST):
            return None
        worker, begun = next(reversed(self._long.items()))
        return worker if begun <= since else None

    async def all_back(self, count: int) -> None:
        """Wait until so many processes are free, and nobody waits for one."""
        while len(self._idle) < count:
            self._returned.clear()
            await self._returned.wait()

    def let_pass(self, since: float) -> None:
        """Take those that run since a time for long ones, beside which others may run."""
        while self._running and next(iter(self._running.values())) <= since:
            worker, begun = self._running.popitem(last=False)
            self._long[worker] = begun
            self._next()

    def turn_away(self, since: float, late: Exception) -> bool:
        """Fail those who wait since a time; say whether anybody waits still."""
        while self._waiting and (self._waiting[0][1] <= since or self._waiting[0][0].done()):
            taking, _ = self._waiting.popleft()
            if not taking.done():
                taking.set_exception(late)
        return bool(self._waiting)

    def _forget(self, worker: Worker) -> None:
        self._running.pop(worker, None)
        self._long.pop(worker, None)

    def _begin(self, now: float) -> Worker:
        worker = self._idle.pop()
        self._running[worker] = now
        return worker

    def _next(self) -> None:
        """Let those in whose turn it is, the one who waits longest first."""
        while self._waiting and self._idle and len(self._running) < self._short:
            taking, _ = self._waiting.popleft()
            if not taking.done():
                taking.set_result(self._begin(asyncio.get_running_loop().time()))
