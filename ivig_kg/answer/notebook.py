"""Answers in a notebook: one escaped HTML table without script or style, its notes under it."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from ivig_kg.answer.cells import Cell, natural_key
from ivig_kg.answer.terms import Iri, Term
from ivig_kg.answer.wording import Wording, harmless

__all__ = ["to_html"]


def to_html(
    columns: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    wording: Wording,
    *,
    summary: str = "",
    notes: Sequence[str] = (),
) -> str:
    """Return an answer as an HTML fragment; only http and https IRIs become links."""
    heads = "".join(f'<th scope="col">{_escape(name)}</th>' for name in columns)
    body = "\n".join(f"<tr>{_cells(row, wording)}</tr>" for row in rows)
    caption = f"<caption>{_escape(summary)}</caption>\n" if summary else ""
    return (
        f'<div class="ivig-kg-answer">\n<table>\n{caption}<thead><tr>{heads}</tr></thead>\n'
        f"<tbody>\n{body}\n</tbody>\n</table>\n{_notes(notes)}</div>\n"
    )


def _cells(row: Sequence[Cell], wording: Wording) -> str:
    return "".join(f"<td>{_cell(cell, wording)}</td>" for cell in row)


def _cell(cell: Cell, wording: Wording) -> str:
    terms = cell if isinstance(cell, tuple) else () if cell is None else (cell,)
    ordered = sorted(terms, key=lambda term: natural_key(wording.named(term)))
    return "<br>".join(_term(term, wording) for term in ordered)


def _term(term: Term, wording: Wording) -> str:
    text = _escape(wording.named(term))
    if isinstance(term, Iri) and re.match("https?://", term.value, re.IGNORECASE):
        return f'<a href="{_escape(term.value)}" rel="noopener noreferrer">{text}</a>'
    return text


def _notes(notes: Sequence[str]) -> str:
    items = "".join(f"<li>{_escape(note)}</li>\n" for note in notes)
    return f"<ul>\n{items}</ul>\n" if items else ""


def _escape(text: str) -> str:
    lines = re.split("\r\n|\r|\n", text)
    return "<br>".join(html.escape(harmless(line)) for line in lines)
