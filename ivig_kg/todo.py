"""What waits for a curator: each kind is a query in queries/todo/, its rows are things and why.

Which things wait is for the queries to say. This part counts and gathers them, and says where each
stands. It leaves out terms that a vocabulary was found to lack: mapping tables say so, no triple.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from ivig_kg.answer import Answer, Cell, Iri, Literal
from ivig_kg.catalog import Catalog
from ivig_kg.errors import InvalidInput, UsageError
from ivig_kg.model import Question
from ivig_kg.names import nearest

__all__ = ["COLUMNS", "Todos"]

COLUMNS = ("thing", "what")
"""The columns of a query in queries/todo/."""

_UNLESS_SOUGHT = "unless-sought"
"""The tag of a query whose rows are terms: not those that a table says were looked for in vain."""

_INTEGER = "http://www.w3.org/2001/XMLSchema#integer"
_IRI_IN_TEXT = re.compile(r"https?://[^\s,]+")
_MARGIN = re.compile(r"^(?![@#\])])\S+", re.MULTILINE)

_Row = tuple[Cell, ...]


@dataclass(frozen=True)
class Todos:
    """What waits, of one content.

    Args:
        catalog: the question files.
        query: what answers a query on all of ontology and data.
    """

    catalog: Catalog
    query: Callable[[str], Answer]

    def kinds(self) -> Answer:
        """Return how much waits of each kind.

        Raises:
            InvalidInput: a query has other columns than ``COLUMNS``.
        """
        rows = (
            (Literal(name), Literal(str(len(self._rows(kind))), _INTEGER), Literal(kind.summary))
            for name, kind in self.catalog.todos.items()
        )
        return Answer(("kind", "count", "what"), tuple(rows), question="todo")

    def of(self, name: str) -> Answer:
        """Return all that waits of one kind: the thing, what is to be done, file and line.

        Raises:
            UsageError: there is no such kind; the nearest are named.
            InvalidInput: the query has other columns than ``COLUMNS``.
        """
        kinds = self.catalog.todos
        if name not in kinds:
            near = nearest(name, kinds)
            known = (
                f"did you mean: {', '.join(near)}?" if near else f"there are: {', '.join(kinds)}"
            )
            raise UsageError(f"no kind of todo is called {name[:80]!r}; {known}")
        kind = kinds[name]
        rows = tuple(self._placed(self._rows(kind)))
        columns = (*COLUMNS, "place")
        return Answer(columns, rows, question=name, summary=kind.summary, notes=kind.notes)

    def everything(self) -> Answer:
        """Return all that waits, by kind.

        Raises:
            InvalidInput: a query has other columns than ``COLUMNS``.
        """
        answers = [self.of(name) for name in self.catalog.todos]
        rows = tuple((Literal(each.question), *row) for each in answers for row in each.rows)
        notes = tuple(dict.fromkeys(note for each in answers for note in each.notes))
        return Answer(("kind", *COLUMNS, "place"), rows, question="todo", notes=notes)

    def _rows(self, kind: Question) -> tuple[_Row, ...]:
        answer = self.query(kind.text)
        if answer.columns != COLUMNS:
            raise InvalidInput(f"{kind.path}: select {' '.join(f'?{c}' for c in COLUMNS)}")
        if _UNLESS_SOUGHT not in kind.tags:
            return answer.rows
        return tuple(row for row in answer.rows if row[0] not in self._sought)

    @cached_property
    def _sought(self) -> frozenset[Cell]:
        """Return the terms that a vocabulary was found to have nothing for."""
        from ivig_kg.mappings.read import read_sets  # noqa: PLC0415 (one kind alone needs it)

        sets = read_sets(self.catalog.content, self.catalog.namespaces)
        return frozenset(Iri(t.subject) for one in sets for t in one.terms if not t.curie)

    def _placed(self, rows: Iterable[_Row]) -> Iterator[_Row]:
        show = self.catalog.namespaces.show
        for thing, what in rows:
            place = self._places.get(show(thing.value)) if isinstance(thing, Iri) else None
            yield thing, self._told(what), Literal(place) if place else None

    def _told(self, what: Cell) -> Cell:
        """Return the words with CURIEs for the IRIs in them."""
        if not isinstance(what, Literal):
            return what
        compact = self.catalog.namespaces.compact
        return replace(
            what, value=_IRI_IN_TEXT.sub(lambda iri: compact(iri[0]) or iri[0], what.value)
        )

    @cached_property
    def _places(self) -> dict[str, str]:
        """Return where each thing stands: in our style, alone at the margin of a line."""
        places: dict[str, str] = {}
        content = self.catalog.content
        for file in content.below("data", "ontology/terms"):
            text = file.data.decode("utf-8", "replace")
            line, end = 1, 0
            for subject in _MARGIN.finditer(text):
                line, end = line + text.count("\n", end, subject.start()), subject.start()
                places.setdefault(subject[0], f"{file.path}:{line}")
        return places
