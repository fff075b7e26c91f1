"""Literals that are what their datatype says: pySHACL and rdflib let ill-typed ones through.

Sources of the lexical rules: XML Schema 1.1 part 2 (integer, decimal, boolean, date, gYear,
gYearMonth, anyURI), narrowed to what evidence needs: no time zone, no NaN, years from 1800 to now.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

from ivig_kg.answer import Literal
from ivig_kg.check.files import CheckedFile, literals_of
from ivig_kg.model import Finding

__all__ = ["fault_of", "literal_findings"]

_XSD = "http://www.w3.org/2001/XMLSchema#"
_RDF_LANG_STRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
_FIRST_YEAR = 1800
_INTEGER = re.compile(r"[+-]?[0-9]{1,18}")
_DECIMAL = re.compile(r"[+-]?(?:[0-9]{1,18}(?:\.[0-9]{0,18})?|\.[0-9]{1,18})")
_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
_YEAR, _MONTH, _DAY = (
    re.compile(rf"[0-9]{{4}}{rest}") for rest in ("", "-[0-9]{2}", "-[0-9]{2}-[0-9]{2}")
)


def literal_findings(file: CheckedFile, today: date) -> Iterator[Finding]:
    """Report the literals of a file that are not what their datatype says."""
    for triple, literal in literals_of(file):
        if fault := fault_of(literal, today):
            subject = triple.subject.value
            verb = triple.predicate.value
            line = file.lines.line(subject, verb, literal.value)
            yield Finding(file.shown, line, fault, "literals", subject, property=verb)


def fault_of(literal: Literal, today: date) -> str:
    """Return what is wrong with a literal and how to mend it, or nothing.

    >>> fault_of(Literal("2024-02-30", "http://www.w3.org/2001/XMLSchema#date"), date(2026, 1, 1))
    "'2024-02-30' is no day of the calendar: write YYYY-MM-DD"
    """
    if literal.language or literal.datatype in {f"{_XSD}string", _RDF_LANG_STRING}:
        return _words(literal.value)
    test = _TESTS.get(literal.datatype.removeprefix(_XSD))
    if test is None:
        return f"datatype <{literal.datatype}> is not used in this project: use one of {_KNOWN}"
    fault = test(literal.value, today)
    return f"{literal.value[:60]!r} {fault}" if fault else ""


def _words(value: str) -> str:
    # sh:pattern takes "C41\n" for "C41": a dollar sign matches before the last line feed.
    if value != value.strip() or "\n" in value or "\r" in value:
        return f"{value[:60]!r} begins or ends with white space, or has a line break: take it out"
    return ""


def _integer(value: str, _: date) -> str:
    return "" if _INTEGER.fullmatch(value) else "is no whole number: write digits only"


def _decimal(value: str, _: date) -> str:
    if _DECIMAL.fullmatch(value):
        return ""
    if "," in value:
        return "has a decimal comma: write a point"
    return "is no decimal number: write digits and a point; a sign such as < goes elsewhere"


def _boolean(value: str, _: date) -> str:
    return "" if value in {"true", "false"} else "is neither true nor false"


def _address(value: str, _: date) -> str:
    return "" if _ADDRESS.fullmatch(value) else "is no http or https address"


def _year(value: str, today: date) -> str:
    if not _YEAR.fullmatch(value):
        return "is no year: write four digits"
    return _within(int(value), today.year, "year")


def _month(value: str, today: date) -> str:
    if not _MONTH.fullmatch(value) or not 1 <= int(value[5:]) <= 12:  # noqa: PLR2004 (months)
        return "is no month of a year: write YYYY-MM"
    late = value > f"{today:%Y-%m}"
    return "lies in the future" if late else _within(int(value[:4]), today.year, "year")


def _day(value: str, today: date) -> str:
    try:
        day = date.fromisoformat(value) if _DAY.fullmatch(value) else None
    except ValueError:
        day = None
    if day is None:
        return "is no day of the calendar: write YYYY-MM-DD"
    return "lies in the future" if day > today else _within(day.year, today.year, "year")


def _within(year: int, last: int, what: str) -> str:
    return "" if _FIRST_YEAR <= year <= last else f"is no likely {what}: {_FIRST_YEAR} to {last}"


_TESTS: dict[str, Callable[[str, date], str]] = {
    "integer": _integer,
    "decimal": _decimal,
    "boolean": _boolean,
    "anyURI": _address,
    "gYear": _year,
    "gYearMonth": _month,
    "date": _day,
}
_KNOWN = ", ".join(f"xsd:{name}" for name in (*_TESTS, "string"))
