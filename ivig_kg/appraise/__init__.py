"""Appraising: rates with intervals, the evidence map, forest, profile and gaps; it never blends.

``KnowledgeGraph.appraise`` is an ``Appraiser``; what it gives are values, which ``render`` and the
module ``tables`` print.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ivig_kg.appraise.appraiser import Appraiser
    from ivig_kg.appraise.evidence_map import Cell, EvidenceMap
    from ivig_kg.appraise.forest import Forest
    from ivig_kg.appraise.formats import FORMATS, render
    from ivig_kg.appraise.gaps import Gaps
    from ivig_kg.appraise.pooling import Pooling
    from ivig_kg.appraise.profile import Profile
    from ivig_kg.appraise.rates import Rate, Rates
    from ivig_kg.appraise.scope import Choice, Kept, Scope

__all__ = [
    "FORMATS",
    "Appraiser",
    "Cell",
    "Choice",
    "EvidenceMap",
    "Forest",
    "Gaps",
    "Kept",
    "Pooling",
    "Profile",
    "Rate",
    "Rates",
    "Scope",
    "render",
]

_HOMES = {
    "FORMATS": "formats",
    "Appraiser": "appraiser",
    "Cell": "evidence_map",
    "Choice": "scope",
    "EvidenceMap": "evidence_map",
    "Forest": "forest",
    "Gaps": "gaps",
    "Kept": "scope",
    "Pooling": "pooling",
    "Profile": "profile",
    "Rate": "rates",
    "Rates": "rates",
    "Scope": "scope",
    "render": "formats",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 (PEP 562: whatever the part is)
    """Load a public part from its module when it is first asked for (cold start)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
