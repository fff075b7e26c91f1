"""Proportions of several studies as one, by a random-effects model of their logits."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, log
from typing import NamedTuple

from ivig_kg.errors import MissingPart
from ivig_kg.stats.interval import Interval, refuse_impossible

__all__ = ["Counts", "Pooled", "pool"]

_METHOD = (
    "random effects, logit (0.5 added to both cells of a study with no events or nothing else), "
    "Paule-Mandel between-study variance, Hartung-Knapp interval with a scale of at least 1"
)
_NEAR = 1e-6  # how near to 1 the scale must come; far below that, rounding is taken for no variance
_SETTLED = 1e-5  # a scale further above 1 was not solved at all


class Counts(NamedTuple):
    """What one study counted.

    Attributes:
        events: how many had the event, from 0 to ``total``.
        total: how many were looked at, at least 1.
    """

    events: int
    total: int


class Pooled(NamedTuple):
    """What several studies say together.

    Attributes:
        estimate: the proportion in the middle study of all that could be, a fraction from 0 to 1.
        interval: its 95 % interval; it is about that study, and does not span the studies.
        studies: how many were pooled, at least 2.
        q: Cochran's Q of the logits, from 0; how far the studies differ.
        df: the degrees of freedom of ``q``: the studies less one.
        p: the chance of such a ``q``, or a larger one, if all studies had one proportion; 0 to 1.
        i2: I² of Higgins and Thompson, (Q - df) / Q or 0: the part of the spread that is more than
            chance, a fraction from 0 to 1.
        tau2: the variance between studies, in squared logits, from 0.
        method: the name of the method, in words.
    """

    estimate: float
    interval: Interval
    studies: int
    q: float
    df: int
    p: float
    i2: float
    tau2: float
    method: str


class _Fit(NamedTuple):
    """What the library found, in logits."""

    mean: float
    low: float
    high: float
    q: float
    p: float
    tau2: float


def pool(counts: Sequence[Counts]) -> Pooled:
    """Pool proportions of single groups by random effects.

    Logits log(x / (n - x)) with variance 1 / x + 1 / (n - x); where x is 0 or n, 0.5 is first added
    to both cells. statsmodels offers two variances between studies: DerSimonian-Laird, which it
    lets fall below 0, and Paule-Mandel, taken here: never negative, and less biased when studies
    are few or differ much (Veroniki AA et al., Res Synth Methods 2016;7:55-79). The interval is
    that of Hartung and Knapp: t with df, not the normal one, which is too narrow for few studies
    (IntHout J et al., BMC Med Res Methodol 2014;14:25); its scale is kept at 1 or more, since equal
    studies would else get no width at all (Röver C et al., BMC Med Res Methodol 2015;15:99). It is
    metafor's ``method="PM", test="adhoc"``. Of two studies t is 12.7: such an interval says little,
    as little as two studies can.

    Args:
        counts: one a study, at least 2, in any order.

    Raises:
        ValueError: there are fewer than 2, or one is not possible.
        MissingPart: statsmodels is not installed.
        ArithmeticError: the variance between studies was not found.
    """
    if len(counts) < 2:  # noqa: PLR2004 (one study has no between)
        raise ValueError(f"pooling needs at least 2 counts, here {len(counts)}")
    for place, (events, total) in enumerate(counts, 1):
        refuse_impossible(events, total, f"count {place}: ")
    fit = _fit([_cells(each) for each in counts])
    df = len(counts) - 1
    return Pooled(
        estimate=_proportion(fit.mean),
        interval=Interval(_proportion(fit.low), _proportion(fit.high)),
        studies=len(counts),
        q=fit.q,
        df=df,
        p=fit.p,
        i2=(fit.q - df) / fit.q if fit.q > df else 0.0,
        tau2=fit.tau2,
        method=_METHOD,
    )


def _cells(counts: Counts) -> tuple[float, float]:
    """Return those with the event and those without, neither of them 0."""
    events, others = counts.events, counts.total - counts.events
    add = 0.0 if events and others else 0.5
    return events + add, others + add


def _proportion(logit: float) -> float:
    """Return what a logit stands for; the power never overflows."""
    power = exp(-abs(logit))
    return (1.0 if logit >= 0 else power) / (1.0 + power)


def _fit(cells: Sequence[tuple[float, float]]) -> _Fit:
    """Return the model that statsmodels fits; it has no types, so they are given here."""
    try:
        import numpy as np  # noqa: PLC0415 (only who pools pays for it)
        from statsmodels.stats.meta_analysis import (  # type: ignore[import-untyped]  # noqa: PLC0415
            combine_effects,
        )
    except ImportError as error:
        words = "pooling needs statsmodels: pip install 'ivig-kg[meta]'"
        raise MissingPart(words) from error
    logits = np.array([log(events / others) for events, others in cells])
    variances = np.array([1 / events + 1 / others for events, others in cells])
    with np.errstate(divide="ignore"):  # it divides by Q, for an I² that is not used here
        found = combine_effects(
            logits, variances, method_re="iterated", use_t=True, atol=_NEAR * (len(cells) - 1)
        )
    if found.scale_hksj_re > 1 + _SETTLED:  # it keeps to itself whether it converged
        raise ArithmeticError("pooling: the variance between studies was not found")
    low, high = found.conf_int()[1]  # Paule-Mandel's own scale is 1, or less and here taken as 1
    test = found.test_homogeneity()
    p, tau2 = float(test.pvalue), float(found.tau2)
    q = max(0.0, float(test.statistic))  # a difference of sums: rounding may pass 0
    return _Fit(float(found.mean_effect_re), float(low), float(high), q, p, tau2)
