"""The formatter: triples as Turtle in the one form of the project, a line a triple."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ivig_kg.answer.terms import Triple
from ivig_kg.namespaces import Namespaces
from ivig_kg.turtle.nest import Node, Row, Trees
from ivig_kg.turtle.order import PredicateOrder, natural
from ivig_kg.turtle.spell import Spelling
from ivig_kg.turtle.tokens import line_at, pieces

__all__ = ["WIDTH", "PredicateOrder", "remarks_of", "stray_comments", "write"]

WIDTH = 100
"""How many columns a list or a nested node may reach before it is broken."""

_HEAD = re.compile(r"(?:[^\S\n]*+(?:#[^\n]*+)?(?:\n|\Z))*+")


def write(
    triples: Iterable[Triple], namespaces: Namespaces, order: PredicateOrder, *, remarks: str = ""
) -> str:
    """Return triples as Turtle: sorted, one a line, the same whatever their order and labels.

    Args:
        triples: what the file says; blank nodes only as trees and lists.
        namespaces: the prefixes of the project; those used are declared.
        order: the order of predicates within a block.
        remarks: comment lines for the top, as :func:`remarks_of` returns them.

    Raises:
        InvalidInput: a blank node is shared or in a circle, or a term cannot be written.
        LimitReached: blank nodes are nested too deeply.
    """
    spelling = Spelling(namespaces)
    trees = Trees(triples, spelling, order)
    blocks = [_block(word, rows) for word, rows in trees.named()]
    blocks += sorted((_block("[]", rows) for rows in trees.loose()), key=natural)
    parts = [_remarks(remarks), "\n".join(spelling.prefix_lines()), *blocks]
    text = "\n\n".join(part for part in parts if part)
    return f"{text}\n" if text else ""


def remarks_of(text: str) -> str:
    """Return the comment lines above the first prefix or triple of a Turtle text."""
    return _remarks(_head(text))


def stray_comments(text: str) -> list[int]:
    """Return the lines of the comments that formatting would lose: all below the remarks."""
    body = len(_head(text))
    return [
        line_at(text, piece.start)
        for piece in pieces(text)
        if piece.kind == "comment" and piece.start >= body
    ]


def _head(text: str) -> str:
    match = _HEAD.match(text)
    return match[0] if match else ""


def _remarks(text: str) -> str:
    lines = [line.strip() for line in text.splitlines()]
    marked = (line if not line or line.startswith("#") else f"# {line}" for line in lines)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(marked)).strip("\n")


def _block(subject: str, rows: Sequence[Row]) -> str:
    lines = [subject]
    for number, (verb, node) in enumerate(rows, 1):
        tail = " ." if number == len(rows) else " ;"
        lines.extend(_lines(f"  {verb} ", node, tail))
    return "\n".join(lines)


def _lines(lead: str, node: Node, tail: str) -> Iterator[str]:
    """Yield the lines of one row; ``lead`` is its indentation and verb."""
    if isinstance(node, str):
        yield f"{lead}{node}{tail}"
        return
    if not node.rows or (node.short and len(lead) + len(node.flat) + len(tail) <= WIDTH):
        yield f"{lead}{node.flat}{tail}"
        return
    margin = " " * (len(lead) - len(lead.lstrip()))
    separator = "" if node.is_list else " ;"
    yield f"{lead}{'(' if node.is_list else '['}"
    for number, (verb, inner) in enumerate(node.rows, 1):
        word = f"{verb} " if verb else ""
        yield from _lines(f"{margin}  {word}", inner, separator if number < len(node.rows) else "")
    yield f"{margin}{')' if node.is_list else ']'}{tail}"
