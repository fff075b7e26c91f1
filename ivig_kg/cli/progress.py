"""Words on stderr while something takes longer than two seconds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from time import monotonic

from ivig_kg.cli.shared import note

__all__ = ["told_meanwhile"]

_FIRST, _THEN = 2.0, 5.0


@contextmanager
def told_meanwhile(what: str) -> Iterator[None]:
    """Say after two seconds, and every five from then on, what is still going on."""
    done, start = Event(), monotonic()

    def tells() -> None:
        wait = _FIRST
        while not done.wait(wait):
            note(f"still at work: {what} ({monotonic() - start:.0f} s)")
            wait = _THEN

    teller = Thread(target=tells, daemon=True)
    teller.start()
    try:
        yield
    finally:
        done.set()
        teller.join()
