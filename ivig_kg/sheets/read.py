"""The door: the bytes of a sheet and its name in, a table out."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from ivig_kg.errors import InvalidInput
from ivig_kg.sheets.assemble import assemble
from ivig_kg.sheets.delimited import lines_of
from ivig_kg.sheets.headings import Expected
from ivig_kg.sheets.table import Source, Table, safe
from ivig_kg.sheets.workbook import read_workbook

__all__ = ["read_table"]

_DELIMITERS = {"tsv": "\t", "csv": ","}
_OTHERS = {"xls", "xlsm", "xlsb", "ods", "numbers"}
_ZIPS = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FOREIGN = (
    (b"\x1f\x8b", "a gzip archive"),
    (b"%PDF-", "a PDF"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
)


def read_table(
    data: bytes,
    name: str,
    *,
    headings: Mapping[str, str] | None = None,
    required: Collection[str] = (),
    keep_good: bool = False,
) -> Table:
    """Read a sheet that a person filled in: .tsv, .csv or .xlsx.

    Each text is in Unicode's form NFC and without outer white space; all else in it is as it
    stands. A number of a workbook is as the sheet shows it. Rows above the headings that begin
    with ``#`` are notes and are passed over, as empty rows are. Of a workbook, the sheet
    "statements" is read, or else the first that is not hidden.

    Args:
        data: the bytes of the file.
        name: its name, for messages; its ending says what it is.
        headings: heading to field; case, ``_`` and ``-`` do not count. None where each heading is
            a field of its own.
        required: the fields that must have a column.
        keep_good: whether rows with a fault are left out, and their faults handed back with the
            table, when nothing is wrong with the table as a whole.

    Raises:
        InvalidInput: it is no table, or has faults: all of them, one a line, as
            ``sheet:row:column field: message``.
        LimitReached: it is too large.
        MissingPart: what reads .xlsx is not installed.
    """
    expected = Expected(headings, required)
    suffix = _suffix(data, name)
    if suffix == "xlsx":
        source = read_workbook(data, name)
    else:
        lines = lines_of(data, name, _DELIMITERS[suffix])
        source = Source(name, lines, even=True)
    return assemble(source, expected, keep_good=keep_good)


def _suffix(data: bytes, name: str) -> str:
    """Return what a file is by its name, when its first bytes do not belie it."""
    suffix = name.rpartition(".")[2].casefold()
    where = safe(name)
    if suffix in _OTHERS:
        raise InvalidInput(f"{where}: a .{suffix} is not read; save it as .xlsx, or .csv in UTF-8")
    if suffix != "xlsx" and suffix not in _DELIMITERS:
        raise InvalidInput(f"{where}: not the name of a sheet; it must end in .tsv, .csv or .xlsx")
    if not data.strip():
        raise InvalidInput(f"{where}: is empty; it has no row of headings")
    if data.startswith(_OLE):
        words = "protected by a password, or an old .xls; save it as .xlsx without a password"
        raise InvalidInput(f"{where}: {words}")
    for start, words in _FOREIGN:
        if data.startswith(start):
            raise InvalidInput(f"{where}: {words}, not a sheet; name the sheet itself")
    if (suffix == "xlsx") != data.startswith(_ZIPS):
        words = "no workbook" if suffix == "xlsx" else "a zip archive or a workbook, not text"
        raise InvalidInput(f"{where}: {words}; give the file the ending that says what it is")
    return suffix
