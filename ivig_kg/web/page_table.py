"""An answer as a table of a page: things as links by their names, numbers to the right."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ivig_kg.answer import Answer, Cell, Iri, Literal, Term
from ivig_kg.answer.cells import are_numbers, natural_key
from ivig_kg.answer.wording import Wording
from ivig_kg.web.page_frame import Link, link
from ivig_kg.web.snapshot import Snapshot

__all__ = ["Column", "Table", "table_of"]

_LONG = 60  # characters of a text that is a sentence rather than a name


class Column(NamedTuple):
    """A column.

    Args:
        name: its heading.
        numeric: whether it holds numbers alone.
        head: whether its cells say what a row is about.
        long: whether it holds sentences, which want room.
    """

    name: str
    numeric: bool
    head: bool
    long: bool


class Table(NamedTuple):
    """A table; a cell is a list of links, each on a line of its own.

    Args:
        columns: its columns.
        rows: its rows.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[tuple[Link, ...], ...], ...]


def table_of(snapshot: Snapshot, answer: Answer, *, own: bool = True) -> Table:
    """Return an answer as a table.

    Args:
        snapshot: where things stand.
        answer: what a query returned; triples show as subject, predicate and object.
        own: whether it answers a question of ours, whose columns are words with underscores.
    """
    found = answer.tabular()
    wording = Wording(answer.names, answer.prefixes)
    columns = tuple(
        Column(
            name.replace("_", " ") if own else name,
            are_numbers(row[place] for row in found.rows),
            head=own and place == 0,
            long=any(_is_long(row[place]) for row in found.rows),
        )
        for place, name in enumerate(found.columns)
    )
    shown = tuple(
        tuple(tuple(_cell(snapshot, cell, wording)) for cell in row) for row in found.rows
    )
    return Table(columns, shown)


def _is_long(cell: Cell) -> bool:
    return isinstance(cell, Literal) and len(cell.value) > _LONG


def _cell(snapshot: Snapshot, cell: Cell, wording: Wording) -> Iterator[Link]:
    terms = cell if isinstance(cell, tuple) else () if cell is None else (cell,)
    for term in sorted(terms, key=lambda each: natural_key(wording.named(each))):
        yield _term(snapshot, term, wording)


def _term(snapshot: Snapshot, term: Term, wording: Wording) -> Link:
    if isinstance(term, Iri):
        return link(snapshot, term.value, wording.named(term))
    text = wording.identified(term)
    # A tag or a datatype that is no matter of course is told where a pointer rests.
    title = term.language and f"language {term.language}" if isinstance(term, Literal) else ""
    return Link(text, title=title)
