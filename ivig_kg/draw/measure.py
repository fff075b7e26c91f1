"""How wide a text will be, and how it is broken: on the safe side, for we do not know the fonts."""

from __future__ import annotations

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
    lines = [""]
    for word in text.split():
        rest = word
        joint = f"{lines[-1]} {rest}".lstrip()
        if width_of(joint, size) <= width:
            lines[-1] = joint
            continue
        while width_of(rest, size) > width:
            cut = next(
                n for n in range(len(rest), 0, -1) if width_of(rest[:n], size) <= width or n == 1
            )
            lines.append(rest[:cut])
            rest = rest[cut:]
        lines.append(rest)
    return tuple(line for line in lines if line)


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
