"""TSV and CSV as rows: UTF-8, quoted by the rules of CSV, LF or CRLF at the ends of lines."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from itertools import chain

from ivig_kg.errors import InvalidInput, SyntaxFault
from ivig_kg.sheets.table import Line, safe

__all__ = ["lines_of"]

_NAMES = {"\t": "tabs", ",": "commas", ";": "';'"}
_LFS = "version https://git-lfs.github.com/spec/"
_PAGE = re.compile(r"\s*<(?:!doctype|html|head|body|\?xml)\b", re.IGNORECASE)
_CONFLICT = re.compile(r"^(?:<<<<<<< |>>>>>>> )", re.MULTILINE)
_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")


def lines_of(data: bytes, name: str, delimiter: str) -> Iterator[Line]:
    """Yield the rows of a text file, its notes and headings too.

    Args:
        data: the bytes of the file.
        name: its name, as messages print it.
        delimiter: what separates its cells: a tab or a comma.

    Raises:
        SyntaxFault: it is no UTF-8 text, or no table.
        InvalidInput: something else separates its cells.
    """
    text = _text(data, name)
    started = False
    for line in _records(text, delimiter):
        if not (started or line.is_empty or line.is_note):
            started = True
            _refuse_other_delimiter(line, name, delimiter)
        yield line


def _records(text: str, delimiter: str) -> Iterator[Line]:
    stream = io.StringIO(text, newline="")
    passed, first = 0, ""
    # The quotes of a note pair or not: what begins with # never reaches the reader of CSV.
    for first in stream:
        if first.strip() and not first.startswith("#"):
            break
        passed += 1
    else:
        return
    reader = csv.reader(chain([first], stream), delimiter=delimiter, strict=True)
    while True:
        start = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            below = reader.line_num > start
            yield Line(passed + start, (), _words(error, below=below))
            if below:  # where the next row begins is not known
                return
        else:
            yield Line(passed + start, cells)


def _words(error: csv.Error, *, below: bool) -> str:
    if str(error).startswith("field larger"):
        words = "has a cell that is far too long, or a quote that opens and is not closed"
    else:
        words = 'its quotes do not pair: write a value that holds " in quotes, with each " twice'
    return f"{words}; the rows below it were not read" if below else words


def _refuse_other_delimiter(line: Line, name: str, delimiter: str) -> None:
    if len(line.cells) != 1:
        return
    heading = str(line.cells[0])
    other = next((mark for mark in ";\t," if mark != delimiter and mark in heading), "")
    if other:
        suffix = ".tsv" if delimiter == "\t" else ".csv"
        raise InvalidInput(
            f"{safe(name)}:{line.number}: its cells are separated by {_NAMES[other]}, which those "
            f"of a {suffix} are not here: save it with {_NAMES[delimiter]} between, or as .xlsx"
        )


def _text(data: bytes, name: str) -> str:
    _refuse_utf16(data, name)
    try:
        text = data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = (
            f"not UTF-8 at byte {error.start + 1} (0x{data[error.start]:02X}); save it as UTF-8 "
            "(a spreadsheet calls it 'CSV UTF-8') or as .xlsx"
        )
        raise SyntaxFault(message, where=safe(name), line=line) from error
    _refuse_impostors(text, name)
    return text


def _refuse_utf16(data: bytes, name: str) -> None:
    # ASCII in UTF-16 has a NUL in each second byte and nowhere else.
    even, odd = (2 * half.count(0) > len(half) for half in (data[:400:2], data[1:400:2]))
    if data.startswith(_MARKS) or even != odd:
        message = (
            "UTF-16, not UTF-8; save it as UTF-8 (a spreadsheet calls it 'CSV UTF-8') or as .xlsx"
        )
        raise SyntaxFault(message, where=safe(name), line=1)


def _refuse_impostors(text: str, name: str) -> None:
    where = safe(name)
    if text.startswith(_LFS):
        message = "a Git-LFS pointer, not the file itself; run 'git lfs pull'"
        raise SyntaxFault(message, where=where, line=1)
    if _PAGE.match(text):
        message = "a web page (HTML or XML), not a table; fetch or save the table itself"
        raise SyntaxFault(message, where=where, line=1)
    if match := _CONFLICT.search(text):
        line = text.count("\n", 0, match.start()) + 1
        raise SyntaxFault("git conflict marker; resolve the merge", where=where, line=line)
