"""Shapes on what a change touches find what shapes on the whole find, no more and no less."""

from __future__ import annotations

import random
from collections.abc import Iterable

import pytest

from ivig_kg.answer import Iri, Literal, Triple
from ivig_kg.check.shapebook import ShapeBook
from ivig_kg.check.shapes import TYPE
from ivig_kg.check.touched import concerned, violations_of
from ivig_kg.content import Content
from ivig_kg.engine import EmbeddedEngine
from ivig_kg.engine.parse import parse, serialise
from ivig_kg.shacl import Violation, validate

pytestmark = pytest.mark.thorough

SOURCES = ("rist-2011", "takahashi-2003", "medscape-777596")


@pytest.fixture(scope="module")
def data(content: Content) -> list[Triple]:
    """Return three documents that refer to each other, judgements that refer to them, agents."""
    paths = {f"data/sources/{name}.ttl" for name in SOURCES}
    paths |= {"data/agents.ttl", "data/assessments/sjogren-disagreements.ttl"}
    files = [file for file in content.files if file.path in paths]
    assert len(files) == len(paths)
    return [triple for file in files for triple in parse(file.data, where=file.path).triples]


@pytest.fixture(scope="module")
def before(
    data: list[Triple], ontology: list[Triple], shape_triples: list[Triple]
) -> list[Violation]:
    return validate([*ontology, *data], shape_triples)


def engine_with(triples: Iterable[Triple]) -> EmbeddedEngine:
    return EmbeddedEngine(
        [("https://example.org/all", serialise([(t, None) for t in triples], "turtle"))]
    )


def changed(data: list[Triple], seed: int) -> list[Triple]:
    """Return the data with some triples gone, some with another's value, and things retyped."""
    chance = random.Random(seed)  # noqa: S311 (the same changes each time)
    kept = list(data)
    for _ in range(chance.randint(1, 30)):
        place = chance.randrange(len(kept))
        triple, other = kept[place], chance.choice(data)
        how = chance.choice(["gone", "value", "property", "type", "new"])
        if how == "gone":
            kept.pop(place)
        elif how == "value":
            kept[place] = triple._replace(object=other.object)
        elif how == "property":
            kept[place] = triple._replace(predicate=other.predicate)
        elif how == "new":
            subject = Iri(f"{triple.subject.value}-new")
            kept += [t._replace(subject=subject) for t in data if t.subject == triple.subject]
        else:
            types = [t.object for t in data if t.predicate.value == TYPE]
            kept = [
                t._replace(object=chance.choice(types))
                if (t.subject, t.predicate.value) == (triple.subject, TYPE)
                else t
                for t in kept
            ]
    return [t for t in dict.fromkeys(kept) if not isinstance(t.object, Literal) or t.object.value]


def about(violations: Iterable[Violation], things: set[str], *, wanted: bool) -> set[Violation]:
    return {found for found in violations if (found.focus in things) == wanted}


@pytest.mark.parametrize(
    "seed", [0, 1, *(pytest.param(seed, marks=pytest.mark.thorough) for seed in range(2, 12))]
)
def test_what_a_change_touches_is_found_as_in_the_whole(
    data: list[Triple],
    ontology: list[Triple],
    shape_triples: list[Triple],
    before: list[Violation],
    seed: int,
) -> None:
    after = changed(data, seed)
    engine = engine_with([*ontology, *after])
    things = concerned(data, after, engine)
    assert things
    whole = validate([*ontology, *after], shape_triples)
    assert set(violations_of(things, after, engine, ShapeBook(shape_triples))) == about(
        whole, things, wanted=True
    )
    # What the change does not concern is as it was.
    assert about(whole, things, wanted=False) == about(before, things, wanted=False)


def test_what_refers_to_a_thing_of_another_class_is_concerned(
    data: list[Triple], ontology: list[Triple], shape_triples: list[Triple]
) -> None:
    source = next(t.subject for t in data if t.subject.value.endswith("source/rist-2011"))
    agent = next(t.object for t in data if t.object.value.endswith("SoftwareAgent"))
    typed = [t for t in data if (t.subject, t.predicate.value) == (source, TYPE)]
    after = [t._replace(object=agent) if t in typed else t for t in data]
    engine = engine_with([*ontology, *after])
    things = concerned(data, after, engine)
    stated = {t.subject.value for t in data if t.object == source}
    assert stated
    assert stated <= things
    found = {v.focus for v in violations_of(things, after, engine, ShapeBook(shape_triples))}
    assert stated <= found
