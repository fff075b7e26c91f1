"""Answers: columns and rows, and how they print. Knows no graph and no foreign package."""

from __future__ import annotations

from ivig_kg.answer.cells import LIST_SEPARATOR, Cell, lexical, sorted_list
from ivig_kg.answer.formats import FORMATS, render
from ivig_kg.answer.table import Answer
from ivig_kg.answer.terms import Blank, Iri, Literal, Term, Triple

__all__ = [
    "FORMATS",
    "LIST_SEPARATOR",
    "Answer",
    "Blank",
    "Cell",
    "Iri",
    "Literal",
    "Term",
    "Triple",
    "lexical",
    "render",
    "sorted_list",
]
