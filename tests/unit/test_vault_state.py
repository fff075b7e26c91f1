"""Where lock and journal are, and what the journal keeps."""

from __future__ import annotations

import errno
import json
import os
import stat
from hashlib import sha256
from pathlib import Path

import pytest

from ivig_kg.errors import ContentUnavailable
from ivig_kg.vault import Disk, Vault
from ivig_kg.vault.journal import Journal
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


def key(root: Path) -> str:
    return sha256(str(root.resolve()).encode()).hexdigest()[:16]


def test_the_state_is_where_the_environment_says_and_private(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "there"))
    root = lay_out(tmp_path)
    vault = Vault(root, disk=CountedDisk())
    with vault.locked("a test"):
        vault.commit(NEW, OLD)
    vault.note(act="a test")
    assert vault.state == tmp_path / "there" / "ivig-kg" / key(root)
    names = {each.name: stat.S_IMODE(each.stat().st_mode) for each in vault.state.iterdir()}
    assert names == {"lock": 0o600, "journal.jsonl": 0o600}
    assert stat.S_IMODE(vault.state.stat().st_mode) == 0o700
    assert found(root) == whole(NEW)


@pytest.mark.parametrize("named", [None, "", "relative/folder"])
def test_without_a_good_place_in_the_environment_it_is_in_the_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: str | None
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("XDG_STATE_HOME", raising=False)
    if named is not None:
        monkeypatch.setenv("XDG_STATE_HOME", named)
    state = Vault(tmp_path).state
    assert state == tmp_path / "home/.local/state/ivig-kg" / key(tmp_path)


def test_without_a_home_the_message_names_the_variable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_home() -> Path:
        raise RuntimeError("none")

    monkeypatch.delenv("XDG_STATE_HOME", raising=False)
    monkeypatch.setattr(Path, "home", no_home)
    with pytest.raises(ContentUnavailable, match=r"no home folder .* set XDG_STATE_HOME"):
        Vault(tmp_path)


@pytest.mark.parametrize("code", [errno.EACCES, errno.EROFS])
def test_a_state_that_cannot_be_made_names_folder_and_variable(tmp_path: Path, code: int) -> None:
    root = lay_out(tmp_path)
    fails = from_then_on(0, code, frozenset({"make_folder"}))
    words = (
        rf"state: the folder for lock .* \(.*({'permission' if code == errno.EACCES else 'only'})"
    )
    with (
        pytest.raises(ContentUnavailable, match=f"{words}.*XDG_STATE_HOME"),
        vault_of(root, CountedDisk(fails)).locked("a test"),
    ):
        pytest.fail("locked all the same")


def test_a_file_in_place_of_the_state_is_told(tmp_path: Path) -> None:
    root = lay_out(tmp_path)
    (tmp_path / "state").write_bytes(b"")
    with (
        pytest.raises(ContentUnavailable, match=r"state.*XDG_STATE_HOME"),
        vault_of(root).locked("a test"),
    ):
        pytest.fail("locked all the same")


def test_a_state_that_is_write_protected_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = lay_out(tmp_path)
    (tmp_path / "state").mkdir()
    monkeypatch.setattr(os, "access", lambda _path, _way: False)  # root may write anywhere
    with (
        pytest.raises(ContentUnavailable, match=r"state: .* not writable; set XDG_STATE_HOME"),
        vault_of(root).locked("a test"),
    ):
        pytest.fail("locked all the same")


def test_a_state_within_the_content_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = lay_out(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(root / "data"))
    with (
        pytest.raises(ContentUnavailable, match="cannot lie within it; set XDG_STATE_HOME"),
        Vault(root).locked("a test"),
    ):
        pytest.fail("locked all the same")
    assert found(root) == whole(OLD)


def test_the_journal_keeps_what_it_is_told_with_time_and_process(tmp_path: Path) -> None:
    vault = vault_of(lay_out(tmp_path))
    assert vault.journal() == []
    vault.note(act="add", why='lines\nand "quotes", ümlauts', pid="a lie")
    vault.note(act="undo")
    first, second = vault.journal()
    assert first["why"] == 'lines\nand "quotes", ümlauts'
    assert first["pid"] == str(os.getpid())
    assert first["time"] <= second["time"]
    assert first["time"].endswith("+00:00")
    assert [entry["act"] for entry in (first, second)] == ["add", "undo"]


def test_a_torn_line_is_passed_over_and_spoils_no_other(tmp_path: Path) -> None:
    vault = vault_of(lay_out(tmp_path))
    vault.note(act="first")
    with (vault.state / "journal.jsonl").open("ab") as stream:
        stream.write(b'{"act": "tor')
    assert [entry["act"] for entry in vault.journal()] == ["first"]
    vault.note(act="after it")
    with (vault.state / "journal.jsonl").open("ab") as stream:
        stream.write(b'\xff\xfe\n[1]\n"text"\n\n')
    vault.note(act="last")
    assert [entry["act"] for entry in vault.journal()] == ["first", "after it", "last"]


def test_an_entry_is_one_write_to_the_end(tmp_path: Path) -> None:
    disk = CountedDisk()
    vault = vault_of(lay_out(tmp_path), disk)
    vault.note(act="first")
    disk.calls.clear()
    vault.note(act="second", why="long " * 5000)
    assert [name for name in disk.calls if name not in {"status", "read_end"}] == [
        "open_end",
        "write",
        "fsync",
        "close",
    ]


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_entries_of_several_processes_are_all_there_and_whole(tmp_path: Path) -> None:
    root = lay_out(tmp_path)
    vault_of(root).note(act="0")

    def twenty(act: str) -> Child:
        def note(_say: object, _wait: object) -> None:
            for _ in range(20):
                vault_of(root).note(act=act)

        return Child(note)

    assert [child.ended()[0] for child in [twenty(act) for act in "123"]] == [0, 0, 0]
    acts = sorted(entry["act"] for entry in vault_of(root).journal())
    assert acts == sorted(["0", *"123" * 20])
    lines = (tmp_path / "state/journal.jsonl").read_bytes().splitlines()
    # One who finds another's line half written begins a new one: a line may be empty.
    assert [json.loads(line) for line in lines if line]


def test_a_long_journal_is_begun_anew_once_by_who_holds_the_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ivig_kg.vault.journal.LARGEST", 500)
    vault = vault_of(lay_out(tmp_path))
    for _ in range(10):
        vault.note(act="without the lock")
    assert [path.name for path in vault.state.iterdir()] == ["journal.jsonl"]
    with vault.locked("a test"):
        for turn in range(30):
            vault.note(act=str(turn))
    sizes = {path.name: path.stat().st_size for path in vault.state.glob("journal*")}
    assert sizes.keys() == {"journal.jsonl", "journal.1.jsonl"}
    assert all(size <= 500 for size in sizes.values())
    kept = [int(entry["act"]) for entry in vault.journal()]
    assert kept == list(range(30))[-len(kept) :]
    assert len(kept) > 5


def test_a_journal_that_cannot_be_written_or_read_is_told(tmp_path: Path) -> None:
    root = lay_out(tmp_path)
    vault_of(root).note(act="first")

    def fails(_step: int, name: str) -> None:
        if name in {"write", "read"}:
            raise error(errno.ENOSPC)

    vault = vault_of(root, CountedDisk(fails))
    with pytest.raises(
        ContentUnavailable, match=r"misses an entry: .*journal\.jsonl: the disk is full"
    ):
        vault.note(act="second")
    with pytest.raises(ContentUnavailable, match="the local journal: the disk is full"):
        vault.journal()
    assert [entry["act"] for entry in Journal(vault.state, Disk()).entries()] == ["first"]
