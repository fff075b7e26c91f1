"""The terminal table: it fits, it reads well, and no cell drives the terminal."""

from __future__ import annotations

import pytest

from ivig_kg.answer import Answer, Cell, Iri, Literal, Triple, render

XSD = "http://www.w3.org/2001/XMLSchema#"
IVIG = "https://w3id.org/ivig-kg/ontology#"
COLUMNS = (
    "subtype",
    "match",
    "studies_for",
    "studies_against",
    "studies_neutral",
    "claimed_in",
    "recommended_in",
    "best_design",
    "level",
    "n",
    "review",
)


def _number(value: int) -> Literal:
    return Literal(str(value), f"{XSD}integer")


def _answer(*rows: tuple[Cell, ...], columns: tuple[str, ...] = ("a", "b")) -> Answer:
    return Answer(
        columns, rows, names={f"{IVIG}Sfn": "small fiber neuropathy"}, prefixes={"ivig": IVIG}
    )


RESPONSE = _answer(
    (
        Iri(f"{IVIG}Sfn"),
        Literal("narrower"),
        *map(_number, (2, 0, 12, 1, 0)),
        Literal("retrospective case series"),
        Literal("4"),
        (Literal("Rist 2011: 9"), Literal("Kizawa 2006: not stated")),
        Literal("draft"),
    ),
    (Iri(f"{IVIG}Other"), Literal("close"), *map(_number, (0, 1, 0, 1, 0)), None, None, (), None),
    columns=COLUMNS,
)


def test_an_answer_that_fits_is_a_plain_table() -> None:
    answer = _answer(
        (Iri(f"{IVIG}Sfn"), _number(2)), (Iri(f"{IVIG}Other"), _number(12)), (None, None)
    )
    assert render(answer, "table", width=80).splitlines() == [
        "a                        b",
        "----------------------  --",
        "small fiber neuropathy   2",
        "ivig:Other              12",
        "",
    ]


def test_a_narrow_terminal_breaks_names_then_texts_and_keeps_words() -> None:
    answer = _answer(
        (Literal("a text of some length"), _number(2)),
        ((Literal("item-10"), Literal("item-2 which is long")), None),
        columns=("what_it_says", "studies_for"),
    )
    assert render(answer, "table", width=23).splitlines() == [
        "                studies",
        "what_it_says        for",
        "--------------  -------",
        "a text of some        2",
        "length",
        "",
        "item-2 which",
        " is long",
        "item-10",
    ]


def test_the_response_table_at_140_columns_breaks_no_word() -> None:
    lines = render(RESPONSE, "table", width=140).splitlines()
    assert lines[0].split() == [*["studies"] * 3, "claimed", "recommended"]
    assert max(map(len, lines)) <= 140
    assert "retrospective" in lines[3]
    assert [lines[row].split()[0] for row in (1, 3, 7)] == ["subtype", "small", "ivig:Other"]


def test_the_response_table_at_100_columns_keeps_the_words_of_names() -> None:
    lines = render(RESPONSE, "table", width=100).splitlines()
    assert max(map(len, lines)) <= 100
    assert {"recommended", "studies", "claimed"} <= set(" ".join(lines[:2]).split())


def test_columns_that_cannot_fit_become_a_block_a_row() -> None:
    text = render(RESPONSE, "table", width=80)
    first, second = text.split("\n\n")
    assert first.splitlines()[0] == "subtype:         small fiber neuropathy"
    assert "n:               Kizawa 2006: not stated\n                 Rist 2011: 9\n" in first
    assert second.splitlines()[-2:] == ["n:", "review:"]


def test_with_little_room_a_value_stands_under_its_name() -> None:
    text = render(RESPONSE, "table", width=30)
    assert text.startswith("subtype:\n  small fiber neuropathy\nmatch:\n  narrower\n")
    assert max(map(len, text.splitlines())) <= 30


@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        (Answer(("a",), ()), "(no rows)\n"),
        (Answer((), (), form="CONSTRUCT"), "(no rows)\n"),
        (Answer(("a",), ((Literal("true", f"{XSD}boolean"),),), form="ASK"), "yes\n"),
        (Answer(("a",), ((Literal("false", f"{XSD}boolean"),),), form="ASK"), "no\n"),
    ],
)
def test_short_answers_are_words(answer: Answer, shown: str) -> None:
    assert render(answer, "table", width=80, color=True) == shown


def test_triples_show_as_three_columns() -> None:
    triple = Triple(Iri(f"{IVIG}Sfn"), Iri(f"{IVIG}p"), Literal("x", language="en"))
    answer = Answer((), (), form="CONSTRUCT", triples=(triple,), prefixes={"ivig": IVIG})
    assert render(answer, "table").splitlines()[::2] == [
        "subject   predicate  object",
        "ivig:Sfn  ivig:p     x",
    ]


def test_colour_is_only_for_names_and_rules() -> None:
    answer = _answer((Literal("\x1b[31mred\x1b[0m"), Literal("x\ny")))
    plain, painted = (render(answer, "table", color=color) for color in (False, True))
    assert "\x1b" not in plain
    assert painted.splitlines()[2] == plain.splitlines()[2] == "␛[31mred␛[0m  x␊y"
    assert painted.startswith("\x1b[1ma")
    assert painted.replace("\x1b[1m", "").replace("\x1b[2m", "").replace("\x1b[0m", "") == plain


@pytest.mark.parametrize("width", [0, 12, 30])
def test_a_hostile_name_or_label_does_no_harm(width: int) -> None:
    names = {"https://x/a": "\x1b]0;title\x07\u202e"}
    answer = Answer(("\x1b[2J",), ((Iri("https://x/a"),),), names=names)
    assert set("\x1b\x07\u202e").isdisjoint(render(answer, "table", width=width))


def test_wide_and_combining_characters_align() -> None:
    rows = ((Literal("免疫"), Literal("x")), (Literal("cafe\u0301"), Literal("x")))
    assert render(_answer(*rows), "table").splitlines()[2:] == ["免疫  x", "cafe\u0301  x"]


def test_a_long_value_of_a_block_stays_within_the_width() -> None:
    columns = ("a_name_of_some_length", "another_name", "third")
    rows = ((Literal("some words " * 9), (Literal("item " * 9), Literal("b")), Literal("x")),)
    for width in (20, 44, 46, 48):
        text = render(_answer(*rows, columns=columns), "table", width=width)
        assert max(map(len, text.splitlines())) <= max(width, len(columns[0]) + 1)


def test_rows_of_several_lines_stand_apart() -> None:
    rows = (((Literal("a"), Literal("b")), None), (Literal("c"), None), (Literal("d"), None))
    assert render(_answer(*rows), "table").splitlines()[2:] == ["a", "b", "", "c", "", "d"]


def test_what_continues_an_item_is_indented_and_keeps_its_words() -> None:
    rows = ((Literal("x"), (Literal("Kizawa together"), Literal("b"))),)
    lines = render(_answer(*rows), "table", width=11).splitlines()
    assert lines[2:] == ["x Kizawa", "   together", "  b"]
