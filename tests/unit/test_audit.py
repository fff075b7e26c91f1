"""Audits: rows become claims and totals, and every format says the judgement in words."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest

from ivig_kg.answer import Answer, Cell, Iri, Literal
from ivig_kg.audit import FORMATS, Audit, read_audit, render
from ivig_kg.audit.tones import tone
from ivig_kg.content import Content
from ivig_kg.errors import InvalidInput, UsageError

IVIG, ST, SRC = (f"https://example.org/{name}#" for name in ("ivig", "st", "src"))
PREFIXES = {"ivig": IVIG, "st": ST, "src": SRC}
DOCUMENT = f"{SRC}text"
COLUMNS = (
    *("statement", "identifier", "label", "section", "item", "cited_as", "cited_support"),
    *("overall_support", "faults", "reason", "for", "against", "compared_with", "said_for"),
    *("said_against", "review"),
)
HOSTILE = "\x1b[2J<script>alert(1)</script> | [x](y) `z` \u202e\ntwo"
LISTS = ("faults", "for", "against", "compared_with", "said_for", "said_against")


def row(name: str, **given: str | Cell) -> tuple[Cell, ...]:
    cells: dict[str, Cell] = dict.fromkeys(COLUMNS, Literal("none"))
    for column in ("cited_support", "overall_support", "reason"):
        cells[column] = Literal("not judged")
    for column in ("identifier", "section", "item"):
        cells[column] = Literal("not stated")
    cells |= {"statement": Iri(f"{ST}{name}"), "review": Literal("unreviewed")}
    for column, value in given.items():
        cells[column] = Literal(value) if isinstance(value, str) else value
    return tuple((c,) if n in LISTS and isinstance(c, Literal) else c for n, c in cells.items())


def code(name: str) -> Iri:
    return Iri(IVIG + name)


JUDGED = row(
    "a-1",
    identifier="C01",
    label="It helps",
    section="First",
    item="0",
    cited_as="6",
    cited_support=code("NotFound"),
    overall_support=code("Disputed"),
    faults=(Literal("stated as fact"), Literal("overstated")),
    reason="Of nine, four worsened.",
    compared_with=(Iri(f"{SRC}b"),),
    against=(Iri(f"{ST}b-10"), Iri(f"{ST}b-2")),
    said_against=(
        Literal("B 2011: 4 of 9 worsened (st:b-2)"),
        Literal("B 2011: that is all (st:b-10)"),
    ),
    said_for=(Literal("C 2003: 4 of 5 improved (st:c-1)"),),
    review="reviewed",
    **{"for": (Iri(f"{ST}c-1"),)},
)
GOOD = row(
    "a-2",
    identifier="C02",
    label="It is safe",
    section="First",
    cited_support=code("NoCitation"),
    overall_support=code("Supported"),
    faults=(code("Overstated"),),
    reason="All say so.",
)
OPEN = row("a-3", label="Nobody judged this", section="Second")
WHOLE = row(
    "unused",
    statement=Iri(DOCUMENT),
    label="The text",
    section="whole document",
    item="whole",
    cited_support=code("Partly"),
    overall_support=code("Unknown"),
    reason="One-sided.",
)


def audited(*rows: tuple[Cell, ...]) -> Audit:
    answer = Answer(COLUMNS, rows, question="audit", notes=("Be careful.",), prefixes=PREFIXES)
    content = Content("/nowhere", "test", ())
    return read_audit(answer, DOCUMENT, content=content)


AUDIT = audited(JUDGED, GOOD, OPEN, WHOLE)


def test_a_row_becomes_a_claim() -> None:
    claim = AUDIT.claims[0]
    assert (claim.statement, claim.curie, claim.name) == (f"{ST}a-1", "st:a-1", "C01")
    assert (claim.label, claim.section, claim.item) == ("It helps", "First", "0")
    assert (claim.cited_as, claim.mark) == ("6", "[6]")
    assert (claim.cited_support, claim.overall_support) == ("not found", "disputed")
    assert claim.faults == ("overstated", "stated as fact")
    assert (claim.reason, claim.reviewed, claim.judged) == ("Of nine, four worsened.", True, True)
    assert (claim.supporting, claim.opposing) == (("st:c-1",), ("st:b-2", "st:b-10"))
    assert claim.compared_with == ("src:b",)


def test_what_the_query_calls_missing_is_empty() -> None:
    claim = AUDIT.claims[2]
    assert (claim.identifier, claim.name, claim.item) == ("", "st:a-3", "")
    assert (claim.cited_as, claim.mark, claim.reason) == ("", "[no citation]", "")
    assert (claim.cited_support, claim.overall_support) == ("not judged", "not judged")
    assert (claim.faults, claim.supporting, claim.said_for) == ((), (), ())
    assert not claim.judged
    assert not claim.reviewed


def test_each_of_several_marks_is_shown() -> None:
    (claim,) = audited(
        row("a-4", label="Two say so", cited_as=(Literal("12"), Literal("4")))
    ).claims
    assert claim.mark == "[4, 12]"


def test_the_judgement_of_the_whole_stands_apart_and_is_not_counted() -> None:
    assert [claim.name for claim in AUDIT.claims] == ["C01", "C02", "st:a-3"]
    assert [claim.reason for claim in AUDIT.whole] == ["One-sided."]
    assert (AUDIT.document, AUDIT.curie, AUDIT.title) == (DOCUMENT, "src:text", "The text")


def test_without_a_judgement_of_the_whole_the_title_is_the_curie_or_given() -> None:
    bare = audited(JUDGED)
    assert (bare.title, bare.titled("").title) == ("src:text", "src:text")
    assert bare.titled("Mine").title == "Mine"


def test_the_totals_count_claims() -> None:
    totals = AUDIT.totals
    assert (totals.claims, totals.judged, totals.unreviewed) == (3, 2, 2)
    assert list(totals.overall.items()) == [("supported", 1), ("disputed", 1), ("not judged", 1)]
    assert list(totals.cited.items()) == [("no citation", 1), ("not found", 1), ("not judged", 1)]
    assert list(totals.faults.items()) == [("overstated", 2), ("stated as fact", 1)]
    assert totals.sentence == "3 claims, 2 judged; 2 of 3 unreviewed"
    assert audited(GOOD).totals.sentence == "1 claim, 1 judged; 1 of 1 unreviewed"


def test_a_side_is_told_in_words_and_else_by_name() -> None:
    sides = dict(AUDIT.claims[0].sides)
    assert sides["for"] == ("C 2003: 4 of 5 improved (st:c-1)",)
    told = ("B 2011: 4 of 9 worsened (st:b-2)", "B 2011: that is all (st:b-10)")
    assert sides["against"] == told
    ids = row("a", label="x", against=(Iri(f"{ST}b-1"), Iri(f"{ST}b-2")))
    assert dict(audited(ids).claims[0].sides)["against"] == ("st:b-1, st:b-2",)


def test_a_question_without_a_needed_column_is_refused() -> None:
    answer = Answer(("statement", "label"), (), question="audit")
    with pytest.raises(InvalidInput, match="question audit: no column section, cited_as, cited_"):
        read_audit(answer, DOCUMENT)


def test_columns_that_tell_more_may_be_missing() -> None:
    needed = ("statement", "label", "section", "cited_as", "cited_support", "overall_support")
    answer = Answer(COLUMNS, (JUDGED, WHOLE), prefixes=PREFIXES).select(needed)
    claim = read_audit(answer, DOCUMENT).claims[0]
    assert (claim.overall_support, claim.faults, claim.reviewed) == ("disputed", (), False)


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_has_claims_judgements_sides_totals_and_notes(form: str) -> None:
    text = render(AUDIT, form)
    said = ["The text", "src:text", "C01", "It helps", "not found", "disputed", "overstated"]
    said += ["stated as fact", "Of nine, four worsened.", "C 2003: 4 of 5 improved", "st:c-1"]
    said += ["st:b-10", "It is safe", "no citation", "supported", "Nobody judged this"]
    said += ["not judged", "One-sided.", "partly", "unknown", "Be careful.", "src:b"]
    assert [each for each in said if each not in text] == []
    assert text.endswith("\n")
    places = [text.index(label) for label in ("It helps", "It is safe", "Nobody judged", "One-sid")]
    assert places == sorted(places)


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "json"])
def test_a_document_without_any_judgement_is_told_in_words(form: str) -> None:
    text = render(audited(OPEN), form)
    none = "There is no judgement on this document or its claims in this answer; "
    assert none + "1 of its statements is in it." in " ".join(text.split())
    assert "Nobody judged" not in text
    assert "Be careful." in text
    assert none + "0 of its statements are in it." in " ".join(render(audited(), form).split())


def test_an_unknown_format_names_those_there_are() -> None:
    with pytest.raises(UsageError, match="no format 'pdf'; there are: table, md, html, json"):
        render(AUDIT, "pdf")


def test_a_table_reads_like_this() -> None:
    lines = render(AUDIT, "table").splitlines()
    start = lines.index("C01  It helps [6]")
    assert lines[:5] == ["The text", "src:text", "", "First", "-----"]
    assert lines[start + 1 : start + 11] == [
        "     cited source: not found",
        "     all that is known: disputed",
        "     faults: overstated, stated as fact",
        "     Of nine, four worsened.",
        "     for: C 2003: 4 of 5 improved (st:c-1)",
        "     against: B 2011: 4 of 9 worsened (st:b-2)",
        "     against: B 2011: that is all (st:b-10)",
        "     compared with: src:b",
        "",
        "C02  It is safe [no citation]",
    ]
    assert lines[-2:] == ["", "note: Be careful."]


@pytest.mark.parametrize("width", [0, 40, 80, 1000])
def test_a_table_is_no_wider_than_its_terminal_and_no_wider_than_can_be_read(width: int) -> None:
    long = row("a", identifier="C1", label="word " * 60, section="s " * 200, reason="why " * 90)
    judged = row("b", label="x" * 300, overall_support=code("Unsupported"), reason="y" * 300)
    lines = render(audited(long, judged), "table", width=width).splitlines()
    assert max(map(len, lines)) <= min(max(width, 40), 100)


def test_colour_adds_to_the_words_and_never_stands_for_them() -> None:
    plain, colored = render(AUDIT, "table"), render(AUDIT, "table", color=True)
    assert "\x1b" not in plain
    assert re.sub(r"\x1b\[[0-9]+m", "", colored) == plain
    assert "\x1b[31mdisputed\x1b[0m" in colored
    assert "\x1b[32msupported\x1b[0m" in colored
    assert "\x1b[33mno citation\x1b[0m" in colored
    assert "     not judged\n" in colored


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("supported", "good"),
        ("partly,unknown,unverified,no citation", "fair"),
        ("disputed,contradicted,not found,unsupported", "bad"),
        ("not judged,something new", "plain"),
    ],
)
def test_each_judgement_has_its_tone(words: str, expected: str) -> None:
    assert {tone(word) for word in words.split(",")} == {expected}


EVIL = audited(
    row(
        HOSTILE,
        **dict.fromkeys(("identifier", "label", "section", "item", "cited_as"), HOSTILE),
        **dict.fromkeys(("cited_support", "overall_support", "reason"), HOSTILE),
        **{name: (Literal(HOSTILE),) for name in LISTS},
    )
).titled(HOSTILE)


@pytest.mark.parametrize("form", FORMATS)
def test_a_hostile_text_steers_no_terminal_and_no_page(form: str) -> None:
    text = render(EVIL, form)
    assert text.replace("\n", "").isprintable()
    assert form in {"table", "json"} or "<script" not in text
    if form == "md":
        assert r"\| \[x\](y) \`z\`" in text
        rows = [line for line in text.splitlines() if line.startswith("| ")]
        assert {len(re.findall(r"(?<!\\)\|", line)) for line in rows} == {3, 4}
    if form == "json":
        assert json.loads(text)["claims"][0]["label"] == HOSTILE


class Page(HTMLParser):
    """Takes a page apart and keeps what matters of it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.headings: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in {"meta", "br"}:
            self.open.append(tag)
        found = {name: value or "" for name, value in attrs}
        self.ids += [found["id"]] if "id" in found else []
        self.links += [found[name] for name in ("href", "src") if name in found]
        self.headings += [tag] if re.fullmatch("h[1-6]", tag) else []
        assert not any(name.startswith("on") for name in found)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("audit", [AUDIT, EVIL, audited(), audited(GOOD, GOOD, OPEN)])
def test_a_page_is_whole_and_links_only_within_itself(audit: Audit) -> None:
    page = Page(render(audit, "html"))
    assert page.open == []
    assert len(set(page.ids)) == len(page.ids)
    assert [link for link in page.links if link.removeprefix("#") not in page.ids] == []
    assert page.headings[0] == "h1"
    assert page.headings.count("h1") == 1


def test_a_page_shows_judgements_as_badges_with_words_and_its_content() -> None:
    page = render(AUDIT, "html")
    assert '<span class="badge bad">disputed</span>' in page
    assert '<li id="C01" class="claim bad">' in page
    assert f"SHA-256 <code>{AUDIT.digest[:12]}</code>" in page
    assert "Content version unversioned" in page
    assert page.index("One-sided.") < page.index('id="totals"')


def test_a_notebook_shows_the_main_part_alone() -> None:
    shown = AUDIT._repr_html_()
    assert "It helps" in shown
    assert "<html" not in shown
    assert "<style" not in shown
    assert Page(shown).open == []


def test_json_has_the_keys_that_are_documented() -> None:
    told = json.loads(render(AUDIT, "json"))
    assert list(told) == ["document", "content", "claims", "whole", "totals", "notes"]
    assert told["document"] == {"iri": DOCUMENT, "curie": "src:text", "title": "The text"}
    assert told["content"] == {"version": "unversioned", "sha256": AUDIT.digest}
    assert told["claims"][0]["opposing"] == ["st:b-2", "st:b-10"]
    assert (len(told["claims"]), len(told["whole"])) == (3, 1)
    assert told["totals"]["overall"] == {"supported": 1, "disputed": 1, "not judged": 1}
    assert told["notes"] == ["Be careful."]
