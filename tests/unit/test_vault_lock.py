"""The lock: who waits, whose name is told, and that the dead hold nothing."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import signal
import socket
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ivig_kg.errors import ContentUnavailable
from tests.unit.vault_disks import (
    NEW,
    OLD,
    Child,
    CountedDisk,
    error,
    found,
    from_then_on,
    lay_out,
    vault_of,
    whole,
)

pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
UNKNOWN = "another process, which has not said which"


def holder(root: Path, purpose: str = "import of a table") -> Child:
    """Start a child that holds the lock until it is told to go on."""

    def hold(say: Callable[[bytes], object], wait: Callable[[], object]) -> None:
        with vault_of(root).locked(purpose):
            say(b"held")
            wait()

    child = Child(hold)
    assert child.heard() == b"held"
    return child


def refused(root: Path) -> str:
    """Return what one is told who waits for the lock in vain."""
    with (
        pytest.raises(ContentUnavailable) as caught,
        vault_of(root, wait=0.06).locked("a second one"),
    ):
        pytest.fail("two hold the lock")
    assert caught.value.exit_code == 4
    return str(caught.value)


def dead() -> int:
    """Return the number of a process that is no more."""
    child = Child(lambda _say, _wait: None)
    child.ended()
    return child.pid


def test_who_waits_in_vain_is_told_who_holds_the_lock_and_what_to_do(tmp_path: Path) -> None:
    root = lay_out(tmp_path)
    child = holder(root, "import of a\ntable")
    words = refused(root)
    child.go_on()
    assert child.ended()[0] == 0
    assert f"process {child.pid} on {socket.gethostname()} (import of a?table, since 20" in words
    assert "waited 0.06 seconds; wait for it to end, or end it, and run this again" in words
    assert not (tmp_path / "state/holder.json").exists()


def test_who_waits_gets_the_lock_when_it_is_given_back(tmp_path: Path) -> None:
    root = lay_out(tmp_path)

    def hold(say: Callable[[bytes], object], wait: Callable[[], object]) -> None:
        vault = vault_of(root)
        with vault.locked("a slow one"):
            say(b"held")
            wait()
            time.sleep(0.1)
            vault.commit(NEW, OLD)

    child = Child(hold)
    assert child.heard() == b"held"
    child.go_on()
    with vault_of(root).locked("a second one"):
        assert found(root) == whole(NEW)
    assert child.ended()[0] == 0


def test_the_lock_of_a_killed_process_is_free_whatever_its_note_says(tmp_path: Path) -> None:
    root = lay_out(tmp_path)
    child = holder(root)
    os.kill(child.pid, signal.SIGKILL)
    assert child.ended()[0] == -signal.SIGKILL
    note = tmp_path / "state/holder.json"
    assert json.loads(note.read_bytes())["pid"] == child.pid
    with vault_of(root, wait=0).locked("the next one"):
        assert json.loads(note.read_bytes())["pid"] == os.getpid()
        assert json.loads(note.read_bytes())["purpose"] == "the next one"


def note_of(pid: int, host: str = "") -> str:
    told = {"pid": pid, "host": host or socket.gethostname(), "purpose": "a lie", "since": "noon"}
    return json.dumps(told)


@pytest.mark.parametrize("note", ["dead", note_of(-1), note_of(2**70), "torn", "[]", "{}", ""])
def test_a_note_that_cannot_be_true_is_not_told_and_the_lock_is_not_stolen(
    tmp_path: Path, note: str
) -> None:
    root = lay_out(tmp_path)
    child = holder(root)
    place = tmp_path / "state/holder.json"
    place.write_text(note_of(dead()) if note == "dead" else note)
    if not note:
        place.unlink()
    words = refused(root)
    child.go_on()
    assert child.ended()[0] == 0
    assert f"is being changed by {UNKNOWN};" in words
    assert "a lie" not in words


def test_a_holder_on_another_machine_is_believed(tmp_path: Path) -> None:
    root = lay_out(tmp_path)
    child = holder(root)
    pid = dead()
    (tmp_path / "state/holder.json").write_text(note_of(pid, "elsewhere.example"))
    words = refused(root)
    child.go_on()
    assert child.ended()[0] == 0
    assert f"process {pid} on elsewhere.example (a lie, since noon)" in words


@pytest.mark.parametrize("code", [errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOLCK])
def test_a_place_without_locks_is_told_and_nothing_weaker_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    root = lay_out(tmp_path)

    def no_lock(_descriptor: int, _way: int) -> None:
        raise error(code)

    monkeypatch.setattr(fcntl, "flock", no_lock)
    with (
        pytest.raises(ContentUnavailable, match=r"state/lock: cannot be locked .*XDG_STATE_HOME"),
        vault_of(root).locked("a test"),
    ):
        pytest.fail("locked all the same")
    assert found(root) == whole(OLD)


def test_a_note_that_cannot_be_written_gives_the_lock_back(tmp_path: Path) -> None:
    root = lay_out(tmp_path)
    fails = from_then_on(0, errno.ENOSPC, frozenset({"write"}))
    with (
        pytest.raises(ContentUnavailable, match=r"nothing was changed: .*the disk is full"),
        vault_of(root, CountedDisk(fails)).locked("a test"),
    ):
        pytest.fail("locked all the same")
    with vault_of(root, wait=0).locked("the next one"):
        pass


def test_a_failure_within_gives_the_lock_back(tmp_path: Path) -> None:
    root = lay_out(tmp_path)
    vault = vault_of(root, wait=0)
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt), vault.locked("a test"):
            raise KeyboardInterrupt
    assert sorted(path.name for path in vault.state.iterdir()) == ["lock"]


def test_control_c_while_the_note_is_removed_gives_the_lock_back(tmp_path: Path) -> None:
    root = lay_out(tmp_path)
    names: list[str] = []

    def interrupt(_step: int, name: str) -> None:
        names.append(name)
        if names.count("unlink") == 2:  # the first is before the note is written
            raise KeyboardInterrupt

    with (
        pytest.raises(KeyboardInterrupt) as caught,  # what is caught keeps the lock from the bin
        vault_of(root, CountedDisk(interrupt)).locked("a test"),
    ):
        pass
    with vault_of(root, wait=0).locked("the next one"):
        assert caught.type is KeyboardInterrupt


def test_a_forked_child_does_not_hold_the_lock_of_its_parent(tmp_path: Path) -> None:
    root = lay_out(tmp_path)
    vault = vault_of(root)

    def commit(_say: Callable[[bytes], object], _wait: Callable[[], object]) -> None:
        with pytest.raises(RuntimeError, match="without the lock"):
            vault.commit(NEW, OLD)

    with vault.locked("a test"):
        assert Child(commit).ended()[0] == 0
        assert "another process" not in refused(root)  # it is still ours
    assert found(root) == whole(OLD)


def test_a_wait_is_ended_by_control_c(tmp_path: Path) -> None:
    root = lay_out(tmp_path)

    def wait_for_it(say: Callable[[bytes], object], _wait: Callable[[], object]) -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            say(b"waits")
            with vault_of(root, wait=60).locked("a second one"):
                say(b"got it")
        except KeyboardInterrupt:
            say(b"interrupted")

    with vault_of(root).locked("a test"):
        child = Child(wait_for_it)
        assert child.heard() == b"waits"
        time.sleep(0.1)
        os.kill(child.pid, signal.SIGINT)
        assert child.ended() == (0, b"interrupted")


def test_processes_that_count_together_lose_no_number(tmp_path: Path) -> None:
    root = lay_out(tmp_path, {"data/count.ttl": b"0"})

    def count(_say: Callable[[bytes], object], _wait: Callable[[], object]) -> None:
        vault = vault_of(root, wait=60)
        for _ in range(5):
            with vault.locked("counting"):
                old = (root / "data/count.ttl").read_bytes()
                new = str(int(old) + 1).encode()
                vault.commit({"data/count.ttl": new}, {"data/count.ttl": old})

    assert [child.ended()[0] for child in [Child(count) for _ in range(3)]] == [0, 0, 0]
    assert (root / "data/count.ttl").read_bytes() == b"15"
