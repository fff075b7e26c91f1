"""Every constraint of every shape finds the fault it is there for, and nothing else is found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from ivig_kg.answer import Iri, Literal, Triple
from ivig_kg.engine.parse import parse
from ivig_kg.shacl import Violation, validate
from tests.content.shape_faults import (
    IVIG,
    RDF,
    SHAPE,
    Change,
    Example,
    Kinds,
    Shapes,
    Values,
    alternatives,
    component,
    property_faults,
)

pytestmark = pytest.mark.thorough

FIXTURES = Path(__file__).parents[1] / "fixtures" / "shapes"
EXAMPLES = sorted(path.stem for path in FIXTURES.glob("[A-Z]*.ttl"))
"""An example a class; more where one thing cannot have all properties at once: ``Class-case``."""

CLASSES = sorted({stem.partition("-")[0] for stem in EXAMPLES})


@dataclass(frozen=True)
class Rule:
    """A rule of a class that joins properties: a change that breaks it, and changes that keep it.

    A change is codes by property; no codes take the property away. The changes that keep a rule
    leave one of its alternatives each. They are made on the examples of the classes, or on one.
    """

    broken: Mapping[str, tuple[str, ...]]
    kept: tuple[Mapping[str, tuple[str, ...]], ...]
    example: str = ""


SHOWS_ARITHMETIC = Rule(
    {"derivation": ("Derived",), "arithmetic": ()},
    ({"arithmetic": ()}, {"derivation": ("Derived",)}),
)
SUPERSEDES, UNDOES = "CurationEntry", "CurationEntry-undone"
RULES = {
    "StatementHasPlace": Rule({"passage": (), "locator": ()}, ({"locator": ()}, {"passage": ()})),
    "SecondHandNamesReporter": Rule(
        {"verification": ("SecondaryReport",), "seenIn": ()},
        ({"seenIn": ()}, {"verification": ("SecondaryReport",)}),
    ),
    "ComparisonSaysSomething": Rule(
        {"effect": (), "favours": ()}, ({"favours": ()}, {"effect": ()})
    ),
    "MonitoringSaysSomething": Rule({"advises": (), "test": ()}, ({"test": ()}, {"advises": ()})),
    "RecommendationSaysSomething": Rule(
        {"recommends": (), "advises": ()}, ({"advises": ()}, {"recommends": ()})
    ),
    "DerivedResultShowsArithmetic": SHOWS_ARITHMETIC,
    "DerivedRegimenShowsArithmetic": SHOWS_ARITHMETIC,
    "RangeNamesBasis": Rule({"doseBasis": ()}, ({"doseBasis": (), "doseLow": ()}, {})),
    "EstimateNamesMeasure": Rule(
        {"effectMeasure": ()}, ({"effectMeasure": (), "estimate": ()}, {})
    ),
    "SupersededNamesReplacement": Rule(
        {"replacement": ()}, ({"act": ("Rejected",), "replacement": ()}, {}), SUPERSEDES
    ),
    "ReplacementSaysSuperseded": Rule(
        {"act": ("Rejected",)}, ({"act": ("Rejected",), "replacement": ()}, {}), SUPERSEDES
    ),
    "UndoneNamesEntry": Rule({"undoes": ()}, ({"act": ("Rejected",), "undoes": ()}, {}), UNDOES),
    "UndoesSaysUndone": Rule(
        {"act": ("Rejected",)}, ({"act": ("Rejected",), "undoes": ()}, {}), UNDOES
    ),
}
INEVITABLE = {
    ("datatype", "languageIn"),  # a plain string has no language
    ("minInclusive", "lessThan"),  # an end below the least is also below the start
    ("minInclusive", "lessThanOrEquals"),  # a total below the least is also below its parts
    ("minExclusive", "lessThanOrEquals"),  # an upper dose of nothing is also below the lower dose
}
"""A fault of the first kind is always one of the second kind, too."""
INEVITABLE_HERE = {
    # What is no act is neither the one that a rule asks for nor one of the others.
    *(("CurationEntry-act", name) for name, rule in RULES.items() if rule.example),
    ("Source-status", "Source-status"),  # of two values, one is not the only one that is listed
}
"""A fault of the first shape is always one of the second, too."""


@dataclass(frozen=True, repr=False)
class Trial:
    """All examples, all copies of them, and what one validation found in each."""

    examples: Mapping[str, Example]
    copies: Mapping[str, list[tuple[Change, Example]]]
    found: Mapping[str, list[Violation]]
    kinds: Kinds

    def broken(self, focus: str) -> set[tuple[str, str]]:
        """Return the constraints that a thing breaks: shape and component."""
        return {(found.shape, found.component) for found in self.found.get(focus, [])}


@pytest.fixture(scope="module")
def shapes(shape_triples: list[Triple]) -> Shapes:
    return Shapes(shape_triples)


@pytest.fixture(scope="module")
def trial(shapes: Shapes, shape_triples: list[Triple], ontology: list[Triple]) -> Trial:
    examples = {stem: Example.of(_read(stem)) for stem in EXAMPLES}
    things = [*ontology, *_read("_world"), *(t for e in examples.values() for t in e.triples())]
    kinds = Kinds(things, shapes)
    copies = {
        stem: list(_copies(stem, example, shapes, kinds)) for stem, example in examples.items()
    }
    planted = [t for pairs in copies.values() for _, copy in pairs for t in copy.triples()]
    found: defaultdict[str, list[Violation]] = defaultdict(list)
    for violation in validate([*things, *planted], shape_triples):
        found[violation.focus].append(violation)
    return Trial(examples, copies, found, kinds)


def _read(name: str) -> tuple[Triple, ...]:
    path = FIXTURES / f"{name}.ttl"
    return parse(path.read_bytes(), where=path.name).triples


def _copies(
    stem: str, example: Example, shapes: Shapes, kinds: Kinds
) -> Iterator[tuple[Change, Example]]:
    name = stem.partition("-")[0]
    rules = [r for r in _rules_on(name, shapes, kinds) if RULES[r].example in ("", stem)]
    changes = [
        Change({}),
        *alternatives(name, example, shapes, kinds),
        *(Change(_spelt(way)) for rule in rules for way in RULES[rule].kept),
        *property_faults(name, example, shapes, kinds),
        Change({f"{IVIG}misspelt": (Literal("x"),)}, f"{SHAPE}{name}", component("closed")),
        *(Change(_spelt(RULES[r].broken), f"{SHAPE}{r}", component("or")) for r in rules),
    ]
    for number, change in enumerate(changes, 1):
        yield change, example.copy(f"copy-{number}", change.values)


def _rules_on(name: str, shapes: Shapes, kinds: Kinds) -> list[str]:
    """Return the rules that hold for the class of a closed shape."""
    classes = kinds.above(shapes.one(f"{SHAPE}{name}", "targetClass"))
    rules = shapes.using("targetClass") & shapes.using("or")
    return sorted(r.removeprefix(SHAPE) for r in rules if shapes.one(r, "targetClass") in classes)


def _spelt(change: Mapping[str, tuple[str, ...]]) -> Values:
    return {
        f"{IVIG}{path}": tuple(Iri(f"{IVIG}{code}") for code in codes)
        for path, codes in change.items()
    }


def test_each_closed_shape_has_an_example(shapes: Shapes) -> None:
    assert {f"{SHAPE}{name}" for name in CLASSES} == shapes.using("closed")


def test_each_target_class_has_a_thing(shapes: Shapes, trial: Trial) -> None:
    targets = {
        cls for shape in shapes.using("targetClass") for cls in shapes.all(shape, "targetClass")
    }
    assert [cls for cls in targets if not trial.kinds.instances(cls)] == []


@pytest.mark.parametrize("name", CLASSES)
def test_an_example_shows_every_property(name: str, shapes: Shapes, trial: Trial) -> None:
    properties = shapes.all(f"{SHAPE}{name}", "property")
    listed = {shapes.one(prop, "path") for prop in properties}
    examples = [trial.examples[stem] for stem in EXAMPLES if stem.partition("-")[0] == name]
    shown = {path for example in examples for path in example.values}
    assert shown == {f"{RDF}type", *listed}


@pytest.mark.parametrize("name", EXAMPLES)
def test_what_is_sound_passes(name: str, trial: Trial) -> None:
    assert trial.broken(trial.examples[name].focus) == set()
    sound = [(change, copy) for change, copy in trial.copies[name] if not change.shape]
    refused = {str(c.values): trial.broken(copy.focus) for c, copy in sound}
    assert {what: broken for what, broken in refused.items() if broken} == {}


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_constraint_finds_its_fault(name: str, trial: Trial) -> None:
    missed = [
        f"{change}"
        for change, copy in trial.copies[name]
        if change.shape and (change.shape, change.component) not in trial.broken(copy.focus)
    ]
    assert missed == []


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_fault_is_found_for_no_other_reason(name: str, trial: Trial) -> None:
    also = {(component(first), component(second)) for first, second in INEVITABLE}
    others = [
        f"{change} is also {found}"
        for change, copy in trial.copies[name]
        for found in trial.broken(copy.focus) - {(change.shape, change.component)}
        if (change.component, found[1]) not in also
        and (change.shape.removeprefix(SHAPE), found[0].removeprefix(SHAPE)) not in INEVITABLE_HERE
    ]
    assert others == []


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_violation_says_what_to_do_and_where(name: str, shapes: Shapes, trial: Trial) -> None:
    for change, copy in trial.copies[name]:
        for found in trial.found.get(copy.focus, []):
            if found.component == component("closed"):
                assert found.path == f"{IVIG}misspelt"
            else:
                assert [found.message] == shapes.all(found.shape, "message"), change
                assert [found.path] == (shapes.all(found.shape, "path") or [""]), change


def test_the_world_has_no_fault(trial: Trial) -> None:
    assert [focus for focus in trial.found if ".copy-" not in focus] == []


def test_no_constraint_is_left_out(shapes: Shapes, trial: Trial) -> None:
    """Parts are left out: they are tested by the sh:node and sh:or that name them."""
    everything = {
        (shape, component(term))
        for shape in shapes.everyone()
        for term, _ in shapes.constraints(shape)
    }
    hit = {
        pair
        for stem in EXAMPLES
        for _, copy in trial.copies[stem]
        for pair in trial.broken(copy.focus)
    }
    assert {shape for shape, _ in everything - hit} == _parts(shapes)
    assert hit <= everything


def _parts(shapes: Shapes) -> set[str]:
    """Return the shapes that others name by sh:node and sh:or, and their property shapes."""
    named = {part for shape in shapes.everyone() for part in shapes.alternatives(shape)}
    named |= {part for shape in shapes.everyone() for part in shapes.all(shape, "node")}
    return {shape for part in named for shape in [part, *shapes.all(part, "property")]} - {
        part for part in named if not list(shapes.constraints(part))
    }


def test_each_alternative_of_a_rule_is_taken_alone(shapes: Shapes) -> None:
    rules = shapes.using("targetClass") & shapes.using("or")
    ways = {f"{SHAPE}{name}": len(rule.kept) for name, rule in RULES.items()}
    assert ways == {rule: len(shapes.alternatives(rule)) for rule in rules}
