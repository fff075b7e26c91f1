"""The marks of a picture, from the template of this package: text, lines, boxes, the whole."""

from __future__ import annotations

from collections.abc import Iterable

from ivig_kg import markup
from ivig_kg.draw.measure import SIZE, wrapped
from ivig_kg.markup import Html, joined

__all__ = [
    "LINE",
    "box",
    "diamond",
    "group",
    "line",
    "lines",
    "picture",
    "slanted",
    "style",
    "text",
]

LINE = 18
"""From one line of text to the next, in pixels."""

_PACKAGE, _TEMPLATE = "ivig_kg.draw", "picture.svg"


def picture(  # noqa: PLR0913 (each is a part of its own)
    name: str,
    size: tuple[float, float],
    title: str,
    told: str,
    body: Html,
    *,
    styled: bool = True,
) -> Html:
    """Return a whole picture.

    Args:
        name: what its parts are named by; two pictures on one page need two.
        size: width and height, in pixels.
        title: what it shows, in a line.
        told: the same for those who do not see it, in sentences.
        body: its marks.
        styled: whether it carries its style in itself; else the page has ``style``.
    """
    return _block(
        "picture",
        name=name,
        width=_number(size[0]),
        height=_number(size[1]),
        title=title,
        told=told,
        style=_block("styled", style=style()) if styled else Html(),
        body=body,
    )


def style() -> Html:
    """Return the style of all pictures, for a page that holds several."""
    return _block("style")


def text(at: tuple[float, float], words: str, kind: str = "") -> Html:
    """Return one line of text; ``at`` is the start of its base line, in pixels."""
    return _block("text", x=_number(at[0]), y=_number(at[1]), kind=kind, text=words)


def slanted(at: tuple[float, float], words: str, angle: int, kind: str = "") -> Html:
    """Return one line of text turned by degrees about its start."""
    x, y = map(_number, at)
    return _block("slanted", x=x, y=y, kind=kind, angle=angle, text=words)


def lines(
    at: tuple[float, float], words: str, room: float, kind: str = "", size: float = SIZE
) -> tuple[Html, int]:
    """Return a text broken into lines, and how many they are.

    Args:
        at: the start of the first base line, in pixels.
        words: the text.
        room: how wide a line may be, in pixels.
        kind: the classes of its style.
        size: the size of the text, in pixels.
    """
    broken = wrapped(words, room, size)
    x, y = at
    return joined(text((x, y + LINE * n), each, kind) for n, each in enumerate(broken)), len(broken)


def line(start: tuple[float, float], end: tuple[float, float], kind: str) -> Html:
    """Return a straight line between two points, in pixels."""
    x1, y1, x2, y2 = map(_number, (*start, *end))
    return _block("line", kind=kind, x1=x1, y1=y1, x2=x2, y2=y2)


def box(at: tuple[float, float], size: tuple[float, float], kind: str, round_: int = 0) -> Html:
    """Return a box by its upper left corner and its size, in pixels; ``round_`` rounds corners."""
    x, y, width, height = map(_number, (*at, *size))
    return _block("box", kind=kind, x=x, y=y, width=width, height=height, round=round_)


def diamond(at: tuple[float, float], half: float, kind: str) -> Html:
    """Return a diamond by its middle and half its width, in pixels."""
    x, y = at
    places = {"x": x, "y": y, "top": y - half, "bottom": y + half}
    places |= {"left": x - half, "right": x + half}
    return _block("diamond", kind=kind, **{name: _number(value) for name, value in places.items()})


def group(title: str, marks: Iterable[Html]) -> Html:
    """Return marks that belong together, with what they say in words."""
    return _block("group", title=title, body=joined(marks))


def _block(block: str, /, **values: str | int) -> Html:
    return markup.fill(_PACKAGE, _TEMPLATE, block, **values)


def _number(value: float) -> str:
    """Return a coordinate with one digit, so that the same picture is the same text anywhere."""
    return f"{value:.1f}".removesuffix(".0")
