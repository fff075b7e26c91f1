"""Axioms: read from triples, said in words, cut down to what matters."""

from __future__ import annotations

import pytest

from ivig_kg.axioms import Axiom, Named, Reading, Restriction, Speaker, module_of, read_axioms
from ivig_kg.axioms.values import names_in
from ivig_kg.engine.parse import parse

HEAD = """
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix x: <http://example.org/> .
"""
X = "http://example.org/"


def reading(*files: str) -> Reading:
    return read_axioms(
        (f"f{number}.ttl", parse(HEAD + text, where="test").triples)
        for number, text in enumerate(files)
    )


def only(text: str) -> Axiom:
    (axiom,) = reading(text).axioms
    return axiom


def said(text: str) -> str:
    return Speaker(lambda iri: iri.removeprefix(X)).say(only(text))


SOME = "[ a owl:Restriction ; owl:onProperty x:has ; owl:someValuesFrom {} ]"
SENTENCES = {
    "x:A rdfs:subClassOf x:B .": "A is a kind of B",
    f"x:A rdfs:subClassOf {SOME.format('x:B')} .": "every A has B",
    f"{SOME.format('x:B')} rdfs:subClassOf x:A .": "every thing that has B is an A",
    "x:A owl:disjointWith x:B .": "nothing is both an A and a B",
    f"x:A owl:equivalentClass [ owl:intersectionOf ( x:B {SOME.format('x:C')} ) ] .": (
        "A is exactly what is a B that has C"
    ),
    f"x:A rdfs:subClassOf [ owl:complementOf {SOME.format('x:B')} ] .": "every A never has B",
    "x:A rdfs:subClassOf [ owl:unionOf ( x:B x:C ) ] .": "every A is a B or is a C",
    "x:A rdfs:subClassOf [ owl:onProperty x:has ; owl:allValuesFrom x:B ] .": (
        "every A has nothing but B"
    ),
    "[] a owl:AllDisjointClasses ; owl:members ( x:A x:B x:C ) .": "nothing is two of: A, B, C",
    "x:i a x:A .": "i is an A",
    "x:has rdfs:domain x:A .": "whatever has anything is an A",
    "x:has rdfs:range x:A .": "whatever anything has is an A",
    "x:has rdfs:subPropertyOf x:knows .": "what has something also knows it",
    "x:A rdfs:subClassOf owl:Nothing .": "A is a kind of nothing that can be",
}


@pytest.mark.parametrize("text", SENTENCES)
def test_an_axiom_is_said_in_words(text: str) -> None:
    assert said(text) == SENTENCES[text]


@pytest.mark.parametrize(
    "text",
    [
        'x:A rdfs:label "a"@en ; skos:definition "b" .',
        "x:A a owl:Class .",
        "x:note a owl:AnnotationProperty ; rdfs:subPropertyOf x:remark .",
        "x:i x:has x:j .",
        "[] a owl:Axiom ; owl:annotatedSource x:A .",
    ],
)
def test_annotations_declarations_and_facts_are_no_axioms(text: str) -> None:
    assert reading(text).axioms == ()


@pytest.mark.parametrize("kind", ["sameAs", "inverseOf", "equivalentProperty", "hasKey"])
def test_what_is_not_told_apart_is_kept(kind: str) -> None:
    axiom = only(f"x:a owl:{kind} x:b .")
    assert (axiom.kind, len(axiom.parts)) == ("other", 0)
    assert axiom.names == {f"{X}a", f"{X}b"}


def test_declarations_are_read() -> None:
    found = reading("x:A a owl:Class . x:has a owl:ObjectProperty . x:i a x:A .").declarations
    assert [triple.subject.value for triple in found] == [f"{X}A", f"{X}has"]


def test_an_axiom_has_the_triples_of_its_blank_nodes_and_its_place() -> None:
    axioms = reading(
        f"x:A rdfs:subClassOf x:B , {SOME.format('x:C')} , {SOME.format('x:D')} ."
    ).axioms
    assert [len(axiom.triples) for axiom in axioms] == [1, 4, 4]
    assert [(axiom.opens, axiom.nth) for axiom in axioms] == [(False, 0), (True, 0), (True, 1)]
    assert {axiom.subject for axiom in axioms} == {f"{X}A"}
    assert axioms[2].parts[1] == Restriction("some", f"{X}has", Named(f"{X}D"))


def test_the_form_does_not_depend_on_labels_of_blank_nodes() -> None:
    first = only("x:A rdfs:subClassOf _:a . _:a owl:onProperty x:p ; owl:someValuesFrom x:B .")
    again = only("_:z owl:someValuesFrom x:B ; owl:onProperty x:p . x:A rdfs:subClassOf _:z .")
    assert first.form == again.form
    assert first.form != only(f"x:A rdfs:subClassOf {SOME.format('x:B')} .").form


def test_a_blank_node_in_a_circle_ends() -> None:
    axiom = only("x:A rdfs:subClassOf _:a . _:a owl:complementOf x:B ; x:self _:a .")
    assert "…" in axiom.form


def test_names_in_an_expression_are_found_at_any_depth() -> None:
    axiom = only(
        f"x:A rdfs:subClassOf [ owl:unionOf ( [ owl:complementOf {SOME.format('x:B')} ] "
        "[ owl:oneOf ( x:i ) ] ) ] ."
    )
    assert set(names_in(axiom.parts[1])) == {f"{X}has", f"{X}B", f"{X}i"}


def words(text: str, *names: str) -> list[str]:
    speaker = Speaker(lambda iri: iri.removeprefix(X))
    found = module_of(reading(text).axioms, {X + name for name in names})
    return sorted(map(speaker.say, found))


def test_a_module_holds_what_is_above_and_not_what_is_below_or_apart() -> None:
    text = "x:A rdfs:subClassOf x:B . x:B rdfs:subClassOf x:C . x:Z rdfs:subClassOf x:B ."
    assert words(text, "A") == ["A is a kind of B", "B is a kind of C"]
    assert words(text, "B") == ["B is a kind of C"]


def test_a_module_holds_a_definition_once_its_parts_are_there() -> None:
    text = (
        f"x:D owl:equivalentClass [ owl:intersectionOf ( x:B {SOME.format('x:C')} ) ] . "
        f"x:A rdfs:subClassOf x:B ."
    )
    assert words(text, "A") == ["A is a kind of B"]
    more = f"{text} x:A rdfs:subClassOf {SOME.format('x:C')} ."
    assert "D is exactly what is a B that has C" in words(more, "A")


def test_a_module_holds_disjointness_once_two_are_there() -> None:
    text = "x:A rdfs:subClassOf x:B . x:B owl:disjointWith x:C . x:A rdfs:subClassOf x:D ."
    assert "nothing is both a B and a C" not in words(text, "A")
    assert "nothing is both a B and a C" in words(f"{text} x:D rdfs:subClassOf x:C .", "A")


def test_individuals_count_only_where_the_whole_is_asked_about() -> None:
    text = "x:i a x:A . x:A rdfs:subClassOf x:B . x:Z rdfs:subClassOf x:Y ."
    assert words(text, "A") == ["A is a kind of B"]
    assert words(text) == ["A is a kind of B", "i is an A"]
