"""A check of what changed finds what a check of all finds, whatever went wrong in a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from ivig_kg.catalog import Catalog
from ivig_kg.check import parts
from ivig_kg.check.lately import _keep, remembering
from ivig_kg.check.run import Checker, Looked
from ivig_kg.content import find_content
from ivig_kg.model import Finding
from ivig_kg.namespaces import read_namespaces
from ivig_kg.vault.note import read_note, write_note
from tests.content.made_up import DATA, PREFIXES, content_of, data_of, lay, little

TODAY = date(2026, 11, 30)
MADE, OTHER = "data/sources/made-up-2011.ttl", "data/sources/other-2012.ttl"
AGENTS, SIDES = "data/agents.ttl", "data/assessments/disagreements.ttl"
NEW = "data/sources/new-2013.ttl"
KIND = "src:made-up-2011\n  a ivig:ResearchArticle ;"


class Edit(NamedTuple):
    """A file, what is taken out of it, and what stands there instead."""

    path: str
    old: str
    new: str


def block(path: str, name: str) -> str:
    """Return the block of a thing as it stands in the style of the project."""
    text = TEXTS[path].decode()
    start = text.index(f"\n{name}\n") + 1
    return text[start : text.index(" .\n", start) + 3]


def edits(fault: str) -> tuple[Edit, ...]:
    moved = block(OTHER, "st:other-2012-1")
    return {
        "a class is gone": (Edit(MADE, KIND, "src:made-up-2011"),),
        "a class is another": (Edit(MADE, KIND, KIND.replace("ResearchArticle", "Population")),),
        "a class is of another file": (
            Edit(NEW, "", f"{PREFIXES}src:made-up-2011\n  a ivig:Population .\n"),
        ),
        "a file is gone": (Edit(MADE, TEXTS[MADE].decode(), ""),),
        "a file is new": (
            Edit(NEW, "", f"{PREFIXES}st:new-2013-1\n  ivig:statedIn src:new-2013 .\n"),
        ),
        "a thing is gone": (Edit(MADE, block(MADE, "st:made-up-2011-1"), ""),),
        "a thing has another name": (Edit(AGENTS, "agent:test-curator\n", "agent:test-curater\n"),),
        "a thing moved": (Edit(OTHER, moved, ""), Edit(MADE, "", f"\n{moved}")),
        "a thing is in two files": (Edit(MADE, "", f"\n{moved}"),),
        "a second value in another file": (
            Edit(NEW, "", f'{PREFIXES}st:other-2012-1\n  ivig:locator "page 2" .\n'),
        ),
        "a day that is none": (Edit(OTHER, '"2026-11-24"^^', '"2026-02-30"^^'),),
        "a day to come": (Edit(OTHER, '"2026-11-24"^^', '"2027-01-01"^^'),),
        "a property that is none": (Edit(OTHER, "ivig:locator", "ivig:locater"),),
        "a property is missing": (Edit(OTHER, '  ivig:locator "abstract" ;\n', ""),),
        "a value of another class": (Edit(OTHER, "ivig:Draft", "ivig:Abstract"),),
        "a value that is not there": (Edit(SIDES, "ivig:side st:other", "ivig:side st:further"),),
        "a blank node": (Edit(OTHER, "ivig:statedIn src:other-2012", "ivig:statedIn []"),),
        "an accent apart": (Edit(OTHER, '"other-2012-1"@en', '"othe\u0301r"@en'),),
        "a status without an entry": (Edit(MADE, "ivig:Draft", "ivig:Accepted"),),
        "data that say what is above": (
            Edit(OTHER, "", "\nivig:Draft rdfs:subClassOf ivig:Population .\n"),
        ),
        "another label": (Edit(OTHER, '"other-2012-1"@en', '"another label"@en'),),
    }[fault]


FAULTS = (
    *("a class is gone", "a class is another", "a class is of another file", "a file is gone"),
    *("a file is new", "a thing is gone", "a thing has another name"),
    *("a thing is in two files", "a second value in another file", "a day that is none"),
    *("a day to come", "a property that is none", "a property is missing"),
    *("a value of another class", "a value that is not there", "a blank node"),
    *("an accent apart", "a status without an entry", "data that say what is above"),
)
SOUND = ("a thing moved", "another label")
TEXTS: dict[str, bytes] = {}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a content that was checked, and nothing was found."""
    root = little(tmp_path_factory.mktemp("content"))
    for file in find_content().files:
        if (file.path.startswith(("ontology/", "queries/checks/"))) and not (
            Path(file.path).name.startswith("ontology-") or "mappings" in file.path
        ):
            (root / file.path).parent.mkdir(parents=True, exist_ok=True)
            (root / file.path).write_bytes(file.data)
    lay(root, DATA)
    TEXTS.update(data_of(root))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        assert remembering(checker(root)) == []
        yield root


@pytest.fixture(autouse=True)
def _as_remembered_first(root: Path) -> Iterator[None]:
    note = read_note(root, "checked.json")
    yield
    assert note
    assert write_note(root, "checked.json", note)


def checker(root: Path, today: date = TODAY) -> Checker:
    content = content_of(root)
    namespaces = read_namespaces(content)
    return Checker(content, Catalog(content, namespaces), namespaces, today)


def edited(root: Path, fault: str) -> None:
    """Let the data be what they were, but for a fault."""
    texts: Mapping[str, str] = {path: data.decode() for path, data in TEXTS.items()}
    for path, old, new in edits(fault):
        text = texts.get(path, "")
        assert old in text
        texts = {**texts, path: text.replace(old, new, 1) if old else text + new}
    for path in {*texts, NEW}:
        (root / path).unlink(missing_ok=True)
        if text := texts.get(path, ""):
            (root / path).write_text(text, "utf-8")


def both(root: Path, fault: str) -> tuple[list[Finding], list[Finding], list[str]]:
    """Return what both checks find, and what is said of the second."""
    edited(root, fault)
    told: list[str] = []
    return checker(root).check(), remembering(checker(root), tell=told.append), told


@pytest.mark.parametrize(
    "fault",
    [*FAULTS[:2], *(pytest.param(fault, marks=pytest.mark.thorough) for fault in FAULTS[2:])],
)
def test_what_changed_is_found_wrong_as_in_the_whole(root: Path, fault: str) -> None:
    whole, changed, told = both(root, fault)
    assert changed == whole
    assert whole
    assert len(told) == 1
    changed_files = {edit.path for edit in edits(fault)}
    of = len({*data_of(root), *changed_files})
    assert f"check: {len(changed_files)} of {of} files changed since the check of 20" in told[0]


@pytest.mark.thorough
def test_findings_lie_in_files_that_did_not_change(root: Path) -> None:
    _, changed, _ = both(root, "a class is gone")
    assert {OTHER, SIDES} & {finding.path for finding in changed}


@pytest.mark.thorough
@pytest.mark.parametrize("fault", FAULTS[2:5])
def test_in_parts_it_finds_the_same(
    root: Path, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "_SMALL", 0)
    whole, changed, _ = both(root, fault)
    assert changed == whole


@pytest.mark.thorough
def test_what_is_found_is_found_again_until_it_is_mended(root: Path) -> None:
    whole, first, _ = both(root, "a thing is gone")
    told: list[str] = []
    assert remembering(checker(root), tell=told.append) == first == whole
    assert told[0].startswith("check: 1 of 4 files changed")


@pytest.mark.thorough
@pytest.mark.parametrize("change", SOUND)
def test_a_check_of_what_changed_is_remembered_where_nothing_is_found(
    root: Path, change: str
) -> None:
    whole, changed, _ = both(root, change)
    assert whole == changed == []
    told: list[str] = []
    assert remembering(checker(root), tell=told.append) == []
    assert told[0].startswith("check: 0 of 4 files changed")
    edited(root, "a class is gone")  # and the change before is taken back
    assert remembering(checker(root), tell=told.append) == checker(root).check() != []
    assert told[1].startswith("check: 2 of 4 files changed")


def test_what_data_say_of_classes_is_not_remembered(root: Path) -> None:
    (root / NEW).write_text(
        f"{PREFIXES}ivig:MadeUp rdfs:subClassOf ivig:ResearchArticle .\n", "utf-8"
    )
    note = read_note(root, "checked.json")
    _keep(checker(root), "key", Looked(frozenset(), {}), {}, None)
    assert read_note(root, "checked.json") == note
    (root / NEW).unlink()


@pytest.mark.parametrize("text", ["NOW()", "rand ( )"])
def test_a_rule_that_finds_another_thing_each_time_is_asked_each_time(
    root: Path, text: str
) -> None:
    rule = root / "queries/checks/fickle.rq"
    asked = f"SELECT ?focus ?path ?detail {{ FILTER ({text} = 2) }}"
    rule.write_text(f'# A rule that depends on the moment.\n#+ mend: "none"\n{asked}\n')
    told: list[str] = []
    try:
        remembering(checker(root), tell=told.append)
    finally:
        rule.unlink()
    assert told == ["check: all files, since a rule asks for the time or for chance"]
