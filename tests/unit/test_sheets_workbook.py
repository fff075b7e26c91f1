"""Sheets as XLSX: what stands in a cell, and what must not."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from ivig_kg.errors import InvalidInput, LimitReached, MissingPart
from ivig_kg.sheets import read_table, workbook

CONTENT = "[Content_Types].xml"
REST = b"</sheetData></worksheet>"


def packed(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def book_of(*rows: list[object]) -> tuple[Workbook, Worksheet]:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    return book, sheet


def changed(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return a workbook with one part changed, or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        parts = {name: old.read(name) for name in old.namelist()}
        parts[part] = change(parts.get(part, b""))
        for name, text in parts.items():
            new.writestr(name, text)
    return out.getvalue()


def cell(value: object, code: str = "General") -> str:
    """Return what is read of one cell, or the fault."""
    book, sheet = book_of(["label", "value"], ["b", value])
    sheet["B2"].number_format = code
    try:
        return read_table(packed(book), "a.xlsx").rows[0].cells["value"].text
    except InvalidInput as error:
        return str(error)


def fault(data: bytes) -> str:
    with pytest.raises(InvalidInput) as caught:
        read_table(data, "a.xlsx")
    assert not isinstance(caught.value, LimitReached)
    return str(caught.value)


@pytest.fixture(scope="module")
def plain() -> bytes:
    return packed(book_of(["label", "value"], ["b", "c"])[0])


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        ("1.10", "@", "1.10"),
        (9, "General", "9"),
        (9.0, "General", "9"),
        (-0.5, "General", "-0.5"),
        (0.00001, "General", "0.00001"),
        (999_999_999_999_999, "General", "999999999999999"),
        (1.1, "0.00", "1.10"),
        (1234.5, "#,##0.0", "1234.5"),
        (9, "0", "9"),
        (9, "@", "9"),
        (True, "General", "true"),
        (False, "General", "false"),
        (date(2024, 1, 5), "yyyy-mm-dd", "2024-01-05"),
        (datetime(2024, 1, 5), "m/d/yyyy", "2024-01-05"),  # noqa: DTZ001
        (datetime(2024, 1, 5), '[$-409]d\\-mmm\\-yy;"@"', "2024-01-05"),  # noqa: DTZ001
        (" Sjo\u0308gren ", "General", "Sj\u00f6gren"),
    ],
)
def test_a_cell_is_read_as_it_is_shown(value: object, code: str, text: str) -> None:
    assert cell(value, code) == text


@pytest.mark.parametrize(
    ("value", "code", "words"),
    [
        ("=1+1", "General", "a formula; put its value there"),
        (ArrayFormula("B2:B2", "=SUM(A1:A2)"), "General", "a formula; put its value there"),
        ("#REF!", "General", "#REF! is an error of the spreadsheet"),
        (0.5, "0%", "the number 0.5, shown in another form (0%)"),
        (1.26, "0.0", "the number 1.26, shown in another form (0.0)"),
        (0.5, "# ?/?", "the number 0.5, shown in another form"),
        (5, "0.00E+00", "the number 5, shown in another form"),
        (1_234_567_890_123_450, "General", "a number of over 15 digits"),
        (1 / 3, "General", "a number of over 15 digits"),
        (datetime(2024, 1, 5, 12, 30), "yyyy-mm-dd", "a date with a time of day"),  # noqa: DTZ001
        (date(2024, 1, 2), "d-mmm", "made a date of it (2024-01-02), and shows only a part"),
        (date(2024, 1, 1), "mmm-yy", "made a date of it (2024-01-01), and shows only a part"),
        (date(2024, 1, 2), '"year" d-mmm', "shows only a part"),
        (time(12, 30), "h:mm", "a time or a span of time"),
        (timedelta(hours=30), "[h]:mm", "a time or a span of time"),
        ("a_x000D_b", "General", "has _x000D_, which stands for a control character"),
        ("a\nb", "General", "has a line break inside"),
        ("a\u202eb", "General", "U+202E as character 2"),
        ("a" * 10_001, "General", "has 10,001 characters"),
    ],
)
def test_a_cell_that_would_be_another_is_a_fault(value: object, code: str, words: str) -> None:
    found = cell(value, code)
    assert found.startswith("a.xlsx:2:2 value: ")
    assert words in found
    assert "\n" not in found


@pytest.mark.parametrize(
    ("stored", "text"), [(b"9.0", "9"), (b"1E3", "1000"), (b"1.5E-3", "0.0015")]
)
def test_a_number_is_read_without_the_form_it_is_stored_in(stored: bytes, text: str) -> None:
    data = packed(book_of(["label"], [5])[0])
    sheet = "xl/worksheets/sheet1.xml"
    data = changed(data, sheet, lambda xml: xml.replace(b"<v>5</v>", b"<v>" + stored + b"</v>"))
    assert read_table(data, "a.xlsx").rows[0].cells["label"].text == text


def test_a_date_that_is_none_is_a_fault_without_a_warning() -> None:
    assert cell(9_999_999, "yyyy-mm-dd").startswith("a.xlsx:2:2 value: #VALUE! is an error")


def test_rows_have_the_numbers_of_the_sheet() -> None:
    book, sheet = book_of(["# a note"], [], ["label", "value"])
    sheet["B7"] = "c"
    sheet["A9"] = "d"
    rows = read_table(packed(book), "a.xlsx").rows
    assert [(row.number, list(row.cells.values())) for row in rows] == [
        (7, [(7, 2, "c")]),
        (9, [(9, 1, "d")]),
    ]


def test_bad_input_16_all_faults_of_a_workbook_come_at_once() -> None:
    book, sheet = book_of(["label", "value"], ["b", "=A1"], ["c", "d"], ["#N/A", "e", "f"])
    sheet.merge_cells("A3:B3")
    assert [line.partition(" ")[0].rstrip(":") for line in fault(packed(book)).split("\n")] == [
        "a.xlsx:1:3",
        "a.xlsx:2:2",
        "a.xlsx:3:1",
        "a.xlsx:4:1",
    ]


def test_a_heading_must_be_text_too() -> None:
    book, _ = book_of(["label", "=A1"], ["b", "=A2"])
    assert fault(packed(book)).split("\n") == [
        "a.xlsx:1:2: the heading: a formula; put its value there",
        "a.xlsx:2:2 ?: a formula; put its value there",
    ]


def test_cells_merged_in_the_notes_are_no_fault() -> None:
    book, sheet = book_of(["# a note", None], ["label", "value"], ["b", "c"])
    sheet.merge_cells("A1:B1")
    assert len(read_table(packed(book), "a.xlsx").rows) == 1
    sheet.merge_cells("A2:A3")
    assert (
        fault(packed(book)) == "a.xlsx:2:1 label: merged with others; split it and fill each cell"
    )


def test_the_sheet_of_our_name_is_read_or_the_first_that_is_shown() -> None:
    book, first = book_of(["label"], ["first"])
    second = book.create_sheet("Second")
    second.append(["label"])
    second.append(["second"])
    assert read_table(packed(book), "a.xlsx").rows[0].cells["label"].text == "first"
    first.sheet_state = "hidden"
    assert read_table(packed(book), "a.xlsx").rows[0].cells["label"].text == "second"
    first.title = "Statements"
    assert read_table(packed(book), "a.xlsx").rows[0].cells["label"].text == "first"


def test_texts_that_a_workbook_keeps_apart_are_read(plain: bytes) -> None:
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    override = b'<Override PartName="/xl/apart.xml" ContentType="' + kind + b'"/></Types>'
    rich = b"<si><r><t>1.</t></r><r><t>10</t></r></si>"  # bold in part, as people do
    row = b'<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c></row>'
    data = changed(plain, CONTENT, lambda xml: xml.replace(b"</Types>", override))
    texts = b'<sst xmlns="' + main + b'"><si><t>=1+1</t></si>' + rich + b"</sst>"
    data = changed(data, "xl/apart.xml", lambda _: texts)
    sheet = "xl/worksheets/sheet1.xml"
    data = changed(data, sheet, lambda xml: xml.partition(b'<row r="2"')[0] + row + REST)
    cells = read_table(data, "a.xlsx").rows[0].cells
    assert {field: cell.text for field, cell in cells.items()} == {"label": "=1+1", "value": "1.10"}


def test_what_openpyxl_warns_of_is_not_printed(plain: bytes) -> None:
    ext = (
        b'<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}">'
        b'<x14:dataValidations xmlns:x14="urn:x"/></ext></extLst></worksheet>'
    )
    sheet = "xl/worksheets/sheet1.xml"
    data = changed(plain, sheet, lambda xml: xml.replace(b"</worksheet>", ext))
    assert len(read_table(data, "a.xlsx").rows) == 1


def test_a_list_to_choose_from_is_no_matter() -> None:
    book, sheet = book_of(["label"], ["b"])
    rule = DataValidation("list", '"b,c"')
    rule.add("A2:A9")
    sheet.add_data_validation(rule)
    assert len(read_table(packed(book), "a.xlsx").rows) == 1


def test_bad_input_12_a_workbook_that_unpacks_to_too_much_is_not_opened(plain: bytes) -> None:
    bomb = changed(plain, "xl/media/a.bin", lambda _: bytes(65 * 1024 * 1024))
    assert len(bomb) < 100_000
    with pytest.raises(LimitReached, match="over the limit of 67,108,864"):
        read_table(bomb, "a.xlsx")
    small = changed(plain, "xl/media/a.bin", lambda _: bytes(1024 * 1024))
    assert len(read_table(small, "a.xlsx").rows) == 1
    dense = changed(plain, "xl/media/a.bin", lambda _: bytes(2 * 1024 * 1024))
    with pytest.raises(LimitReached, match="over 200 times its size"):
        read_table(dense, "a.xlsx")


def test_bad_input_12_a_workbook_of_too_many_parts_is_refused(plain: bytes) -> None:
    out = io.BytesIO(plain)
    with zipfile.ZipFile(out, "a") as archive:
        for number in range(1000):
            archive.writestr(f"xl/media/{number}.bin", b"")
    with pytest.raises(LimitReached, match="over 1,000 parts"):
        read_table(out.getvalue(), "a.xlsx")


def test_bad_input_12_the_places_of_a_workbook_are_bounded(
    plain: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "_MOST_PLACES", 4)
    monkeypatch.setattr(workbook, "_LAST_ROW", 2)
    assert len(read_table(plain, "a.xlsx").rows) == 1
    for limit, less in (("_MOST_PLACES", 3), ("_LAST_ROW", 1)):
        with monkeypatch.context() as patch:
            patch.setattr(workbook, limit, less)
            with pytest.raises(LimitReached, match="too many cells"):
                read_table(plain, "a.xlsx")


def test_cells_that_have_but_a_format_are_no_matter() -> None:
    book, sheet = book_of(["label"], ["b"])
    sheet.cell(2, 400).number_format = "@"
    sheet.cell(9, 2).number_format = "@"
    assert len(read_table(packed(book), "a.xlsx").rows) == 1
    sheet.cell(2, 301, "c")
    with pytest.raises(LimitReached, match=r"a\.xlsx:2: over 300 columns"):
        read_table(packed(book), "a.xlsx")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("word", ["DOCTYPE a", "ENTITY a 'b'"])
@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "odd.bin"])
def test_bad_input_9_a_workbook_that_declares_anything_is_not_opened(
    plain: bytes, part: str, word: str, encoding: str
) -> None:
    data = changed(
        plain, part, lambda xml: f"<?xml version='1.0'?><!{word}>".encode(encoding) + xml
    )
    assert f"its part {part} has a DOCTYPE or an entity" in fault(data)


def test_an_entity_that_is_text_is_text() -> None:
    assert cell("<!DOCTYPE a> &amp;") == "<!DOCTYPE a> &amp;"


def damaged(data: bytes) -> bytes:
    return data[: len(data) // 2]


def flipped(data: bytes) -> bytes:
    at = data.index(b"xl/worksheets/sheet1.xml") + 60
    return data[:at] + bytes(255 - byte for byte in data[at : at + 40]) + data[at + 40 :]


def encrypted(data: bytes) -> bytes:
    at = data.index(b"PK\x01\x02") + 8
    return data[:at] + b"\x01" + data[at + 1 :]


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (damaged, "cannot be read as a workbook"),
        (flipped, "cannot be read as a workbook"),
        (encrypted, "protected by a password"),
        (lambda data: changed(data, "xl/workbook.xml", lambda _: b"<a"), "cannot be read as a"),
        (lambda data: changed(data, CONTENT, lambda _: b"<a"), "cannot be read as a workbook"),
        (
            lambda data: changed(
                data, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b'r="2"', b'r="1"')
            ),
            "its rows are out of order",
        ),
        (
            lambda data: changed(data, "xl/styles.xml", lambda xml: xml.decode().encode("utf-16")),
            "its part xl/styles.xml is not UTF-8",
        ),
    ],
)
def test_bad_input_13_a_spoilt_workbook_is_said_in_words(
    plain: bytes, spoil: Callable[[bytes], bytes], words: str
) -> None:
    found = fault(spoil(plain))
    assert found.startswith("a.xlsx: ")
    assert words in found
    assert "\n" not in found


def test_bad_input_13_another_archive_is_no_workbook() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("label.csv", "label\nb\n")
    assert "a zip archive, but no workbook" in fault(out.getvalue())
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr(CONTENT, "<Types/>")
    assert "packed in a way that no spreadsheet uses" in fault(out.getvalue())


def test_a_workbook_without_a_shown_sheet_is_refused(plain: bytes) -> None:
    hide = b'<sheet state="hidden" '
    data = changed(plain, "xl/workbook.xml", lambda xml: xml.replace(b"<sheet ", hide))
    data = changed(data, "xl/workbook.xml", lambda xml: xml.replace(b'state="visible"', b""))
    assert "has no sheet that is not hidden" in fault(data)


def test_without_openpyxl_it_is_said_what_to_install(
    plain: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(MissingPart) as caught:
        read_table(plain, "a.xlsx")
    assert str(caught.value) == "reading .xlsx needs openpyxl: pip install 'ivig-kg[xlsx]'"
