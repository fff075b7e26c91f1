"""The page of one thing: what kind it is, both sides where there are any, then all that is said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from starlette.requests import Request
from starlette.responses import Response

from ivig_kg.errors import UsageError
from ivig_kg.show import Line, Section
from ivig_kg.web.addresses import with_query
from ivig_kg.web.page_frame import Link, link, page
from ivig_kg.web.page_parts import Card, Entry, Reader, Side
from ivig_kg.web.problems import Problem
from ivig_kg.web.snapshot import Snapshot

__all__ = ["Painter", "thing_page"]

_NOT_STATED = "not stated"
_TWINS = (
    ("text/turtle", "ttl", "Turtle"),
    ("application/ld+json", "jsonld", "JSON-LD"),
    ("application/n-triples", "nt", "N-Triples"),
)
_MANY = 12  # lines of one property that are shown without being asked for

_TYPE, _IDENTIFIER, _STATED_IN = "rdf:type", "dcterms:identifier", "ivig:statedIn"
_BECAUSE, _STATUS = "ivig:because", "ivig:status"
_PICO = {
    "Population": ("ivig:condition", "ivig:subtype", "ivig:population"),
    "Treatment": ("ivig:treatment", "ivig:coTreatment"),
    "Comparator": ("ivig:comparator",),
    "Outcome": ("ivig:outcome",),
}
_PATIENTS = ("ivig:subtype", "ivig:condition")
_ABOUT = tuple(curie for curies in _PICO.values() for curie in curies)
_WAY = (
    _STATED_IN,
    "ivig:passage",
    "ivig:locator",
    "ivig:citation",
    "ivig:verification",
    "ivig:seenIn",
    "ivig:seenAt",
)
_MEASURED = ("ivig:result", "ivig:regimen")
_RECORD = (_STATUS, "dcterms:creator", "dcterms:created")
_ON = ("ivig:assesses", "ivig:mark")
_PART_OF = (_STATED_IN, "ivig:ofDocument", "ivig:inUnit", *_ON)
_FIRST = ("skos:definition", "dcterms:description", _BECAUSE, "dcterms:title")
_VERDICTS = (
    "ivig:overallSupport",
    "ivig:citedSupport",
    "ivig:resolution",
    "ivig:certainty",
    "ivig:fault",
)
_POINTING = {
    _STATED_IN: "Statements in it",
    "ivig:reports": "Reported by",
    "rdfs:subClassOf": "Narrower terms",
    "ivig:ofDocument": "Its sentences and headings",
    "ivig:inUnit": "Citation marks in it",
    _TYPE: "Of this kind",
}
"""What is said of the other end of a property, in the order of a page; the rest comes after."""


def thing_page(request: Request, snapshot: Snapshot, iri: str) -> Response:
    """Show one thing.

    Raises:
        Problem: the graph holds nothing on it; the nearest names are listed.
    """
    del request
    try:
        portrait = snapshot.graph.show(f"<{iri}>")
    except UsageError as error:
        raise Problem(404, str(error)) from None
    return Painter(snapshot, portrait).page()


class Painter(Reader):
    """Turns the portrait of a thing into a page."""

    def page(self) -> Response:
        """Return the page."""
        portrait = self.portrait
        judgements = list(self.judgements())
        return page(
            self.snapshot,
            "thing.html",
            title=self._title(),
            iri=portrait.iri,
            curie=portrait.curie,
            kinds=[self._kind(kind) for kind in portrait.kinds],
            identifier=", ".join(line.value for line in self.lines(_IDENTIFIER)),
            crumbs=list(self.crumbs()),
            badges=list(self.badges()),
            claim=self.is_claim,
            forest=self._forest(),
            sides=list(self.sides()),
            words=[line.value for line in self.lines(*_FIRST) if line.value != _NOT_STATED],
            judgements=[card for card in judgements if not card.folded],
            others=[card for card in judgements if card.folded],
            cards=list(self.cards()),
            pointers=list(self.pointing()),
            twins=self._twins(),
        )

    def _title(self) -> str:
        """Return the label; of a judgement without one, what it is and on what."""
        kinds = [self._kind(kind).text for kind in self.portrait.kinds[:1]]
        on = [self.pointer(line).text for line in self.lines(*_ON)[:1]]
        told = " on ".join([*kinds, *on]) if on else self.portrait.curie
        return self.portrait.label or told

    def _twins(self) -> list[dict[str, str]]:
        path = self.snapshot.addresses.path(self.portrait.iri)
        return [
            {"media": media, "href": f"{path}.{ending}", "text": text}
            for media, ending, text in _TWINS
            if path
        ]

    def _forest(self) -> str:
        """Return where the forest of a condition stands that statements are about; else nothing."""
        path, groups = self.snapshot.addresses.path, self.pointers()
        lines = (line for curie in _PATIENTS for line in groups.get(self.expand(curie), ()))
        if any((path(line.thing) or "").startswith("/statement/") for line in lines):
            return with_query("/forest", [("subtype", self.portrait.curie)])
        return ""

    def _kind(self, iri: str) -> Link:
        found = link(self.snapshot, iri)
        if iri in self.snapshot.labels:
            return found
        # What all classes are has no label of ours.
        local = found.title.rpartition(":")[2]
        words = re.sub("(?<=[a-z])(?=[A-Z])", " ", local).lower()
        return Link(words, title=found.title)

    @cached_property
    def is_statement(self) -> bool:
        """Say whether a document states it."""
        return bool(self.lines(_STATED_IN))

    @property
    def is_claim(self) -> bool:
        """Say whether it is what a text claims, which is no evidence."""
        return self.portrait.iri in self.snapshot.claims

    def crumbs(self) -> Iterator[Link]:
        """Yield the way from home to here: by what the thing is a part of."""
        yield Link("Home", "/")
        yield from map(self.value, self.lines(*_PART_OF)[:1])
        names = self.lines(_IDENTIFIER)
        yield Link(names[0].value if names else self.portrait.curie)

    def badges(self) -> Iterator[Entry]:
        """Yield the status, and what judgements on the thing come to."""
        yield from self.entries(self.lines(_STATUS))
        yield from self._verdicts(self.own)
        for section in self.sections("judgement"):
            if self._is_on(section, {self.portrait.iri}):
                yield from self._verdicts(section.lines)

    def sides(self) -> Iterator[tuple[str, list[Side]]]:
        """Yield both sides; a claim has both even where nothing speaks either way."""
        for role in ("for", "against"):
            found = self.sections(role)
            if found or self.is_claim:
                lines = (line for section in found for line in section.lines if line.thing)
                heading = found[0].heading if found else f"What speaks {role} it"
                yield heading, list(map(self._side, lines))

    def _side(self, line: Line) -> Side:
        source = link(self.snapshot, line.source) if line.source else None
        return Side(link(self.snapshot, line.thing, line.label), line.name, source, line.how)

    def judgements(self) -> Iterator[Card]:
        """Yield the judgements; those that only name the thing, and are not on it, are folded."""
        mine = {self.portrait.iri, *(section.thing for section in self.sections("part"))}
        for section in self.sections("judgement"):
            yield self._judgement(section, folded=not self._is_on(section, mine))

    def _is_on(self, judgement: Section, things: set[str]) -> bool:
        return any(line.thing in things for line in self.lines(*_ON, among=judgement.lines))

    def _judgement(self, section: Section, *, folded: bool) -> Card:
        verdicts = tuple(self._verdicts(section.lines))
        tones = [value.tone for entry in verdicts for value in entry.values if value.tone]
        kinds = [line.label for line in self.lines(_TYPE, among=section.lines)]
        title = ": ".join([*kinds[:1], *filter(None, [self.snapshot.labels.get(section.thing)])])
        on = self.lines(*_ON, among=section.lines) if folded else []
        return Card(
            link(self.snapshot, section.thing, title),
            self.entries(self.without((*_VERDICTS, _BECAUSE, _TYPE), section.lines)),
            words=" ".join(line.value for line in self.lines(_BECAUSE, among=section.lines)),
            tone=tones[0] if tones else "plain",
            folded=folded,
            badges=verdicts,
            about=tuple(map(self.pointer, on)),
        )

    def _verdicts(self, lines: Iterable[Line]) -> tuple[Entry, ...]:
        return self.entries(self.lines(*_VERDICTS, among=lines))

    def cards(self) -> Iterator[Card]:
        """Yield what is said of the thing, in parts where it is a statement."""
        rest = (_TYPE, _IDENTIFIER, *_FIRST)
        if not self.is_statement:
            if told := self.entries(self.without(rest)):
                yield Card(Link("What is said of it"), told)
            yield from self._parts(None)
            return
        says = self.without((*rest, *_ABOUT, *_WAY, *_RECORD, *_MEASURED))
        yield Card(Link("Whom and what it is about"), tuple(self._pico()), self._parts(_ABOUT))
        yield Card(Link("What it says"), self.entries(says), self._parts(_MEASURED))
        yield Card(Link("Where it stands"), self.entries(self.lines(*_WAY)), self._parts(_WAY))
        yield Card(Link("This record"), self.entries(self.lines(*_RECORD)))

    def _pico(self) -> Iterator[Entry]:
        for name, curies in _PICO.items():
            values = tuple(map(self.value, self.lines(*curies)))
            yield Entry(name, values or (Link(_NOT_STATED),))

    def _parts(self, curies: Iterable[str] | None) -> tuple[Card, ...]:
        wanted = None if curies is None else set(map(self.expand, curies))
        return tuple(
            Card(
                link(self.snapshot, section.thing, self.named(section.property)),
                self.entries(self.without((_TYPE,), section.lines)),
            )
            for section in self.sections("part")
            if wanted is None or section.property in wanted
        )

    def pointing(self) -> Iterator[Card]:
        """Yield what points to the thing, by the property that does; what is long is folded."""
        groups = self.pointers()
        words = {self.expand(curie): name for curie, name in _POINTING.items()}
        for iri in dict.fromkeys((*words, *groups)):
            if lines := groups.get(iri):
                values = tuple(map(self.pointer, lines))
                folded = len(lines) > _MANY and iri != self.expand(_STATED_IN)
                title = Link(words.get(iri, lines[0].name))
                yield Card(title, (Entry("", values),), folded=folded)
