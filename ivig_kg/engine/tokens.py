"""Tokens of SPARQL 1.1 (section 19.8), so that a gate sees code and not comments or strings.

Where the grammar is ambiguous to a reader without a scanner, the order here is that of pyoxigraph's
parser: the long string forms before the short ones, no escapes but those of the grammar.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal as OneOf
from typing import NamedTuple, TypeAlias, cast

from ivig_kg.errors import SyntaxFault

__all__ = ["UPDATE_WORDS", "Kind", "Token", "is_fickle", "tokenise", "undo_escapes"]

Kind: TypeAlias = OneOf[
    "iri", "string", "blank", "name", "variable", "language", "number", "word", "operator"
]

UPDATE_WORDS = frozenset(
    ("ADD", "CLEAR", "COPY", "CREATE", "DELETE", "DROP", "INSERT", "LOAD", "MOVE", "WITH")
)
"""Keywords that stand in SPARQL Update only; no query has them as a bare word."""

_FICKLE = re.compile(r"\b(?:(?:NOW|RAND|UUID|STRUUID|BNODE)\s*\(|SERVICE\b)", re.IGNORECASE)


class Token(NamedTuple):
    """One token: its kind, its text as written, and its line, counted from 1."""

    kind: Kind
    text: str
    line: int

    @property
    def word(self) -> str:
        """Return a keyword or the name of a function in upper case; empty for other kinds."""
        return self.text.upper() if self.kind == "word" else ""


# Character classes, by what they leave out: all of Unicode beyond ASCII may stand in a name (the
# parser behind knows better), since classes with ranges beyond ASCII take 20 ms to compile.
_NOT_LETTER = r"\x00-@\[-`{-\x7f"
_NOT_FIRST = r"\x00-/:-@\[-^`{-\x7f"
_NOT_NAME = r"\x00-,./:-@\[-^`{-\x7f"
_PIECE = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%]"
_ESCAPE = r"""\\(?:[tbnrf"'\\]|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})"""
_CODEPOINT = re.compile(r"\\\\|\\u(?P<short>[0-9A-Fa-f]{4})|\\U(?P<long>[0-9A-Fa-f]{8})")

_TOKEN = re.compile(
    rf"""
      (?P<skip> (?: [ \t\r\n]++ | \#[^\r\n]*+ )++ )
    | (?P<iri> < (?: [^<>"{{}}|^`\\\x00-\x20] | \\u[0-9A-Fa-f]{{4}} | \\U[0-9A-Fa-f]{{8}} )*+ > )
    | (?P<string>
          '''(?: '{{0,2}}+ (?: [^'\\] | {_ESCAPE} ) )*+'''
        | \"\"\"(?: "{{0,2}}+ (?: [^"\\] | {_ESCAPE} ) )*+\"\"\"
        | '(?: [^'\\\r\n] | {_ESCAPE} )*+'
        | "(?: [^"\\\r\n] | {_ESCAPE} )*+" )
    | (?P<blank> _: [^{_NOT_FIRST}] (?: [^{_NOT_NAME}]++ | \.++ (?= [^{_NOT_NAME}] ) )*+ )
    | (?P<name>
          (?: [^{_NOT_LETTER}] (?: (?: [^{_NOT_NAME}] | \. ){{0,200}} [^{_NOT_NAME}] )? )? :
          (?: (?: [^{_NOT_FIRST}] | : | {_PIECE} )
              (?: [^{_NOT_NAME}]++ | : | {_PIECE}
                | \.++ (?= [^{_NOT_NAME}] | : | {_PIECE} ) )*+ )? )
    | (?P<variable> [?$] [^{_NOT_FIRST}]++ )
    | (?P<language> @[A-Za-z]++ (?: --?[A-Za-z0-9]++ )*+ )
    | (?P<number> (?: [0-9]++ (?: \.[0-9]*+ )? | \.[0-9]++ ) [eE][+-]?[0-9]++
        | [0-9]*\.[0-9]++ | [0-9]++ )
    | (?P<word> [A-Za-z_][A-Za-z0-9_]*+ )
    | (?P<operator> \{{\| | \|\}} | \^\^ | \|\| | && | [!<>]= | [{{}}()\[\];,.=<>+\-*/|^!?~] )
    """,
    re.VERBOSE,
)


def undo_escapes(text: str) -> str:
    r"""Return a query with its codepoint escapes undone (``\u0041``; SPARQL 1.1, section 19.2).

    Raises:
        SyntaxFault: an escape is no Unicode character.
    """

    def character(found: re.Match[str]) -> str:
        digits = found["short"] or found["long"]
        if digits is None:
            return found[0]
        try:
            return chr(int(digits, 16)).encode().decode()
        except (ValueError, OverflowError):
            line = text.count("\n", 0, found.start()) + 1
            message = f"{found[0]} is no character of Unicode"
            raise SyntaxFault(message, where="query", line=line) from None

    return _CODEPOINT.sub(character, text) if "\\" in text else text


def tokenise(text: str) -> Iterator[Token]:
    """Yield the tokens of a query in one pass, without spaces and comments.

    Raises:
        SyntaxFault: a character begins no token (most often a quote that is never closed).
    """
    line, place = 1, 0
    while place < len(text):
        found = _TOKEN.match(text, place)
        if found is None:
            raise _stray(text, place, line)
        if found.lastgroup != "skip":
            yield Token(cast("Kind", found.lastgroup), found[0], line)
        line += text.count("\n", place, found.end())
        place = found.end()


def _stray(text: str, place: int, line: int) -> SyntaxFault:
    if text[place] in "'\"":
        message = f"a quote {text[place]} opens here and is not closed as SPARQL asks for"
    else:
        message = f"the character {text[place]!r} begins nothing that SPARQL knows"
    return SyntaxFault(f"{message}; mend or remove it", where="query", line=line)


def is_fickle(text: str) -> bool:
    """Say whether a query may give another answer each time, or call out.

    Words in comments and strings count, too: what is `<` and what begins an IRI takes a parser.
    """
    return bool(_FICKLE.search(text))
