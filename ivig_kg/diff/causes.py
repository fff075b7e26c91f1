"""Why a row changed: the question is asked once more, with one change left out, or alone.

A change is why where the row would be otherwise in B without it, all others kept. Where no single
one is needed, those are why each of which alone makes the row otherwise than in A. That is found
out for each changed thing, where there are few; else for each file; else not at all, and only the
changed things that a row names are told.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from ivig_kg.answer import Cell, Iri
from ivig_kg.diff.abreast import abreast
from ivig_kg.diff.model import AnswerChange, Basis, NamedFile, Row, RowChange, Thing
from ivig_kg.diff.things import owner_of
from ivig_kg.diff.variants import Change, Variants

__all__ = ["MOST_WORK", "Causes"]

MOST_WORK = 110
"""How many questions may be asked once more; to load the graph once more counts as five."""

_LOADING = 5
_Rows: TypeAlias = Mapping[str, Collection[Row]]


@dataclass(frozen=True)
class Causes:
    """Finds out why rows changed.

    Args:
        variants: the two sides, and what changed from the one to the other.
        ask: answers the named questions on other files: comparable rows by question.
    """

    variants: Variants
    ask: Callable[[Collection[str], Sequence[NamedFile]], _Rows]

    def told(self, answers: Sequence[AnswerChange]) -> tuple[tuple[AnswerChange, ...], Basis]:
        """Return the answers with the causes of each row, and how these were found."""
        changes, basis = self._plan(len(answers))
        if len(changes) == 1:
            found = [_each(answer, lambda _: (changes[0].name,)) for answer in answers]
        else:
            found = self._asked(answers, changes, self.variants.without, _is_otherwise)
            # Of changes that each would do, none is missed when it is left out.
            found = self._asked(found, changes, self.variants.alone, _is_otherwise_than_before)
        coarse = {file.path for file in self.variants.files} if basis == "file" else set()
        return tuple(self._touched(answer, coarse) for answer in found), basis

    def _plan(self, questions: int) -> tuple[list[Change], Basis]:
        """Return the changes to turn round one after the other, and how large they are."""
        by_thing, by_file = self.variants.by_thing, self.variants.by_file
        if len(by_thing) == 1:
            return by_thing, "alone"
        if _is_affordable(by_thing, questions):
            return by_thing, "thing"
        if len(by_file) == 1 or _is_affordable(by_file, questions):
            return by_file, "file"
        return [], "named"

    def _asked(
        self,
        answers: Sequence[AnswerChange],
        changes: Sequence[Change],
        turned: Callable[[Change], list[NamedFile]],
        is_why: Callable[[RowChange, Collection[Row]], bool],
    ) -> list[AnswerChange]:
        """Return the answers with the causes of rows that had none."""
        open_ones = [a.replies.question for a in answers if not all(r.because for r in a.rows)]
        if not open_ones or not _is_affordable(changes, len(open_ones)):
            return list(answers)
        jobs = [partial(self._ask, open_ones, turned, change) for change in changes]
        found = dict(zip((change.name for change in changes), abreast(jobs), strict=True))

        def causes(question: str, row: RowChange) -> tuple[str, ...]:
            if row.because or question not in open_ones:
                return row.because
            return tuple(name for name in found if is_why(row, found[name][question]))

        return [_each(answer, partial(causes, answer.replies.question)) for answer in answers]

    def _ask(
        self,
        questions: Collection[str],
        turned: Callable[[Change], list[NamedFile]],
        change: Change,
    ) -> _Rows:
        return self.ask(questions, turned(change))

    def _touched(self, answer: AnswerChange, coarse: AbstractSet[str]) -> AnswerChange:
        """Name the changed things in rows that have no cause, or one that holds several things."""
        rows = (
            row
            if row.because and coarse.isdisjoint(row.because)
            else row._replace(touched_by=tuple(self._touching(row)))
            for row in answer.rows
        )
        return answer._replace(rows=tuple(rows))

    def _touching(self, row: RowChange) -> Iterable[str]:
        """Return the changed things that a row names, else those that say what its key names."""
        things, known = self.variants.things, self.variants.known
        cells = [*(row.before or ()), *(row.after or ())]
        named = dict.fromkeys(owner_of(iri, known) for iri in _iris(cells))
        changed = {thing.iri for thing in things}
        if found := [iri for iri in named if iri in changed]:
            return found
        key = set(_iris(row.row[place] for place in row.key))
        return [thing.iri for thing in things if key & set(_values(thing))]


def _is_affordable(changes: Sequence[Change], questions: int) -> bool:
    return len(changes) * (_LOADING + questions) <= MOST_WORK


def _each(answer: AnswerChange, causes: Callable[[RowChange], tuple[str, ...]]) -> AnswerChange:
    return answer._replace(rows=tuple(row._replace(because=causes(row)) for row in answer.rows))


def _is_otherwise(row: RowChange, rows: Collection[Row]) -> bool:
    """Say whether a row is otherwise among these than in B."""
    return _differs(row.after, row, rows)


def _is_otherwise_than_before(row: RowChange, rows: Collection[Row]) -> bool:
    """Say whether a row is otherwise among these than in A."""
    return _differs(row.before, row, rows)


def _differs(there: Row | None, row: RowChange, rows: Collection[Row]) -> bool:
    if there is not None:
        return there not in rows
    # It is not there: any row of its key would be another answer, the same one where it has none.
    wanted = row.row
    if not row.key:
        return wanted in rows
    return any(all(each[place] == wanted[place] for place in row.key) for each in rows)


def _iris(cells: Iterable[Cell]) -> Iterator[str]:
    for cell in cells:
        for term in cell if isinstance(cell, tuple) else (cell,):
            if isinstance(term, Iri):
                yield term.value


def _values(thing: Thing) -> Iterator[str]:
    for each in thing.differences:
        yield from _iris((*each.before, *each.after))
