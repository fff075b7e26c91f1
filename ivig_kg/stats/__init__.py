"""Counts as proportions: the interval of one, and several pooled. Knows no study and no RDF.

interval  the Wilson interval of one proportion, in pure Python
pool      several proportions as one, by random effects; the one door to statsmodels
"""

from __future__ import annotations

from ivig_kg.stats.interval import Interval, wilson
from ivig_kg.stats.pool import Counts, Pooled, pool

__all__ = ["Counts", "Interval", "Pooled", "pool", "wilson"]
