"""Axioms: read from triples, said in words, cut down to what matters."""

from __future__ import annotations

import pytest

from ivig_kg.axioms import Axiom, Named, Reading, Restriction, Speaker, module_of, read_axioms
from ivig_kg.axioms.values import names_in
from ivig_kg.engine.parse import parse
from ivig_kg.errors import InvalidInput, LimitReached

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
HAS_B = SOME.format("x:B")
A_HAS_A = f"x:A rdfs:subClassOf {SOME.format('x:A')} ."
ANYTHING = "[ owl:onProperty owl:topObjectProperty ; owl:someValuesFrom owl:Thing ]"
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
    # Said of a class with a name, these are equivalences.
    "x:A owl:complementOf x:B .": "A is exactly what never is a B",
    "x:A owl:unionOf ( x:B x:C ) .": "A is exactly what is a B or is a C",
    f"x:A owl:intersectionOf ( x:B {SOME.format('x:C')} ) .": "A is exactly what is a B that has C",
    "x:A owl:equivalentClass x:B .": "A is exactly what is a B",
    # What stands inside another is in brackets: each pair would else be the same words.
    "x:A rdfs:subClassOf [ owl:complementOf [ owl:unionOf ( x:B x:C ) ] ] .": (
        "every A never (is a B or is a C)"
    ),
    "x:A rdfs:subClassOf [ owl:unionOf ( [ owl:complementOf x:B ] x:C ) ] .": (
        "every A never is a B or is a C"
    ),
    f"x:A rdfs:subClassOf [ owl:complementOf [ owl:intersectionOf ( {HAS_B} x:C ) ] ] .": (
        "every A never (has B and is a C)"
    ),
    f"x:A rdfs:subClassOf [ owl:intersectionOf ( [ owl:complementOf {HAS_B} ] x:C ) ] .": (
        "every A never has B and is a C"
    ),
    f"x:A rdfs:subClassOf {SOME.format('[ owl:intersectionOf ( x:B x:C ) ]')} .": (
        "every A has thing that (is a B that is a C)"
    ),
    "x:A rdfs:subClassOf [ owl:intersectionOf ( x:B [ owl:unionOf ( x:C x:D ) ] ) ] .": (
        "every A is a B that (is a C or is a D)"
    ),
    # What has no words of its own is spelled out with labels.
    "x:A rdfs:subClassOf [ owl:onProperty x:has ; owl:maxCardinality 1 ] .": (
        "every A is of the form [http://www.w3.org/2002/07/owl#maxCardinality "
        '"1"^^http://www.w3.org/2001/XMLSchema#integer; '
        "http://www.w3.org/2002/07/owl#onProperty has]"
    ),
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


@pytest.mark.parametrize(
    "text",
    [
        "x:A rdfs:subClassOf _:a . _:a owl:complementOf _:a .",
        "x:A rdfs:subClassOf _:a . _:a owl:complementOf x:B ; x:self _:a .",
        "x:A rdfs:subClassOf _:a . x:B rdfs:subClassOf _:a . _:a owl:complementOf x:C .",
        "x:A rdfs:subClassOf _:a . _:a owl:unionOf ( _:b _:b ) . _:b owl:complementOf x:C .",
    ],
)
def test_a_blank_node_in_a_circle_or_in_two_places_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput, match=r"f0\.ttl: a blank node stands in two places"):
        reading(text)


def test_an_annotation_of_an_axiom_does_not_hide_it() -> None:
    text = "_:b owl:onProperty x:has ; owl:someValuesFrom x:B ; rdfs:subClassOf x:A ."
    note = "[] a owl:Axiom ; owl:annotatedSource _:b ; owl:annotatedTarget x:A ."
    assert [a.kind for a in reading(f"{text} {note}").axioms] == ["subclass"]


def test_a_long_list_is_read_and_deep_nesting_refused() -> None:
    many = " ".join(f"x:A{number}" for number in range(2000))
    axiom = only(f"[] a owl:AllDisjointClasses ; owl:members ( {many} ) .")
    assert len(axiom.parts) == 2000
    deep = "x:A"
    for _ in range(80):
        deep = f"[ owl:complementOf {deep} ]"
    with pytest.raises(LimitReached, match="nested more than 64 deep"):
        reading(f"x:A rdfs:subClassOf {deep} .")


def test_blocks_without_a_subject_are_counted_as_they_stand() -> None:
    note = "[] a owl:Axiom ; owl:annotatedSource x:A ."
    axioms = reading(f"{note} [] a owl:AllDisjointClasses ; owl:members ( x:A x:B ) .").axioms
    assert [axiom.nth for axiom in axioms] == [1]


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


@pytest.mark.parametrize(
    ("more", "found"),
    [
        # Whatever has a part that is nothing but Q: A need not have one, so it is kept.
        ("[ owl:onProperty x:p ; owl:allValuesFrom x:Q ] rdfs:subClassOf x:B .", True),
        ("[ owl:onProperty x:p ; owl:someValuesFrom x:Q ] rdfs:subClassOf x:B .", False),
        ("[ owl:complementOf x:Q ] rdfs:subClassOf x:B .", True),
        ("[ owl:complementOf owl:Thing ] rdfs:subClassOf x:B .", False),
        ("x:A rdfs:subClassOf [ owl:onProperty x:p ; owl:allValuesFrom x:Q ] .", False),
        ("x:A rdfs:subClassOf [ owl:complementOf x:Q ] .", False),
        ("x:A rdfs:subClassOf [ owl:complementOf x:A ] .", True),
        ("x:p rdfs:domain x:B .", False),
        (f"{A_HAS_A} x:has rdfs:domain x:B .", True),
        (f"{A_HAS_A} x:has rdfs:range x:B .", True),
        (f"{ANYTHING} rdfs:subClassOf x:B .", True),
    ],
)
def test_an_axiom_is_left_out_only_where_it_cannot_matter(more: str, found: bool) -> None:  # noqa: FBT001
    module = module_of(reading(more).axioms, {f"{X}A"})
    assert (len(module) == len(reading(more).axioms)) == found


def test_individuals_count_only_where_the_whole_is_asked_about() -> None:
    text = "x:i a x:A . x:A rdfs:subClassOf x:B . x:Z rdfs:subClassOf x:Y ."
    assert words(text, "A") == ["A is a kind of B"]
    assert words(text) == ["A is a kind of B", "i is an A"]
