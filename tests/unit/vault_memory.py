"""A disk in memory, which loses its power and what nobody waited for."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest

from ivig_kg.errors import ContentUnavailable
from tests.unit.vault_disks import NEW, OLD, STAYS, CountedDisk, Killed, vault_of, whole

DIED, DONE = "died", "done"


@dataclass(eq=False)
class Inode:
    """The bytes of a file, and which of them are safe."""

    data: bytes = b""
    safe: bytes | None = None


@dataclass
class Names:
    """Names of files and (None) folders; what was done in each folder since it was waited for."""

    now: dict[Path, Inode | None] = field(default_factory=dict)
    safe: dict[Path, Inode | None] = field(default_factory=dict)
    since: dict[Path, list[dict[Path, Inode | str | None]]] = field(default_factory=dict)

    def change(self, folder: Path, change: dict[Path, Inode | str | None]) -> None:
        """Do one thing in a folder: names gone (``""``), or standing for something."""
        self.since.setdefault(folder, []).append(change)
        _apply(self.now, change)

    def wait(self, folder: Path, upto: int | None = None) -> None:
        """Make safe what was done in a folder, or the first few things of it."""
        for change in self.since.pop(folder, [])[:upto]:
            _apply(self.safe, change)


def _apply(names: dict[Path, Inode | None], change: Mapping[Path, Inode | str | None]) -> None:
    for path, new in change.items():
        if isinstance(new, str):
            names.pop(path, None)
        else:
            names[path] = new


class MemoryDisk(CountedDisk):
    """A disk that a cut of power robs of what nobody waited for, or not: as chance has it.

    What was done in one folder is kept up to some point, each folder to its own.
    """

    def __init__(self, files: Mapping[Path, bytes], folders: list[Path]) -> None:
        super().__init__()
        self._open: dict[int, Inode] = {}
        self._tree = Names()
        for folder in folders:
            above: dict[Path, Inode | None] = dict.fromkeys([folder, *folder.parents])
            self._tree.now.update(above)
        self._tree.now.update({path: Inode(data, data) for path, data in files.items()})
        self._tree.safe = dict(self._tree.now)

    def _forget(self, descriptor: int) -> None:
        del self._open[descriptor]

    def told(self, fail: Callable[[int, str], None], *, late: bool = False) -> None:
        """Let it fail otherwise from now on, and count anew."""
        self._late = late
        self._fail = fail
        self.calls.clear()

    def below(self, root: Path) -> dict[str, bytes | None]:
        """Return everything below a folder, as ``found`` does of a real disk."""
        return {
            path.relative_to(root).as_posix(): None if inode is None else inode.data
            for path, inode in self._tree.now.items()
            if root in path.parents
        }

    def edited(self, path: Path, data: bytes) -> None:
        """Let another program write a file, and wait for it."""
        inode = Inode(data, data)
        self._tree.now[path] = self._tree.safe[path] = inode

    def cut(self, chance: Random) -> None:
        """Cut the power."""
        tree = self._tree
        for folder, changes in list(tree.since.items()):
            tree.wait(folder, chance.randint(0, len(changes)))
        kept: dict[Path, Inode | None] = {}
        for path in sorted(tree.safe, key=lambda path: len(path.parts)):
            if path.parent == path or path.parent in kept:
                kept[path] = tree.safe[path]
        for inode in filter(None, kept.values()):
            written = inode.data
            lucky = chance.choice([b"", written[: len(written) // 2], written])
            inode.data = inode.safe = lucky if inode.safe is None else inode.safe
        self._tree = Names(dict(kept), dict(kept))
        self._open.clear()

    def create(self, path: Path, mode: int) -> int:
        assert mode
        if path in self._tree.now:
            raise FileExistsError(errno.EEXIST, "there already", str(path))
        assert self._tree.now[path.parent] is None
        inode = Inode()
        self._tree.change(path.parent, {path: inode})
        descriptor = max(self._open, default=1000) + 1
        self._open[descriptor] = inode
        return descriptor

    def write(self, descriptor: int, data: bytes) -> int:
        self._open[descriptor].data += data
        return len(data)

    def give_rights(self, descriptor: int, mode: int) -> None:
        assert mode
        assert descriptor in self._open

    def fsync(self, descriptor: int) -> None:
        self._open[descriptor].safe = self._open[descriptor].data

    def close(self, descriptor: int) -> None:
        self._open.pop(descriptor, None)

    def read(self, path: Path) -> bytes:
        inode = self._tree.now[path]
        assert inode is not None
        return inode.data

    def status(self, path: Path) -> os.stat_result | None:
        if path not in self._tree.now:
            return None
        kind = stat.S_IFDIR if self._tree.now[path] is None else stat.S_IFREG
        return os.stat_result([kind | 0o644, *[0] * 9])

    def rename(self, old: Path, new: Path) -> None:
        self._tree.change(new.parent, {old: "", new: self._tree.now[old]})

    def unlink(self, path: Path) -> None:
        if path in self._tree.now:
            self._tree.change(path.parent, {path: ""})

    def fsync_folder(self, path: Path) -> None:
        assert self._tree.now[path] is None
        self._tree.wait(path)

    def make_folder(self, path: Path, mode: int) -> None:
        assert mode
        self._tree.change(path.parent, {path: None})

    def remove_folder(self, path: Path) -> None:
        if path in self._tree.now and not any(p.parent == path for p in self._tree.now):
            self._tree.change(path.parent, {path: ""})


def sound(_step: int, _name: str) -> None:
    """Let nothing fail."""


def fresh(root: Path, files: Mapping[str, bytes | None] = OLD) -> MemoryDisk:
    """Return a disk that holds files below a root, and a state folder beside it."""
    held = {root / p: data for p, data in {**files, **STAYS}.items() if data is not None}
    return MemoryDisk(held, [root.parent / "state", *(path.parent for path in held)])


def outcome(
    root: Path,
    disk: MemoryDisk,
    new: Mapping[str, bytes] = NEW,
    old: Mapping[str, bytes | None] = OLD,
) -> str:
    """Commit; return the message of a failure, ``done``, or ``died`` when nothing was heard."""
    said = DIED
    try:
        vault = vault_of(root, disk, wait=0)
        with vault.locked("a change"):
            vault.commit(new, old)
            said = DONE
    except Killed:
        return said
    except ContentUnavailable as problem:
        return str(problem)
    return said


def after_next_start(root: Path, disk: MemoryDisk) -> dict[str, bytes | None]:
    """Start anew on the sound disk; return what is there, and demand that no trace is left."""
    disk.told(sound)
    with vault_of(root, disk, wait=0).locked("the next start"):
        pass
    left = disk.below(root.parent / "state").keys()
    assert left <= {"holder.json", "holder.json.new", "manifest.json.new"}  # each is written over
    return disk.below(root)


def steps_of_a_commit(root: Path) -> list[str]:
    """Return the names of all steps of a commit of three files, with its lock."""
    disk = fresh(root)
    assert outcome(root, disk) == DONE
    assert disk.below(root) == whole(NEW)
    return disk.calls


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a root that is in memory alone; the lock beside it is a real one."""
    (tmp_path / "state").mkdir()
    return tmp_path / "content"
