"""Processes beside ours, which never outlive the asking: a program, or a copy of this one."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import warnings
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import pairwise
from types import TracebackType
from typing import NoReturn, Self, TypeVar

__all__ = ["Turns", "beside", "converse"]

_Result = TypeVar("_Result")
_WIDTH, _MOST_TURNS = 4, 1_000


def converse(
    command: Sequence[str],
    request: bytes,
    seconds: float,
    *,
    env: Mapping[str, str],
    folder: str | None = None,
) -> tuple[int, bytes, bytes]:
    """Run a command, give it a request on standard input, and return how it ended and its words.

    Args:
        command: the program and its arguments.
        request: what it reads.
        seconds: after which it is killed, with all that it started in its group.
        env: its environment, and nothing else of ours.
        folder: where it runs; None where we do.

    Returns:
        Its exit code (a signal as a negative number), standard output and standard error.

    Raises:
        subprocess.TimeoutExpired: it did not end in time.
        OSError: it could not be started.
    """
    with subprocess.Popen(  # noqa: S603 (the caller's own program)
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=env,
        cwd=folder,
        start_new_session=True,
    ) as child:
        try:
            output, words = child.communicate(request, seconds)
        finally:
            _end(child)
    return child.returncode, output, words


def _end(child: subprocess.Popen[bytes]) -> None:
    """Kill the child and all that it may have started, whatever made us stop waiting."""
    if child.returncode is not None:  # its number may be another's by now
        return
    with suppress(OSError):  # it has just ended
        if hasattr(os, "killpg"):
            os.killpg(child.pid, signal.SIGKILL)
        else:
            child.kill()
    child.wait()  # Popen does not wait when it is left by Ctrl-C


class Turns:
    """Numbers that this process and its copies take, each number once, whoever comes first."""

    def __init__(self, count: int) -> None:
        """Lay out the numbers from 0 on, at most 1,000, which any pipe holds.

        Args:
            count: how many.

        Raises:
            ValueError: they are too many.
        """
        if count > _MOST_TURNS:
            raise ValueError(f"{count} turns; a pipe takes {_MOST_TURNS}")
        self._reading, writing = os.pipe()
        with os.fdopen(writing, "wb") as stream:
            stream.write(b"".join(number.to_bytes(_WIDTH) for number in range(count)))

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        """Let go of what is left."""
        os.close(self._reading)

    def __iter__(self) -> Iterator[int]:
        """Take numbers until none is left."""
        while taken := os.read(self._reading, _WIDTH):
            yield int.from_bytes(taken)

    @property
    def descriptors(self) -> tuple[int]:
        """Return what a copy must keep open to take its turns."""
        return (self._reading,)


@contextmanager
def beside(
    work: Callable[[], _Result], *, keeping: Collection[int] = ()
) -> Iterator[Callable[[], _Result]]:
    """Do some work in a copy of this process while this one goes on; yield what gives its result.

    Where a process cannot be copied (Windows), or the copy dies, the work is done here, when its
    result is asked for. What the work changes in memory stays in the copy.

    Args:
        work: what is done; its result or error can be pickled.
        keeping: descriptors that stay open in the copy.
    """
    if not hasattr(os, "fork"):
        yield work
        return
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        # Threads of ours that only wait are no danger to a copy that does plain work and leaves.
        warnings.simplefilter("ignore", DeprecationWarning)
        try:
            child = os.fork()
        except OSError:  # no process to be had
            child = -1
    if child < 0:
        os.close(reading)
        os.close(writing)
        yield work
        return
    if child == 0:
        _work_and_leave(work, writing, keeping)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        try:
            yield lambda: _result(stream.read(), work)
        finally:
            with suppress(OSError):  # it may have ended
                os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)


def _work_and_leave(work: Callable[[], object], writing: int, keeping: Collection[int]) -> NoReturn:
    try:
        # Nothing of what this process has open, a lock above all, may outlive it in the copy.
        for before, after in pairwise(sorted({2, writing, *keeping, 1024})):
            os.closerange(before + 1, after)
        try:
            told: tuple[bool, object] = True, work()
        except Exception as error:  # noqa: BLE001 (it is raised in the process that asked)
            told = False, error
        data = pickle.dumps(told)
        while data:
            data = data[os.write(writing, data) :]
    finally:
        os._exit(0)


def _result(data: bytes, work: Callable[[], _Result]) -> _Result:
    try:
        good, told = pickle.loads(data)  # noqa: S301 (from a copy of this very process)
    except (EOFError, pickle.PickleError):
        return work()  # the copy died, or what it has to say cannot be sent
    if good:
        result: _Result = told
        return result
    raise told
