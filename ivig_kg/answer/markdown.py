"""Answers as a GitHub pipe table with the notes under it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from ivig_kg.answer.cells import are_numbers, in_order
from ivig_kg.answer.table import Answer
from ivig_kg.answer.wording import Wording, harmless

__all__ = ["inline", "to_markdown"]

_NEW_LINE = "\r\n|\r|\n"
_MARKS = r"[\\`*\[\]~|]|(?<![^\W_])_|_(?![^\W_])"  # an underscore within a word is no mark


def to_markdown(answer: Answer) -> str:
    """Return a pipe table, a blank line, and the notes as a list."""
    answer = answer.tabular()
    wording = Wording(answer.names, answer.prefixes)
    rows = [[in_order(cell, wording.named) for cell in row] for row in answer.rows]
    lines = [
        _line([inline(name) for name in answer.columns]),
        _line(_rules(answer)),
        *(_line(["<br>".join(map(inline, cell)) for cell in row]) for row in rows),
        *_notes(answer.notes),
    ]
    return "".join(f"{line}\n" for line in lines)


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _rules(answer: Answer) -> list[str]:
    columns = zip(*answer.rows, strict=True) if answer.rows else ((),) * len(answer.columns)
    return ["---:" if are_numbers(cells) else "---" for cells in columns]


def _notes(notes: Sequence[str]) -> Iterator[str]:
    if notes:
        yield ""
    yield from (f"- {_list_item(note)}" for note in notes)


def _list_item(note: str) -> str:
    """Escape what would make the start of a note a heading or a list of its own."""
    text = re.sub(r"^([#+=-])", r"\\\1", inline(note))
    return re.sub(r"^([0-9]+)([.)])", r"\1\\\2", text)


def inline(text: str) -> str:
    """Return a text as Markdown on one line, none of it taken for a mark or for HTML."""
    lines = (line.replace("\t", " ").strip() for line in re.split(_NEW_LINE, text))
    return "<br>".join(_escaped(harmless(line)) for line in lines)


def _escaped(text: str) -> str:
    return re.sub(_MARKS, r"\\\g<0>", html.escape(text, quote=False))
