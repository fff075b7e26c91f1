"""XLSX as rows, read by openpyxl, which nothing else here loads for it."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

from ivig_kg.errors import InvalidInput, IvigKgError, LimitReached, MissingPart
from ivig_kg.sheets.packed import DAMAGED, refuse_unsafe
from ivig_kg.sheets.printed import text_of
from ivig_kg.sheets.table import Line, Merge, Source, Unfit, safe

if TYPE_CHECKING:
    from openpyxl import Workbook

__all__ = ["SHEET", "read_workbook", "require_openpyxl"]

SHEET = "statements"
"""The sheet that is read, when there is one of this name; else the first that is not hidden."""

_MOST_PLACES = 5_000_000
_LAST_ROW = 1_048_576
_MOST_MERGES = 1000
_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?\bref=[\"']([A-Z]+)([0-9]+):[A-Z]+([0-9]+)")
_ROW = re.compile(rb"<(?:\w+:)?row\s[^>]*?\br=[\"']([0-9]+)")


def require_openpyxl(act: str) -> None:
    """Say what to install when openpyxl is missing.

    Args:
        act: what is to be done with an .xlsx: ``reading`` or ``writing``.

    Raises:
        MissingPart: it is not installed.
    """
    try:
        import openpyxl  # noqa: F401, PLC0415 (only who has an .xlsx pays for it)
    except ImportError as error:
        words = f"{act} .xlsx needs openpyxl: pip install 'ivig-kg[xlsx]'"
        raise MissingPart(words) from error


def read_workbook(data: bytes, name: str) -> Source:
    """Return the rows of the sheet of a workbook that is to be read.

    Args:
        data: the bytes of the file.
        name: its name, as messages print it.

    Raises:
        MissingPart: openpyxl is not installed.
        LimitReached: it is too large.
        InvalidInput: it is no workbook that can be read.
    """
    require_openpyxl("reading")
    refuse_unsafe(data, name)
    from openpyxl import load_workbook  # noqa: PLC0415

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns of what it leaves out, which we do not read
            # Formulas are wanted as such: a stored result may be old.
            book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
            try:
                return _source(book, data, name)
            finally:
                book.close()
    except IvigKgError:
        raise
    except Exception as error:  # what openpyxl raises over a broken file is anything
        raise InvalidInput(f"{safe(name)}: {DAMAGED}") from error


def _source(book: Workbook, data: bytes, name: str) -> Source:
    sheet = _chosen(book, name)
    # In this mode openpyxl tells nothing of merged cells, but where the XML of the sheet is.
    with ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read(sheet._worksheet_path)  # noqa: SLF001
    numbers = [int(number) for number in _ROW.findall(xml)]
    if any(one >= other for one, other in pairwise(numbers)):
        raise InvalidInput(f"{safe(name)}: its rows are out of order; save the sheet again")
    merged = [
        Merge(int(row), _column(letters), int(last))
        for letters, row, last in _MERGE.findall(xml)[:_MOST_MERGES]
    ]
    return Source(name, _lines(sheet, name), even=False, merged=merged)


def _chosen(book: Workbook, name: str) -> Any:  # noqa: ANN401 (a read-only sheet has no typed name)
    for sheet in book.worksheets:
        if sheet.title.casefold() == SHEET:
            return sheet
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            return sheet
    raise InvalidInput(f"{safe(name)}: has no sheet that is not hidden; show the one to read")


def _lines(sheet: Any, name: str) -> list[Line]:  # noqa: ANN401 (as above)
    sheet.reset_dimensions()  # what the file says of its size may be wrong
    lines = []
    places = 0
    for number, row in enumerate(sheet.iter_rows(), 1):
        places += len(row)
        if places > _MOST_PLACES or number > _LAST_ROW:
            raise LimitReached(f"{safe(name)}: too many cells; delete empty rows and columns")
        cells = _trimmed([text_of(cell) for cell in row])
        if cells:
            lines.append(Line(number, cells))
    return lines


def _trimmed(cells: list[str | Unfit]) -> Sequence[str | Unfit]:
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
