"""The line before the query processes, without any process."""

from __future__ import annotations

import asyncio
from typing import cast

import pytest

from ivig_kg.engine.line import Line
from ivig_kg.engine.worker import Worker


def workers(number: int) -> list[Worker]:
    return [cast("Worker", object()) for _ in range(number)]


async def long_ones(line: Line, number: int) -> list[Worker]:
    """Let so many queries become long, one after the other."""
    found = []
    for _ in range(number):
        found.append(await line.take())
        line.let_pass(float("inf"))
    return found


@pytest.mark.parametrize(("processes", "alive", "long", "ends"), [
    (2, 2, 2, True),
    (3, 3, 2, False),
    (3, 2, 2, False),  # the third is being replaced, and comes back for short ones
    (1, 1, 1, False),
])  # fmt: skip
def test_the_last_long_query_ends_only_where_all_processes_have_one(
    processes: int,
    alive: int,
    long: int,
    ends: bool,  # noqa: FBT001 (a case)
) -> None:
    async def work() -> None:
        line = Line(1, processes)
        for worker in workers(alive):
            line.back(worker)
        found = await long_ones(line, long)
        newest = line.newest_long(float("inf"))
        assert newest is (found[-1] if ends else None)
        assert line.newest_long(0) is None  # none has run for that long

    asyncio.run(work())


def test_short_queries_are_let_in_one_for_each_processor_and_others_when_one_is_long() -> None:
    async def work() -> None:
        line = Line(1, 2)
        for worker in workers(2):
            line.back(worker)
        await line.take()
        second = asyncio.create_task(line.take())
        await asyncio.sleep(0)
        assert (second.done(), line.waiting) == (False, 1)
        line.let_pass(float("inf"))
        await asyncio.sleep(0)
        assert second.done()

    asyncio.run(work())
