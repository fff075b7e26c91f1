"""A cell of a workbook as the text that stands there, or why that cannot be told.

A spreadsheet keeps a number and a way to show it apart. What is stored here is what a person read
on the sheet, so a number is taken only when both are the same; a date only when its year, month
and day are shown (a spreadsheet makes ``1-2`` the second of January of this year).
"""

from __future__ import annotations

import math
import re
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from ivig_kg.sheets.table import Unfit, shown

__all__ = ["Shown", "text_of"]

_DIGITS = 15  # a spreadsheet keeps no more
_AS_IT_IS = {"General", "GENERAL", "@", None}
_FIXED = re.compile(r"(?:#,##)?0(?:\.(0+))?")
_SAID = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_ESCAPED = re.compile(r"_x00[01][0-9A-Fa-f]_")
_AS_TEXT = "format the cell as text and type what the document says"


class Shown(Protocol):
    """What is read of a cell of a workbook."""

    @property
    def value(self) -> object:
        """What is stored."""

    @property
    def data_type(self) -> str:
        """One letter: f for a formula, e an error, s text, n a number, b true or false, d a day."""

    @property
    def number_format(self) -> str | None:
        """How a number is shown."""


def text_of(cell: Shown) -> str | Unfit:
    """Return the text of a cell, or why it has none that can be taken."""
    value = cell.value
    if cell.data_type == "f":
        return Unfit("a formula; put its value there")
    if value is None or isinstance(value, bool | str):
        return _text(value)
    if isinstance(value, int | float):
        return _number(value, cell.number_format)
    if isinstance(value, datetime):
        return _day(value, cell.number_format or "")
    return Unfit(f"a time or a span of time to the spreadsheet; {_AS_TEXT}")


def _text(value: bool | str | None) -> str | Unfit:  # noqa: FBT001 (what a cell may hold)
    if not isinstance(value, str):
        return "" if value is None else str(value).lower()
    if match := _ESCAPED.search(value):
        return Unfit(f"has {match[0]}, which stands for a control character; delete it")
    return value


def _number(value: float, code: str | None) -> str | Unfit:
    if not math.isfinite(value) or _digits(value) > _DIGITS:
        return Unfit(
            f"a number of over {_DIGITS} digits, which a spreadsheet does not keep; {_AS_TEXT}"
        )
    if code in _AS_IT_IS:
        return _plain(value)
    if match := _FIXED.fullmatch(code or ""):
        text = f"{value:.{len(match[1] or '')}f}"
        if float(text) == value:
            return text
    return Unfit(
        f"the number {_plain(value)}, shown in another form ({shown(code or '')}); {_AS_TEXT}"
    )


def _plain(value: float) -> str:
    """Return the shortest decimal that is this number, without an exponent."""
    if isinstance(value, int):
        return str(value)
    return str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")


def _digits(value: float) -> int:
    # The zeros at the end of a whole number count: they may be where digits were lost.
    return len(_plain(value).lstrip("-0.").replace(".", ""))


def _day(value: datetime, code: str) -> str | Unfit:
    if value != datetime(value.year, value.month, value.day):  # noqa: DTZ001 (a sheet has no zone)
        return Unfit(f"a date with a time of day; {_AS_TEXT}")
    if not set("ymd") <= set(_SAID.sub("", code).lower()):
        return Unfit(
            f"the spreadsheet made a date of it ({value.date()}), and shows only a part; {_AS_TEXT}"
        )
    return value.date().isoformat()
