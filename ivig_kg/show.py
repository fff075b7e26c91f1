"""Showing one thing whole: both sides first where there are any, then what is said of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from ivig_kg.answer import Answer, Cell, Iri, Literal, Triple
from ivig_kg.namespaces import Namespaces
from ivig_kg.turtle.order import PredicateOrder

__all__ = ["LookUp", "Portrait", "Section", "portrait_of", "portray", "related"]

_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_PARTS = ("ivig:result", "ivig:regimen", "ivig:population", "ivig:passage", "ivig:citation")
_NONE_FOR = "none in this graph"
_JUDGED = "judged"
"""How the look-up marks a statement that a judgement names, whatever its subtype."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its lines; each line is a name and what stands behind it."""

    heading: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Portrait:
    """All that the graph holds on one thing.

    Args:
        iri: its IRI.
        curie: its CURIE, or the IRI in angle brackets.
        label: its label.
        sections: what to show, in order; both sides come first.
        triples: the triples in which it is subject or object, with those of its parts.
    """

    iri: str
    curie: str
    label: str
    sections: tuple[Section, ...]
    triples: tuple[Triple, ...]


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
        *_sides(sides, painter),
        Section("What is said of it", tuple(_own(iri, about, painter))),
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


def _sides(sides: Answer, painter: _Painter) -> Iterator[Section]:
    """Yield both sides; a statement stands once, by rule before by judgement alone."""
    if not sides.rows:
        return
    told: dict[tuple[str, str], tuple[str, list[str]]] = {}
    for way, statement, label, document, _, match in sides.rows:
        words = f"{painter.value(label)} [{painter.value(document)}"
        _, whys = told.setdefault((painter.value(way), _iri(statement)), (words, []))
        whys.append(painter.value(match))
    lines: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for (side, named), (words, whys) in sorted(told.items(), key=_by_rule_first):
        how = [f"subtype: {why}" for why in whys if why != _JUDGED]
        how += ["named by the judgement"] if _JUDGED in whys else []
        lines[side].append((painter.namespaces.show(named), f"{words}; {'; '.join(how)}]"))
    for side in ("for", "against"):
        heading = f"What speaks {side} it"
        yield Section(heading, tuple(lines[side]) or (("", _NONE_FOR),))


def _by_rule_first(told: tuple[tuple[str, str], tuple[str, list[str]]]) -> bool:
    _, (_, whys) = told
    return set(whys) == {_JUDGED}


def _own(iri: str, about: Answer, painter: _Painter) -> Iterator[tuple[str, str]]:
    rows = [row for row in about.rows if _iri(row[0]) == iri]
    kinds = [_iri(row[2]) for row in rows if _iri(row[1]) == _TYPE]
    rows.sort(key=lambda row: (_iri(row[1]) != _TYPE, painter.order.rank(kinds, _iri(row[1]))))
    for _, predicate, obj in rows:
        if _iri(predicate) != _LABEL:
            name = "kind" if _iri(predicate) == _TYPE else painter.name(_iri(predicate))
            yield name, painter.value(obj)


def _parts(
    iri: str, about: Answer, parts: Mapping[str, Answer], painter: _Painter
) -> Iterator[Section]:
    owned = {_iri(row[2]): _iri(row[1]) for row in about.rows if _iri(row[0]) == iri}
    for part, answer in parts.items():
        if part in owned:
            heading = f"{painter.name(owned[part])}: {painter.namespaces.show(part)}"
            yield Section(heading, tuple(_own(part, answer, painter)))


def _pointers(
    iri: str, about: Answer, parts: Mapping[str, Answer], painter: _Painter
) -> Iterator[Section]:
    for part, answer in parts.items():
        if part.startswith(painter.namespaces.base("as")):
            heading = f"Judgement: {painter.namespaces.show(part)}"
            yield Section(heading, tuple(_own(part, answer, painter)))
    lines = []
    for subject, predicate, obj in about.rows:
        if _iri(obj) != iri or _iri(subject) == iri:
            continue
        if _iri(subject) not in parts:
            lines.append((painter.name(_iri(predicate)), painter.word(_iri(subject))))
    yield Section("What points to it", tuple(lines))


def _triples(answer: Answer) -> Iterator[Triple]:
    for subject, predicate, obj in answer.rows:
        if isinstance(obj, Iri | Literal) and isinstance(subject, Iri):
            yield Triple(subject, Iri(_iri(predicate)), obj)


def _iri(cell: Cell) -> str:
    return cell.value if isinstance(cell, Iri) else ""
