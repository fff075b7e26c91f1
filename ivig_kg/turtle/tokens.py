"""Where the parts of a Turtle text are that can hide other text: comments, strings, IRIs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

__all__ = ["NUMERIC_ESCAPE", "Piece", "line_at", "pieces", "unescape"]

# Possessive throughout: a literal of 50 MB costs one pass and no stack.
_PIECE = re.compile(
    r"""[^"'\#<\\]*+
    (?: (?P<comment> \#[^\n\r]*+ )
      | (?P<long> \"{3} (?: [^"\\]++ | \\. | "(?!"") )*+ \"{3}
                | '{3} (?: [^'\\]++ | \\. | '(?!'') )*+ '{3} )
      | (?P<string> " (?: [^"\\\n\r]++ | \\. )*+ " | ' (?: [^'\\\n\r]++ | \\. )*+ ' )
      | (?P<iri> <[^<>"\s]*+> )
      | (?P<other> \\. | ["'<\\] )
      | (?P<end> \Z )
    )""",
    re.VERBOSE | re.DOTALL,
)
NUMERIC_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|.)", re.DOTALL)
"""A backslash and what it takes; groups for the two numeric forms."""


class Piece(NamedTuple):
    """A comment, string or IRI; ``before`` is the plain text since the piece before it.

    ``kind`` is comment, long (a string in triple quotes), string, iri, or other (a stray quote or
    backslash, which a parser refuses or which escapes one character of a local name).
    """

    kind: str
    start: int
    text: str
    before: str


def pieces(text: str) -> Iterator[Piece]:
    """Yield the pieces of a Turtle text in their order."""
    before = ""
    for match in _PIECE.finditer(text):
        kind = match.lastgroup or "other"
        if kind == "end":  # without it, each place behind the last piece would be tried anew
            return
        start = match.start(kind)
        before += text[match.start() : start]
        yield Piece(kind, start, match[kind], before)
        if kind != "comment":
            before = ""


def line_at(text: str, position: int) -> int:
    """Return the line, counted from 1, of a position."""
    return text.count("\n", 0, position) + 1


def unescape(text: str) -> str:
    r"""Replace ``\uXXXX`` and ``\UXXXXXXXX`` by the character meant; leave other escapes.

    >>> unescape(r"Sj\u00F6gren")
    'Sjögren'
    """
    return NUMERIC_ESCAPE.sub(_meant, text) if "\\" in text else text


def _meant(match: re.Match[str]) -> str:
    code = int(match[1] or match[2] or "110000", 16)
    return chr(code) if code <= 0x10FFFF else match[0]  # noqa: PLR2004 (the end of Unicode)
