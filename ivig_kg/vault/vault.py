"""The door of the vault: who holds the lock commits, all or nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import get_ident

from ivig_kg.errors import ContentUnavailable
from ivig_kg.vault.disk import Disk, in_words
from ivig_kg.vault.journal import Journal
from ivig_kg.vault.lock import Lock
from ivig_kg.vault.manifest import Manifest, Records
from ivig_kg.vault.state import make_state_folder, state_folder
from ivig_kg.vault.transaction import Recovery, Transaction

__all__ = ["Vault"]

_DONE = "the change is made"
_UNTOUCHED = "nothing was changed"
_CLEARED_LATER = "nothing was changed, and leftovers are removed at the next start"
_DONE_LATER = "the change is recorded and will be completed at the next start"
_UNKNOWN = "the next start will either undo the change or complete it, as far as it was recorded"


class Vault:
    """Writes files below a folder safely.

    Args:
        root: the folder.
        state: where lock, manifest and journal are; None for this user's own place.
        wait: seconds to wait for another process that writes.
        disk: the file system.

    Raises:
        ContentUnavailable: no place for lock and journal is known.
    """

    def __init__(
        self, root: Path, *, state: Path | None = None, wait: float = 60.0, disk: Disk | None = None
    ) -> None:
        """Find the places; nothing is written yet."""
        self._root = Path(os.path.realpath(root))
        self._wait = wait
        self._disk = disk or Disk()
        self._owner: tuple[int, int] | None = None
        self.state = state_folder(self._root) if state is None else Path(os.path.realpath(state))
        self._lock = Lock(self.state, self._disk)
        self._records = Records(self.state, self._root, self._disk)
        self._work = Transaction(self._root, self._records, self._disk)
        self._journal = Journal(self.state, self._disk)

    @contextmanager
    def locked(self, purpose: str) -> Iterator[Recovery]:
        """Take the lock, finish what a crash left unfinished, and say what that was.

        Args:
            purpose: what is being done, for whoever waits meanwhile.

        Raises:
            ContentUnavailable: another process holds the lock, there can be no lock here, or what
                a crash left cannot be finished.
        """
        if self._mine():
            raise RuntimeError("the vault is locked by this thread already")
        make_state_folder(self._disk, self.state, self._root)
        with self._lock.held(purpose, self._wait):
            self._owner = _here()
            try:
                yield self._recovered()
            finally:
                self._owner = None

    def commit(self, changes: Mapping[str, bytes], before: Mapping[str, bytes | None]) -> None:
        """Write files, all or none; only while the lock is held.

        Args:
            changes: the new bytes, by relative path with ``/``.
            before: for each of them the bytes that are there; None where there is no file.

        Raises:
            UsageError: a path may not be written.
            ContentUnavailable: a file was changed meanwhile, or the file system failed; the message
                says whether nothing was changed or the change will be completed.
        """
        if not self._mine():
            raise RuntimeError("commit without the lock")
        try:
            if self._disk.status(self._records.path) is not None:
                raise ContentUnavailable(
                    f"an earlier change waits to be completed ({self._records.path}); run it again"
                )
            manifest = self._work.plan(changes, before)
        except OSError as error:
            raise ContentUnavailable(f"{_UNTOUCHED}: {in_words(error)}") from error
        if manifest.files:
            self._carry_out(manifest, changes)

    def note(self, **entry: str) -> None:
        """Append an entry to the journal.

        Raises:
            ContentUnavailable: it cannot be written; what was done stays done.
        """
        make_state_folder(self._disk, self.state, self._root)
        try:
            self._journal.append(entry, turn=self._mine())
        except OSError as error:
            raise ContentUnavailable(
                f"the local journal misses an entry: {in_words(error)}; "
                "the content is not touched by that"
            ) from error

    def journal(self) -> list[Mapping[str, str]]:
        """Return the entries of the journal, the oldest first; a torn line is passed over.

        Raises:
            ContentUnavailable: it cannot be read.
        """
        try:
            return self._journal.entries()
        except OSError as error:
            raise ContentUnavailable(f"the local journal: {in_words(error)}") from error

    def _carry_out(self, manifest: Manifest, changes: Mapping[str, bytes]) -> None:
        """Make a change; whatever interrupts it, it is finished one way or the other."""
        committed = False
        try:
            self._work.stage(manifest, changes)
            committed = True
            self._work.complete(manifest)
        except BaseException as error:
            outcome = self._settled(committed=committed)
            if not isinstance(error, OSError):
                raise
            if outcome != _DONE:
                raise ContentUnavailable(f"{outcome}: {in_words(error)}") from error

    def _settled(self, *, committed: bool) -> str:
        """Finish an interrupted change as its record says, and say what became of it."""
        failed = _UNKNOWN
        try:
            left = self._records.read()
            if left is None:  # not yet there, or no longer
                return _DONE if committed else _UNTOUCHED
            if left.state == "commit":
                failed = _DONE_LATER
                self._work.complete(left)
                return _DONE
            failed = _CLEARED_LATER
            self._work.undo(left)
        except OSError:
            return failed
        return _UNTOUCHED

    def _recovered(self) -> Recovery:
        try:
            return self._work.recover()
        except OSError as error:
            raise ContentUnavailable(
                "nothing was begun, since what a change that broke off before may have left cannot "
                f"be cleared up: {in_words(error)}; the next start tries it again"
            ) from error

    def _mine(self) -> bool:
        return self._owner == _here()


def _here() -> tuple[int, int]:
    """Say which thread of which process this is: a child that was forked holds no lock."""
    return os.getpid(), get_ident()
