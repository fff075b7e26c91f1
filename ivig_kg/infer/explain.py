"""An irreducible set of axioms behind a fault: take any one away, and the fault is gone.

Source: U. Junker, "QUICKXPLAIN: Preferred Explanations and Relaxations for Over-Constrained
Problems", AAAI 2004. It asks the reasoner as a black box, since HermiT explains nothing itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

__all__ = ["irreducible"]

_Axiom = TypeVar("_Axiom")


def irreducible(
    axioms: Sequence[_Axiom], is_faulty: Callable[[Sequence[_Axiom]], bool]
) -> list[_Axiom]:
    """Return a set of axioms that is faulty, of which each is needed for that.

    Args:
        axioms: a set that is faulty.
        is_faulty: whether a set is; where a set is, every larger one must be.
    """
    return _needed([], axioms, is_faulty, added=False)


def _needed(
    kept: Sequence[_Axiom],
    open_ones: Sequence[_Axiom],
    is_faulty: Callable[[Sequence[_Axiom]], bool],
    *,
    added: bool,
) -> list[_Axiom]:
    if added and is_faulty(kept):
        return []
    if len(open_ones) <= 1:
        return list(open_ones)
    half = len(open_ones) // 2
    first, second = open_ones[:half], open_ones[half:]
    of_second = _needed([*kept, *first], second, is_faulty, added=True)
    of_first = _needed([*kept, *of_second], first, is_faulty, added=bool(of_second))
    return of_first + of_second
