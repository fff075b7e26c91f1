"""Sharing out work over the cores, in parts that do not depend on who is done first."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from typing import TypeVar

from ivig_kg.check.shelf import Source
from ivig_kg.process import beside

__all__ = ["in_parts", "share"]

_SMALL, _MOST_COPIES = 300_000, 8
_Result = TypeVar("_Result")


def in_parts(work: Callable[[int, int], _Result], size: int) -> Iterator[_Result]:
    """Yield what each part of some work gives, in the order of the parts.

    Args:
        work: does a part; takes its number, and how many there are. Its result can be pickled.
        size: bytes of all that is worked on; little is done here, in one part.
    """
    count = min(os.cpu_count() or 1, _MOST_COPIES) if size > _SMALL else 1
    with ExitStack() as copies:
        others = [
            copies.enter_context(beside(partial(work, number, count))) for number in range(1, count)
        ]
        yield work(0, count)
        for other in others:
            yield other()


def share(sources: Sequence[Source], number: int, of: int) -> list[Source]:
    """Return the files of one part: all parts together have each file once, and are about equal.

    Args:
        sources: all files.
        number: the number of the part, from 0.
        of: how many parts there are.
    """
    loads = [0] * of
    mine = []
    for source in sorted(sources, key=lambda source: (-len(source.data), source.path)):
        least = loads.index(min(loads))
        loads[least] += len(source.data)
        if least == number:
            mine.append(source)
    return sorted(mine, key=lambda source: source.path)
