"""What the shapes ask of each class, as fields to fill in: names, values, how many, in order.

One order for files, sheets and documents: that of ``sh:order`` (design, section 4).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Literal as OneOf
from typing import NamedTuple

from ivig_kg.answer import Blank, Iri, Literal, Term, Triple

__all__ = ["Form", "FormField", "Takes", "read_forms"]

_SH = "http://www.w3.org/ns/shacl#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


class Takes(NamedTuple):
    """One kind of value that a field takes.

    Args:
        kind: ``instance`` of a class, ``term`` (a class below one), ``literal`` of a datatype,
            ``value`` (this thing itself), or ``text`` (these words themselves).
        value: the IRI of the class or datatype, the IRI of the thing, or the words.
    """

    kind: OneOf["instance", "term", "literal", "value", "text"]
    value: str


class FormField(NamedTuple):
    """One property that a class has.

    Args:
        path: the IRI of the property.
        name: its name for people (``sh:name``).
        about: what it means (``sh:description``).
        message: what to do where it is wrong (``sh:message``).
        order: its place (``sh:order``).
        least: how many there must be.
        most: how many there may be; None for any number.
        takes: the kinds of value, any of which will do.
        shape: the IRI of the property shape.
    """

    path: str
    name: str
    about: str
    message: str
    order: float
    least: int
    most: int | None
    takes: tuple[Takes, ...]
    shape: str


class Form(NamedTuple):
    """A class and its fields, in order.

    Args:
        kind: the IRI of the class.
        fields: its fields.
    """

    kind: str
    fields: tuple[FormField, ...]

    def field(self, path: str) -> FormField | None:
        """Return the field of a property; None where the class does not have it."""
        return next((field for field in self.fields if field.path == path), None)


def read_forms(shapes: Iterable[Triple]) -> Mapping[str, Form]:
    """Return the forms of all classes that have a closed shape, by the IRI of the class.

    Args:
        shapes: the triples of the shapes.
    """
    reader = _Reader(shapes)
    return {
        target.value: reader.form(shape, target.value)
        for shape in reader.closed
        for target in reader.all(shape, "targetClass")
        if isinstance(target, Iri)
    }


class _Reader:
    def __init__(self, shapes: Iterable[Triple]) -> None:
        self._said: defaultdict[tuple[Term, str], list[Term]] = defaultdict(list)
        for subject, predicate, obj in shapes:
            self._said[subject, predicate.value].append(obj)

    @cached_property
    def closed(self) -> list[Term]:
        true = Literal("true", "http://www.w3.org/2001/XMLSchema#boolean")
        return [
            s for (s, p), values in self._said.items() if p == f"{_SH}closed" and true in values
        ]

    def all(self, subject: Term, name: str) -> list[Term]:
        return self._said.get((subject, f"{_SH}{name}"), [])

    def text(self, subject: Term, name: str, default: str = "") -> str:
        found = self.all(subject, name)
        return found[0].value if found else default

    def form(self, shape: Term, kind: str) -> Form:
        fields = (self._field(part) for part in self.all(shape, "property"))
        return Form(kind, tuple(sorted(fields, key=lambda field: (field.order, field.path))))

    def _field(self, part: Term) -> FormField:
        most = self.text(part, "maxCount")
        return FormField(
            path=self.text(part, "path"),
            name=self.text(part, "name"),
            about=self.text(part, "description"),
            message=self.text(part, "message"),
            order=float(self.text(part, "order", "999")),
            least=int(self.text(part, "minCount", "0")),
            most=int(most) if most else None,
            takes=tuple(dict.fromkeys(self._takes(part))),
            shape=part.value,
        )

    def _takes(self, part: Term) -> Iterator[Takes]:
        values = [item for first in self.all(part, "in") for item in self._listed(first)]
        for item in values:
            yield Takes("value" if isinstance(item, Iri) else "text", item.value)
        if not values:
            yield from (Takes("instance", one.value) for one in self.all(part, "class"))
            yield from (Takes("literal", one.value) for one in self.all(part, "datatype"))
        for rule in self.all(part, "node"):
            yield from self._of_rule(rule)
        for first in self.all(part, "or"):
            for rule in self._listed(first):
                yield from self._of_rule(rule)

    def _of_rule(self, rule: Term) -> Iterator[Takes]:
        yield from self._takes(rule)
        for inner in self.all(rule, "property"):
            yield from (Takes("term", one.value) for one in self.all(inner, "hasValue"))

    def _listed(self, first: Term) -> Iterator[Term]:
        while isinstance(first, Blank):
            yield from self._said.get((first, f"{_RDF}first"), [])
            rest = self._said.get((first, f"{_RDF}rest"), [])
            first = rest[0] if rest else Iri(f"{_RDF}nil")
