"""The vault on a sound disk: what is written, what is refused, and what a reader sees."""

from __future__ import annotations

import os
import stat
import threading
from pathlib import Path

import pytest

from ivig_kg.errors import ContentUnavailable, UsageError
from ivig_kg.vault import Disk, Vault
from tests.unit.vault_disks import NEW, OLD, CountedDisk, found, lay_out, vault_of, whole


def test_files_and_folders_are_written_and_no_other_file_is_touched(tmp_path: Path) -> None:
    root = lay_out(tmp_path)
    vault = vault_of(root, Disk())
    with vault.locked("a test") as recovered:
        vault.commit(NEW, OLD)
    assert (bool(recovered), str(recovered)) == (False, "")
    assert found(root) == whole(NEW)
    assert {path.name for path in (tmp_path / "state").iterdir()} == {"lock"}


def test_two_commits_under_one_lock(tmp_path: Path) -> None:
    root = lay_out(tmp_path)
    vault = vault_of(root)
    with vault.locked("a test"):
        vault.commit(NEW, OLD)
        vault.commit({"data/two.ttl": b"newer"}, {"data/two.ttl": NEW["data/two.ttl"]})
    assert found(root) == whole({**NEW, "data/two.ttl": b"newer"})


def test_what_is_as_it_should_be_is_not_written(tmp_path: Path) -> None:
    root = lay_out(tmp_path)
    disk = CountedDisk()
    vault = vault_of(root, disk)
    same = {"data/one.ttl": (root / "data/one.ttl").read_bytes()}
    with vault.locked("a test"):
        disk.calls.clear()
        vault.commit(same, same)
        assert set(disk.calls) == {"status", "read"}
        vault.commit({**same, "data/two.ttl": b"2"}, {**same, "data/two.ttl": None})
    assert disk.calls.count("create") == 3  # the record, twice, and one file
    assert found(root) == whole({**OLD, "data/two.ttl": b"2"})


def test_a_file_keeps_its_rights_and_a_new_one_follows_the_mask(tmp_path: Path) -> None:
    root = lay_out(tmp_path)
    (root / "data/one.ttl").chmod(0o664)
    vault = vault_of(root)
    mask = os.umask(0o027)
    try:
        with vault.locked("a test"):
            vault.commit(NEW, OLD)
    finally:
        os.umask(mask)
    rights = [
        stat.S_IMODE((root / path).stat().st_mode) for path in ("data/one.ttl", "data/two.ttl")
    ]
    assert rights == [0o664, 0o640]


@pytest.mark.parametrize(
    ("changed", "before"),
    [(b"edited", OLD["data/one.ttl"]), (b"made", None), (None, b"gone")],
    ids=["edited", "made", "gone"],
)
def test_what_was_changed_meanwhile_is_not_overwritten(
    tmp_path: Path, changed: bytes | None, before: bytes | None
) -> None:
    root = lay_out(tmp_path, {"data/one.ttl": changed})
    vault = vault_of(root)
    state = found(root)
    with (
        vault.locked("a test"),
        pytest.raises(ContentUnavailable, match=r"one\.ttl: was changed meanwhile .* run it again"),
    ):
        vault.commit(NEW, {**OLD, "data/one.ttl": before})
    assert found(root) == state


def test_a_change_between_the_first_look_and_the_commit_is_seen(tmp_path: Path) -> None:
    root = lay_out(tmp_path)
    edited = root / "data/one.ttl"

    def edit(_step: int, name: str) -> None:
        if name == "make_folder":
            edited.write_bytes(b"edited by hand")

    vault = vault_of(root)
    with vault.locked("a test"):
        pass  # the folder of the state is made
    vault = vault_of(root, CountedDisk(edit))
    with vault.locked("a test"), pytest.raises(ContentUnavailable, match="changed meanwhile"):
        vault.commit(NEW, OLD)
    assert found(root) == whole({**OLD, "data/one.ttl": b"edited by hand"})


@pytest.mark.parametrize(
    "path",
    [
        "/etc/passwd",
        "../outside.ttl",
        "data/../../outside.ttl",
        "data//one.ttl",
        "data/",
        "",
        ".",
        "data/./one.ttl",
        ".git/config",
        "data/.hidden.ttl",
        "data/a\nb.ttl",
        "data/a\0b.ttl",
        "data/\u202eltt.ttl",
        "data/\ud800.ttl",
        "data\\one.ttl",
        "C:one.ttl",
    ],
)
def test_paths_that_are_none_below_the_content_are_refused(tmp_path: Path, path: str) -> None:
    root = lay_out(tmp_path)
    vault = vault_of(root)
    with vault.locked("a test"), pytest.raises(UsageError, match="path"):
        vault.commit({"data/two.ttl": b"2", path: b"bad"}, {"data/two.ttl": None, path: None})
    assert found(root) == whole(OLD)
    assert {each.name for each in tmp_path.iterdir()} == {"content", "state"}


@pytest.mark.parametrize("link", ["data/two.ttl", "data/new", "data/new/deep"])
def test_links_are_not_followed(tmp_path: Path, link: str) -> None:
    root = lay_out(tmp_path)
    outside = tmp_path / "outside"
    (outside / "deep").mkdir(parents=True)
    (root / link).parent.mkdir(exist_ok=True)
    (root / link).symlink_to(outside)
    vault = vault_of(root)
    with (
        vault.locked("a test"),
        pytest.raises(UsageError, match=f"{link}: a link; put the fi|older"),
    ):
        vault.commit(NEW, OLD)
    assert found(outside) == {"deep": None}
    assert (root / "data/one.ttl").read_bytes() == OLD["data/one.ttl"]


def test_a_dangling_link_and_a_folder_are_no_files(tmp_path: Path) -> None:
    root = lay_out(tmp_path)
    (root / "data/link.ttl").symlink_to(tmp_path / "nowhere")
    (root / "data/folder.ttl").mkdir()
    vault = vault_of(root)
    with vault.locked("a test"):
        with pytest.raises(UsageError, match=r"link\.ttl: a link; put the file itself"):
            vault.commit({"data/link.ttl": b"x"}, {"data/link.ttl": None})
        with pytest.raises(UsageError, match=r"folder\.ttl: not a file"):
            vault.commit({"data/folder.ttl": b"x"}, {"data/folder.ttl": None})
        with pytest.raises(UsageError, match=r"one\.ttl: not a folder"):
            vault.commit({"data/one.ttl/x.ttl": b"x"}, {"data/one.ttl/x.ttl": None})
    assert not (tmp_path / "nowhere").exists()


def test_a_root_that_is_a_link_is_the_folder_that_it_means(tmp_path: Path) -> None:
    root = lay_out(tmp_path)
    (tmp_path / "link").symlink_to(root)
    vault = Vault(tmp_path / "link", state=tmp_path / "state", disk=CountedDisk())
    with vault.locked("a test"):
        vault.commit(NEW, OLD)
    assert found(root) == whole(NEW)


def test_a_file_that_is_to_be_a_folder_too_is_refused_as_a_whole(tmp_path: Path) -> None:
    root = lay_out(tmp_path)
    vault = vault_of(root)
    both = {"data/x": b"file", "data/x/y": b"file in it"}
    with vault.locked("a test"), pytest.raises(ContentUnavailable, match="nothing was changed"):
        vault.commit(both, dict.fromkeys(both))
    assert found(root) == whole(OLD)


def test_only_who_holds_the_lock_commits(tmp_path: Path) -> None:
    root = lay_out(tmp_path)
    vault = vault_of(root)
    failures: list[str] = []

    def elsewhere() -> None:
        with pytest.raises(RuntimeError, match="without the lock") as caught:
            vault.commit(NEW, OLD)
        failures.append(str(caught.value))

    with pytest.raises(RuntimeError, match="without the lock"):
        vault.commit(NEW, OLD)
    with vault.locked("a test"):
        thread = threading.Thread(target=elsewhere)
        thread.start()
        thread.join()
        with pytest.raises(RuntimeError, match="already"), vault.locked("again"):
            pass
    assert failures == ["commit without the lock"]
    assert found(root) == whole(OLD)


def test_a_reader_without_the_lock_sees_each_file_whole(tmp_path: Path) -> None:
    root = lay_out(tmp_path)
    texts = [b"a" * 100_000, b"b" * 300_000]
    (root / "data/one.ttl").write_bytes(texts[0])
    seen: set[bytes] = set()
    ended = threading.Event()

    def read() -> None:
        while not ended.is_set():
            seen.add((root / "data/one.ttl").read_bytes())

    reader = threading.Thread(target=read)
    reader.start()
    vault = vault_of(root)
    with vault.locked("a test"):
        for turn in range(30):
            old, new = texts[turn % 2], texts[(turn + 1) % 2]
            vault.commit({"data/one.ttl": new}, {"data/one.ttl": old})
    ended.set()
    reader.join()
    assert seen <= set(texts)
    assert seen
