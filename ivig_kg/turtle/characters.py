"""Which characters are refused in any text that comes in, raw or as an escape."""

from __future__ import annotations

import re

from ivig_kg.errors import SyntaxFault
from ivig_kg.turtle.tokens import NUMERIC_ESCAPE, line_at, pieces

__all__ = ["FORBIDDEN", "describe", "refuse_characters", "refuse_escapes", "refuse_returns"]

_KINDS = (
    ("control character", "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"),
    (
        "bidirectional control, which shows text in another order than stored",
        "\u202a-\u202e\u2066-\u2069",
    ),
    ("half of a surrogate pair", "\ud800-\udfff"),
    ("byte order mark inside the text (were files joined?)", "\ufeff"),
    (
        "noncharacter",
        "\ufdd0-\ufdef"
        + "".join(
            f"{chr(plane * 0x10000 + 0xFFFE)}-{chr(plane * 0x10000 + 0xFFFF)}"
            for plane in range(17)
        ),
    ),
)
FORBIDDEN = "".join(span for _, span in _KINDS)
"""The refused characters, as the inside of a regular expression's set."""

_RAW = re.compile(f"[{FORBIDDEN}]")
_PLAIN = b"\t\n\r" + bytes(range(0x20, 0x7F))


def describe(text: str) -> str:
    """Name the first refused character of a text; an empty string when there is none.

    >>> describe("a" + chr(0))
    'control character U+0000'
    """
    match = _RAW.search(text)
    return _name(match[0]) if match else ""


def refuse_characters(text: str, where: str) -> None:
    """Refuse control, bidirectional and noncharacters.

    Raises:
        SyntaxFault: one stands in the text.
    """
    # Nearly all is plain, and taking that out first is forty times as fast as looking at it.
    rest = text.encode("utf-8", "surrogatepass").translate(None, _PLAIN)
    if not _RAW.search(rest.decode("utf-8", "surrogatepass")):
        return
    if match := _RAW.search(text):
        message = f"{_name(match[0])}; delete it"
        raise SyntaxFault(message, where=where, line=line_at(text, match.start()))


def refuse_returns(text: str, where: str) -> None:
    """Refuse carriage returns, which content files do not have.

    Raises:
        SyntaxFault: one stands in the text.
    """
    if (position := text.find("\r")) >= 0:
        message = "carriage return; save with LF line ends"
        raise SyntaxFault(message, where=where, line=line_at(text, position))


def refuse_escapes(text: str, where: str) -> None:
    r"""Refuse the same characters written as ``\uXXXX`` (Turtle, SPARQL), save in comments.

    Raises:
        SyntaxFault: one stands in the text.
    """
    if "\\u" not in text and "\\U" not in text:
        return
    for match in NUMERIC_ESCAPE.finditer(text):
        fault = _fault(match[1] or match[2] or "")
        if fault and not _in_comment(text, match.start()):
            message = f"{match[0]} stands for a {fault}; delete it"
            raise SyntaxFault(message, where=where, line=line_at(text, match.start()))


def _fault(digits: str) -> str:
    if not digits:
        return ""
    code = int(digits, 16)
    return describe(chr(code)) if code <= 0x10FFFF else f"code beyond Unicode, U+{digits}"  # noqa: PLR2004


def _in_comment(text: str, position: int) -> bool:
    return any(
        piece.kind == "comment" and piece.start <= position < piece.start + len(piece.text)
        for piece in pieces(text)
    )


def _name(character: str) -> str:
    kind = next(kind for kind, span in _KINDS if re.match(f"[{span}]", character))
    words, comma, why = kind.partition(",")
    return f"{words} U+{ord(character):04X}{comma}{why}"
