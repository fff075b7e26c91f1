"""The evidence map of hand-made records: how cells count, where they stand, what they come to."""

from __future__ import annotations

import pytest

from ivig_kg.appraise import Cell, EvidenceMap, Scope
from ivig_kg.appraise.gaps import gaps_of
from ivig_kg.appraise.map_reading import map_of
from ivig_kg.appraise.read import Row
from ivig_kg.appraise.records import Judged, Statement, Word
from ivig_kg.appraise.sieve import read_sieve
from ivig_kg.appraise.terms import Term, read_terms
from tests.unit.test_appraise_rates import SAID, SCOPE, but, evidence, record

LABELS = {"x:drug": "drug", "x:other": "other drug"}
WORD = record(
    Word,
    iri="x:word",
    subtype="x:low",
    treatment="x:drug",
    role="claim",
    stance="for",
    says="improves",
    source="x:text",
    title="A text",
    verification="full text",
    year=2020,
    overtaken=False,
    reviewed=False,
)
ADVICE = but(WORD, iri="x:advice", role="recommendation", source="x:guide", title="A guideline")
JUDGED = record(
    Judged,
    iri="x:judged",
    subtype="x:low",
    treatment="x:drug",
    outcome="pain",
    certainty="low certainty",
    rank=3,
    level="4",
    direct=True,
    because="Few patients.",
    reasons=("imprecision",),
    supporting=("x:said",),
    opposing=(),
    open=(),
    reviewed=False,
)
UP, DOWN = SAID, but(SAID, iri="x:down", study="x:two", title="Two 2002", direction="against")
FLAT = but(SAID, iri="x:flat", study="x:three", title="Three 2003", direction="neutral")


def mapped(*said: Statement, scope: Scope = SCOPE, **parts: object) -> EvidenceMap:
    return map_of(evidence(said, (), **parts), scope, LABELS)


def cell(*said: Statement, **parts: object) -> Cell:
    found = map_of(evidence(said, (), **parts), SCOPE, LABELS)
    return found.cell("x:low", "x:drug")


def ways(found: Cell) -> tuple[int, ...]:
    """Return how many studies of a cell are for, against and neutral."""
    directions = [study.direction for study in found.studies]
    return tuple(map(directions.count, ("for", "against", "neutral")))


@pytest.mark.parametrize(
    ("said", "word", "counts"),
    [
        ((UP,), "for", (1, 0, 0)),
        ((DOWN,), "against", (0, 1, 0)),
        ((FLAT,), "neutral", (0, 0, 1)),
        ((UP, FLAT), "for", (1, 0, 1)),
        ((DOWN, FLAT), "against", (0, 1, 1)),
        ((UP, DOWN), "disputed", (1, 1, 0)),
        ((UP, but(UP, iri="x:2")), "for", (1, 0, 0)),  # a study is one, however often it says so
        ((UP, but(FLAT, study=UP.study)), "for", (1, 0, 0)),
        ((UP, but(DOWN, study=UP.study)), "neutral", (0, 0, 1)),  # both ways in one is neither
        ((UP, but(DOWN, study=UP.study), DOWN), "against", (0, 1, 1)),
        ((), "", (0, 0, 0)),
    ],
)
def test_studies_are_counted_by_where_they_point(
    said: tuple[Statement, ...], word: str, counts: tuple[int, int, int]
) -> None:
    found = cell(*said)
    assert (found.word, ways(found)) == (word, counts)


@pytest.mark.parametrize(
    ("said", "words", "expected"),
    [
        ((), (WORD,), "only claimed"),
        ((), (ADVICE,), "only advised"),
        ((), (WORD, ADVICE), "only claimed"),
        ((but(UP, direct=False),), (), "only indirect"),
        ((but(UP, direct=False),), (ADVICE,), "only advised"),
    ],
)
def test_a_cell_without_a_study_is_hollow(
    said: tuple[Statement, ...], words: tuple[Word, ...], expected: str
) -> None:
    found = cell(*said, words=words)
    assert (found.word, found.hollow, found.studies) == (expected, True, ())
    assert found.told.startswith("no study")


def test_claims_and_advice_are_no_study_and_change_none() -> None:
    alone = cell(UP, DOWN)
    beside = cell(UP, DOWN, words=(WORD, ADVICE, but(WORD, iri="x:again")))
    assert (beside.studies, beside.word, beside.disputed) == (
        alone.studies,
        alone.word,
        alone.disputed,
    )
    assert documents(beside.claimed) == {"A text"}
    assert documents(beside.recommended) == {"A guideline"}
    assert (alone.claimed, alone.recommended, alone.hollow) == ((), (), False)


def documents(told: tuple[str, ...]) -> set[str]:
    """Return the documents that a cell names; what one says may stand behind it in brackets."""
    return {each.partition(" (")[0] for each in told}


def test_studies_of_other_patients_never_join_the_others() -> None:
    found = cell(UP, but(DOWN, direct=False))
    assert ([s.iri for s in found.studies], [s.iri for s in found.indirect]) == (
        ["x:one"],
        ["x:two"],
    )
    assert (found.word, found.disputed) == ("for", "")
    assert "of other patients 1 study (1 against" in found.told


@pytest.mark.parametrize(
    ("here", "near", "sign"),
    [
        ((UP,), (DOWN,), "with a close subtype"),
        ((DOWN,), (UP,), "with a close subtype"),
        ((UP,), (UP,), ""),
        ((UP,), (FLAT,), ""),
        ((FLAT,), (UP, DOWN), ""),
        ((UP, DOWN), (), "yes"),
        ((UP, DOWN), (DOWN,), "yes"),
        ((UP,), (but(DOWN, direct=False),), ""),
        ((UP,), (but(DOWN, treatment="x:other"),), ""),
    ],
)
def test_dispute_looks_across_close_subtypes_of_one_treatment(
    here: tuple[Statement, ...], near: tuple[Statement, ...], sign: str
) -> None:
    found = cell(*here, *(but(each, subtype="x:near") for each in near))
    assert found.disputed == sign


def test_patients_are_the_most_that_a_study_speaks_of_and_never_a_sum() -> None:
    (study,) = cell(UP, but(UP, iri="x:2", patients=4)).studies
    assert (study.patients, study.statements) == (9, ("x:said", "x:2"))
    (unknown,) = cell(but(UP, patients=None)).studies
    assert unknown.patients is None


@pytest.mark.parametrize(
    ("judged", "certainty"),
    [
        ((JUDGED,), "low certainty"),
        ((JUDGED, but(JUDGED, certainty="high certainty", rank=1)), "high certainty"),
        ((but(JUDGED, direct=False, rank=1),), ""),
        ((but(JUDGED, certainty="", rank=None),), ""),
        ((but(JUDGED, subtype="x:near"),), ""),
        ((but(JUDGED, treatment="x:other"),), ""),
    ],
)
def test_certainty_is_the_highest_judged_of_these_patients(
    judged: tuple[Judged, ...], certainty: str
) -> None:
    assert cell(UP, judgements=judged).certainty == certainty


def test_columns_go_by_studies_then_by_label_and_only_those_with_a_cell_are_there() -> None:
    other = but(UP, treatment="x:other")
    more = but(DOWN, treatment="x:other", subtype="x:root")
    assert list(mapped(UP, other, more).columns.values()) == ["other drug", "drug"]
    assert list(mapped(UP, other).columns.values()) == ["drug", "other drug"]
    hollow = mapped(other, words=(WORD,))
    assert list(hollow.columns.values()) == ["other drug", "drug"]
    assert list(mapped(but(UP, treatment="x:unnamed")).columns.values()) == ["x:unnamed"]


def test_every_row_stays_the_empty_ones_too() -> None:
    found = mapped(UP)
    assert [term.iri for term in found.rows] == ["x:root", "x:low", "x:near"]
    assert [term.iri for term in found.empty] == ["x:root", "x:near"]
    assert found.of_row("x:root") == ()
    assert found.cell("x:root", "x:drug") == Cell("x:root", "x:drug")
    assert (found.statements, found.unreviewed) == (1, 1)


def test_what_is_left_out_leaves_its_cell_and_is_counted() -> None:
    scope = but(SCOPE, sieve=read_sieve(["n<5"]))
    found = mapped(UP, but(DOWN, patients=1), scope=scope)
    assert [study.iri for study in found.cell("x:low", "x:drug").studies] == ["x:one"]
    assert found.left_out == 1
    assert mapped(UP, DOWN).left_out == 0
    late = but(SCOPE, sieve=read_sieve(since=2010))
    assert mapped(words=(WORD, but(WORD, iri="x:early", year=2000)), scope=late).statements == 1


def term_rows(*terms: tuple[str, str, tuple[str, ...]]) -> list[Row]:
    rows: list[Row] = []
    for name, match, parents in terms:
        first = {"term": name, "label": name, "match": match, "relation": "", "other": ""}
        rows += [{**first, "relation": "parent", "other": parent} for parent in parents] or [first]
    return rows


def placed(*terms: tuple[str, str, tuple[str, ...]]) -> list[tuple[str, int, tuple[str, ...]]]:
    return [(t.iri, t.depth, t.also) for t in read_terms(term_rows(*terms)).ordered]


def test_a_term_of_two_parents_stands_once_below_the_deeper_and_names_the_other() -> None:
    assert placed(
        ("a", "same", ()),
        ("b", "narrower", ("a",)),
        ("c", "narrower", ("b",)),
        ("d", "narrower", ("a",)),
        ("e", "narrower", ("c", "d")),
    ) == [("a", 0, ()), ("b", 1, ()), ("c", 2, ()), ("e", 3, ("d",)), ("d", 1, ())]


def test_close_terms_come_last_and_foreign_parents_are_no_row() -> None:
    assert placed(
        ("a", "close", ("outside",)), ("b", "same", ("outside",)), ("c", "narrower", ("b",))
    ) == [("b", 0, ()), ("c", 1, ()), ("a", 0, ())]


@pytest.mark.parametrize("studied", [{"x:low"}, {"x:near"}, set()])
def test_a_gap_names_narrower_and_close_subtypes_that_are_studied(studied: set[str]) -> None:
    said = [but(UP, subtype=iri) for iri in studied]
    found = gaps_of(mapped(*said), evidence(said, ()))
    without = {each.term.iri: each for each in found.without}
    assert set(without) == {"x:root", "x:low", "x:near"} - studied
    assert without["x:root"].narrower == (("low form",) if "x:low" in studied else ())
    if "x:low" not in studied:
        assert without["x:low"].close == (("near form",) if studied else ())


def test_a_question_is_open_where_a_cell_is_hollow_and_nowhere_else() -> None:
    words = (WORD, but(ADVICE, treatment="x:other"), but(WORD, subtype="x:root"))
    found = mapped(UP, but(UP, subtype="x:near", direct=False), words=words)
    open_ = {(each.term.iri, each.treatment) for each in gaps_of(found, evidence()).open}
    assert open_ == {("x:low", "other drug"), ("x:root", "drug"), ("x:near", "drug")}


def test_a_close_term_is_marked() -> None:
    assert Term("x:a", "a", "close").match == "close"
    assert [t.match for t in read_terms(term_rows(("a", "same", ()))).ordered] == ["same"]


def test_a_cell_tells_what_was_left_out_of_it_and_why() -> None:
    strict = but(SCOPE, sieve=read_sieve(["n<5", "abstract"]))
    kept = but(UP, verification="full text")
    small = but(kept, iri="x:2", study="x:two", title="Two 2002", patients=1)
    found = mapped(kept, small, scope=strict).cell("x:low", "x:drug")
    assert [study.iri for study in found.studies] == ["x:one"]
    assert found.left_out == ("Two 2002 (n = 1, fewer than 5)",)
    alone = mapped(small, scope=strict).cell("x:low", "x:drug")
    assert (alone.word, alone.studies, alone.hollow) == ("left out", (), True)
    assert "left out by choice: Two 2002" in alone.told


@pytest.mark.parametrize("side", ["supporting", "opposing", "open"])
def test_a_judgement_that_rests_on_what_was_left_out_is_not_shown(side: str) -> None:
    rests: dict[str, tuple[str, ...]] = {"supporting": (), side: ("x:said", "x:2")}
    judged = but(JUDGED, **rests)
    small = but(UP, iri="x:2", study="x:two", patients=1)
    strict = but(SCOPE, sieve=read_sieve(["n<5"]))
    for scope, certainty in ((SCOPE, "low certainty"), (strict, "")):
        found = mapped(UP, small, scope=scope, judgements=(judged,))
        assert found.cell("x:low", "x:drug").certainty == certainty


def test_who_says_something_else_is_told_and_never_counted() -> None:
    against = but(ADVICE, stance="other", says="against")
    found = cell(words=(against,))
    assert (found.claimed, found.recommended, found.studies) == ((), (), ())
    assert documents(found.otherwise) == {"A guideline"}
    assert found.word == "only said"
    assert cell(UP, words=(against,)).word == "for"
