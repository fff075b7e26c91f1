"""The values of a comparison: things, files, answers and rows, and what is told of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal as OneOf
from typing import NamedTuple, TypeAlias

from ivig_kg.answer import Cell, Term

__all__ = [
    "AnswerChange",
    "Basis",
    "Diff",
    "Difference",
    "FileChange",
    "NamedFile",
    "Replies",
    "Row",
    "RowChange",
    "Side",
    "Thing",
]

NamedFile: TypeAlias = tuple[str, str, bytes]
"""The IRI of a graph, the name by which faults call its file, and its Turtle."""

Row: TypeAlias = tuple[Cell, ...]

Basis: TypeAlias = OneOf["alone", "thing", "file", "named"]
"""How it is known why a row changed.

``alone``: there is one change, so that it is why. ``thing``, ``file``: each question with a changed
row was asked once more without each changed thing, or without what changed in each file (named by
the thing where one alone changed in it).
``named``: too much changed for that; rows tell which changed things they name.
"""


class Side(NamedTuple):
    """One of the two contents: as the user names it, its version, SHA-256 and origin."""

    name: str
    version: str
    digest: str
    origin: str


class Difference(NamedTuple):
    """The values of one property that only one side has.

    Args:
        subject: the IRI of the thing, or of a part of it.
        predicate: the IRI of the property.
        before: the values that A alone has.
        after: the values that B alone has.
    """

    subject: str
    predicate: str
    before: tuple[Term, ...]
    after: tuple[Term, ...]


class Thing(NamedTuple):
    """One thing of the data that differs, with its parts.

    Args:
        iri: its IRI.
        kind: the IRI of its class; empty where it has none.
        label: its label, as it is after, else as it was before; empty where it has none.
        path: the file that speaks of it, in B where it is there.
        change: added, removed, changed, or its new status in one word, such as accepted.
        status: the IRIs of its status before and after; empty where it has none.
        superseded_by: the IRI of what took its place, where that is new.
        more: whether something else than its status changed.
        lost: the IRIs of parts that are gone, while it is still there.
        differences: what differs, property by property.
    """

    iri: str
    kind: str
    label: str
    path: str
    change: str
    status: tuple[str, str] = ("", "")
    superseded_by: str = ""
    more: bool = False
    lost: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()


class FileChange(NamedTuple):
    """One file that differs.

    Args:
        path: where it is, below the content.
        change: added, removed or changed.
        added: how many subjects B alone has in it.
        removed: how many subjects A alone has in it.
        changed: how many subjects of both it says something else of.
        lost: the IRIs of terms of the ontology that are in no file of B.
    """

    path: str
    change: OneOf["added", "removed", "changed"]
    added: int = 0
    removed: int = 0
    changed: int = 0
    lost: tuple[str, ...] = ()


class Replies(NamedTuple):
    """The rows that a question got from either side.

    Args:
        question: its name.
        summary: the question in words.
        columns: the columns of both.
        brief: the columns for a glance; empty for all.
        before: the rows of A.
        after: the rows of B.
    """

    question: str
    summary: str
    columns: tuple[str, ...]
    brief: tuple[str, ...]
    before: tuple[Row, ...]
    after: tuple[Row, ...]


class RowChange(NamedTuple):
    """One row that differs.

    Args:
        change: added, removed or changed.
        key: the places of the columns by which the row is known again; empty where none do.
        before: the row in A; None where it is added.
        after: the row in B; None where it is removed.
        because: IRIs of things, or paths of files: without that change alone the row would not be
            as it is in B.
        touched_by: IRIs of changed things that the row names, of which that was not found out.
    """

    change: OneOf["added", "removed", "changed"]
    key: tuple[int, ...]
    before: Row | None
    after: Row | None
    because: tuple[str, ...] = ()
    touched_by: tuple[str, ...] = ()

    @property
    def row(self) -> Row:
        """Return the row as it is in B, else as it was in A."""
        return self.after or self.before or ()

    @property
    def places(self) -> tuple[int, ...]:
        """Return the places of the columns that differ; none where there is no other row."""
        if self.before is None or self.after is None:
            return ()
        pairs = enumerate(zip(self.before, self.after, strict=True))
        return tuple(place for place, (old, new) in pairs if old != new)


class AnswerChange(NamedTuple):
    """A question of which the answer differs, with the rows that do."""

    replies: Replies
    rows: tuple[RowChange, ...]

    def count(self, change: str) -> int:
        """Return how many rows are added, removed or changed."""
        return sum(row.change == change for row in self.rows)


@dataclass(frozen=True, repr=False)
class Diff:
    """What differs between two contents, A before and B after.

    Args:
        before: A.
        after: B.
        data_only: whether ontology and questions of B were left out.
        things: the things of the data that differ.
        files: the files that differ, those of the data among them.
        asked: how many questions were put to both sides.
        answers: the questions whose answer differs.
        basis: how it is known why a row changed.
        notes: what must be read with it.
        names: IRI to label, for showing.
        prefixes: prefix to namespace, for CURIEs.
    """

    before: Side
    after: Side
    data_only: bool = False
    things: tuple[Thing, ...] = ()
    files: tuple[FileChange, ...] = ()
    asked: int = 0
    answers: tuple[AnswerChange, ...] = ()
    basis: Basis = "alone"
    notes: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    prefixes: Mapping[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        """Say what it is; what it holds may be long."""
        return f"<Diff: {len(self.things)} things, {len(self.answers)} answers>"

    @property
    def is_empty(self) -> bool:
        """Say whether the two contents hold the same bytes."""
        return not self.files

    @property
    def lost(self) -> tuple[str, ...]:
        """Return the IRIs that are gone, which none may be: of things, their parts and terms."""
        things = (thing.iri for thing in self.things if thing.change == "removed")
        parts = (iri for thing in self.things for iri in thing.lost)
        terms = (iri for file in self.files for iri in file.lost)
        return tuple(dict.fromkeys((*things, *parts, *terms)))
