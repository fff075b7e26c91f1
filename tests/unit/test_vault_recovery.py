"""What the next start finds: what it says, and what it will not decide on its own."""

from __future__ import annotations

import errno
import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from ivig_kg.errors import ContentUnavailable
from tests.unit.vault_disks import (
    NEW,
    OLD,
    STEPS,
    CountedDisk,
    Killed,
    found,
    from_then_on,
    killed,
    lay_out,
    once,
    steps_of_a_commit,
    vault_of,
    whole,
)


@pytest.fixture(scope="module")
def moves(tmp_path_factory: pytest.TempPathFactory) -> list[int]:
    """Return the steps of a commit that rename: holder, staging, commit, three targets."""
    steps = steps_of_a_commit(tmp_path_factory.mktemp("dry"))
    return [step for step, name in enumerate(steps) if name == "rename"]


Broken = Callable[[int], Path]


@pytest.fixture
def broken(tmp_path: Path) -> Broken:
    """Return what makes a content whose last commit died at a step."""

    def die(step: int) -> Path:
        root = lay_out(tmp_path)
        vault = vault_of(root, CountedDisk(killed(step)))
        with suppress(Killed), vault.locked("a test"):
            vault.commit(NEW, OLD)
        return root

    return die


def part(root: Path, path: str) -> Path:
    return next((root / path).parent.glob(f".{Path(path).name}.*.part"))


def refused(root: Path) -> str:
    """Return why the next start stops, and demand that it changes nothing."""
    before = found(root)
    with (
        pytest.raises(ContentUnavailable) as caught,
        vault_of(root, wait=0).locked("the next start"),
    ):
        pytest.fail("went on all the same")
    assert found(root) == before
    return str(caught.value)


def recovered(root: Path) -> str:
    with vault_of(root, wait=0).locked("the next start") as told:
        assert bool(told) == bool(str(told))
        return str(told)


def test_what_was_undone_or_completed_is_told_once(broken: Broken, moves: list[int]) -> None:
    paths = "data/one.ttl, data/two.ttl, data/new/deep/three.ttl"
    root = broken(moves[2])
    assert list(root.rglob("*.part"))
    assert recovered(root) == f"a change that broke off was undone: {paths}"
    assert (recovered(root), found(root)) == ("", whole(OLD))
    root = broken(moves[2] + 1)
    assert (root / "data/one.ttl").read_bytes() == OLD["data/one.ttl"]
    assert recovered(root) == f"a change that broke off was completed: {paths}"
    assert (recovered(root), found(root)) == ("", whole(NEW))


def test_a_file_that_was_edited_meanwhile_is_not_overwritten(
    broken: Broken, moves: list[int]
) -> None:
    root = broken(moves[2] + 1)
    edited, waiting = root / "data/two.ttl", part(root, "data/two.ttl")
    edited.write_bytes(b"by hand")
    words = refused(root)
    assert f"{edited}: was edited while a recorded change of it waited in {waiting}" in words
    waiting.replace(edited)  # as the message advises
    assert recovered(root).startswith("a change that broke off was completed")
    assert found(root) == whole(NEW)


def test_a_part_that_is_lost_or_damaged_is_told(broken: Broken, moves: list[int]) -> None:
    root = broken(moves[3] + 1)
    waiting = part(root, "data/two.ttl")
    data = waiting.read_bytes()
    waiting.unlink()
    words = refused(root)
    assert f"two.ttl: a recorded change of it cannot be completed, since {waiting} is lost" in words
    waiting.write_bytes(b"damaged")
    assert refused(root) == words
    (root / "data/two.ttl").write_bytes(data)  # the form that it should have
    recovered(root)
    assert found(root) == whole(NEW)


def test_a_link_that_came_meanwhile_is_not_followed(
    broken: Broken, moves: list[int], tmp_path: Path
) -> None:
    root = broken(moves[2] + 1)
    (root / "data").rename(tmp_path / "elsewhere")
    (root / "data").symlink_to(tmp_path / "elsewhere")
    words = refused(root)
    assert "data: a link" in words
    assert "manifest.json" in words
    assert (tmp_path / "elsewhere/one.ttl").read_bytes() == OLD["data/one.ttl"]


@pytest.mark.parametrize(
    "change",
    [
        {"root": "/elsewhere"},
        {"format": 2},
        {"state": "other"},
        {"files": [{"target": "../x", "before": None, "after": "0"}]},
        {"files": [{"target": "data/one.ttl"}]},
        {"files": {}},
        {"files": 7},
        {"made_folders": ["/"]},
        {"id": "../../x"},
        {"id": None},
    ],
    ids=str,
)
def test_a_record_that_is_none_stops_all_and_is_named(
    broken: Broken, moves: list[int], change: dict[str, object]
) -> None:
    root = broken(moves[2] + 1)
    record = root.parent / "state/manifest.json"
    told = json.loads(record.read_bytes())
    record.write_text(json.dumps({**told, **change}))
    if change == {"files": {}}:
        record.write_bytes(record.read_bytes()[:-9])  # torn
    words = refused(root)
    assert words.startswith(f"{record}: the record of a change that broke off cannot be used (")
    assert record.exists()


def test_a_recovery_on_a_broken_disk_is_tried_again(broken: Broken, moves: list[int]) -> None:
    root = broken(moves[3] + 1)
    disk = CountedDisk(from_then_on(12, errno.EIO, STEPS - {"unlink"}))
    with (
        pytest.raises(ContentUnavailable, match=r"cannot be cleared up: .*; the next start tries"),
        vault_of(root, disk).locked("the next start"),
    ):
        pytest.fail("went on all the same")
    assert recovered(root).startswith("a change that broke off was completed")
    assert found(root) == whole(NEW)


def test_no_change_is_begun_while_another_waits(tmp_path: Path, moves: list[int]) -> None:
    root = lay_out(tmp_path)
    disk = CountedDisk(from_then_on(moves[3], errno.EIO, frozenset({"rename"})))
    vault = vault_of(root, disk)
    more = {"data/more.ttl": b"more"}
    with vault.locked("a test"):
        with pytest.raises(ContentUnavailable, match="will be completed at the next start"):
            vault.commit(NEW, OLD)
        with pytest.raises(ContentUnavailable, match="an earlier change waits to be completed"):
            vault.commit(more, dict.fromkeys(more))
    assert recovered(root).startswith("a change that broke off was completed")
    assert found(root) == whole(NEW)


@pytest.mark.parametrize("step", [1, 2, 3])
def test_control_c_at_the_commit_point_leaves_all_old_or_all_new(
    tmp_path: Path, moves: list[int], step: int
) -> None:
    root = lay_out(tmp_path)

    def interrupt(now: int, _name: str) -> None:
        if now == moves[step]:
            raise KeyboardInterrupt

    vault = vault_of(root, CountedDisk(interrupt))
    with pytest.raises(KeyboardInterrupt), vault.locked("a test"):
        vault.commit(NEW, OLD)
    assert found(root) == whole(NEW if step == 3 else OLD)
    assert recovered(root) == ""


def test_a_leftover_of_an_unknown_change_is_not_touched(tmp_path: Path) -> None:
    root = lay_out(tmp_path)
    stray = root / "data/.one.ttl.0123456789abcdef.part"
    stray.write_bytes(b"it may be another's, or the only copy of something")
    vault = vault_of(root, CountedDisk(once(10**6)))
    with vault.locked("a test"):
        vault.commit(NEW, OLD)
    assert stray.exists()
