"""What holds whatever curators do: an export is the content, and no act loses or breaks anything.

A change is checked by the rules on the evidence only, and the content has little of the ontology:
the acts are many, and what the shapes find is tested elsewhere. At the end the whole check is run.
That ``format`` keeps the graph is tested for all graphs in test_turtle_properties.py.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from ivig_kg.catalog import Catalog
from ivig_kg.check import Checker
from ivig_kg.check.place import Places
from ivig_kg.check.rules import engine_of, rule_findings
from ivig_kg.content import find_content
from ivig_kg.curate import (
    Desk,
    Done,
    at_desk,
    dispute,
    read_sheet,
    retract,
    review,
    supersede,
    take_in_graph,
    take_in_table,
    undo,
)
from ivig_kg.errors import InvalidInput, UsageError
from ivig_kg.export import export
from ivig_kg.model import Finding
from ivig_kg.namespaces import read_namespaces
from tests.content.made_up import (
    DATA,
    content_of,
    data_of,
    lay,
    little,
    said_by,
    source,
    statement,
)

BASE = "https://w3id.org/ivig-kg/"
IVIG = f"{BASE}ontology#"
CREATOR = "http://purl.org/dc/terms/creator"
FIRST = settings(derandomize=True, deadline=None, phases=(Phase.generate,), database=None)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a content without data, whose changes are checked by the rules alone."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setattr(Desk, "tried", by_the_rules)
    return little(tmp_path / "content")


def by_the_rules(desk: Desk, changes: Mapping[str, bytes]) -> list[Finding]:
    """Return what the rules find in a content as it would be."""
    after = desk.content.replaced(changes)
    texts = ((file.path, file.path, file.data) for file in after.below("ontology", "data"))
    engine = engine_of(texts, (), desk.namespaces)
    checks = Catalog(after, desk.namespaces).checks
    return list(rule_findings(engine, checks, Places(lambda _: None), desk.namespaces, {}))


def at(root: Path, act: Callable[[Desk], Done], agent: str = "test-curator") -> Done:
    with at_desk(content_of(root), "the test", agent=agent) as desk:
        return act(desk)


words = st.text(st.characters(categories=("L", "N", "P", "S", "Zs")), max_size=12).map(
    lambda text: unicodedata.normalize("NFC", text).strip() or "x"
)
numbers = st.from_regex(r"[0-9]{1,3}\.[0-9]{1,3}", fullmatch=True)
statuses = st.sampled_from(["Draft", "Accepted", "Superseded", "Retracted"])
drawn = st.lists(st.tuples(words, numbers, statuses), min_size=1, max_size=4)


def as_data(found: list[tuple[str, str, str]]) -> dict[str, tuple[str, ...]]:
    """Return files of data that say what was drawn, one source as a file and one as a folder."""
    said = []
    for number, (label, estimate, status) in enumerate(found, 1):
        name = f"made-up-2011-{number}"
        escaped = label.replace("\\", "\\\\").replace('"', '\\"')
        told = statement(name, escaped, f"\n  ivig:result st:{name}.result-1 ;")
        said.append(told.replace("ivig:Draft", f"ivig:{status}"))
        said.append(f"st:{name}.result-1\n  a ivig:OutcomeResult ;\n  ivig:estimate {estimate} .\n")
    return {
        **{path: blocks for path, blocks in DATA.items() if "made-up" not in path},
        "data/dataset.ttl": ("graph:data\n  a <http://rdfs.org/ns/void#Dataset> .\n",),
        "data/sources/made-up-2011/document.ttl": (source("made-up-2011"),),
        "data/sources/made-up-2011/statements.ttl": tuple(said),
    }


@pytest.mark.parametrize(
    "kind", ["nq", *(pytest.param(kind, marks=pytest.mark.thorough) for kind in ("ttl", "jsonld"))]
)
def test_taking_in_an_export_gives_the_same_graph(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    # Whatever the files say: what is drawn here keeps no rule.
    monkeypatch.setattr(Desk, "tried", lambda *_: [])
    tried = 0

    @settings(FIRST, max_examples=3)
    @given(drawn)
    def same(found: list[tuple[str, str, str]]) -> None:
        nonlocal tried
        lay(root, as_data(found))
        before, path = data_of(root), tmp_path / f"export.{kind}"
        content = content_of(root)
        path.write_bytes(export(content, read_namespaces(content), kind))
        assert at(root, lambda desk: take_in_graph(desk, path)).notes[0].startswith("0 new, ")
        assert data_of(root) == before
        lay(root, {})
        at(root, lambda desk: take_in_graph(desk, path, restore=True))
        assert said_by(data_of(root)) == said_by(before)
        assert kind != "nq" or data_of(root) == before
        tried += 1

    same()
    assert tried == 3


def texts(triple: ox.Triple) -> tuple[str, str, str]:
    assert isinstance(triple.subject, ox.NamedNode)
    assert isinstance(triple.object, ox.NamedNode | ox.Literal)
    return triple.subject.value, triple.predicate.value, triple.object.value


@dataclass
class Seen:
    """What the files say, read by the engine's own parser and by no code of curating."""

    triples: set[ox.Triple]
    values: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, root: Path) -> Seen:
        seen = cls(said_by(data_of(root)))
        for subject, verb, value in sorted(map(texts, seen.triples)):
            seen.values.setdefault((subject, verb.removeprefix(IVIG)), []).append(value)
        return seen

    def all(self, thing: str, name: str) -> list[str]:
        return self.values.get((thing, name), [])

    def status(self, thing: str) -> str:
        return "".join(self.all(thing, "status")).removeprefix(IVIG)

    def is_current(self, thing: str) -> bool:
        return self.status(thing) in {"Draft", "Accepted"}

    @property
    def things(self) -> list[str]:
        kinds = tuple(f"{BASE}{kind}/" for kind in ("statement", "assessment", "source"))
        named = {subject for subject, _ in self.values if subject.startswith(kinds)}
        return sorted(name for name in named if "." not in name.removeprefix(BASE))

    @property
    def entries(self) -> list[str]:
        found = {subject for subject, verb in self.values if verb == "act"}
        return sorted(found, key=lambda one: (one.rpartition("-")[0], int(one.rpartition("-")[2])))


def require_sound(seen: Seen) -> None:
    """Require what must hold of the evidence, whatever was done to it."""
    last: dict[str, str] = {}
    for entry in seen.entries:
        last.update(dict.fromkeys(seen.all(entry, "concerns"), entry))
    for thing in seen.things:
        gave = "".join(seen.all(last[thing], "statusAfter")) if thing in last else ""
        is_source = thing.startswith(f"{BASE}source/")
        expected = gave.removeprefix(IVIG) if thing in last else "" if is_source else "Draft"
        assert seen.status(thing) == expected, thing
        newer = seen.all(thing, "supersededBy")
        assert len(newer) == (seen.status(thing) == "Superseded"), thing
        require_accepted_by_another(seen, thing)
        trail = [thing]
        while newer:
            trail += newer
            assert len(trail) == len(set(trail)), trail
            newer = seen.all(trail[-1], "supersededBy")
        if seen.is_current(thing):
            gone = [one for one in basis(seen, thing) if not stands(seen, one)]
            assert gone == [], thing


def require_accepted_by_another(seen: Seen, thing: str) -> None:
    creator = seen.all(thing, CREATOR)
    for entry in seen.entries:
        if seen.all(entry, "act") == [f"{IVIG}Accepted"] and thing in seen.all(entry, "concerns"):
            assert seen.all(entry, CREATOR) != creator, entry


def basis(seen: Seen, thing: str) -> list[str]:
    """Return what a thing rests on: its sides, its source, and its one reader, if it has one."""
    readers = seen.all(thing, "seenIn")
    return [*seen.all(thing, "side"), *seen.all(thing, "statedIn"), *readers[: len(readers) == 1]]


def stands(seen: Seen, thing: str) -> bool:
    return seen.status(thing) in {"", "Draft", "Accepted"}


HEAD = "kind\tlabel\tstated in\tlocator\tpopulation stated\tmodality\tverification\n"


@dataclass
class Curator:
    """Does one drawn act after another, and requires after each that nothing is lost."""

    root: Path
    sheet: Path
    seen: Seen
    done: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def act(self, name: str, one: int, other: int, agent: str) -> None:
        things = self.seen.things
        if name in {"supersede", "dispute"}:  # of other things they are refused, mostly
            things = [thing for thing in things if thing.startswith(f"{BASE}statement/")]
        first, second = things[one % len(things)], things[other % len(things)]
        acts: dict[str, Callable[[Desk], Done]] = {
            "add": lambda desk: take_in_table(desk, read_sheet(desk, self.sheet)),
            "accept": lambda desk: review(desk, first, "Made up.", accept=True),
            "reject": lambda desk: review(desk, first, "Made up.", accept=False),
            "retract": lambda desk: retract(desk, first, "Made up."),
            "supersede": lambda desk: supersede(desk, first, second, "Made up."),
            "dispute": lambda desk: dispute(desk, first, second, "Made up.", kind="applicability"),
            "undo": lambda desk: undo(desk, self.entry(one) or first, "Made up."),
        }
        label = f"Number {len(self.done + self.refused)}"
        said = f"study description\t{label}\tmade-up-2011\tabstract\tyes\tasserted\tabstract\n"
        self.sheet.write_text(HEAD + said, "utf-8")
        before, files = self.seen, data_of(self.root)
        try:
            at(self.root, acts[name], agent)
            self.done.append(name)
        except (UsageError, InvalidInput):
            self.refused.append(name)
            assert data_of(self.root) == files, name
        self.seen = Seen.of(self.root)
        require_sound(self.seen)
        self.require_kept(before)

    def entry(self, number: int) -> str:
        """Return an entry as it is named on the command line, or nothing."""
        entries = self.seen.entries
        chosen = entries[number % len(entries)] if entries and number % 2 else ""
        return chosen.replace(f"{BASE}entry/", "entry:")

    def require_kept(self, before: Seen) -> None:
        """Require that nothing is gone but a status, and that no number was given again."""
        gone = before.triples - self.seen.triples
        verbs = {triple.predicate.value.removeprefix(IVIG) for triple in gone}
        assert verbs <= {"status", "supersededBy"}
        known = {name for name, _ in before.values}
        for name in {name for name, _ in self.seen.values} - known:
            stem, _, number = name.partition(".")[0].rpartition("-")
            if number.isdecimal():
                others = (one.rpartition("-") for one in known)
                used = [int(n) for start, _, n in others if start == stem and n.isdecimal()]
                assert int(number) > max(used, default=0), name


NAMES = ("add", "accept", "reject", "retract", "supersede", "dispute", "undo", "undo", "undo")
AGENTS = st.sampled_from(["test-curator", "test-reviewer", "test-reviewer"])
places = st.integers(0, 40)
acts = st.lists(st.tuples(st.sampled_from(NAMES), places, places, AGENTS), min_size=8, max_size=12)


@pytest.mark.thorough
def test_no_sequence_of_acts_loses_or_breaks_anything(root: Path, tmp_path: Path) -> None:
    ended: list[Curator] = []

    @settings(FIRST, max_examples=7)
    @given(acts)
    def holds(found: list[tuple[str, int, int, str]]) -> None:
        lay(root, DATA)
        curator = Curator(root, tmp_path / "new.tsv", Seen.of(root))
        ended.append(curator)
        for name, one, other, agent in found:
            curator.act(name, one, other, agent)

    holds()
    done = [name for one in ended for name in one.done]
    assert set(done) == set(NAMES), "some acts were refused each time, which shows nothing"
    assert len(done) > 25, "most acts were refused, which shows little"
    assert sum(len(one.refused) for one in ended) > 10
    assert whole_check(data_of(root)) == []


def whole_check(files: Mapping[str, bytes]) -> list[Finding]:
    """Return what the whole check finds in data beside the whole ontology."""
    shipped = find_content()
    gone = [f.path for f in shipped.files if f.path.startswith(("data/", "queries/checks/onto"))]
    kept = [path for path in gone if path == "data/dataset.ttl"]
    changes = dict.fromkeys(set(gone) - set(kept))
    content = shipped.replaced({**changes, **files})
    spaces = read_namespaces(content)
    checker = Checker(content, Catalog(content, spaces), spaces, datetime.now(tz=UTC).date())
    return checker.check()
