"""``ivig-kg check --changed``: what it says, and what it refuses."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["data"], "give no PATH with --changed"),
        (["--document", "text.txt"], "--document stands alone"),
    ],
)
def test_it_stands_alone(run: Run, words: list[str], why: str) -> None:
    done = run("check", "--changed", *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert why in done.stderr


@pytest.mark.thorough
def test_it_says_how_much_it_looks_at_and_writes_nothing_into_the_content(
    run: Run, small: Path
) -> None:
    root = small
    for rule in (root / "queries/checks").glob("ontology-*.rq"):
        rule.unlink()  # of terms that little data do not use, for one
    before = {path: path.stat().st_mtime_ns for path in root.rglob("*")}
    first, second = (run("check", "--changed", "--content", root) for _ in range(2))
    assert {path: path.stat().st_mtime_ns for path in root.rglob("*")} == before
    agents = root / "data/agents.ttl"
    agents.write_text(
        agents.read_text("utf-8").replace("first entry", "first e\u0301ntry"), "utf-8"
    )
    third = run("check", "--changed", "--content", root)
    assert [done.returncode for done in (first, second, third)] == [0, 0, 1]
    assert "check: all files, since no check that found nothing is remembered" in first.stderr
    assert "check: 0 of 2 files changed since the check of 20" in second.stderr
    assert "check: 1 of 2 files changed since the check of 20" in third.stderr
    assert third.stdout == run("check", "--content", root).stdout
    assert "data/agents.ttl:" in third.stdout
