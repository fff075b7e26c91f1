"""A cut of power at any step: what nobody waited for is lost, or not, as chance has it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from random import Random

import pytest

from tests.unit.vault_disks import NEW, OLD, Killed, both, killed, once, vault_of, whole
from tests.unit.vault_memory import (
    DONE,
    MemoryDisk,
    after_next_start,
    fresh,
    outcome,
    root,
    steps_of_a_commit,
)

pytestmark = pytest.mark.thorough

__all__ = ["root"]


def demand_whole(root: Path, disk: MemoryDisk, said: str) -> None:
    now = after_next_start(root, disk)
    assert now == whole(NEW) or (now == whole(OLD) and said != DONE)


@pytest.mark.parametrize("seed", range(3))
def test_a_cut_of_power_at_any_step_leaves_all_old_or_all_new(root: Path, seed: int) -> None:
    for step in range(len(steps_of_a_commit(root)) + 1):
        disk = fresh(root)
        disk.told(killed(step))
        said = outcome(root, disk)
        disk.cut(Random(f"{seed} {step}"))  # noqa: S311 (not for secrets)
        demand_whole(root, disk, said)


def test_a_cut_of_power_while_a_failed_change_is_cleared_up(root: Path) -> None:
    count = len(steps_of_a_commit(root))
    chance = Random(7)  # noqa: S311 (not for secrets)
    for _ in range(100):
        fault, end = sorted(chance.choices(range(count), k=2))
        disk = fresh(root)
        disk.told(both(once(fault), killed(end + 1)))
        said = outcome(root, disk)
        disk.cut(chance)
        demand_whole(root, disk, said)


def test_a_cut_of_power_during_the_recovery(root: Path) -> None:
    count = len(steps_of_a_commit(root))
    chance = Random(8)  # noqa: S311 (not for secrets)
    for _ in range(100):
        disk = fresh(root)
        disk.told(killed(chance.randrange(count)))
        said = outcome(root, disk)
        disk.cut(chance)
        disk.told(killed(chance.randrange(40)))
        with suppress(Killed), vault_of(root, disk).locked("a recovery"):
            pass
        disk.cut(chance)
        demand_whole(root, disk, said)


def test_a_cut_of_power_during_the_recovery_of_a_record_that_nobody_waited_for(root: Path) -> None:
    moves = [step for step, name in enumerate(steps_of_a_commit(root)) if name == "rename"]
    for seed in range(3):
        for step in range(10, 60):
            disk = fresh(root)
            disk.told(killed(moves[2] + 1))
            said = outcome(root, disk)
            disk.told(killed(step))
            with suppress(Killed), vault_of(root, disk).locked("a recovery"):
                break
            disk.cut(Random(f"{seed} {step}"))  # noqa: S311 (not for secrets)
            demand_whole(root, disk, said)


def test_a_cut_of_power_brings_no_finished_change_back(root: Path) -> None:
    for seed in range(20):
        disk = fresh(root)
        assert outcome(root, disk) == DONE
        disk.edited(root / "data/two.ttl", b"by hand")
        disk.cut(Random(seed))  # noqa: S311 (not for secrets)
        assert after_next_start(root, disk) == whole({**NEW, "data/two.ttl": b"by hand"})
