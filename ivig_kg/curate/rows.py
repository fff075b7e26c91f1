"""Rows of a sheet as drafts of statements; what cannot be read is told by row and column."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from ivig_kg.answer import Literal, Term
from ivig_kg.check.literals import fault_of
from ivig_kg.curate.columns import KIND, Column, Columns
from ivig_kg.curate.drafts import Draft, Part, Said
from ivig_kg.errors import UsageError
from ivig_kg.sheets import Cell, Row, SheetFault, Table

__all__ = ["Reading", "RowDraft", "read_rows"]

_XSD = "http://www.w3.org/2001/XMLSchema#"
_SEVERAL = re.compile(r"\s*\|\s*")
_SIGNED = re.compile(r"([<>=\u2264\u2265])\s*(\S+)")
_YES = {"yes": "true", "no": "false", "true": "true", "false": "false"}


class RowDraft(NamedTuple):
    """A draft and the rows it comes from: its own, and that of each of its parts."""

    draft: Draft
    row: int
    part_rows: list[int]

    @property
    def rows(self) -> set[int]:
        """All rows it comes from."""
        return {self.row, *self.part_rows}


@dataclass
class Reading:
    """What was read of a table.

    Args:
        drafts: the statements.
        partial: statements of which some cells or rows could not be read: incomplete, they are
            left out with all their rows.
        faults: what could not be read.
    """

    drafts: list[RowDraft] = field(default_factory=list)
    partial: list[RowDraft] = field(default_factory=list)
    faults: list[SheetFault] = field(default_factory=list)


def read_rows(table: Table, columns: Columns) -> Reading:
    """Return the statements of a table: a row each, and rows of further results below them.

    A row in which only columns of parts are filled gives a further result, regimen or population
    to the statement of the row above. What cannot be read of such a row spoils that statement.
    """
    reader = _Reader(table, columns)
    rows = {row.number: row for row in table.rows}
    dropped = {row.number: row for row in table.dropped}
    for number in sorted({*rows, *dropped}):
        if number in rows:
            reader.take(rows[number])
        else:
            reader.miss(number, starts=KIND in dropped[number].filled)
    return reader.reading


@dataclass
class _Reader:
    table: Table
    columns: Columns
    reading: Reading = field(default_factory=Reading)
    above: RowDraft | None = None
    bad: int = 0

    def miss(self, number: int, *, starts: bool) -> None:
        """Pass over a row that the table left out.

        Args:
            number: its number.
            starts: whether it starts a statement; else it is taken for a further part of the one
                above, which lacks it now.
        """
        if starts or self.above is None:
            self.above, self.bad = None, number
        else:
            self._spoil(self.above)

    def take(self, row: Row) -> None:
        """Read a row: a statement, or further parts of the one above."""
        own = {h: cell for h, cell in row.cells.items() if h == KIND or not self._column(h).part}
        before = len(self.reading.faults)
        if not own:
            self._further(row)
            return
        draft = self._statement(row, own)
        if draft is not None:
            self._parts(row, draft)
            clean = len(self.reading.faults) == before
            (self.reading.drafts if clean else self.reading.partial).append(draft)
        # Rows below a bad one belong to it, and must not go to the one above.
        self.above, self.bad = draft, row.number

    def _further(self, row: Row) -> None:
        if self.above is not None:
            before = len(self.reading.faults)
            self._parts(row, self.above)
            if len(self.reading.faults) > before:
                self._spoil(self.above)
        elif self.bad:
            words = f"belongs to the row above, which has a fault (row {self.bad})"
            self._fault(row, "", words)
        else:
            self._fault(row, KIND, "no statement stands above this row: fill in its own columns")

    def _spoil(self, owner: RowDraft) -> None:
        drafts = self.reading.drafts
        if drafts and drafts[-1] is owner:  # the one above is the last, unless it is spoilt
            self.reading.partial.append(drafts.pop())

    def _statement(self, row: Row, own: dict[str, Cell]) -> RowDraft | None:
        kind = self._kind(row)
        source = self._source(row)
        said: Said = []
        for heading, cell in own.items():
            if heading != KIND:
                said += self._said(cell, self._column(heading), kind)
        if kind is None or source is None:
            return None
        return RowDraft(Draft(kind, source, said), row.number, [])

    def _kind(self, row: Row) -> str | None:
        if KIND not in row.cells:
            self._fault(row, KIND, "say which kind of statement it is, such as effect statement")
            return None
        try:
            return self.columns.kind(row.cells[KIND].text)
        except UsageError as error:
            self._fault(row, KIND, _words(error, KIND))
            return None

    def _source(self, row: Row) -> str | None:
        names = self.columns.desk.namespaces
        path = names.expand("ivig:statedIn")
        column = next(c for c in self.columns.all.values() if c.field.path == path and not c.part)
        if column.heading not in row.cells:
            self._fault(row, column.heading, column.field.message)
            return None
        try:
            iri = self.columns.meant(row.cells[column.heading].text, column.field, column.heading)
        except UsageError:  # told with the other cells
            return None
        return iri.value.removeprefix(names.base("src"))

    def _parts(self, row: Row, owner: RowDraft) -> None:
        for leads, form in self.columns.parts.items():
            cells = [
                (cell, self._column(heading))
                for heading, cell in row.cells.items()
                if heading != KIND and self._column(heading).part == leads
            ]
            said = [pair for cell, column in cells for pair in self._said(cell, column, form.kind)]
            if said:
                owner.draft.parts.append(
                    Part(leads, form.kind, [*said, *self._printed(form.kind, said)])
                )
                owner.part_rows.append(row.number)

    def _printed(self, kind: str, said: Said) -> Said:
        """Return that numbers are printed ones, where a sheet does not say how they came about."""
        names = self.columns.desk.namespaces
        path = names.expand("ivig:derivation")
        has = self.columns.desk.forms[kind].field(path) is not None
        if not has or any(verb == path for verb, _ in said):
            return []
        return [(path, self.columns.desk.iri("ivig:Printed"))]

    def _said(self, cell: Cell, column: Column, kind: str | None) -> Said:
        if kind is not None and kind not in column.kinds:
            label = self.columns.desk.asker.label(kind) or "this kind"
            self._at(cell, column.heading, f"is no field of: {label}; leave it empty")
            return []
        texts = [cell.text] if column.field.most == 1 else _SEVERAL.split(cell.text)
        found: Said = []
        for text in texts:
            found += self._value(cell, text, column)
        return found

    def _value(self, cell: Cell, text: str, column: Column) -> Said:
        path, takes = column.field.path, column.field.takes
        datatypes = [one.value for one in takes if one.kind == "literal"]
        names = self.columns.desk.namespaces
        if path == names.expand("ivig:pValue") and (signed := _SIGNED.fullmatch(text)):
            operator: tuple[str, Term] = (names.expand("ivig:pValueOperator"), Literal(signed[1]))
            return [operator, *self._literal(cell, path, Literal(signed[2], datatypes[0]), column)]
        if any(one.kind == "text" for one in takes):
            return [(path, Literal(text))]
        if datatypes and len(takes) == 1:
            return self._literal(cell, path, _literal(text, datatypes[0]), column)
        try:
            return [(path, self.columns.meant(text, column.field, column.heading))]
        except UsageError as error:
            self._at(cell, column.heading, _words(error, column.heading))
            return []

    def _literal(self, cell: Cell, path: str, literal: Literal, column: Column) -> Said:
        """Return a literal that is one; what is none is a fault, and is seen by no shape."""
        if fault := fault_of(literal, self.columns.desk.today):
            self._at(cell, column.heading, fault)
            return []
        return [(path, literal)]

    def _column(self, heading: str) -> Column:
        return self.columns.all[heading]

    def _fault(self, row: Row, heading: str, message: str) -> None:
        place = self.table.columns.get(heading, 0)
        self.reading.faults.append(SheetFault(self.table.name, row.number, place, heading, message))

    def _at(self, cell: Cell, heading: str, message: str) -> None:
        fault = SheetFault(self.table.name, cell.row, cell.column, heading, message)
        if fault not in self.reading.faults:
            self.reading.faults.append(fault)


def _literal(text: str, datatype: str) -> Literal:
    if datatype.endswith("#langString"):
        return Literal(text, datatype, "en")
    if datatype == f"{_XSD}boolean":
        return Literal(_YES.get(text.casefold(), text), datatype)
    return Literal(text, datatype)


def _words(error: UsageError, heading: str) -> str:
    return str(error).removeprefix(f"{heading}: ")
