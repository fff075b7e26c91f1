"""Faults for the shapes: for every constraint, a copy of a valid example that breaks just that.

An example is one thing with all properties of its class (tests/fixtures/shapes/). A copy has an IRI
of its own, so that all copies of all classes are validated at once.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, islice

from ivig_kg.answer import Iri, Literal, Term, Triple
from ivig_kg.answer.terms import XSD_STRING

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SH = "http://www.w3.org/ns/shacl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
IVIG = "https://w3id.org/ivig-kg/ontology#"
SHAPE = "https://w3id.org/ivig-kg/shape/"

_AGENT, _DRAFT = Iri("https://w3id.org/ivig-kg/agent/tester"), Iri(f"{IVIG}Draft")
_CONDITION, _TREATMENT = Iri(f"{IVIG}SjogrenSyndrome"), Iri(f"{IVIG}IntravenousImmunoglobulin")
_NO_CONSTRAINTS = frozenset(
    {"path", "name", "description", "order", "message"}
    | {"targetClass", "property", "ignoredProperties"}
)
_DATES = {
    f"{XSD}{kind}": Literal(value, f"{XSD}{kind}")
    for kind, value in (("gYear", "2009"), ("gYearMonth", "2009-07"), ("date", "2009-07-15"))
}
_NUMBERS = {f"{XSD}integer": f"{XSD}decimal", f"{XSD}decimal": f"{XSD}integer"}

Values = Mapping[str, tuple[Term, ...]]
"""The values of a thing by property; as a change, those put in the place of the old ones."""


@dataclass(frozen=True)
class Example:
    """A thing and all that is said of it."""

    focus: str
    values: Values

    @classmethod
    def of(cls, triples: Iterable[Triple]) -> Example:
        """Gather triples that all have one subject."""
        values: defaultdict[str, tuple[Term, ...]] = defaultdict(tuple)
        subjects = set()
        for subject, predicate, value in triples:
            subjects.add(subject.value)
            values[predicate.value] += (value,)
        (focus,) = subjects
        return cls(focus, dict(values))

    def triples(self) -> Iterator[Triple]:
        """Yield it as triples."""
        for path, values in self.values.items():
            yield from (Triple(Iri(self.focus), Iri(path), value) for value in values)

    def copy(self, name: str, change: Values) -> Example:
        """Return it under another name, with a change."""
        return Example(f"{self.focus}.{name}", {**self.values, **change})


@dataclass(frozen=True)
class Change:
    """A change to an example, and the constraint that it breaks: shape and component, or none."""

    values: Values
    shape: str = ""
    component: str = ""

    def __str__(self) -> str:
        """Return it short, for the red line of a test."""
        words = f"{self.shape} {self.component.removeprefix(SH)}: {dict(self.values)}"
        return words.removeprefix(SHAPE)


class Shapes:
    """The shapes, looked up by their parts."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        """Index the triples by subject and predicate."""
        self._said: defaultdict[str, defaultdict[str, list[Term]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for subject, predicate, value in triples:
            self._said[subject.value][predicate.value].append(value)

    def all(self, shape: str, term: str) -> list[str]:
        """Return the values of a term of SHACL."""
        return [value.value for value in self._said[shape][f"{SH}{term}"]]

    def one(self, shape: str, term: str) -> str:
        """Return the only value of a term of SHACL."""
        (value,) = self.all(shape, term)
        return value

    def using(self, term: str) -> set[str]:
        """Return the shapes that use a term of SHACL."""
        return {shape for shape in list(self._said) if self.all(shape, term)}

    def everyone(self) -> set[str]:
        """Return all shapes."""
        kinds = [Iri(f"{SH}NodeShape"), Iri(f"{SH}PropertyShape")]
        return {s for s, said in self._said.items() if any(k in kinds for k in said[f"{RDF}type"])}

    def constraints(self, shape: str) -> Iterator[tuple[str, str]]:
        """Yield the constraints of a shape, without its property shapes': term and value."""
        for predicate, values in list(self._said[shape].items()):
            term = predicate.removeprefix(SH)
            if predicate.startswith(SH) and term not in _NO_CONSTRAINTS:
                yield from ((term, value.value) for value in values)

    def alternatives(self, shape: str) -> list[str]:
        """Return the shapes of which one must fit, where a shape says so."""
        return [part.value for head in self.all(shape, "or") for part in self.members(head)]

    def members(self, head: str) -> list[Term]:
        """Return the members of a list."""
        first, rest = (self._said[head][f"{RDF}{part}"] for part in ("first", "rest"))
        return [*first, *self.members(rest[0].value)] if rest else []


def component(term: str) -> str:
    """Return the IRI of the component that a term of SHACL belongs to."""
    return f"{SH}{term[0].upper()}{term[1:]}ConstraintComponent"


class Kinds:
    """What fits a shape of values, of the things that there are."""

    def __init__(self, triples: Iterable[Triple], shapes: Shapes) -> None:
        """Note classes, their subclasses and their instances."""
        self._shapes = shapes
        self._below: defaultdict[str, list[str]] = defaultdict(list)
        self._instances: defaultdict[str, list[str]] = defaultdict(list)
        notes = {f"{RDFS}subClassOf": self._below, f"{RDF}type": self._instances}
        for subject, predicate, value in triples:
            if predicate.value in notes:
                notes[predicate.value][value.value].append(subject.value)

    def below(self, kind: str) -> list[str]:
        """Return the classes below a class, and itself at the end."""
        return [*chain.from_iterable(map(self.below, list(self._below[kind]))), kind]

    def above(self, kind: str) -> list[str]:
        """Return a class and the classes above it."""
        upper = [cls for cls, below in list(self._below.items()) if kind in below]
        return [kind, *chain.from_iterable(map(self.above, upper))]

    def instances(self, kind: str) -> list[str]:
        """Return the things of a class or one below it."""
        return [thing for cls in self.below(kind) for thing in self._instances[cls]]

    def fitting(self, shape: str) -> Iterator[Term]:
        """Yield values that a shape of values allows."""
        for term, value in self._shapes.constraints(shape):
            if term in _FITTING:
                yield from _FITTING[term](self, value)
        for part in self._shapes.alternatives(shape):
            yield from self.fitting(part)
        for kind in self._shapes.all(shape, "property"):
            yield from map(Iri, self.below(self._shapes.one(kind, "hasValue")))

    def listed(self, head: str) -> list[Term]:
        """Return the members of a list of the shapes."""
        return self._shapes.members(head)


_FITTING: Mapping[str, Callable[[Kinds, str], Iterable[Term]]] = {
    "class": lambda kinds, value: map(Iri, kinds.instances(value)),
    "node": lambda kinds, value: kinds.fitting(value),
    "in": lambda kinds, value: kinds.listed(value),
    "datatype": lambda _, value: (_DATES[value],) if value in _DATES else (),
    "nodeKind": lambda *_: (_AGENT,),
}


@dataclass(frozen=True)
class _Slot:
    """A constraint on a property of an example: what a fault is made from."""

    limit: str
    path: str
    values: Values
    spare: Iterable[Term]

    @property
    def held(self) -> tuple[Term, ...]:
        return self.values[self.path]

    @property
    def first(self) -> Literal:
        value = self.held[0]
        if not isinstance(value, Literal):
            raise TypeError(f"{self.path}: the example has no literal")
        return value

    @property
    def beside(self) -> Decimal:
        """The value of the other property that the constraint names."""
        return Decimal(self.values[self.limit][0].value)

    def number(self, value: Decimal) -> tuple[Term, ...]:
        """Return a number as the example writes numbers."""
        whole = self.first.datatype == f"{XSD}integer"
        return (Literal(str(value) if whole else f"{value:.1f}", self.first.datatype),)

    def words(self, text: str) -> tuple[Term, ...]:
        """Return a text as the example writes texts."""
        return (Literal(text, self.first.datatype, self.first.language),)


def _one_too_many(slot: _Slot) -> tuple[Term, ...]:
    """Return one value more than is allowed, each of them valid if there are so many."""
    limit = int(slot.limit)
    spare = list(islice((value for value in slot.spare if value not in slot.held), limit))
    listed = isinstance(slot.held[0], Iri)
    more = (*slot.held, *(spare or ([_AGENT] if listed else [_another(slot.first)])))
    return more[: limit + 1]


def _another(value: Literal) -> Literal:
    """Return a literal of the same form: its last digit changed, or a word more."""
    if value.datatype == f"{XSD}boolean":
        return Literal("false" if value.value == "true" else "true", value.datatype)
    text = re.sub(r"\d(?=\D*\Z)", lambda digit: str(abs(int(digit[0]) - 1)), value.value)
    text = text if text != value.value else f"{text} again"
    return Literal(text, value.datatype, value.language)


def _retyped(value: Literal) -> Literal:
    """Return a literal that says about the same in another datatype."""
    if value.datatype not in _NUMBERS:
        return Literal(value.value, XSD_STRING, "" if value.language else "en")
    whole = value.datatype == f"{XSD}integer"
    number = f"{value.value}.0" if whole else str(math.ceil(Decimal(value.value)))
    return Literal(number, _NUMBERS[value.datatype])


def _none_of_these(slot: _Slot) -> tuple[Term, ...]:
    """Return what is on no list of values: words, or a code where codes are listed."""
    return (_AGENT,) if isinstance(slot.held[0], Iri) else slot.words("none of these")


_FAULTS: Mapping[str, Callable[[_Slot], tuple[Term, ...]]] = {
    "minCount": lambda slot: slot.held[: int(slot.limit) - 1],
    "maxCount": _one_too_many,
    "datatype": lambda slot: (_retyped(slot.first),),
    "nodeKind": lambda slot: (Literal(slot.held[0].value),),
    "class": lambda slot: (*slot.held[1:], _DRAFT if slot.limit.endswith("Agent") else _AGENT),
    "node": lambda slot: (_TREATMENT if slot.limit.endswith("ConditionTerm") else _CONDITION,),
    "or": lambda _: (_AGENT,),
    "in": _none_of_these,
    "pattern": lambda slot: slot.words(f" {slot.first.value}"),
    "maxLength": lambda slot: slot.words("x" * (int(slot.limit) + 1)),
    "languageIn": lambda slot: (Literal(slot.first.value, slot.first.datatype, "fr"),),
    "minInclusive": lambda slot: slot.number(Decimal(slot.limit) - 1),
    "maxInclusive": lambda slot: slot.number(Decimal(slot.limit) + 1),
    "minExclusive": lambda slot: slot.number(Decimal(slot.limit)),
    "lessThan": lambda slot: slot.number(slot.beside),
    "lessThanOrEquals": lambda slot: slot.number(slot.beside + 1),
}


def property_faults(name: str, example: Example, shapes: Shapes, kinds: Kinds) -> Iterator[Change]:
    """Break each constraint on each property of a closed shape that the example shows."""
    for prop in shapes.all(f"{SHAPE}{name}", "property"):
        path = shapes.one(prop, "path")
        for term, limit in shapes.constraints(prop):
            if path not in example.values or term not in _FAULTS:
                continue  # the tests of the examples and of what is left out say so
            slot = _Slot(limit, path, example.values, kinds.fitting(prop))
            yield Change({path: _FAULTS[term](slot)}, prop, component(term))


def alternatives(name: str, example: Example, shapes: Shapes, kinds: Kinds) -> Iterator[Change]:
    """Take each of the alternatives that a property of the example allows."""
    held = [
        prop
        for prop in shapes.all(f"{SHAPE}{name}", "property")
        if shapes.one(prop, "path") in example.values
    ]
    for prop in held:
        for part in shapes.alternatives(prop):
            fit = next(kinds.fitting(part), None)
            assert fit, f"{part}: no value is known that fits; add one to _DATES or the world"
            yield Change({shapes.one(prop, "path"): (fit,)})
