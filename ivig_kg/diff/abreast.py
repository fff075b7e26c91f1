"""Doing several jobs on two threads: the engine lets the interpreter go while it works."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

__all__ = ["abreast"]

_Result = TypeVar("_Result")
_THREADS = 2


def abreast(jobs: Sequence[Callable[[], _Result]]) -> list[_Result]:
    """Do jobs, two at a time, and return what they gave in their order.

    Raises:
        Exception: that of the first job, by the order given, that failed.
    """
    results: dict[int, _Result] = {}
    faults: dict[int, Exception] = {}
    waiting = iter(enumerate(jobs))
    threads = [
        threading.Thread(target=_work, args=(waiting, results, faults), daemon=True)
        for _ in range(min(_THREADS, len(jobs)) - 1)
    ]
    for thread in threads:
        thread.start()
    _work(waiting, results, faults)
    for thread in threads:
        thread.join()
    if faults:
        raise faults[min(faults)]
    return [results[number] for number in range(len(jobs))]


def _work(
    waiting: Iterator[tuple[int, Callable[[], _Result]]],
    results: dict[int, _Result],
    faults: dict[int, Exception],
) -> None:
    for number, job in waiting:
        try:
            results[number] = job()
        except Exception as error:  # noqa: BLE001 (it is raised where the results are awaited)
            faults[number] = error
