"""The line of a triple, found by its text."""

from __future__ import annotations

import pytest

from ivig_kg.turtle.locate import LineIndex

TEXT = r"""# ex:s-1 is told of here
@prefix ex: <http://ex/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

ex:s-1
  a ex:C ;
  rdfs:label "ex:s-2 ex:p ex:o" ;
  ex:p ex:o-1 ;
  ex:p ex:o-10 ;
  ex:q [
    ex:p ex:o-11 ;
    ex:inner 1.10
  ] ;
  ex:n 5 .

ex:s-10
  rdfs:label "He said \"no\" ;\nand left" ;
  <http://else/p> <http://else/o> .

<http://else/s>
  ex:n "5"@en .

ex:near a ex:C ; ex:p [
  ex:i 1
] ;
   ex:n "x" .
"""
INDEX = LineIndex(TEXT)


@pytest.mark.parametrize("subject", ["ex:s-1", "http://ex/s-1", "<http://ex/s-1>"])
def test_a_subject_is_found_as_curie_or_iri(subject: str) -> None:
    assert INDEX.line(subject) == 5


@pytest.mark.parametrize(
    ("predicate", "line"),
    [
        ("a", 6),
        ("http://www.w3.org/1999/02/22-rdf-syntax-ns#type", 6),
        ("rdfs:label", 7),
        ("http://ex/p", 8),
        ("ex:inner", 12),
        ("ex:n", 14),
        ("ex:absent", 5),
    ],
)
def test_a_predicate_is_found_in_its_block_else_the_subject(predicate: str, line: int) -> None:
    assert INDEX.line("ex:s-1", predicate) == line


@pytest.mark.parametrize(
    ("predicate", "thing", "line"),
    [
        ("ex:p", "ex:o-10", 9),
        ("ex:p", "http://ex/o-10", 9),
        ("ex:p", "ex:o-11", 11),
        ("ex:p", "ex:o", 8),
        ("ex:n", "5", 14),
    ],
)
def test_an_object_is_found_else_the_predicate(predicate: str, thing: str, line: int) -> None:
    assert INDEX.line("ex:s-1", predicate, thing) == line


@pytest.mark.parametrize("thing", ['He said "no" ;\nand left', r'"He said \"no\" ;\nand left"'])
def test_a_literal_is_found_by_its_value_or_as_written(thing: str) -> None:
    text = TEXT.replace("ex:s-10\n", 'ex:s-10\n  rdfs:label "Ha" ;\n')
    assert LineIndex(text).line("ex:s-10", "rdfs:label", thing) == 18


def test_an_object_as_written_goes_before_one_that_means_the_same() -> None:
    index = LineIndex('<http://a>\n  <http://p> "5" ;\n  <http://p> 5 .\n')
    assert index.line("http://a", "http://p", "5") == 3


def test_what_is_not_there_is_line_0() -> None:
    assert INDEX.line("ex:s-2") == INDEX.line("ex:s") == INDEX.line("ex:o-1", "ex:p") == 0
    assert INDEX.line("#") == INDEX.line("@prefix") == 0


def test_iris_in_full_are_found() -> None:
    assert INDEX.line("http://else/s", "ex:n", "5") == 21
    assert INDEX.line("ex:s-10", "http://else/p", "<http://else/o>") == 18


def test_a_style_near_ours_is_understood() -> None:
    assert INDEX.line("ex:near", "a") == 23
    assert INDEX.line("ex:near", "ex:n") == 26
    assert INDEX.line("ex:near", "ex:i") == 24


@pytest.mark.parametrize("quote", ['"""', "'''"])
def test_a_long_string_hides_its_lines(quote: str) -> None:
    string = f"{quote}\nex:b\n  ex:q 1 .\n{quote}"
    text = f"@prefix ex: <http://ex/> .\nex:a\n  ex:p {string} ;\n  ex:r 1 .\nex:b\n  ex:q 2 .\n"
    index = LineIndex(text)
    assert (index.line("ex:b", "ex:q"), index.line("ex:a", "ex:r")) == (9, 7)


def test_a_subject_in_two_blocks_is_searched_in_both() -> None:
    index = LineIndex("<http://a>\n  <http://p> 1 .\n\n<http://a>\n  <http://q> 1 .\n")
    assert (index.line("http://a", "http://q"), index.line("http://a")) == (5, 1)
