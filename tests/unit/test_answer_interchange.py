"""JSON: results as the standard has them, records as plain values."""

from __future__ import annotations

import io
import json

import pyoxigraph as ox
import pytest

from ivig_kg.answer import Answer, Blank, Cell, Iri, Literal, Triple, render

XSD = "http://www.w3.org/2001/XMLSchema#"
HOSTILE = '<script>"=1\\|\t\r\n\x00\x1b[31m\x9b\u202e\u2028 Sjögren 免疫'


@pytest.mark.parametrize(
    ("cell", "binding"),
    [
        (Iri("https://x/a"), {"type": "uri", "value": "https://x/a"}),
        (Iri("javascript:alert(1)"), {"type": "uri", "value": "javascript:alert(1)"}),
        (Blank("b0"), {"type": "bnode", "value": "b0"}),
        (Literal("x"), {"type": "literal", "value": "x"}),
        (Literal(""), {"type": "literal", "value": ""}),
        (Literal("x", language="de"), {"type": "literal", "value": "x", "xml:lang": "de"}),
        (
            Literal("1.10", f"{XSD}decimal"),
            {"type": "literal", "value": "1.10", "datatype": f"{XSD}decimal"},
        ),
        ((Literal("b-10"), Literal("b-2")), {"type": "literal", "value": "b-2 | b-10"}),
        (Literal(HOSTILE), {"type": "literal", "value": HOSTILE}),
    ],
)
def test_a_term_is_bound_as_the_standard_says(cell: Cell, binding: dict[str, str]) -> None:
    document = json.loads(render(Answer(("a", "b"), ((cell, None),)), "json"))
    assert document == {"head": {"vars": ["a", "b"]}, "results": {"bindings": [{"a": binding}]}}


def test_an_empty_list_is_unbound() -> None:
    assert json.loads(render(Answer(("a",), (((),),)), "json"))["results"]["bindings"] == [{}]


def test_another_reader_reads_the_same_terms() -> None:
    answer = Answer(("a", "b"), ((Iri("https://x/a"), Literal("Sjögren", language="de")),))
    solutions = ox.parse_query_results(
        io.BytesIO(render(answer, "json").encode()), ox.QueryResultsFormat.JSON
    )
    assert isinstance(solutions, ox.QuerySolutions)
    row = next(solutions)
    assert (row["a"], row["b"]) == (
        ox.NamedNode("https://x/a"),
        ox.Literal("Sjögren", language="de"),
    )


@pytest.mark.parametrize("truth", ["true", "false"])
def test_ask_is_a_boolean(truth: str) -> None:
    answer = Answer(("a",), ((Literal(truth, f"{XSD}boolean"),),), form="ASK")
    assert json.loads(render(answer, "json")) == {"head": {}, "boolean": truth == "true"}


def test_triples_are_three_variables() -> None:
    triple = Triple(Blank("b"), Iri("https://x/p"), Literal("o"))
    document = json.loads(render(Answer((), (), form="CONSTRUCT", triples=(triple,)), "json"))
    assert document["head"]["vars"] == ["subject", "predicate", "object"]
    assert document["results"]["bindings"][0]["subject"] == {"type": "bnode", "value": "b"}


def test_records_say_what_was_asked_and_keep_decimals_as_written() -> None:
    row: tuple[Cell, ...] = (
        Iri("https://x/a"),
        Literal("1.10", f"{XSD}decimal"),
        Literal("9", f"{XSD}integer"),
        Literal("true", f"{XSD}boolean"),
        (Literal("b"), Literal("a")),
        None,
    )
    answer = Answer(tuple("uvwxyz"), (row,), question="q", summary="s", notes=("n",))
    document = json.loads(render(answer, "records"))
    values = ["https://x/a", "1.10", 9, True, ["a", "b"], None]
    assert document.pop("rows") == [dict(zip("uvwxyz", values, strict=True))]
    assert document == {"question": "q", "summary": "s", "notes": ["n"], "columns": [*"uvwxyz"]}


def test_records_of_triples_name_their_columns() -> None:
    triple = Triple(Iri("https://x/a"), Iri("https://x/p"), Literal("o"))
    document = json.loads(render(Answer((), (), form="CONSTRUCT", triples=(triple,)), "records"))
    assert document["columns"] == ["subject", "predicate", "object"] == list(document["rows"][0])


@pytest.mark.parametrize("name", ["json", "records"])
def test_json_is_indented_keeps_letters_and_escapes_what_steers(name: str) -> None:
    text = render(Answer((HOSTILE,), ((Literal(HOSTILE + "\ud800"),),)), name)
    assert "\n  " in text
    assert "Sjögren 免疫" in text
    assert "\\ud800" in text
    assert set("\x00\x1b\x9b\u202e\u2028\t\r").isdisjoint(text)
    document = json.loads(text)
    assert HOSTILE in (document.get("columns") or document["head"]["vars"])
