"""What an .xlsx must be before it is opened: a zip of moderate size whose XML declares nothing."""

from __future__ import annotations

import io
import re
import zlib
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from ivig_kg.errors import InvalidInput, LimitReached
from ivig_kg.sheets.table import safe, shown

__all__ = ["DAMAGED", "refuse_unsafe"]

DAMAGED = (
    "cannot be read as a workbook (is it damaged?): open it in a spreadsheet and save it again "
    "as .xlsx, or as .csv in UTF-8"
)
_LARGEST = 64 * 1024 * 1024
_MOST_PARTS = 1000
_MOST_RATIO = 200  # spreadsheets write some 5 to 30
_SMALL = 1024 * 1024
_ENTRY = b"PK\x01\x02"
_ENCRYPTED = 0x1
_CONTENTS = "[Content_Types].xml"
_XML = (".xml", ".rels", ".vml")
_DECLARED = re.compile(
    b"|".join(
        re.escape(word.encode(encoding))
        for word in ("<!DOCTYPE", "<!ENTITY")
        for encoding in ("utf-8", "utf-16-le", "utf-16-be")
    )
)


def refuse_unsafe(data: bytes, name: str) -> None:
    """Refuse a workbook that would grow without end, or whose XML has a DOCTYPE or entities.

    Raises:
        LimitReached: it unpacks to too much.
        InvalidInput: it is damaged, encrypted, no workbook, or declares something.
    """
    where = safe(name)
    if data.count(_ENTRY) > _MOST_PARTS:  # before each becomes an object
        raise LimitReached(f"{where}: over {_MOST_PARTS:,} parts, more than a workbook has")
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            _refuse_sizes(parts, where)
            for part in parts:
                _refuse_part(part.filename, archive.open(part).read(), where)
    except (BadZipFile, EOFError, OSError, RuntimeError, ValueError, zlib.error) as error:
        raise InvalidInput(f"{where}: {DAMAGED}") from error


def _refuse_sizes(parts: list[ZipInfo], where: str) -> None:
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise InvalidInput(f"{where}: protected by a password; save it without one")
    if _CONTENTS not in {part.filename for part in parts}:
        raise InvalidInput(f"{where}: a zip archive, but no workbook; save the sheet as .xlsx")
    if any(part.compress_type not in {ZIP_STORED, ZIP_DEFLATED} for part in parts):
        raise InvalidInput(f"{where}: packed in a way that no spreadsheet uses; save it again")
    size = sum(part.file_size for part in parts)
    if size > _LARGEST:
        raise LimitReached(
            f"{where}: unpacks to {size:,} bytes, over the limit of {_LARGEST:,}; split the sheet"
        )
    for part in parts:
        if part.file_size > max(_SMALL, _MOST_RATIO * part.compress_size):
            raise LimitReached(
                f"{where}: its part {shown(part.filename)} unpacks to over {_MOST_RATIO} times "
                "its size, which no sheet does; save the sheet again"
            )


def _refuse_part(part: str, data: bytes, where: str) -> None:
    if _DECLARED.search(data):
        raise InvalidInput(
            f"{where}: its part {shown(part)} has a DOCTYPE or an entity, which no spreadsheet "
            "writes; nothing of it was read"
        )
    if part.endswith(_XML) and b"\0" in data:
        raise InvalidInput(f"{where}: its part {shown(part)} is not UTF-8; save the sheet again")
