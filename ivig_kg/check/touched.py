"""Shapes on what a change touches, with the findings that the whole would give for it.

A shape here sees of a node: its own triples, the classes of the values, and what stands above those
in the ontology (``sh:class``, and kinds of terms by a path of ``rdfs:subClassOf``). So a change of
data concerns the things whose triples it changes, and those that refer to a thing whose class it
changes. Whatever changes the ontology concerns everything.
"""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial

from ivig_kg.answer import Blank, Iri, Term, Triple
from ivig_kg.check.shapebook import ShapeBook
from ivig_kg.check.shapes import TYPE
from ivig_kg.engine import EmbeddedEngine
from ivig_kg.process import beside
from ivig_kg.shacl import Incomparable, Rules, Violation, validate, validate_strictly

__all__ = ["Look", "concerned", "instances", "said_whole", "targeted", "violations_of"]

_TYPE = Iri(TYPE)
_MANY, _MOST_COPIES, _AT_ONCE = 300, 8, 500
_ABOVE = Iri("http://www.w3.org/2000/01/rdf-schema#subClassOf")


def concerned(
    before: Iterable[Triple], after: Iterable[Triple], engine: EmbeddedEngine
) -> set[str]:
    """Return the IRIs of the things that a change of data concerns.

    Args:
        before: what the changed files said.
        after: what they say now.
        engine: what holds everything as it is now.
    """
    old, new = set(before), set(after)
    differing = {t.subject for t in old ^ new if isinstance(t.subject, Iri)}
    retyped = {t.subject for t in old ^ new if t.predicate == _TYPE and isinstance(t.subject, Iri)}
    referring = {t.subject for thing in retyped for t in engine.triples(obj=thing)}
    return {thing.value for thing in (differing | referring) if isinstance(thing, Iri)}


def instances(engine: EmbeddedEngine, kind: str) -> list[str]:
    """Return the IRIs of the things of a class; none for an empty name."""
    found = engine.triples(predicate=_TYPE, obj=Iri(kind)) if kind else ()
    return [triple.subject.value for triple in found]


def targeted(said: Iterable[Triple], engine: EmbeddedEngine, book: ShapeBook) -> set[str]:
    """Return the IRIs of all things that the shapes target.

    Args:
        said: all triples.
        engine: what holds them.
        book: all shapes.
    """
    above = _Above(engine)
    return {
        t.subject.value
        for t in said
        if t.predicate == _TYPE
        and isinstance(t.subject, Iri)
        and book.targets & above.closed({t.object})
    }


def said_whole(things: Iterable[str], said: Iterable[Triple], engine: EmbeddedEngine) -> bool:
    """Say whether some triples are all that there is about some things."""
    counts = Counter(triple.subject for triple in set(said))
    focus = map(Iri, things)
    return all(counts[thing] == sum(1 for _ in engine.triples(thing)) for thing in focus)


def violations_of(
    things: Iterable[str], said: Iterable[Triple], engine: EmbeddedEngine, book: ShapeBook
) -> list[Violation]:
    """Return what the shapes find in some things; many are shared out over the cores.

    Args:
        things: their IRIs.
        said: triples of the files, with the forms of numbers as they are written there.
        engine: what holds everything.
        book: all shapes.
    """
    focus = sorted({Iri(iri) for iri in things}, key=lambda thing: thing.value)
    look = Look.at(said, engine, book)
    first, *others = _shared_out(focus)
    with ExitStack() as copies:
        rest = [copies.enter_context(beside(partial(look.found, part))) for part in others]
        return [*look.found(first), *(one for result in rest for one in result())]


@dataclass(frozen=True)
class Look:
    """Looks at things with pySHACL, at so many at a time that memory stays bounded.

    pySHACL is given some things, the classes of their values, and what stands above those; what it
    finds in the values, of which it sees no more, is passed over. (Its own ``focus_nodes`` alone
    would let every value pass: it asks it of the nodes that ``sh:node`` leads to as well.)
    """

    about: Mapping[Term, set[Triple]]
    engine: EmbeddedEngine
    book: ShapeBook
    above: _Above

    @classmethod
    def at(cls, said: Iterable[Triple], engine: EmbeddedEngine, book: ShapeBook) -> Look:
        """Prepare to look at the things that some triples are about."""
        about: defaultdict[Term, set[Triple]] = defaultdict(set)
        for triple in said:
            about[triple.subject].add(triple)
        return cls(about, engine, book, _Above(engine))

    def found(self, things: Sequence[Iri]) -> list[Violation]:
        """Return what the shapes find in some things, in the order in which they are given."""
        parts = (things[start : start + _AT_ONCE] for start in range(0, len(things), _AT_ONCE))
        return [violation for part in parts for violation in self._in(part)]

    def _in(self, part: Sequence[Iri]) -> list[Violation]:
        """Look at a part; where pySHACL breaks off, find by halves the thing that makes it."""
        data, bearing = self._seen(part)
        if not data:
            return []
        try:
            violations = validate_strictly(data, bearing)
        except Incomparable:
            half = len(part) // 2
            if half:
                return [*self._in(part[:half]), *self._in(part[half:])]
            violations = validate(data, bearing)
        wanted = {thing.value for thing in part}
        return [violation for violation in violations if violation.focus in wanted]

    def _seen(self, part: Sequence[Iri]) -> tuple[set[Triple], Rules]:
        """Return what pySHACL is given to see: triples, and the shapes that bear on them."""
        own = {triple for thing in part for triple in self.about.get(thing, ())}
        # Also of those in this part: another file may say of which class they are.
        values = {t.object for t in own if isinstance(t.object, Iri)}
        types = [t for value in values for t in self.engine.triples(value, _TYPE)]
        # The labels of blank nodes are other ones in the engine.
        blank = {t.object for t in own if isinstance(t.object, Blank)}
        types += [t for value in blank for t in self.about.get(value, ()) if t.predicate == _TYPE]
        classes = {t.object for t in own if t.predicate == _TYPE}
        bearing = self.book.bearing(self.above.closed(classes))
        kinds = {t.object for t in (*own, *types) if t.predicate == _TYPE}
        above = self.above.over(values | kinds)
        return ({*own, *types, *above} if own else set()), bearing


class _Above:
    """What stands above terms, looked up once for each."""

    def __init__(self, engine: EmbeddedEngine) -> None:
        self._engine = engine
        self._known: dict[Term, tuple[Triple, ...]] = {}

    def closed(self, terms: Iterable[Term]) -> set[Term]:
        """Return some terms with all that stands above them."""
        found = set(terms)
        return found | {triple.object for triple in self.over(found)}

    def over(self, terms: Iterable[Term]) -> set[Triple]:
        """Return the triples that lead up from some terms, all the way."""
        found: set[Triple] = set()
        seen: set[Term] = set()
        waiting = set(terms)
        while waiting:
            seen |= waiting
            steps = {triple for term in waiting for triple in self._steps(term)}
            found |= steps
            waiting = {triple.object for triple in steps} - seen
        return found

    def _steps(self, term: Term) -> tuple[Triple, ...]:
        if not isinstance(term, Iri):  # an axiom, of which nothing is a shape's business
            return ()
        if term not in self._known:
            self._known[term] = tuple(self._engine.triples(term, _ABOVE))
        return self._known[term]


def _shared_out(focus: Sequence[Iri]) -> list[Sequence[Iri]]:
    """Share out many things over the cores; a statement stays with its results."""
    count = min(os.cpu_count() or 1, _MOST_COPIES) if len(focus) > _MANY else 1
    size = -(-len(focus) // count)
    return [focus[start : start + size] for start in range(0, len(focus), size or 1)] or [[]]
