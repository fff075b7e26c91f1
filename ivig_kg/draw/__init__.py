"""Drawing: pictures as SVG from a template, with text as text and colours for light and dark."""

from __future__ import annotations

from ivig_kg.draw.marks import (
    LINE,
    box,
    diamond,
    group,
    line,
    lines,
    picture,
    slanted,
    style,
    text,
)
from ivig_kg.draw.measure import SIZE, width_of, wrapped
from ivig_kg.markup import Html, joined

__all__ = [
    "LINE",
    "SIZE",
    "Html",
    "box",
    "diamond",
    "group",
    "joined",
    "line",
    "lines",
    "picture",
    "slanted",
    "style",
    "text",
    "width_of",
    "wrapped",
]
