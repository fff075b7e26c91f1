"""What is new in the classes that a reasoner found: the least set of relations that says it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from ivig_kg.axioms import Axiom, Named

__all__ = ["Relation", "circles", "new_relations", "told_above"]


class Relation(NamedTuple):
    """A class and a class above it, by IRI."""

    below: str
    above: str


def new_relations(
    pairs: Collection[tuple[str, str]], axioms: Iterable[Axiom]
) -> tuple[Relation, ...]:
    """Return the relations that no file says, those left out that follow from others in turn.

    Args:
        pairs: each class with each class above it, as the reasoner found them; no circles.
        axioms: those of the files; their told subclasses count with what is above them.
    """
    told = _closure(_told(axioms))
    new = {(below, above) for below, above in pairs if above not in told.get(below, ())}
    above_of: defaultdict[str, set[str]] = defaultdict(set)
    for below, above in pairs:
        above_of[below].add(above)
    least = (
        Relation(below, above)
        for below, above in new
        if not any(above in above_of[between] for between in above_of[below] - {above})
    )
    return tuple(sorted(least))


def circles(pairs: Collection[tuple[str, str]]) -> tuple[Relation, ...]:
    """Return the pairs of classes that are each under the other: two names of one class."""
    both = {(one, other) for one, other in pairs if one < other and (other, one) in pairs}
    return tuple(sorted(Relation(*pair) for pair in both))


def told_above(axioms: Iterable[Axiom], among: Collection[str]) -> dict[str, set[str]]:
    """Return for each of some classes those of them that the files put above it, in any steps."""
    closed = _closure(_told(axioms))
    return {iri: closed.get(iri, set()) & set(among) for iri in among}


def _told(axioms: Iterable[Axiom]) -> Mapping[str, set[str]]:
    told: defaultdict[str, set[str]] = defaultdict(set)
    for axiom in axioms:
        if axiom.kind == "subclass":
            below, above = axiom.parts
            if isinstance(below, Named) and isinstance(above, Named):
                told[below.iri].add(above.iri)
    return told


def _closure(told: Mapping[str, set[str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for start in told:
        seen: set[str] = set()
        waiting = [start]
        while waiting:
            more = told.get(waiting.pop(), set()) - seen
            seen |= more
            waiting += more
        found[start] = seen
    return found
