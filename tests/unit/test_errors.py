"""The error tree: its exit codes are those of the design, its picture is true."""

from __future__ import annotations

import re

import pytest

from ivig_kg import errors
from ivig_kg.errors import IvigKgError, SyntaxFault

CODES = {
    "UsageError": 2,
    "AmbiguousName": 2,
    "InvalidInput": 3,
    "SyntaxFault": 3,
    "RefusedQuery": 3,
    "ContentUnavailable": 4,
    "DamagedStore": 4,
    "LimitReached": 5,
    "TimeReached": 5,
    "RemoteFailure": 6,
    "MissingPart": 7,
}


def test_every_error_has_the_exit_code_of_the_design() -> None:
    kinds = {name: getattr(errors, name) for name in errors.__all__ if name != "IvigKgError"}
    assert {name: kind.exit_code for name, kind in kinds.items()} == CODES
    assert all(issubclass(kind, IvigKgError) for kind in kinds.values())


def test_the_picture_in_the_docstring_is_the_tree() -> None:
    drawn = re.findall(r"^[│├└─ ]*(\w+) +(\d) ", errors.__doc__ or "", re.MULTILINE)
    assert {name: int(code) for name, code in drawn} == CODES
    below = re.findall(r"^│   [├└]── (\w+)", errors.__doc__ or "", re.MULTILINE)
    assert below == ["AmbiguousName", "SyntaxFault", "RefusedQuery", "DamagedStore", "TimeReached"]
    parents = [getattr(errors, name).__bases__[0].__name__ for name in below]
    assert parents == [
        "UsageError",
        "InvalidInput",
        "InvalidInput",
        "ContentUnavailable",
        "LimitReached",
    ]


@pytest.mark.parametrize(
    ("where", "line", "shown"),
    [
        ("a.ttl", 3, "a.ttl:3: is cut off"),
        ("a.ttl", 0, "a.ttl: is cut off"),
        ("", 0, "is cut off"),
    ],
)
def test_a_syntax_fault_tells_its_place_and_keeps_it_apart(
    where: str, line: int, shown: str
) -> None:
    fault = SyntaxFault("is cut off", where=where, line=line)
    assert str(fault) == shown
    assert (fault.where, fault.line, fault.reason) == (where, line, "is cut off")
