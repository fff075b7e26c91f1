"""Each canned question, asked as it stands, gives what was derived by hand (fixtures/golden)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from rdflib import Graph
from rdflib.query import ResultRow
from rdflib.term import URIRef

import ivig_kg
from ivig_kg.answer import Answer, Cell, Iri, Literal, sorted_list
from ivig_kg.model import Question
from tests.content.golden_questions import QUESTIONS

FOLDER = Path(__file__).resolve().parents[1] / "fixtures" / "golden"
WORDS = {
    "label": "rdfs:label",
    "finding": "rdfs:label",
    "created": "dcterms:created",
    "reason": "ivig:because",
    "because": "ivig:because",
    "overlap_because": "ivig:because",
}
"""Columns that hold a curator's words or day, and the property that holds them."""
SAID = {"said_for": "for", "said_against": "against"}
"""Columns that tell a list of statements in words, and the column that names them."""
BY_THE_CURATOR = {*WORDS, *SAID}
"""Columns that are compared with the graph, not with a golden."""
NO_WORDS = {"not stated", "none read", "not judged", "not assessed"}
KEYS = ("statement", "thing", "assessment", "document")
WHY = "why"
_NUMBER = re.compile(r"-?\d+(\.\d+)?")

Row = tuple[str, ...]


@dataclass(frozen=True)
class Golden:
    """The rows that an answer has to give, and the columns by which it promises to order them."""

    order: Row
    columns: Row
    rows: tuple[Row, ...]
    reasons: Row


@cache
def graph() -> ivig_kg.KnowledgeGraph:
    return ivig_kg.open()


@cache
def rdflib_graph() -> Graph:
    return graph().graph()


@cache
def asked(question: str) -> Answer:
    return graph().ask(question)


@cache
def golden(question: str) -> Golden:
    lines = (FOLDER / f"{question}.tsv").read_text(encoding="utf-8").splitlines()
    order = next(line for line in lines if line.startswith("# order: "))
    head, *rest = (tuple(line.split("\t")) for line in lines if not line.startswith("# "))
    assert head[-1] == WHY
    rows = tuple(tuple(map(spelt, row[:-1])) for row in rest)
    return Golden(tuple(order[9:].split()), head[:-1], rows, tuple(row[-1] for row in rest))


def spelt(text: str) -> str:
    """Write a cell so that 2 is 2.0 and a list is a set (GROUP_CONCAT has no order)."""
    return " | ".join(sorted(_number(part) for part in text.split(" | ")))


def _number(text: str) -> str:
    return str(Decimal(text).normalize()) if _NUMBER.fullmatch(text) else text


def flat(cell: Cell) -> str:
    """Write a cell as goldens do: IRIs as CURIEs, the parts of a list between bars."""
    if isinstance(cell, tuple):
        return spelt(" | ".join(flat(part) for part in cell))
    if isinstance(cell, Iri):
        return graph().namespaces.show(cell.value)
    assert isinstance(cell, Literal), f"an empty cell or a blank node: {cell!r}"
    return spelt(cell.value)


def picked(answer: Answer, columns: Iterable[str]) -> list[Row]:
    chosen = answer.select(list(columns))
    return [tuple(flat(cell) for cell in row) for row in chosen.rows]


def test_every_question_has_a_golden() -> None:
    assert tuple(sorted(graph().questions)) == QUESTIONS


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_golden_row_says_how_it_follows(question: str) -> None:
    assert all(len(reason) > 3 for reason in golden(question).reasons)


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_answers_as_derived_by_hand(question: str) -> None:
    columns = golden(question).columns
    assert sorted(picked(asked(question), columns)) == sorted(golden(question).rows)


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_orders_its_rows_as_derived_by_hand(question: str) -> None:
    want = golden(question)
    places = [want.columns.index(column) for column in want.order]
    found = picked(asked(question), want.order)
    assert found == [tuple(row[place] for place in places) for row in want.rows]


def test_statements_about_leaves_out_no_statement_of_the_graph() -> None:
    given = graph().namespaces.expand("ivig:statedIn")
    known = graph().asker.engine.query(f"SELECT ?s {{ ?s <{given}> ?d }}")
    assert sorted(picked(known, ("s",))) == sorted(
        picked(asked("statements-about"), ("statement",))
    )


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_golden_leaves_out_only_what_a_curator_words(question: str) -> None:
    columns = set(asked(question).columns)
    assert columns - set(golden(question).columns) <= BY_THE_CURATOR
    assert set(golden(question).columns) <= columns


@pytest.mark.parametrize("column", WORDS)
def test_what_a_curator_words_is_shown_as_it_stands_in_the_graph(column: str) -> None:
    known = _said_of(WORDS[column])
    answers = [asked(name) for name in QUESTIONS if column in asked(name).columns]
    assert answers
    for answer in answers:
        for row in answer.rows:
            cells = dict(zip(answer.columns, map(flat, row), strict=True))
            assert cells[column] in NO_WORDS | {word for words in known.values() for word in words}
            if column in {"label", "created"}:  # these are the words of the row's own thing
                thing = next(cells[key] for key in KEYS if key in cells)
                assert cells[column] in NO_WORDS | known.get(thing, set())


def _said_of(property_: str) -> dict[str, set[str]]:
    predicate = graph().namespaces.expand(property_)
    rows = picked(graph().asker.engine.query(f"SELECT ?s ?o {{ ?s <{predicate}> ?o }}"), ("s", "o"))
    known: dict[str, set[str]] = {}
    for thing, words in rows:
        known.setdefault(thing, set()).add(words)
    return known


@pytest.mark.parametrize("column", SAID)
def test_a_side_is_told_with_its_document_its_words_and_its_name(column: str) -> None:
    labels, sources = _said_of("rdfs:label"), _said_of("ivig:statedIn")
    told = 0
    for named, said in picked(asked("audit"), (SAID[column], column)):
        statements = [] if named == "none" else named.split(" | ")
        want = [f"{_one(labels[_one(sources[s])])}: {_one(labels[s])} ({s})" for s in statements]
        assert said == (" | ".join(sorted(want)) or "none")
        told += len(want)
    assert told > 5


def _one(values: set[str]) -> str:
    (value,) = values
    return value


# The same question in another engine. The differences that are known are those of spelling:
# the order inside GROUP_CONCAT, and 2 for 2.0. No question is left out: the slowest takes 0.5 s.


def from_rdflib(question: Question) -> list[Row]:
    rows = rdflib_graph().query(question.text)
    return [_rdflib_row(question, row) for row in rows if isinstance(row, ResultRow)]


def _rdflib_row(question: Question, row: ResultRow) -> Row:
    cells = zip(question.columns, row, strict=True)
    return tuple(_rdflib_cell(cell, listed=name in question.lists) for name, cell in cells)


def _rdflib_cell(cell: object, *, listed: bool) -> str:
    if isinstance(cell, URIRef):
        return graph().namespaces.show(str(cell))
    assert cell is not None
    return flat(sorted_list(str(cell))) if listed else spelt(str(cell))


@pytest.mark.peer
@pytest.mark.parametrize("name", QUESTIONS)
def test_rdflib_gives_the_rows_that_the_embedded_engine_gives(name: str) -> None:
    question = graph().questions[name]
    assert sorted(from_rdflib(question)) == sorted(picked(asked(name), question.columns))


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_raw_run_of_the_file_gives_what_asking_gives(name: str) -> None:
    question = graph().questions[name]
    raw = graph().asker.engine.query(question.text)
    assert raw.columns == question.columns
    cells = [zip(question.columns, row, strict=True) for row in raw.rows]
    rows = [tuple(_raw_cell(cell, listed=c in question.lists) for c, cell in row) for row in cells]
    assert rows == picked(asked(name), question.columns)


def _raw_cell(cell: Cell, *, listed: bool) -> str:
    return flat(sorted_list(cell.value)) if listed and isinstance(cell, Literal) else flat(cell)
