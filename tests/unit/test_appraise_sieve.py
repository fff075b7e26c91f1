"""What is left out: each word, each bound, each reason."""

from __future__ import annotations

from typing import Any

import pytest

from ivig_kg.appraise.sieve import WITHOUT, Sieve, read_sieve
from ivig_kg.errors import UsageError
from tests.unit.test_appraise_rates import SAID, but


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ((), Sieve()),
        (("indirect",), Sieve(indirect=True)),
        (("superseded",), Sieve(superseded=True)),
        (("unverified",), Sieve(read_as=frozenset({"unverified"}))),
        (("secondary",), Sieve(read_as=frozenset({"secondary report"}))),
        (("abstract",), Sieve(read_as=frozenset({"abstract"}))),
        (("n<5",), Sieve(fewer_than=5)),
        (("n < 5",), Sieve(fewer_than=5)),
        (("n<5", "n<12"), Sieve(fewer_than=12)),
        (("n<12,n<5",), Sieve(fewer_than=12)),
        (("indirect,superseded", "n<2"), Sieve(indirect=True, superseded=True, fewer_than=2)),
        ((" indirect , , ",), Sieve(indirect=True)),
        (
            ("secondary,abstract,unverified",),
            Sieve(read_as=frozenset({"secondary report", "abstract", "unverified"})),
        ),
    ],
)
def test_words_alone_repeated_and_by_commas(words: tuple[str, ...], expected: Sieve) -> None:
    assert read_sieve(words) == expected


@pytest.mark.parametrize(
    "word", ["n<0", "n<x", "n<", "n<-1", "n<1.5", "n>5", "n<K", "nonsense", "indirect;n<5", "n<05"]
)
def test_a_word_that_is_none_names_all_there_are(word: str) -> None:
    with pytest.raises(UsageError) as failed:
        read_sieve([word])
    assert repr(word) in str(failed.value)
    for known in WITHOUT:
        assert known in str(failed.value)


def test_a_word_of_ten_thousand_characters_is_not_printed_whole() -> None:
    with pytest.raises(UsageError) as failed:
        read_sieve(["x" * 10_000])
    assert len(str(failed.value)) < 300


@pytest.mark.parametrize("number", ["n<1000000000", "n<99999999999999999999"])
def test_a_number_too_large_for_a_study_is_no_word(number: str) -> None:
    with pytest.raises(UsageError):
        read_sieve([number])


@pytest.mark.parametrize(
    ("sieve", "changed", "why"),
    [
        (Sieve(), {"direct": False, "overtaken": True, "verification": "unverified"}, ""),
        (Sieve(indirect=True), {}, ""),
        (Sieve(indirect=True), {"direct": False}, "indirect: other patients"),
        (Sieve(fewer_than=9), {}, ""),
        (Sieve(fewer_than=10), {}, "n = 9, fewer than 10"),
        (Sieve(since=2001, until=2001), {}, ""),
        (Sieve(since=2002), {}, "of 2001"),
        (Sieve(until=2000), {}, "of 2001"),
        (Sieve(since=2003, until=1999), {}, "of 2001"),
        (Sieve(since=1900), {"year": None}, "the year is not stated"),
        (Sieve(until=2100), {"year": None}, "the year is not stated"),
        (Sieve(designs=frozenset({"case series"})), {}, ""),
        (Sieve(designs=frozenset({"case report"})), {}, "design: case series"),
        (
            Sieve(designs=frozenset({"case report"})),
            {"design": ""},
            "design: not stated",
        ),
        (Sieve(designs=frozenset({"case report"})), {"design": "cohort, case report"}, ""),
        (
            Sieve(designs=frozenset({"trial"})),
            {"design": "review"},
            "design: review",
        ),
    ],
)
def test_a_study_is_left_out_for_this(sieve: Sieve, changed: dict[str, Any], why: str) -> None:
    said = but(SAID, **changed)
    assert sieve.against_study(said, said.patients) == why


def test_what_is_not_known_to_be_small_is_kept() -> None:
    assert Sieve(fewer_than=1000).against_study(SAID, None) == ""


def test_words_of_documents_are_held_to_date_verification_and_currency_alone() -> None:
    small = Sieve(indirect=True, fewer_than=1000, designs=frozenset({"trial"}))
    assert small.against_words(but(SAID, direct=False)) == ""
    assert Sieve(superseded=True).against_words(but(SAID, overtaken=True))
    assert Sieve(since=2002).against_words(SAID) == "of 2001"


def test_it_tells_all_that_it_leaves_out() -> None:
    assert Sieve().told == ()
    words = ["indirect", "superseded", "secondary", "n<7"]
    told = "; ".join(read_sieve(words, since=1999, until=2010, designs=["b", "a"]).told)
    for each in ("indirect", "superseded", "secondary report", "fewer than 7", "1999", "2010"):
        assert each in told
    assert "a, b" in told
