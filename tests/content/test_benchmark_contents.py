"""Made-up contents of the benchmarks: the same for a seed, wrong only where it is planted."""

from __future__ import annotations

import json
from collections import Counter
from hashlib import sha256
from importlib import import_module
from pathlib import Path

import pytest

import ivig_kg

BENCHMARKS = Path(__file__).resolve().parents[1] / "benchmarks"


def made(folder: Path, statements: int, monkeypatch: pytest.MonkeyPatch, **how: int) -> Path:
    """Make a content by the generator, whose modules stand beside each other."""
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    import_module("generate").make(folder, statements, **how)
    return folder


def hash_of(folder: Path) -> str:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    named = [(str(path.relative_to(folder)), path.read_bytes()) for path in files]
    return sha256(repr(named).encode()).hexdigest()


@pytest.mark.thorough
def test_same_seed_same_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hashes = [
        hash_of(made(tmp_path / name, 300, monkeypatch, seed=seed))
        for name, seed in (("one", 1), ("two", 1), ("three", 2))
    ]
    assert hashes[0] == hashes[1]
    assert hashes[0] != hashes[2]


def test_conditions_are_six_deep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = made(tmp_path / "content", 1000, monkeypatch)
    text = (content / "ontology/terms/made-up.ttl").read_text("utf-8")
    for kind in ("Subtype", "Condition"):
        depths = Counter(
            line.split(", ")[1][0] for line in text.splitlines() if f'"made-up {kind}' in line
        )
        assert set(depths) == set("123456"), kind
    assert text.count("made-up Subtype") // 2 == 300
    conditions = text.count("made-up Condition") + text.count("made-up Other")
    assert conditions // 2 == 100


@pytest.mark.thorough
def test_check_finds_what_is_planted_and_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = made(tmp_path / "content", 1000, monkeypatch, errors=10)
    planted = json.loads((content / "planted.json").read_text("utf-8"))["findings"]
    assert sum(planted.values()) == 14
    assert Counter(finding.rule for finding in ivig_kg.open(content).check()) == planted
