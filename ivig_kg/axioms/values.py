"""Expressions and axioms of OWL 2 as values, after the structural specification (sections 8, 9)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal as OneOf
from typing import TypeAlias

from ivig_kg.answer import Blank, Triple

__all__ = [
    "BUILT_IN",
    "OWL",
    "RDF",
    "RDFS",
    "Axiom",
    "Combination",
    "Expression",
    "Named",
    "Negation",
    "Opaque",
    "Restriction",
    "names_in",
]

OWL = "http://www.w3.org/2002/07/owl#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
BUILT_IN = (OWL, RDF, RDFS, "http://www.w3.org/2001/XMLSchema#")
"""What begins with these is of the language itself, and no name of an ontology."""


@dataclass(frozen=True, slots=True)
class Named:
    """A class, property or individual by its IRI."""

    iri: str


@dataclass(frozen=True, slots=True)
class Restriction:
    """A restriction on a property: ``some`` or ``only`` of a class."""

    kind: OneOf["some", "only"]
    prop: str
    filler: Expression


@dataclass(frozen=True, slots=True)
class Combination:
    """An intersection (``and``) or a union (``or``)."""

    kind: OneOf["and", "or"]
    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Negation:
    """All that is not in an expression."""

    of: Expression


@dataclass(frozen=True, slots=True)
class Opaque:
    """An expression of a kind that needs no telling apart here; what it mentions is known."""

    text: str
    names: frozenset[str]


Expression: TypeAlias = Named | Restriction | Combination | Negation | Opaque


@dataclass(frozen=True)
class Axiom:
    """One axiom, where it stands, and the triples that say it.

    Args:
        kind: ``subclass``, ``equivalent``, ``disjoint``, ``domain``, ``range``, ``subproperty``,
            ``type``, or ``other``.
        parts: what it is about: sub- and superclass, the equivalent or disjoint classes, a property
            and its domain or range, an individual and its class. Nothing for ``other``.
        form: its structure as text, the same whatever the labels of blank nodes.
        path: the file.
        subject: the IRI with which its block begins, empty for a block without one.
        predicate: the IRI of the predicate that states it.
        nth: its place, from 0, among the axioms of its block that open a bracket after the same
            predicate, or among the blocks without a subject; for finding its line.
        triples: its own triples, those of its blank nodes among them.
        names: the IRIs that it mentions, those of OWL, RDF and datatypes aside.
    """

    kind: str
    parts: tuple[Expression, ...]
    form: str
    path: str
    subject: str
    predicate: str
    nth: int = field(compare=False)
    triples: tuple[Triple, ...] = field(compare=False)
    names: frozenset[str] = field(compare=False, default=frozenset())

    @property
    def opens(self) -> bool:
        """Say whether it opens a bracket: it has no subject, or a blank node as its object."""
        return not self.subject or isinstance(self.triples[0].object, Blank)

    @property
    def object(self) -> str:
        """Return the object of the triple that states it, as text."""
        return self.triples[0].object.value


def names_in(expression: Expression) -> Iterator[str]:
    """Yield the IRIs of classes, properties and individuals in an expression."""
    if isinstance(expression, Named):
        yield expression.iri
    elif isinstance(expression, Restriction):
        yield expression.prop
        yield from names_in(expression.filler)
    elif isinstance(expression, Combination):
        for part in expression.parts:
            yield from names_in(part)
    elif isinstance(expression, Negation):
        yield from names_in(expression.of)
    else:
        yield from expression.names
