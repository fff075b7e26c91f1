"""Showing one thing whole: both sides first where there are any, then what is said of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal as OneOf
from typing import NamedTuple, Protocol

from ivig_kg.answer import Answer, Cell, Iri, Literal, Triple
from ivig_kg.namespaces import Namespaces
from ivig_kg.turtle.order import PredicateOrder

__all__ = ["Line", "LookUp", "Portrait", "Section", "portrait_of", "portray", "related"]

_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_PARTS = ("ivig:result", "ivig:regimen", "ivig:population", "ivig:passage", "ivig:citation")
_NONE_FOR = "none in this graph"
_SIDES: tuple[OneOf["for"], OneOf["against"]] = ("for", "against")
_MATCHES = {"same", "close"}
_JUDGED = "judged"
"""How the look-up marks a statement that a judgement names, whatever its subtype."""


class Line(NamedTuple):
    """One line of a portrait: a name and what stands behind it.

    Args:
        name: the property in words; of a side, the CURIE of the statement.
        value: what stands behind it, whole, as a terminal shows it.
        property: the IRI of the property; empty for a side.
        thing: the IRI that the value is; of a side, the statement; empty where it is no IRI.
        label: the value without its CURIE, for those who link it.
        source: of a side, the IRI of the document that states it.
        how: of a side, why it stands there, in words.
    """

    name: str
    value: str
    property: str = ""
    thing: str = ""
    label: str = ""
    source: str = ""
    how: str = ""


class Section(NamedTuple):
    """A heading and its lines.

    Args:
        heading: what it is about, in words.
        lines: what it says.
        role: which part of the portrait it is.
        thing: the IRI of the part or judgement; empty for the other roles.
        property: the IRI of the property by which the thing has the part; empty for other roles.
    """

    heading: str
    lines: tuple[Line, ...]
    role: OneOf["for", "against", "own", "part", "judgement", "pointers"] = "own"
    thing: str = ""
    property: str = ""


@dataclass(frozen=True)
class Portrait:
    """All that the graph holds on one thing.

    Args:
        iri: its IRI.
        curie: its CURIE, or the IRI in angle brackets.
        label: its label.
        sections: what to show, in order; both sides come first.
        triples: the triples in which it is subject or object, with those of its parts.
        kinds: the IRIs of its classes.
    """

    iri: str
    curie: str
    label: str
    sections: tuple[Section, ...]
    triples: tuple[Triple, ...]
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Painter:
    labels: Mapping[str, str]
    namespaces: Namespaces
    order: PredicateOrder

    def word(self, iri: str) -> str:
        """Return a label with its CURIE for a thing of the project; else the CURIE."""
        curie = self.namespaces.show(iri)
        label = self.labels.get(iri)
        return f"{label} ({curie})" if label else curie

    def name(self, iri: str) -> str:
        """Return the label of a property, else its CURIE."""
        return self.labels.get(iri) or self.namespaces.show(iri)

    def value(self, cell: Cell) -> str:
        if isinstance(cell, Iri):
            return self.word(cell.value)
        return cell.value if isinstance(cell, Literal) else ""

    def line(self, name: str, predicate: Cell, cell: Cell) -> Line:
        """Return the line that says that a property has a value."""
        thing = _iri(cell)
        label = self.name(thing) if thing else self.value(cell)
        return Line(name, self.value(cell), _iri(predicate), thing, label)


class LookUp(Protocol):
    """Runs one of the project's own look-ups with an IRI that is known to be good."""

    def __call__(self, name: str, /, *, thing: str) -> Answer:
        """Return what a look-up finds on a thing."""
        ...


def portrait_of(
    iri: str,
    *,
    look_up: LookUp,
    labels: Mapping[str, str],
    namespaces: Namespaces,
    order: PredicateOrder,
) -> Portrait | None:
    """Return all that the graph holds on a thing; None where that is nothing.

    Args:
        iri: the thing.
        look_up: asks the graph.
        labels: the labels of all things.
        namespaces: the prefixes to show.
        order: the order of predicates.
    """
    about = look_up("about", thing=iri)
    if not about.rows:
        return None
    parts: dict[str, Answer] = {}
    waiting = related(iri, about, namespaces)
    while waiting:  # a judgement may be on a part, such as the mark that a claim cites
        part = waiting.pop(0)
        parts[part] = look_up("about", thing=part)
        more = related(part, parts[part], namespaces)
        waiting += [m for m in more if m not in parts and m != iri]
    sides = look_up("sides", thing=iri)
    return portray(
        iri,
        about=about,
        parts=parts,
        sides=sides,
        labels=labels,
        namespaces=namespaces,
        order=order,
    )


def portray(  # noqa: PLR0913 (what a portrait is made of, each named)
    iri: str,
    *,
    about: Answer,
    parts: Mapping[str, Answer],
    sides: Answer,
    labels: Mapping[str, str],
    namespaces: Namespaces,
    order: PredicateOrder,
) -> Portrait:
    """Make a portrait of a thing.

    Args:
        iri: the thing.
        about: the look-up ``about`` of it.
        parts: the same look-up of each of its parts and of what points to it, by IRI.
        sides: the look-up ``sides`` of it.
        labels: IRI to label.
        namespaces: for CURIEs.
        order: the order of predicates that the shapes give.
    """
    painter = _Painter(labels, namespaces, order)
    sections = [
        *_sides(iri, sides, painter),
        Section("What is said of it", tuple(_own(iri, about, painter)), "own"),
        *_parts(iri, about, parts, painter),
        *_pointers(iri, about, parts, painter),
    ]
    answers = [about, *parts.values()]
    triples = {t for answer in answers for t in _triples(answer)}
    return Portrait(
        iri,
        namespaces.show(iri),
        labels.get(iri, ""),
        tuple(section for section in sections if section.lines),
        tuple(sorted(triples, key=repr)),
        tuple(_kinds(iri, about)),
    )


def related(iri: str, about: Answer, namespaces: Namespaces) -> list[str]:
    """Return the IRIs whose own triples belong into the portrait: parts, and judgements on it."""
    parts = {namespaces.expand(curie) for curie in _PARTS}
    judgements = namespaces.base("as")
    found: dict[str, None] = {}
    for subject, predicate, obj in _triples(about):
        if subject.value == iri and predicate.value in parts:
            found[obj.value] = None
        if subject.value.startswith(judgements) and subject.value != iri:
            found[subject.value] = None
    return list(found)


def _sides(iri: str, sides: Answer, painter: _Painter) -> Iterator[Section]:
    """Yield both sides; a statement stands once, by rule before by judgement alone."""
    if not sides.rows:
        return
    claimed = iri.startswith(painter.namespaces.base("st"))
    told: dict[tuple[str, str], tuple[Cell, Cell, list[str]]] = {}
    for way, statement, label, document, treatment, condition, match, read, _ in sides.rows:
        about = () if claimed else (treatment, condition)  # a claim names its own
        how = [painter.name(_iri(cell)) for cell in about if cell is not None]
        how += [] if read is None else [f"read in: {painter.name(_iri(read))}"]
        known = told.setdefault((painter.value(way), _iri(statement)), (label, document, how))
        known[-1].append(painter.value(match))
    lines: defaultdict[str, list[Line]] = defaultdict(list)
    for (side, named), (label, document, whys) in sorted(told.items(), key=_by_rule_first):
        lines[side].append(_side(named, painter.value(label), document, whys, painter))
    for side in _SIDES:
        found = tuple(lines[side]) or (Line("", _NONE_FOR, label=_NONE_FOR),)
        # A term is neither true nor false: what studies speak for or against is an end.
        what = "it" if claimed else painter.name(_iri(sides.rows[0][-1]))
        yield Section(f"What speaks {side} {what}", found, side)


def _side(named: str, label: str, document: Cell, whys: list[str], painter: _Painter) -> Line:
    hows = [f"subtype: {why}" if why in _MATCHES else why for why in whys if why != _JUDGED]
    how = "; ".join(hows + (["named by the judgement"] if _JUDGED in whys else []))
    value = f"{label} [{painter.value(document)}; {how}]"
    name = painter.namespaces.show(named)
    return Line(name, value, thing=named, label=label, source=_iri(document), how=how)


def _by_rule_first(told: tuple[tuple[str, str], tuple[Cell, Cell, list[str]]]) -> bool:
    return not _MATCHES & set(told[1][-1])


def _kinds(iri: str, about: Answer) -> list[str]:
    return [_iri(o) for s, p, o in about.rows if (_iri(s), _iri(p)) == (iri, _TYPE)]


def _own(iri: str, about: Answer, painter: _Painter) -> Iterator[Line]:
    rows = [row for row in about.rows if _iri(row[0]) == iri]
    kinds = _kinds(iri, about)
    rows.sort(key=lambda row: (_iri(row[1]) != _TYPE, painter.order.rank(kinds, _iri(row[1]))))
    for _, predicate, obj in rows:
        if _iri(predicate) != _LABEL:
            name = "kind" if _iri(predicate) == _TYPE else painter.name(_iri(predicate))
            yield painter.line(name, predicate, obj)


def _parts(
    iri: str, about: Answer, parts: Mapping[str, Answer], painter: _Painter
) -> Iterator[Section]:
    owned = {_iri(row[2]): _iri(row[1]) for row in about.rows if _iri(row[0]) == iri}
    for part, answer in parts.items():
        if part in owned:
            heading = f"{painter.name(owned[part])}: {painter.namespaces.show(part)}"
            yield Section(heading, tuple(_own(part, answer, painter)), "part", part, owned[part])


def _pointers(
    iri: str, about: Answer, parts: Mapping[str, Answer], painter: _Painter
) -> Iterator[Section]:
    for part, answer in parts.items():
        if part.startswith(painter.namespaces.base("as")):
            heading = f"Judgement: {painter.namespaces.show(part)}"
            yield Section(heading, tuple(_own(part, answer, painter)), "judgement", part)
    lines = []
    for subject, predicate, obj in about.rows:
        if _iri(obj) != iri or _iri(subject) == iri:
            continue
        if _iri(subject) not in parts:
            lines.append(painter.line(painter.name(_iri(predicate)), predicate, subject))
    yield Section("What points to it", tuple(lines), "pointers")


def _triples(answer: Answer) -> Iterator[Triple]:
    for subject, predicate, obj in answer.rows:
        if isinstance(obj, Iri | Literal) and isinstance(subject, Iri):
            yield Triple(subject, Iri(_iri(predicate)), obj)


def _iri(cell: Cell) -> str:
    return cell.value if isinstance(cell, Iri) else ""
