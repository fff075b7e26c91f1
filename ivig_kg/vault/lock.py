"""Who may write: one process at a time, by a lock that the kernel takes back from the dead."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from ivig_kg.errors import ContentUnavailable
from ivig_kg.vault.disk import Disk, in_words, write_whole
from ivig_kg.vault.state import ENVIRONMENT

__all__ = ["Lock"]

_PRIVATE = 0o600
_LONGEST = 200
_BAD_PLACE = f"set {ENVIRONMENT} to a folder on a disk of this machine"


@dataclass(frozen=True)
class Lock:
    """The lock of one content, and a note of who holds it, which nothing depends on.

    Args:
        folder: the state folder.
        disk: the file system.
        what: what it is the lock of, for messages.
    """

    folder: Path
    disk: Disk
    what: str = "the content"

    @property
    def holder(self) -> Path:
        """Return the file that names the holder."""
        return self.folder / "holder.json"

    @contextmanager
    def held(self, purpose: str, wait: float) -> Iterator[None]:
        """Take the lock, and give it back at the end.

        Args:
            purpose: what it is taken for, for whoever waits meanwhile.
            wait: seconds to wait for it.

        Raises:
            ContentUnavailable: another process holds it, or there can be no lock here.
        """
        lock = self._taken(wait)
        try:
            self._sign(purpose)
            yield
        finally:
            try:
                with suppress(OSError):  # it is not believed where the process is gone
                    self.disk.unlink(self.holder)
            finally:
                lock.release()

    def _taken(self, wait: float) -> FileLock:
        path = self.folder / "lock"
        try:
            # No lock by mere existence instead: that one outlives its process, or is stolen.
            lock = FileLock(path, mode=_PRIVATE, fallback_to_soft=False, preserve_lock_file=True)
            lock.acquire(timeout=max(0.0, wait))
        except Timeout as error:
            raise ContentUnavailable(
                f"{self.what} is being changed by {self._who()}; waited {wait:g} seconds; "
                "wait for it to end, or end it, and run this again"
            ) from error
        except (OSError, NotImplementedError, ValueError) as error:
            why = in_words(error) if isinstance(error, OSError) else str(error)
            raise ContentUnavailable(f"{path}: cannot be locked ({why}); {_BAD_PLACE}") from error
        return lock

    def _sign(self, purpose: str) -> None:
        now = datetime.now(tz=UTC).isoformat(timespec="seconds")
        name = {
            "pid": os.getpid(),
            "host": socket.gethostname(),
            "purpose": purpose[:_LONGEST],
            "since": now,
        }
        try:
            write_whole(self.disk, self.holder, json.dumps(name).encode("ascii"), lasting=False)
        except OSError as error:
            raise ContentUnavailable(
                f"nothing was changed: {in_words(error)}; the lock and the journal are there, "
                f"{ENVIRONMENT} puts them elsewhere"
            ) from error

    def _who(self) -> str:
        """Say who holds the lock; one who is dead does not, whatever the note says."""
        try:
            note: dict[str, Any] = json.loads(self.disk.read(self.holder))
            pid, host = int(note["pid"]), str(note["host"])
            purpose, since = str(note["purpose"]), str(note["since"])
        except (OSError, ValueError, KeyError, TypeError):
            return "another process, which has not said which"
        if host == socket.gethostname() and not _lives(pid):
            return "another process, which has not said which"
        words = f"process {pid} on {host} ({purpose}, since {since})"
        return "".join(character if character.isprintable() else "?" for character in words)


def _lives(pid: int) -> bool:
    """Say whether a process of this machine runs."""
    if os.name == "nt":
        return True  # there a signal 0 is no question
    if pid <= 0:
        return False
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True  # another user's
    return True
