"""The triples of a file as trees: rows of subjects, with blank nodes and lists nested in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from ivig_kg.answer.terms import Blank, Iri, Literal, Term, Triple
from ivig_kg.errors import InvalidInput, LimitReached
from ivig_kg.turtle.order import RDF, PredicateOrder, natural, object_key, predicate_key
from ivig_kg.turtle.spell import Spelling

__all__ = ["DEPTH", "Nest", "Node", "Row", "Trees"]

DEPTH = 64
"""How deep blank nodes and lists may be nested."""

_TYPE, _NIL, _FIRST, _REST = (f"{RDF}{name}" for name in ("type", "nil", "first", "rest"))


@dataclass(frozen=True, slots=True)
class Nest:
    """A blank node or a list as the object of a triple.

    Args:
        rows: what it holds; the verbs of a list are empty.
        is_list: whether it is written in round brackets.
        flat: all of it on one line, by which it is sorted.
        short: whether it may be written so (a list of short things, a node with one such triple).
    """

    rows: tuple[Row, ...]
    is_list: bool
    flat: str
    short: bool


Node: TypeAlias = str | Nest
Row: TypeAlias = tuple[str, Node]


class Trees:
    """The subjects of a file with their rows in order."""

    def __init__(
        self, triples: Iterable[Triple], spelling: Spelling, order: PredicateOrder
    ) -> None:
        """Group the triples by subject and predicate.

        Raises:
            InvalidInput: a blank node is the object of several triples.
        """
        self._spelling = spelling
        self._order = order
        self._about: dict[Iri | Blank, dict[str, list[Term]]] = {}
        self._uses: Counter[Blank] = Counter()
        self._keys: dict[tuple[tuple[str, ...], str], tuple[object, ...]] = {}
        self._written: set[Blank] = set()
        for subject, predicate, thing in dict.fromkeys(triples):
            self._about.setdefault(subject, {}).setdefault(predicate.value, []).append(thing)
            if isinstance(thing, Blank):
                self._uses[thing] += 1
        self._refuse(blank for blank, uses in self._uses.items() if uses > 1)

    def named(self) -> list[tuple[str, list[Row]]]:
        """Return the subjects that have an IRI, as written, in natural order, with their rows."""
        words = {self._spelling.iri(s.value): s for s in self._about if isinstance(s, Iri)}
        return [(word, self._rows(words[word], 0)) for word in sorted(words, key=natural)]

    def loose(self) -> list[list[Row]]:
        """Return the rows of the blank subjects that are no triple's object.

        Raises:
            InvalidInput: blank nodes refer to each other in a circle.
        """
        roots = [s for s in self._about if isinstance(s, Blank) and s not in self._uses]
        found = [self._rows(root, 0) for root in roots]
        self._refuse(self._uses.keys() - self._written)
        return found

    def _rows(self, subject: Iri | Blank, depth: int) -> list[Row]:
        about = self._about.get(subject, {})
        kinds = tuple(kind.value for kind in about.get(_TYPE, ()) if isinstance(kind, Iri))
        return [
            (self._verb(predicate), node)
            for predicate in sorted(about, key=lambda verb: self._key(kinds, verb))
            for node in self._nodes(about[predicate], depth)
        ]

    def _verb(self, predicate: str) -> str:
        return "a" if predicate == _TYPE else self._spelling.iri(predicate)

    def _key(self, kinds: tuple[str, ...], predicate: str) -> tuple[object, ...]:
        key = self._keys.get((kinds, predicate))
        if key is None:
            rank = self._order.rank(kinds, predicate)
            key = predicate_key(predicate, self._verb(predicate), rank)
            self._keys[kinds, predicate] = key
        return key

    def _nodes(self, things: list[Term], depth: int) -> list[Node]:
        if len(things) == 1:
            return [self._node(things[0], depth)]
        pairs = [(thing, self._node(thing, depth)) for thing in things]
        pairs.sort(key=lambda pair: object_key(pair[0], _flat(pair[1])))
        return [node for _, node in pairs]

    def _node(self, thing: Term, depth: int) -> Node:
        if isinstance(thing, Literal):
            return self._spelling.literal(thing)
        if isinstance(thing, Iri):
            return "()" if thing.value == _NIL else self._spelling.iri(thing.value)
        return self._nest(thing, depth + 1)

    def _nest(self, blank: Blank, depth: int) -> Nest:
        if depth > DEPTH:
            raise LimitReached(f"blank nodes nested deeper than {DEPTH}; give some of them a name")
        items = self._items(blank)
        if items is not None:
            return _bracketed([("", self._node(item, depth)) for item in items], is_list=True)
        self._written.add(blank)
        return _bracketed(self._rows(blank, depth), is_list=False)

    def _items(self, head: Blank) -> list[Term] | None:
        """Return the items of a list, or None when this is no list from head to nil."""
        chain, items, here = [], [], head
        while True:
            about = self._about.get(here, {})
            if about.keys() != {_FIRST, _REST} or len(about[_FIRST]) + len(about[_REST]) > 2:  # noqa: PLR2004
                return None
            chain.append(here)
            items.append(about[_FIRST][0])
            rest = about[_REST][0]
            if not isinstance(rest, Blank):
                break
            here = rest
        if rest != Iri(_NIL):
            return None
        self._written.update(chain)
        return items

    def _refuse(self, blanks: Iterable[Blank]) -> None:
        for blank in blanks:
            places = ", ".join(sorted(self._places(blank)))
            raise InvalidInput(
                f"a blank node is shared or part of a circle ({places}); give it a name (an IRI)"
            )

    def _places(self, blank: Blank) -> Iterator[str]:
        for subject, about in self._about.items():
            for predicate, things in about.items():
                if blank in things:
                    name = self._spelling.iri(subject.value) if isinstance(subject, Iri) else "[]"
                    yield f"{name} {self._verb(predicate)}"


def _flat(node: Node) -> str:
    return node if isinstance(node, str) else node.flat


def _bracketed(rows: list[Row], *, is_list: bool) -> Nest:
    words = [f"{verb} {_flat(node)}".lstrip() for verb, node in rows]
    inside = (" " if is_list else " ; ").join(words)
    flat = (f"( {inside} )" if is_list else f"[ {inside} ]") if rows else "[]"
    short = is_list or len(rows) <= 1
    return Nest(
        tuple(rows),
        is_list,
        flat,
        short and all(isinstance(node, str) or node.short for _, node in rows),
    )
