"""Sheets as TSV and CSV: what is taken, and each fault at its row and column."""

from __future__ import annotations

import re

import pytest

from ivig_kg.errors import InvalidInput, LimitReached, SyntaxFault
from ivig_kg.sheets import Cell, Row, SheetFault, Table, assemble, read_table
from ivig_kg.sheets.values import cleaned
from ivig_kg.turtle.characters import FORBIDDEN

HEADINGS = {"label": "name", "Study year": "year", "note": "note"}


def read(text: str, name: str = "a.tsv", **options: object) -> Table:
    return read_table(text.encode("utf-8"), name, **options)  # type: ignore[arg-type]


def texts(table: Table) -> list[dict[str, str]]:
    return [{field: cell.text for field, cell in row.cells.items()} for row in table.rows]


def faults(text: str, name: str = "a.tsv", **options: object) -> list[str]:
    with pytest.raises(InvalidInput) as caught:
        read(text, name, **options)
    return str(caught.value).split("\n")


def test_cells_have_their_place_and_empty_ones_are_left_out() -> None:
    table = read("label\tnote\nb\t\n\nc\td\n")
    assert table == Table(
        "a.tsv",
        ("label", "note"),
        {"label": 1, "note": 2},
        (
            Row(2, {"label": Cell(2, 1, "b")}),
            Row(4, {"label": Cell(4, 1, "c"), "note": Cell(4, 2, "d")}),
        ),
    )


def test_notes_above_the_headings_and_empty_rows_are_passed_over() -> None:
    text = '# a note with one " in it\n\n# another\t"cell\nlabel\tnote\n\t\n# no note\tb\n'
    table = read(text)
    assert table.rows == (Row(6, {"label": Cell(6, 1, "# no note"), "note": Cell(6, 2, "b")}),)


def test_notes_that_a_spreadsheet_put_in_quotes_are_passed_over_too() -> None:
    text = '"# one, two",\n"# a ""word""",\nlabel,note\nb,c\n'
    assert texts(read(text, "a.csv")) == [{"label": "b", "note": "c"}]


@pytest.mark.parametrize("start", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("name", ["a.csv", "A.CSV", "in.folder/a.csv"])
def test_bad_input_16_crlf_and_a_byte_order_mark_are_taken(start: str, end: str, name: str) -> None:
    text = start + end.join(["label,note", '"b, c",d', ""])
    assert texts(read(text, name)) == [{"label": "b, c", "note": "d"}]


def test_headings_are_known_by_field_whatever_their_case() -> None:
    table = read("LABEL\tstudy_Year \nb\t2011\n", headings=HEADINGS)
    assert table.headings == ("LABEL", "study_Year")
    assert table.columns == {"name": 1, "year": 2}
    assert texts(table) == [{"name": "b", "year": "2011"}]


def test_an_unknown_heading_gets_the_nearest_names() -> None:
    assert faults("labels\tcolour\nb\tc\n", headings=HEADINGS) == [
        "a.tsv:1:1 labels: no field is called 'labels'; is it label?",
        "a.tsv:1:2 colour: no field is called 'colour'; rename the column, or delete it",
    ]


def test_bad_input_16_a_missing_column() -> None:
    found = faults("note\nb\n", headings=HEADINGS, required=["name", "year", "note"])
    assert found == [
        "a.tsv:1 name: has no column, and must have one; add it",
        "a.tsv:1 year: has no column, and must have one; add it",
    ]


@pytest.mark.parametrize("headings", [HEADINGS, None])
def test_bad_input_16_a_duplicate_heading(headings: dict[str, str] | None) -> None:
    found = faults("label\tnote\tLabel\nb\tc\td\n", headings=headings)
    name = "name" if headings else "Label"
    assert found == [f"a.tsv:1:3 {name}: columns 1 and 3 are both this field; delete one"]


def test_two_headings_of_one_field_are_a_duplicate() -> None:
    found = faults("label\ttitle\nb\tc\n", headings={"label": "name", "title": "name"})
    assert found == ["a.tsv:1:2 name: columns 1 and 2 are both this field; delete one"]


def test_a_value_under_no_heading_is_a_fault_once_a_column() -> None:
    words = "has no heading, but a value in row 3; name the column, or empty it"
    assert faults("label\t\nb\t\nc\td\ne\tf\n") == [f"a.tsv:1:2: {words}"]
    assert texts(read("label\t\nb\t\n")) == [{"label": "b"}]


def test_bad_input_16_a_ragged_row() -> None:
    assert faults("label\tnote\nb\nc\td\te\nf\tg\n") == [
        "a.tsv:2: has 1 cell where the headings take 2; add or delete cells",
        "a.tsv:3: has 3 cells where the headings take 2; add or delete cells",
    ]


def test_bad_input_16_a_line_break_in_quotes() -> None:
    found = faults('label,note\n"a\nb",c\nd,"e\r\nf"\n', "a.csv")
    words = "has a line break inside; write it in one line"
    assert found == [f"a.csv:2:1 label: {words}", f"a.csv:4:2 note: {words}"]


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        ("label;note\nb;c\n", "a.csv", "separated by ';'"),
        ("sep=;\nlabel;note\nb;c\n", "a.csv", "separated by ';'"),
        ("label\tnote\nb\tc\n", "a.csv", "separated by tabs"),
        ("# a note\n\nlabel,note\nb,c\n", "a.tsv", "separated by commas"),
        ("label;note\nb;c\n", "a.tsv", "separated by ';'"),
    ],
)
def test_bad_input_16_another_delimiter(text: str, name: str, words: str) -> None:
    line = 3 if text.startswith("#") else 1
    (found,) = faults(text, name)
    assert found.startswith(f"{name}:{line}: its cells are {words}, which those of a {name[1:]} ")
    assert ("with commas between" if name == "a.csv" else "with tabs between") in found


def test_bad_input_16_one_bad_row_of_500() -> None:
    rows = [f"label {number}\t{number}" for number in range(500)]
    rows[249] = "label \x07\t249"
    text = "label\tStudy year\n" + "\n".join(rows)
    bad = "a.tsv:251:1 name: has the control character U+0007 as character 7; delete it"
    assert faults(text, headings=HEADINGS) == [bad]
    table = read(text, headings=HEADINGS, keep_good=True)
    assert len(table.rows) == 499
    assert 251 not in {row.number for row in table.rows}
    assert [str(fault) for fault in table.faults] == [bad]


def test_the_good_rows_are_not_kept_when_the_table_is_at_fault() -> None:
    found = faults("label\tcolour\nb\tc\n\x07\td\n", headings=HEADINGS, keep_good=True)
    assert [line.partition(" ")[0] for line in found] == ["a.tsv:1:2", "a.tsv:3:1"]


def test_all_faults_come_in_the_order_of_their_places() -> None:
    found = faults("label\tcolour\t\nb\tc\td\ne\n\x00\t#REF!\t\n", headings=HEADINGS)
    places = [line.partition(" ")[0].rstrip(":") for line in found]
    assert places == ["a.tsv:1:2", "a.tsv:1:3", "a.tsv:3", "a.tsv:4:1", "a.tsv:4:2"]


@pytest.mark.parametrize(
    ("text", "line", "end"),
    [
        ('label,note\n"b"c,d\ne,f\n', 2, 'with each " twice'),
        ('label,note\nb,c\n\nd,"e\nf,g\n', 4, "; the rows below it were not read"),
        ('# note\n"label,note\nb,c\n', 2, "; the rows below it were not read"),
    ],
)
def test_quotes_that_do_not_pair_are_a_fault_with_their_row(text: str, line: int, end: str) -> None:
    (found,) = faults(text, "a.csv")
    assert found.startswith(f"a.csv:{line}: its quotes do not pair: ")
    assert found.endswith(end)


def test_a_quote_that_swallows_many_rows_is_one_fault() -> None:
    rows = "".join(f"label {number},note {number}\n" for number in range(9000))
    table = read(f'label,note\nb,c\n"d,e\n{rows}', "a.csv", keep_good=True)
    assert [row.number for row in table.rows] == [2]
    (found,) = map(str, table.faults)
    assert found.startswith("a.csv:3: has a cell that is far too long, or a quote that opens and ")
    assert found.endswith("; the rows below it were not read")


def test_a_row_that_cannot_be_told_into_cells_hides_no_other_fault() -> None:
    found = faults('label,note\n"b"c,d\n\x01,e\n', "a.csv")
    assert [line.partition(" ")[0].rstrip(":") for line in found] == ["a.csv:2", "a.csv:3:1"]


def test_bad_input_30_text_is_kept_as_it_stands() -> None:
    odd = "<script>alert(1)</script> \\n ''' {{x}}  =1+1 \u05d0 \u200e &amp;"
    quoted = 'she wrote ""so"" here'
    table = read(f'label,note\n"{odd}","{quoted}"\n', "a.csv")
    assert texts(table) == [{"label": odd, "note": 'she wrote "so" here'}]


def test_text_is_in_nfc_and_without_outer_white_space() -> None:
    table = read("label\tnote\n\u00a0 Sjo\u0308gren  b \u2003\t 1.10 \n")
    assert texts(table) == [{"label": "Sj\u00f6gren  b", "note": "1.10"}]


def test_bad_input_30_what_turtle_refuses_is_refused_here_and_little_else() -> None:
    ends = [plane * 0x10000 + code for plane in range(2, 17) for code in (0xFFFD, 0xFFFE, 0xFFFF)]
    every = list(map(chr, [*range(0x20000), *ends]))
    turtle = set(re.findall(f"[{FORBIDDEN}]", "".join(every)))
    assert len(turtle) > 2000
    refused = turtle | {"\t", "\n", "\r", "\u2028", "\u2029"}  # a value is one line
    assert [c for c in refused if isinstance(cleaned(f"a{c}b"), str)] == []
    rest = [c for c in every if c not in refused]
    for start in range(0, len(rest), 9000):
        assert isinstance(cleaned("a" + "".join(rest[start : start + 9000]) + "b"), str)


@pytest.mark.parametrize(
    ("character", "words"),
    [
        ("\x00", "control character U+0000"),
        ("\x85", "line break"),
        ("\u202e", "bidirectional control, which shows text in another order, U+202E"),
        ("\ufffe", "noncharacter U+FFFE"),
        ("\ufeff", "byte order mark U+FEFF"),
    ],
)
def test_a_refused_character_is_named(character: str, words: str) -> None:
    (found,) = faults(f"label\tnote\nb\tc{character}d\n")
    assert found.startswith("a.tsv:2:2 note: has ")
    assert words in found
    assert character not in found


def test_bad_input_12_limits_are_said() -> None:
    limit = "over the limit of 10,000; shorten it"
    assert read(f"label\n{'a' * 10_000}\n").rows
    assert faults(f"label\n{'a' * 10_001}\n") == [
        f"a.tsv:2:1 label: has 10,001 characters, {limit}"
    ]
    (found,) = faults(f"label\n{'a' * 200_000}\n")
    assert (
        found == "a.tsv:2: has a cell that is far too long, or a quote that opens and is not closed"
    )
    with pytest.raises(LimitReached, match=r"a\.tsv:1: over 300 columns"):
        read("\t".join(f"label {number}" for number in range(301)))


def test_bad_input_12_a_table_at_the_limit_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    assert vars(assemble)["_MOST_ROWS"] == 100_000
    monkeypatch.setattr(assemble, "_MOST_ROWS", 2)
    assert len(read("label\na\n\nb\n\n").rows) == 2
    with pytest.raises(LimitReached, match=r"a\.tsv: over 2 rows"):
        read("label\na\nb\nc\n")
    labels = [f"label {number}" for number in range(300)]
    assert len(read("\t".join(labels) + "\n" + "\t".join(labels)).columns) == 300


def test_bad_input_12_the_number_of_cells_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assemble, "_MOST_CELLS", 3)
    with pytest.raises(LimitReached, match="over 3 cells"):
        read("label\tnote\nb\tc\nd\te\n")
    assert len(read("label\tnote\nb\tc\nd\t\n").rows) == 2


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "a.tsv", "is empty"),
        (b" \n\n", "a.csv", "is empty"),
        (b"# only a note\n", "a.csv", "is empty"),
        (b"label\tnote\n\n", "a.tsv", "has no row below its headings"),
        (b"PK\x03\x04rest", "a.csv", "a zip archive or a workbook"),
        (b"\x1f\x8b\x08", "a.tsv", "a gzip archive"),
        (b"%PDF-1.7", "a.xlsx", "a PDF"),
        (b"label\nb\n", "a.xlsx", "no workbook"),
        (b"label\nb\n", "a.txt", "must end in .tsv, .csv or .xlsx"),
        (b"label\nb\n", "label", "must end in .tsv, .csv or .xlsx"),
        (b"label\nb\n", "a.ods", "save it as .xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.xls", "save it as .xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.xlsx", "protected by a password"),
    ],
)
def test_bad_input_13_what_is_no_sheet_is_named(data: bytes, name: str, words: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_table(data, name)
    assert words in str(caught.value)
    assert str(caught.value).startswith(f"{name}: ")


@pytest.mark.parametrize(
    ("data", "line", "words"),
    [
        ("label\nb\n".encode("utf-16"), 1, "UTF-16, not UTF-8"),
        ("label\nb\n".encode("utf-16-le"), 1, "UTF-16, not UTF-8"),
        ("\u6a19\u7c64\n\u4e00\n".encode("utf-16"), 1, "UTF-16, not UTF-8"),
        (b"label\nSj\xf6gren\n", 2, "not UTF-8 at byte 9 (0xF6); save it as UTF-8"),
        (b"version https://git-lfs.github.com/spec/v1\n", 1, "Git-LFS pointer"),
        (b"\n<!DOCTYPE html><p>404", 1, "a web page"),
        (b"label\n<<<<<<< ours\nb\n=======\n", 2, "git conflict marker"),
    ],
)
def test_what_is_no_text_is_named_with_its_line(data: bytes, line: int, words: str) -> None:
    with pytest.raises(SyntaxFault) as caught:
        read_table(data, "a.csv")
    assert str(caught.value).startswith(f"a.csv:{line}: ")
    assert words in str(caught.value)


def test_a_fault_prints_what_is_known_of_its_place() -> None:
    assert str(SheetFault("a.tsv", 5, 3, "year", "is odd")) == "a.tsv:5:3 year: is odd"
    assert str(SheetFault("a.tsv", 5, 0, "", "is odd")) == "a.tsv:5: is odd"
    assert str(SheetFault("a.tsv", 0, 0, "", "is odd")) == "a.tsv: is odd"


def test_messages_are_safe_for_a_terminal() -> None:
    (found,) = faults("\x1b[31mlabel" + "l" * 100 + "\nb\n", "a\n\x1b.tsv")
    assert found.isprintable()
    assert found.startswith("a\\n\\x1b.tsv:1:1: the heading: has the control character U+001B")
    (found,) = faults("l" * 100 + "\nb\n", headings=HEADINGS)
    assert len(found) < 250
