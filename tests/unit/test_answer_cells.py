"""Cells: list cells are split and sorted, plain values keep what was written."""

from __future__ import annotations

import pytest

from ivig_kg.answer import Blank, Cell, Iri, Literal, sorted_list
from ivig_kg.answer.cells import are_numbers, natural_key, plain_cell
from ivig_kg.answer.wording import Wording, harmless

XSD = "http://www.w3.org/2001/XMLSchema#"
PREFIXES = {
    "ivig": "https://w3id.org/ivig-kg/ontology#",
    "src": "https://w3id.org/ivig-kg/source/",
    "kg": "https://w3id.org/ivig-kg/",
}


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("", ()),
        (" | ", ()),
        ("one", (Literal("one"),)),
        ("https://x/a-10 | https://x/a-2", (Iri("https://x/a-2"), Iri("https://x/a-10"))),
        ("http://x/a | b", (Literal("b"), Iri("http://x/a"))),
        ("b | a | b |  | a", (Literal("a"), Literal("b"))),
        ("javascript:alert(1)", (Literal("javascript:alert(1)"),)),
        ("a|b", (Literal("a|b"),)),
    ],
)
def test_a_list_cell_becomes_sorted_terms(text: str, terms: tuple[Iri | Literal, ...]) -> None:
    assert sorted_list(text) == terms


def test_numbers_within_texts_sort_by_size_even_when_they_are_huge() -> None:
    texts = ["a-10.b", "a-2.b-10", "a", "a-2.b-9", "a-" + "9" * 5000, "a-010"]
    expected = ["a", "a-2.b-9", "a-2.b-10", "a-010", "a-10.b", "a-" + "9" * 5000]
    assert sorted(texts, key=natural_key) == expected


@pytest.mark.parametrize(
    ("cell", "plain"),
    [
        (None, None),
        ((), []),
        (Iri("https://x/a"), "https://x/a"),
        (Blank("b0"), "_:b0"),
        (Literal("9", f"{XSD}integer"), 9),
        (Literal("-007", f"{XSD}integer"), -7),
        (Literal("nine", f"{XSD}integer"), "nine"),
        (Literal("1_000", f"{XSD}integer"), "1_000"),
        (Literal("9" * 5000, f"{XSD}integer"), "9" * 5000),
        (Literal("1.10", f"{XSD}decimal"), "1.10"),
        (Literal("true", f"{XSD}boolean"), True),
        (Literal("0", f"{XSD}boolean"), False),
        (Literal("yes", f"{XSD}boolean"), "yes"),
        (Literal("2011", f"{XSD}gYear"), "2011"),
        (Literal("9"), "9"),
        ((Literal("b-10"), Literal("b-2"), Iri("https://x/a")), ["b-2", "b-10", "https://x/a"]),
    ],
)
def test_plain_values_keep_what_was_written(cell: Cell, plain: object) -> None:
    found = plain_cell(cell)
    assert found == plain
    assert type(found) is type(plain)


@pytest.mark.parametrize(
    ("cells", "numbers"),
    [
        ([Literal("1", f"{XSD}integer"), None, Literal("1.10", f"{XSD}decimal")], True),
        ([None, None], False),
        ([], False),
        ([Literal("1", f"{XSD}integer"), Literal("1")], False),
        ([(Literal("1", f"{XSD}integer"),)], False),
        ([Iri("https://x/1")], False),
    ],
)
def test_a_column_of_numbers_is_known(cells: list[Cell], *, numbers: bool) -> None:
    assert are_numbers(cells) is numbers


@pytest.mark.parametrize(
    ("iri", "shown"),
    [
        ("https://w3id.org/ivig-kg/ontology#Draft", "ivig:Draft"),
        ("https://w3id.org/ivig-kg/source/ivig-summary.unit-3", "src:ivig-summary.unit-3"),
        ("https://w3id.org/ivig-kg/LICENSE", "kg:LICENSE"),
        ("https://w3id.org/ivig-kg/source/", "https://w3id.org/ivig-kg/source/"),
        ("https://w3id.org/ivig-kg/source/a/b", "https://w3id.org/ivig-kg/source/a/b"),
        ("https://w3id.org/ivig-kg/source/a.", "https://w3id.org/ivig-kg/source/a."),
        ("https://w3id.org/ivig-kg/source/-a", "https://w3id.org/ivig-kg/source/-a"),
        ("https://w3id.org/ivig-kg/source/é", "https://w3id.org/ivig-kg/source/é"),
        ("https://w3id.org/ivig-kg/source/a\n", "https://w3id.org/ivig-kg/source/a\n"),
        ("https://elsewhere.org/a", "https://elsewhere.org/a"),
    ],
)
def test_an_iri_shows_as_curie_only_where_the_rest_is_a_local_name(iri: str, shown: str) -> None:
    assert Wording({}, PREFIXES).identified(Iri(iri)) == shown


def test_a_label_is_for_reading_and_only_for_iris() -> None:
    wording = Wording({"https://x/a": "label", "https://x/b": ""}, {})
    assert wording.named(Iri("https://x/a")) == "label"
    assert wording.named(Iri("https://x/b")) == "https://x/b"
    assert wording.named(Literal("https://x/a")) == "https://x/a"
    assert wording.identified(Iri("https://x/a")) == "https://x/a"
    assert wording.named(Blank("b0")) == "_:b0"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Sjögren ≥ 0.4 g/kg 免疫 👩\u200d⚕️", "Sjögren ≥ 0.4 g/kg 免疫 👩\u200d⚕️"),
        ("a\u00a0b\u2009c", "a\u00a0b\u2009c"),
        ("\x1b[2J\x00\x07\x7f", "␛[2J␀␇␡"),
        ("a\tb\r\nc", "a␉b␍␊c"),
        ("\x9b31m\x85", "\\u009B31m\\u0085"),
        ("\u202etxt.exe\u2066", "\\u202Etxt.exe\\u2066"),
        ("\u2028\u200b\ufeff\u00ad", "\\u2028\\u200B\\uFEFF\\u00AD"),
        ("\U000e0041\ud800", "\\U000E0041\\uD800"),
    ],
)
def test_no_character_steers_a_terminal(text: str, shown: str) -> None:
    assert harmless(text) == shown
