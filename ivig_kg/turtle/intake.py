"""Taking in a file or bytes as text, or saying in plain words why not.

Nothing here hangs (a pipe or device is refused before it is opened) and nothing is read that is
larger than the limit.
"""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

from ivig_kg.errors import ContentUnavailable, InvalidInput, LimitReached, SyntaxFault
from ivig_kg.turtle.characters import refuse_characters, refuse_escapes, refuse_returns
from ivig_kg.turtle.tokens import line_at

__all__ = ["LIMIT", "decode", "has_bom", "read_bytes", "read_text"]

LIMIT = 64 * 1024 * 1024
"""The largest file that is read, in bytes."""

_BOM = b"\xef\xbb\xbf"
_NOT_FILES = (
    (stat.S_ISDIR, "a folder; name a file in it"),
    (stat.S_ISFIFO, "a pipe; save its text to a file and name that"),
    (stat.S_ISSOCK, "a socket, not a file"),
    (stat.S_ISCHR, "a device, not a file"),
    (stat.S_ISBLK, "a device, not a file"),
)
_PACKED = (
    (b"\x1f\x8b", "a gzip archive"),
    (b"PK\x03\x04", "a zip archive (or a Word, Excel or EPUB file)"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"%PDF-", "a PDF"),
)
_HTML = re.compile(
    r"\s*+(?:<\?xml[^>]*+>\s*+)?(?:<!--(?:(?!-->).)*+-->\s*+)*+<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_LFS = "version https://git-lfs.github.com/spec/"
_MARKERS = {
    "<<<<<<<": re.compile(r"^<<<<<<<(?: .*)?\r?$", re.MULTILINE),
    "=======": re.compile(r"^=======\r?$", re.MULTILINE),
    ">>>>>>>": re.compile(r"^>>>>>>>(?: .*)?\r?$", re.MULTILINE),
}


def read_text(path: Path, *, limit: int = LIMIT, strict: bool = False, escapes: bool = True) -> str:
    r"""Read a file as text.

    Args:
        path: the file, as the user named it.
        limit: the most bytes to read.
        strict: whether the rules for stored content hold (see :func:`decode`).
        escapes: whether the text has ``\uXXXX`` escapes (see :func:`decode`).

    Raises:
        ContentUnavailable: it is missing, unreadable, or no regular file.
        LimitReached: it is larger than the limit.
        InvalidInput: it is no text that can be taken in.
    """
    return decode(read_bytes(path, limit=limit), _shown(path), strict=strict, escapes=escapes)


def read_bytes(path: Path, *, limit: int = LIMIT) -> bytes:
    """Read a regular file of at most ``limit`` bytes, never waiting for a pipe or device.

    Raises:
        ContentUnavailable: it is missing, unreadable, or no regular file.
        LimitReached: it is larger than the limit.
    """
    where = _shown(path)
    try:
        _refuse_status(path.stat(), where, limit)
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(handle, "rb") as stream:
            _refuse_status(os.fstat(handle), where, limit)
            data = stream.read(limit + 1)
    except FileNotFoundError as error:
        raise ContentUnavailable(_missing(path, where)) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ContentUnavailable(f"{where}: cannot be read ({reason})") from error
    _refuse_size(len(data), where, limit)
    return data


def decode(data: bytes, where: str, *, strict: bool = False, escapes: bool = True) -> str:
    r"""Return bytes as text without a byte order mark, or say what is wrong with them.

    Args:
        data: the bytes of a file.
        where: the file, as messages name it.
        strict: whether the rules for stored content hold: no carriage returns.
        escapes: whether ``\uXXXX`` stands for a character (Turtle, SPARQL), so that refused
            characters are looked for in that form too.

    Raises:
        InvalidInput: packed, not UTF-8, a web page, a Git-LFS pointer, an unresolved merge, or
            with refused characters; with the line as SyntaxFault where there is one.
    """
    _refuse_packed(data, where)
    _refuse_utf16(data, where)
    text = _utf8(data, where).removeprefix("\ufeff")
    _refuse_impostors(text, where)
    refuse_characters(text, where)
    if escapes:
        refuse_escapes(text, where)
    if strict:
        refuse_returns(text, where)
    return text


def has_bom(data: bytes) -> bool:
    """Say whether bytes start with a UTF-8 byte order mark, which :func:`decode` takes off."""
    return data.startswith(_BOM)


def _shown(path: Path) -> str:
    name = str(path)
    return name if name.isprintable() else ascii(name)


def _missing(path: Path, where: str) -> str:
    if path.is_symlink():
        return f"{where}: a link to {_shown(path.readlink())}, which does not exist; mend the link"
    return f"{where}: no such file; check its name"


def _refuse_status(status: os.stat_result, where: str, limit: int) -> None:
    for is_kind, words in _NOT_FILES:
        if is_kind(status.st_mode):
            raise ContentUnavailable(f"{where}: {words}")
    _refuse_size(status.st_size, where, limit)


def _refuse_size(size: int, where: str, limit: int) -> None:
    if size > limit:
        raise LimitReached(
            f"{where}: {size:,} bytes or more, over the limit of {limit:,}; split the file"
        )


def _refuse_packed(data: bytes, where: str) -> None:
    for start, words in _PACKED:
        if data.startswith(start):
            raise InvalidInput(f"{where}: {words}, not text; name the text file itself")


def _refuse_utf16(data: bytes, where: str) -> None:
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff"))
    # ASCII in UTF-16 has a NUL in each second byte and nowhere else.
    even, odd = (2 * half.count(0) > len(half) for half in (data[:400:2], data[1:400:2]))
    if marked or even != odd:
        raise SyntaxFault("UTF-16 (or UTF-32), not UTF-8; save it as UTF-8", where=where, line=1)


def _utf8(data: bytes, where: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = (
            f"not UTF-8 at byte {error.start + 1}, line {line} (0x{data[error.start]:02X}; "
            "Latin-1 or Windows-1252, or cut off?); save it as UTF-8"
        )
        raise SyntaxFault(message, where=where, line=line) from error


def _refuse_impostors(text: str, where: str) -> None:
    if text.startswith(_LFS):
        message = "a Git-LFS pointer, not the file itself; run 'git lfs pull'"
        raise SyntaxFault(message, where=where, line=1)
    if match := _HTML.match(text):
        message = "a web page (HTML), perhaps an error page saved under this name; fetch it again"
        line = line_at(text, match.end())
        raise SyntaxFault(message, where=where, line=line)
    _refuse_conflict(text, where)


def _refuse_conflict(text: str, where: str) -> None:
    # One alone may be a line of a long string; two kinds together are an unresolved merge.
    likely = (marker for start, marker in _MARKERS.items() if start in text)
    found = [match.start() for marker in likely if (match := marker.search(text))]
    if len(found) > 1:
        line = line_at(text, min(found))
        raise SyntaxFault("git conflict marker; resolve the merge", where=where, line=line)
