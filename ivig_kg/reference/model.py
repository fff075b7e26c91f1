"""The reference as values: classes, code lists and properties of an ontology, and its header."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from ivig_kg.answer.cells import natural_key
from ivig_kg.content import Content
from ivig_kg.mappings.read import OutsideTerm

__all__ = ["Code", "Header", "Property", "Reference", "Takes", "Term", "Use"]


class Takes(NamedTuple):
    """One kind of value that a property takes.

    Args:
        kind: ``instance`` of a class, ``term`` (a class below one), ``literal`` of a datatype,
            ``node`` (any address), or ``one of`` (a value itself).
        value: the IRI of the class or datatype, or the value.
    """

    kind: str
    value: str


class Use(NamedTuple):
    """What the shapes of some classes ask of a property.

    Args:
        classes: the IRIs of the classes.
        takes: the kinds of value, each of which will do.
        number: how many: ``1``, ``0..1``, ``0..n`` …
        said: what the shape says of it, in words.
    """

    classes: tuple[str, ...]
    takes: tuple[Takes, ...]
    number: str
    said: str = ""


@dataclass(frozen=True)
class Code:
    """An individual that the ontology lists.

    Args:
        iri: its IRI.
        curie: the same as CURIE.
        label: its label, else its CURIE.
        definition: what it means; empty when that is not said.
        source: where the definition comes from.
        notation: its short sign.
        synonyms: other names.
        more: what else is said of it: the label of a property, and the value in words.
    """

    iri: str
    curie: str
    label: str
    definition: str = ""
    source: str = ""
    notation: str = ""
    synonyms: tuple[str, ...] = ()
    more: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Term:
    """A class; what it is related to is given by IRI.

    Args:
        iri: its IRI.
        curie: the same as CURIE.
        label: its label, else its CURIE.
        definition: what it means; empty when that is not said.
        source: where the definition comes from.
        synonyms: other names.
        notes: remarks on scope and by the editors.
        asserted: parents that a file states.
        inferred: parents that a reasoner found.
        close: close matches.
        related: what is related to it.
        disjoint: what nothing can be at the same time.
        words: its axioms in words.
        mappings: terms of other vocabularies.
        codes: the individuals listed under it.
        shaped: whether a shape describes its instances.
        deprecated: whether it is out of use.
        instead: what to use in its place.
    """

    iri: str
    curie: str
    label: str
    definition: str = ""
    source: str = ""
    synonyms: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    asserted: tuple[str, ...] = ()
    inferred: tuple[str, ...] = ()
    close: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    disjoint: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    mappings: tuple[OutsideTerm, ...] = ()
    codes: tuple[Code, ...] = ()
    shaped: bool = False
    deprecated: bool = False
    instead: tuple[str, ...] = ()

    @property
    def parents(self) -> tuple[str, ...]:
        """Return all its parents."""
        return self.asserted + self.inferred


@dataclass(frozen=True)
class Property:
    """A property.

    Args:
        iri: its IRI.
        curie: the same as CURIE.
        label: its label, else its CURIE.
        kind: object, datatype or annotation.
        definition: what it means; empty when that is not said.
        source: where the definition comes from.
        domains: the IRIs of the classes that it is meant for.
        uses: what shapes ask of it.
    """

    iri: str
    curie: str
    label: str
    kind: str
    definition: str = ""
    source: str = ""
    domains: tuple[str, ...] = ()
    uses: tuple[Use, ...] = ()


@dataclass(frozen=True)
class Header:
    """What must be known of the whole; empty where the ontology does not say it."""

    title: str = "Ontology"
    description: str = ""
    iri: str = ""
    version: str = ""
    version_iri: str = ""
    licence: str = ""
    creator: str = ""
    citation: str = ""
    namespace: str = ""
    disclaimer: str = ""
    content_version: str = ""
    content_digest: str = ""

    @classmethod
    def of(cls, content: Content, disclaimer: str) -> Header:
        """Return what the ontology itself does not know; reading it fills in the rest."""
        return cls(
            disclaimer=disclaimer, content_version=content.version, content_digest=content.digest
        )


@dataclass(frozen=True, repr=False)
class Reference:
    """An ontology as values.

    Args:
        header: what it is, version, licence, disclaimer.
        classes: the classes by IRI, in the order of their labels.
        properties: the properties by IRI, in the order of their labels.
        names: IRI to label of classes, properties and codes.
        curies: IRI to CURIE of the same and of datatypes.
    """

    header: Header
    classes: Mapping[str, Term]
    properties: Mapping[str, Property]
    names: Mapping[str, str] = field(default_factory=dict)
    curies: Mapping[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        """Say what it is; what it holds is long."""
        held = f"{len(self.classes)} classes, {len(self.properties)} properties"
        return f"<Reference of {self.header.title}: {held}>"

    def label(self, iri: str) -> str:
        """Return the label of a thing, else its CURIE or IRI."""
        return self.names.get(iri) or self.curies.get(iri) or iri

    def ordered(self, iris: Iterable[str]) -> tuple[str, ...]:
        """Return IRIs in the order of their labels, each once."""

        def place(iri: str) -> tuple[object, str]:
            return natural_key(self.label(iri).casefold()), iri

        return tuple(sorted(set(iris), key=place))

    @cached_property
    def children(self) -> Mapping[str, tuple[str, ...]]:
        """Return the children of each class that has some, in the order of their labels."""
        found: dict[str, list[str]] = {}
        for iri, term in self.classes.items():
            for parent in term.parents:
                found.setdefault(parent, []).append(iri)
        return {parent: self.ordered(below) for parent, below in found.items()}

    @cached_property
    def roots(self) -> tuple[str, ...]:
        """Return the classes that stand under no other; of a circle of classes, the first."""
        tops = [iri for iri, term in self.classes.items() if not term.parents]
        reached = {below for top in tops for below in self.under(top)}
        for iri in self.classes:
            if iri not in reached:
                tops.append(iri)
                reached |= set(self.under(iri))
        return self.ordered(tops)

    def under(self, iri: str) -> tuple[str, ...]:
        """Return a class and all below it, each once, a class before those below it."""
        found: dict[str, None] = {}
        waiting = [iri]
        while waiting:
            found.setdefault(waiting[-1])
            below = self.children.get(waiting.pop(), ())
            waiting += [each for each in reversed(below) if each not in found]
        return tuple(found)

    @cached_property
    def root_of(self) -> Mapping[str, str]:
        """Return the root under which each class stands; the first where there are several."""
        return {iri: root for root in reversed(self.roots) for iri in self.under(root)}

    @property
    def modelled(self) -> Iterator[str]:
        """Yield the roots of what data consist of: a shape describes one of the classes there."""
        for root in self.roots:
            if any(self.classes[iri].shaped for iri in self.under(root)):
                yield root

    @cached_property
    def code_lists(self) -> tuple[str, ...]:
        """Return the classes whose individuals the ontology lists."""
        return tuple(iri for iri, term in self.classes.items() if term.codes)

    def chapter(self, root: str) -> tuple[str, ...]:
        """Return the classes that are described under a root: those below it that list no codes."""
        mine = (iri for iri in self.under(root) if self.root_of[iri] == root)
        return tuple(iri for iri in mine if not self.classes[iri].codes)

    def spread(self, classes: Sequence[str]) -> tuple[str, ...]:
        """Return classes with a whole family replaced by its root: all shaped ones below it."""
        wanted = set(classes)
        for root in self.modelled:
            family = {iri for iri in self.under(root) if self.classes[iri].shaped}
            if family <= wanted:
                wanted = wanted - family | {root}
        return self.ordered(wanted)

    @cached_property
    def groups(self) -> tuple[tuple[str, tuple[Property, ...]], ...]:
        """Return the properties by the class they are meant for; last those that name none."""
        found: dict[str, list[Property]] = {}
        for prop in self.properties.values():
            for domain in prop.domains or ("",):
                found.setdefault(domain, []).append(prop)
        named = [iri for iri in self.ordered(found) if iri]
        last = [""] if "" in found else []
        return tuple((iri, tuple(found[iri])) for iri in named + last)
