"""What a document of RDF may not hold, found before a parser of pyoxigraph sees it.

Nothing here opens a file or a socket: an XML document type and a remote JSON-LD context are ways to
make a parser reach out, and JSON nested ten thousand deep kills pyoxigraph's (traps, section 2.5).
"""

from __future__ import annotations

import json
import re
from pyexpat import ExpatError, ParserCreate
from typing import Any

from ivig_kg.errors import InvalidInput, LimitReached, SyntaxFault

__all__ = ["DEPTH", "decoded", "inspect_jsonld", "inspect_rdfxml", "line_of_xml_fault"]

DEPTH = 64
"""How deep JSON and XML may be nested."""

_JSON_NESTING = re.compile(r'"(?:[^"\\]|\\.)*+"?|(?P<bracket>[\[\]{}])', re.DOTALL)
_XML_NESTING = re.compile(
    r"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<\?.*?(?:\?>|\Z)"
    r"|(?P<close></)|(?P<open><)(?:[^<>\"']|\"[^\"]*\"|'[^']*')*+(?P<empty>(?<=/)>)?",
    re.DOTALL,
)


def decoded(data: bytes, where: str) -> str:
    """Return the text of a document, without a byte order mark.

    Raises:
        SyntaxFault: it is not UTF-8.
    """
    try:
        text = data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise _not_utf8(data, error.start, where) from None
    if "\0" in text:
        raise _not_utf8(data, data.index(0), where)
    return text


def inspect_jsonld(data: bytes, where: str) -> None:
    """Refuse JSON-LD that names a context elsewhere, or is nested too deep.

    Raises:
        SyntaxFault: it is not UTF-8, or not JSON.
        InvalidInput: a context is a URL, or imports one.
        LimitReached: it is nested deeper than 64.
    """
    text = decoded(data, where)
    depth = 0
    for found in _JSON_NESTING.finditer(text):
        if bracket := found["bracket"]:
            depth += 1 if bracket in "[{" else -1
            _require_shallow(depth, text, found.start(), where)

    def inspect(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        for key, value in pairs:
            _refuse_remote(key, value, where)
        return dict(pairs)

    try:
        json.loads(text, object_pairs_hook=inspect, parse_int=str, parse_float=str)
    except json.JSONDecodeError as error:
        message = f"is not JSON: {error.msg} (column {error.colno})"
        raise SyntaxFault(message, where=where, line=error.lineno) from None


def inspect_rdfxml(data: bytes, where: str) -> None:
    """Refuse RDF/XML with a document type, or nested too deep.

    Raises:
        SyntaxFault: it is not UTF-8.
        InvalidInput: it has a document type.
        LimitReached: it is nested deeper than 64.
    """
    text = decoded(data, where)
    if found := re.search("<!DOCTYPE", text, re.IGNORECASE):
        line = text.count("\n", 0, found.start()) + 1
        raise InvalidInput(
            f"{where}:{line}: RDF/XML with {found[0]} is not read, since entities can reach for "
            "files and grow without bound; save it as Turtle, or write its entities out"
        )
    depth = 0
    for found in _XML_NESTING.finditer(text):
        depth -= found["close"] is not None
        if found["open"] and not found["empty"]:
            depth += 1
            _require_shallow(depth, text, found.start(), where)


def line_of_xml_fault(data: bytes) -> int:
    """Return the line where XML stops being well-formed, or 0 (pyoxigraph gives no line)."""
    try:
        ParserCreate().Parse(data, True)  # noqa: FBT003 (the signature of expat)
    except ExpatError as error:
        return error.lineno
    return 0


def _not_utf8(data: bytes, place: int, where: str) -> SyntaxFault:
    line = data.count(b"\n", 0, place) + 1
    message = f"not UTF-8 at byte {place + 1:,}; save the file as UTF-8"
    return SyntaxFault(message, where=where, line=line)


def _require_shallow(depth: int, text: str, place: int, where: str) -> None:
    if depth > DEPTH:
        line = text.count("\n", 0, place) + 1
        raise LimitReached(f"{where}:{line}: nested deeper than {DEPTH}; write it flatter")


def _refuse_remote(key: str, value: object, where: str) -> None:
    if key == "@import":
        raise _remote(key, value, where)
    if key == "@context":
        for context in value if isinstance(value, list) else [value]:
            if isinstance(context, str):
                raise _remote(key, context, where)


def _remote(key: str, url: object, where: str) -> InvalidInput:
    return InvalidInput(
        f"{where}: its {key} is elsewhere ({url}), and nothing is fetched while reading; "
        "copy that context into the file"
    )
