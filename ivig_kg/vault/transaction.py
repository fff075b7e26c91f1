"""A change of several files: staged beside its targets, then completed or undone."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ivig_kg.errors import ContentUnavailable, UsageError
from ivig_kg.vault.disk import Disk, naming, write_all
from ivig_kg.vault.manifest import Manifest, Records, StagedFile, digest
from ivig_kg.vault.paths import folders_above, refuse_links, target_of

__all__ = ["Recovery", "Transaction"]

_OPEN = 0o644  # the mask of the user may narrow it
_FOLDER = 0o777
_RIGHTS = 0o777


@dataclass(frozen=True)
class Recovery:
    """What was found of a change that broke off before.

    Args:
        outcome: what was done about it.
        files: the paths that it concerns.
    """

    outcome: Literal["nothing", "undone", "completed"] = "nothing"
    files: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Say whether there was anything."""
        return self.outcome != "nothing"

    def __str__(self) -> str:
        """Say it in words; nothing where there was nothing."""
        if not self:
            return ""
        return f"a change that broke off was {self.outcome}: {', '.join(self.files)}"


@dataclass(frozen=True)
class Transaction:
    """What can be done about the one change that is not finished.

    Args:
        root: the real path of the content.
        records: where its manifest is.
        disk: the file system.
    """

    root: Path
    records: Records
    disk: Disk

    def plan(self, changes: Mapping[str, bytes], before: Mapping[str, bytes | None]) -> Manifest:
        """Return what a change consists of, when its files are as they are thought to be.

        Raises:
            UsageError: a path may not be written.
            ContentUnavailable: a file was changed meanwhile.
            OSError: a file cannot be read.
        """
        files: dict[str, tuple[str | None, str]] = {}
        missing: dict[Path, None] = {}
        for path, data in changes.items():
            target = target_of(self.root, path)
            refuse_links(self.disk, self.root, target)
            old = before[path]
            self._demand(target, None if old is None else digest(old))
            if data != old:
                files[path] = (None if old is None else digest(old), digest(data))
                above = folders_above(self.root, target)
                missing.update((each, None) for each in above if not self._there(each))
        made = tuple(sorted(each.relative_to(self.root).as_posix() for each in missing))
        return Manifest(secrets.token_hex(8), self.root, files, made)

    def stage(self, manifest: Manifest, changes: Mapping[str, bytes]) -> None:
        """Write the new bytes beside their targets, and record that they are to be put there.

        Raises:
            ContentUnavailable: a file was changed meanwhile, or comes back other than written.
            OSError: the file system fails.
        """
        self.records.write(manifest)
        for folder in manifest.folders:
            self.disk.make_folder(folder, _FOLDER)
        for file, path in zip(manifest.staged, manifest.files, strict=True):
            with naming(file.part):
                self._write(file, changes[path])
        self._fsync_folders(manifest)  # else the commit could outlive its parts
        for file in manifest.staged:
            self._demand(file.target, file.before)
        self.records.write(manifest.committed())

    def complete(self, manifest: Manifest) -> None:
        """Put the staged files in their places; doing it again does no harm.

        Raises:
            ContentUnavailable: a file was edited meanwhile, or what was staged is lost.
            OSError: the file system fails.
        """
        self.disk.fsync_folder(self.records.folder)  # the commit must outlive its first effect
        waiting = [file for file in manifest.staged if self._waits(file)]
        for file in waiting:
            self.disk.rename(file.part, file.target)
        for file in manifest.staged:
            self.disk.unlink(file.part)
        self._fsync_folders(manifest)
        self.records.remove()

    def undo(self, manifest: Manifest) -> None:
        """Remove what was staged; doing it again does no harm.

        Raises:
            OSError: the file system fails.
        """
        for file in manifest.staged:
            self.disk.unlink(file.part)
        for folder in reversed(manifest.folders):
            self.disk.remove_folder(folder)
        self._fsync_folders(manifest)
        self.records.remove()

    def recover(self) -> Recovery:
        """Finish what a crash left unfinished.

        Returns:
            What was done.

        Raises:
            ContentUnavailable: it cannot be finished without losing something; nothing was done.
            OSError: the file system fails.
        """
        manifest = self.records.read()
        if manifest is None:
            return Recovery()
        self._demand_no_links(manifest)
        if manifest.state == "commit":
            self.complete(manifest)
            return Recovery("completed", tuple(manifest.files))
        self.undo(manifest)
        return Recovery("undone", tuple(manifest.files))

    def _write(self, file: StagedFile, data: bytes) -> None:
        """Write a part with the rights of its target, and read it back."""
        old = self.disk.status(file.target)
        descriptor = self.disk.create(file.part, _OPEN)
        try:
            if old is not None:
                self.disk.give_rights(descriptor, old.st_mode & _RIGHTS)
            write_all(self.disk, descriptor, data)
            self.disk.fsync(descriptor)
        finally:
            self.disk.close(descriptor)
        if self.disk.read(file.part) != data:
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    def _waits(self, file: StagedFile) -> bool:
        """Say whether a part is to be put in its place; what would lose something is refused."""
        now = self._digest(file.target)
        if now == file.after:
            return False
        if self._digest(file.part) != file.after:
            raise ContentUnavailable(
                f"{file.target}: a recorded change of it cannot be completed, since {file.part} is "
                "lost or damaged; compare the content with its history, bring this file into the "
                f"form that it should have, and remove {self.records.path}"
            )
        if now != file.before:
            raise ContentUnavailable(
                f"{file.target}: was edited while a recorded change of it waited in {file.part}; "
                "nothing was overwritten; keep a copy of your edit, move the waiting file over the "
                "edited one, run it again, then make your edit anew"
            )
        return True

    def _demand(self, target: Path, expected: str | None) -> None:
        if self._digest(target) != expected:
            raise ContentUnavailable(
                f"{target}: was changed meanwhile by another program; run it again"
            )

    def _demand_no_links(self, manifest: Manifest) -> None:
        try:
            for file in manifest.staged:
                refuse_links(self.disk, self.root, file.target)
        except UsageError as error:
            raise ContentUnavailable(
                f"{error}; a change that broke off waits for it, see {self.records.path}"
            ) from error

    def _digest(self, path: Path) -> str | None:
        return digest(self.disk.read(path)) if self._there(path) else None

    def _there(self, path: Path) -> bool:
        return self.disk.status(path) is not None

    def _fsync_folders(self, manifest: Manifest) -> None:
        """Wait until the names in all folders that the change touches are on the disk."""
        touched = [file.target.parent for file in manifest.staged]
        touched += [folder.parent for folder in manifest.folders]
        for folder in dict.fromkeys(touched):
            if self._there(folder):
                self.disk.fsync_folder(folder)
