"""All shapes, ready to be asked many times which of them bear on the things of some classes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from ivig_kg.answer import Iri, Term, Triple
from ivig_kg.content import ContentFile
from ivig_kg.engine.parse import parse

if TYPE_CHECKING:
    from ivig_kg.shacl import Rules

__all__ = ["SH", "ShapeBook", "book_of"]

SH = "http://www.w3.org/ns/shacl#"
_KEPT = 64


class ShapeBook:
    """The shapes by the classes that they target.

    What was put together for some classes is kept, since a curator changes things of few.
    """

    def __init__(self, triples: Iterable[Triple]) -> None:
        """Take the triples of all shapes."""
        self.triples: Sequence[Triple] = tuple(triples)
        self._about: defaultdict[Term, list[Triple]] = defaultdict(list)
        self._targeting: defaultdict[Term, set[Term]] = defaultdict(set)
        target = Iri(f"{SH}targetClass")
        for triple in self.triples:
            self._about[triple.subject].append(triple)
            if triple.predicate == target:
                self._targeting[triple.object].add(triple.subject)
        self._kept = lru_cache(_KEPT)(self._with_parts)

    @property
    def targets(self) -> frozenset[Term]:
        """Return the classes that shapes target."""
        return frozenset(self._targeting)

    def bearing(self, classes: Iterable[Term]) -> Rules:
        """Return the shapes that target some classes, with all that they are made of.

        Args:
            classes: the classes of some things, with what stands above them.
        """
        return self._kept(frozenset[Term]().union(*(self._targeting.get(c, ()) for c in classes)))

    def _with_parts(self, shapes: frozenset[Term]) -> Rules:
        from ivig_kg.shacl import Rules  # noqa: PLC0415 (pySHACL is heavy)

        waiting: set[Term] = set(shapes)
        found: set[Term] = set()
        while waiting:
            found |= waiting
            parts = {triple.object for one in waiting for triple in self._about[one]}
            waiting = {part for part in parts if part in self._about} - found
        return Rules(triple for one in found for triple in self._about[one])


def book_of(files: Iterable[ContentFile]) -> ShapeBook:
    """Return the shapes of some files; those of the last content that was asked for are kept.

    Raises:
        SyntaxFault: a file does not parse.
    """
    return _book(tuple(files))


@lru_cache(2)
def _book(files: tuple[ContentFile, ...]) -> ShapeBook:
    return ShapeBook(t for file in files for t in parse(file.data, where=file.path).triples)
