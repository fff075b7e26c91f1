"""The rows of two answers to one question: which are gone, which are new, which are the same again.

A row is known again by its key: the fewest columns of single terms by which no two rows of either
side are alike, those that hold statements first, then from the left. So a row about another
statement is another row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Sequence

from ivig_kg.answer import LIST_SEPARATOR, Answer, Blank, Cell, Iri, Literal, sorted_list
from ivig_kg.diff.model import Replies, Row, RowChange

__all__ = ["comparable_rows", "key_of", "replies", "row_changes"]

_NO_LABEL = Blank("")


def replies(question: str, brief: tuple[str, ...], before: Answer, after: Answer) -> Replies:
    """Return two answers to a question, ready to be compared.

    Args:
        question: its name.
        brief: the columns for a glance.
        before: the answer of A.
        after: the answer of B.
    """
    old, new = map(comparable_rows, (before, after))
    return Replies(question, after.summary, after.columns, brief, old, new)


def comparable_rows(answer: Answer) -> tuple[Row, ...]:
    """Return the rows of an answer, their cells so that alike is equal."""
    return tuple(tuple(map(_comparable, row)) for row in answer.rows)


def row_changes(found: Replies, statements: str) -> tuple[RowChange, ...]:
    """Return the rows that differ: those of A that are gone or changed, then those that are new.

    Args:
        found: the rows of both sides.
        statements: the namespace of statements.
    """
    old, new = Counter(found.before), Counter(found.after)
    if old == new:
        return ()
    key = key_of(found, statements)
    gone, come = list((old - new).elements()), list((new - old).elements())
    fitting = {_key(row, key): row for row in come} if key else {}
    told: list[RowChange] = []
    for row in gone:
        again = fitting.pop(_key(row, key), None) if key else None
        if again is None:
            told.append(RowChange("removed", key, row, None))
        else:
            told.append(RowChange("changed", key, row, again))
            come.remove(again)
    return (*told, *(RowChange("added", key, None, row) for row in come))


def key_of(found: Replies, statements: str) -> tuple[int, ...]:
    """Return the places of the columns of the key; none where rows cannot be told apart.

    Args:
        found: the rows of both sides.
        statements: the namespace of statements.
    """
    sides = [set(found.before), set(found.after)]
    rows = [row for side in sides for row in side]
    single = [n for n in range(len(found.columns)) if not any(_is_list(row[n]) for row in rows)]
    told = {n for n in single if _has_statements([row[n] for row in rows], statements)}
    single.sort(key=lambda n: n not in told)
    key: list[int] = []
    for place in single:
        if _parts(sides, [*key, place]) > _parts(sides, key) or not key:
            key.append(place)
        if _tells_apart(sides, key):
            return tuple(sorted(_needed(sides, key, told)))
    return ()


def _needed(sides: Sequence[set[Row]], key: list[int], kept: Container[int]) -> list[int]:
    """Leave out, from the right, columns without which rows are told apart, but for some."""
    for place in [place for place in reversed(key[:-1]) if place not in kept]:
        fewer = [each for each in key if each != place]
        if _tells_apart(sides, fewer):
            key = fewer
    return key


def _parts(sides: Sequence[set[Row]], key: Sequence[int]) -> int:
    return sum(len({_key(row, key) for row in side}) for side in sides)


def _tells_apart(sides: Sequence[set[Row]], key: Sequence[int]) -> bool:
    return _parts(sides, key) == sum(map(len, sides))


def _key(row: Row, key: Iterable[int]) -> Row:
    return tuple(row[place] for place in key)


def _is_list(cell: Cell) -> bool:
    return isinstance(cell, tuple)


def _has_statements(cells: Iterable[Cell], statements: str) -> bool:
    return any(isinstance(cell, Iri) and cell.value.startswith(statements) for cell in cells)


def _comparable(cell: Cell) -> Cell:
    """Return a cell without what may differ from run to run: the labels of nodes without a name.

    A list of which the header of the question does not know is one all the same: its items come in
    the order in which the engine met them.
    """
    if isinstance(cell, Blank):
        return _NO_LABEL
    if isinstance(cell, Literal) and LIST_SEPARATOR in cell.value and not cell.language:
        return sorted_list(cell.value)
    return cell
