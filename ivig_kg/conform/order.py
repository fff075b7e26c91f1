"""By which columns a query orders its rows, where its text alone decides it."""

from __future__ import annotations

from collections.abc import Sequence

from ivig_kg.engine.tokens import Token, tokenise

__all__ = ["order_columns"]

_DIRECTIONS = frozenset(("ASC", "DESC"))
_BEHIND = frozenset(("LIMIT", "OFFSET", "VALUES", "HAVING"))


def order_columns(text: str, columns: Sequence[str]) -> tuple[str, ...] | None:
    """Return the columns of the ORDER BY of a query; rows that agree in them may swap places.

    Returns:
        None where it orders by an expression, or by what it does not select: then no tie can be
        told from a fault, and all places count. Without ORDER BY, no column: no place counts.
    """
    keys = _order_tokens(tuple(tokenise(text)))
    names: list[str] = []
    while keys:
        if keys[0].kind == "variable":
            taken, keys = keys[0], keys[1:]
        elif keys[0].word in _DIRECTIONS:
            inner = [token for token in keys[1:4] if token.text not in {"(", ")"}]
            if keys[1].kind == "variable":
                taken, keys = keys[1], keys[2:]
            elif len(inner) == 1 and inner[0].kind == "variable":
                taken, keys = inner[0], keys[4:]
            else:
                return None
        else:
            return None
        if taken.text[1:] not in columns:
            return None
        names.append(taken.text[1:])
    return tuple(names)


def _order_tokens(tokens: tuple[Token, ...]) -> list[Token]:
    """Return what stands behind the ORDER BY of the whole query."""
    depth, start = 0, None
    for place, token in enumerate(tokens):
        depth += (token.text == "{") - (token.text == "}")
        if depth == 0 and token.word == "ORDER":
            start = place + 2
        elif depth == 0 and start is not None and token.word in _BEHIND:
            return list(tokens[start:place])
    return [] if start is None else list(tokens[start:])
