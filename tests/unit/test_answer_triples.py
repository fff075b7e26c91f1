"""Turtle: sorted, one line a triple, and read back as the same triples."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as some

from ivig_kg.answer import Answer, Blank, Iri, Literal, Triple, render
from ivig_kg.errors import InvalidInput

IVIG = "https://w3id.org/ivig-kg/ontology#"
ST = "https://w3id.org/ivig-kg/statement/"
XSD = "http://www.w3.org/2001/XMLSchema#"
RDF_TYPE = Iri("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
LABEL = Iri("http://www.w3.org/2000/01/rdf-schema#label")
PREFIXES = {"xsd": XSD, "unused": "https://unused/", "ivig": IVIG, "st": ST}
P = Iri(f"{IVIG}p")


def _turtle(*triples: Triple) -> str:
    answer = Answer((), (), form="CONSTRUCT", triples=triples, prefixes=PREFIXES)
    return render(answer, "ttl")


def test_triples_are_sorted_and_only_used_prefixes_are_declared() -> None:
    ten, two = Iri(f"{ST}a-10"), Iri(f"{ST}a-2")
    text = _turtle(
        Triple(Blank("b0"), P, two),
        Triple(ten, P, Literal("1.10", f"{XSD}decimal")),
        Triple(two, Iri("http://a/first"), ten),
        Triple(two, P, Literal("v-10")),
        Triple(two, P, Literal("v-2")),
        Triple(two, P, Literal("v-2")),
        Triple(two, LABEL, Literal("two", language="en-GB")),
        Triple(two, RDF_TYPE, Iri(f"{IVIG}C")),
    )
    assert (
        text
        == f"""@prefix xsd: <{XSD}> .
@prefix ivig: <{IVIG}> .
@prefix st: <{ST}> .

st:a-2
  a ivig:C ;
  <{LABEL.value}> "two"@en-GB ;
  <http://a/first> st:a-10 ;
  ivig:p "v-2" ;
  ivig:p "v-10" .

st:a-10
  ivig:p "1.10"^^xsd:decimal .

_:b0
  ivig:p st:a-2 .
"""
    )


def test_the_order_of_the_triples_does_not_matter() -> None:
    objects = (Literal("1"), Literal("1", f"{XSD}integer"), Iri("1:"), Literal("1", language="en"))
    triples = [Triple(Iri(f"{ST}a"), P, each) for each in objects]
    assert _turtle(*triples) == _turtle(*reversed(triples))
    assert _turtle(*triples).count("ivig:p") == 4


def test_no_triples_are_an_empty_text() -> None:
    assert _turtle() == ""


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ('a"b', '"a\\"b"'),
        ("a\\b", '"a\\\\b"'),
        ('"""\\', '"\\"\\"\\"\\\\"'),
        ("a\r\n\tb", '"a\\r\\n\\tb"'),
        ("\x1b\u202e", '"\\u001B\\u202E"'),
        ("\U000e0041", '"\\U000E0041"'),
        ("Sjögren 免疫 👩\u200d⚕", '"Sjögren 免疫 👩\u200d⚕"'),
    ],
)
def test_what_could_end_or_steer_is_escaped(text: str, written: str) -> None:
    assert (
        _turtle(Triple(Iri(f"{ST}a"), P, Literal(text))).splitlines()[4] == f"  ivig:p {written} ."
    )


@given(some.text(some.characters(exclude_categories=["Cs"])))
def test_two_other_readers_read_the_same_text(text: str) -> None:
    turtle = _turtle(Triple(Iri(f"{ST}a"), P, Literal(text)))
    assert [each.object.value for each in ox.parse(turtle, ox.RdfFormat.TURTLE)] == [text]
    assert [str(each) for each in rdflib.Graph().parse(data=turtle).objects()] == [text]


@pytest.mark.parametrize(
    "iri", ["https://x/<a>", "https://x/a b", "https://x/a> . <b", 'x:"\\', "x:\n"]
)
def test_an_iri_cannot_end_itself(iri: str) -> None:
    line = _turtle(Triple(Iri("https://x/s"), Iri("https://x/p"), Iri(iri))).splitlines()[1]
    assert line.startswith("  <https://x/p> <")
    assert set('<>" \\\n').isdisjoint(line[17:-3].replace("\\u00", ""))


@pytest.mark.parametrize(
    "term",
    [
        Literal("x", language="en . <x> <y> <z>"),
        Literal("x", language="-"),
        Blank("b c"),
        Blank(""),
    ],
)
def test_what_turtle_cannot_hold_is_refused(term: Literal | Blank) -> None:
    with pytest.raises(InvalidInput, match="Turtle can hold; ask for another format"):
        _turtle(Triple(Iri("https://x/s"), P, term))
