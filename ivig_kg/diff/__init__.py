"""What differs between two contents: the things that changed, and the answers that they change."""

from __future__ import annotations

from ivig_kg.diff.compare import compare
from ivig_kg.diff.formats import FORMATS, render
from ivig_kg.diff.model import (
    AnswerChange,
    Basis,
    Diff,
    Difference,
    FileChange,
    Replies,
    RowChange,
    Side,
    Thing,
)

__all__ = [
    "FORMATS",
    "AnswerChange",
    "Basis",
    "Diff",
    "Difference",
    "FileChange",
    "Replies",
    "RowChange",
    "Side",
    "Thing",
    "compare",
    "render",
]
