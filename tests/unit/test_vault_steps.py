"""A failure or a death at any step of a change or a recovery: all old or all new, and no lie."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from tests.unit.vault_disks import (
    NEW,
    OLD,
    WRITING,
    Killed,
    from_then_on,
    killed,
    once,
    vault_of,
    whole,
)
from tests.unit.vault_memory import (
    DIED,
    DONE,
    after_next_start,
    fresh,
    outcome,
    root,
    steps_of_a_commit,
)

pytestmark = pytest.mark.thorough

__all__ = ["root"]
LATER = "the change is recorded and will be completed at the next start: "
UNDONE_LATER = "nothing was changed, and leftovers are removed at the next start: "
EITHER = "the next start will either undo the change or complete it"
UNTOUCHED = "nothing was "


@pytest.mark.parametrize("late", [False, True], ids=["before", "after"])
def test_one_failure_at_any_step_is_put_right_at_once(root: Path, *, late: bool) -> None:
    said = []
    for step, name in enumerate(steps_of_a_commit(root)):
        disk = fresh(root)
        disk.told(once(step), late=late)
        said.append(outcome(root, disk))
        done = said[-1] == DONE
        now = disk.below(root)
        assert now == whole(NEW if done else OLD), (step, name, said[-1])
        assert "manifest.json" not in disk.below(root.parent / "state"), (step, name)
        assert after_next_start(root, disk) == now
        assert done or said[-1].startswith(UNTOUCHED) or "XDG_STATE_HOME" in said[-1]
    assert {DONE} < set(said)


@pytest.mark.parametrize("names", [WRITING, None], ids=["read-only", "all"])
def test_what_a_failure_says_comes_true_when_the_disk_stays_broken(
    root: Path, names: frozenset[str] | None
) -> None:
    seen = set()
    for step, name in enumerate(steps_of_a_commit(root)):
        disk = fresh(root)
        disk.told(from_then_on(step, errno.EROFS, names) if names else from_then_on(step))
        said = outcome(root, disk)
        kind = next((k for k in (LATER, UNDONE_LATER, EITHER, DONE) if said.startswith(k)), "")
        if not kind:
            assert disk.below(root) == whole(OLD)
        now = after_next_start(root, disk)
        assert now in (whole(OLD), whole(NEW)), (step, name)
        assert kind == EITHER or now == whole(NEW if kind in {LATER, DONE} else OLD), (step, said)
        seen.add(kind)
    assert seen == ({"", DONE, LATER, UNDONE_LATER} if names else {"", DONE, EITHER})


@pytest.mark.parametrize("phase", ["staging", "commit", "moving", "tidying"])
def test_a_recovery_that_dies_at_any_step_is_taken_up_by_the_next(root: Path, phase: str) -> None:
    steps = steps_of_a_commit(root)
    moves = [step for step, name in enumerate(steps) if name == "rename"]
    folders = [step for step, name in enumerate(steps) if name == "fsync_folder"]
    at = {
        "staging": moves[2] - 3,  # all parts are there
        "commit": moves[2] + 1,
        "moving": moves[3] + 1,
        "tidying": folders[-2],
    }[phase]
    wanted = whole(OLD if phase == "staging" else NEW)
    for step in range(200):
        disk = fresh(root)
        disk.told(killed(at))
        assert outcome(root, disk) == DIED
        disk.told(killed(step))
        with suppress(Killed), vault_of(root, disk, wait=0).locked("a recovery"):
            break
        assert after_next_start(root, disk) == wanted, step
    assert 20 < step < 100
    assert disk.below(root) == wanted


paths = some.sampled_from(["data/one.ttl", "data/b/c.ttl", "data/b/d/e.ttl", "new/f.ttl", "g.ttl"])
texts = some.none() | some.binary(max_size=12)


@pytest.fixture(scope="module")
def one_root() -> Iterator[Path]:
    with TemporaryDirectory() as base:
        (Path(base) / "state").mkdir()
        yield Path(base) / "content"


@settings(max_examples=100, deadline=None)
@given(
    some.dictionaries(paths, some.tuples(texts, some.binary(max_size=12)), max_size=5),
    some.integers(0, 120),
    some.lists(some.integers(0, 60), max_size=3),
)
def test_any_change_and_any_deaths(
    one_root: Path, change: dict[str, tuple[bytes | None, bytes]], death: int, later: list[int]
) -> None:
    old = {path: texts[0] for path, texts in change.items()}
    new = {path: texts[1] for path, texts in change.items()}
    disk = fresh(one_root, old)
    disk.told(killed(death))
    said = outcome(one_root, disk, new, old)
    for step in later:
        disk.told(killed(step))
        with suppress(Killed), vault_of(one_root, disk, wait=0).locked("a recovery"):
            pass
    now = after_next_start(one_root, disk)
    assert now == whole(new) or (now == whole(old) and said == DIED)
