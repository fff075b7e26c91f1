"""How evidence is counted, on made-up studies added to the content (design, section 3).

The subtype is one on which the content holds nothing, so that its row is made of these alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

import pytest

import ivig_kg
from ivig_kg.answer import Answer, Cell, Iri, Literal
from ivig_kg.engine import EmbeddedEngine

SUBTYPE = "ivig:VasculiticNeuropathy"
COUNTS = ("studies_for", "studies_against", "studies_neutral", "claimed_in", "recommended_in")
FOR, AGAINST, NEUTRAL = (1, 0, 0, 0, 0), (0, 1, 0, 0, 0), (0, 0, 1, 0, 0)
CLAIMED, RECOMMENDED, ABSENT = (0, 0, 0, 1, 0), (0, 0, 0, 0, 1), None
SERIES, RANDOMISED = "CaseSeries", "RandomisedControlledTrial"
RCT = f"ivig:{RANDOMISED}"
INCLUDES = "study:made ivig:includesStudy study:x . study:x ivig:studyDesign"
WORSE = "ivig:result st:made-9.result-1"
PARTS = """
st:made-9.result-1 ivig:improved 1 ; ivig:worsened 2 .
st:made-9.result-2 ivig:improved 2 ; ivig:worsened 2 .
st:made-9.population-1 ivig:n 7 .
study:made rdfs:label "Made" ; ivig:studyDesign ivig:CaseSeries .
src:made ivig:reports study:made .
"""
COMMON = (
    "ivig:statedIn src:made",
    f"ivig:subtype {SUBTYPE}",
    "ivig:condition ivig:SjogrenSyndrome",
    "ivig:treatment ivig:IntravenousImmunoglobulin",
)


@cache
def content() -> ivig_kg.KnowledgeGraph:
    return ivig_kg.open()


def says(effect: str, *more: str, outcome: str = "Disability", status: str = "Draft") -> str:
    own = (f"ivig:effect ivig:{effect}", f"ivig:outcome ivig:{outcome}")
    return " ; ".join((*own, *more, f"ivig:status ivig:{status}"))


def advises(way: str) -> str:
    return f"ivig:recommends ivig:{way} ; ivig:status ivig:Draft"


def answer(*statements: str, extra: str = "", kind: str = "ResearchArticle") -> Answer:
    """Answer the headline question on the content with one more source."""
    heads = "".join(f"@prefix {p}: <{iri}> .\n" for p, iri in content().namespaces.prefixes.items())
    made = [
        f"st:made-{number} {' ; '.join((*COMMON, statement))} ."
        for number, statement in enumerate(statements, 1)
    ]
    turtle = "\n".join([heads, PARTS, f"src:made a ivig:{kind} .", extra, *made])
    files = [(file.path, file.data) for file in content().content.knowledge]
    engine = EmbeddedEngine([*_named(files), ("x:made", turtle.encode())])
    return engine.query(content().questions["subtypes-with-response"].text)


def _named(files: list[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
    return [(content().namespaces.graph(path), data) for path, data in files]


def row(found: Answer) -> Mapping[str, Cell] | None:
    subtype = Iri(content().namespaces.expand(SUBTYPE))
    return next((row for row in found if row["subtype"] == subtype), None)


def counts(found: Answer) -> tuple[int, ...] | None:
    cells = row(found)
    return tuple(int(text(cells[name])) for name in COUNTS) if cells else None


def text(cell: Cell) -> str:
    assert isinstance(cell, Iri | Literal)
    return re.split("[#/]", cell.value)[-1]


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        (says("Improves"), FOR),
        (says("Improves", outcome="NeuropathicPain"), FOR),
        (says("Improves", status="Accepted"), FOR),
        (says("Worsens"), AGAINST),
        (says("NoBenefitShown"), AGAINST),
        (says("NoDifferenceShown"), AGAINST),
        (says("NotStated", WORSE), AGAINST),
        (says("NotStated", "ivig:result st:made-9.result-2"), NEUTRAL),
        (says("NotStated"), NEUTRAL),
        (says("Mixed"), NEUTRAL),
        (says("Mixed", WORSE), NEUTRAL),
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
    ],
)
def test_one_statement_of_a_study_counts_as(
    statement: str, expected: tuple[int, ...] | None
) -> None:
    assert counts(answer(statement)) == expected


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ((says("Improves"), says("Improves", outcome="Symptoms")), FOR),
        ((says("Improves"), says("Mixed")), FOR),
        ((says("Improves"), says("Worsens")), NEUTRAL),
        ((says("Worsens"), says("Improves", outcome="ImprovementOrStabilisation")), AGAINST),
        ((says("Improves"), says("NotStated", WORSE)), NEUTRAL),
    ],
)
def test_a_study_is_one_however_many_statements_it_makes(
    statements: tuple[str, ...], expected: tuple[int, ...]
) -> None:
    assert counts(answer(*statements)) == expected


@pytest.mark.parametrize(
    ("kind", "statement", "expected"),
    [
        ("EvidenceSummary", says("Improves"), CLAIMED),
        ("EvidenceSummary", says("Improves", outcome="ImprovementOrStabilisation"), CLAIMED),
        ("EvidenceSummary", advises("AsOption"), CLAIMED),
        ("EvidenceSummary", advises("Against"), ABSENT),
        ("EvidenceSummary", says("Worsens"), ABSENT),
        ("ClinicalGuideline", advises("For"), RECOMMENDED),
        ("ClinicalGuideline", advises("AsOption"), RECOMMENDED),
        ("RegulatoryCriteria", advises("AsOption"), RECOMMENDED),
        ("ClinicalGuideline", advises("Against"), ABSENT),
        ("ClinicalGuideline", advises("NoPreference"), ABSENT),
        ("ReviewArticle", advises("For"), ABSENT),
    ],
)
def test_claims_and_recommendations_are_counted_apart_and_are_no_study(
    kind: str, statement: str, expected: tuple[int, ...] | None
) -> None:
    assert counts(answer(statement, kind=kind)) == expected


@pytest.mark.parametrize(
    ("extra", "design"),
    [
        ("", SERIES),
        ("study:made ivig:includesDesign ivig:CaseReport .", SERIES),
        (f"study:made ivig:includesDesign {RCT} .", RANDOMISED),
        (f"{INCLUDES} ivig:CaseReport .", SERIES),
        (f"{INCLUDES} {RCT} .", RANDOMISED),
    ],
)
def test_the_best_design_is_the_highest_of_what_a_study_is_or_includes(
    extra: str, design: str
) -> None:
    cells = row(answer(says("Improves"), extra=extra))
    assert cells
    assert text(cells["best_design"]) == design


@pytest.mark.parametrize(
    ("statement", "extra", "size"),
    [
        (says("Improves"), "", "Made: not stated"),
        (says("Improves"), "study:made ivig:enrolled 40 .", "Made: not stated"),
        (says("Improves"), f"study:made ivig:enrolled 40 ; ivig:subtype {SUBTYPE} .", "Made: 40"),
        (
            says("Improves", "ivig:population st:made-9.population-1"),
            f"study:made ivig:enrolled 40 ; ivig:subtype {SUBTYPE} .",
            "Made: 7",
        ),
    ],
)
def test_n_is_the_statements_own_and_the_studys_only_where_it_is_about_all_of_it(
    statement: str, extra: str, size: str
) -> None:
    cells = row(answer(statement, extra=extra))
    assert cells
    assert text(cells["n"]) == size
