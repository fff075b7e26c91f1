"""Sharing out work over the cores, in tasks that each core takes when it is done with the last.

What is found does not depend on who takes which: the results stand in the order of the tasks.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import TypeVar

from ivig_kg.check.shelf import Source
from ivig_kg.process import Turns, beside

__all__ = ["batches", "shared"]

_SMALL, _MOST_COPIES, _LARGEST, _EACH = 300_000, 8, 3_000_000, 6
_MOST_BATCHES = 500  # of which each is at least half full
_Task = TypeVar("_Task")
_Result = TypeVar("_Result")


def batches(sources: Sequence[Source]) -> list[list[Source]]:
    """Return the files in batches: some for each core, and none of many more bytes than is well.

    Args:
        sources: the files.
    """
    size = sum(len(source.data) for source in sources)
    most = max(min(_LARGEST, size // (_cores(size) * _EACH) + 1), size // _MOST_BATCHES)
    found: list[list[Source]] = [[]]
    held = 0
    for source in sources:
        if found[-1] and held + len(source.data) > most:
            found.append([])
            held = 0
        found[-1].append(source)
        held += len(source.data)
    return found


@contextmanager
def shared(
    work: Callable[[_Task], _Result], tasks: Sequence[_Task], size: int
) -> Iterator[Callable[[], list[_Result]]]:
    """Begin some tasks in copies of this process; yield what does the rest, and gives all results.

    Args:
        work: does a task; its result can be pickled.
        tasks: all tasks.
        size: bytes of all that is worked on; little is done here, without a copy.
    """
    with Turns(len(tasks)) as turns, ExitStack() as copies:
        part = partial(_taken, work, tasks, turns)
        others = [
            copies.enter_context(beside(part, keeping=turns.descriptors))
            for _ in range(1, _cores(size))
        ]

        def results() -> list[_Result]:
            done = part()
            for other in others:
                done |= other()
            # Those that a copy took which did not live to tell.
            return [done[n] if n in done else work(task) for n, task in enumerate(tasks)]

        yield results


def _taken(
    work: Callable[[_Task], _Result], tasks: Sequence[_Task], turns: Turns
) -> dict[int, _Result]:
    return {number: work(tasks[number]) for number in turns}


def _cores(size: int) -> int:
    return min(os.cpu_count() or 1, _MOST_COPIES) if size > _SMALL else 1
