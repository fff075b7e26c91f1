"""The parts of the page of a thing: cards of names and values, and reading them off a portrait."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from ivig_kg.answer.cells import natural_key
from ivig_kg.show import Line, Portrait, Section
from ivig_kg.web.page_frame import Link, link
from ivig_kg.web.snapshot import Snapshot

__all__ = ["Card", "Entry", "Reader", "Side"]

_OWN = {"rdfs:subClassOf": "parents"}
_WEB = {"bibo:doi": "https://doi.org/", "fabio:hasPubMedId": "https://pubmed.ncbi.nlm.nih.gov/"}


class Entry(NamedTuple):
    """A name and the values that stand behind it."""

    name: str
    values: tuple[Link, ...]


class Card(NamedTuple):
    """A part of a page: a heading, what it says, and what hangs on it.

    Args:
        title: its heading.
        entries: what it says.
        cards: its parts.
        words: a sentence of its own that stands first; empty for none.
        tone: the tone of its judgement.
        folded: whether it shows only when it is asked for.
        badges: judgements that stand beside its heading.
        about: what it is a judgement on.
    """

    title: Link
    entries: tuple[Entry, ...] = ()
    cards: tuple[Card, ...] = ()
    words: str = ""
    tone: str = ""
    folded: bool = False
    badges: tuple[Entry, ...] = ()
    about: tuple[Link, ...] = ()


class Side(NamedTuple):
    """What speaks one way: a statement, where it is stated, and why it stands here."""

    statement: Link
    name: str
    source: Link | None
    how: str


@dataclass(frozen=True)
class Reader:
    """Reads lines off the portrait of a thing, and links what they name."""

    snapshot: Snapshot
    portrait: Portrait

    def expand(self, curie: str) -> str:
        """Return the IRI of a CURIE."""
        return self.snapshot.graph.namespaces.expand(curie)

    @cached_property
    def own(self) -> tuple[Line, ...]:
        """Return what is said of the thing itself."""
        return next((s.lines for s in self.portrait.sections if s.role == "own"), ())

    def sections(self, role: str) -> list[Section]:
        """Return the sections of one role."""
        return [section for section in self.portrait.sections if section.role == role]

    def lines(self, *curies: str, among: Iterable[Line] | None = None) -> list[Line]:
        """Return the lines of some properties, in the order in which these are named."""
        found = list(self.own if among is None else among)
        wanted = map(self.expand, curies)
        return [line for iri in wanted for line in found if line.property == iri]

    def without(self, curies: Iterable[str], among: Iterable[Line] | None = None) -> list[Line]:
        """Return the lines but for those of some properties."""
        left_out = {self.expand(curie) for curie in curies}
        found = self.own if among is None else among
        return [line for line in found if line.property not in left_out]

    def entries(self, lines: Iterable[Line]) -> tuple[Entry, ...]:
        """Return lines with those of one property together."""
        words = {self.expand(curie): name for curie, name in _OWN.items()}
        groups: dict[str, list[Link]] = {}
        for line in lines:
            if line.label:  # a blank node has nothing to show
                name = words.get(line.property, line.name)
                groups.setdefault(name, []).append(self.value(line))
        return tuple(Entry(name, tuple(values)) for name, values in groups.items())

    def value(self, line: Line) -> Link:
        """Return a value: a thing, an address of the web, or an identifier there as a link."""
        if line.thing:
            return link(self.snapshot, line.thing, line.label)
        known = self.snapshot.graph.namespaces.prefixes
        start = next(
            (
                start
                for curie, start in _WEB.items()
                if curie.partition(":")[0] in known and line.property == self.expand(curie)
            ),
            "",
        )
        return Link(line.value, self.snapshot.addresses.href(start + line.value) or "")

    def pointer(self, line: Line) -> Link:
        """Return the link to what a line names, with its identifier where it has one."""
        name = self.snapshot.graph.asker.names.identifiers.get(line.thing)
        return link(self.snapshot, line.thing, f"{name}: {line.label}" if name else line.label)

    def pointers(self) -> dict[str, list[Line]]:
        """Return the lines that point to the thing by property, in the natural order of things."""
        groups: dict[str, list[Line]] = {}
        for section in self.sections("pointers"):
            for line in sorted(section.lines, key=lambda line: natural_key(line.thing)):
                groups.setdefault(line.property, []).append(line)
        return groups

    def named(self, iri: str) -> str:
        """Return the label of a thing, else its CURIE."""
        return self.snapshot.labels.get(iri) or self.snapshot.graph.namespaces.show(iri)
