"""Cells of an answer: what one may hold, how a list cell is split and sorted, plain values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TypeAlias

from ivig_kg.answer.terms import Blank, Iri, Literal, Term

__all__ = [
    "LIST_SEPARATOR",
    "Cell",
    "PlainCell",
    "PlainValue",
    "are_numbers",
    "in_order",
    "joined",
    "lexical",
    "natural_key",
    "plain_cell",
    "plain_text",
    "sorted_list",
]

LIST_SEPARATOR = " | "
"""What GROUP_CONCAT puts between the items of a list cell, in every query of the project."""

Cell: TypeAlias = Term | tuple[Term, ...] | None
"""One cell: a term, a list (sorted, compared as a set), or nothing."""

PlainValue: TypeAlias = str | int | bool
PlainCell: TypeAlias = PlainValue | list[PlainValue] | None
"""A cell without RDF: decimals and dates keep their lexical form, so ``1.10`` stays ``1.10``."""

_XSD = "http://www.w3.org/2001/XMLSchema#"
_NUMBERS = frozenset(_XSD + name for name in ("integer", "decimal", "double", "float"))
_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}
_DIGITS = re.compile("([0-9]+)")
_MOST_DIGITS = 4000  # Python refuses to read integers of over 4,300 digits


def lexical(cell: Cell) -> str:
    """Return the IRI or the lexical form that a cell holds; nothing for any other cell."""
    return cell.value if isinstance(cell, Iri | Literal) else ""


def natural_key(text: str) -> tuple[tuple[str | int, ...], str]:
    """Return a key that sorts ``…-2`` before ``…-10``.

    Example:
        >>> sorted(["st:a-10", "st:a-2"], key=natural_key)
        ['st:a-2', 'st:a-10']
    """
    first, *pieces = _DIGITS.split(text)
    key: list[str | int] = [first]
    for number, rest in zip(pieces[::2], pieces[1::2], strict=True):
        digits = number.lstrip("0")  # compared by length, then as text, whatever their number
        key += (len(digits), digits, rest)
    return tuple(key), text


def sorted_list(text: str) -> tuple[Term, ...]:
    """Split a GROUP_CONCAT cell into its terms, in natural order, each once.

    Items that begin with ``http://`` or ``https://`` are IRIs, the others plain literals.

    Example:
        >>> [term.value for term in sorted_list("b-10 | b-2 | b-10")]
        ['b-2', 'b-10']
    """
    items = {item.strip() for item in text.split(LIST_SEPARATOR)} - {""}
    return tuple(_item(item) for item in sorted(items, key=natural_key))


def in_order(cell: Cell, write: Callable[[Term], str]) -> list[str]:
    """Return the texts of a cell: none, one, or those of a list in natural order."""
    if cell is None:
        return []
    if isinstance(cell, tuple):
        return sorted(map(write, cell), key=natural_key)
    return [write(cell)]


def joined(cell: Cell, write: Callable[[Term], str]) -> str:
    """Return a cell as one text: nothing, one term, or a list with its separator."""
    return LIST_SEPARATOR.join(in_order(cell, write))


def plain_text(term: Term) -> str:
    """Return a term as W3C CSV has it: the whole IRI, the lexical form, or ``_:label``."""
    return f"_:{term.value}" if isinstance(term, Blank) else term.value


def plain_cell(cell: Cell) -> PlainCell:
    """Return a cell as plain Python: integers, booleans, lexical forms, a list, or None."""
    if cell is None:
        return None
    if isinstance(cell, tuple):
        return list(map(_plain, sorted(cell, key=lambda term: natural_key(plain_text(term)))))
    return _plain(cell)


def are_numbers(cells: Iterable[Cell]) -> bool:
    """Return whether these cells are numbers, but for empty ones, so that they align right."""
    filled = [cell for cell in cells if cell is not None]
    return bool(filled) and all(
        isinstance(cell, Literal) and cell.datatype in _NUMBERS for cell in filled
    )


def _item(text: str) -> Term:
    return Iri(text) if text.startswith(("http://", "https://")) else Literal(text)


def _plain(term: Term) -> PlainValue:
    if isinstance(term, Literal):
        if term.datatype == f"{_XSD}boolean":
            return _BOOLEANS.get(term.value, term.value)
        if term.datatype == f"{_XSD}integer" and _is_integer(term.value):
            return int(term.value)
    return plain_text(term)


def _is_integer(text: str) -> bool:
    return len(text) <= _MOST_DIGITS and re.fullmatch("[+-]?[0-9]+", text) is not None
