"""Work that is shared out over copies of the process gives what it gives in one."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from mmap import mmap
from typing import TypeVar

import pytest

from ivig_kg.check import parts
from ivig_kg.check.parts import batches, shared
from ivig_kg.check.shelf import Source
from ivig_kg.errors import InvalidInput
from ivig_kg.process import Turns, beside

HERE = os.getpid()
LARGE = 1_000_000


@pytest.fixture(autouse=True)
def _three_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 3)


_Result = TypeVar("_Result")


def who(task: int) -> tuple[int, int]:
    return task, os.getpid()


def results(work: Callable[[int], _Result], count: int) -> list[_Result]:
    """Return the results, once a copy has taken a task."""
    with mmap(-1, 1) as taken:  # memory that copies share

        def told(task: int) -> _Result:
            if os.getpid() != HERE:
                taken[0] = 1
            return work(task)

        with shared(told, range(count), LARGE) as done:
            end = time.monotonic() + 60
            while not taken[0] and time.monotonic() < end:
                time.sleep(0.01)
            assert taken[0]
            return done()


def source(name: str, size: int) -> Source:
    return Source(f"data/{name}.ttl", name, b"x" * size)


def test_each_turn_is_taken_once() -> None:
    with Turns(500) as turns:
        with beside(lambda: list(turns), keeping=turns.descriptors) as other:
            mine = list(turns)
            theirs = other()
        assert list(turns) == []
    assert sorted([*mine, *theirs]) == list(range(500))


def test_results_stand_in_the_order_of_the_tasks_and_copies_take_some() -> None:
    told = results(who, 40)
    assert [task for task, _ in told] == list(range(40))
    assert {process for _, process in told} - {HERE}


def test_little_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_copy(*_: object, **__: object) -> None:
        pytest.fail("a copy for a little")

    monkeypatch.setattr(parts, "beside", no_copy)
    with shared(who, range(5), 1000) as done:
        assert done() == [(task, HERE) for task in range(5)]


def test_what_a_copy_took_and_did_not_live_to_tell_is_done_here() -> None:
    def work(task: int) -> int:
        if os.getpid() != HERE:
            os._exit(9)
        return task

    assert results(work, 10) == list(range(10))


def test_an_error_in_a_copy_is_raised_here() -> None:
    def work(task: int) -> int:
        if os.getpid() != HERE:
            raise InvalidInput("of the copy")
        return task

    with pytest.raises(InvalidInput, match="of the copy"):
        results(work, 10)


@pytest.mark.parametrize("largest", [1, 1000, 3_000_000])
def test_batches_hold_each_file_once_and_in_order(
    largest: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "_LARGEST", largest)
    sources = [source(f"{number:03}", 700 + number) for number in range(600)]
    found = batches(sources)
    assert [one for batch in found for one in batch] == sources
    sizes = [sum(len(one.data) for one in batch) for batch in found if len(batch) > 1]
    assert all(size <= largest for size in sizes)
    assert len(found) == (600 if largest <= 1000 else 19)  # 599,700 bytes for six turns of three


def test_nothing_is_one_empty_batch() -> None:
    assert batches([]) == [[]]


def test_more_turns_than_a_pipe_takes_are_refused() -> None:
    with pytest.raises(ValueError, match="1001 turns"):
        Turns(1001)
