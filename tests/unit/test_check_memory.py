"""What is remembered of a check is believed only whole, of the same rules, and of no later day."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from ivig_kg.check import memory as module
from ivig_kg.check.memory import Memory, Seen, keep, key_of, packed, recall
from ivig_kg.content import Content
from ivig_kg.vault.note import read_note, write_note
from ivig_kg.vault.state import state_folder

DAY = date(2026, 11, 30)
SEEN = Seen(sha256(b"text").hexdigest(), packed({"x:b", "x:a"}))
SAID = {"key": "key", "day": "2026-11-30", "time": "", "files": {}}
KNOWN = Memory("key", DAY, "2026-11-30 04:00 UTC", {"data/a.ttl": SEEN})


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Content:
    """Return a small content, and let its state stand beside it."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    for path in ("ontology/a.ttl", "ontology/m.tsv", "data/a.ttl", "queries/checks/a.rq"):
        (tmp_path / "content" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "content" / path).write_text(path, "utf-8")
    return Content(str(tmp_path / "content"), "--content")


def note_of(content: Content) -> Path:
    return state_folder(content.folder.resolve()) / "checked.json"


def sealed(said: object) -> bytes:
    body = json.dumps(said).encode()
    return sha256(b"ivig-kg check 1\n" + body).hexdigest().encode() + b"\n" + body


def test_what_is_kept_is_recalled(content: Content) -> None:
    assert keep(content, KNOWN)
    assert recall(content, "key", DAY) == KNOWN
    assert recall(content, "key", date(2027, 1, 1)) == KNOWN
    assert SEEN.names() == {"x:a", "x:b"}
    assert note_of(content).stat().st_mode & 0o077 == 0


def test_the_seal_of_this_test_is_that_of_the_program(content: Content) -> None:
    keep(content, KNOWN)
    note_of(content).write_bytes(sealed(SAID))
    assert recall(content, "key", DAY) == Memory("key", DAY, "", {})


def test_nothing_is_recalled_of_nothing(content: Content) -> None:
    assert "remembered" in str(recall(content, "key", DAY))
    assert Seen("", packed([])).names() == frozenset()


def test_other_rules_and_a_later_day_are_said(content: Content) -> None:
    keep(content, KNOWN)
    assert "the rules or the program changed" in str(recall(content, "other", DAY))
    assert "later day" in str(recall(content, "key", date(2026, 11, 29)))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data[:-1],
        lambda data: data.replace(b"key", b"kex", 1),
        lambda data: data.replace(b"2026-11-30", b"2026-11-29", 1),
        lambda _: b"",
        lambda _: b"\xff\xfe\n{}",
        lambda _: sealed([]),
        lambda _: sealed({}),
        lambda _: sealed({**SAID, "day": "today"}),
        lambda _: sealed({**SAID, "time": "\x1b[2J"}),
        lambda _: sealed({**SAID, "files": []}),
        lambda _: sealed({**SAID, "files": {"a": 1}}),
        lambda _: sealed({**SAID, "files": {"a": ["x", ""]}}),
        lambda _: sealed({**SAID, "files": {"a": ["0" * 64, "eA=="]}}),
    ],
)
def test_what_is_damaged_counts_as_none(content: Content, spoil: Callable[[bytes], bytes]) -> None:
    keep(content, KNOWN)
    note_of(content).write_bytes(spoil(note_of(content).read_bytes()))
    assert "damaged" in str(recall(content, "key", DAY))


def test_a_link_is_no_note(content: Content, tmp_path: Path) -> None:
    keep(content, KNOWN)
    note_of(content).rename(tmp_path / "elsewhere")
    note_of(content).symlink_to(tmp_path / "elsewhere")
    assert read_note(content.folder, "checked.json") is None


def test_nothing_is_written_into_the_content(
    content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", content.root)
    assert not write_note(content.folder, "checked.json", b"x")
    assert {path.name for path in content.folder.iterdir()} == {"ontology", "data", "queries"}


def test_where_no_state_can_be_written_none_is(
    content: Content, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    assert not keep(content, KNOWN)
    assert isinstance(recall(content, "key", DAY), str)


@pytest.mark.parametrize("path", ["ontology/a.ttl", "ontology/m.tsv", "queries/checks/a.rq"])
def test_the_key_is_another_where_rules_or_ontology_are(content: Content, path: str) -> None:
    before = key_of(content)
    (content.folder / path).write_text("else", "utf-8")
    assert key_of(Content(content.root, content.origin)) != before


def test_the_key_is_the_same_where_data_are_others(content: Content) -> None:
    before = key_of(content)
    (content.folder / "data/a.ttl").write_text("else", "utf-8")
    assert key_of(Content(content.root, content.origin)) == before


@pytest.mark.parametrize("part", ["_version", "_program"])
def test_the_key_is_another_of_another_program(
    content: Content, part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = key_of(content)
    monkeypatch.setattr(module, part, lambda *_: b"another")
    assert key_of(content) != before


def test_under_sudo_nothing_is_written_into_the_home_of_another(
    content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: os.getuid() + 1)
    assert not keep(content, KNOWN)
    assert not note_of(content).parent.exists()
