"""What a query asks for, as its tokens tell: its form, and the columns that it projects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ivig_kg.engine.tokens import UPDATE_WORDS, Token, tokenise
from ivig_kg.errors import InvalidInput, SyntaxFault

__all__ = ["Asked", "read_form"]

_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")


class Asked(NamedTuple):
    """The form of a query, and the columns of a SELECT (None where it says ``*``)."""

    form: str
    columns: tuple[str, ...] | None = None


def read_form(text: str) -> Asked:
    """Read the form of a query.

    Raises:
        SyntaxFault: it is not SPARQL.
        InvalidInput: it is an update.
    """
    tokens = tuple(tokenise(text))
    place = _after_prologue(tokens)
    word = tokens[place].word if place < len(tokens) else ""
    if word in UPDATE_WORDS:
        raise InvalidInput("query: this is an update; only push writes to an endpoint")
    if word not in _FORMS:
        line = tokens[place].line if place < len(tokens) else 0
        message = f"not SPARQL 1.1: none of {', '.join(_FORMS)} stands behind the prefixes"
        raise SyntaxFault(message, where="query", line=line)
    return Asked(word, _projected(tokens[place + 1 :]) if word == "SELECT" else None)


def _after_prologue(tokens: Sequence[Token]) -> int:
    place = 0
    while place < len(tokens) and tokens[place].word in {"PREFIX", "BASE"}:
        place += 3 if tokens[place].word == "PREFIX" else 2
    return place


def _projected(tokens: Sequence[Token]) -> tuple[str, ...] | None:
    columns: list[str] = []
    depth, named = 0, False
    for token in tokens:
        if depth == 0 and (token.text == "{" or token.word in {"WHERE", "FROM"}):
            break
        if depth == 0 and token.text == "*":
            return None
        depth += (token.text in {"(", "{"}) - (token.text in {")", "}"})
        if token.kind == "variable" and (depth == 0 or (depth == 1 and named)):
            columns.append(token.text[1:])
        named = token.word == "AS"
    return tuple(columns)
