"""Which column is which field, and what is wrong with the headings."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Mapping
from typing import NamedTuple

from ivig_kg.sheets.table import Line, SheetFault, Unfit, shown
from ivig_kg.sheets.values import cleaned

__all__ = ["Columns", "Expected", "fold", "read_headings"]

_BETWEEN = re.compile(r"[\s_-]+")


class Expected(NamedTuple):
    """What the headings may and must be.

    Args:
        headings: heading to field; None where each heading is a field of its own.
        required: the fields that must have a column.
    """

    headings: Mapping[str, str] | None = None
    required: Collection[str] = ()


class Columns(NamedTuple):
    """The headings of a sheet.

    Args:
        number: their row.
        headings: as they stand there; empty where there is none.
        fields: the field of each column, or the heading where it is none.
        faults: what is wrong with them.
    """

    number: int
    headings: tuple[str, ...]
    fields: tuple[str, ...]
    faults: tuple[SheetFault, ...]


def fold(heading: str) -> str:
    """Return a heading for comparison: case, and ``_`` or ``-`` for a space, do not count.

    Example:
        >>> fold("Study_design ") == fold("study design")
        True
    """
    return _BETWEEN.sub(" ", heading).strip().casefold()


def read_headings(line: Line, name: str, expected: Expected) -> Columns:
    """Return the columns of a sheet with all that is wrong with its headings."""
    reader = _Reader(line.number, name, expected)
    headings, fields = [], []
    for column, raw in enumerate(line.cells, 1):
        text = cleaned(raw) if isinstance(raw, str) else raw
        if isinstance(text, Unfit):
            reader.fault(column, "", f"the heading: {text.reason}")
            headings.append(raw if isinstance(raw, str) else "?")
            fields.append(headings[-1])
        else:
            headings.append(text)
            fields.append(reader.field(column, text))
    reader.refuse_missing()
    return Columns(line.number, tuple(headings), tuple(fields), tuple(reader.faults))


class _Reader:
    def __init__(self, number: int, name: str, expected: Expected) -> None:
        self.faults: list[SheetFault] = []
        self._number = number
        self._name = name
        self._required = expected.required
        self._known = expected.headings
        self._fields = {fold(key): field for key, field in (expected.headings or {}).items()}
        self._seen: dict[str, int] = {}

    def field(self, column: int, heading: str) -> str:
        """Return the field of a heading, or the heading, noting what is wrong with it."""
        if not heading:
            return ""
        found = self._fields.get(fold(heading))
        if found is None and self._known is not None:
            self.fault(column, heading, self._unknown(heading))
            return heading
        first = self._seen.setdefault(found or fold(heading), column)
        field = found or heading
        if first != column:
            message = f"columns {first} and {column} are both this field; delete one"
            self.fault(column, field, message)
        return field

    def refuse_missing(self) -> None:
        seen = {fold(field) for field in self._seen}
        for field in self._required:
            if fold(field) not in seen:
                self.fault(0, field, "has no column, and must have one; add it")

    def fault(self, column: int, field: str, message: str) -> None:
        self.faults.append(SheetFault(self._name, self._number, column, field, message))

    def _unknown(self, heading: str) -> str:
        names = {fold(key): key for key in self._known or {}}
        near = [names[key] for key in difflib.get_close_matches(fold(heading), names)]
        advice = f"is it {' or '.join(near)}?" if near else "rename the column, or delete it"
        return f"no field is called '{shown(heading)}'; {advice}"
