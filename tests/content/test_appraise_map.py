"""The map of the shipped content: as the canned question counts, as the facts have it, whole."""

from __future__ import annotations

from functools import cache
from typing import Unpack

import pytest

import ivig_kg
from ivig_kg.answer import Cell as Value
from ivig_kg.answer import Literal, lexical
from ivig_kg.appraise import Cell, Choice, EvidenceMap
from ivig_kg.content import find_content
from ivig_kg.graph import KnowledgeGraph

NEUROPATHY, IVIG = "peripheral neuropathy", "intravenous immunoglobulin"
SJOGREN, GBS = "Sj\u00f6gren's syndrome", "Guillain-Barr\u00e9 syndrome"
CIDP = "chronic inflammatory demyelinating polyneuropathy"
SUMMARY = "Summary on IVIG in Sj\u00f6gren's neuropathies"
WAYS = ("for", "against", "neutral")


@cache
def content() -> KnowledgeGraph:
    return ivig_kg.open()


def mapped(graph: KnowledgeGraph | None = None, **choice: Unpack[Choice]) -> EvidenceMap:
    return (graph or content()).appraise.map(**choice)


def iri(found: EvidenceMap, label: str) -> str:
    (term,) = (term.iri for term in found.rows if term.label == label)
    return term


def cell(subtype: str, treatment: str = IVIG, condition: str = SJOGREN) -> Cell:
    found = mapped(condition=condition)
    (column,) = (iri for iri, label in found.columns.items() if label == treatment)
    return found.cell(iri(found, subtype), column)


def ways(*cells: Cell) -> list[int]:
    """Return studies for, against and neutral; one that is in several cells is one study."""
    found: dict[str, set[str]] = {}
    for each in (study for cell in cells for study in cell.studies):
        found.setdefault(each.iri, set()).add(each.direction)
    points = [each - {"neutral"} for each in found.values()]
    ended = [each.pop() if len(each) == 1 else "neutral" for each in points]
    return [ended.count(way) for way in WAYS]


def documents(*told: tuple[str, ...]) -> set[str]:
    """Return the documents that cells name; what one says may stand behind it in brackets."""
    return {each.partition(" (")[0] for titles in told for each in titles}


def number(value: Value) -> int:
    assert isinstance(value, Literal)
    return int(value.value)


def asked(subtype: str, treatment: str, condition: str) -> dict[str, list[object]]:
    answer = content().ask(
        "subtypes-with-response", subtype=subtype, treatment=treatment, condition=condition
    )
    counts = ("studies_for", "studies_against", "studies_neutral", "claimed_in", "recommended_in")
    return {
        lexical(row["subtype"]): [*(number(row[name]) for name in counts), lexical(row["disputed"])]
        for row in answer
    }


def shown(subtype: str, treatment: str, condition: str) -> dict[str, list[object]]:
    found = mapped(subtype=subtype, treatment=treatment, condition=condition)
    told: dict[str, list[object]] = {}
    for term in found.rows:
        cells = found.of_row(term.iri)
        if any(each.studies or each.claimed or each.recommended for each in cells):
            signs = {each.disputed for each in cells} - {""}
            claimed = documents(*(each.claimed for each in cells))
            advised = documents(*(each.recommended for each in cells))
            sign = "yes" if "yes" in signs else next(iter(signs), "no")
            told[term.iri] = [*ways(*cells), len(claimed), len(advised), sign]
    return told


def same(subtype: str, treatment: str, condition: str) -> None:
    theirs, ours = asked(subtype, treatment, condition), shown(subtype, treatment, condition)
    assert ours == theirs


PLAIN = [
    *("intravenous immunoglobulin", "corticosteroid", "cyclophosphamide", "glucocorticoid"),
    *("immunosuppressive treatment", "rituximab", "high-dose glucocorticoid", "plasma exchange"),
    *("methylprednisolone pulse", "oral immunosuppressive", "symptomatic treatment", "treatment"),
]


@pytest.mark.parametrize("treatment", PLAIN)
def test_it_counts_as_the_canned_question_does(treatment: str) -> None:
    same(NEUROPATHY, treatment, SJOGREN)


@pytest.mark.parametrize(
    "subtype",
    [
        *("sensory ataxic neuropathy", "ataxic sensory neuronopathy", "small fiber neuropathy"),
        *("painful sensory neuropathy", "sensory neuropathy", "sensory ganglionopathy"),
        *("trigeminal neuropathy", "neuropathy with motor involvement", CIDP),
    ],
)
def test_so_it_does_for_a_subtype_with_its_narrower_and_close_ones(subtype: str) -> None:
    same(subtype, IVIG, SJOGREN)
    same(subtype, "treatment", SJOGREN)


@pytest.mark.parametrize(
    "condition",
    ["primary Sj\u00f6gren's syndrome", "idiopathic small fiber neuropathy", CIDP, GBS],
)
def test_so_it_does_for_another_condition(condition: str) -> None:
    for treatment in (IVIG, "treatment"):
        theirs = asked(NEUROPATHY, treatment, condition)
        ours = shown(NEUROPATHY, treatment, condition)
        assert {key: ours.get(key) for key in theirs} == theirs


@pytest.mark.thorough
def test_so_it_does_for_each_subtype() -> None:
    labels = [term.label for term in mapped().rows]
    assert len(labels) > 30
    for label in labels:
        for treatment in (IVIG, "corticosteroid", "cyclophosphamide", "treatment"):
            same(label, treatment, SJOGREN)


def test_sensory_ataxic_neuropathy_is_disputed() -> None:
    """facts.md 2.1, E5: one case improved; 1.4: of 9, 2 improved and 4 worsened."""
    found = cell("sensory ataxic neuropathy")
    assert {s.title: (s.direction, s.patients) for s in found.studies} == {
        "Japanese case report": ("for", 1),
        "Rist 2011": ("against", 9),
    }
    assert (found.word, found.disputed, found.indirect) == ("disputed", "yes", ())
    assert documents(found.claimed) == {SUMMARY}  # claims.tsv, C02
    assert found.recommended == ()
    assert found.certainty == "very low certainty"  # data/assessments/sjogren-evidence.ttl


def test_ataxic_sensory_neuronopathy_is_disputed_by_its_close_subtype_alone() -> None:
    """facts.md 1.6: Takahashi's direction is known, its number is not; 0 item 2: Rist against."""
    found = cell("ataxic sensory neuronopathy")
    (study,) = found.studies
    assert (study.title, study.direction, study.patients) == ("Takahashi 2003", "for", None)
    assert (found.word, found.disputed) == ("for", "with a close subtype")
    assert documents(found.claimed) == {SUMMARY}  # claims.tsv, C41 and C42


def test_small_fiber_neuropathy_has_no_study_here_but_four_of_other_patients() -> None:
    """facts.md 2.1: E8, E9, E10 and E11; claims.tsv: C39 and C40, without a study read."""
    found = cell("small fiber neuropathy")
    assert (found.studies, found.word, found.hollow) == ((), "only claimed", True)
    assert (documents(found.claimed), found.disputed) == ({SUMMARY}, "")
    assert len(found.indirect) == 4
    ways_ = {study.title: study.direction for study in found.indirect}
    assert ways_["Geerts 2021"] == "against"  # E9: no effect
    assert ways_["Liu 2018"] == "for"  # E8: 89 % to 55 %
    assert ways_["AAN 2025 abstract 005009"] == "neutral"  # E11: points both ways
    assert sorted(ways_.values()) == ["against", "against", "for", "neutral"]


def test_cidp_is_only_advised() -> None:
    """facts.md 1.1: EULAR's algorithm has IVIG first for CIDP; 2.2: ICE was not in Sjogren's."""
    found = cell(CIDP)
    assert (found.word, found.studies, found.claimed) == ("only advised", (), ())
    assert documents(found.recommended) == {"EULAR 2020"}
    other = cell(CIDP, condition=CIDP)
    assert [(s.title, s.direction, s.patients) for s in other.studies] == [
        ("ICE trial 2008", "for", 117)
    ]


def test_composites_and_what_was_given_beside_are_neutral() -> None:
    """facts.md 1.4: 4 of 4 improved or stabilised; 2.1, E6: with mycophenolate."""
    for subtype in ("nonataxic sensory neuropathy", "sensory ganglionopathy"):
        found = cell(subtype)
        assert [study.direction for study in found.studies] == ["neutral"]
    assert cell("painful sensory neuropathy").word == "for"  # 1.2 and E2


def test_rows_are_the_whole_hierarchy_each_once_parents_first() -> None:
    found = mapped()
    labels = [term.label for term in found.rows]
    assert len(labels) == len(set(labels))
    rule = "SELECT ?t WHERE { ?t rdfs:subClassOf* ivig:PeripheralNeuropathy }"
    prefixes = content().namespaces.prefixes
    heads = "".join(f"PREFIX {p}: <{prefixes[p]}>\n" for p in ("ivig", "rdfs"))
    below = {lexical(row["t"]) for row in content().sparql(heads + rule)}
    assert {term.iri for term in found.rows if term.match != "close"} == below
    place = {term.iri: n for n, term in enumerate(found.rows)}
    for term in found.rows:
        for parent in (each for each in term.parents if each in place):
            assert place[parent] < place[term.iri] or found.rows[place[parent]].label in term.also
    assert found.rows[0].depth == 0
    for above, below_ in zip(found.rows, found.rows[1:], strict=False):
        assert below_.depth <= above.depth + 1


def test_each_term_stands_under_one_of_its_parents_and_names_the_others() -> None:
    """A tree is one of the orders of a polyhierarchy: the other parents may stand elsewhere."""
    above: list[str] = []
    for term in mapped().rows:
        del above[term.depth :]
        if term.depth:
            assert above[-1] in term.parents, term.label
        above.append(term.iri)


def test_empty_rows_are_there() -> None:
    """No text of facts.md speaks of a treatment of these."""
    empty = {term.label for term in mapped().empty}
    assert {"trigeminal neuropathy", "radiculoneuropathy", "vasculitic neuropathy"} <= empty
    assert "small fiber neuropathy" not in empty


def test_columns_go_by_their_studies() -> None:
    found = mapped()
    sums = {
        iri: sum(len(cell.studies) for key, cell in found.cells.items() if key[1] == iri)
        for iri in found.columns
    }
    assert list(sums.values()) == sorted(sums.values(), reverse=True)
    assert next(iter(found.columns.values())) == IVIG
    assert list(mapped(treatment="IVIG").columns.values()) == [IVIG]


def test_without_all_claims_no_study_changes() -> None:
    files = {file.path: None for file in find_content().below("data/sources/ivig-summary")}
    claims = {path: None for path in files if "claims" in path}
    assert len(claims) == 2
    bare = mapped(KnowledgeGraph(find_content().replaced(claims)))
    whole = mapped()
    studied = {key: cell for key, cell in whole.cells.items() if cell.studies or cell.indirect}
    for key, cell_ in studied.items():
        other = bare.cell(*key)
        assert (other.studies, other.indirect, other.disputed) == (
            *(cell_.studies, cell_.indirect),
            cell_.disputed,
        )
        assert (other.claimed, other.certainty) == ((), cell_.certainty)
    assert {key for key, cell in bare.cells.items() if cell.studies} == {
        key for key, cell in whole.cells.items() if cell.studies
    }
    assert bare.statements < whole.statements
    assert any(cell_.claimed for cell_ in whole.cells.values())


@pytest.mark.parametrize(
    ("choice", "kept"),
    [
        ({"without": ["indirect"]}, 0),
        ({"without": ["secondary"]}, 4),
        ({"without": ["n<60"]}, 3),
        ({"designs": ["randomised controlled trial"]}, 1),
        ({"since": 2022}, 1),
        ({"until": 2018}, 1),
    ],
)
def test_filters_reach_studies_of_other_patients(choice: Choice, kept: int) -> None:
    """facts.md 2.1: Liu 2018 (55, uncontrolled), Geerts 2021 (60), reviews E10 and E11 of trials.

    E11 is of 2025; of E10 the year is not stated there.
    """
    ivig: Choice = {**choice, "treatment": "IVIG"}
    found = mapped(**ivig)
    held = found.cell(iri(found, "small fiber neuropathy"), next(iter(found.columns)))
    assert len(held.indirect) == kept
    assert found.left_out >= 4 - kept


def test_a_guideline_of_a_retired_document_can_be_left_out() -> None:
    """data/assessments/currency.ttl holds EULAR 2020 for superseded, or else nothing goes."""
    text = b"".join(f.data for f in find_content().files if f.path.endswith("currency.ttl"))
    found = mapped(without=["superseded"])
    gone = documents(*(cell.recommended for cell in mapped().cells.values()))
    gone -= documents(*(cell.recommended for cell in found.cells.values()))
    superseded = text.partition(b"as:currency-eular-2020")[2].partition(b"as:")[0]
    named = b"Superseded" in superseded or b"Retired" in superseded
    assert gone == ({"EULAR 2020"} if named else set())


def test_nothing_is_reviewed_yet() -> None:
    found = mapped(reviewed_only=True)
    held = [c for c in found.cells.values() if c.studies or c.indirect or c.claimed or c.certainty]
    assert (held, found.statements) == ([], 0)
    assert len(found.rows) == len(mapped().rows)
    assert mapped().unreviewed == mapped().statements
