"""Shapes: what SHACL finds, told to a curator with the nearest right name where one is near."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ivig_kg.answer import Iri, Triple
from ivig_kg.check.files import CheckedFile
from ivig_kg.check.place import Places
from ivig_kg.model import Finding
from ivig_kg.names import nearest
from ivig_kg.namespaces import Namespaces
from ivig_kg.shacl import Violation, validate

__all__ = ["SHAPES", "shape_findings"]

SHAPES = "ontology/shapes/"
_SH = "http://www.w3.org/ns/shacl#"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_CLOSED = f"{_SH}ClosedConstraintComponent"
_CLASS = f"{_SH}ClassConstraintComponent"


def shape_findings(
    files: Sequence[CheckedFile], places: Places, namespaces: Namespaces
) -> Iterator[Finding]:
    """Report what the shapes find in the data files."""
    shapes = [t for file in files if file.path.startswith(SHAPES) for t in file.triples]
    data = [t for file in files if not file.path.startswith(SHAPES) for t in file.triples]
    teller = _Teller(_Known.of(shapes, data), namespaces)
    seen: set[Finding] = set()
    for violation in validate(data, shapes):
        path, line = places.of(violation.focus, violation.path, violation.value)
        rule = namespaces.show(violation.shape)
        finding = Finding(path, line, teller.tell(violation), rule, violation.focus)
        if finding not in seen:
            seen.add(finding)
            yield finding


@dataclass(frozen=True)
class _Known:
    """What the shapes and the ontology know: the properties of a shape, the codes of a list."""

    paths: dict[str, list[str]]
    classes: dict[str, str]
    instances: dict[str, list[str]]

    @classmethod
    def of(cls, shapes: Iterable[Triple], data: Iterable[Triple]) -> _Known:
        """Gather both from the triples."""
        path_of: dict[str, str] = {}
        members: dict[str, list[str]] = {}
        wanted: dict[str, str] = {}
        for subject, predicate, obj in shapes:
            if not isinstance(obj, Iri):
                continue
            if predicate.value == f"{_SH}path":
                path_of[subject.value] = obj.value
            elif predicate.value == f"{_SH}property":
                members.setdefault(subject.value, []).append(obj.value)
            elif predicate.value == f"{_SH}class":
                wanted[subject.value] = obj.value
        instances: dict[str, list[str]] = {}
        for subject, predicate, obj in data:
            if predicate.value == _TYPE:
                instances.setdefault(obj.value, []).append(subject.value)
        paths = {s: [path_of[p] for p in ps if p in path_of] for s, ps in members.items()}
        return cls(paths, wanted, instances)


@dataclass(frozen=True)
class _Teller:
    known: _Known
    namespaces: Namespaces

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
        codes = self.known.instances.get(self.known.classes.get(violation.shape, ""), [])
        near = nearest(self._value(violation.value), [self.namespaces.show(c) for c in codes], 2)
        return f"; nearest: {', '.join(near)}" if near else ""

    def _value(self, value: str) -> str:
        return self.namespaces.compact(value) or repr(value[:80])
