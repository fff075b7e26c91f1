"""Where the parts of the diagram stand.

Boxes that point stand in one column, boxes that are only pointed to in a second one to its right.
A line leaves a box at the row that names its properties, and runs to its target in a lane of the
target's own: left of both columns, or between them. So no line crosses a box, and no two labels
meet, since every label stands in a box.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from ivig_kg.draw import width_of, wrapped
from ivig_kg.reference.links import Link, Node

__all__ = ["LINE", "PAD", "Box", "Lane", "Line", "Picture", "Row", "arrange"]

LINE = 18
"""From one line of text to the next."""

PAD = 10
"""Between the edge of a box and its text."""

_EDGE, _GAP, _LANE = 16, 22, 13  # around all, between boxes, between lanes
_WIDE, _NARROW = 330, 230  # the boxes of the two columns


class Line(NamedTuple):
    """A line of text: names, and the end of it, which tells where they lead."""

    text: str
    target: str = ""


@dataclass(frozen=True)
class Row:
    """The properties of a box that lead to one target.

    Args:
        link: which they are, and where they lead.
        lines: the same as text.
        y: the middle of the last line, where the line to the target leaves.
    """

    link: Link
    lines: tuple[Line, ...]
    y: int = 0


@dataclass(frozen=True)
class Box:
    """A class on the diagram.

    Args:
        node: what it is and where it leads.
        title: its label, as lines.
        kinds: the classes below it, as lines.
        rows: where its properties lead.
        x: its left edge.
        y: its upper edge.
        width: how wide it is.
        height: how high it is.
    """

    node: Node
    title: tuple[str, ...]
    kinds: tuple[str, ...]
    rows: tuple[Row, ...]
    x: int
    y: int
    width: int
    height: int

    @property
    def entry(self) -> int:
        """Return the height at which lines lead in: the middle of its first line."""
        return self.y + PAD + LINE // 2


class Lane(NamedTuple):
    """All lines to one target.

    Args:
        target: the IRI of the box.
        x: where the lane is.
        starts: the points at which rows of boxes lead into it.
        end: the point at which it enters the target, from the left.
    """

    target: str
    x: int
    starts: tuple[tuple[int, int], ...]
    end: tuple[int, int]


class Picture(NamedTuple):
    """The whole: boxes, lanes, and the size."""

    boxes: tuple[Box, ...]
    lanes: tuple[Lane, ...]
    width: int
    height: int


def arrange(nodes: Sequence[Node], top: int = 0) -> Picture:
    """Return where everything stands.

    Args:
        nodes: the boxes, what points before what it points to.
        top: how much to leave free above.
    """
    pointing = [node for node in nodes if node.links]
    ends = [node for node in nodes if not node.links]
    inner = {node.iri for node in pointing}
    reached = {link.target for node in pointing for link in node.links}
    left = _EDGE + _LANE * len(inner & reached) + _LANE
    right = left + _WIDE + _LANE * (len(reached - inner) + 2)
    first = _stacked([_box(node, left, _WIDE) for node in pointing], top)
    second = _beside([_box(node, right, _NARROW) for node in ends], first, top)
    boxes = (*first, *second)
    lanes = (*_lanes(first, first, left), *_lanes(first, second, right))
    width = (right + _NARROW if ends else left + _WIDE) + _EDGE
    height = max((box.y + box.height for box in boxes), default=top) + _EDGE
    return Picture(boxes, lanes, width, height)


def _box(node: Node, x: int, width: int) -> Box:
    room = width - 2 * PAD
    title = wrapped(node.label, room) or ("?",)
    kinds = wrapped(", ".join(node.kinds), room)
    rows = tuple(Row(link, _lines(link, room)) for link in node.links)
    lines = len(title) + len(kinds) + sum(len(row.lines) for row in rows)
    height = 2 * PAD + LINE * lines + PAD * len(rows)
    return Box(node, title, kinds, rows, x, 0, width, height)


def _lines(link: Link, room: int) -> tuple[Line, ...]:
    *before, last = wrapped(", ".join(link.names), room) or ("",)
    target = f"→ {link.label}"
    if width_of(f"{last} {target}") <= room:
        return (*map(Line, before), Line(last, target))
    ends = wrapped(target, room)
    return (*map(Line, before), Line(last), *(Line("", end) for end in ends))


def _placed(box: Box, y: int) -> Box:
    """Return a box at this height, with its rows."""
    at = y + PAD + LINE * (len(box.title) + len(box.kinds))
    rows = []
    for row in box.rows:
        at += PAD + LINE * len(row.lines)
        rows.append(replace(row, y=at - LINE // 2))
    return replace(box, y=y, rows=tuple(rows))


def _stacked(boxes: Iterable[Box], top: int) -> list[Box]:
    y, placed = top + _EDGE, []
    for box in boxes:
        placed.append(_placed(box, y))
        y += box.height + _GAP
    return placed


def _beside(boxes: Iterable[Box], first: Sequence[Box], top: int) -> list[Box]:
    """Place boxes near the middle of the rows that lead to them, one below the other."""
    starts: dict[str, list[int]] = {}
    for box in first:
        for row in box.rows:
            starts.setdefault(row.link.target, []).append(row.y)

    def middle(box: Box) -> float:
        heights = starts.get(box.node.iri, [0])
        return sum(heights) / len(heights)

    waiting = sorted(boxes, key=middle)
    lowest = max((box.y + box.height for box in first), default=0)
    y, placed = top + _EDGE, []
    for number, box in enumerate(waiting):
        needed = sum(later.height + _GAP for later in waiting[number:]) - _GAP
        wanted = min(round(middle(box)) - PAD - LINE // 2, lowest - needed)
        placed.append(_placed(box, max(y, wanted)))
        y = placed[-1].y + box.height + _GAP
    return placed


def _lanes(first: Sequence[Box], targets: Sequence[Box], edge: int) -> list[Lane]:
    """Return a lane for each target that is reached; the shortest is next to the targets."""
    reach: Mapping[str, list[tuple[int, int]]] = {box.node.iri: [] for box in targets}
    for box in first:
        for row in box.rows:
            if row.link.target in reach:
                x = box.x if box in targets else box.x + box.width
                reach[row.link.target].append((x, row.y))

    def span(box: Box) -> int:
        heights = [box.entry, *(y for _, y in reach[box.node.iri])]
        return max(heights) - min(heights)

    used = sorted((box for box in targets if reach[box.node.iri]), key=span)
    return [
        Lane(
            target=box.node.iri,
            x=edge - _LANE * (place + 1) - _LANE // 2,
            starts=tuple(reach[box.node.iri]),
            end=(box.x, box.entry),
        )
        for place, box in enumerate(used)
    ]
