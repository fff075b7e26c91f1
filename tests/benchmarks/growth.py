"""Draws how the seconds of questions grow with the statements, as text and as SVG.

Use: python tests/benchmarks/growth.py FILE.tsv [QUESTION ...]

FILE.tsv has a line a measurement: question, where (memory, disk, kept, rdflib), statements,
seconds, rows; scale.py --record writes such lines. Beside it FILE.txt and FILE.svg are written: a
table of all, and a panel for each question that is named (else for all), both axes logarithmic.
A question that has no measurement of more than one size is in the table alone.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from math import log10
from pathlib import Path
from typing import NamedTuple

from ivig_kg import draw
from ivig_kg.draw import Html

WIDTH, HEIGHT, ACROSS = 320, 240, 3  # of a panel in pixels, and how many stand side by side
LEFT, RIGHT, TOP, BOTTOM = 54, 78, 34, 34  # around the plot of a panel
HEAD = 76
SIZES = (3, 6)  # powers of ten: statements
SECONDS = (-4, 2)
KINDS = {
    "rdflib": "p-control p-hollow",
    "memory": "p-span",
    "disk": "p-control",
    "kept": "p-span p-hollow",
}
TITLE = "Seconds of a question by statements in the graph"
WORDS = (
    "Both axes are logarithmic. memory: Oxigraph in memory; disk: a store on the disk, no answer "
    "kept; kept: the answer that the store keeps of the question as it stands; rdflib: the same "
    "text by rdflib. Made-up statements: 23 triples each."
)


class Measured(NamedTuple):
    """One measurement; seconds are the median of its runs."""

    question: str
    where: str
    statements: int
    seconds: float
    rows: int


def read(path: Path) -> list[Measured]:
    """Return the measurements of a file."""
    with path.open(encoding="utf-8", newline="") as stream:
        lines = csv.DictReader(stream, delimiter="\t")
        return [
            Measured(
                line["question"],
                line["where"],
                int(line["statements"]),
                float(line["seconds"]),
                int(line["rows"]),
            )
            for line in lines
        ]


def table(measured: Iterable[Measured]) -> str:
    """Return all measurements as a table: a row a question and place, a column a size."""
    cells = {(one.question, one.where, one.statements): one for one in measured}
    sizes = sorted({size for _, _, size in cells})
    head = ["question", "where", *(f"{size:,}" for size in sizes), "rows at most"]
    body = []
    for question, where in sorted({key[:2] for key in cells}):
        found = [cells.get((question, where, size)) for size in sizes]
        rows = max(one.rows for one in found if one)
        seconds = [f"{one.seconds:.3f}" if one else "-" for one in found]
        body.append([question, where, *seconds, f"{rows:,}"])
    widths = [max(map(len, column)) for column in zip(head, *body, strict=True)]
    return "".join(_line(cells, widths) for cells in (head, *body))


def _line(cells: Iterable[str], widths: Iterable[int]) -> str:
    parts = [
        cell.ljust(width) if number < len(("question", "where")) else cell.rjust(width)
        for number, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return "  ".join(parts).rstrip() + "\n"


def picture(measured: Iterable[Measured]) -> Html:
    """Return the panels of those questions that were measured at more than one size."""
    by_question: dict[str, dict[str, list[Measured]]] = {}
    for one in sorted(measured, key=lambda one: one.statements):
        by_question.setdefault(one.question, {}).setdefault(one.where, []).append(one)
    shown = {q: s for q, s in sorted(by_question.items()) if any(len(m) > 1 for m in s.values())}
    down = -(-len(shown) // ACROSS)
    words, _ = draw.lines((16, 50), WORDS, ACROSS * WIDTH - 32, "p-small p-muted", 11.5)
    marks = [draw.text((16, 28), TITLE, "p-title"), words]
    for number, (question, series) in enumerate(shown.items()):
        corner = (number % ACROSS * WIDTH, HEAD + number // ACROSS * HEIGHT)
        marks.append(draw.group(question, _panel(question, series, corner)))
    size = (ACROSS * WIDTH, HEAD + down * HEIGHT)
    return draw.picture("growth", size, TITLE, WORDS, draw.joined(marks))


def _panel(
    question: str, series: Mapping[str, list[Measured]], corner: tuple[float, float]
) -> Iterator[Html]:
    yield draw.text((corner[0] + 16, corner[1] + 20), question, "p-strong")
    yield from _axes(corner)
    ends: list[tuple[float, float]] = []
    for where, points in series.items():
        places = [_place(one, corner) for one in points]
        for start, end in pairwise(places):
            yield draw.line(start, end, KINDS[where])
        for x, y in places:
            yield draw.diamond((x, y), 2.5, KINDS[where])
        x, y = places[-1]
        while any(abs(x - left) < RIGHT and abs(y - other) < 13 for left, other in ends):
            y += 1
        ends.append((x, y))
        yield draw.text((x + 7, y + 4), f"{where} {points[-1].seconds:.2g}", "p-small")


def _axes(corner: tuple[float, float]) -> Iterator[Html]:
    left, right = corner[0] + LEFT, corner[0] + WIDTH - RIGHT
    for power in range(SECONDS[0], SECONDS[1] + 1):
        y = _down(power, corner)
        yield draw.line((left, y), (right, y), "p-rule")
        yield draw.text((left - 6, y + 4), f"{10.0**power:g} s", "p-small p-muted p-end")
    for power in range(SIZES[0], SIZES[1] + 1):
        x = _across(power, corner)
        name = f"{10 ** (power - 3)} k" if power < SIZES[1] else "1 M"
        y = corner[1] + HEIGHT - BOTTOM + 16
        yield draw.text((x, y), name, "p-small p-muted p-middle")


def _place(one: Measured, corner: tuple[float, float]) -> tuple[float, float]:
    power = min(max(log10(max(one.seconds, 1e-9)), SECONDS[0]), SECONDS[1])
    return _across(log10(one.statements), corner), _down(power, corner)


def _across(power: float, corner: tuple[float, float]) -> float:
    share = (power - SIZES[0]) / (SIZES[1] - SIZES[0])
    return corner[0] + LEFT + share * (WIDTH - LEFT - RIGHT)


def _down(power: float, corner: tuple[float, float]) -> float:
    share = (power - SECONDS[0]) / (SECONDS[1] - SECONDS[0])
    return corner[1] + HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)


def main() -> None:
    """Write the table and the picture beside the file of measurements."""
    if len(sys.argv) < len(("program", "file")):
        raise SystemExit(__doc__)
    path, named = Path(sys.argv[1]), set(sys.argv[2:])
    measured = read(path)
    drawn = [one for one in measured if not named or one.question in named]
    path.with_suffix(".txt").write_text(table(measured), "utf-8")
    path.with_suffix(".svg").write_text(str(picture(drawn)), "utf-8")


if __name__ == "__main__":
    main()
