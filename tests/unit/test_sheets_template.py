"""Empty sheets: they are read back, and a spreadsheet does not eat what is typed into them."""

from __future__ import annotations

import io
import sys
import zipfile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from ivig_kg.errors import InvalidInput, MissingPart
from ivig_kg.sheets import Field, read_table, tsv_template, xlsx_template

FIELDS = (
    Field("label", "a name\n in short", required=True),
    Field("design", "how", choices=tuple(f"design {number}" for number in range(300))),
    Field("groups", 'who, as "printed"', choices=("=one", "two"), many=True),
    Field("patients", "how many", kind="integer", many=True),
    Field("estimate", "the value", kind="decimal"),
    Field("begun", "when", kind="date"),
    Field("blinded", "", kind="boolean"),
)
ABOUT = ("Fill in a row a finding.", "", "=not a formula", "Not for use at the bedside.")
TYPED = {
    "label": "=1+1",
    "design": "1.10",
    "groups": "MONDO:0016218",
    "patients": "007",
    "estimate": "<0.001",
    "begun": "2024-01-05",
    "blinded": "1234567890123456",
}


def workbook() -> Workbook:
    return load_workbook(io.BytesIO(xlsx_template(FIELDS, ABOUT, title="A sheet")))


def filled(rows: list[dict[str, str]]) -> bytes:
    """Return the empty workbook with rows typed into it, as into cells that are text."""
    book = workbook()
    sheet = book["statements"]
    for number, row in enumerate(rows, 2):
        for column, field in enumerate(FIELDS, 1):
            cell = sheet.cell(number, column, row[field.heading])
            cell.data_type = "s"
            cell.number_format = sheet.column_dimensions[cell.column_letter].number_format
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_the_notes_of_a_tsv_say_what_each_column_is() -> None:
    shown = ", ".join(f"design {number}" for number in range(8))
    assert tsv_template(FIELDS, ABOUT).decode("utf-8").split("\n") == [
        "# Fill in a row a finding.",
        "#",
        "# =not a formula",
        "# Not for use at the bedside.",
        "# label (required): a name in short",
        f"# design: how; one of: {shown} (292 more)",
        '# groups: who, as "printed"; several may stand in a cell: a | b; one of: =one, two',
        "# patients: how many; a whole number; several may stand in a cell: a | b",
        "# estimate: the value; a number as printed, with a decimal point",
        "# begun: when; a day as YYYY-MM-DD",
        "# blinded: one of: true, false",
        "label\tdesign\tgroups\tpatients\testimate\tbegun\tblinded",
        "",
    ]


def test_no_line_of_a_tsv_begins_as_a_formula() -> None:
    lines = tsv_template(FIELDS, [*ABOUT, "@", "+1\n=2", "\t-3"]).decode("utf-8").split("\n")
    assert [line for line in lines if line.startswith(("=", "+", "-", "@", "\t"))] == []


@pytest.mark.parametrize("form", ["tsv", "xlsx"])
def test_an_empty_sheet_is_read_as_one_without_rows(form: str) -> None:
    tsv = tsv_template(FIELDS, ABOUT)
    data = tsv if form == "tsv" else xlsx_template(FIELDS, ABOUT, title="A sheet")
    with pytest.raises(InvalidInput, match=f"a.{form}: has no row below its headings"):
        read_table(data, f"a.{form}")


def test_what_is_typed_into_a_workbook_is_read() -> None:
    table = read_table(filled([TYPED]), "a.xlsx")
    assert table.headings == tuple(field.heading for field in FIELDS)
    assert [row.number for row in table.rows] == [2]
    assert {field: cell.text for field, cell in table.rows[0].cells.items()} == TYPED


def test_what_is_typed_into_a_tsv_is_read() -> None:
    data = tsv_template(FIELDS, ABOUT) + "\t".join(TYPED.values()).encode("utf-8")
    table = read_table(data, "a.tsv")
    assert [row.number for row in table.rows] == [13]
    assert {field: cell.text for field, cell in table.rows[0].cells.items()} == TYPED


def test_all_cells_of_a_workbook_are_text_before_they_are_filled() -> None:
    book = workbook()
    sheet = book["statements"]
    assert [sheet.column_dimensions[letter].number_format for letter in "ABCDEFG"] == ["@"] * 7
    written = [cell for page in book.worksheets for row in page.iter_rows() for cell in row]
    typed = [cell for cell in written if cell.value is not None]
    assert len(typed) > 300
    assert {cell.number_format for cell in typed} == {"@"}
    assert {cell.data_type for cell in typed} == {"s"}


def test_headings_stay_in_sight_and_required_ones_are_told_by_word_and_colour() -> None:
    sheet = workbook()["statements"]
    assert sheet.freeze_panes == "A2"
    assert [cell.font.b for cell in sheet[1]] == [True] * len(FIELDS)
    assert sheet["A1"].fill.fill_type == "solid"
    assert sheet["B1"].fill.fill_type is None
    assert sheet["A1"].comment.text == "Required. a name in short"
    assert sheet["B1"].comment.text == "Optional. how"
    assert all(cell.comment for cell in sheet[1])


def rules(sheet: Worksheet) -> dict[str, tuple[str, bool]]:
    return {
        str(rule.sqref): (str(rule.formula1), bool(rule.showErrorMessage))
        for rule in sheet.data_validations.dataValidation
    }


def test_lists_to_choose_from_stand_on_a_sheet_and_bind_only_single_values() -> None:
    book = workbook()
    assert rules(book["statements"]) == {
        "B2:B2001": ("lists!$A$2:$A$301", True),
        "C2:C2001": ("lists!$B$2:$B$3", False),
        "G2:G2001": ("lists!$C$2:$C$3", True),
    }
    lists = book["lists"]
    columns = {column[0].value: [cell.value for cell in column[1:]] for column in lists.columns}
    assert columns["design"] == [f"design {number}" for number in range(300)]
    assert columns["groups"][:3] == ["=one", "two", None]
    assert columns["blinded"][:3] == ["true", "false", None]


def test_a_sheet_says_what_it_is_about() -> None:
    rows = list(workbook()["about"].values)
    assert [row[0] for row in rows[:5]] == ["A sheet", ABOUT[0], None, ABOUT[2], ABOUT[3]]
    assert rows[6] == ("heading", "required", "note")
    assert rows[7] == ("label", "required", "a name in short")
    assert rows[11] == (
        "estimate",
        "optional",
        "the value; a number as printed, with a decimal point",
    )


def test_the_same_fields_give_the_same_bytes() -> None:
    first = xlsx_template(FIELDS, ABOUT, title="A sheet")
    assert first == xlsx_template(FIELDS, ABOUT, title="A sheet")
    assert first != xlsx_template(FIELDS[1:], ABOUT, title="A sheet")
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.read("docProps/core.xml").count(b"2000-01-01T00:00:00Z") == 2


@pytest.mark.parametrize("heading", ["", "=a", "+a", "-a", "@a", "#a", "a\tb", " a", "two  spaces"])
def test_a_heading_that_is_a_formula_or_a_note_is_a_mistake(heading: str) -> None:
    fields = [Field(heading, "a note")]
    with pytest.raises(ValueError, match="cannot be a heading"):
        tsv_template(fields, ())
    with pytest.raises(ValueError, match="cannot be a heading"):
        xlsx_template(fields, (), title="A sheet")


def test_two_headings_that_are_read_as_one_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="two headings are read as 'study year'"):
        tsv_template([Field("Study year", ""), Field("study-year", "")], ())


def test_without_openpyxl_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(MissingPart) as caught:
        xlsx_template(FIELDS, ABOUT, title="A sheet")
    assert str(caught.value) == "writing .xlsx needs openpyxl: pip install 'ivig-kg[xlsx]'"
    assert tsv_template(FIELDS, ABOUT)
