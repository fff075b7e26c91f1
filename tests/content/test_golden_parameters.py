"""Questions as files: headers that tell the truth, and parameters that match as the design says."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from datetime import date
from functools import cache

import pytest

import ivig_kg
from ivig_kg.answer import Answer, Cell, Iri, Literal
from ivig_kg.model import Question
from tests.content.golden_questions import QUESTIONS

HEADLINE = "subtypes-with-response"
ABOUT = "statements-about"
NOTHING = "not stated"
NEUROPATHIES = (
    "AtaxicSensoryNeuronopathy",
    "GuillainBarreSyndrome",
    "MononeuritisMultiplex",
    "NonataxicSensoryNeuropathy",
    "PainfulSensoryNeuropathy",
    "PeripheralNeuropathy",
    "Polyneuropathy",
    "SensoryAtaxicNeuropathy",
    "SensoryGanglionopathy",
    "SensoryNeuropathy",
    "SmallFiberNeuropathy",
)
_KEYS = ("summary", "params", "columns", "brief", "lists", "tags", "notes")
_NO_CODE = re.compile(r'<[^<>\s]*>|"(?:[^"\\]|\\.)*"|#[^\n]*')


@cache
def graph() -> ivig_kg.KnowledgeGraph:
    return ivig_kg.open()


@cache
def question(name: str) -> Question:
    return graph().questions[name]


@cache
def asked(name: str, **given: str) -> Answer:
    return graph().ask(name, given)


def ivig(local: str) -> str:
    return graph().namespaces.expand(f"ivig:{local}")


def local(cell: Cell) -> str:
    assert isinstance(cell, Iri | Literal)
    return re.split("[#/]", cell.value)[-1]


def shown(answer: Answer, *columns: str) -> set[tuple[str, ...]]:
    return {tuple(local(cell) for cell in row) for row in answer.select(columns).rows}


def statements(answer: Answer) -> set[str]:
    return {local(part) for cell in answer.column("statements") for part in parts(cell)}


def parts(cell: Cell) -> Iterator[Cell]:
    yield from cell if isinstance(cell, tuple) else (cell,)


def code(text: str) -> str:
    return _NO_CODE.sub(" ", text)


# Headers


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_header_is_one_line_of_json_a_key_and_stands_on_top(name: str) -> None:
    lines = question(name).text.splitlines()
    header = [line for line in lines if line.startswith("#+ ")]
    keys = [line[3:].split(": ", 1)[0] for line in header]
    assert lines[: len(header)] == header
    assert keys == [key for key in _KEYS if key in keys]
    assert all(json.loads(line.split(": ", 1)[1]) is not None for line in header)
    assert {"summary", "params", "columns", "tags"} <= set(keys)


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_orders_its_rows_and_asks_neither_undef_nor_graph(name: str) -> None:
    words = code(question(name).text).upper().split()
    assert "BY" in words[words.index("ORDER") :]
    assert not {"UNDEF", "GRAPH", "SERVICE", "FROM"} & set(words)


@pytest.mark.parametrize("name", QUESTIONS)
def test_each_default_in_the_header_is_what_each_values_block_holds(name: str) -> None:
    text, names = question(name).text, graph().namespaces
    for parameter in question(name).parameters:
        blocks = re.findall(rf"VALUES \?{parameter.name}\s*\{{([^{{}}]*)\}}", text)
        assert blocks
        if parameter.relation == "datatype":
            (day,) = parameter.default
            assert {block.strip() for block in blocks} == {f'"{day}"^^xsd:date'}
            continue
        assert {tuple(map(names.expand, block.split())) for block in blocks} == {parameter.default}


@pytest.mark.parametrize("name", QUESTIONS)
def test_each_default_is_a_thing_of_the_kind_that_the_header_names(name: str) -> None:
    for parameter in question(name).parameters:
        if parameter.relation == "datatype":
            assert [date.fromisoformat(day) for day in parameter.default]
        else:
            assert set(parameter.default) <= graph().asker.fitting(parameter).things


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_header_names_the_columns_that_the_query_gives(name: str) -> None:
    asks = question(name)
    assert graph().asker.engine.query(asks.text).columns == asks.columns
    assert set(asks.brief) <= set(asks.columns)
    assert asks.lists <= set(asks.columns)


# Reviewed statements

ROWS_WITHOUT_STATEMENTS = {
    "uncovered-text": 18,  # no sentence is covered
    "guideline-says": 5,  # EULAR, BSR, SBR, the foundation, the Australian criteria: none read
    "poolable": 6,  # the pairs that were asked for, of which nothing is known
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_no_row_rests_on_reviewed_statements_while_all_is_draft(name: str) -> None:
    answer = graph().ask(name, reviewed_only=True)
    assert len(answer) == ROWS_WITHOUT_STATEMENTS.get(name, 0)


@pytest.mark.parametrize("name", QUESTIONS)
def test_each_row_of_today_is_unreviewed_and_the_notes_count_them(name: str) -> None:
    answer = asked(name)
    if "review" in answer.columns and answer.rows:
        assert shown(answer, "review") == {("unreviewed",)}
        count = len(answer)
        assert f"{count} of {count} rows rest on unreviewed statements." in answer.notes


# How terms match: computed here once more, from the tree alone


@cache
def pairs(predicate: str) -> frozenset[tuple[str, str]]:
    iri = graph().namespaces.expand(predicate)
    rows = graph().asker.engine.query(f"SELECT ?a ?b {{ ?a <{iri}> ?b }}").rows
    return frozenset((local(a), local(b)) for a, b in rows if isinstance(b, Iri))


def under(term: str) -> set[str]:
    below = {child for child, parent in pairs("rdfs:subClassOf") if parent == term}
    return {term}.union(*(under(child) for child in below))


def close_to(terms: Collection[str]) -> set[str]:
    either_way = pairs("skos:closeMatch") | {(b, a) for a, b in pairs("skos:closeMatch")}
    return {a for a, b in either_way if b in terms}


def relation(term: str, wanted: str) -> str | None:
    if term == wanted:
        return "same"
    if term in under(wanted):
        return "narrower"
    return "close" if term in close_to(under(wanted)) else None


@pytest.mark.parametrize("wanted", NEUROPATHIES)
def test_a_subtype_filters_by_same_narrower_or_close(wanted: str) -> None:
    terms = {term for (term,) in shown(asked(HEADLINE), "subtype")}
    related = {(term, relation(term, wanted)) for term in terms}
    found = shown(asked(HEADLINE, subtype=f"ivig:{wanted}"), "subtype", "match")
    assert found == {(term, match) for term, match in related if match}


@pytest.mark.parametrize("wanted", [*NEUROPATHIES, "SjogrenSyndrome", "Condition"])
def test_a_statement_matches_by_its_subtype_or_where_it_has_none_by_its_condition(
    wanted: str,
) -> None:
    places = shown(asked(ABOUT), "statement", "subtype", "condition")
    related = {(name, relation(term_of(*place), wanted)) for name, *place in places}
    found = shown(asked(ABOUT, subtype=f"ivig:{wanted}"), "statement", "match")
    assert found == {(name, match) for name, match in related if match}


def term_of(subtype: str, condition: str) -> str:
    """Return the term at which a statement stands: all conditions where it states none."""
    return next((term for term in (subtype, condition) if term != NOTHING), "Condition")


def test_what_states_neither_condition_nor_treatment_is_there_only_when_all_is_asked() -> None:
    everywhere = claims_of(asked(ABOUT))
    mechanisms, descriptions = {"C16", "C17", "C18", "C19"}, {"C50", "C51"}
    assert mechanisms | descriptions | {"C28"} <= everywhere
    given = claims_of(asked(ABOUT, treatment="IVIG"))
    assert mechanisms <= given
    assert not (descriptions | {"C28"}) & given
    assert not (mechanisms | descriptions) & claims_of(asked(ABOUT, condition="Sjögren's syndrome"))
    assert not (mechanisms | descriptions) & claims_of(asked(ABOUT, subtype="Sjögren's syndrome"))


def test_what_is_said_of_a_condition_alone_is_found_by_the_condition() -> None:
    wanted = {"C20", "C21", "C22", "C23", "C24"}
    assert claims_of(asked(ABOUT, subtype="Guillain-Barré syndrome")) == wanted
    assert claims_of(asked(ABOUT, condition="Guillain-Barré syndrome")) == wanted
    found = shown(asked(ABOUT, subtype="Sjögren's syndrome"), "identifier", "match")
    assert {pair for pair in found if pair[0] != NOTHING} == {("C05", "same"), ("C52", "same")}


def claims_of(answer: Answer) -> set[str]:
    return {name for (name,) in shown(answer, "identifier") if name != NOTHING}


@pytest.mark.parametrize("wanted", NEUROPATHIES)
def test_a_row_stays_the_same_whatever_subtype_is_asked_for(wanted: str) -> None:
    columns = [c for c in question(HEADLINE).columns if c != "match"]
    rows = asked(HEADLINE, subtype=f"ivig:{wanted}").select(columns).rows
    assert set(rows) <= set(asked(HEADLINE).select(columns).rows)


def test_a_close_subtype_is_offered_and_never_called_the_same() -> None:
    answer = asked(HEADLINE, subtype="ataxic sensory neuronopathy")
    rows = shown(answer, "subtype", "match", "studies_for", "studies_against")
    assert rows == {
        ("AtaxicSensoryNeuronopathy", "same", "1", "0"),
        ("SensoryAtaxicNeuropathy", "close", "1", "1"),
    }


def test_closeness_does_not_climb_from_ganglionopathy_to_sensory_neuropathy() -> None:
    answer = asked(HEADLINE, subtype="ganglionopathy")
    assert shown(answer, "subtype", "match") == {
        ("SensoryGanglionopathy", "same"),
        ("AtaxicSensoryNeuronopathy", "narrower"),
        ("SensoryAtaxicNeuropathy", "close"),
    }


# Condition and treatment


def test_primary_disease_leaves_two_series_and_the_four_claims_that_say_primary() -> None:
    answer = asked(HEADLINE, condition="primary Sjögren's syndrome")
    claims = {f"ivig-summary-{number}" for number in (39, 40, 45, 46)}
    rist = {f"rist-2011-{number}" for number in (1, 2, 3, 4, 5, 6, 16)}
    assert statements(answer) == rist | {"yamashita-2013-1"} | claims
    columns = ("subtype", "studies_for", "studies_against", "studies_neutral", "claimed_in")
    assert shown(answer, *columns) == {
        ("PeripheralNeuropathy", "0", "0", "2", "0"),
        ("NeuropathyWithConductionBlock", "0", "0", "1", "0"),
        ("NonataxicSensoryNeuropathy", "0", "0", "1", "0"),
        ("SensorimotorNeuropathy", "0", "0", "1", "0"),
        ("SensoryAtaxicNeuropathy", "0", "1", "0", "0"),
        ("SmallFiberNeuropathy", "0", "0", "0", "1"),
    }


def test_corticosteroids_include_glucocorticoids_and_stay_out_of_the_answer_on_ivig() -> None:
    answer = asked(HEADLINE, treatment="corticosteroid")
    assert shown(answer, "subtype", "studies_for", "recommended_in") == {
        ("AutonomicNeuropathy", "1", "0"),  # Humă
        ("PeripheralNeuropathy", "0", "0"),  # Yamashita: from patient to patient
        ("MononeuritisMultiplex", "0", "1"),  # EULAR: high-dose glucocorticoids first
        ("AxonalPolyneuropathy", "0", "1"),
        ("AxonalSensoryPolyneuropathy", "0", "1"),  # EULAR: pulses second, in refractory disease
        ("NeuropathyWithMotorInvolvement", "0", "1"),
        ("SensoryGanglionopathy", "0", "1"),
        ("ChronicInflammatoryDemyelinatingPolyneuropathy", "0", "1"),
    }
    eular = {f"eular-2020-{number}" for number in (15, 20, 27, 30, 33, 36)}
    assert statements(answer) == {"huma-2020-6", "yamashita-2013-2"} | eular
    assert not statements(answer) & statements(asked(HEADLINE))


def test_rituximab_was_never_given_alone_and_is_neither_for_nor_against() -> None:
    answer = asked(HEADLINE, treatment="rituximab")
    columns = ("subtype", "studies_for", "studies_against", "studies_neutral", "recommended_in")
    assert shown(answer, *columns) == {
        ("AutonomicNeuropathy", "0", "0", "1", "0"),
        ("MononeuritisMultiplex", "0", "0", "0", "1"),
        ("AxonalPolyneuropathy", "0", "0", "0", "1"),
    }
    assert statements(answer) == {"huma-2020-7", "eular-2020-17", "eular-2020-22"}


@pytest.mark.parametrize("words", ["neuropathy", "neuropathies", "peripheral neuropathies"])
def test_neuropathy_is_another_name_of_peripheral_neuropathy_which_is_asked_anyway(
    words: str,
) -> None:
    assert asked(HEADLINE, subtype=words).rows == asked(HEADLINE).rows


def test_a_worse_outcome_is_among_the_harms_though_it_is_no_harm_by_name() -> None:
    columns = ("harm", "statement", "effect", "test")
    assert shown(asked("harms", treatment="corticosteroid"), *columns) == {
        ("OverallOutcome", "ivig-summary-24", "Worsens", NOTHING),
        ("Diabetes", "cochrane-corticosteroids-gbs-2016-4", "IncreasesRisk", NOTHING),
        ("Hypertension", "cochrane-corticosteroids-gbs-2016-5", "DecreasesRisk", NOTHING),
    }


def test_references_show_counts_doses_and_instruments_of_the_treatment_asked_for() -> None:
    answer = asked("references", treatment="corticosteroid")
    assert len(answer) == len(asked("references"))
    for column in ("responders", "dose", "instrument"):
        assert {local(part) for cell in answer.column(column) for part in parts(cell)} == {NOTHING}


def test_what_is_said_of_corticosteroids_in_guillain_barre_is_not_said_of_sjogren() -> None:
    answer = asked("comparisons", treatment="corticosteroid", condition="Sjögren's syndrome")
    assert not answer.rows


def test_mark_4_leads_to_the_cited_and_to_the_likelier_source() -> None:
    answer = asked("provenance-of", statement="C23")
    assert shown(answer, "mark", "source", "resolution", "likelier") == {
        ("ivig-summary.mark-4", "eular-2020", "Mismatch", "no"),
        ("ivig-summary.mark-4", "leonhard-2019", "Probable", "yes"),
    }


def test_what_was_read_second_hand_names_where_it_was_read() -> None:
    answer = asked("provenance-of", statement="st:rist-2011-6")
    (readers,) = answer.column("seen_in")
    assert {local(reader) for reader in parts(readers)} == {
        "dentalcosmetic-2016",
        "medscape-777596",
    }


@pytest.mark.parametrize(
    "name", ["IVIG", "intravenous immunoglobulin", "ivig:IntravenousImmunoglobulin"]
)
def test_a_treatment_may_be_named_in_any_of_its_ways(name: str) -> None:
    assert asked(HEADLINE, treatment=name).rows == asked(HEADLINE).rows


def test_every_count_is_an_integer() -> None:
    counts = [
        c for c in question(HEADLINE).columns if c.startswith("studies_") or c.endswith("_in")
    ]
    cells = [cell for row in asked(HEADLINE).select(counts).rows for cell in row]
    assert {cell.datatype.rsplit("#")[-1] for cell in cells if isinstance(cell, Literal)} == {
        "integer"
    }
    assert len(cells) == 14 * len(counts)
