"""Choosing a representation by the header Accept (RFC 9110, sections 12.4.2 and 12.5.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

__all__ = ["choose"]

_RANGE = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]+)/([!#$%&'*+.^_`|~0-9A-Za-z-]+)")
_WEIGHT = re.compile(r"0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?")
_MOST = 100  # ranges that are read


class _Range(NamedTuple):
    type: str
    subtype: str
    weight: float

    def fit(self, offer: str) -> int:
        """Return how narrowly it names an offer: 3 exactly, 2 its type, 1 anything, 0 not."""
        kind, _, subtype = offer.partition(";")[0].strip().lower().partition("/")
        if (self.type, self.subtype) == (kind, subtype):
            return 3
        if self.subtype == "*" and self.type in {kind, "*"}:
            return 2 if self.type == kind else 1
        return 0


def choose(accept: str | None, offers: Sequence[str]) -> str | None:
    """Return the offer that a client likes best; of equals, the first; None when it takes none.

    Args:
        accept: the header, as it came; None or empty takes anything.
        offers: media types in our own order of preference.

    Example:
        >>> choose("text/turtle;q=0.5, application/json", ["text/turtle", "application/json"])
        'application/json'
    """
    if accept is None or not accept.strip():
        return offers[0] if offers else None
    ranges = list(_ranges(accept))
    liked = max(offers, key=lambda offer: _weight(offer, ranges), default=None)
    return liked if liked is not None and _weight(liked, ranges) > 0 else None


def _weight(offer: str, ranges: Sequence[_Range]) -> float:
    """Return the weight that the narrowest fitting range gives."""
    best = max(ranges, key=lambda one: one.fit(offer), default=None)
    return best.weight if best is not None and best.fit(offer) else 0.0


def _ranges(accept: str) -> Iterator[_Range]:
    for part in accept.split(",")[:_MOST]:
        media, *parameters = (piece.strip() for piece in part.split(";"))
        found = _RANGE.fullmatch(media)
        if found is None:
            continue
        weight = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip().lower() == "q":
                weight = float(value) if _WEIGHT.fullmatch(value.strip()) else 0.0
        yield _Range(found[1].lower(), found[2].lower(), weight)
