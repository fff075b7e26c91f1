"""Answers: columns and rows, and how they print. Knows no graph and no foreign package."""

from __future__ import annotations

from ivig_kg.answer.terms import Blank, Iri, Literal, Term, Triple

__all__ = ["Blank", "Iri", "Literal", "Term", "Triple"]
