"""What is rejected, superseded or retracted is in no answer, nor is a draft in a reviewed one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

import pytest

import ivig_kg
from ivig_kg.answer import Answer, Cell, Iri, Literal
from ivig_kg.catalog import fill
from ivig_kg.engine import EmbeddedEngine
from tests.content.golden_questions import QUESTIONS

pytestmark = pytest.mark.thorough

ROWS_WITHOUT_STATEMENTS = {
    "references": 8,  # judgements, which stay
    "uncovered-text": 18,  # no sentence is covered
    "audit": 1,  # the judgement on the document
    "certainty": 12,
    "superseded": 4,
    "guideline-says": 5,  # five guidelines of which nothing is then read
    "best-evidence": 11,  # the subtypes that a judgement on direct evidence is on
    "poolable": 6,  # the pairs asked for, of which nothing is then known
}
JUDGED = (  # what they show of judgements is part of the row
    *("audit", "best-evidence", "certainty", "disputed-subtypes", "guideline-says"),
    *("mechanism-certainty", "misattributed", "only-support", "risks-for"),
    *("selective-reporting", "subtypes-with-response", "superseded"),
)
NEVER = ("Rejected", "Superseded", "Retracted")
_READING = ("statement", "if_per_day")
_DRAFT = "ivig:status ivig:Draft"
_BLOCK = re.compile(r"^(\S+)\n(?:  .*\n)+", re.MULTILINE)


@cache
def graph() -> ivig_kg.KnowledgeGraph:
    return ivig_kg.open()


def engine(changes: Mapping[str, str]) -> EmbeddedEngine:
    """Return an engine on the content in which some things (by a pattern) have another status."""
    files = [
        (graph().namespaces.graph(file.path), _changed(file.data.decode(), changes).encode())
        for file in graph().content.knowledge
    ]
    return EmbeddedEngine(files)


def _changed(turtle: str, changes: Mapping[str, str]) -> str:
    def block(found: re.Match[str]) -> str:
        status = next((new for pattern, new in changes.items() if re.match(pattern, found[1])), "")
        return found[0].replace(_DRAFT, f"ivig:status ivig:{status}") if status else found[0]

    return _BLOCK.sub(block, turtle)


def answer(question: str, changes: Mapping[str, str], *, reviewed_only: bool = False) -> Answer:
    asks = graph().questions[question]
    accepted = {"status": (graph().namespaces.expand("ivig:Accepted"),)} if reviewed_only else {}
    return engine(changes).query(fill(asks, accepted))


def shown(found: Answer, *columns: str) -> set[tuple[str, ...]]:
    return {tuple(local(cell) for cell in row) for row in found.select(columns).rows}


def told(found: Answer, key: str, value: str) -> dict[str, str]:
    return {local(one): local(other) for one, other in found.select((key, value)).rows}


def local(cell: Cell) -> str:
    assert isinstance(cell, Iri | Literal)
    return cell.value.rsplit("/", 1)[-1] if isinstance(cell, Iri) else cell.value


@pytest.mark.parametrize("status", NEVER)
@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_forgets_statements_that_are_not_current(question: str, status: str) -> None:
    found = answer(question, {"st:": status})
    assert len(found) == ROWS_WITHOUT_STATEMENTS.get(question, 0)


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_reviewed_answer_comes_back_when_all_is_accepted(question: str) -> None:
    found = answer(question, {"st:": "Accepted", "as:": "Accepted"}, reviewed_only=True)
    assert len(found) == len(graph().ask(question))
    if question == "guideline-says":  # a guideline of which nothing was read is not reviewed
        assert shown(found, "statement", "review") >= {("none read", "unreviewed")}
        assert len([row for row in shown(found, "statement", "review") if "reviewed" in row]) == 5
    elif "review" in found.columns:
        assert shown(found, "review") <= {("reviewed",)}


def test_references_forget_resolutions_that_are_not_current() -> None:
    assert not answer("references", {"as:": "Retracted"}).rows


def test_references_forget_what_a_retracted_statement_said_of_the_study() -> None:
    found = answer("references", {"st:": "Retracted"})
    columns = ("source", "responders", "dose", "follow_up", "instrument")
    left = {row[0]: row[1:] for row in shown(found, *columns)}
    nothing = "not stated"
    assert left.pop("huma-2020") == (nothing, nothing, "heterogeneous", nothing)  # of the study
    assert set(left.values()) == {(nothing,) * 4}


@pytest.mark.parametrize(
    ("retracted", "reasons"),
    [
        ("st:ivig-summary-15$", {"not stated"}),
        ("st:ivig-summary-12$", {"renal dysfunction", "aseptic meningitis"}),
    ],
)
def test_monitoring_forgets_a_retracted_reason(retracted: str, reasons: set[str]) -> None:
    found = answer("monitoring", {retracted: "Retracted"})
    assert set(told(found, "statement", "reasons")["ivig-summary-11"].split(" | ")) == reasons


def test_harms_forget_a_retracted_test() -> None:
    found = answer("harms", {"st:ivig-summary-11$": "Retracted"})
    assert set(told(found, "statement", "test").values()) == {"not stated"}


@pytest.mark.parametrize("number", [12, 13, 14])
def test_harms_forget_the_test_when_its_rationale_is_retracted(number: int) -> None:
    found = answer("harms", {"st:ivig-summary-15$": "Retracted"})
    assert told(found, "statement", "test")[f"ivig-summary-{number}"] == "not stated"


def test_a_reviewed_provenance_rests_on_no_unreviewed_resolution() -> None:
    changes = {"st:ivig-summary-41$": "Accepted"}
    found = answer("provenance-of", changes, reviewed_only=True)
    assert shown(found, "mark", "source", "resolution") == {
        ("ivig-summary.mark-10", "none", "none")
    }


def test_the_days_of_a_retracted_sentence_are_not_lent_to_its_neighbour() -> None:
    readings = told(answer("dose-consistency", {}), *_READING)
    assert readings["ivig-summary-6"] == "2 to 10 g/kg a course"
    left = told(answer("dose-consistency", {"st:ivig-summary-7$": "Retracted"}), *_READING)
    assert left["ivig-summary-6"] == "not stated"
    assert left["eular-2020-38"] == "2 to 10 g/kg a course"  # its days are its own


def test_a_summary_is_not_contradicted_through_a_claim_that_was_retracted() -> None:
    gone = {"st:ivig-summary-4[78]$": "Retracted"}
    found = shown(answer("selective-reporting", gone), "identifier")
    assert found == {("C02",), ("C41",), ("C42",)}


def test_a_dispute_ends_with_the_statement_that_made_it() -> None:
    assert not answer("disputed-subtypes", {"st:rist-2011-6$": "Retracted"}).rows


@pytest.mark.parametrize("question", JUDGED)
def test_a_row_that_shows_a_draft_judgement_is_unreviewed(question: str) -> None:
    found = answer(question, {"st:": "Accepted"})
    assert ("unreviewed",) in shown(found, "review")
    if (
        question == "guideline-says"
    ):  # the one whose currency is judged and of which a line was read
        reviews = told(found, "statement", "review")
        assert reviews["australian-ig-criteria-2497-1"] == "unreviewed"
    if question in ("audit", "best-evidence", "certainty"):  # a judgement in each row
        assert shown(found, "review") == {("unreviewed",)}
