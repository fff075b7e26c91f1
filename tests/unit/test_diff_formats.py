"""How a comparison is printed: harmless everywhere, bounded for a comment, stable for programs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from ivig_kg.answer import Cell, Iri, Literal
from ivig_kg.diff import AnswerChange, Diff, Difference, FileChange, Replies, RowChange, Side, Thing
from ivig_kg.diff.formats import FORMATS, render
from ivig_kg.diff.markdown import MOST_CHARACTERS, code
from ivig_kg.errors import UsageError

XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"
BASE = "https://example.org/"
HOSTILE = (
    "| <script>alert(1)</script> @someone `x` ```` [a](http://evil.example) www.evil.example #12 "
    "\\| &amp; $x$ \u202egnp.\r\n\n# two <!-- \x1b[2J http://evil.example"
)
COLUMNS = ("statement", "label", "total", "sources")
SIDES = (Side("main", "1", "a" * 64, "git"), Side("mine", "2", "b" * 64, "folder"))
NOTE = "Informs research and is no medical advice."


def iri(name: str) -> str:
    return BASE + name


def row(name: str, label: str, total: int, *sources: str) -> tuple[Cell, ...]:
    listed = tuple(Iri(iri(source)) for source in sources)
    return (Iri(iri(name)), Literal(label), Literal(str(total)), listed)


def answer(*rows: RowChange, name: str = "counts") -> AnswerChange:
    old = tuple(each.before for each in rows if each.before)
    new = tuple(each.after for each in rows if each.after)
    return AnswerChange(Replies(name, "How many?", COLUMNS, ("label", "total"), old, new), rows)


def thing(name: str, label: str, change: str = "changed", **more: Any) -> Thing:  # noqa: ANN401 (fields)
    return Thing(iri(name), iri("Kind"), label, "data/x.ttl", change)._replace(**more)


CHANGED = RowChange(
    "changed", (0,), row("s1", "One", 8, "a", "b"), row("s1", "One", 9, "b", "c"), (iri("s1"),)
)
ADDED = RowChange("added", (0,), None, row("s2", "Two", 3), (), (iri("s2"),))
DIFFERENCE = Difference(iri("s1"), iri("total"), (Literal("8"),), (Literal("9"),))
DIFF = Diff(
    *SIDES,
    things=(
        thing("s0", "Zero", "removed"),
        thing("s1", "One", differences=(DIFFERENCE,)),
        thing("s2", "Two", "superseded", superseded_by=iri("s3"), more=True),
        thing("s4", "Four", "added", status=("", iri("Accepted"))),
    ),
    files=(
        FileChange("data/x.ttl", "changed", 1, 1, 2),
        FileChange("data/y.ttl", "changed"),
        FileChange("ontology/t.ttl", "changed", 1, 0, 2),
        FileChange("queries/answers/new.rq", "added"),
    ),
    asked=29,
    answers=(answer(CHANGED, ADDED),),
    basis="thing",
    notes=("why", NOTE),
    names={iri("Kind"): "kind", iri("Accepted"): "accepted", iri("a"): "Source A"},
    prefixes={"e": BASE},
)


def hostile() -> Diff:
    """Return a comparison in which every text is that of a stranger."""
    old, new = row(HOSTILE, HOSTILE, 1, HOSTILE), row(HOSTILE, HOSTILE + "!", 1, HOSTILE + "!")
    change = RowChange("changed", (0, 1), old, new, (HOSTILE,), (HOSTILE,))
    more = Difference(HOSTILE, HOSTILE, (Literal(HOSTILE),), (Literal(HOSTILE, language="en"),))
    told = thing(HOSTILE, HOSTILE, HOSTILE, path=HOSTILE, lost=(HOSTILE,), differences=(more,))
    gone = thing(HOSTILE, HOSTILE, "removed", kind=HOSTILE)
    replies = Replies(HOSTILE, HOSTILE, (HOSTILE, "b", "c", "d"), (), (old,), (new,))
    return Diff(
        Side(HOSTILE, HOSTILE, HOSTILE, HOSTILE),
        SIDES[1],
        things=(told, gone),
        files=(FileChange(HOSTILE, "added", lost=(HOSTILE,)),),
        answers=(AnswerChange(replies, (change,)),),
        notes=(NOTE,),
    )


def outside_code(page: str) -> str:
    """Return what of a page is in no code span (CommonMark 0.31, section 6.1)."""
    return re.sub(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)", "", page)


def tables(page: str) -> Iterator[list[str]]:
    """Yield the rows of each table."""
    for block in page.split("\n\n"):
        lines = [line for line in block.split("\n") if line.startswith("|")]
        if lines:
            yield lines


def cells(line: str) -> int:
    """Count the cells of a row: bars that no backslash escapes (GFM 0.29, section 4.10)."""
    return len(re.findall(r"(?:[^\\|]|\\.)*\|", line)) - 1


def test_the_text_of_a_stranger_stands_in_code_spans_alone() -> None:
    page = render(hostile(), "md")
    assert page.count("alert(1)") > 10
    rest = outside_code(page).replace("<br>", " ")
    for sign in ("<", "@", "http", "www.", "[a]", "$", "\\", "two", "#12", "gnp"):
        assert sign not in rest, sign
    assert "`" not in rest
    assert all(line.isprintable() for line in page.split("\n"))
    for lines in tables(page):
        assert {cells(line) for line in lines} == {cells(lines[0])}
        assert len(lines) >= 3


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("plain", "`plain`"),
        ("a | b", r"`a \| b`"),
        (r"a \| b", r"`a \ \| b`"),
        ("a `b` c", "``a `b` c``"),
        ("```", "```` ``` ````"),
        ("a\r\n\tb\u2028c", "`a b c`"),
        ("", "`nothing`"),
    ],
)
def test_a_code_span_is_on_one_line_and_ends_where_it_should(text: str, span: str) -> None:
    assert code(text) == span


def test_no_text_steers_a_terminal_or_a_program() -> None:
    text = render(hostile(), "text", width=80)
    assert all(line.isprintable() for line in text.split("\n"))
    record = render(hostile(), "json")
    assert "\x1b" not in record
    assert "\u202e" not in record
    assert json.loads(record)["things"][0]["label"] == HOSTILE


def test_text_tells_things_rows_and_why() -> None:
    lines = render(DIFF, "text", width=100).splitlines()
    expected = """
Gone, and no IRI may be: retract or supersede a thing in place of deleting it:
  e:s0

Things
  removed: e:s0 Zero (kind, data/x.ttl)
  changed: e:s1 One (kind, data/x.ttl)
    e:total: 8 → 9
  superseded by e:s3, and more of it changed: e:s2 Two (kind, data/x.ttl)
  added, accepted: e:s4 Four (kind, data/x.ttl)

Ontology and queries
  changed: ontology/t.ttl
    1 subject added, 2 subjects changed
  added: queries/answers/new.rq
    a question

1 file of the data written otherwise, no more.

1 of 29 answers differ.

counts: How many?
  changed: statement: e:s1
    total: 8 → 9
    sources: Source A → e:c
    because of e:s1
  added: statement: e:s2; label: Two; total: 3
    touched by e:s2

note: why"""
    assert lines[:3] == [
        f"A: main (version 1, sha256 {'a' * 12}, git)",
        f"B: mine (version 2, sha256 {'b' * 12}, folder)",
        "The questions of B were put to both sides.",
    ]
    assert lines[3:-1] == expected.split("\n")
    assert lines[-1] == f"note: {NOTE}"


def test_lines_fit_the_terminal() -> None:
    long = replace(DIFF, things=(thing("s1", "word " * 100),))
    assert max(map(len, render(long, "text", width=60).splitlines())) <= 60


def test_markdown_has_a_row_for_each_change() -> None:
    page = render(DIFF, "md")
    assert "| `changed` | `e:s1 One (kind, data/x.ttl)` | `e:total: 8 → 9` |\n" in page
    assert "| `counts` | 1 | 0 | 1 |\n" in page
    why = "`because of e:s1`"
    what = "`total: 8 → 9`<br>`sources: Source A → e:c`"
    assert f"| `changed` | `statement: e:s1` | {what} | {why} |\n" in page
    assert "> [!CAUTION]\n> Gone" in page
    assert page.endswith(f"- {NOTE}\n")


def test_a_language_or_datatype_that_alone_differs_is_told() -> None:
    each = Difference(
        iri("s1"), iri("p"), (Literal("x", language="en"),), (Literal("x", iri("type")),)
    )
    diff = replace(DIFF, things=(thing("s1", "One", differences=(each,)),))
    assert "    e:p: x @en → x ^^e:type\n" in render(diff, "text")


def test_what_is_too_long_for_a_comment_is_counted() -> None:
    many = tuple(CHANGED._replace(because=(iri(f"s{n}"),) * 3) for n in range(2000))
    things = tuple(thing(f"s{n}", "é" * 150, "removed") for n in range(1000))
    diff = replace(DIFF, things=things, answers=(answer(*many), answer(*many, name="others")))
    page = render(diff, "md")
    assert MOST_CHARACTERS - 5_000 < len(page) <= MOST_CHARACTERS
    left = re.search(r"\*\*Left out, for length: (.*)\.\*\* ", page)
    assert left is not None
    counts = {
        what: int(n.replace(",", "")) for n, what in re.findall("([0-9,]+) (.+?)s?(?:,|$)", left[1])
    }
    assert counts["row"] + page.count("| `changed` | `statement") == 4000
    assert counts["thing"] + page.count("| `removed` |") == 1000
    assert counts["lost IRI"] + page.count("> - `e:s") == 1000
    assert page.endswith(f"- {NOTE}\n")


def test_long_values_and_lists_are_cut_and_that_is_said() -> None:
    each = Difference(iri("s1"), iri("p"), (), tuple(Literal(f"{n:03}") for n in range(20)))
    diff = replace(DIFF, things=(thing("s1", "x" * 500, differences=(each,)),))
    text = render(diff, "text", width=120)
    assert "x… (500 characters)" in text.replace("\n    ", " ")
    assert "010, 011, and 8 more\n" in text


def test_the_json_has_this_form_and_no_other() -> None:
    told = json.loads(render(DIFF, "json"))
    assert list(told) == [
        *("before", "after", "data_only", "differs", "gone", "things", "files", "questions"),
        *("answers", "basis", "notes"),
    ]
    assert told["before"] == {"name": "main", "version": "1", "sha256": "a" * 64, "origin": "git"}
    assert told["gone"] == [iri("s0")]
    assert told["things"][1] == {
        "iri": iri("s1"),
        "kind": iri("Kind"),
        "label": "One",
        "file": "data/x.ttl",
        "change": "changed",
        "status": {"before": "", "after": ""},
        "superseded_by": "",
        "more": False,
        "gone": [],
        "differences": [
            {
                "subject": iri("s1"),
                "predicate": iri("total"),
                "before": [{"type": "literal", "value": "8", "datatype": XSD_STRING}],
                "after": [{"type": "literal", "value": "9", "datatype": XSD_STRING}],
            }
        ],
    }
    counts = {"added": 1, "removed": 1, "changed": 2}
    first = {"path": "data/x.ttl", "change": "changed", "subjects": counts, "gone": []}
    assert told["files"][0] == first
    assert told["questions"] == {"asked": 29, "added": ["new"], "removed": [], "changed": []}


def test_a_row_in_json_has_both_sides_and_why() -> None:
    (told,) = json.loads(render(DIFF, "json"))["answers"]
    assert {key: told[key] for key in told if key != "rows"} == {
        "question": "counts",
        "summary": "How many?",
        "columns": list(COLUMNS),
        "rows_before": 1,
        "rows_after": 2,
    }
    same = {"statement": iri("s1"), "label": "One"}
    assert told["rows"][0] == {
        "change": "changed",
        "key": ["statement"],
        "before": {**same, "total": "8", "sources": [iri("a"), iri("b")]},
        "after": {**same, "total": "9", "sources": [iri("b"), iri("c")]},
        "differs": ["total", "sources"],
        "because": [iri("s1")],
        "touched_by": [],
    }
    assert (told["rows"][1]["before"], told["rows"][1]["touched_by"]) == (None, [iri("s2")])


@pytest.mark.parametrize("form", FORMATS)
def test_where_nothing_differs_each_format_says_so(form: str) -> None:
    text = render(Diff(*SIDES, data_only=True, asked=29, notes=(NOTE,)), form)
    assert ("Nothing differs." in text) if form != "json" else (not json.loads(text)["differs"])
    assert NOTE in text
    files = (FileChange("data/y.ttl", "changed"),)
    text = render(Diff(*SIDES, asked=29, files=files, notes=(NOTE,)), form)
    assert form == "json" or "No answer differs, to any of 29 questions." in text


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(UsageError, match="there are: text, md, json"):
        render(DIFF, "html")
