"""What is written into a sheet is read from it, whatever the text and the form."""

from __future__ import annotations

import csv
import io
import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from ivig_kg.errors import IvigKgError
from ivig_kg.sheets import read_table
from ivig_kg.turtle.characters import FORBIDDEN

HEADINGS = ("label", "value", "note")
REFUSED = re.compile(f"[{FORBIDDEN}\t\n\r\u2028\u2029]|_x00|x005F_|^#[A-Z]")  # and what is a fault
CHARACTERS = st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"))
PLAIN = st.text(CHARACTERS, max_size=12)
TRICKY = st.sampled_from(
    ["1.10", "=1+1", "007", '"', '""', ",", "; ", "'", "#", "true", "1e5", "-"]
)
TEXTS = (PLAIN | TRICKY | st.tuples(TRICKY, PLAIN).map("".join)).filter(
    lambda text: not REFUSED.search(text)
)
ROWS = st.lists(st.tuples(TEXTS, TEXTS, TEXTS), min_size=1, max_size=6)


def delimited(rows: list[tuple[str, ...]], delimiter: str) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([HEADINGS, *rows])
    return out.getvalue().encode("utf-8")


def workbook(rows: list[tuple[str, ...]]) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    for number, row in enumerate([HEADINGS, *rows], 1):
        for column, text in enumerate(row, 1):
            sheet.cell(number, column, text).data_type = "s"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def expected(rows: list[tuple[str, ...]], name: str) -> dict[int, dict[str, str]] | str:
    """Return what is to be read: the texts in NFC without outer white space, but for empty ones."""
    found = {}
    for number, row in enumerate(rows, 2):
        texts = [unicodedata.normalize("NFC", text.strip()) for text in row]
        if filled := {key: text for key, text in zip(HEADINGS, texts, strict=True) if text}:
            found[number] = filled
    return found or f"{name}: has no row below its headings; fill one in"


def read(data: bytes, name: str) -> dict[int, dict[str, str]] | str:
    """Return the texts of a sheet by row and heading, or why there are none."""
    try:
        table = read_table(data, name)
    except IvigKgError as error:
        return str(error)
    return {
        row.number: {field: cell.text for field, cell in row.cells.items()} for row in table.rows
    }


@pytest.mark.thorough
@settings(max_examples=80, deadline=None)
@given(ROWS)
def test_rows_of_a_text_file_are_read_as_they_were_written(rows: list[tuple[str, ...]]) -> None:
    assert read(delimited(rows, "\t"), "a.tsv") == expected(rows, "a.tsv")
    assert read(delimited(rows, ","), "a.csv") == expected(rows, "a.csv")


@pytest.mark.thorough
@settings(max_examples=25, deadline=None)
@given(ROWS)
def test_rows_of_a_workbook_are_read_as_they_were_written(rows: list[tuple[str, ...]]) -> None:
    assert read(workbook(rows), "a.xlsx") == expected(rows, "a.xlsx")


@pytest.mark.thorough
@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200) | st.text('ab",;\t\n\r# ', max_size=60).map(str.encode))
def test_any_bytes_are_a_table_or_said_to_be_none(data: bytes) -> None:
    for name in ("a.tsv", "a.csv", "a.xlsx"):
        found = read(data, name)
        assert found
        assert isinstance(found, dict) or found.startswith(f"{name}:")


@pytest.fixture(scope="module")
def whole() -> bytes:
    return workbook([("a", "b", "c")])


@settings(max_examples=60, deadline=None)
@given(at=st.integers(0, 1), place=st.floats(0, 0.999), put=st.binary(min_size=1, max_size=8))
def test_a_workbook_spoilt_anywhere_is_read_or_said_to_be_damaged(
    whole: bytes, at: int, place: float, put: bytes
) -> None:
    start = int(place * len(whole))
    data = whole[:start] + put + whole[start + at * len(put) :]
    found = read(data, "a.xlsx")
    assert found == expected([("a", "b", "c")], "a.xlsx") or str(found).startswith("a.xlsx:")
