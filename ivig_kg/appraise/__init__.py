"""Appraising: rates with intervals, the evidence map, forest, profile and gaps; it never blends."""

from __future__ import annotations

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
