"""The text of one cell: what is taken off, and what is refused."""

from __future__ import annotations

import re
import unicodedata

from ivig_kg.sheets.table import Unfit

__all__ = ["LONGEST", "cleaned"]

LONGEST = 10_000
"""The most characters of a cell."""

_SPACE = " \t\n\r\u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_BREAK = re.compile("[\n\r\x0b\x0c\x85\u2028\u2029]")
_KINDS = (
    ("control character", "\x00-\x1f\x7f-\x9f"),
    ("bidirectional control, which shows text in another order,", "\u202a-\u202e\u2066-\u2069"),
    ("half of a surrogate pair", "\ud800-\udfff"),
    ("byte order mark", "\ufeff"),
    (
        "noncharacter",
        "\ufdd0-\ufdef"
        + "".join(f"{chr(p * 0x10000 + 0xFFFE)}-{chr(p * 0x10000 + 0xFFFF)}" for p in range(17)),
    ),
)
_REFUSED = re.compile(f"[{''.join(span for _, span in _KINDS)}]")
_ERRORS = frozenset(("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"))


def cleaned(text: str) -> str | Unfit:
    """Return the text of a cell in NFC without outer white space, or why it is none.

    Example:
        >>> cleaned(" 1.10 ")
        '1.10'
        >>> cleaned("#REF!").reason
        '#REF! is an error of the spreadsheet; put the value there'
    """
    text = text.strip(_SPACE)
    if len(text) > LONGEST:  # first, since what follows takes time on a long text
        return Unfit(f"has {len(text):,} characters, over the limit of {LONGEST:,}; shorten it")
    if text.isascii() and text.isprintable():
        plain = text
    elif _BREAK.search(text):
        return Unfit("has a line break inside; write it in one line")
    elif match := _REFUSED.search(text):
        kind = next(kind for kind, span in _KINDS if re.match(f"[{span}]", match[0]))
        code = f"U+{ord(match[0]):04X}"
        return Unfit(f"has the {kind} {code} as character {match.start() + 1}; delete it")
    else:
        plain = unicodedata.normalize("NFC", text)
    if plain in _ERRORS:
        return Unfit(f"{plain} is an error of the spreadsheet; put the value there")
    return plain
