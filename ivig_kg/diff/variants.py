"""One side with one change turned round: B as if it had not been made, A as if it alone had."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from ivig_kg.answer import Triple
from ivig_kg.diff.model import NamedFile, Thing
from ivig_kg.diff.things import ChangedFile, owner_of
from ivig_kg.engine.parse import serialise

__all__ = ["Change", "Variants"]


class Change(NamedTuple):
    """What is turned round together.

    Args:
        name: the IRI of a thing, or the path of a file.
        parts: by path, the triples that one side alone has; None for all of the file.
    """

    name: str
    parts: Mapping[str, frozenset[Triple] | None]


@dataclass(frozen=True)
class Variants:
    """What questions run on with one change turned round.

    Args:
        files: the files of which the triples differ.
        things: the things of the data that differ.
        before: the files of A, by path.
        after: the files of B, by path.
        known: the IRIs of all things, by which parts are told from them.
    """

    files: Sequence[ChangedFile]
    things: Sequence[Thing]
    before: Mapping[str, NamedFile]
    after: Mapping[str, NamedFile]
    known: Container[str]

    @cached_property
    def by_thing(self) -> list[Change]:
        """Return the changes by thing; those of the ontology and of nodes without name by file."""
        whole = [file for file in self.files if file.has_blank or not file.is_data]
        owned: defaultdict[str, defaultdict[str, set[Triple]]] = defaultdict(
            lambda: defaultdict(set)
        )
        for file in self.files:
            for triple in file.removed ^ file.added if file not in whole else ():
                owned[owner_of(triple.subject.value, self.known)][file.path].add(triple)
        changes = [
            Change(thing.iri, {path: frozenset(own) for path, own in owned[thing.iri].items()})
            for thing in self.things
            if thing.iri in owned
        ]
        return changes + _of_files(whole)

    @property
    def by_file(self) -> list[Change]:
        """Return the changes by file; the only change in its file has the name of its thing."""
        found: list[Change] = []
        for file in self.files:
            here = [change for change in self.by_thing if file.path in change.parts]
            is_all = len(here) == 1 and len(here[0].parts) == 1
            found += here if is_all else _of_files([file])
        return found

    def without(self, change: Change) -> list[NamedFile]:
        """Return B without a change, all others kept."""
        triples = {file.path: file.after for file in self.files}
        return _turned(change, self.after, self.before, triples)

    def alone(self, change: Change) -> list[NamedFile]:
        """Return A with a change, and no other."""
        triples = {file.path: file.before for file in self.files}
        return _turned(change, self.before, self.after, triples)


def _of_files(files: Iterable[ChangedFile]) -> list[Change]:
    return [Change(file.path, {file.path: None}) for file in files]


def _turned(
    change: Change,
    side: Mapping[str, NamedFile],
    other: Mapping[str, NamedFile],
    triples: Mapping[str, frozenset[Triple]],
) -> list[NamedFile]:
    files: dict[str, NamedFile | None] = dict(side)
    for path, own in change.parts.items():
        if own is None:
            files[path] = other.get(path)
        else:
            graph, name, _ = side.get(path) or other[path]
            # What this side alone has goes, what the other side alone has comes.
            data = serialise(((triple, None) for triple in triples[path] ^ own), "ntriples")
            files[path] = (graph, name, data)
    return [file for file in files.values() if file]
