"""A second disease needs no code: asthma, laid over the content, and alone (fixtures/asthma).

All of it is made up. The answers in ``answers/`` were derived by hand from the fixture's Turtle and
from what each question says it asks.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from ivig_kg.answer import Cell, Iri, Literal
from ivig_kg.check import ChangeCheck
from ivig_kg.content import Content
from ivig_kg.graph import KnowledgeGraph
from ivig_kg.infer import stale_finding
from ivig_kg.style import Styler
from tests.content.golden_questions import QUESTIONS

pytestmark = pytest.mark.thorough

FIXTURE = Path(__file__).resolve().parents[1] / "fixtures/asthma"
FIRST = ("data/sources/", "data/assessments/", "data/reviews/")
TODAY = date(2026, 11, 25)
_NUMBER = re.compile(r"-?\d+(\.\d+)?")

Row = tuple[str, ...]


def laid_over(content: Content, *folders: str) -> Content:
    """Return a content with the files of the fixture below some folders added."""
    found = [path for folder in folders for path in (FIXTURE / folder).rglob("*.ttl")]
    assert found
    return content.replaced({p.relative_to(FIXTURE).as_posix(): p.read_bytes() for p in found})


@pytest.fixture(scope="module")
def both(content: Content) -> KnowledgeGraph:
    """Return the shipped content with the second disease beside the first."""
    return KnowledgeGraph(laid_over(content, "ontology", "data"))


@pytest.fixture(scope="module")
def alone(content: Content) -> KnowledgeGraph:
    """Return the content with no source and no judgement but those of the second disease."""
    gone = {file.path: None for file in content.files if file.path.startswith(FIRST)}
    assert len(gone) > 50
    return KnowledgeGraph(laid_over(content.replaced(gone), "ontology", "data"))


def asked_for(question: str) -> tuple[dict[str, str | list[str]], Row, list[Row]]:
    """Return parameters, columns and rows of an answer that was derived by hand."""
    text = (FIXTURE / f"answers/{question}.tsv").read_text("utf-8")
    ask, head, *rest = text.removesuffix("\n").split("\n")
    given: dict[str, list[str]] = {}
    for pair in ask.removeprefix("# ask: ").split("; "):
        name, _, value = pair.partition("=")
        given.setdefault(name, []).append(value)
    columns = head.split("\t")
    assert columns.pop() == "why"
    rows = [tuple(map(spelt, line.split("\t")[:-1])) for line in rest]
    return {n: v if len(v) > 1 else v[0] for n, v in given.items()}, tuple(columns), rows


def spelt(text: str) -> str:
    """Write a cell so that 2 is 2.0 and a list is a set."""
    parts = text.split(" | ")
    numbers = (str(Decimal(p).normalize()) if _NUMBER.fullmatch(p) else p for p in parts)
    return " | ".join(sorted(numbers))


def flat(graph: KnowledgeGraph, cell: Cell) -> str:
    if isinstance(cell, tuple):
        return spelt(" | ".join(flat(graph, part) for part in cell))
    if isinstance(cell, Iri):
        return graph.namespaces.show(cell.value)
    assert isinstance(cell, Literal)
    return spelt(cell.value)


def rows_of(graph: KnowledgeGraph, question: str) -> list[Row]:
    given, columns, _ = asked_for(question)
    answer = graph.ask(question, given).select(list(columns))
    return [tuple(flat(graph, cell) for cell in row) for row in answer.rows]


def test_every_question_is_asked_of_the_second_disease() -> None:
    assert sorted(path.stem for path in (FIXTURE / "answers").iterdir()) == sorted(QUESTIONS)


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_answers_on_the_second_disease(both: KnowledgeGraph, question: str) -> None:
    _, _, rows = asked_for(question)
    assert rows
    assert rows_of(both, question) == rows


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_needs_nothing_of_the_first_disease(
    alone: KnowledgeGraph, question: str
) -> None:
    assert rows_of(alone, question) == asked_for(question)[2]
    # The defaults are of the first disease; with them it answers all the same.
    assert alone.ask(question).columns == alone.questions[question].columns


def test_shapes_and_rules_find_nothing(content: Content, both: KnowledgeGraph) -> None:
    before = laid_over(content, "ontology")
    check = ChangeCheck(before, both.content, both.namespaces, TODAY)
    assert len(check.changed) == len(list((FIXTURE / "data").rglob("*.ttl")))
    assert check.findings() == []


def test_what_was_inferred_is_the_one_thing_to_renew(both: KnowledgeGraph) -> None:
    found = stale_finding(both.content)
    assert found is not None
    assert found.message.startswith("the axioms have changed since")


@pytest.mark.java
def test_the_reasoner_finds_no_more_than_before(content: Content, both: KnowledgeGraph) -> None:
    assert both.infer().relations == KnowledgeGraph(content).infer().relations


def test_the_text_is_the_one_that_was_measured(both: KnowledgeGraph) -> None:
    assert both.check_document(FIXTURE / "asthma-summary-1.txt") == []


def test_the_fixture_is_in_style(both: KnowledgeGraph) -> None:
    styler = Styler(both.content, both.namespaces)
    styled = styler.style(sorted(FIXTURE.rglob("*.ttl")))
    assert styled
    assert [one.shown for one in styled if one.changed] == []
