"""Shapes: what SHACL finds, told to a curator with the nearest right name where one is near."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from ivig_kg.answer import Blank, Iri, Triple
from ivig_kg.check.place import Places
from ivig_kg.check.shapebook import SH
from ivig_kg.model import Finding
from ivig_kg.names import nearest
from ivig_kg.namespaces import Namespaces
from ivig_kg.shacl import Violation

__all__ = ["SHAPES", "TYPE", "KnownShapes", "ShapeTeller"]

SHAPES = "ontology/shapes/"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_CLOSED = f"{SH}ClosedConstraintComponent"
_CLASS = f"{SH}ClassConstraintComponent"


@dataclass(frozen=True)
class KnownShapes:
    """What the shapes and the ontology know: the properties of a shape, the codes of a list.

    Args:
        paths: the properties of each shape.
        classes: the class that each shape asks of a value.
        instances: returns the things of a class.
        whole: of each shape without a name, what it is a part of.
    """

    paths: Mapping[str, list[str]]
    classes: Mapping[str, str]
    instances: Callable[[str], list[str]]
    whole: Mapping[str, str]

    @classmethod
    def of(cls, shapes: Iterable[Triple], instances: Callable[[str], list[str]]) -> KnownShapes:
        """Gather the properties and lists from the triples of the shapes."""
        path_of: dict[str, str] = {}
        members: dict[str, list[str]] = {}
        wanted: dict[str, str] = {}
        whole: dict[str, str] = {}
        for subject, predicate, obj in shapes:
            if isinstance(obj, Blank):
                whole[obj.value] = subject.value
            if not isinstance(obj, Iri):
                continue
            if predicate.value == f"{SH}path":
                path_of[subject.value] = obj.value
            elif predicate.value == f"{SH}property":
                members.setdefault(subject.value, []).append(obj.value)
            elif predicate.value == f"{SH}class":
                wanted[subject.value] = obj.value
        paths = {s: [path_of[p] for p in ps if p in path_of] for s, ps in members.items()}
        return cls(paths, wanted, instances, whole)

    def named(self, shape: str) -> str:
        """Return the shape, or the one with a name that it is a part of: labels change each run."""
        for _ in self.whole:  # and not for ever, where they stand in a circle
            shape = self.whole.get(shape, shape)
        return shape


@dataclass(frozen=True)
class ShapeTeller:
    """Tells a curator what the shapes found."""

    known: KnownShapes
    places: Places
    namespaces: Namespaces

    def findings(self, violations: Iterable[Violation]) -> Iterator[Finding]:
        """Yield the findings, each once."""
        seen: set[Finding] = set()
        for violation in violations:
            path, line = self.places.of(violation.focus, violation.path, violation.value)
            rule = self.namespaces.show(self.known.named(violation.shape))
            told, of = self.tell(violation), violation.path
            finding = Finding(path, line, told, rule, violation.focus, property=of)
            if finding not in seen:
                seen.add(finding)
                yield finding

    def tell(self, violation: Violation) -> str:
        """Return the message for a curator."""
        subject = self.namespaces.show(violation.focus)
        if violation.component == _CLOSED:
            return f"{subject}: {self._unknown_property(violation)}"
        value = f" (found: {self._value(violation.value)})" if violation.value else ""
        return f"{subject}: {violation.message}{value}{self._nearest_code(violation)}"

    def _unknown_property(self, violation: Violation) -> str:
        words = {self.namespaces.show(p): p for p in self.known.paths.get(violation.shape, [])}
        near = nearest(self.namespaces.show(violation.path), words, 1)
        hint = f"; did you mean {near[0]}?" if near else ""
        return f"{self.namespaces.show(violation.path)} is no property of this class{hint}"

    def _nearest_code(self, violation: Violation) -> str:
        if violation.component != _CLASS:
            return ""
        codes = self.known.instances(self.known.classes.get(violation.shape, ""))
        near = nearest(self._value(violation.value), [self.namespaces.show(c) for c in codes], 2)
        return f"; nearest: {', '.join(near)}" if near else ""

    def _value(self, value: str) -> str:
        return self.namespaces.compact(value) or repr(value[:80])
