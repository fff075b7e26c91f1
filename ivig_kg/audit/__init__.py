"""Auditing: the claims of a text in reading order, with the judgement on each, and totals."""

from __future__ import annotations

from ivig_kg.audit.claims import Audit, Claim, Totals, read_audit
from ivig_kg.audit.formats import FORMATS, render

__all__ = ["FORMATS", "Audit", "Claim", "Totals", "read_audit", "render"]
