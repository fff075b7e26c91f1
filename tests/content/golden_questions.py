"""The canned questions that have a golden answer: all of them, as a test holds."""

from __future__ import annotations

__all__ = ["QUESTIONS"]

QUESTIONS = (
    "as-of",
    "audit",
    "best-evidence",
    "certainty",
    "comparisons",
    "disputed-subtypes",
    "dose-consistency",
    "dosing",
    "duplicates",
    "guideline-says",
    "harms",
    "indirect-evidence",
    "mechanism-certainty",
    "mechanisms",
    "misattributed",
    "monitoring",
    "only-support",
    "poolable",
    "provenance-of",
    "recommendations",
    "references",
    "response-counts",
    "risks-for",
    "selective-reporting",
    "statements-about",
    "subtypes-with-response",
    "superseded",
    "uncited-claims",
    "uncovered-text",
)
