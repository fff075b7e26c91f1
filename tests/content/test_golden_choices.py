"""Parameters of the questions on time, patients, pooling and what would fall."""

from __future__ import annotations

import pytest

from tests.content.test_golden_parameters import asked, graph, local, parts, shown


@pytest.mark.parametrize(
    ("day", "sources"),
    [
        ("2003-12-30", set()),
        ("2003-12-31", {"takahashi-2003"}),  # a year counts from its end
        ("2009-04-14", {"takahashi-2003", "kizawa-2006"}),
        ("2009-04-15", {"takahashi-2003", "kizawa-2006", "morozumi-2009"}),  # a day from itself
    ],
)
def test_a_date_lets_in_what_was_there_by_then(day: str, sources: set[str]) -> None:
    assert {name for (name,) in shown(asked("as-of", date=day), "source")} == sources


def test_a_patient_with_a_kidney_disease_alone_gets_what_is_said_of_kidneys_and_of_anyone() -> None:
    answer = asked("risks-for", feature="chronic kidney disease")
    named = {
        (how, name) for how, name in shown(answer, "applies", "statement") if how != "any patient"
    }
    assert {name for how, name in named if how == "patients who had it"} == {"kizawa-2006-1"}
    assert {name for how, name in named if how == "related test"} == {
        *("ivig-summary-11", "megalotect-label-1", "ivig-adverse-effects-2005-8")
    }
    assert {name for how, name in named if how == "related harm"} == {
        *("ivig-summary-14", "rist-2011-12"),
        *("ivig-adverse-effects-2005-1", "ivig-adverse-effects-2005-6"),
        *("us-ivig-labels-1", "us-ivig-labels-2"),
        *("mmwr-1999-48-24-1", "mmwr-1999-48-24-2"),
    }


def test_studies_to_pool_may_be_chosen_and_one_that_nothing_is_known_of_is_no_yes() -> None:
    studies = ["study:huma-2020", "study:wakasugi-2009"]
    (row,) = graph().ask("poolable", study=studies)
    assert local(row["poolable"]) == "no"
    reasons = {local(part) for part in parts(row["reasons"])}
    assert {"overlap: possible", "a design is not stated", "counts are not stated"} <= reasons


def test_what_was_given_beside_is_a_reason_against_pooling() -> None:
    studies = ["study:kizawa-2006", "study:oalib-3083001"]  # the second: with mycophenolate
    (row,) = graph().ask("poolable", study=studies)
    assert "something else was given beside" in {local(part) for part in parts(row["reasons"])}


def test_other_sources_may_fall() -> None:
    fallen = shown(asked("only-support", source="Takahashi 2003"), "thing", "falls")
    claims = {f"ivig-summary-{number}" for number in (41, 42, 47, 48)}
    things = {*claims, "evidence-ataxic-neuronopathy"}
    assert fallen == {(thing, "support") for thing in things}


def test_with_the_document_it_was_read_in_a_second_hand_statement_falls() -> None:
    fallen = shown(asked("only-support", source="src:australian-ig-criteria-2497"), "thing")
    assert ("ivig-summary-42",) in fallen  # Takahashi was read in the criteria alone


def test_what_contradicts_may_fall_too() -> None:
    fallen = shown(asked("only-support", source="Rist 2011"), "thing", "falls")
    gone = {thing for thing, falls in fallen if falls == "contradiction"}
    claims = {f"ivig-summary-{number}" for number in (42, 48, 52)}  # the rest have others, too
    assert gone == {*claims, "evidence-ataxic-neuronopathy", "evidence-sensory-ataxic"}
    unsure = {thing for thing, falls in fallen if falls == "inconclusive evidence"}
    groups = ("conduction-block", "nonataxic", "sensorimotor")
    assert unsure == {f"evidence-{group}" for group in groups}


@pytest.mark.parametrize("name", ["misattributed", "selective-reporting", "duplicates"])
def test_a_document_without_claims_has_nothing_to_audit(name: str) -> None:
    assert not asked(name, document="src:rist-2011").rows
