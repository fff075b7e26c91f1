"""The reference: look-ups become values, with what was stated apart from what was inferred."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ivig_kg.engine import EmbeddedEngine
from ivig_kg.mappings.read import OutsideTerm
from ivig_kg.namespaces import Namespaces
from ivig_kg.reference import Header, Reference, read_reference
from ivig_kg.reference.chapters import chapters
from ivig_kg.reference.model import Takes, Use
from ivig_kg.reference.tree import tree_of

LOOKUPS = Path(__file__).parents[2] / "queries" / "lookups"
EX = "https://example.org/o#"
XSD = "http://www.w3.org/2001/XMLSchema#"
PREFIXES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": XSD,
    "owl": "http://www.w3.org/2002/07/owl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "schema": "https://schema.org/",
    "vann": "http://purl.org/vocab/vann/",
    "sh": "http://www.w3.org/ns/shacl#",
    "obo": "http://purl.obolibrary.org/obo/",
    "ex": EX,
}
HEAD = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
ONTOLOGY = """
<https://example.org/o> a owl:Ontology ; dcterms:title "Made up" ; owl:versionInfo "1" ;
  vann:preferredNamespaceUri "https://example.org/o#" .
ex:Note a owl:Class ; rdfs:label "note" .
ex:Long a owl:Class ; rdfs:label "long note" ; rdfs:subClassOf ex:Note .
ex:Short a owl:Class ; rdfs:label "short note" ; rdfs:subClassOf ex:Note ;
  owl:disjointWith ex:Long .
ex:Thing a owl:Class ; rdfs:label "thing" ; skos:definition "What notes are on." ;
  dcterms:source "Us." ; skos:scopeNote "Wide." ; skos:altLabel "object" , "Item" .
ex:A a owl:Class ; rdfs:label "a-10" ; rdfs:subClassOf ex:Thing ; skos:closeMatch ex:B ,
  <https://elsewhere.example/x> .
ex:B a owl:Class ; rdfs:label "a-2" ; rdfs:subClassOf ex:Thing ,
  [ a owl:Restriction ; owl:onProperty ex:on ; owl:someValuesFrom ex:A ] ;
  owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( ex:Thing ex:A ) ] .
ex:Both a owl:Class ; rdfs:subClassOf ex:A , ex:B .
ex:Below a owl:Class ; rdfs:label "below" ; rdfs:subClassOf ex:Both .
ex:Old a owl:Class ; rdfs:label "obsolete x" ; owl:deprecated true ; obo:IAO_0100001 ex:A .
[] a owl:AllDisjointClasses ; owl:members ( ex:Note ex:Thing ) .
ex:List a owl:Class ; rdfs:label "list" .
ex:Ten a owl:NamedIndividual , ex:List ; rdfs:label "ten" ; ex:rank 10 ; skos:notation "X" .
ex:Two a owl:NamedIndividual , ex:List ; rdfs:label "two" ; ex:rank 2 ; ex:on ex:Ten .
ex:rank a owl:DatatypeProperty ; rdfs:label "rank" ; schema:domainIncludes ex:List .
ex:on a owl:ObjectProperty ; rdfs:label "on" ; schema:domainIncludes ex:Note ;
  skos:definition "What it is on." .
ex:text a owl:AnnotationProperty .
"""
INFERRED = """
ex:A rdfs:subClassOf ex:Both .
ex:B rdfs:subClassOf ex:Thing .
ex:Both rdfs:subClassOf ex:Old .
"""
SHAPES = """
ex:LongShape a sh:NodeShape ; sh:targetClass ex:Long ; sh:property ex:p-on , ex:p-text , ex:p-how .
ex:ShortShape a sh:NodeShape ; sh:targetClass ex:Short ; sh:property ex:p-on , ex:p-short .
ex:p-on sh:path ex:on ; sh:minCount 1 ; sh:node ex:ThingTerm ; sh:description "What it is on." .
ex:p-text sh:path ex:text ; sh:maxCount 1 ;
  sh:or ( [ sh:datatype xsd:string ] [ sh:class ex:List ] ) .
ex:p-short sh:path ex:text ; sh:minCount 1 ; sh:maxCount 1 ;
  sh:in ( "<" ">" ) ; sh:description "A sign." .
ex:p-how sh:path ex:rank ; sh:nodeKind sh:IRI .
ex:ThingTerm sh:property [ sh:path [ sh:zeroOrMorePath rdfs:subClassOf ] ; sh:hasValue ex:Thing ] .
"""
GRAPH = "https://w3id.org/ivig-kg/graph/ontology/"


@pytest.fixture
def made() -> Callable[..., Reference]:
    """Return what reads a reference from Turtle that stands behind the prefixes."""

    def makes(ontology: str = ONTOLOGY, inferred: str = "", shapes: str = "") -> Reference:
        files = {"a.ttl": ontology, "inferred.ttl": inferred, "shapes/a.ttl": shapes}
        engine = EmbeddedEngine([(GRAPH + n, (HEAD + t).encode()) for n, t in files.items()])
        return read_reference(
            lambda name: engine.query((LOOKUPS / f"{name}.rq").read_text("utf-8")),
            Namespaces(PREFIXES),
            Header(disclaimer="No advice."),
            words={f"{EX}B": ["every a-2 is a thing"]},
            mappings=[OutsideTerm(f"{EX}A", "skos:exactMatch", "x:1", "https://x.example/1")],
        )

    return makes


@pytest.fixture
def whole(made: Callable[..., Reference]) -> Reference:
    return made(ONTOLOGY, INFERRED, SHAPES)


def ex(*names: str) -> tuple[str, ...]:
    return tuple(EX + name for name in names)


def test_the_header_keeps_what_was_given_and_adds_what_is_stated(whole: Reference) -> None:
    header = whole.header
    assert (header.title, header.version, header.disclaimer) == ("Made up", "1", "No advice.")
    assert header.namespace == EX
    assert header.licence == ""
    assert repr(whole) == "<Reference of Made up: 10 classes, 3 properties>"


def test_a_class_has_all_that_is_said_of_it(whole: Reference) -> None:
    thing = whole.classes[f"{EX}Thing"]
    assert (thing.label, thing.curie, thing.definition) == (
        *("thing", "ex:Thing"),
        "What notes are on.",
    )
    assert (thing.source, thing.notes, thing.synonyms) == ("Us.", ("Wide.",), ("Item", "object"))
    assert whole.classes[f"{EX}B"].words == ("every a-2 is a thing",)
    assert [m.curie for m in whole.classes[f"{EX}A"].mappings] == ["x:1"]
    assert whole.classes[f"{EX}Both"].label == "ex:Both"
    old = whole.classes[f"{EX}Old"]
    assert (old.deprecated, old.instead) == (True, ex("A"))


def test_what_holds_both_ways_is_said_of_both_and_only_of_our_classes(whole: Reference) -> None:
    assert whole.classes[f"{EX}A"].close == ex("B")
    assert whole.classes[f"{EX}B"].close == ex("A")
    assert whole.classes[f"{EX}Long"].disjoint == ex("Short")
    assert whole.classes[f"{EX}Thing"].disjoint == ex("Note")


def test_parents_are_stated_or_inferred_and_never_nameless(whole: Reference) -> None:
    classes = whole.classes
    assert (classes[f"{EX}B"].asserted, classes[f"{EX}B"].inferred) == (ex("Thing"), ())
    assert (classes[f"{EX}A"].asserted, classes[f"{EX}A"].inferred) == (ex("Thing"), ex("Both"))
    assert classes[f"{EX}Both"].asserted == ex("B", "A")
    assert classes[f"{EX}Both"].inferred == ex("Old")
    assert not [iri for iri in classes if not iri.startswith(EX)]


def test_children_and_roots_stand_in_natural_order(whole: Reference) -> None:
    assert whole.children[f"{EX}Thing"] == ex("B", "A")
    assert whole.roots == ex("List", "Note", "Old", "Thing")
    assert list(whole.modelled) == [f"{EX}Note"]


def test_the_tree_shows_a_class_under_each_parent_and_what_is_below_it_once(
    made: Callable[..., Reference],
) -> None:
    reference = made()
    thing = next(leaf for leaf in tree_of(reference) if leaf.iri == f"{EX}Thing")
    first, second = thing.below
    assert (
        [leaf.iri for leaf in first.below] == [leaf.iri for leaf in second.below] == [f"{EX}Both"]
    )
    assert [leaf.iri for leaf in first.below[0].below] == [f"{EX}Below"]
    assert (second.below[0].below, second.below[0].hidden) == ((), 1)
    assert not first.below[0].inferred


def test_a_circle_of_classes_ends(whole: Reference) -> None:
    old = next(leaf for leaf in tree_of(whole) if leaf.iri == f"{EX}Old")
    assert old.below[0].inferred
    assert old.below[0].iri == f"{EX}Both"
    assert set(whole.root_of) == set(whole.classes)


def test_a_circle_without_a_top_has_a_root(made: Callable[..., Reference]) -> None:
    circle = made(
        "ex:A a owl:Class ; rdfs:subClassOf ex:B . ex:B a owl:Class ; rdfs:subClassOf ex:A ."
    )
    assert circle.roots == ex("A")
    assert circle.under(f"{EX}A") == ex("A", "B")


def test_codes_stand_in_the_order_of_their_ranks_with_what_else_is_said(whole: Reference) -> None:
    assert whole.code_lists == ex("List")
    two, ten = whole.classes[f"{EX}List"].codes
    assert (two.label, ten.label, ten.notation) == ("two", "ten", "X")
    assert two.more == (("on", "ten"), ("rank", "2"))


def test_properties_know_their_kind_and_what_shapes_ask(whole: Reference) -> None:
    on, rank, text = (whole.properties[EX + name] for name in ("on", "rank", "text"))
    assert (on.kind, rank.kind, text.kind) == ("object", "datatype", "annotation")
    thing = Takes("term", f"{EX}Thing")
    assert on.uses == (Use(ex("Long", "Short"), (thing,), "1..n", "What it is on."),)
    either = (Takes("instance", f"{EX}List"), Takes("literal", f"{XSD}string"))
    assert text.uses[0] == Use(ex("Long"), either, "0..1")
    signs = (Takes("one of", "<"), Takes("one of", ">"))
    assert text.uses[1] == Use(ex("Short"), signs, "1", "A sign.")
    assert [(use.takes[0].kind, use.number) for use in rank.uses] == [("node", "0..n")]


def test_a_whole_family_is_called_by_its_root(whole: Reference) -> None:
    assert whole.spread(ex("Long", "Short")) == ex("Note")
    assert whole.spread(ex("Short")) == ex("Short")


def test_properties_are_grouped_by_what_they_are_meant_for(whole: Reference) -> None:
    groups = [(iri, [prop.label for prop in props]) for iri, props in whole.groups]
    assert groups == [(f"{EX}List", ["rank"]), (f"{EX}Note", ["on"]), ("", ["ex:text"])]


def test_each_class_stands_in_one_chapter(whole: Reference) -> None:
    parts = {part.name: part for part in chapters(whole)}
    terms = {
        name: [term.label for section in part.sections for term in section.terms]
        for name, part in parts.items()
    }
    assert terms["Classes of the model"] == ["note", "long note", "short note"]
    assert terms["Code lists"] == ["list"]
    assert len(terms["Terms"]) == 6
    assert parts["Properties"].title == "Properties (3)"


def test_nothing_gives_an_empty_reference(made: Callable[..., Reference]) -> None:
    empty = made("")
    assert (dict(empty.classes), dict(empty.properties)) == ({}, {})
    assert [part.kind for part in chapters(empty)] == ["diagram", "tree"]
