"""Widths on a terminal: of a text, of the lines it is broken into, of columns that must fit."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

__all__ = ["LEAST", "NAME_BREAKS", "Column", "fit", "shown_width", "wrap"]

LEAST = 6
"""The narrowest column, unless its content is narrower or its name has a longer word."""

NAME_BREAKS = " _"
"""Where the name of a column may be broken."""

_LONG = 24  # a longer word is an address or the like: it may be broken at its signs
_PART = "[^/#:_.,;-]*[/#:_.,;-]*"  # a part of a long word
_FIRST_ODD, _SOFT_HYPHEN = "\u0300", "\xad"  # below the one, all but the other take one column
_JAMO = range(0x1160, 0x1200)  # Hangul vowels and finals: drawn within the syllable before them


@dataclass(frozen=True, slots=True)
class Column:
    """What a column shows: its name, the texts of its cells, the indent of what is broken."""

    name: str
    texts: Sequence[str]
    hang: int = 0


def shown_width(text: str) -> int:
    """Return how many columns of a terminal a text takes.

    Example:
        >>> shown_width("免疫")
        4
    """
    plain = text.isascii() or (max(text) < _FIRST_ODD and _SOFT_HYPHEN not in text)
    return len(text) if plain else sum(map(_character_width, text))


def wrap(text: str, width: int, at: str = " ") -> list[str]:
    """Break a text into lines of at most this width, else within words that are too long.

    Args:
        text: one line of text.
        width: the room, in columns of a terminal.
        at: the characters that may be broken at; they vanish at the end of a line.
    """
    if shown_width(text) <= width:
        return [text]
    lines, line, used = [], "", 0
    for piece in _pieces(text, width, at):
        if line and used + shown_width(piece.rstrip(at)) > width:
            lines.append(line.rstrip(at))
            line, used = "", 0
        line += piece
        used += shown_width(piece)
    lines.append(line.rstrip(at))
    return [each for each in lines if each] or [""]


def fit(columns: Sequence[Column], width: int, gap: int) -> tuple[list[int], int] | None:
    """Return the widths of columns and the gap between them, or None when the least do not fit.

    Names are broken first, then texts between words and addresses at their signs; then gaps
    become one, and at last words are broken. The widest columns give way before the others.
    """
    widest = [max(_content(each), shown_width(each.name)) for each in columns]
    if sum(widest) <= _room(columns, width, gap):
        return widest, gap
    least = list(map(_least, columns))
    if sum(least) > _room(columns, width, gap):
        return None
    widest = [min(each, width) for each in widest]  # of a text of any length
    floors = list(map(_whole_texts, columns)), list(map(_whole_words, columns))
    for narrowed in (gap, 1):
        room = _room(columns, width, narrowed)
        widths = _shrunk(_shrunk(widest, floors[0], room), floors[1], room)
        if sum(widths) <= room:
            return widths, narrowed
    return _shrunk(widths, least, room), 1


def _room(columns: Sequence[Column], width: int, gap: int) -> int:
    return width - gap * (len(columns) - 1)


def _shrunk(widths: Sequence[int], floors: Sequence[int], room: int) -> list[int]:
    shrunk = list(widths)
    surplus = sum(widths) - room
    loose = [index for index, floor in enumerate(floors) if widths[index] > floor]
    while surplus > 0 and loose:
        widest = max(loose, key=lambda index: shrunk[index])
        shrunk[widest] -= 1
        surplus -= 1
        loose = [index for index in loose if shrunk[index] > floors[index]]
    return shrunk


def _content(column: Column) -> int:
    return max(map(shown_width, column.texts), default=0)


def _whole_texts(column: Column) -> int:
    return max(_content(column), _longest(NAME_BREAKS, [column.name]))


def _whole_words(column: Column) -> int:
    words = min(_longest(" ", column.texts) + column.hang, _content(column))
    return max(words, _longest(NAME_BREAKS, [column.name]))


def _least(column: Column) -> int:
    return max(min(LEAST, _content(column)), _longest(NAME_BREAKS, [column.name]))


def _longest(at: str, texts: Iterable[str]) -> int:
    words = (word for text in texts for word in re.split(f"[{at}]", text))
    return max((max(map(shown_width, _parts(word))) for word in words), default=0)


def _parts(word: str) -> list[str]:
    return re.findall(_PART, word) if len(word) > _LONG else [word]


def _pieces(text: str, width: int, at: str) -> Iterator[str]:
    for word in re.findall(f"[^{at}]+[{at}]*|[{at}]+", text):
        if shown_width(word.rstrip(at)) <= width:
            yield word
            continue
        for part in re.findall(_PART, word):
            yield from _slices(part, width, at)


def _slices(part: str, width: int, at: str) -> Iterator[str]:
    start, used = 0, 0
    for index, character in enumerate(part.rstrip(at)):
        used += _character_width(character)
        if used > width:
            yield part[start:index]
            start, used = index, _character_width(character)
    yield part[start:]


def _character_width(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"} or ord(character) in _JAMO:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1
