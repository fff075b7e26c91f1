"""A disk that fails, or a process that dies, at any step: all old or all new, and no lie."""

from __future__ import annotations

import errno
import os
import resource
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from ivig_kg.errors import ContentUnavailable
from ivig_kg.vault import Disk
from tests.unit.vault_disks import (
    NEW,
    OLD,
    Child,
    CountedDisk,
    error,
    exits,
    found,
    lay_out,
    steps_of_a_commit,
    vault_of,
    whole,
)

pytestmark = pytest.mark.thorough

UNDONE_LATER = "nothing was changed, and leftovers are removed at the next start: "
UNTOUCHED = "nothing was changed: "


@pytest.fixture(scope="module")
def steps(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    return steps_of_a_commit(tmp_path_factory.mktemp("dry"))


def outcome(root: Path, disk: Disk) -> str:
    """Commit; return the message of a failure, or ``done``."""
    vault = vault_of(root, disk)
    try:
        with vault.locked("a test"):
            vault.commit(NEW, OLD)
    except ContentUnavailable as problem:
        return str(problem)
    return "done"


def after_next_start(root: Path) -> dict[str, bytes | None]:
    """Start anew on a sound disk; return what is there then, and demand that no trace is left."""
    with vault_of(root, wait=0).locked("the next start"):
        pass
    left = {path.name for path in (root.parent / "state").iterdir()}
    replaced = {"holder.json.new", "manifest.json.new"}  # by the next of its kind
    assert left - replaced == {"lock"}
    return found(root)


def test_a_process_that_ends_at_any_step_leaves_all_old_or_all_new(
    tmp_path: Path, steps: list[str]
) -> None:
    outcomes = set()
    for step, name in enumerate(steps):
        if name in {"status", "read"}:
            continue  # the same as at the step after it
        root = lay_out(tmp_path / str(step))

        def commit(
            say: Callable[[bytes], object], _wait: object, step: int = step, root: Path = root
        ) -> None:
            vault = vault_of(root, CountedDisk(exits(step)))
            with vault.locked("a test"):
                vault.commit(NEW, OLD)
                say(b"done")

        code, said = Child(commit).ended()
        assert code == 9, (step, name)
        now = after_next_start(root)
        assert now == whole(NEW) or (now == whole(OLD) and not said), (step, name)
        outcomes.add((now == whole(NEW), said))
    assert outcomes == {(False, b""), (True, b""), (True, b"done")}


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "the disk is full; make room"),
        (errno.EDQUOT, "quota"),
        (errno.EROFS, "mounted read-only"),
        (errno.EACCES, "no permission; change the rights"),
        (errno.ENOTCONN, os.strerror(errno.ENOTCONN)),
    ],
)
@pytest.mark.parametrize("name", ["create", "write", "fsync", "make_folder"])
def test_the_message_says_what_was_spared_where_it_failed_and_why(
    tmp_path: Path, code: int, words: str, name: str
) -> None:
    root = lay_out(tmp_path)
    moves: list[int] = []

    def fails(step: int, now: str) -> None:
        if now == "rename":
            moves.append(step)
        if len(moves) == 2 and now == name:  # holder and record are written, the parts are not
            raise error(code)

    said = outcome(root, CountedDisk(fails))
    assert said.startswith((UNTOUCHED, UNDONE_LATER))
    assert words in said
    assert name == "make_folder" or "/content/data/" in said
    assert found(root) == whole(OLD)


def test_short_writes_are_gone_on_with(tmp_path: Path) -> None:
    class Slow(CountedDisk):
        def write(self, descriptor: int, data: bytes) -> int:
            return super().write(descriptor, data[:3])

    root = lay_out(tmp_path)
    assert outcome(root, Slow()) == "done"
    assert found(root) == whole(NEW)


def test_a_write_of_nothing_is_a_full_disk(tmp_path: Path) -> None:
    class Full(CountedDisk):
        def write(self, descriptor: int, data: bytes) -> int:
            return 0 if b"two.ttl, new" in data else super().write(descriptor, data)

    root = lay_out(tmp_path)
    assert "two.ttl" in (said := outcome(root, Full()))
    assert "the disk is full" in said
    assert found(root) == whole(OLD)


def test_bytes_that_come_back_other_than_written_are_not_committed(tmp_path: Path) -> None:
    class Bad(CountedDisk):
        def read(self, path: Path) -> bytes:
            data = super().read(path)
            return data.replace(b"new", b"nex") if path.suffix == ".part" else data

    root = lay_out(tmp_path)
    said = outcome(root, Bad())
    assert said.startswith(UNTOUCHED)
    assert said.endswith(".part: the disk reports a fault")
    assert found(root) == whole(OLD)


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_limit_on_the_size_of_files_leaves_all_as_it_was(tmp_path: Path) -> None:
    root = lay_out(tmp_path)

    def commit(say: Callable[[bytes], object], _wait: object) -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))
        vault = vault_of(root, Disk())
        big = {"data/one.ttl": b"small", "data/two.ttl": b"big" * 5000}
        with vault.locked("a test"):
            try:
                vault.commit(big, {path: OLD[path] for path in big})
            except ContentUnavailable as problem:
                say(str(problem).encode())

    code, said = Child(commit).ended()
    assert code == 0
    assert said.startswith(UNTOUCHED.encode())
    assert b"larger than allowed here (ulimit -f" in said
    assert found(root) == whole(OLD)
    assert after_next_start(root) == whole(OLD)


def test_the_disk_makes_nothing_over_what_is_there(tmp_path: Path) -> None:
    disk = Disk()
    there, link = tmp_path / "file", tmp_path / "link"
    there.write_bytes(b"kept")
    link.symlink_to(tmp_path / "nowhere")
    for path in (there, link):
        with pytest.raises(FileExistsError):
            disk.create(path, 0o600)
        with pytest.raises(FileExistsError):
            disk.make_folder(path, 0o700)
    with pytest.raises(OSError, match="symbolic"):
        disk.open_end(link)
    disk.make_folder(tmp_path, 0o700)
    disk.remove_folder(tmp_path)
    assert there.read_bytes() == b"kept"
    assert not (tmp_path / "nowhere").exists()
