"""Taking in a sheet: all rows or none, each checked by the shapes and rules of the content."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ivig_kg.answer import Triple
from ivig_kg.curate.bench import Bench
from ivig_kg.curate.columns import Columns
from ivig_kg.curate.desk import Desk, composed
from ivig_kg.curate.drafts import said_in, signature
from ivig_kg.curate.ledger import Entry, enter
from ivig_kg.curate.life import Done
from ivig_kg.curate.places import next_number, source_file
from ivig_kg.curate.rows import Reading, RowDraft, read_rows
from ivig_kg.errors import InvalidInput
from ivig_kg.model import Finding
from ivig_kg.sheets import SheetFault, Table, read_table
from ivig_kg.turtle.intake import read_bytes

__all__ = ["SHEETS", "read_sheet", "take_in_table"]

SHEETS = (".tsv", ".csv", ".xlsx")
"""How the name of a sheet ends."""

_MOST = 500
"""How many faults are listed; a sheet with more is wrong in a way that fewer show."""


def read_sheet(desk: Desk, path: Path) -> Table:
    """Read a sheet with the headings of statements; rows that cannot be read come as faults.

    Raises:
        InvalidInput: it is no table, or its headings are none of ours.
        ContentUnavailable: it cannot be read.
        LimitReached: it is too large.
    """
    data = read_bytes(path)
    table = read_table(data, path.name, headings=Columns(desk).headings, keep_good=True)
    # The bytes of a workbook are no text.
    text = "" if path.suffix.casefold() == ".xlsx" else data.decode("utf-8", "replace")
    if not unicodedata.is_normalized("NFC", text):
        desk.warnings.append(composed(path.name))
    return table


def take_in_table(desk: Desk, table: Table, *, keep_good: bool = False) -> Done:
    """Enter the statements of a table as drafts.

    Args:
        desk: who enters them, and where.
        table: the table.
        keep_good: enter the rows that have no fault; else one fault keeps all out.

    Returns:
        What was entered; what stands there already is counted and left.

    Raises:
        InvalidInput: rows have faults; the message lists them, by row and column.
    """
    columns = Columns(desk)
    intake = _Intake(desk, table, columns)
    reading = read_rows(table, columns)
    faults = [*table.faults, *reading.faults]
    drafts = intake.unknown(reading, faults)
    if reading.partial:  # to tell all faults at once, not only the first of a row
        _, seen = intake.tried([*drafts, *reading.partial])
        faults += _beside(seen, faults, {row for one in reading.partial for row in one.rows})
    bench, found = intake.tried(drafts if keep_good or not faults else [])
    faults += found
    while keep_good and found:
        bad = {fault.row for fault in found}
        if bad == {0}:
            break  # what no row is to blame for keeps all out
        drafts = [one for one in drafts if not bad.intersection(one.rows)]
        bench, found = intake.tried(drafts)
        faults += found
    if faults and (not keep_good or found):
        raise InvalidInput(_listed(faults))
    return intake.entered(bench, drafts, faults)


def _beside(
    found: Iterable[SheetFault], told: Iterable[SheetFault], partial: set[int]
) -> list[SheetFault]:
    """Return faults that do not merely follow from cells that could not be read."""
    cells = {(fault.row, fault.field) for fault in told}
    return [
        fault
        for fault in found
        if fault.row not in partial or (fault.field and (fault.row, fault.field) not in cells)
    ]


@dataclass
class _Intake:
    desk: Desk
    table: Table
    columns: Columns
    present: list[str] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)

    def unknown(self, reading: Reading, faults: list[SheetFault]) -> list[RowDraft]:
        """Return the drafts that say something new; what is nearly the same is a fault."""
        exact, loose = said_in(self.desk, {one.draft.source for one in reading.drafts})
        found: list[RowDraft] = []
        for one in reading.drafts:
            triples = one.draft.triples(self.desk)
            same = signature(self.desk, triples)
            near = signature(self.desk, triples, loosely=True)
            if same in exact:
                self.present.append(exact[same])
            elif near in loose:
                message = (
                    f"says what {loose[near]} says, but for spelling, case or order: take the row "
                    "out, or let it say what is different"
                )
                faults.append(SheetFault(self.table.name, one.row, 0, "", message))
            else:
                exact[same] = loose[near] = f"row {one.row}"
                found.append(one)
        return found

    def tried(self, drafts: Sequence[RowDraft]) -> tuple[Bench, list[SheetFault]]:
        """Return the bench with numbered drafts on it, and the faults that a check of it finds."""
        bench = self.desk.bench()
        if not drafts:
            return bench, []
        self._number(bench, drafts)
        for path, triples in self._by_file(drafts).items():
            bench.put(path, triples)
        self._enter(bench, drafts)
        findings = self.desk.tried(bench.changes())
        self.warnings = [finding for finding in findings if finding.severity == "warning"]
        owners = self._owners(drafts)
        faults = [self._fault(f, owners) for f in findings if f.severity == "error"]
        return bench, list(dict.fromkeys(faults))

    def entered(
        self, bench: Bench, drafts: Sequence[RowDraft], faults: Sequence[SheetFault]
    ) -> Done:
        """Write the bench and say what was entered."""
        files: Iterable[str] = self.desk.write(bench, self.warnings) if drafts else ()
        things = [one.draft.names(self.desk)[0].value for one in drafts]
        notes = [f"{len(things)} new, {len(self.present)} already present"]
        notes += [f"{self.desk.namespaces.show(thing)} entered as a draft" for thing in things[:20]]
        if len(things) > 20:  # noqa: PLR2004 (a screen)
            notes.append(f"and {len(things) - 20} more")
        if faults:
            notes.append(f"left out:\n{_listed(faults)}")
        return Done(tuple(notes), tuple(files), "", tuple(things), bool(faults))

    def _number(self, bench: Bench, drafts: Sequence[RowDraft]) -> None:
        counts: dict[str, int] = {}
        for one in drafts:
            source = one.draft.source
            if source not in counts:
                counts[source] = next_number(f"st:{source}-", bench.files.values())
            one.draft.number = counts[source]
            counts[source] += 1

    def _by_file(self, drafts: Sequence[RowDraft]) -> Mapping[str, list[Triple]]:
        found: dict[str, list[Triple]] = {}
        for one in drafts:
            path = source_file(one.draft.source, self.desk.content)
            found.setdefault(path, []).extend(one.draft.triples(self.desk))
        return found

    def _enter(self, bench: Bench, drafts: Sequence[RowDraft]) -> None:
        groups: dict[str, list[str]] = {}
        for one in drafts:
            thing = one.draft.names(self.desk)[0].value
            groups.setdefault(one.draft.source, []).append(thing)
        main = ""
        for things in groups.values():
            entry = Entry(tuple(things), "ivig:Added", after="ivig:Draft", led_by=main)
            iri = enter(self.desk, bench, entry._replace(because="Entered from a sheet."))
            main = main or iri

    def _owners(self, drafts: Sequence[RowDraft]) -> dict[str, tuple[int, str]]:
        """Return the row, and the property that leads there, of each statement and part."""
        found: dict[str, tuple[int, str]] = {}
        for one in drafts:
            iri, parts = one.draft.names(self.desk)
            found[iri.value] = one.row, ""
            for name, part, row in zip(parts, one.draft.parts, one.part_rows, strict=True):
                found[name.value] = row, part.leads
        return found

    def _fault(self, finding: Finding, owners: Mapping[str, tuple[int, str]]) -> SheetFault:
        row, part = owners.get(finding.focus, (0, ""))
        if not row:
            shown = {self.desk.namespaces.show(iri): place for iri, place in owners.items()}
            named = [place for name, place in shown.items() if name in finding.message.split()]
            row, part = named[0] if named else (0, "")
        heading = self._heading(finding, part)
        place = self.table.columns.get(heading, 0)
        told = finding.message.removeprefix(f"{self.desk.namespaces.show(finding.focus)}: ")
        for name in map(self.desk.namespaces.show, owners):
            told = told.removesuffix(f" (found: {name})")  # it has no number yet
        message = told if row else str(finding)
        return SheetFault(self.table.name, row, place, heading, message)

    def _heading(self, finding: Finding, part: str) -> str:
        for column in self.columns.all.values():
            if (column.part, column.field.path) == (part, finding.property):
                return column.heading
        return ""


def _listed(faults: Sequence[SheetFault]) -> str:
    ordered = sorted(dict.fromkeys(faults), key=lambda f: (f.row, f.column, f.message))
    lines = [str(fault) for fault in ordered[:_MOST]]
    more = [f"and {len(ordered) - _MOST} more"] if len(ordered) > _MOST else []
    return "\n".join([*lines, *more])
