"""Formats: their names, what is refused, what every one of them holds to."""

from __future__ import annotations

import doctest
import subprocess
import sys
from importlib import import_module

import pytest

from ivig_kg import answer as package
from ivig_kg.answer import FORMATS, Answer, Blank, Iri, Literal, Triple, render
from ivig_kg.errors import UsageError

HOSTILE = "<script>=1|\t\r\n\x00\x1b[31m\u202e\ud800"
SELECT = Answer((HOSTILE,), ((Literal(HOSTILE),), (Iri(HOSTILE),), (Blank("b"),), (None,), ((),)))
ASK = Answer(("a",), ((Literal("true", "http://www.w3.org/2001/XMLSchema#boolean"),),), form="ASK")
TRIPLES = (Triple(Iri("https://x/a"), Iri("https://x/p"), Literal(HOSTILE)),)
CONSTRUCT = Answer((), (), form="CONSTRUCT", triples=TRIPLES, notes=(HOSTILE,))


def test_the_formats_are_those_of_the_design() -> None:
    assert FORMATS == ("table", "tsv", "csv", "sheet", "json", "records", "md", "ttl")


def test_an_unknown_format_is_refused_with_those_there_are() -> None:
    with pytest.raises(UsageError, match=r"no format 'xlsx'; there are: table, tsv, .*, ttl"):
        render(ASK, "xlsx")


@pytest.mark.parametrize("answer", [SELECT, ASK])
def test_turtle_is_for_triples(answer: Answer) -> None:
    with pytest.raises(UsageError, match="answer fits: table, tsv, csv, sheet, json, records, md"):
        render(answer, "ttl")


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("answer", [SELECT, ASK, CONSTRUCT, Answer(("a",), ())])
def test_every_text_ends_its_line_and_has_bytes(answer: Answer, name: str) -> None:
    if name != "ttl" or answer.form == "CONSTRUCT":
        text = render(answer, name, width=60)
        assert text.encode().endswith(b"\n")


@pytest.mark.parametrize("name", [each for each in FORMATS if each not in {"csv", "sheet"}])
@pytest.mark.parametrize("answer", [SELECT, CONSTRUCT])
def test_what_people_read_steers_no_terminal(answer: Answer, name: str) -> None:
    if name != "ttl" or answer.form == "CONSTRUCT":
        assert set("\x00\x1b\r\u202e").isdisjoint(render(answer, name))


def test_public_names_are_these() -> None:
    assert sorted(package.__all__) == [
        *("Answer", "Blank", "Cell", "FORMATS", "Iri", "LIST_SEPARATOR", "Literal"),
        *("Term", "Triple", "lexical", "render", "sorted_list"),
    ]


@pytest.mark.parametrize("name", ["cells", "table", "terms", "widths", "wording"])
def test_the_examples_in_docstrings_hold(name: str) -> None:
    assert doctest.testmod(import_module(f"ivig_kg.answer.{name}")).failed == 0


def test_a_cold_start_loads_no_writer() -> None:
    program = "import sys, ivig_kg.answer; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, text=True
    )
    heavy = {"csv", "json", "html", "unicodedata", "ivig_kg.answer.terminal"}
    assert heavy.isdisjoint(loaded.stdout.split())
