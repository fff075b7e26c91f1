"""Rows for keeping: each term once, so that thousands of rows are read in a fraction of a second.

For what this program wrote itself, and knows to be unaltered; for others there is ``to_json``.
"""

from __future__ import annotations

import json

from ivig_kg.answer.table import Answer
from ivig_kg.answer.terms import Blank, Iri, Literal, Term

__all__ = ["pack", "unpack"]

_NONE = -1  # where a row has no term


def pack(answer: Answer) -> bytes:
    """Return the columns and rows of an answer to SELECT, as an engine gave them.

    Raises:
        ValueError: it has a list cell, or is no answer to SELECT.
    """
    if answer.form != "SELECT":
        raise ValueError(f"an answer to {answer.form}")
    places: dict[Term, int] = {}
    rows = []
    for row in answer.rows:
        if any(isinstance(cell, tuple) for cell in row):
            raise ValueError("a list cell")
        terms = [cell for cell in row if not isinstance(cell, tuple)]
        rows.append([_NONE if t is None else places.setdefault(t, len(places)) for t in terms])
    parts = [_parts(term) for term in places]
    document = {"columns": answer.columns, "terms": parts, "rows": rows}
    return json.dumps(document, separators=(",", ":")).encode()


def unpack(data: bytes) -> Answer:
    """Return the answer that was packed."""
    document = json.loads(data)
    terms: list[Term | None] = [*map(_term, document["terms"]), None]  # which -1 stands for
    rows = tuple(tuple([terms[place] for place in row]) for row in document["rows"])
    return Answer(tuple(document["columns"]), rows)


def _parts(term: Term) -> list[str]:
    if isinstance(term, Literal):
        return [term.value, term.datatype, term.language]
    return [term.value] if isinstance(term, Iri) else [term.value, "blank"]


def _term(parts: list[str]) -> Term:
    if len(parts) == 1:
        return Iri(parts[0])
    return Blank(parts[0]) if parts[1:] == ["blank"] else Literal(*parts)
