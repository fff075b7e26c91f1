"""How made-up statements stand on the map: by the rule of design, section 3, study by study."""

from __future__ import annotations

from typing import Unpack

import pytest

import ivig_kg
from ivig_kg.appraise import Cell, Choice, EvidenceMap
from ivig_kg.content import find_content
from ivig_kg.graph import KnowledgeGraph
from tests.content.test_golden_counting import RCT, WORSE, advises, says

pytestmark = pytest.mark.thorough

SUBTYPE = "VasculiticNeuropathy"  # the shipped content holds nothing on it
FOR, AGAINST, NEUTRAL, ABSENT = (1, 0, 0), (0, 1, 0), (0, 0, 1), (0, 0, 0)
SAID = (
    "rdfs:label 'Made up'",
    "ivig:statedIn src:made",
    f"ivig:subtype ivig:{SUBTYPE}",
    "ivig:treatment ivig:IntravenousImmunoglobulin",
    "ivig:verification ivig:Abstract",
)
PARTS = """
st:made-9.result-1 ivig:improved 1 ; ivig:worsened 2 ; ivig:derivation ivig:Printed .
st:made-9.result-3 ivig:improved 2 ; ivig:total 3 ; ivig:derivation ivig:Printed .
st:made-9.population-1 ivig:n 7 .
study:made rdfs:label "Made 2020" ; ivig:studyDesign ivig:CaseSeries .
src:made rdfs:label "Made 2020" ; ivig:reports study:made .
"""


def graph(*statements: str, extra: str = "", kind: str = "ResearchArticle") -> KnowledgeGraph:
    """Return the shipped content with one more document that says this."""
    spaces = ivig_kg.open().namespaces.prefixes
    heads = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in spaces.items())
    made = [f"st:made-{n} {' ; '.join((*SAID, each))} ." for n, each in enumerate(statements, 1)]
    document = f"src:made a ivig:{kind} ."
    turtle = "\n".join([heads, PARTS, document, extra, *made])
    changes = {"data/sources/made.ttl": turtle.encode()}
    return KnowledgeGraph(find_content().replaced(changes))


def ill(*more: str, condition: str = "SjogrenSyndrome") -> str:
    return " ; ".join((f"ivig:condition ivig:{condition}", *more))


def mapped(
    *statements: str, extra: str = "", kind: str = "ResearchArticle", **choice: Unpack[Choice]
) -> EvidenceMap:
    return graph(*statements, extra=extra, kind=kind).appraise.map(**choice)


def cell(found: EvidenceMap) -> Cell:
    ontology = ivig_kg.open().namespaces.expand
    return found.cell(ontology(f"ivig:{SUBTYPE}"), ontology("ivig:IntravenousImmunoglobulin"))


def ways(found: Cell) -> tuple[int, ...]:
    directions = [study.direction for study in found.studies]
    return tuple(map(directions.count, ("for", "against", "neutral")))


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        (says("Improves"), FOR),
        (says("Improves", status="Accepted"), FOR),
        (says("Worsens"), AGAINST),
        (says("NoBenefitShown"), AGAINST),
        (says("NoDifferenceShown"), AGAINST),
        (says("NotStated", WORSE), AGAINST),
        (says("NotStated"), NEUTRAL),
        (says("Mixed"), NEUTRAL),
        (says("Equivalent"), NEUTRAL),
        (says("Improves", outcome="ImprovementOrStabilisation"), NEUTRAL),
        (says("NotStated", WORSE, outcome="ImprovementOrStabilisation"), NEUTRAL),
        (says("Improves", "ivig:coTreatment ivig:Rituximab"), NEUTRAL),
        (says("Worsens", "ivig:coTreatment ivig:Rituximab"), NEUTRAL),
        (says("Improves", outcome="Nausea"), ABSENT),
        (says("Improves", "ivig:duplicateOf st:made-8"), ABSENT),
        (says("Improves", "ivig:reportsOn src:rist-2011"), ABSENT),
        (says("Improves", status="Rejected"), ABSENT),
        (says("Improves", status="Superseded"), ABSENT),
        (says("Improves", status="Retracted"), ABSENT),
        # a comparison of two treatments does not say what one of them does
        (says("NoDifferenceShown", "a ivig:ComparisonStatement"), NEUTRAL),
        (says("Improves", "a ivig:ComparisonStatement"), NEUTRAL),
    ],
)
def test_one_statement_of_a_study(statement: str, expected: tuple[int, ...]) -> None:
    assert ways(cell(mapped(ill(statement)))) == expected


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ((says("Improves"), says("Improves", outcome="Symptoms")), FOR),
        ((says("Improves"), says("Worsens")), NEUTRAL),
        ((says("Improves"), says("NotStated", WORSE)), NEUTRAL),
        ((says("Worsens"), says("Mixed")), AGAINST),
    ],
)
def test_a_study_is_one_and_both_ways_is_neither(
    statements: tuple[str, ...], expected: tuple[int, ...]
) -> None:
    assert ways(cell(mapped(*map(ill, statements)))) == expected


@pytest.mark.parametrize(
    ("kind", "statement", "word"),
    [
        ("EvidenceSummary", says("Improves"), "only claimed"),
        ("EvidenceSummary", advises("AsOption"), "only claimed"),
        ("EvidenceSummary", says("Worsens"), "only said"),
        ("EvidenceSummary", advises("Against"), "only said"),
        ("ClinicalGuideline", advises("For"), "only advised"),
        ("RegulatoryCriteria", advises("AsOption"), "only advised"),
        ("ClinicalGuideline", advises("NoPreference"), "only said"),
        ("ReviewArticle", advises("For"), ""),
    ],
)
def test_what_is_only_said_is_no_study(kind: str, statement: str, word: str) -> None:
    found = cell(mapped(ill(statement), kind=kind))
    assert (found.word, found.studies, found.indirect) == (word, (), ())


def test_a_document_with_two_claims_claims_once() -> None:
    said = [ill(says("Improves")), ill(says("Improves", outcome="Symptoms"))]
    claimed = cell(mapped(*said, kind="EvidenceSummary")).claimed
    assert {each.partition(" (")[0] for each in claimed} == {"Made 2020"}


def test_other_patients_count_only_where_a_judgement_names_them_as_indirect() -> None:
    said = ill(says("Improves"), condition="IdiopathicSmallFiberNeuropathy")
    judged = """as:made a ivig:EvidenceAssessment ; ivig:condition ivig:SjogrenSyndrome ;
      ivig:directness ivig:Indirect ; ivig:evidenceFor st:made-1 ; ivig:status ivig:Draft ."""
    assert cell(mapped(said)).word == ""
    assert cell(mapped(said, extra=judged)).word == "only indirect"
    assert cell(mapped(said, extra=judged.replace("Draft", "Rejected"))).word == ""
    without = cell(mapped(said, extra=judged, without=["indirect"]))
    assert (without.indirect, without.studies, without.claimed) == ((), (), ())


def test_what_is_direct_stays_so_though_a_judgement_calls_it_indirect_elsewhere() -> None:
    judged = """as:made a ivig:EvidenceAssessment ; ivig:condition ivig:SjogrenSyndrome ;
      ivig:directness ivig:Indirect ; ivig:evidenceFor st:made-1 ; ivig:status ivig:Draft ."""
    assert ways(cell(mapped(ill(says("Improves")), extra=judged))) == FOR


def test_only_accepted_statements_where_that_is_asked_for() -> None:
    said = [ill(says("Improves", status="Accepted")), ill(says("Worsens"))]
    assert ways(cell(mapped(*said))) == NEUTRAL
    assert ways(cell(mapped(*said, reviewed_only=True))) == FOR
    found = mapped(*said, reviewed_only=True)
    assert (found.statements, found.unreviewed) == (1, 0)


@pytest.mark.parametrize(
    ("extra", "patients"),
    [
        ("", None),
        ("study:made ivig:enrolled 40 .", None),
        (f"study:made ivig:enrolled 40 ; ivig:subtype ivig:{SUBTYPE} .", 40),
        ("st:made-1 ivig:population st:made-9.population-1 .", 7),
    ],
)
def test_patients_are_the_statements_own_else_the_studys_where_it_is_about_all(
    extra: str, patients: int | None
) -> None:
    (study,) = cell(mapped(ill(says("Improves")), extra=extra)).studies
    assert study.patients == patients


@pytest.mark.parametrize(
    "extra",
    [
        f"study:made ivig:includesDesign {RCT} .",
        f"study:made ivig:includesStudy study:x . study:x ivig:studyDesign {RCT} .",
    ],
)
def test_a_review_has_its_own_design_and_not_that_of_what_it_includes(extra: str) -> None:
    said = ill(says("Improves"))
    design = "randomised controlled trial"
    assert ways(cell(mapped(said, extra=extra, designs=[design]))) == ABSENT
    assert ways(cell(mapped(said, extra=extra, designs=["case series"]))) == FOR


def test_a_study_of_two_designs_is_one() -> None:
    found = cell(mapped(ill(says("Improves")), extra=f"study:made ivig:studyDesign {RCT} ."))
    (study,) = found.studies
    assert set(study.design.split(", ")) == {"case series", "randomised controlled trial"}


def test_a_result_is_a_rate_of_its_study_only_while_its_statement_counts() -> None:
    result = "ivig:result st:made-9.result-3"
    for status, number in (("Draft", 1), ("Accepted", 1), ("Rejected", 0), ("Retracted", 0)):
        made = graph(ill(says("NotStated", result, status=status)))
        rows = made.appraise.rates(subtype="vasculitic neuropathy").rows
        assert [(row.improved.events, row.improved.total) for row in rows if row.improved] == (
            [(2, 3)] * number
        )


def test_a_result_of_a_claim_is_no_rate() -> None:
    made = graph(ill(says("Improves", "ivig:result st:made-9.result-3")), kind="EvidenceSummary")
    assert made.appraise.rates(subtype="vasculitic neuropathy").rows == ()
