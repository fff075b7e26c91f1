"""The canned questions that have a golden answer: all of them, as a test holds."""

from __future__ import annotations

__all__ = ["QUESTIONS"]

QUESTIONS = (
    "comparisons",
    "dosing",
    "harms",
    "mechanisms",
    "monitoring",
    "provenance-of",
    "recommendations",
    "references",
    "statements-about",
    "subtypes-with-response",
    "uncited-claims",
    "uncovered-text",
)
