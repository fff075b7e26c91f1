"""Proportions pooled: as metafor pools them, at the edges, and what is refused.

The numbers are of R 4.2.2 with metafor 3.8-1 (Debian's r-cran-metafor), for counts xi of ni::

    dat <- escalc(measure="PLO", xi=xi, ni=ni, add=1/2, to="only0")
    res <- rma(yi, vi, data=dat, method="PM", test="adhoc", control=list(tol=1e-12, maxiter=1000))
    predict(res, transf=transf.ilogit)[c("pred", "ci.lb", "ci.ub")]; res[c("tau2", "QE", "QEp")]
    rma(yi, vi, data=dat, method="DL")$I2 / 100   # for "DL", metafor's I2 is that of Q
"""

from __future__ import annotations

import sys
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from itertools import permutations

import pytest

from ivig_kg.errors import MissingPart
from ivig_kg.stats import Counts, Pooled, pool, wilson

needs_statsmodels = pytest.mark.skipif(
    find_spec("statsmodels") is None, reason="pools, which needs statsmodels: ivig-kg[meta]"
)
PRITZ = [  # dat.pritz1997; Zhou XH et al., Stat Med 1999;18:557-566
    *((16, 17), (10, 12), (4, 8), (43, 58), (10, 10), (25, 42), (13, 14)),
    *((12, 12), (22, 41), (4, 5), (5, 6), (18, 23), (58, 68), (6, 10)),
]
DE_BRUIN = [  # dat.debruin2009; de Bruin M et al., Health Psychol 2009;28:668-674
    *((11, 29), (24, 33), (179, 326), (82, 240), (60, 110), (11, 29), (99, 244)),
    *((9, 17), (88, 215), (17, 26), (26, 138), (23, 55), (40, 54)),
]
METAFOR = [  # counts: pred, ci.lb, ci.ub, tau2, QE, QEp, I2
    pytest.param(
        PRITZ,
        (0.75866162, 0.64907607, 0.84233845, 0.38586865, 29.78541646, 0.00505664, 0.56354480),
        id="Pritz",
    ),
    pytest.param(
        DE_BRUIN,
        (0.47204474, 0.36986208, 0.57662478, 0.40420714, 95.95870296, 0.00000000, 0.87494620),
        id="de Bruin",
    ),
    pytest.param(
        [(5, 5), (4, 5), (2, 9)],
        (0.64543933, 0.01546726, 0.99528155, 2.40526578, 6.59023384, 0.03706371, 0.69652063),
        id="all in one",
    ),
    pytest.param(
        [(0, 20), (0, 12), (1, 29)],
        (0.03228712, 0.00151039, 0.42393033, 0.00000000, 0.06820286, 0.96647347, 0.00000000),
        id="none in two",
    ),
    pytest.param(
        [(8, 19), (15, 19)],
        (0.61560532, 0.00004810, 0.99998125, 1.07885584, 5.05146432, 0.02460514, 0.80203760),
        id="two",
    ),
    pytest.param(
        [(3, 10), (3, 10), (3, 10)],
        (0.30000000, 0.07165665, 0.70410441, 0.00000000, 0.00000000, 1.00000000, 0.00000000),
        id="equal",
    ),
    pytest.param(
        [(5, 10), (5, 10)],
        (0.50000000, 0.00339386, 0.99660614, 0.00000000, 0.00000000, 1.00000000, 0.00000000),
        id="two equal, Q exactly 0",
    ),
]


def pooled(*counts: tuple[int, int]) -> Pooled:
    return pool([Counts(*each) for each in counts])


@needs_statsmodels
@pytest.mark.parametrize(("counts", "expected"), METAFOR)
def test_it_agrees_with_metafor(counts: list[tuple[int, int]], expected: tuple[float, ...]) -> None:
    found = pooled(*counts)
    ours = (found.estimate, *found.interval, found.tau2, found.q, found.p, found.i2)
    assert ours == pytest.approx(expected, abs=2e-6)
    assert (found.studies, found.df) == (len(counts), len(counts) - 1)


@needs_statsmodels
def test_the_method_is_named_in_words() -> None:
    method = pooled((1, 3), (2, 4)).method
    for word in ("random effects", "logit", "0.5 added", "Paule-Mandel", "Hartung-Knapp"):
        assert word in method


@needs_statsmodels
def test_the_order_of_studies_does_not_matter() -> None:
    first, *rest = (pooled(*order) for order in permutations([(5, 5), (4, 5), (2, 9), (0, 3)]))
    for other in rest:
        assert other.interval == pytest.approx(first.interval, abs=1e-6)
        assert other.tau2 == pytest.approx(first.tau2, rel=1e-5)


@needs_statsmodels
def test_those_without_the_event_mirror_those_with_it() -> None:
    there = pooled(*PRITZ)
    back = pooled(*((total - events, total) for events, total in PRITZ))
    assert back.estimate == pytest.approx(1 - there.estimate, abs=1e-6)
    assert back.interval == pytest.approx((1 - there.interval[1], 1 - there.interval[0]), abs=1e-6)


@needs_statsmodels
@pytest.mark.parametrize("counts", [[(0, 4)] * 3, [(6, 6)] * 2, [(0, 1), (1, 1)]])
def test_none_or_all_in_every_study_stay_within_0_and_1(counts: list[tuple[int, int]]) -> None:
    found = pooled(*counts)
    assert 0 < found.interval.low < found.estimate < found.interval.high < 1
    assert (found.tau2, found.i2) == (0, 0)


@needs_statsmodels
def test_q_of_equal_studies_is_never_below_0() -> None:
    assert pooled(*[(1, 3)] * 5).q == 0  # statsmodels: -4.4e-16


@needs_statsmodels
def test_opposite_and_huge_studies_do_not_overflow() -> None:
    found = pooled((0, 10**9), (10**9, 10**9))
    assert found.estimate == pytest.approx(0.5)
    assert (found.interval.low, found.interval.high) == pytest.approx((0, 1))
    assert found.i2 == pytest.approx(1, abs=0.01)


@needs_statsmodels
def test_many_equal_studies_come_near_to_their_sum() -> None:
    found, sum_ = pooled(*[(300, 1000)] * 50), wilson(15_000, 50_000)
    assert found.interval == pytest.approx(sum_, abs=2e-4)


@needs_statsmodels
def test_the_variance_between_a_thousand_studies_is_not_lost() -> None:
    """At the library's own tolerance, rounding passes the goal here, and it answers a tau2 of 0."""
    found = pooled(*((31 + place * 7 % 35, 95) for place in range(1000)))
    assert found.q > 4 * found.df
    assert found.tau2 == pytest.approx(0.1385336, abs=2e-6)  # as metafor


@needs_statsmodels
def test_a_variance_that_was_not_found_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    library = import_module("statsmodels.stats.meta_analysis")
    hasty = partial(library.combine_effects, maxiter=1)
    monkeypatch.setattr(library, "combine_effects", hasty)
    with pytest.raises(ArithmeticError, match="variance between studies was not found"):
        pooled(*PRITZ)


@pytest.mark.parametrize("counts", [[], [(4, 5)]])
def test_fewer_than_two_are_refused(counts: list[tuple[int, int]]) -> None:
    with pytest.raises(ValueError, match=f"at least 2 counts, here {len(counts)}$"):
        pooled(*counts)


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ((0, 0), "count 2: a total of 0: a proportion needs at least 1"),
        ((-1, 5), "count 2: -1 events: there cannot be fewer than 0"),
        ((6, 5), "count 2: 6 events of 5: there cannot be more than all"),
    ],
)
def test_a_count_that_cannot_be_is_named(bad: tuple[int, int], message: str) -> None:
    with pytest.raises(ValueError, match=f"^{message}$"):
        pooled((4, 5), bad)


@pytest.mark.parametrize("module", ["numpy", "statsmodels.stats.meta_analysis"])
def test_without_statsmodels_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, module: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingPart, match=r"pip install 'ivig-kg\[meta\]'$"):
        pooled((4, 5), (2, 9))
