"""What to look at again when some files changed since a check that found nothing.

A shape sees of a thing its own triples, the classes of its values, and what stands above those (see
``touched``). So nothing new can be wrong with the things of a file that did not change, unless it
refers to a thing whose class may have changed: one that a changed file describes, or described.
Rules see the whole graph, and are asked where anything changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

from ivig_kg.answer import Iri
from ivig_kg.check.memory import Memory, Seen
from ivig_kg.check.shelf import Source
from ivig_kg.engine import EmbeddedEngine
from ivig_kg.engine.raw import read_raw
from ivig_kg.namespaces import Namespaces
from ivig_kg.turtle.intake import decode

__all__ = ["Again", "differing", "seen_of"]

_ABOVE = Iri("http://www.w3.org/2000/01/rdf-schema#subClassOf")


def seen_of(sources: Iterable[Source], subjects: Mapping[str, bytes]) -> dict[str, Seen]:
    """Return what is to be remembered of the files of data.

    Args:
        sources: all files.
        subjects: the packed subjects of each, by path.
    """
    data = (source for source in sources if source.is_data)
    return {s.path: Seen(sha256(s.data).hexdigest(), subjects[s.path]) for s in data}


def differing(sources: Iterable[Source], memory: Memory) -> frozenset[str]:
    """Return the paths of the files of data that are new, changed or gone."""
    now = {s.path: sha256(s.data).hexdigest() for s in sources if s.is_data}
    kept = memory.files
    changed = {path for path, digest in now.items() if path not in kept or kept[path][0] != digest}
    return frozenset(changed | (kept.keys() - now.keys()))


class Again:
    """Finds the files whose things must be looked at again."""

    def __init__(
        self, sources: Sequence[Source], engine: EmbeddedEngine, namespaces: Namespaces
    ) -> None:
        """Take all files, and what holds them."""
        self._sources = {source.path: source for source in sources}
        self._path_of = {namespaces.graph(path): path for path in self._sources}
        self._engine = engine
        self._subjects: dict[str, frozenset[str]] = {}

    def files(self, changed: frozenset[str], memory: Memory) -> list[Source]:
        """Return the changed files, those that refer to them, and those that share things with one.

        Args:
            changed: the paths of files that are new, changed or gone.
            memory: what they said before.
        """
        if any(self._sources[path].is_data for path in self._paths(predicate=_ABOVE)):
            return list(self._sources.values())  # data that say what stands above what
        there = changed & self._sources.keys()
        told = {name for path in there for name in self._in(path)}
        told |= {
            name for path in changed & memory.files.keys() for name in memory.files[path].names()
        }
        referring = {path for name in told for path in self._paths(obj=Iri(name))}
        others = {path for name in told for path in self._paths(subject=Iri(name))}
        found = self._sharing(there | referring | others)
        return [source for path, source in self._sources.items() if path in found]

    def _sharing(self, paths: set[str] | frozenset[str]) -> set[str]:
        """Return some files with those that speak of the same things, and so on."""
        found, waiting = set[str](), set(paths)
        while waiting:
            found |= waiting
            names = {name for path in waiting for name in self._in(path)}
            waiting = {path for name in names for path in self._paths(subject=Iri(name))} - found
        return found

    def _in(self, path: str) -> frozenset[str]:
        if path not in self._subjects:
            source = self._sources[path]
            raw = read_raw(decode(source.data, source.shown), where=source.shown)
            self._subjects[path] = raw.subjects
        return self._subjects[path]

    def _paths(
        self, subject: Iri | None = None, predicate: Iri | None = None, obj: Iri | None = None
    ) -> set[str]:
        graphs = self._engine.graphs(subject, predicate, obj)
        return {self._path_of[graph] for graph in graphs if graph in self._path_of}
