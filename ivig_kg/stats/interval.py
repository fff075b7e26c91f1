"""How far a proportion of a count can be trusted: the Wilson score interval."""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

__all__ = ["Interval", "refuse_impossible", "wilson"]

_Z = 1.959963984540054  # the 97.5 % point of the standard normal: 2.5 % are left at each end


class Interval(NamedTuple):
    """A 95 % interval of a proportion.

    Attributes:
        low: its lower end, a fraction from 0 to 1.
        high: its upper end, a fraction from 0 to 1, not below ``low``.
    """

    low: float
    high: float


def wilson(events: int, total: int) -> Interval:
    """Return the two-sided 95 % score interval of a proportion, without continuity correction.

    For x events of n, with z the 97.5 % point of the normal distribution::

        (x + z**2 / 2 ± z * sqrt(x * (n - x) / n + z**2 / 4)) / (n + z**2)

    Wilson EB, J Am Stat Assoc 1927;22:209-212; method 3 of Newcombe RG, Stat Med 1998;17:857-872.
    No events give a lower end of exactly 0, nothing but events an upper end of exactly 1.

    Args:
        events: how many had the event, from 0 to ``total``.
        total: how many were looked at, at least 1.

    Raises:
        ValueError: the counts are not possible.

    >>> [round(end, 2) for end in wilson(4, 5)]
    [0.38, 0.96]
    """
    refuse_impossible(events, total)
    square = _Z * _Z
    middle = events + square / 2
    reach = _Z * sqrt(events * (total - events) / total + square / 4)
    low = (middle - reach) / (total + square) if events > 0 else 0.0
    high = (middle + reach) / (total + square) if events < total else 1.0
    return Interval(low, high)


def refuse_impossible(events: int, total: int, where: str = "") -> None:
    """Refuse counts that cannot be.

    Args:
        events: how many had the event.
        total: how many were looked at.
        where: what the message starts with, such as the place among several.

    Raises:
        ValueError: nobody was looked at, or the events are fewer than none or more than all.
    """
    if total < 1:
        raise ValueError(f"{where}a total of {total}: a proportion needs at least 1")
    if events < 0:
        raise ValueError(f"{where}{events} events: there cannot be fewer than 0")
    if events > total:
        raise ValueError(f"{where}{events} events of {total}: there cannot be more than all")
