"""A process of its own group that is told something once, and never outlives the asking."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress

__all__ = ["converse"]


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
