"""Rows made comparable: numbers by value, lists as sets, blank nodes without their labels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation

from ivig_kg.answer import LIST_SEPARATOR, Answer, Blank, Cell, Iri, Literal, Term
from ivig_kg.conform.order import order_columns
from ivig_kg.model import Question

__all__ = ["MOST", "comparable", "differences"]

MOST = 5
"""Rows that are shown of what is only here, and of what is only there."""

_LONGEST = 240
_XSD = "http://www.w3.org/2001/XMLSchema#"
_EXACT = frozenset(_XSD + name for name in ("integer", "decimal"))
_FLOATING = frozenset(_XSD + name for name in ("double", "float"))
_TRUTH = {"1": "true", "0": "false"}

Row = tuple[str, ...]


def comparable(answer: Answer, question: Question) -> list[Row]:
    """Return the rows (or triples) as texts that are equal where the terms are, by value.

    A cell with the separator of lists is one in a look-up, whose header names no lists.
    """
    if answer.form == "CONSTRUCT":
        return [tuple(_term(term) for term in triple) for triple in answer.triples]
    lists = question.lists or (frozenset() if question.columns and question.tags else None)
    return [tuple(_cells(row, answer.columns, lists)) for row in answer.rows]


def differences(here: Answer, there: Answer, question: Question) -> Iterator[str]:
    """Yield in words what differs between two answers; nothing where they are equal."""
    ours, theirs = comparable(here, question), comparable(there, question)
    missing, surplus = Counter(ours) - Counter(theirs), Counter(theirs) - Counter(ours)
    for side, rows in (("here", missing), ("there", surplus)):
        for row in sorted(rows)[:MOST]:
            yield f"only {side}: {_shown(row)}"
        if len(rows) > MOST:
            yield f"only {side}: {len(rows) - MOST} more rows"
    if missing or surplus or here.form != "SELECT":
        return
    keys = order_columns(question.text, here.columns)
    if keys is not None:
        places = [here.columns.index(key) for key in keys]
        ours, theirs = _at(ours, places), _at(theirs, places)
    for number, (one, other) in enumerate(zip(ours, theirs, strict=True), 1):
        if one != other:
            yield f"order, row {number}: {_shown(one)} here, {_shown(other)} there"
            return


def _at(rows: Sequence[Row], places: Sequence[int]) -> list[Row]:
    return [tuple(row[place] for place in places) for row in rows]


def _cells(
    row: Sequence[Cell], columns: Sequence[str], lists: frozenset[str] | None
) -> Iterator[str]:
    for name, cell in zip(columns, row, strict=True):
        split = isinstance(cell, Literal) and LIST_SEPARATOR in cell.value
        if isinstance(cell, Literal) and split and (lists is None or name in lists):
            parts = sorted({part.strip() for part in cell.value.split(LIST_SEPARATOR)})
            yield _term(Literal(LIST_SEPARATOR.join(parts), cell.datatype, cell.language))
        elif isinstance(cell, tuple):
            yield LIST_SEPARATOR.join(sorted(map(_term, cell)))
        else:
            yield "" if cell is None else _term(cell)


def _term(term: Term) -> str:
    """Write a term so that equal values of one type are equal texts (XSD 1.1, section 2.3)."""
    if isinstance(term, Iri):
        return f"<{term.value}>"
    if isinstance(term, Blank):
        return "_:"
    value = _value(term)
    tag = f"@{term.language.lower()}" if term.language else ""
    kind = term.datatype.removeprefix(_XSD)
    return f'"{value}"{tag}' + ("" if tag or kind == "string" else f"^^{kind}")


def _value(term: Literal) -> str:
    try:
        if term.datatype in _EXACT:
            number = Decimal(term.value).normalize()
            return f"{number or Decimal(0):f}"
        if term.datatype in _FLOATING:
            return repr(float(term.value))
    except (InvalidOperation, ValueError):  # no number after all: as it stands
        return term.value
    return _TRUTH.get(term.value, term.value) if term.datatype == f"{_XSD}boolean" else term.value


def _shown(row: Row) -> str:
    text = " ; ".join(row)
    return f"{text[:_LONGEST]}…" if len(text) > _LONGEST else text
