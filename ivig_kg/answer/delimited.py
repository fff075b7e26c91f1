"""Answers for pipes and spreadsheets: tab-separated, W3C CSV, and CSV without formulas."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator

from ivig_kg.answer.cells import joined, plain_text
from ivig_kg.answer.table import Answer
from ivig_kg.answer.terms import Term
from ivig_kg.answer.wording import Wording, code_escape, is_harmless

__all__ = ["to_csv", "to_sheet", "to_tsv"]

_BYTE_ORDER_MARK = "\ufeff"
_ESCAPES = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
# What a spreadsheet takes for a formula, also after blanks and in its fullwidth form.
_FORMULA = "[\t\r\n]|[\\s\\x00-\\x1f\u200b\ufeff]*[=+@\uff1d\uff0b\uff20\uff0d-]"


def to_tsv(answer: Answer) -> str:
    r"""Return tab-separated lines; ``\t``, ``\n``, ``\r``, ``\\`` and ``\uXXXX`` are escapes."""
    lines = _lines(answer, Wording(answer.names, answer.prefixes).identified)
    return "".join("\t".join(map(_escaped, line)) + "\n" for line in lines)


def to_csv(answer: Answer) -> str:
    """Return SPARQL 1.1 results as CSV: plain values, quoted only where RFC 4180 asks for it."""
    return _csv(_lines(answer, plain_text))


def to_sheet(answer: Answer) -> str:
    """Return CSV to open in a spreadsheet: with labels, and no cell that acts as a formula.

    All is quoted: where the separator is a semicolon, a text could otherwise start a new cell.
    """
    lines = _lines(answer, Wording(answer.names, answer.prefixes).named)
    return _BYTE_ORDER_MARK + _csv((map(_inert, line) for line in lines), quote_all=True)


def _lines(answer: Answer, write: Callable[[Term], str]) -> Iterator[list[str]]:
    answer = answer.tabular()
    yield list(answer.columns)
    for row in answer.rows:
        yield [joined(cell, write) for cell in row]


def _csv(lines: Iterable[Iterable[str]], *, quote_all: bool = False) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL).writerows(lines)
    return text.getvalue()


def _escaped(text: str) -> str:
    if text.isprintable() and "\\" not in text:
        return text
    return "".join(
        _ESCAPES.get(each) or (each if is_harmless(each) else code_escape(each)) for each in text
    )


def _inert(text: str) -> str:
    return f"'{text}" if re.match(_FORMULA, text) else text
