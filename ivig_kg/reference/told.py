"""What is told of a class, a code and a property, whatever the format: names and pieces of text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from ivig_kg.mappings.read import OutsideTerm
from ivig_kg.reference.model import Code, Property, Reference, Takes, Term

__all__ = ["Fact", "Piece", "Teller", "Told", "plural"]

_NODE = "any address (IRI)"


class Piece(NamedTuple):
    """A piece of text.

    Args:
        text: what it says.
        anchor: the place in the page that it leads to; empty for none.
        address: the address that it leads to; empty for none.
        remark: what is said of it, behind it.
        code: whether it is a name for machines.
    """

    text: str
    anchor: str = ""
    address: str = ""
    remark: str = ""
    code: bool = False


class Fact(NamedTuple):
    """What is told under one name: pieces in a row, or each a paragraph of its own."""

    name: str
    pieces: tuple[Piece, ...]
    apart: bool = False


class Told(NamedTuple):
    """What one kind of classes may have as value of a property.

    Args:
        number: how many.
        takes: the kinds of value.
        where: the classes; empty where all classes that have the property ask the same.
        said: what the shape says, where that is more than the definition.
    """

    number: str
    takes: tuple[Piece, ...]
    where: tuple[Piece, ...]
    said: str


class Teller:
    """Tells of the things of one reference."""

    def __init__(self, reference: Reference) -> None:
        """Take the reference that it tells of."""
        self.reference = reference

    def anchor(self, iri: str) -> str:
        """Return the name of the place in the page that describes a thing.

        It is the local name of what is of this ontology, so that its IRI leads to it.
        """
        start = self.reference.header.namespace
        known = self.reference.curies.get(iri, iri)
        name = iri[len(start) :] if start and iri.startswith(start) else known
        return re.sub("[^A-Za-z0-9_.-]+", "-", name).strip("-") or "thing"

    def group_anchor(self, iri: str) -> str:
        """Return the name of the place that lists the properties meant for a class."""
        return f"properties-{self.anchor(iri)}" if iri else "properties-of-any"

    def named(self, iri: str, remark: str = "") -> Piece:
        """Return the label of a thing, which leads to it where the page describes it."""
        known = iri in self.reference.classes or iri in self.reference.properties
        return Piece(self.reference.label(iri), self.anchor(iri) if known else "", remark=remark)

    def facts(self, term: Term) -> Iterator[Fact]:
        """Yield what is told of a class, besides its definition."""
        children = self.reference.children.get(term.iri, ())
        parents = [self.named(iri) for iri in term.asserted]
        parents += [self.named(iri, "inferred") for iri in term.inferred]
        below = (self.named(iri, self._how(iri, term.iri)) for iri in children)
        instead = [self.named(iri, "in its place") for iri in term.instead] or [Piece("yes")]
        told = (
            Fact("Deprecated", tuple(instead) if term.deprecated else ()),
            Fact("In words", tuple(map(Piece, term.words)), apart=True),
            Fact("Synonyms", tuple(map(Piece, term.synonyms))),
            Fact("Notes", tuple(map(Piece, term.notes)), apart=True),
            Fact("Parents", tuple(parents)),
            Fact("Children", tuple(below)),
            Fact("Close to", self._all(term.close)),
            Fact("Related to", self._all(term.related)),
            Fact("Disjoint with", self._all(term.disjoint)),
            Fact("Elsewhere", tuple(map(_outside, term.mappings)), apart=True),
            Fact("Properties", tuple(self._groups(term.iri))),
            Fact("Source", (Piece(term.source),) if term.source else ()),
        )
        yield from (fact for fact in told if fact.pieces)

    def code_facts(self, code: Code) -> Iterator[Fact]:
        """Yield what is told of a code, besides its definition."""
        told = (
            Fact("Notation", (Piece(code.notation, code=True),) if code.notation else ()),
            Fact("Synonyms", tuple(map(Piece, code.synonyms))),
            *(Fact(name.capitalize(), (Piece(value),)) for name, value in code.more),
            Fact("Source", (Piece(code.source),) if code.source else ()),
        )
        yield from (fact for fact in told if fact.pieces)

    def uses(self, prop: Property) -> Iterator[Told]:
        """Yield what shapes ask of a property; what most classes ask comes first."""
        for use in sorted(prop.uses, key=lambda use: (-len(use.classes), use)):
            alone = len(prop.uses) == 1 and len(prop.domains) > 0
            where = () if alone else self.reference.spread(use.classes)
            same = _plain(use.said) == _plain(prop.definition)
            yield Told(
                use.number,
                tuple(map(self._takes, use.takes)),
                self._all(where),
                "" if same else use.said,
            )

    def _takes(self, takes: Takes) -> Piece:
        if takes.kind == "instance":
            return self.named(takes.value)
        if takes.kind == "term":
            return self.named(takes.value)._replace(remark="or a class under it")
        text = self.reference.label(takes.value) if takes.kind == "literal" else takes.value
        return Piece(_NODE) if takes.kind == "node" else Piece(text, code=True)

    def _all(self, iris: Iterable[str]) -> tuple[Piece, ...]:
        return tuple(map(self.named, iris))

    def _how(self, child: str, parent: str) -> str:
        return "inferred" if parent in self.reference.classes[child].inferred else ""

    @cached_property
    def _counts(self) -> dict[str, int]:
        return {iri: len(props) for iri, props in self.reference.groups if iri}

    def _groups(self, iri: str) -> Iterator[Piece]:
        """Yield the groups of properties meant for a class, or for one that it stands under."""
        above, waiting = dict.fromkeys([iri]), [iri]
        while waiting:
            parents = self.reference.classes[waiting.pop()].asserted
            waiting += [each for each in parents if each not in above]
            above |= dict.fromkeys(parents)
        for each in above:
            if each in self._counts:
                whose = "" if each == iri else f" of {self.reference.label(each)}"
                counted = plural(self._counts[each], "property", "properties")
                yield Piece(f"{counted}{whose}", self.group_anchor(each))


def plural(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun: ``1 class``, ``3 classes``."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def _outside(term: OutsideTerm) -> Piece:
    sure = f"confidence {term.confidence}" if term.confidence else ""
    remark = ", ".join(part for part in (term.predicate, term.label, sure) if part)
    web = term.iri.startswith(("https://", "http://"))
    return Piece(term.curie, address=term.iri if web else "", remark=remark, code=True)


def _plain(text: str) -> str:
    return text.strip().rstrip(".").casefold()
