"""The file system: every call to it that writes or reads, and its failures in plain words."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["Disk", "Status", "in_words", "naming", "write_all", "write_whole"]

Status = os.stat_result
_PRIVATE = 0o600
_FLAGS = os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_NO_FOLDER_SYNC = {errno.EINVAL, errno.ENOTSUP}
_WORDS = {
    errno.ENOSPC: "the disk is full; make room and run it again",
    errno.EDQUOT: "this user's quota of the disk is used up; make room and run it again",
    errno.EFBIG: "the file would be larger than allowed here (ulimit -f, or the file system)",
    errno.EROFS: "the disk is mounted read-only; work on a copy on another disk",
    errno.EACCES: "no permission; change the rights of the folder or the file",
    errno.EPERM: "the system does not permit it; change the rights of the folder or the file",
    errno.EIO: "the disk reports a fault",
    errno.ENAMETOOLONG: "the name is too long for this disk",
    errno.EMFILE: "this process has too many files open",
    errno.ENFILE: "this machine has too many files open",
}


class Disk:
    """What the vault asks of the file system, one call a method, so that tests can make it fail."""

    def create(self, path: Path, mode: int) -> int:
        """Create a file that must not exist, for writing; return its descriptor."""
        return os.open(path, _FLAGS | os.O_CREAT | os.O_EXCL, mode)

    def open_end(self, path: Path) -> int:
        """Open a file, or create it, so that each write goes to its end; return its descriptor."""
        return os.open(path, _FLAGS | os.O_CREAT | os.O_APPEND, _PRIVATE)

    def write(self, descriptor: int, data: bytes) -> int:
        """Write as much as goes in one call; return how many bytes went."""
        return os.write(descriptor, data)

    def give_rights(self, descriptor: int, mode: int) -> None:
        """Set the rights of an open file."""
        if hasattr(os, "fchmod"):
            os.fchmod(descriptor, mode)

    def fsync(self, descriptor: int) -> None:
        """Wait until the bytes of an open file are on the disk."""
        os.fsync(descriptor)

    def close(self, descriptor: int) -> None:
        """Close an open file."""
        os.close(descriptor)

    def read(self, path: Path) -> bytes:
        """Return all bytes of a file."""
        return path.read_bytes()

    def read_end(self, path: Path) -> bytes:
        """Return the last byte of a file, if it has one."""
        with path.open("rb") as stream:
            stream.seek(max(0, stream.seek(0, os.SEEK_END) - 1))
            return stream.read(1)

    def status(self, path: Path) -> Status | None:
        """Return what stands at a path, a link as a link; None for nothing."""
        try:
            return path.lstat()
        except FileNotFoundError:
            return None

    def rename(self, old: Path, new: Path) -> None:
        """Put a file in the place of another, in one step."""
        old.replace(new)

    def unlink(self, path: Path) -> None:
        """Remove a file; it is no error when it is not there."""
        path.unlink(missing_ok=True)

    def fsync_folder(self, path: Path) -> None:
        """Wait until the names in a folder are on the disk."""
        if os.name == "nt":
            return  # a folder cannot be opened there
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        except OSError as error:
            if error.errno not in _NO_FOLDER_SYNC:  # some file systems do not offer it
                raise
        finally:
            os.close(descriptor)

    def make_folder(self, path: Path, mode: int) -> None:
        """Make a folder; it is no error when it is there."""
        try:
            path.mkdir(mode)
        except FileExistsError:
            if not stat.S_ISDIR(path.lstat().st_mode):
                raise

    def remove_folder(self, path: Path) -> None:
        """Remove a folder; what holds something, or is not there, is left."""
        try:
            path.rmdir()
        except OSError as error:
            if error.errno not in {errno.ENOENT, errno.ENOTEMPTY, errno.EEXIST}:
                raise


def write_all(disk: Disk, descriptor: int, data: bytes) -> None:
    """Write all bytes, however many calls it takes."""
    while data:
        written = disk.write(descriptor, data)
        if not written:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        data = data[written:]


def write_whole(disk: Disk, path: Path, data: bytes, *, lasting: bool = True) -> None:
    """Put a file of the state in its place, whole or not at all; one process at a time.

    Args:
        disk: the file system.
        path: the file.
        data: its bytes.
        lasting: whether it must outlive a loss of power.
    """
    new = path.with_name(f"{path.name}.new")
    with naming(path):
        disk.unlink(new)  # of one that was killed here
        descriptor = disk.create(new, _PRIVATE)
        try:
            write_all(disk, descriptor, data)
            if lasting:
                disk.fsync(descriptor)
        finally:
            disk.close(descriptor)
        disk.rename(new, path)
        if lasting:
            disk.fsync_folder(path.parent)


def in_words(error: OSError) -> str:
    """Say where and why the file system failed, and what to do where that is known."""
    code = error.errno or 0
    words = _WORDS.get(code) or error.strerror or str(error) or type(error).__name__
    return f"{error.filename}: {words}" if error.filename else words


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Name a file in failures of calls that know only its descriptor."""
    try:
        yield
    except OSError as error:
        if error.filename is None:
            error.filename = str(path)
        raise
