"""The Wilson interval: by hand, as published, as it must behave, and as statsmodels has it."""

from __future__ import annotations

import doctest
import subprocess
import sys
from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivig_kg.stats import Interval, wilson

BY_HAND = [
    (5, 5, 0.57, 1.00),
    (4, 5, 0.38, 0.96),
    (2, 9, 0.06, 0.55),
    (8, 19, 0.23, 0.64),
    (9, 19, 0.27, 0.68),
    (15, 19, 0.57, 0.91),
    (18, 22, 0.61, 0.93),
    (7, 10, 0.40, 0.89),
    (6, 14, 0.21, 0.67),
]
NEWCOMBE = [  # Newcombe RG, Stat Med 1998;17:857-872, method 3
    (81, 263, 0.2553, 0.3662),
    (15, 148, 0.0624, 0.1605),
    (0, 20, 0.0000, 0.1611),
    (1, 29, 0.0061, 0.1718),
]


@st.composite
def counts(draw: st.DrawFn) -> tuple[int, int]:
    total = draw(st.integers(1, 100_000))
    return draw(st.integers(0, total)), total


@pytest.mark.parametrize(("events", "total", "low", "high"), BY_HAND)
def test_two_decimals_reckoned_by_hand(events: int, total: int, low: float, high: float) -> None:
    found = wilson(events, total)
    assert (round(found.low, 2), round(found.high, 2)) == (low, high)


@pytest.mark.parametrize(("events", "total", "low", "high"), NEWCOMBE)
def test_four_decimals_as_published(events: int, total: int, low: float, high: float) -> None:
    found = wilson(events, total)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@pytest.mark.parametrize("total", [1, 2, 3, 7, 10, 49, 1000, 10**12])
def test_none_and_all_end_exactly(total: int) -> None:
    assert wilson(0, total).low == 0.0
    assert wilson(total, total).high == 1.0
    assert 0 < wilson(0, total).high < 1
    assert 0 < wilson(total, total).low < 1


@given(counts())
def test_those_without_the_event_mirror_those_with_it(pair: tuple[int, int]) -> None:
    events, total = pair
    there, back = wilson(events, total), wilson(total - events, total)
    assert there == pytest.approx(Interval(1 - back.high, 1 - back.low), abs=1e-12)


@given(counts())
def test_it_holds_the_proportion_and_stays_between_0_and_1(pair: tuple[int, int]) -> None:
    events, total = pair
    found = wilson(events, total)
    assert 0 <= found.low <= events / total <= found.high <= 1
    assert found.low < found.high


@given(counts(), st.integers(2, 50))
def test_more_of_the_same_narrow_it(pair: tuple[int, int], times: int) -> None:
    events, total = pair
    few, many = wilson(events, total), wilson(events * times, total * times)
    assert many.high - many.low < few.high - few.low


@given(counts().filter(lambda pair: pair[0] < pair[1]))
def test_one_event_more_moves_both_ends_up(pair: tuple[int, int]) -> None:
    events, total = pair
    fewer, more = wilson(events, total), wilson(events + 1, total)
    assert fewer.low < more.low
    assert fewer.high < more.high


@pytest.mark.parametrize(
    ("events", "total", "message"),
    [
        (0, 0, "a total of 0: a proportion needs at least 1"),
        (0, -3, "a total of -3: a proportion needs at least 1"),
        (-1, 5, "-1 events: there cannot be fewer than 0"),
        (6, 5, "6 events of 5: there cannot be more than all"),
    ],
)
def test_counts_that_cannot_be_are_refused(events: int, total: int, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{message}$"):
        wilson(events, total)


def test_statsmodels_says_the_same_of_all_small_counts() -> None:
    proportion = pytest.importorskip(
        "statsmodels.stats.proportion", reason="compares with statsmodels: ivig-kg[meta]"
    )
    for total in range(1, 31):
        for events in range(total + 1):
            theirs = proportion.proportion_confint(events, total, alpha=0.05, method="wilson")
            assert wilson(events, total) == pytest.approx(tuple(map(float, theirs)), abs=1e-12)


def test_the_example_in_the_docstring_runs() -> None:
    done = doctest.testmod(import_module("ivig_kg.stats.interval"))
    assert (done.attempted, done.failed) == (1, 0)


def test_an_interval_loads_no_heavy_package() -> None:
    code = "import sys; from ivig_kg.stats import wilson; wilson(4, 5); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"numpy", "scipy", "pandas", "statsmodels", "statistics", "fractions", "decimal"}
    assert not heavy & set(done.stdout.split())
