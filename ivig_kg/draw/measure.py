"""How wide a text will be, and how it is broken: on the safe side, for we do not know the fonts."""

from __future__ import annotations

from collections.abc import Iterator

from ivig_kg.answer.widths import shown_width

__all__ = ["SIZE", "width_of", "wrapped"]

SIZE = 13.0
"""The size of text, where nothing else is said, in pixels."""

_SLIM, _BROAD = frozenset("iIjl.,:;'|!()[]/ ftr-"), frozenset("mwMW@%→")


def wrapped(text: str, width: float, size: float = SIZE) -> tuple[str, ...]:
    """Break a text into lines that are no wider than this; a longer word is broken too.

    Args:
        text: what to break, at its spaces.
        width: the room, in pixels.
        size: the size of the text, in pixels.
    """
    lines, used, space = [""], 0.0, width_of(" ", size)
    for word in text.split():
        for n, (part, long) in enumerate(_parts(word, width, size)):
            gap = space if lines[-1] and not n else 0.0
            if n or (lines[-1] and used + gap + long > width):
                lines.append(part)
                used = long
            else:
                lines[-1] += f" {part}" if gap else part
                used += gap + long
    return tuple(line for line in lines if line)


def _parts(word: str, width: float, size: float) -> Iterator[tuple[str, float]]:
    """Yield a word, in parts where it is wider than the room, each with its width."""
    start, used = 0, 0.0
    for place, character in enumerate(word):
        more = size * _em(character)
        if place > start and used + more > width:
            yield word[start:place], used
            start, used = place, 0.0
        used += more
    yield word[start:], used


def width_of(text: str, size: float = SIZE) -> float:
    """Return about how wide a text is, in pixels.

    Args:
        text: one line of text.
        size: the size of the text, in pixels.
    """
    return sum(size * _em(character) for character in text)


def _em(character: str) -> float:
    if character in _SLIM:
        return 0.38
    if shown_width(character) > 1 or character in _BROAD:
        return 1.0
    return 0.7 if character.isupper() else 0.6
