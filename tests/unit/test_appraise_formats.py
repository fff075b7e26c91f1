"""Formats of appraisals: hostile texts stay texts, tables fit, JSON holds the same numbers."""

from __future__ import annotations

import json
import re
from functools import cache
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree as ET

import pytest

import ivig_kg
from ivig_kg.answer import FORMATS as ROWS
from ivig_kg.answer import render as rendered
from ivig_kg.answer.widths import shown_width
from ivig_kg.appraise import FORMATS, Appraiser, EvidenceMap, Forest, Gaps, Profile, Rates, render
from ivig_kg.appraise.beside import Harm
from ivig_kg.appraise.gaps import gaps_of
from ivig_kg.appraise.map_reading import map_of
from ivig_kg.appraise.profile import profile_of
from ivig_kg.appraise.rates import rates_of
from ivig_kg.appraise.tables import gaps_answer, rates_answer, rates_brief
from ivig_kg.appraise.terms import Terms
from tests.unit.test_appraise_map import ADVICE, DOWN, JUDGED, WORD
from tests.unit.test_appraise_rates import (
    LOW,
    NEAR,
    RESULT,
    ROOT,
    SAID,
    SCOPE,
    but,
    evidence,
    record,
)

pytestmark = pytest.mark.thorough

Shown = EvidenceMap | Forest | Profile
HOSTILE = (
    "<script>alert(1)</script>",
    "]]> --> &lt; & \"q\" 'a'",
    "a\u202eb\u2066c",
    "\x1b[2J\x1b]0;x\x07\x00",
    "| [x](javascript:y) `z` <img src=x onerror=y> | # h",
    "line\r\nanother\nthird",
    "\u6f22" * 60,
    "long " * 2000,
    "",
    "x" * 10_000,
)
EACH = [  # breaking 10,000 characters into lines takes more than a second
    pytest.param(text, id=str(n), marks=[pytest.mark.thorough] * (len(text) > 9000))
    for n, text in enumerate(HOSTILE)
]
PICTURED = ("table", "svg", "html", "json")
FORMS: dict[type, tuple[str, ...]] = {
    EvidenceMap: PICTURED,
    Forest: PICTURED,
    Profile: ("md", "html", "json"),
}
KINDS = [(kind, form) for kind, forms in FORMS.items() for form in forms]


@cache
def made(text: str, *, sure: str = "low certainty") -> dict[type, Any]:
    """Return one of each kind in which every text is this one, but for the certainty."""
    words = ("label", "outcome", "effect", "title", "design", "verification")
    said = [but(each, **dict.fromkeys(words, text), beside=(text,)) for each in (SAID, DOWN)]
    said.append(but(said[0], iri="x:3", subtype="x:near", direct=False))
    names = ("instrument", "assessor", "derivation", "arithmetic", "definition")
    result = but(RESULT, **dict.fromkeys(names, text), among=(text,))
    judged = but(JUDGED, outcome=text, certainty=sure, level=text, because=text, reasons=(text,))
    told = {"label": text, "form": text, "outcome": text, "title": text, "verification": text}
    harm = record(Harm, iri="x:harm", subtype="x:low", study="x:one", events=0, total=19, **told)
    held = evidence(
        said,
        [result, but(result, statement="x:3")],
        words=(but(WORD, title=text), but(ADVICE, title=text, subtype="x:root")),
        judgements=(judged,),
        harms=(harm,),
        terms=Terms(tuple(but(term, label=text, also=(text,)) for term in (ROOT, LOW, NEAR))),
    )
    scope = but(SCOPE, subtype=text, treatment=text, condition=text, disclaimer=text or "-")
    found, rates = map_of(held, scope, {"x:drug": text}), rates_of(held, scope)
    pair = ("x:low", "x:drug")
    profile = profile_of(found, held, rates, pair=pair, domains=[text, "d"], refusal=text)
    forest = Forest(rates, text)
    gaps = gaps_of(found, held)
    return {EvidenceMap: found, Forest: forest, Profile: profile, Rates: rates, Gaps: gaps}


class Page(HTMLParser):
    """Keeps the elements and attributes of a page, and refuses what does not close."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.names: set[str] = set()
        self.links: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.names |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]
        if tag not in {"meta", "br", "link"}:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("text", EACH)
@pytest.mark.parametrize(("kind", "form"), KINDS, ids=[f"{k.__name__}-{f}" for k, f in KINDS])
def test_a_hostile_text_steers_nothing(kind: type, form: str, text: str) -> None:
    plain, shown = render(made("plain")[kind], form), render(made(text)[kind], form)
    assert shown.replace("\n", "").isprintable()
    assert "\u202e" not in shown
    if form == "svg":
        tags = {each.tag for each in ET.fromstring(shown).iter()}  # noqa: S314 (our own)
        assert tags <= {each.tag for each in ET.fromstring(plain).iter()}  # noqa: S314
    if form == "html":
        page, usual = Page(shown), Page(plain)
        assert (page.open, page.links) == ([], usual.links)
        assert page.tags <= usual.tags
        assert page.names <= usual.names
    if form == "json":
        assert text in set(strings(json.loads(shown)))


@pytest.mark.parametrize("text", HOSTILE[:6], ids=range(6))
@pytest.mark.parametrize("form", FORMS[EvidenceMap])
def test_a_hostile_certainty_steers_nothing(form: str, text: str) -> None:
    shown = render(made("plain", sure=text)[EvidenceMap], form)
    assert shown.replace("\n", "").isprintable()


def test_a_long_certainty_is_no_wider_than_the_terminal() -> None:
    shown = render(made("plain", sure="long words " * 20)[EvidenceMap], "table", width=80)
    assert max(map(shown_width, shown.splitlines())) <= 80


def strings(value: object) -> list[object]:
    if isinstance(value, dict):
        return [each for part in value.values() for each in strings(part)]
    if isinstance(value, list):
        return [each for part in value for each in strings(part)]
    return [value if value is not None else ""]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize(
    "form", [form for form in ROWS if form not in {"ttl", "json", "csv", "tsv", "sheet"}]
)
def test_rates_and_gaps_steer_nothing(form: str, text: str) -> None:
    answers = (rates_answer(made(text)[Rates]), rates_brief(made(text)[Rates]))
    for answer in (*answers, gaps_answer(made(text)[Gaps])):
        shown = rendered(answer, form)
        assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", shown)
        assert form != "md" or "<script" not in shown


@pytest.mark.parametrize("width", [*range(60, 201, 9), 200])
@pytest.mark.parametrize("text", ["plain", HOSTILE[4], HOSTILE[6], HOSTILE[7]], ids=range(4))
@pytest.mark.parametrize("kind", [EvidenceMap, Forest])
def test_no_line_is_wider_than_the_terminal(kind: type, text: str, width: int) -> None:
    shown = [made(text)[kind]]
    if text == "plain":
        appraise = shipped()
        shown.append(appraise.map() if kind is EvidenceMap else appraise.forest())
    for each in shown:
        for color in (False, True):
            lines = re.sub(r"\x1b\[\d+m", "", render(each, "table", width=width, color=color))
            assert max(map(shown_width, lines.splitlines())) <= width


@cache
def shipped() -> Appraiser:
    return ivig_kg.open().appraise


@pytest.mark.parametrize("kind", ["map", "forest"])
def test_colour_adds_to_the_words_and_never_stands_for_them(kind: str) -> None:
    shown = getattr(shipped(), kind)()
    plain, colored = (render(shown, "table", color=color) for color in (False, True))
    assert "\x1b" not in plain
    bare = re.sub(r"\x1b\[\d+m", "", colored).splitlines()
    assert [line.rstrip() for line in bare] == plain.splitlines()
    assert colored.count("\x1b[") > colored.count("\x1b[0m") >= 2


def unescaped(line: str) -> int:
    return len(re.findall(r"(?<!\\)\|", line))


@pytest.mark.parametrize("text", ["plain", *HOSTILE[:6]], ids=range(7))
def test_the_columns_of_each_markdown_table_agree(text: str) -> None:
    tables: list[list[str]] = [[]]
    for line in render(made(text)[Profile], "md").splitlines():
        if line.startswith("| "):
            tables[-1].append(line)
        elif tables[-1]:
            tables.append([])
    found = [table for table in tables if table]
    assert len(found) >= 6
    for table in found:
        assert len({unescaped(line) for line in table}) == 1
        assert re.fullmatch(r"\|( --- \|)+", table[1])
        assert len(table) > 2


def test_json_of_a_map_holds_the_numbers_of_its_cells() -> None:
    shown = shipped().map()
    told = json.loads(render(shown, "json"))
    assert [row["iri"] for row in told["rows"]] == [term.iri for term in shown.rows]
    assert {c["iri"]: c["label"] for c in told["columns"]} == dict(shown.columns)
    cells = {(each["subtype"], each["treatment"]): each for each in told["cells"]}
    assert cells.keys() == shown.cells.keys()
    for key, cell in shown.cells.items():
        each = cells[key]
        assert [s["iri"] for s in each["studies"]] == [s.iri for s in cell.studies]
        assert [s["direction"] for s in each["studies"]] == [s.direction for s in cell.studies]
        assert [s["patients"] for s in each["indirect"]] == [s.patients for s in cell.indirect]
        assert (each["word"] or "", each["disputed"] or "") == (cell.word, cell.disputed)
        assert each["claimed_by"] == list(cell.claimed)
    assert told["unreviewed"] <= told["statements"] == shown.statements


def test_json_of_a_forest_holds_the_rates_of_its_rows() -> None:
    shown = shipped().forest(without=["indirect"])
    told = json.loads(render(shown, "json"))
    assert len(told["rows"]) == len(shown.rates.rows)
    assert len(told["left_out"]) == len(shown.rates.left_out) == 1
    for each, row in zip(told["rows"], shown.rates.rows, strict=True):
        for name, rate in (("improved", row.improved), ("improved_or_stable", row.either)):
            assert (each[name] is None) == (rate is None)
            if rate:
                assert (each[name]["events"], each[name]["total"]) == (rate.events, rate.total)
                assert each[name]["low"] == pytest.approx(rate.interval.low, abs=1e-4)
    assert told["refusal"] == shown.refusal
    assert told["about"]["left_out"]


def test_these_are_all_the_formats() -> None:
    assert {kind.__name__: forms for kind, forms in FORMS.items()} == dict(FORMATS)


def test_all_formats_say_that_it_is_no_advice() -> None:
    for kind, form in KINDS:
        assert SCOPE.disclaimer not in render(made("plain")[kind], form)
        assert "plain" in render(made("plain")[kind], form)
    profile = shipped().profile("small fiber neuropathy", "IVIG")
    for shown in (shipped().map(), shipped().forest(), profile):
        for form in FORMS[type(shown)]:
            words = " ".join(render(shown, form).split())
            assert "no medical advice" in re.sub("<[^>]*>", "", words)
