"""Conformance: every canned question and look-up asked of an endpoint and here, row by row."""

from __future__ import annotations

from ivig_kg.conform.fingerprint import other_content
from ivig_kg.conform.known import Known, read_known
from ivig_kg.conform.run import Case, compare_all, report

__all__ = ["Case", "Known", "compare_all", "other_content", "read_known", "report"]
