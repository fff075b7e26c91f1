"""The chapters of a reference, the same in every format: what stands where, and its name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ivig_kg.reference.model import Property, Reference, Term
from ivig_kg.reference.told import Fact, Piece, Teller, plural

__all__ = ["Chapter", "Section", "chapters", "header_facts"]

_DIAGRAM = "Every name of a property stands in the box of the class that has it."
_TREE = (
    "A class with several parents stands under each of them. A parent that follows from the "
    "axioms, and that no file states, is marked inferred."
)
_MODEL = "What the data consist of."
_TERMS = "What the data speak of. These classes are themselves values of properties."
_CODES = "Closed lists of values. A code may stand in several of them."
_PROPERTIES = (
    "By the class that they are meant for. How many values a property takes, and which, is what "
    "the shapes ask: 1 is exactly one, 0..1 at most one, 1..n at least one, 0..n any number."
)
_OTHERS = "properties that name no class"


class Section(NamedTuple):
    """A part of a chapter: classes or properties.

    Args:
        anchor: the name of its place.
        name: its name; empty where a contents list names the classes instead.
        terms: the classes.
        properties: the properties.
        places: place and name of each class, where the section has no name.
    """

    anchor: str
    name: str
    terms: tuple[Term, ...] = ()
    properties: tuple[Property, ...] = ()
    places: tuple[tuple[str, str], ...] = ()


class Chapter(NamedTuple):
    """A chapter.

    Args:
        kind: ``diagram``, ``tree``, or ``list`` of sections.
        anchor: the name of its place.
        name: its name.
        about: what must be known to read it.
        sections: what it holds, if it is a list.
        number: how many things it holds, in words; empty where that says nothing.
    """

    kind: str
    anchor: str
    name: str
    about: str
    sections: tuple[Section, ...] = ()
    number: str = ""

    @property
    def title(self) -> str:
        """Return the name with the number of things."""
        return f"{self.name} ({self.number})" if self.number else self.name

    @property
    def entries(self) -> Iterator[tuple[str, str]]:
        """Yield place and name of what a contents list names: sections, else classes."""
        for section in self.sections:
            if section.name:
                yield section.anchor, section.name
            else:
                yield from section.places


def chapters(reference: Reference) -> tuple[Chapter, ...]:
    """Return the chapters; those that would be empty are left out."""
    model = set(reference.modelled)
    mine = [root for root in reference.roots if root in model]
    above = [root for root in reference.roots if _of_lists(reference, root)]
    others = [root for root in reference.roots if root not in {*model, *above}]
    lists = tuple(reference.classes[iri] for iri in (*above, *reference.code_lists))
    properties = tuple(_groups(reference))
    named = (
        ("part-model", "Classes of the model", _MODEL, tuple(_families(reference, mine))),
        ("part-terms", "Terms", _TERMS, tuple(_families(reference, others))),
        ("part-codes", "Code lists", _CODES, tuple(_unnamed(reference, lists))),
        ("part-properties", "Properties", _PROPERTIES, properties),
    )
    held = (
        Chapter("list", anchor, name, about, sections, str(_size(sections)))
        for anchor, name, about, sections in named
        if sections
    )
    return (
        Chapter("diagram", "part-diagram", "Diagram of the model", _DIAGRAM),
        Chapter("tree", "part-tree", "Tree of classes", _TREE),
        *held,
    )


def header_facts(reference: Reference) -> Iterator[Fact]:
    """Yield what must be known of the whole, as far as it is stated."""
    header = reference.header
    codes = {code.iri for iri in reference.code_lists for code in reference.classes[iri].codes}
    holds = (
        plural(len(reference.classes), "class", "classes"),
        plural(len(codes), "code"),
        plural(len(reference.properties), "property", "properties"),
    )
    told = (
        ("IRI", header.iri),
        ("Version", header.version),
        ("Version IRI", header.version_iri),
        ("Licence", header.licence),
        ("By", header.creator),
        ("Cite as", header.citation),
        ("Namespace", header.namespace),
        ("Content version", header.content_version),
        ("Content SHA-256", header.content_digest[:12]),
        ("Holds", ", ".join(holds)),
    )
    for name, value in told:
        web = value.startswith(("https://", "http://"))
        own = bool(header.iri) and value.startswith(header.iri)  # this page is what it names
        if value:
            yield Fact(name, (Piece(value, address=value if web and not own else "", code=web),))


def _families(reference: Reference, roots: list[str]) -> Iterator[Section]:
    teller = Teller(reference)
    for root in roots:
        terms = tuple(reference.classes[iri] for iri in reference.chapter(root))
        if terms:
            yield Section(f"part-{teller.anchor(root)}", reference.label(root), terms)


def _unnamed(reference: Reference, terms: tuple[Term, ...]) -> Iterator[Section]:
    teller = Teller(reference)
    if terms:
        places = tuple((teller.anchor(term.iri), term.label) for term in terms)
        yield Section("", "", terms, places=places)


def _groups(reference: Reference) -> Iterator[Section]:
    teller = Teller(reference)
    for iri, properties in reference.groups:
        name = reference.label(iri) if iri else _OTHERS
        yield Section(teller.group_anchor(iri), name, properties=properties)


def _of_lists(reference: Reference, root: str) -> bool:
    """Say whether all that a root holds are code lists, so that it is described before them."""
    return reference.chapter(root) == (root,) != reference.under(root)


def _size(sections: tuple[Section, ...]) -> int:
    """Count what sections hold, a property that stands in several of them once."""
    terms = {term.iri for section in sections for term in section.terms}
    return len(terms | {prop.iri for section in sections for prop in section.properties})
