"""Delimited formats: escapes for pipes, pure W3C CSV, and sheets without formulas."""

from __future__ import annotations

import csv
import io

import pytest

from ivig_kg.answer import Answer, Blank, Cell, Iri, Literal, Triple, render

IVIG = "https://w3id.org/ivig-kg/ontology#"
NAMES = {f"{IVIG}Sfn": "small fiber neuropathy", f"{IVIG}Evil": "=1+1"}


def _cell(cell: Cell, name: str) -> str:
    answer = Answer(("a",), ((cell,),), names=NAMES, prefixes={"ivig": IVIG})
    return render(answer, name)


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (None, ""),
        (Iri(f"{IVIG}Sfn"), "ivig:Sfn"),
        (Iri("https://x/a"), "https://x/a"),
        (Blank("b0"), "_:b0"),
        (Literal("Sjögren", language="en"), "Sjögren"),
        (Literal("a\tb\r\nc\\t"), "a\\tb\\r\\nc\\\\t"),
        (Literal("a\\tb"), "a\\\\tb"),
        (Literal("\x1b[31m\u202e\u2028\ud800"), "\\u001B[31m\\u202E\\u2028\\uD800"),
        (Literal("=HYPERLINK('x')"), "=HYPERLINK('x')"),
        ((Literal("b-10"), Literal("b-2"), Iri(f"{IVIG}Sfn")), "b-2 | b-10 | ivig:Sfn"),
    ],
)
def test_a_tsv_cell_is_one_field_of_one_line(cell: Cell, shown: str) -> None:
    assert _cell(cell, "tsv") == f"a\n{shown}\n"


def test_tsv_separates_by_tabs_and_escapes_names_too() -> None:
    answer = Answer(("a\tb", "c"), ((Literal("1"), Literal("2")),))
    assert render(answer, "tsv") == "a\\tb\tc\n1\t2\n"


@pytest.mark.parametrize(
    ("cell", "line"),
    [
        (None, '""'),
        (Iri(f"{IVIG}Sfn"), f"{IVIG}Sfn"),
        (Blank("b0"), "_:b0"),
        (Literal('say "x", y'), '"say ""x"", y"'),
        (Literal("a\r\nb"), '"a\r\nb"'),
        (Literal("=1+1\t\x1b"), "=1+1\t\x1b"),
        (Literal("1.10", "http://www.w3.org/2001/XMLSchema#decimal"), "1.10"),
        ((Iri(f"{IVIG}Sfn"), Literal("b")), f"b | {IVIG}Sfn"),
        (Literal("\ud800"), "?"),
    ],
)
def test_csv_is_plain_values_as_the_standard_says(cell: Cell, line: str) -> None:
    assert _cell(cell, "csv") == f"a\r\n{line}\r\n"


@pytest.mark.parametrize(
    "text",
    [
        *("=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "=HYPERLINK('javascript:x','y')"),
        *(
            "  =1",
            "\u00a0=1",
            " \t-1",
            "\ufeff=1",
            "\x00=1",
            "\u3000\uff1d1",
            "\uff1d1",
            "\uff0b1",
            "\uff0d1",
            "\uff20x",
        ),
    ],
)
def test_a_formula_is_inert_in_a_sheet(text: str) -> None:
    for cell in (Literal(text), (Literal(text),), Iri(text)):
        assert _sheet(_cell(cell, "sheet"))[1][0].startswith(f"'{text}")


@pytest.mark.parametrize(
    "text", ["1.10", "a=b", "'=1", "5 - 10", "<0.001", 'a,"b";=1', "a\r\nb", "a\tb"]
)
def test_other_texts_stay_as_they_are_in_a_sheet(text: str) -> None:
    assert _sheet(_cell(Literal(text), "sheet")) == [["a"], [text]]


def test_a_sheet_has_a_byte_order_mark_labels_and_quotes_everywhere() -> None:
    assert _cell(Iri(f"{IVIG}Sfn"), "sheet") == '\ufeff"a"\r\n"small fiber neuropathy"\r\n'
    assert _sheet(_cell(Iri(f"{IVIG}Evil"), "sheet"))[1] == ["'=1+1"]
    assert _sheet(render(Answer(("=a",), ()), "sheet")) == [["'=a"]]


@pytest.mark.parametrize("name", ["tsv", "csv", "sheet"])
def test_triples_are_three_columns(name: str) -> None:
    triple = Triple(Iri("https://x/a"), Iri("https://x/p"), Literal("o"))
    text = render(Answer((), (), form="CONSTRUCT", triples=(triple,)), name)
    rows = csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter="\t" if name == "tsv" else ",")
    assert list(rows) == [["subject", "predicate", "object"], ["https://x/a", "https://x/p", "o"]]


def _sheet(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
