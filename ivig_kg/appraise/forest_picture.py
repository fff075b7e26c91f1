"""The forest as a picture: a square for each rate, its interval, and the number as text."""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

from ivig_kg import draw
from ivig_kg.appraise.forest import Forest, Line, Panel
from ivig_kg.appraise.paper import EDGE, USUAL, Paper, fitting
from ivig_kg.appraise.rates import Rate
from ivig_kg.draw import LINE, Html

__all__ = ["to_svg"]

_STACKED = 700  # a sheet that is narrower has the text of a row above its line
_NUMBER = 152  # room for a rate with its interval
_COUNT = 52  # room for how many of how many
_SIDE = (5.0, 16.0)  # of a square: of one patient, and of the most
_TICKS = (0, 25, 50, 75, 100)
_ROOMY = 180  # pixels, for all ticks
_SMALL = 11.5
_STEP = 20  # from a rate to that of its control group


class _Layout(NamedTuple):
    """Where the columns of a row stand, in pixels."""

    stacked: bool
    text: float  # room for label and design
    plot: tuple[float, float]  # where 0 and 100 % stand
    most: int  # the most patients of a row

    def at(self, share: float) -> float:
        return self.plot[0] + share * (self.plot[1] - self.plot[0])

    def side(self, total: int) -> float:
        least, most = _SIDE
        return least + (most - least) * sqrt(total / self.most)


def to_svg(
    forest: Forest, *, width: int = USUAL, name: str = "forest", styled: bool = True
) -> Html:
    """Return the forest as SVG.

    Args:
        forest: the rates and the refusal to pool them.
        width: of the picture, in pixels; below 700 it is laid out for a phone.
        name: what its parts are named by; two pictures on one page need two.
        styled: whether it carries its style in itself; else the page has ``draw.style``.
    """
    paper = Paper(fitting(width))
    paper.head(forest.title, forest.scope, [forest.refusal])
    layout = _layout(paper, forest)
    for panel in forest.panels:
        _panel(paper, panel, layout)
    paper.foot(forest.scope, _NOTES)
    scope = forest.scope
    told = [f"{forest.title}.", scope.whom, scope.left_out, forest.refusal, *forest.told]
    told += [scope.disclaimer, f"{scope.made}."]
    return paper.picture(name, forest.title, told, styled=styled)


_NOTES = (
    (
        "A square stands at the share of patients and grows with how many they are; the line is "
        "the Wilson 95 % interval. A hollow square with a broken line: patients of another "
        "condition (indirect). A diamond: the control group of the row. One patient has no rate, "
        "and no mark. Rows of one study overlap; nothing is pooled."
    ),
    "Claims of texts are not drawn: they are no evidence.",
)


def _layout(paper: Paper, forest: Forest) -> _Layout:
    totals = [line.rate.total for p in forest.panels for s in p.stands for line in s.lines]
    right = paper.width - EDGE - _NUMBER - _COUNT
    most = max(totals, default=1)
    if paper.width < _STACKED:
        return _Layout(stacked=True, text=paper.room, plot=(EDGE + 10, right - 16), most=most)
    text = 0.46 * paper.room
    plot = (EDGE + text + 8, right - 16)
    return _Layout(stacked=False, text=text - 16, plot=plot, most=most)


def _panel(paper: Paper, panel: Panel, layout: _Layout) -> None:
    paper.y += 16
    paper.add(draw.line((EDGE, paper.y), (paper.width - EDGE, paper.y), "p-rule"))
    paper.told(f"{panel.endpoint}", "p-title", size=17, before=4)
    if not panel.stands:
        paper.told(panel.absence, "p-muted")
    else:
        top = paper.y
        grid = len(paper)
        for stand in panel.stands:
            paper.told(stand.label, "p-strong", before=8)
            for each in stand.lines:
                _row(paper, each, layout)
        _axis(paper, layout, top, grid)
    if panel.missing:
        missing = f"These do not count it: {'; '.join(panel.missing)}."
        paper.told(missing, "p-muted p-small", size=_SMALL, before=6)


def _row(paper: Paper, line: Line, layout: _Layout) -> None:
    start = paper.y
    label, count = draw.lines((EDGE, start + 15), line.row.label, layout.text)
    about, more = draw.lines(
        (EDGE, start + 15 + LINE * count - 2), line.about, layout.text, "p-muted p-small", _SMALL
    )
    control = line.row.control if line.shows_control else None
    height = max(LINE * (count + more), 2 * _STEP if control and not layout.stacked else 0)
    middle = start + height + 12 if layout.stacked else start + height / 2 + 2
    first = middle - _STEP / 2 if control and not layout.stacked else middle
    marks = [label, about, *_mark(line, layout, first), *_numbers(paper, line.rate, first)]
    if control:
        marks += _control(paper, control, layout, first + _STEP)
    paper.add(draw.group(f"{line.row.label}: {line.rate}; {line.about}", marks))
    paper.y = start + height + (26 if layout.stacked else 6)
    paper.y += _STEP if control and layout.stacked else 0


def _mark(line: Line, layout: _Layout, y: float) -> list[Html]:
    """Return the marks of a rate; one patient has none."""
    if line.rate.single:
        return []
    side = layout.side(line.rate.total)
    corner = (layout.at(line.rate.share) - side / 2, y - side / 2)
    hollow = "" if line.direct else " p-hollow"
    square = draw.box(corner, (side, side), f"p-square{hollow}")
    return [*_span(line.rate, layout, y, hollow), square]


def _span(rate: Rate, layout: _Layout, y: float, kind: str) -> list[Html]:
    low, high = map(layout.at, rate.interval)
    ends = [draw.line((x, y - 4), (x, y + 4), f"p-span{kind}") for x in (low, high)]
    return [draw.line((low, y), (high, y), f"p-span{kind}"), *ends]


def _control(paper: Paper, rate: Rate, layout: _Layout, y: float) -> list[Html]:
    """Return the marks of a control group: a diamond, as large for any number."""
    x = layout.at(rate.share)
    diamond = draw.diamond((x, y), 5, "p-control")
    spread = [] if rate.single else _span(rate, layout, y, " p-control")
    return [*spread, diamond, *_numbers(paper, rate, y)]


def _numbers(paper: Paper, rate: Rate, y: float) -> list[Html]:
    right = paper.width - EDGE
    return [
        draw.text((right - _NUMBER, y + 4.5), f"{rate.events}/{rate.total}", "p-strong p-end"),
        draw.text((right, y + 4.5), rate.percent, "p-end"),
    ]


def _ticks(layout: _Layout) -> tuple[int, ...]:
    """Return as many ticks as have room for their words."""
    room = layout.plot[1] - layout.plot[0]
    return _TICKS if room >= _ROOMY else _TICKS[::2] if room >= _ROOMY / 2 else _TICKS[::4]


def _axis(paper: Paper, layout: _Layout, top: float, place: int) -> None:
    paper.y += 6
    y = paper.y
    marks = [draw.line((layout.plot[0], y), (layout.plot[1], y), "p-axis")]
    for tick in _ticks(layout):
        x = layout.at(tick / 100)
        marks.append(draw.line((x, y), (x, y + 5), "p-axis"))
        marks.append(draw.text((x, y + 19), f"{tick} %", "p-middle p-muted p-small"))
        paper.put(place, draw.line((x, top + 6), (x, y), "p-rule"))
    paper.add(*marks)
    paper.y += 24
