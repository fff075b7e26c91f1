"""The evidence map as a picture: a tile for each cell, its number, its word and its certainty."""

from __future__ import annotations

from collections.abc import Iterator

from ivig_kg import draw
from ivig_kg.appraise.evidence_map import Cell, EvidenceMap
from ivig_kg.appraise.map_words import in_words, notes_of, title_of, tone_of, words_on
from ivig_kg.appraise.paper import BOLD, EDGE, Paper, fitting
from ivig_kg.appraise.terms import Term
from ivig_kg.draw import LINE, Html

__all__ = ["USUAL_WIDTH", "to_svg"]

USUAL_WIDTH = 1280
"""The usual width of a map, in pixels: a dozen treatments fit side by side."""

_LISTED = 700  # a narrower sheet has a list of cells below each subtype
_INDENT = 12
_SMALL = 11.5
_ANGLE = -38
_TILE = 96  # the width of a tile in a list
_GAP = 3
_STEP = 14  # from one line of a tile to the next
_ACROSS, _UP = 0.79, 0.62  # how far a slanted head reaches, of its length


def to_svg(
    found: EvidenceMap, *, width: int = USUAL_WIDTH, name: str = "map", styled: bool = True
) -> Html:
    """Return the map as SVG.

    Args:
        found: the map.
        width: of the picture, in pixels; where the columns do not fit, the cells of each subtype
            stand below one another.
        name: what its parts are named by; two pictures on one page need two.
        styled: whether it carries its style in itself; else the page has ``draw.style``.
    """
    paper = Paper(fitting(width))
    paper.head(title_of(found), found.scope, [found.review])
    paper.y += 8
    left = min(250.0, 0.32 * paper.width)
    longest = max((draw.width_of(label) for label in found.columns.values()), default=0.0)
    column = (paper.room - left - _ACROSS * longest) / max(len(found.columns) - 0.5, 1)
    if paper.width < _LISTED or column < _least(found):
        _list(paper, found)
    else:
        _table(paper, found, left, min(column, 130))
    paper.foot(found.scope, notes_of(found))
    title = title_of(found)
    scope = found.scope
    told = [f"{title}.", scope.whom, scope.left_out, *in_words(found), *notes_of(found)]
    told += [scope.disclaimer, f"{scope.made}."]
    return paper.picture(name, title, told, styled=styled)


def _least(found: EvidenceMap) -> float:
    """Return how wide a column must be so that every word fits into its tile."""
    words = (each for cell in found.cells.values() for each in words_on(cell))
    widest = max((draw.width_of(each, BOLD * _SMALL) for each in words), default=0.0)
    return widest + 2 * (_GAP + 2)


def _table(paper: Paper, found: EvidenceMap, left: float, column: float) -> None:
    _heads(paper, found, left, column)
    for term in found.rows:
        _line(paper, found, term, left, column)


def _heads(paper: Paper, found: EvidenceMap, left: float, column: float) -> None:
    longest = max((draw.width_of(label) for label in found.columns.values()), default=0.0)
    paper.y += _UP * longest + 16
    for n, label in enumerate(found.columns.values()):
        at = (EDGE + left + column * n + column / 2 - 8, paper.y - 8)
        paper.add(draw.slanted(at, label, _ANGLE))


def _line(paper: Paper, found: EvidenceMap, term: Term, left: float, column: float) -> None:
    cells = found.of_row(term.iri)
    indent = EDGE + _INDENT * term.depth
    words = term.label + " (close)" * (term.match == "close")
    start, size = paper.y, draw.SIZE if cells else _SMALL
    kind = "" if cells else "p-muted p-small"
    tall = max((_tall(cell) for cell in cells), default=0.0)
    room = left - indent + EDGE - 6
    height = max(tall + 2 * _GAP, LINE * len(draw.wrapped(words, room, size)) + 6)
    first = start + height / 2 - LINE * (len(draw.wrapped(words, room, size)) - 1) / 2 + 4.5
    label, _ = draw.lines((indent, first), words, room, kind, size)
    paper.add(draw.line((EDGE, start), (paper.width - EDGE, start), "p-rule"), label)
    for cell in cells:
        n = list(found.columns).index(cell.treatment)
        at = (EDGE + left + column * n + _GAP, start + _GAP)
        marks = _tile(cell, at, (column - 2 * _GAP, height - 2 * _GAP))
        told = f"{term.label}, {found.columns[cell.treatment]}: {cell.told}"
        paper.add(draw.group(told, marks))
    paper.y = start + height


def _tile(cell: Cell, at: tuple[float, float], size: tuple[float, float]) -> Iterator[Html]:
    tone = tone_of(cell)
    (x, y), (width, height) = at, size
    middle = x + width / 2
    yield draw.box(at, size, f"p-tile p-{tone}", 4)
    on = "" if tone == "outline" else f"p-on-{tone} "
    words = words_on(cell)
    first = y + height / 2 + 4.5 - _STEP * (len(words) - 1) / 2
    for n, each in enumerate(words):
        strong = "" if n else " p-strong"
        yield draw.text((middle, first + _STEP * n), each, f"{on}p-middle p-small{strong}")


def _tall(cell: Cell) -> float:
    return _STEP * len(words_on(cell)) + 8


def _list(paper: Paper, found: EvidenceMap) -> None:
    for term in found.rows:
        cells = found.of_row(term.iri)
        indent = EDGE + _INDENT * min(term.depth, 4)
        paper.add(draw.line((EDGE, paper.y), (paper.width - EDGE, paper.y), "p-rule"))
        words = (
            term.label
            + " (close)" * (term.match == "close")
            + (": nothing held as such" * (not cells))
        )
        kind = "p-strong" if cells else "p-muted p-small"
        room = paper.width - EDGE - indent
        size = draw.SIZE * BOLD if cells else _SMALL
        label, count = draw.lines((indent, paper.y + 17), words, room, kind, size)
        paper.add(label)
        paper.y += LINE * count + 6
        for cell in cells:
            _entry(paper, found, cell, indent)
        paper.y += 4 if cells else 0


def _entry(paper: Paper, found: EvidenceMap, cell: Cell, indent: float) -> None:
    at, height = (indent, paper.y), max(34.0, _tall(cell))
    treatment = found.columns[cell.treatment]
    x = indent + _TILE + 8
    room = paper.width - EDGE - x
    label, count = draw.lines((x, paper.y + 22), treatment, room)
    if count > 1:
        label, count = draw.lines((x, paper.y + 14), treatment, room)
    height = max(height + 4, LINE * count + 4)
    marks = [*_tile(cell, at, (_TILE, max(34.0, _tall(cell)))), label]
    paper.add(draw.group(f"{treatment}: {cell.told}", marks))
    paper.y += height
