"""Widths: what a text takes on a terminal, where it breaks, which columns give way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from ivig_kg.answer.widths import Column, fit, shown_width, wrap


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("abc", 3),
        ("免疫", 4),
        ("e\u0301", 1),
        ("ｶﾞ", 2),
        ("각", 2),
        ("\u1100\u1161", 2),
        ("👩\u200d⚕", 3),
    ],
)
def test_width_is_what_a_terminal_shows(text: str, width: int) -> None:
    assert shown_width(text) == width


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("one two", 7, ["one two"]),
        ("one two", 6, ["one", "two"]),
        ("one  two", 4, ["one", "two"]),
        ("one a/b-c", 6, ["one", "a/b-c"]),
        ("https://example.org/a-long/path", 14, ["https://", "example.org/a-", "long/path"]),
        ("免疫免疫", 5, ["免疫", "免疫"]),
        ("abcde\u0301f", 5, ["abcde\u0301", "f"]),
        ("    ", 2, [""]),
    ],
)
def test_texts_break_at_spaces_then_at_signs_then_anywhere(
    text: str, width: int, lines: list[str]
) -> None:
    assert wrap(text, width) == lines


@given(some.text(), some.integers(2, 20))
def test_no_line_is_too_long_and_no_character_is_lost(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(shown_width(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@given(
    some.lists(
        some.tuples(some.text("ab_ ", max_size=9), some.text("ab ", max_size=40)),
        min_size=1,
        max_size=8,
    )
)
def test_columns_fit_or_are_refused(columns: list[tuple[str, str]]) -> None:
    fitted = fit([Column(name, [text]) for name, text in columns], 40, 2)
    if fitted is not None:
        widths, gap = fitted
        assert sum(widths) + gap * (len(widths) - 1) <= 40


def test_a_very_long_text_takes_what_is_left() -> None:
    widths = fit([Column("a", ["short"]), Column("b", ["long " * 20_000])], 80, 2)
    assert widths == ([5, 73], 2)


def test_an_address_gives_way_before_the_words_beside_it() -> None:
    address = "https://pubmed.ncbi.nlm.nih.gov/21234567/a-very-long-path"
    widths = fit([Column("a", ["many words of text " * 9]), Column("b", [address])], 62, 2)
    assert widths == ([30, 30], 2)


@pytest.mark.parametrize(
    ("columns", "width", "fitted"),
    [
        ([Column("a_b", ["x y"])] * 2, 8, ([3, 3], 2)),
        ([Column("a_b", ["x"])] * 2, 7, ([2, 3], 2)),
        ([Column("a", ["x yy"])] * 2, 9, None),
        ([Column("a", ["sensory x"])] * 2, 16, ([7, 7], 2)),
        ([Column("a", ["sensory x"])] * 2, 15, ([7, 7], 1)),
        ([Column("a", ["sensory x"])] * 2, 14, ([6, 7], 1)),
        ([Column("a", ["sensory x"])] * 2, 13, None),
        ([Column("a", ["sensory x"], hang=1)] * 2, 18, ([8, 8], 2)),
        ([Column("a", ["sensory x"], hang=1)] * 2, 17, ([8, 8], 1)),
        ([Column("recommended_in", ["x"])], 11, ([11], 2)),
        ([Column("recommended_in", ["x"])], 10, None),
        ([Column("a", ["x" * 24, "y"])] * 2, 49, ([24, 24], 1)),
        ([Column("a", ["x" * 12 + "/" + "x" * 12])] * 2, 49, ([23, 24], 2)),
    ],
)
def test_names_then_texts_then_gaps_then_words_give_way(
    columns: list[Column], width: int, fitted: tuple[list[int], int] | None
) -> None:
    assert fit(columns, width, 2) == fitted


@pytest.mark.parametrize(
    "text",
    ["Sjögren's", "co\u00adop", "e\u0301", "免疫 é", "\u02ff\u0300", "10 µg·kg⁻¹", "naïve \x85"],
)
def test_the_short_way_to_a_width_gives_what_the_long_way_gives(text: str) -> None:
    assert shown_width(text) == sum(shown_width(f"\u0300{each}") for each in text)
