"""What shapes find is told in the same words each time, also of things without a name."""

from __future__ import annotations

from ivig_kg.answer import Blank, Iri, Triple
from ivig_kg.check.shapes import KnownShapes
from ivig_kg.engine.parse import parse
from ivig_kg.shacl import validate

SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> .
<x:shape> sh:targetClass <x:Thing> ; sh:property [ sh:path <x:p> ; sh:nodeKind sh:IRI ] ."""
DATA = "<x:a> a <x:Thing> ; <x:p> [] ."


def known(shapes: list[Triple]) -> KnownShapes:
    return KnownShapes.of(shapes, lambda _: [])


def test_a_blank_shape_is_told_by_the_name_of_its_whole_and_a_blank_value_as_such() -> None:
    told = []
    for _ in range(2):
        shapes = list(parse(SHAPES, where="shapes.ttl").triples)
        (found,) = validate(parse(DATA, where="data.ttl").triples, shapes)
        told.append((found.value, known(shapes).named(found.shape), found.shape))
    assert [one[:2] for one in told] == [("[]", "x:shape")] * 2
    assert told[0][2] != told[1][2]  # a label, which is another each time


def test_shapes_in_a_circle_keep_their_labels() -> None:
    one, two = Blank("one"), Blank("two")
    part = Iri("x:part")
    circle = known([Triple(one, part, two), Triple(two, part, one)])
    assert circle.named("one") in {"one", "two"}
    assert circle.named("x:shape") == "x:shape"
