"""What a sheet is once it is read: rows of cells by field, and its faults at their places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

__all__ = [
    "Cell",
    "Dropped",
    "Line",
    "Merge",
    "Row",
    "SheetFault",
    "Source",
    "Table",
    "Unfit",
    "safe",
    "shown",
]

_SHOWN = 60


class Cell(NamedTuple):
    """A filled cell.

    Args:
        row: as the spreadsheet counts it; in a text file the line on which the row starts.
        column: from 1.
        text: its text, which :func:`ivig_kg.sheets.read_table` describes.
    """

    row: int
    column: int
    text: str


class SheetFault(NamedTuple):
    """What is wrong with a sheet, at its place; as text, ``sheet:row:column field: message``.

    Args:
        sheet: the name of the file.
        row: as in :class:`Cell`; 0 for the whole sheet.
        column: from 1; 0 for the whole row.
        field: the field of the column, or its heading where that is no field; may be empty.
        message: what is wrong, and how to mend it.

    Example:
        >>> print(SheetFault("evidence.xlsx", 5, 3, "year", "a formula; put its value there"))
        evidence.xlsx:5:3 year: a formula; put its value there
    """

    sheet: str
    row: int
    column: int
    field: str
    message: str

    def __str__(self) -> str:
        """Return the fault in one line; what is 0 or empty is left out."""
        place = ":".join(str(part) for part in (self.sheet, self.row, self.column) if part)
        field = f" {shown(self.field)}" if self.field else ""
        return f"{place}{field}: {self.message}"


class Row(NamedTuple):
    """A row with at least one filled cell.

    Args:
        number: as in :class:`Cell`.
        cells: its filled cells, by field.
    """

    number: int
    cells: Mapping[str, Cell]


class Dropped(NamedTuple):
    """A row that was left out, as it has a fault.

    Args:
        number: as in :class:`Cell`.
        filled: the fields of its filled cells, as far as these stand in their places.
    """

    number: int
    filled: frozenset[str]


class Table(NamedTuple):
    """A sheet that could be read.

    Args:
        name: the name of the file.
        headings: as they stand in the file, without outer white space.
        columns: field to column, counted from 1.
        rows: the rows without a fault, in order.
        faults: what is wrong with the other rows, when only the good ones were asked for.
        dropped: those other rows, in order: a row below one may go with it.
    """

    name: str
    headings: tuple[str, ...]
    columns: Mapping[str, int]
    rows: tuple[Row, ...]
    faults: tuple[SheetFault, ...] = ()
    dropped: tuple[Dropped, ...] = ()


class Unfit(NamedTuple):
    """A cell that has no text to take in, and why."""

    reason: str


class Line(NamedTuple):
    """A row as it stands in a file, headings and notes too.

    Args:
        number: as in :class:`Cell`.
        cells: from the first column on.
        fault: why the row cannot be told into cells; empty when it can.
    """

    number: int
    cells: Sequence[str | Unfit]
    fault: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in the row."""
        return not self.fault and not any(
            isinstance(cell, Unfit) or cell.strip() for cell in self.cells
        )

    @property
    def is_note(self) -> bool:
        """Whether the row is a note, if it stands above the headings."""
        first = self.cells[0] if self.cells else ""
        return isinstance(first, str) and first.lstrip().startswith("#")


class Merge(NamedTuple):
    """Cells made one: the first row and column, and the last row."""

    row: int
    column: int
    last: int


class Source(NamedTuple):
    """The rows of a file, whatever its form.

    Args:
        name: of the file.
        lines: its rows.
        even: whether each row has as many cells as there are headings, filled or not.
        merged: the cells that were made one.
    """

    name: str
    lines: Iterable[Line]
    even: bool
    merged: Sequence[Merge] = ()


def safe(text: str) -> str:
    """Return a text as messages print it: safe for a terminal."""
    return text if text.isprintable() else ascii(text)[1:-1]


def shown(text: str) -> str:
    """Return a text of a sheet as messages print it: safe, and short."""
    return safe(text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…")
