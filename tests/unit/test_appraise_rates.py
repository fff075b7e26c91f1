"""Rates of hand-made records: what counts, what is a rate, how it reads; nothing is added up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar, cast, get_origin, get_type_hints

import pytest

from ivig_kg.answer import Answer, Literal
from ivig_kg.appraise import Rates, Scope
from ivig_kg.appraise.evidence import Evidence
from ivig_kg.appraise.rates import rate_of, rates_of
from ivig_kg.appraise.records import Result, Statement
from ivig_kg.appraise.sieve import Sieve, read_sieve
from ivig_kg.appraise.tables import rates_answer, rates_brief
from ivig_kg.appraise.terms import Term, Terms

_Record = TypeVar("_Record")
DISCLAIMER = "Made up; no advice."


def record(kind: type[_Record], **given: object) -> _Record:
    """Return a record; what is not given is not stated: no text, no number, nothing of several."""
    made = dict(given)
    for name, type_ in get_type_hints(kind).items():
        several = () if get_origin(type_) is tuple else None
        made.setdefault(name, "" if type_ is str else False if type_ is bool else several)
    return kind(**made)


def but(record: _Record, **changed: object) -> _Record:
    """Return a record with some of its parts changed."""
    new: _Record = cast("Any", record)._replace(**changed)
    return new


SCOPE = Scope(
    subtype="any form",
    treatment="any drug",
    condition="some illness",
    sieve=Sieve(),
    version="2026-01-02",
    digest="abcdef0123456789" * 4,
    drawn="2026-03-04",
    disclaimer=DISCLAIMER,
    prefixes={"x": "x:"},
)
ROOT = Term("x:root", "root", "same")
LOW = Term("x:low", "low form", "narrower", parents=("x:root",), close=("x:near",), depth=1)
NEAR = Term("x:near", "near form", "close", close=("x:low",))
SAID = record(
    Statement,
    iri="x:said",
    label="They fared well",
    subtype="x:low",
    treatment="x:drug",
    condition="x:ill",
    outcome="pain",
    composite=False,
    effect="improves",
    direction="for",
    beside=(),
    study="x:one",
    title="One 2001",
    design="case series",
    patients=9,
    verification="abstract",
    source="x:source",
    year=2001,
    overtaken=False,
    direct=True,
    reviewed=False,
)
RESULT = record(
    Result,
    iri="x:result",
    statement="x:said",
    total=9,
    improved=2,
    stable=3,
    worsened=4,
    either=None,
    others_improved=None,
    others_total=None,
    instrument="scale",
    assessor="nurse",
    derivation="printed",
    arithmetic="",
    definition="",
    among=(),
)


def evidence(
    statements: Iterable[Statement] = (SAID,),
    results: Iterable[Result] = (RESULT,),
    **parts: object,
) -> Evidence:
    """Return evidence made of these records; nothing is looked up."""
    made = Evidence(_nothing, {})
    counted: dict[str, tuple[Result, ...]] = {}
    for each in results:
        counted[each.statement] = (*counted.get(each.statement, ()), each)
    others = ("words", "judgements", "harms", "readings", "untold")
    empty: dict[str, Any] = dict.fromkeys(others, ())
    made.__dict__.update(
        empty
        | {"terms": Terms((ROOT, LOW, NEAR)), "statements": tuple(statements), "results": counted}
        | parts
    )
    return made


def _nothing(name: str, **values: str) -> Answer:
    raise AssertionError((name, values))


def rates(*results: Result, said: Sequence[Statement] = (SAID,), scope: Scope = SCOPE) -> Rates:
    return rates_of(evidence(said, results), scope)


def without(*words: str) -> Scope:
    return but(SCOPE, sieve=read_sieve(words))


@pytest.mark.parametrize(
    ("events", "total", "text"),
    [  # the intervals are those of facts.md, section 8; 0/19: 1.96**2 / (19 + 1.96**2) = 0.168
        (2, 9, "2/9 = 22 % (6\u201355 %)"),
        (8, 19, "8/19 = 42 % (23\u201364 %)"),
        (15, 19, "15/19 = 79 % (57\u201391 %)"),
        (5, 5, "5/5 = 100 % (57\u2013100 %)"),
        (0, 19, "0/19 = 0 % (0\u201317 %)"),
        (1, 8, "1/8 = 13 % (2\u201347 %)"),  # 12.5: halves go up
    ],
)
def test_a_rate_reads_like_this(events: int, total: int, text: str) -> None:
    assert str(rate_of(events, total)) == text


def test_one_patient_has_no_percentage() -> None:
    for events in (0, 1):
        text = str(rate_of(events, 1))
        assert text.startswith(f"{events}/1")
        assert "%" not in text


@pytest.mark.parametrize(
    ("events", "total"), [(None, 5), (2, None), (0, 0), (3, 0), (6, 5), (-1, 5), (1, -5)]
)
def test_what_cannot_be_is_no_rate(events: int | None, total: int | None) -> None:
    assert rate_of(events, total) is None


@pytest.mark.parametrize("changed", [{"total": 0}, {"improved": 10}, {"improved": 10, "total": 0}])
def test_impossible_counts_are_a_row_without_a_rate(changed: Mapping[str, int]) -> None:
    (row,) = rates(but(RESULT, stable=None, **changed)).rows
    assert (row.improved, row.either) == (None, None)
    assert "not stated" in str(rates_answer(rates(row.result)).rows[0])


def test_improved_and_improved_or_stable_are_apart() -> None:
    (row,) = rates(RESULT).rows
    assert row.improved
    assert row.either
    assert (row.improved.events, row.improved.total) == (2, 9)
    assert (row.either.events, row.either.total, row.counted) == (5, 9, "improved + stable")


def test_the_composite_never_stands_for_improvement() -> None:
    (row,) = rates(but(RESULT, improved=None, stable=None, either=5)).rows
    assert row.improved is None
    assert row.either
    assert (row.either.events, row.counted) == (5, "as given")


def test_the_composite_as_given_is_not_reckoned_anew() -> None:
    (row,) = rates(but(RESULT, either=6)).rows
    assert row.either
    assert (row.either.events, row.counted) == (6, "as given")


@pytest.mark.parametrize("missing", ["improved", "stable"])
def test_a_sum_needs_both_of_its_parts(missing: str) -> None:
    changed: dict[str, Any] = {missing: None}
    found = rates(but(RESULT, **changed))
    assert all(row.either is None for row in found.rows)
    assert len(found.rows) == (missing == "stable")


def test_a_sum_above_the_total_is_no_rate() -> None:
    (row,) = rates(but(RESULT, improved=6, stable=6)).rows
    assert row.improved
    assert row.either is None


def test_a_result_without_total_or_count_is_no_row() -> None:
    assert rates(but(RESULT, total=None)).rows == ()
    assert rates(but(RESULT, improved=None, stable=3)).rows == ()


def test_a_control_group_stays_apart() -> None:
    (row,) = rates(but(RESULT, others_improved=9, others_total=30)).rows
    assert row.control
    assert row.improved
    assert (row.control.events, row.control.total, row.improved.events) == (9, 30, 2)


def test_rows_go_by_subtype_then_direct_before_indirect() -> None:
    said = [
        but(SAID, iri="x:a", subtype="x:near"),
        but(SAID, iri="x:b", direct=False),
        but(SAID, iri="x:c"),
        but(SAID, iri="x:d", subtype="x:root"),
        but(SAID, iri="x:e", subtype="x:elsewhere"),
    ]
    results = [but(RESULT, statement=each.iri) for each in said]
    found = rates(*results, said=said)
    assert [row.statement.iri for row in found.rows] == ["x:d", "x:c", "x:b", "x:a"]
    assert found.studies == ("x:one",)


@pytest.mark.parametrize(
    ("word", "changed", "why"),
    [
        ("indirect", {"direct": False}, "indirect: other patients"),
        ("superseded", {"overtaken": True}, "the document was superseded or retired"),
        ("unverified", {"verification": "unverified"}, "read as: unverified"),
        ("secondary", {"verification": "secondary report"}, "read as: secondary report"),
        ("abstract", {"verification": "abstract"}, "read as: abstract"),
    ],
)
def test_what_is_left_out_is_told_with_its_reason(
    word: str, changed: Mapping[str, Any], why: str
) -> None:
    kept = but(SAID, iri="x:kept", verification="full text")
    out = but(kept, iri="x:out", **changed)
    results = [but(RESULT, statement=each.iri) for each in (kept, out)]
    found = rates(*results, said=(kept, out), scope=without(word))
    assert [row.statement.iri for row in found.rows] == ["x:kept"]
    assert [(each.row.statement.iri, each.why) for each in found.left_out] == [("x:out", why)]
    assert list(found.difference) == [("low form", 2, 1)]


def test_the_fewest_patients_are_those_of_the_result_not_of_the_study() -> None:
    """n<5 must leave out 1 of 1 in a study of 9, as it must keep 9 of 9 of a study of 3."""
    one = but(RESULT, total=1, improved=1, stable=0, worsened=0)
    found = rates(one, RESULT, scope=without("n<5"))
    assert [row.result.total for row in found.rows] == [9]
    assert [each.why for each in found.left_out] == ["n = 1, fewer than 5"]
    small = but(SAID, patients=3)
    assert [row.result.total for row in rates(RESULT, said=[small], scope=without("n<5")).rows] == [
        9
    ]


def test_a_group_of_mixed_subtypes_is_named_in_the_row() -> None:
    found = rates(but(RESULT, among=("low form", "other form")))
    assert "low form, other form" in str(rates_brief(found).rows[0])
    column = rates_answer(found).columns.index("among")
    assert rates_answer(found).rows[0][column] == (Literal("low form"), Literal("other form"))


def test_the_answer_holds_the_numbers_of_the_row() -> None:
    """The interval of 2/9 is that of facts.md, section 8, to two decimals: 0.06 to 0.55."""
    answer = rates_answer(rates(RESULT))
    cells = dict(zip(answer.columns, answer.rows[0], strict=True))
    numbers = {name: each.value for name, each in cells.items() if isinstance(each, Literal)}
    assert [numbers[name] for name in ("improved", "worsened", "total")] == ["2", "4", "9"]
    assert numbers["improved_or_stable"] == "5"
    assert numbers["improved_rate"] == "0.2222"
    ends = (numbers["improved_low"], numbers["improved_high"])
    assert [round(float(end), 2) for end in ends] == [0.06, 0.55]
    assert (numbers["control_improved"], numbers["control_rate"]) == ("not stated", "not stated")


def test_notes_say_what_must_be_read_with_it() -> None:
    notes = rates_brief(rates(RESULT)).notes
    assert notes[-1] == DISCLAIMER
    assert "1 of 1 rows rest on unreviewed statements." in notes
    assert not any("indirect" in note for note in notes)
    mixed = but(SAID, beside=("steroid",), direct=False)
    found = rates_brief(rates(RESULT, said=[mixed]))
    assert "indirect" in " ".join(found.notes)
    assert "steroid" in str(found.rows[0])


def test_no_result_is_an_answer_too() -> None:
    found = rates()
    assert (found.rows, found.left_out, found.studies) == ((), (), ())
    assert rates_answer(found).rows == ()
    assert "0 of 0" not in " ".join(rates_brief(found).notes)
