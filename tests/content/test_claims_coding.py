"""The 52 claims, walked row by row through their coding (fixtures/golden/claims.tsv)."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

import ivig_kg
from ivig_kg.answer import Cell, Iri, Literal

CODED = Path(__file__).resolve().parents[1] / "fixtures" / "golden" / "claims.tsv"
SUMMARY = "ivig-summary"
CLAIMS = tuple(f"C{number:02d}" for number in range(1, 53))
SECTIONS = {
    "G intro": "From the Guidelines / Introduction",
    "G Key considerations": "From the Guidelines / Key Considerations",
    "G Mechanism": "From the Guidelines / Mechanism of Action",
    "G Comparison": "From the Guidelines / Comparison with Other Treatments",
    "G Decision": "From the Guidelines / Clinical Decision-Making",
    "R Efficacy": "From the Research / Efficacy",
    "R Types": "From the Research / Types",
}
CONDITIONS = {
    "Sjögren's syndrome": "SjogrenSyndrome",
    "primary Sjögren's syndrome": "PrimarySjogrenSyndrome",
    "Guillain-Barré syndrome": "GuillainBarreSyndrome",
    "(implicit: Sjögren neuropathies)": "SjogrenSyndrome",
    "(implicit)": "SjogrenSyndrome",
}
SUBTYPES = {
    "neuropathies (all)": "PeripheralNeuropathy",
    "neuropathies": "PeripheralNeuropathy",
    "sensory ataxic neuropathy": "SensoryAtaxicNeuropathy",
    "small fiber neuropathy": "SmallFiberNeuropathy",
    "painful sensory neuropathy": "PainfulSensoryNeuropathy",
    "organ-specific systemic involvement": "OrganSpecificSystemicInvolvement",
    "sensory neuropathy": "SensoryNeuropathy",
    "motor neuropathy": "MotorNeuropathy",
    "sensorimotor neuropathy": "SensorimotorNeuropathy",
    "peripheral neuropathies (pooled)": "PeripheralNeuropathy",
    "peripheral neuropathy (all)": "PeripheralNeuropathy",
    "nonataxic sensory neuropathy": "NonataxicSensoryNeuropathy",
    "ataxic sensory neuronopathy": "AtaxicSensoryNeuronopathy",
}
TREATMENTS = {
    "IVIG": "IntravenousImmunoglobulin",
    "corticosteroids": "Corticosteroid",
    "plasma exchange": "PlasmaExchange",
    "PlaceboOrNoTreatment": "PlaceboOrNoTreatment",
}
LINKED = {
    "C05": ("attributes", ("C01", "C02", "C03", "C04")),
    "C08": ("attributes", ("C06", "C07")),
    "C15": ("reason", ("C12", "C13", "C14")),
    "C52": ("summarises", ("C43", "C44", "C45", "C46", "C47", "C48")),
}
"""Claims that are about other claims: C05 and C08 credit them, C15 reasons, C52 sums up."""
ABOUT: Mapping[str, tuple[str, str | None, str]] = {
    "C05": ("SjogrenSyndrome", None, "IntravenousImmunoglobulin"),  # four subtypes, so none
    "C08": ("SjogrenSyndrome", "PeripheralNeuropathy", "IntravenousImmunoglobulin"),
    "C15": ("SjogrenSyndrome", "PeripheralNeuropathy", "IntravenousImmunoglobulin"),
    "C49": ("SjogrenSyndrome", "PeripheralNeuropathy", "ImmunosuppressiveTreatment"),
}
"""Claims about other claims are about whom those are about; C49 says whom reference 3 is about."""
TARGETS = {
    "C16": "AntiIdiotypicAntibodies",
    "C17": "FcReceptorsOnMacrophages",
    "C18": "ComplementMediatedDamage",
    "C19": "CytokineProduction",
}
QUANTITIES: Mapping[str, Mapping[str, str]] = {
    "C06": {"doseLow": "0.4", "doseHigh": "2", "doseBasis": "BasisNotStated"},
    "C07": {"days": "5"},
    "C35": {"improvedPercentPrinted": "82"},
    "C42": {"improved": "4", "total": "5"},
    "C48": {"improved": "4", "total": "5"},
}
"""What the text prints. What only its sources print stands with them, never with a claim."""
_PLAIN = {"asPrinted", "derivation", "type"}
_ABOUT = """SELECT ?thing ?property ?value {
  ?thing ?property ?value FILTER STRSTARTS(STR(?thing), "%s")
}"""

Things = Mapping[str, Mapping[str, frozenset[str]]]


@cache
def coded() -> Mapping[str, Mapping[str, str]]:
    lines = CODED.read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader(lines[1:], delimiter="\t", quoting=csv.QUOTE_NONE)
    return {row["id"]: row for row in rows}


@cache
def things(prefix: str) -> Things:
    """Return what the graph says of the summary's claims (st) or of its units and marks (src)."""
    graph = ivig_kg.open()
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    start = graph.namespaces.expand(f"{prefix}:{SUMMARY}")
    for thing, property_, value in graph.asker.engine.query(_ABOUT % start).rows:
        found[local(thing)][local(property_)].add(local(value))
    return {
        thing: {name: frozenset(values) for name, values in properties.items()}
        for thing, properties in found.items()
    }


def local(cell: Cell) -> str:
    assert isinstance(cell, Iri | Literal)
    if isinstance(cell, Literal):
        return re.sub(r"^(\d+)\.0$", r"\1", cell.value)
    return re.split("[#/]", cell.value)[-1]


def iri(claim: str) -> str:
    return f"{SUMMARY}-{int(claim[1:])}"


def said(claim: str, property_: str) -> frozenset[str]:
    return things("st")[iri(claim)].get(property_, frozenset())


def only(value: str | None) -> frozenset[str]:
    return frozenset({value} if value else ())


def test_there_are_52_claims_numbered_as_they_are_called() -> None:
    claims = {name for name in things("st") if "." not in name}
    assert claims == {iri(claim) for claim in CLAIMS}
    assert tuple(coded()) == CLAIMS
    assert all(said(claim, "identifier") == {claim} for claim in CLAIMS)


@pytest.mark.parametrize(
    ("property_", "column"),
    [
        ("type", "class"),
        ("outcome", "outcome"),
        ("effect", "effect"),
        ("recommends", "recommends"),
        ("action", "action"),
        ("modality", "modality"),
        ("modalityAsPrinted", "modality_as_printed"),
    ],
)
@pytest.mark.parametrize("claim", CLAIMS)
def test_a_claim_says_what_its_coding_says(claim: str, property_: str, column: str) -> None:
    assert said(claim, property_) == only(coded()[claim][column])


@pytest.mark.parametrize(("property_", "column"), [("favours", "favours"), ("comparator",) * 2])
@pytest.mark.parametrize("claim", CLAIMS)
def test_what_is_compared_and_favoured(claim: str, property_: str, column: str) -> None:
    assert said(claim, property_) == only(TREATMENTS.get(coded()[claim][column]))


@pytest.mark.parametrize("claim", CLAIMS)
def test_a_claim_advises_what_its_coding_says(claim: str) -> None:
    advice, _, timing = coded()[claim]["advises"].removesuffix(")").partition(" (")
    assert said(claim, "advises") == only(advice)
    assert said(claim, "timing") == only(timing.capitalize())


@pytest.mark.parametrize("claim", CLAIMS)
def test_a_claim_is_about_whom_its_coding_says(claim: str) -> None:
    row = coded()[claim]
    implicit = row["condition"].startswith("(implicit")
    subtype = "PeripheralNeuropathy" if implicit else SUBTYPES.get(row["subtype"])
    coding = (CONDITIONS.get(row["condition"]), subtype, TREATMENTS.get(row["treatment"]))
    condition, subtype, treatment = ABOUT.get(claim, coding)
    assert said(claim, "condition") == only(condition)
    assert said(claim, "subtype") == only(subtype)
    assert said(claim, "treatment") == only(treatment)


@pytest.mark.parametrize("claim", CLAIMS)
def test_a_population_that_the_text_leaves_open_is_marked_as_not_stated(claim: str) -> None:
    words = coded()[claim]["condition"]
    left_open = words in {"", "macrophages", "reference 4", "reference 5"}
    about_such = claim in {"C08", "C15"}  # on claims whose own population is left open
    stated = not (left_open or about_such or words.startswith("(implicit"))
    assert said(claim, "populationStated") == {str(stated).lower()}


@pytest.mark.parametrize("claim", CLAIMS)
def test_significance_is_claimed_where_the_text_says_significant(claim: str) -> None:
    claimed = coded()[claim]["claimed_significance"] == "yes"
    assert said(claim, "claimedSignificance") == only("true" if claimed else None)
    assert not said(claim, "statisticalSignificance")


@pytest.mark.parametrize("claim", CLAIMS)
def test_a_claim_cites_the_number_that_stands_behind_its_sentence(claim: str) -> None:
    marks = [things("src")[mark] for mark in said(claim, "citation")]
    number = coded()[claim]["ref"]
    assert [mark["citedAs"] for mark in marks] == ([{number}] if number.isdigit() else [])
    assert all(mark["inUnit"] == said(claim, "passage") for mark in marks)


@pytest.mark.parametrize("claim", CLAIMS)
def test_a_duplicate_names_its_original_in_the_same_text(claim: str) -> None:
    original = coded()[claim]["duplicate_of"]
    assert said(claim, "duplicateOf") == only(iri(original) if original else None)


@pytest.mark.parametrize("claim", CLAIMS)
def test_a_claim_stands_in_its_section_and_item(claim: str) -> None:
    (passage,) = said(claim, "passage")
    row, unit = coded()[claim], things("src")[passage]
    item = None if row["item"] == "heading" else row["item"]
    assert unit["section"] == {SECTIONS[row["section"]]}
    assert unit.get("item", frozenset()) == only(item)
    assert unit["unitKind"] == {"Sentence" if item else "Heading"}


@pytest.mark.parametrize("claim", CLAIMS)
def test_a_quantity_is_the_one_that_the_text_prints(claim: str) -> None:
    parts = said(claim, "result") | said(claim, "regimen")
    found = [things("st")[part] for part in parts]
    numbers = [{k: v for k, v in part.items() if k not in _PLAIN} for part in found]
    want = QUANTITIES.get(claim)
    assert numbers == ([{k: {v} for k, v in want.items()}] if want else [])
    assert all(part["derivation"] == {"Printed"} for part in found)


@pytest.mark.parametrize("claim", CLAIMS)
def test_every_printed_quantity_of_the_coding_is_looked_at(claim: str) -> None:
    in_words = {"", "interval not given", "4 subtypes"}  # the last: the claims that C52 sums up
    assert (coded()[claim]["quantity"] in in_words) == (claim not in QUANTITIES)


@pytest.mark.parametrize("claim", LINKED)
def test_a_claim_on_other_claims_names_them(claim: str) -> None:
    property_, others = LINKED[claim]
    assert said(claim, property_) == {iri(other) for other in others}


def test_the_attributions_name_eular_and_the_rationale_its_test() -> None:
    assert {claim for claim in CLAIMS if said(claim, "attributedTo")} == {
        claim for claim, row in coded().items() if row["class"] == "AttributionStatement"
    }
    assert said("C28", "attributedTo") == {"eular-2020"}
    assert said("C15", "rationaleFor") == {iri("C11")}
    assert len({subtype for claim in LINKED["C52"][1] for subtype in said(claim, "subtype")}) == 4


@pytest.mark.parametrize("claim", TARGETS)
def test_a_mechanism_names_its_target(claim: str) -> None:
    assert said(claim, "target") == {TARGETS[claim]}


@pytest.mark.parametrize(("claim", "cited_as"), [("C49", "3"), ("C50", "4"), ("C51", "5")])
def test_a_study_description_describes_the_reference_it_cites(claim: str, cited_as: str) -> None:
    (mark,) = said(claim, "describes")
    assert things("src")[mark]["citedAs"] == {cited_as}
    assert said(claim, "citation") == {mark}


@pytest.mark.parametrize("claim", CLAIMS)
def test_a_claim_is_a_draft_read_in_full_and_entered_by_the_import(claim: str) -> None:
    assert said(claim, "verification") == {"FullText"}
    assert said(claim, "status") == {"Draft"}
    assert said(claim, "creator") == {"project-import"}
    assert said(claim, "statedIn") == {SUMMARY}


def test_4_of_5_stands_nowhere_but_in_the_summary() -> None:
    graph = ivig_kg.open()
    improved, total = map(graph.namespaces.expand, ("ivig:improved", "ivig:total"))
    rows = graph.asker.engine.query(f"SELECT ?r {{ ?r <{improved}> 4 ; <{total}> 5 }}").rows
    assert {local(result).split(".")[0] for (result,) in rows} == {iri("C42"), iri("C48")}
