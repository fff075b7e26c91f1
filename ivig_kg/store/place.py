"""What lies where in the folder of a store, and changing it so that a reader never sees half."""

from __future__ import annotations

import os
import re
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ivig_kg.errors import ContentUnavailable, UsageError
from ivig_kg.store.kept import require_kept
from ivig_kg.store.manifest import Manifest, read_manifest, write_manifest
from ivig_kg.store.reading import may_be_read, unread
from ivig_kg.store.sound import hashes_of, is_large, require_sound, sight_of

__all__ = ["StorePlace"]

_MANIFEST, _BUILDING, _FILLED = "store.json", "building", "filled-"
_MARK = "ivig-kg-store"
_OWN = re.compile(
    r"ivig-kg-store|store\.json(\.new)?|building|filled-[0-9]+(\.read)?|lock|holder\.json(\.new)?"
)
_NUMBERED = re.compile("filled-[0-9]+")
_WORDS = (
    b"A store of ivig-kg: a cache that is built anew from the text files, and may be removed.\n"
)


@dataclass(frozen=True)
class StorePlace:
    """A folder for one store.

    The file ``store.json`` names the folder beside it that holds the engine's files. A new one is
    filled under another name, and taken by replacing that file in one step.

    Args:
        path: the folder.
    """

    path: Path

    def manifest(self) -> Manifest | None:
        """Return what is known of the store; None where there is none yet.

        Raises:
            DamagedStore: the file that tells it cannot be understood.
            ContentUnavailable: it cannot be read.
        """
        file = self.path / _MANIFEST
        try:
            data = file.read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise ContentUnavailable(f"{file}: cannot be read ({error.strerror})") from error
        return read_manifest(data, str(file))

    def filled(self, manifest: Manifest) -> str:
        """Return the folder that holds the engine's files."""
        return str(self.path / manifest.folder)

    def prepare(self) -> None:
        """Make the folder, if need be.

        Raises:
            UsageError: it holds what is no part of a store.
            ContentUnavailable: it cannot be made.
        """
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            names = os.listdir(self.path)  # noqa: PTH208 (names alone)
            ours = _MARK in names
            odd = [name for name in names if not (ours and _OWN.fullmatch(name))]
            if not names:  # before anything else, so that whatever stands beside it is ours
                (self.path / _MARK).write_bytes(_WORDS)
        except OSError as error:
            reason = f"cannot be made ({error.strerror}); name another folder for the store"
            raise ContentUnavailable(f"{self.path}: {reason}") from error
        if odd:
            raise UsageError(
                f"{self.path}: holds {min(odd)!r}, which is no part of a store; "
                "name an empty folder, or one that is not there yet"
            )

    def building(self) -> str:
        """Return the name for a folder that is being filled; what was left there is removed."""
        shutil.rmtree(self.path / _BUILDING, ignore_errors=True)
        return self.filling()

    def filling(self) -> str:
        """Return the folder that is being filled."""
        return str(self.path / _BUILDING)

    def take(self, manifest: Manifest) -> Manifest:
        """Put what was built in the place of what was there.

        Raises:
            OSError: the disk refuses.
        """
        folder = self._free_name()
        named = manifest._replace(
            folder=folder,
            bytes=_size(self.path / _BUILDING),
            files=hashes_of(str(self.path / _BUILDING)),
        )
        may_be_read(str(self.path / folder))
        (self.path / _BUILDING).rename(self.path / folder)
        named = named._replace(seen=sight_of(str(self.path / folder)))
        new = self.path / f"{_MANIFEST}.new"
        new.write_bytes(write_manifest(named))
        new.replace(self.path / _MANIFEST)
        self._remove_old(named.folder)
        return named

    def give_up(self) -> None:
        """Remove what is half built."""
        shutil.rmtree(self.path / _BUILDING, ignore_errors=True)

    def require_sound(self, manifest: Manifest, *, whole: bool = False) -> None:
        """Refuse files that are not those that were built.

        A large store is hashed only where its files look changed, or where ``whole`` asks for it.

        Raises:
            DamagedStore: a file is another, or missing.
        """
        large = is_large(manifest.bytes)
        folder = self.filled(manifest)
        require_sound(folder, manifest.files, manifest.seen, large=large, whole=whole)
        if whole:  # else each is looked at when it is read
            require_kept(folder, manifest.answers)

    def note(self, manifest: Manifest) -> None:
        """Write what is known anew, of the same files."""
        new = self.path / f"{_MANIFEST}.new"
        new.write_bytes(write_manifest(manifest))
        new.replace(self.path / _MANIFEST)

    def exists(self) -> bool:
        """Say whether there is a store, or what is left of one."""
        return (self.path / _MARK).is_file()

    def clear(self) -> None:
        """Remove the store, by whoever holds its lock.

        Raises:
            ContentUnavailable: somebody reads it.
        """
        busy = [name for name in self._all_filled() if not unread(str(self.path / name))]
        if busy:
            raise ContentUnavailable(
                f"{self.path}: another process reads this store; end it, then drop the store"
            )
        (self.path / _MANIFEST).unlink(missing_ok=True)
        self.give_up()
        self._remove_old("")

    def remove(self) -> None:
        """Remove the folder of what was cleared, unless another store was begun there."""
        if (self.path / _MANIFEST).exists() or self._all_filled():
            return
        for name in (f"{_MANIFEST}.new", "holder.json", "lock", _MARK):
            (self.path / name).unlink(missing_ok=True)
        with suppress(OSError):  # it holds something else
            self.path.rmdir()

    def _all_filled(self) -> list[str]:
        names = os.listdir(self.path) if self.path.is_dir() else []  # noqa: PTH208 (names alone)
        return [n for n in names if _NUMBERED.fullmatch(n) and (self.path / n).is_dir()]

    def _free_name(self) -> str:
        numbers = [int(n.removeprefix(_FILLED)) for n in self._all_filled()]
        return f"{_FILLED}{max(numbers, default=0) + 1}"

    def _remove_old(self, kept: str) -> None:
        """Remove what nobody reads any more; the rest is removed after the next build."""
        for name in self._all_filled():
            folder = self.path / name
            if name != kept and unread(str(folder)):
                shutil.rmtree(folder, ignore_errors=True)
                folder.with_name(f"{name}.read").unlink(missing_ok=True)


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
