"""Searching: things by what they are called, the best first, however a name is typed.

A name matches without regard to case, accents, dashes and apostrophes. What a thing is called is
its label, its synonyms, its identifier, its CURIE, and the identifiers of outside vocabularies
that mean the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple, Protocol

from ivig_kg.answer import Answer, lexical
from ivig_kg.answer.cells import natural_key
from ivig_kg.errors import UsageError
from ivig_kg.names import fold
from ivig_kg.namespaces import Namespaces

__all__ = ["LONGEST", "MOST", "Found", "Hit", "LookUp", "NameSearch"]

MOST = 100
"""How many hits may be asked for."""

LONGEST = 300
"""How many characters a text to search for may have."""

_ROLES = ("label", "identifier", "synonym", "curie", "mapping")
_NO_WORD = re.compile(r"[\W_]+")
_EXACT, _BEGINS, _WORD, _WORDS, _WITHIN = range(5)


class Hit(NamedTuple):
    """One thing that was found, and by which of its names.

    Args:
        iri: the thing.
        label: its label; its CURIE where it has none.
        name: the name that matched.
        role: what that name is: label, identifier, synonym, curie, or mapping (an outside one).
        kind: the label of its class; empty for a term of the ontology.
    """

    iri: str
    label: str
    name: str
    role: str
    kind: str


class Found(NamedTuple):
    """What a search found.

    Args:
        hits: the best, in order.
        total: how many things matched, those left out among them.
    """

    hits: tuple[Hit, ...]
    total: int


class LookUp(Protocol):
    """Runs one of the project's own look-ups."""

    def __call__(self, name: str, /) -> Answer:
        """Return what a look-up finds."""
        ...


class _Entry(NamedTuple):
    key: str  # the name as it is compared
    hit: Hit


class NameSearch:
    """All names of all things, ready to be searched."""

    def __init__(self, look_up: LookUp, namespaces: Namespaces) -> None:
        """Read the names.

        Args:
            look_up: asks the graph.
            namespaces: the prefixes of the project, and those of outside vocabularies.
        """
        self._namespaces = namespaces
        rows = [tuple(map(lexical, row)) for row in look_up("searchable").rows]
        self._entries = tuple(self._read(rows))

    def find(self, text: str, limit: int = 20) -> Found:
        """Return the things that a text may mean: exact names, then beginnings, then the rest.

        Args:
            text: a name or a part of one, as it was typed; a CURIE or an IRI.
            limit: how many hits at most.

        Raises:
            UsageError: the text is too long, or the limit is none.
        """
        if len(text) > LONGEST:
            raise UsageError(f"q: a text of {len(text)} characters; {LONGEST} at most")
        if not 1 <= limit <= MOST:
            raise UsageError(f"limit: {limit}; give a number from 1 to {MOST}")
        bare = text.strip().removeprefix("<").removesuffix(">")
        key = _key(self._namespaces.compact(bare) or text)
        best: dict[str, tuple[tuple[object, ...], Hit]] = {}
        for entry in self._entries if key else ():
            rank = _rank(key, entry.key)
            if rank is None:
                continue
            order = (rank, _ROLES.index(entry.hit.role), len(entry.key), natural_key(entry.key))
            known = best.get(entry.hit.iri)
            if known is None or order < known[0]:
                best[entry.hit.iri] = order, entry.hit
        ranked = sorted(best.values(), key=lambda pair: (*pair[0], natural_key(pair[1].iri)))
        return Found(tuple(hit for _, hit in ranked[:limit]), len(ranked))

    def _read(self, rows: Iterable[tuple[str, ...]]) -> Iterator[_Entry]:
        labels: dict[str, str] = {}
        kinds: dict[str, str] = {}
        names: list[tuple[str, str, str]] = []
        for thing, name, role, kind in rows:
            kinds.setdefault(thing, kind)
            if role == "label":
                labels.setdefault(thing, name)
            if name:
                shown = self._namespaces.compact(name) if role == "mapping" else name
                names.append((thing, shown or name, role))
        names += [(each, self._namespaces.show(each), "curie") for each in kinds]
        for thing, name, role in names:
            label = labels.get(thing) or self._namespaces.show(thing)
            yield _Entry(_key(name), Hit(thing, label, name, role, kinds[thing]))
            if role == "curie":  # also without the prefix
                local = name.partition(":")[2]
                yield _Entry(_key(local), Hit(thing, label, name, role, kinds[thing]))


def _key(text: str) -> str:
    """Return a name as it is compared: folded, without apostrophes, its words one space apart."""
    return _NO_WORD.sub(" ", fold(text).replace("'", "")).strip()


def _rank(key: str, name: str) -> int | None:
    """Return how well a name matches; None where it does not."""
    if key in name:
        if name == key:
            return _EXACT
        if name.startswith(key):
            return _BEGINS
        return _WORD if f" {key}" in name else _WITHIN
    spaced = f" {name}"
    return _WORDS if all(f" {word}" in spaced for word in key.split()) else None
