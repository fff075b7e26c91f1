"""The answer itself: what was asked, columns, rows, and what has to be said with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal as OneOf
from typing import TypeAlias

from ivig_kg.answer.terms import Literal, Term, Triple

__all__ = ["LIST_SEPARATOR", "Answer", "Cell"]

LIST_SEPARATOR = " | "
"""What GROUP_CONCAT puts between the items of a list cell, in every query of the project."""

Cell: TypeAlias = Term | tuple[Term, ...] | None
"""One cell: a term, a list (sorted, compared as a set), or nothing."""


@dataclass(frozen=True)
class Answer:
    """What a query returned.

    Args:
        columns: the names of the columns, in order.
        rows: one tuple a row, as long as ``columns``.
        form: SELECT, ASK (one row, one column) or CONSTRUCT (triples, no rows).
        triples: what CONSTRUCT or DESCRIBE returned.
        question: the name of the question, or where the query came from.
        summary: the question in words.
        notes: what must be read with the answer (review state, disclaimer).
        names: IRI to label, for showing; identity is always the IRI.
        prefixes: prefix to namespace, for CURIEs.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    form: OneOf["SELECT", "ASK", "CONSTRUCT"] = "SELECT"
    triples: tuple[Triple, ...] = ()
    question: str = ""
    summary: str = ""
    notes: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    prefixes: Mapping[str, str] = field(default_factory=dict)

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.rows)

    @property
    def holds(self) -> bool:
        """Return the answer to an ASK query; for others, whether there is anything."""
        if self.form == "ASK":
            return self.rows[0][0] == Literal("true", "http://www.w3.org/2001/XMLSchema#boolean")
        return bool(self.rows or self.triples)
