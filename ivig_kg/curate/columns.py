"""The columns of a sheet of statements: what the shapes of all their kinds ask for, in order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from ivig_kg.answer import Iri, lexical
from ivig_kg.curate.desk import Desk
from ivig_kg.errors import UsageError
from ivig_kg.forms import Form, FormField, Takes
from ivig_kg.names import Name, NameIndex, fold

__all__ = ["KIND", "Column", "Columns"]

KIND = "kind"
"""The heading of the column that says which kind of statement a row is."""

_AUTOMATIC = ("ivig:status", "dcterms:creator", "dcterms:created", "ivig:supersededBy")
_PARTS = ("ivig:population", "ivig:regimen", "ivig:result")
_FEW = 400
_BOOLEAN = "http://www.w3.org/2001/XMLSchema#boolean"


class Column(NamedTuple):
    """One column.

    Args:
        heading: its heading, and its key.
        part: the IRI of the property that leads to the part of a statement it describes (a
            result, a regimen, a population); empty for the statement itself.
        field: what the shapes say of it.
        kinds: the IRIs of the classes that have it.
    """

    heading: str
    part: str
    field: FormField
    kinds: frozenset[str]


@dataclass(frozen=True)
class Columns:
    """The columns of a sheet of statements, and the names that its cells may hold."""

    desk: Desk

    @cached_property
    def kinds(self) -> Mapping[str, Form]:
        """Return the forms of the kinds of statement, by the IRI of the class."""
        statement = self.desk.namespaces.expand("ivig:Statement")
        forms = self.desk.forms
        return {kind: forms[kind] for kind in forms if statement in self.desk.above({kind})}

    @cached_property
    def parts(self) -> Mapping[str, Form]:
        """Return the forms of the parts of a statement, by the IRI of the property."""
        found: dict[str, Form] = {}
        for curie in _PARTS:
            path = self.desk.namespaces.expand(curie)
            fields = [f for form in self.kinds.values() if (f := form.field(path))]
            classes = [taken.value for field in fields for taken in field.takes]
            form = next(
                (self.desk.forms[kind] for kind in classes if kind in self.desk.forms), None
            )
            if form is not None:
                found[path] = form
        return found

    @cached_property
    def all(self) -> Mapping[str, Column]:
        """Return the columns by heading, in the order of the shapes."""
        return {column.heading: column for column in self._columns()}

    @cached_property
    def headings(self) -> Mapping[str, str]:
        """Return the heading that each accepted spelling stands for: its own, and CURIEs."""
        known = {heading: heading for heading in (KIND, *self.all)}
        for heading, column in self.all.items():
            curie = self.desk.namespaces.show(column.field.path)
            lead = f"{self.desk.namespaces.show(column.part)}: " if column.part else ""
            known[f"{lead}{curie}"] = heading
        return known

    def choices(self, takes: Sequence[Takes]) -> tuple[str, ...]:
        """Return the labels that a cell may hold, where they are a list of bearable length."""
        if takes == (Takes("literal", _BOOLEAN),):
            return ("true", "false")
        if texts := tuple(one.value for one in takes if one.kind == "text"):
            return texts
        labels = [label for one in takes if one.kind != "literal" for label in self._labels(one)]
        return tuple(sorted(labels, key=str.casefold)) if len(labels) <= _FEW else ()

    def meant(self, text: str, field: FormField, heading: str) -> Iri:
        """Return the thing that a cell names.

        Raises:
            UsageError: nothing of that name fits; the nearest are listed.
        """
        key = (fold(text), text, tuple(one for one in field.takes if one.kind != "literal"))
        if key not in self._found:
            self._found[key] = self._resolved(text, key[2], heading)
        found = self._found[key]
        if isinstance(found, Iri):
            return found
        raise found

    def kind(self, text: str) -> str:
        """Return the class that a cell of the column ``kind`` names.

        Raises:
            UsageError: it is no kind of statement; the nearest are listed.
        """
        kinds = tuple(Takes("value", kind) for kind in self.kinds)
        made = FormField("", KIND, "", "", 0, 1, 1, kinds, "")
        return self.meant(text, made, KIND).value

    def _columns(self) -> Iterator[Column]:
        automatic = {self.desk.namespaces.expand(curie) for curie in _AUTOMATIC}
        skipped = automatic | set(self.parts)
        yield from self._of("", "", list(self.kinds.values()), skipped)
        for path, form in self.parts.items():
            lead = next(f.name for k in self.kinds.values() if (f := k.field(path)))
            yield from self._of(f"{lead}: ", path, [form], automatic)

    def _of(
        self, lead: str, part: str, forms: Sequence[Form], skipped: set[str]
    ) -> Iterator[Column]:
        fields: dict[str, FormField] = {}
        for field in sorted((f for form in forms for f in form.fields), key=_by_order):
            if field.path not in skipped:
                fields.setdefault(field.path, field)
        names = [field.name for field in fields.values()]
        for path, field in fields.items():
            kinds = frozenset(form.kind for form in forms if form.field(path))
            single = names.count(field.name) == 1
            name = field.name if single else self.desk.namespaces.show(path)
            yield Column(f"{lead}{name}", part, field, kinds)

    @cached_property
    def _found(self) -> dict[tuple[str, str, tuple[Takes, ...]], Iri | UsageError]:
        return {}

    @cached_property
    def _indices(self) -> dict[tuple[Takes, ...], NameIndex]:
        return {}

    def _resolved(self, text: str, takes: tuple[Takes, ...], heading: str) -> Iri | UsageError:
        try:
            return Iri(self._in(text, takes, heading))
        except UsageError as error:
            return error

    def _in(self, text: str, takes: tuple[Takes, ...], heading: str) -> str:
        index, asker = self._index(takes), self.desk.asker
        outside = asker.from_outside(text, heading)
        if outside is not None and outside not in index:
            kind = f"{self.desk.namespaces.show(outside)} ({asker.label(outside)})"
            hint = index.hint("", index.things)
            words = f"{text!r} is {kind}, which is not of the kind asked for{hint}"
            raise UsageError(f"{heading}: {words}")
        if outside is not None:
            return outside
        if ":" not in text:  # the local name of a source, say
            local = [iri for iri in index.things if iri.endswith((f"/{text}", f"#{text}"))]
            if len(local) == 1:
                return local[0]
        return index.resolve(text, index.things, heading)

    def _index(self, takes: tuple[Takes, ...]) -> NameIndex:
        """Return the names of all that a field takes, so that the nearest of all are told."""
        if takes not in self._indices:
            names = [name for taken in takes for name in self._names(taken)]
            called = [name for name in names if name.text]
            things = [name.thing for name in names]
            self._indices[takes] = NameIndex(called, self.desk.namespaces, things)
        return self._indices[takes]

    def _names(self, taken: Takes) -> list[Name]:
        if taken.kind == "value":
            label = self.desk.asker.label(taken.value) or self.desk.namespaces.show(taken.value)
            short = taken.value.rpartition("#")[2]
            return [Name(taken.value, label), Name(taken.value, short, "synonym")]
        lookup = "terms-under" if taken.kind == "term" else "instances-of"
        rows = self.desk.asker.look_up(lookup, kind=taken.value).rows
        return [Name(lexical(row[0]), lexical(row[1]), lexical(row[2])) for row in rows]

    def _labels(self, taken: Takes) -> list[str]:
        return [name.text for name in self._names(taken) if name.role == "label" and name.text]


def _by_order(field: FormField) -> tuple[float, str]:
    return field.order, field.path
