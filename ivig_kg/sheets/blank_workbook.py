"""An empty sheet as XLSX: notes at the headings, lists to choose from, all cells text.

The format "text" is put on whole columns (``<col style>``), which spreadsheets give to each new
cell, so that ``1.10``, ``2011-03`` or a number of 16 digits stays what was typed; a style on each
cell would make the file large, and slow to read back.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from ivig_kg.sheets.template import Field, choices_of, note_of, one_line, refuse_headings
from ivig_kg.sheets.workbook import SHEET, require_openpyxl

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["xlsx_template"]

_LISTS = "lists"
_ABOUT = "about"
_ROWS = 2000
_TEXT = "@"
_REQUIRED_FILL = "FFF2CC"
_NARROW, _WIDE, _BROAD = 14, 40, 100
_NOTE_WIDTH, _NOTE_HEIGHT = 320, 140
_EPOCH = datetime(2000, 1, 1)  # noqa: DTZ001 (the same bytes each time; the format has no zone)
_CORE = "docProps/core.xml"
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def xlsx_template(fields: Sequence[Field], about: Sequence[str], *, title: str) -> bytes:
    """Return an empty sheet as XLSX, the same bytes for the same arguments.

    Args:
        fields: its columns.
        about: what the sheet is, in lines.
        title: its title, in its properties and over ``about``.

    Raises:
        MissingPart: openpyxl is not installed.
    """
    require_openpyxl("writing")
    refuse_headings(fields)
    from openpyxl import Workbook  # noqa: PLC0415

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = SHEET
    _head(sheet, fields)
    _lists(book, sheet, fields)
    _about(book, fields, [title, *about])
    book.properties.title = one_line(title)
    book.properties.creator = "ivig-kg"
    book.properties.created = _EPOCH
    out = io.BytesIO()
    book.save(out)
    return _timeless(out.getvalue())


def _head(sheet: Worksheet, fields: Sequence[Field]) -> None:
    from openpyxl.comments import Comment  # noqa: PLC0415
    from openpyxl.styles import Font, PatternFill  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    for column, field in enumerate(fields, 1):
        _put(sheet, 1, column, field.heading)
        cell = sheet.cell(1, column)
        cell.font = Font(bold=True)
        if field.required:
            cell.fill = PatternFill("solid", fgColor=_REQUIRED_FILL)
        words = f"{'Required' if field.required else 'Optional'}. {note_of(field)}"
        cell.comment = Comment(words, "ivig-kg", _NOTE_HEIGHT, _NOTE_WIDTH)
        dimension = sheet.column_dimensions[get_column_letter(column)]
        dimension.width = min(max(_NARROW, len(field.heading) + 4), _WIDE)
        dimension.number_format = _TEXT
    sheet.freeze_panes = "A2"


def _lists(book: Workbook, sheet: Worksheet, fields: Sequence[Field]) -> None:
    from openpyxl.utils import get_column_letter  # noqa: PLC0415
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415

    lists = book.create_sheet(_LISTS)
    listed = [(column, field) for column, field in enumerate(fields, 1) if choices_of(field)]
    for place, (column, field) in enumerate(listed, 1):
        choices = choices_of(field)
        _put(lists, 1, place, field.heading)
        for row, choice in enumerate(choices, 2):
            _put(lists, row, place, choice)
        letter = get_column_letter(place)
        lists.column_dimensions[letter].width = _WIDE
        rule = DataValidation(
            "list",
            f"{_LISTS}!${letter}$2:${letter}${len(choices) + 1}",
            showErrorMessage=not field.many,
            errorStyle="warning",  # synonyms and CURIEs are taken as well
            allow_blank=True,
            errorTitle="Not in the list",
            error=f"Choose a value of the sheet '{_LISTS}'.",
        )
        own = get_column_letter(column)
        rule.add(f"{own}2:{own}{_ROWS + 1}")
        sheet.add_data_validation(rule)


def _about(book: Workbook, fields: Sequence[Field], lines: Sequence[str]) -> None:
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415

    sheet = book.create_sheet(_ABOUT)
    rows: list[tuple[str, ...]] = [(line,) for line in lines]
    rows += [(), ("heading", "required", "note")]
    rows += [(f.heading, "required" if f.required else "optional", note_of(f)) for f in fields]
    for row, texts in enumerate(rows, 1):
        for column, text in enumerate(texts, 1):
            _put(sheet, row, column, text)
    for row in (1, len(lines) + 2):
        for cell in sheet[row]:
            cell.font = Font(bold=True)
    for letter, width in (("A", _WIDE), ("B", _NARROW), ("C", _BROAD)):
        sheet.column_dimensions[letter].width = width
    for row in sheet.iter_rows(min_row=len(lines) + 3, min_col=3, max_col=3):
        row[0].alignment = Alignment(wrap_text=True, vertical="top")


def _put(sheet: Worksheet, row: int, column: int, text: str) -> None:
    cell = sheet.cell(row, column, one_line(text))
    cell.data_type = "s"  # never a formula, whatever it begins with
    cell.number_format = _TEXT


def _timeless(data: bytes) -> bytes:
    """Return a workbook without the time at which it was written."""
    stamp = _EPOCH.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    out = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as archive, ZipFile(out, "w", ZIP_DEFLATED) as fixed:
        for name in archive.namelist():
            part = archive.read(name)
            if name == _CORE:
                part = _MODIFIED.sub(rb"\g<1>" + stamp, part)
            info = ZipInfo(name)
            info.compress_type = ZIP_DEFLATED
            fixed.writestr(info, part)
    return out.getvalue()
