"""Rows under headings as a table, with all that is wrong with them at once."""

from __future__ import annotations

from collections.abc import Iterator

from ivig_kg.errors import InvalidInput, LimitReached
from ivig_kg.sheets.headings import Columns, Expected, read_headings
from ivig_kg.sheets.table import (
    Cell,
    Dropped,
    Line,
    Row,
    SheetFault,
    Source,
    Table,
    Unfit,
    safe,
)
from ivig_kg.sheets.values import cleaned

__all__ = ["assemble"]

_MOST_ROWS = 100_000
_MOST_COLUMNS = 300
_MOST_CELLS = 1_000_000


def assemble(source: Source, expected: Expected, *, keep_good: bool) -> Table:
    """Return the table that a file holds.

    Args:
        source: the rows of the file.
        expected: what its headings may and must be.
        keep_good: whether faults of single rows are handed back with the table.

    Raises:
        InvalidInput: all faults, one a line; with ``keep_good`` only those of the whole table.
        LimitReached: there are too many rows, columns or cells.
    """
    lines = (line for line in source.lines if not line.is_empty)
    head = next((line for line in lines if not line.is_note), None)
    if head is None:
        raise InvalidInput(f"{safe(source.name)}: is empty; it has no row of headings")
    if head.fault:
        raise InvalidInput(str(SheetFault(safe(source.name), head.number, 0, "", head.fault)))
    _refuse_width(head, source.name)
    columns = read_headings(head, safe(source.name), expected)
    reader = _Reader(source, columns)
    rows = tuple(reader.rows(lines))
    whole = [*columns.faults, *reader.merges(), *reader.whole]
    faults = sorted([*whole, *reader.faults], key=lambda fault: fault[1:3])
    if whole or (faults and not keep_good):
        raise InvalidInput("\n".join(map(str, faults)))
    if not rows and not faults:
        raise InvalidInput(f"{safe(source.name)}: has no row below its headings; fill one in")
    places = {field: place for place, field in enumerate(columns.fields, 1) if field}
    dropped = tuple(reader.dropped)
    return Table(source.name, columns.headings, places, rows, tuple(faults), dropped)


class _Reader:
    def __init__(self, source: Source, columns: Columns) -> None:
        self.faults: list[SheetFault] = []
        self.whole: list[SheetFault] = []
        self.dropped: list[Dropped] = []
        self._source = source
        self._name = safe(source.name)
        self._columns = columns
        self._width = len(columns.fields)
        self._bare: set[int] = set()

    def rows(self, lines: Iterator[Line]) -> Iterator[Row]:
        """Yield the rows without a fault; the faults of the others are noted."""
        filled = 0
        for count, line in enumerate(lines, 1):
            if count > _MOST_ROWS:
                raise LimitReached(f"{self._name}: over {_MOST_ROWS:,} rows; split the file")
            _refuse_width(line, self._source.name)
            before = len(self.faults)
            cells = self._cells(line)
            filled += len(cells)
            if filled > _MOST_CELLS:
                raise LimitReached(f"{self._name}: over {_MOST_CELLS:,} cells; split the file")
            if len(self.faults) > before:
                self.dropped.append(Dropped(line.number, self._filled(line)))
            elif cells:
                yield Row(line.number, cells)

    def merges(self) -> list[SheetFault]:
        """Return the faults of merged cells; one in the notes above is none."""
        words = "merged with others; split it and fill each cell"
        return [
            SheetFault(self._name, merge.row, merge.column, self._field(merge.column), words)
            for merge in self._source.merged
            if merge.last >= self._columns.number
        ]

    def _cells(self, line: Line) -> dict[str, Cell]:
        if fault := line.fault or self._ragged(line):
            self._fault(line.number, 0, fault)
            return {}
        cells = {}
        for column, raw in enumerate(line.cells, 1):
            text = cleaned(raw) if isinstance(raw, str) else raw
            if not text:
                continue
            field = self._field(column)
            if isinstance(text, Unfit):
                self._fault(line.number, column, text.reason)
            elif field:
                cells[field] = Cell(line.number, column, text)
            if not field:
                self._refuse_bare(line.number, column)
        return cells

    def _filled(self, line: Line) -> frozenset[str]:
        pairs = zip(self._columns.fields, line.cells, strict=False)
        filled = (field for field, raw in pairs if isinstance(raw, Unfit) or cleaned(raw))
        return frozenset(field for field in filled if field)

    def _ragged(self, line: Line) -> str:
        found = len(line.cells)
        if not self._source.even or found == self._width:
            return ""
        cells = "1 cell" if found == 1 else f"{found} cells"
        return f"has {cells} where the headings take {self._width}; add or delete cells"

    def _refuse_bare(self, row: int, column: int) -> None:
        if column not in self._bare:  # once a column
            self._bare.add(column)
            message = f"has no heading, but a value in row {row}; name the column, or empty it"
            number = self._columns.number
            self.whole.append(SheetFault(self._name, number, column, "", message))

    def _field(self, column: int) -> str:
        return self._columns.fields[column - 1] if column <= self._width else ""

    def _fault(self, row: int, column: int, message: str) -> None:
        field = self._field(column) if column else ""
        self.faults.append(SheetFault(self._name, row, column, field, message))


def _refuse_width(line: Line, name: str) -> None:
    if len(line.cells) > _MOST_COLUMNS:
        raise LimitReached(
            f"{safe(name)}:{line.number}: over {_MOST_COLUMNS} columns; delete those not needed"
        )
