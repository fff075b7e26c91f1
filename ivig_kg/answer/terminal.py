"""Answers on a terminal: an aligned table, or a block a row where the columns do not fit."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ivig_kg.answer.cells import are_numbers, in_order
from ivig_kg.answer.table import Answer
from ivig_kg.answer.widths import NAME_BREAKS, Column, fit, shown_width, wrap
from ivig_kg.answer.wording import Wording, harmless

__all__ = ["to_table"]

_GAP = 2
_HANG = " "  # before what continues an item of a list
_ROOMY = 24  # a value that would be narrower than this goes under its name, not beside it
_BOLD, _DIM, _PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[0m"


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What is to be laid out, in harmless texts: a cell is a list of none, one or several."""

    names: Sequence[str]
    rows: Sequence[Sequence[Sequence[str]]]
    width: int
    color: bool

    def painted(self, text: str, style: str) -> str:
        return f"{style}{text}{_PLAIN}" if self.color and text else text


@dataclass(frozen=True, slots=True)
class _Grid:
    """Where the columns of a table stand."""

    widths: Sequence[int]
    gap: str
    numeric: Sequence[bool]

    def beside(self, cells: Sequence[Sequence[str]]) -> list[str]:
        """Set the lines of each cell beside those of the others."""
        return [self._line(cells, level) for level in range(max(1, *map(len, cells)))]

    def _line(self, cells: Sequence[Sequence[str]], level: int) -> str:
        texts = [cell[level] if level < len(cell) else "" for cell in cells]
        padded = map(_padded, texts, self.widths, self.numeric)
        return self.gap.join(padded).rstrip()


def to_table(answer: Answer, *, width: int, color: bool) -> str:
    """Return an answer for a terminal of this many columns (0: unlimited)."""
    if answer.form == "ASK":
        return "yes\n" if answer.holds else "no\n"
    answer = answer.tabular()
    if not answer.rows or not answer.columns:
        return "(no rows)\n"
    sheet = _sheet(answer, width, color=color)
    fitted = fit(list(_columns(sheet)), width or sys.maxsize, _GAP)
    if fitted is None:
        return _joined(_records(sheet))
    numeric = [are_numbers(cells) for cells in zip(*answer.rows, strict=True)]
    return _joined(_table(sheet, _Grid(fitted[0], " " * fitted[1], numeric)))


def _joined(lines: Iterator[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _sheet(answer: Answer, width: int, *, color: bool) -> _Sheet:
    wording = Wording(answer.names, answer.prefixes)
    rows = [
        [[harmless(text) for text in in_order(cell, wording.named)] for cell in row]
        for row in answer.rows
    ]
    return _Sheet([harmless(name) for name in answer.columns], rows, width, color)


def _columns(sheet: _Sheet) -> Iterator[Column]:
    for index, name in enumerate(sheet.names):
        cells = [row[index] for row in sheet.rows]
        hang = len(_HANG) if any(len(cell) > 1 for cell in cells) else 0
        yield Column(name, [text for cell in cells for text in cell], hang)


def _table(sheet: _Sheet, grid: _Grid) -> Iterator[str]:
    for line in _head(sheet.names, grid):
        yield sheet.painted(line, _BOLD)
    yield sheet.painted(grid.gap.join("-" * width for width in grid.widths), _DIM)
    blocks = [grid.beside(list(map(_lines, row, grid.widths))) for row in sheet.rows]
    apart = any(len(block) > 1 for block in blocks)
    for index, block in enumerate(blocks):
        if apart and index:
            yield ""
        yield from block


def _head(names: Sequence[str], grid: _Grid) -> list[str]:
    heads = [wrap(name, width, NAME_BREAKS) for name, width in zip(names, grid.widths, strict=True)]
    tallest = max(map(len, heads))
    return grid.beside([[""] * (tallest - len(head)) + head for head in heads])


def _lines(cell: Sequence[str], width: int) -> list[str]:
    hang = _HANG if len(cell) > 1 else ""
    return [line for text in cell for line in _hung(text, width, hang)]


def _hung(text: str, width: int, hang: str) -> list[str]:
    if shown_width(text) <= width:
        return [text]
    first, *others = wrap(text, width - len(hang))
    return [first, *(hang + line for line in others)]


def _padded(text: str, width: int, numeric: bool) -> str:  # noqa: FBT001 - called by map
    padding = " " * (width - shown_width(text))
    return padding + text if numeric else text + padding


def _records(sheet: _Sheet) -> Iterator[str]:
    margin = max(map(shown_width, sheet.names)) + len(": ")
    for index, row in enumerate(sheet.rows):
        if index:
            yield ""
        for name, cell in zip(sheet.names, row, strict=True):
            yield from _field(sheet, name, cell, margin)


def _field(sheet: _Sheet, name: str, cell: Sequence[str], margin: int) -> Iterator[str]:
    """Yield ``column: value``, the value under the name where there is little room beside it."""
    key = sheet.painted(f"{name}:", _BOLD)
    indent = margin if sheet.width - margin >= _ROOMY else _GAP
    lines = _lines(cell, max(sheet.width - indent, 1))
    if not lines or indent != margin:
        yield key
    else:
        yield key + " " * (margin - shown_width(f"{name}:")) + lines.pop(0)
    yield from (" " * indent + line for line in lines)
