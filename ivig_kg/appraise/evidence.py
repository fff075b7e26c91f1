"""The evidence of one scope: what the look-ups of an appraisal return, as values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from ivig_kg.answer import Answer, lexical
from ivig_kg.appraise.beside import Harm, Reading, Untold
from ivig_kg.appraise.read import (
    Row,
    grouped,
    harm,
    judged,
    reading,
    result,
    statement,
    untold,
    word,
)
from ivig_kg.appraise.records import Judged, Result, Statement, Word
from ivig_kg.appraise.terms import Terms, read_terms

__all__ = ["Evidence", "LookUp"]

LookUp: TypeAlias = Callable[..., Answer]
"""Runs one of the project's look-ups by name, with an IRI for each of its parameters."""


@dataclass(frozen=True)
class Evidence:
    """All that the graph holds for one scope, each part looked up when it is first needed.

    Args:
        look_up: what runs the look-ups.
        scope: parameter to IRI: ``treatment``, ``condition`` and ``subtype``.
    """

    look_up: LookUp
    scope: Mapping[str, str]

    @cached_property
    def terms(self) -> Terms:
        """Return the subtypes in the order of the hierarchy, close ones at the end."""
        return read_terms(self._rows("terms", "subtype"))

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """Return what studies state, each statement once for each subtype it stands at."""
        rows = self._rows("statements", "treatment", "condition", "subtype")
        return tuple(map(statement, grouped(rows, "statement", "subtype", "treatment", "study")))

    @cached_property
    def results(self) -> Mapping[str, tuple[Result, ...]]:
        """Return the counts of statements by the IRI of the statement."""
        rows = self._rows("results", "treatment")
        found: dict[str, tuple[Result, ...]] = {}
        for each in map(result, grouped(rows, "statement", "result")):
            found[each.statement] = (*found.get(each.statement, ()), each)
        return found

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """Return the claims and recommendations."""
        rows = self._rows("words", "treatment", "condition", "subtype")
        return tuple(map(word, rows))

    @cached_property
    def judgements(self) -> tuple[Judged, ...]:
        """Return the judgements on bodies of evidence."""
        rows = self._rows("judged", "treatment", "condition", "subtype")
        return tuple(map(judged, grouped(rows, "assessment", "subtype", "treatment")))

    @cached_property
    def harms(self) -> tuple[Harm, ...]:
        """Return what studies count of harms."""
        rows = self._rows("harms", "treatment", "condition")
        return tuple(map(harm, grouped(rows, "statement", "study", "events", "total")))

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        """Return what documents think of the studies of others."""
        rows = self._rows("readings", "treatment", "condition", "subtype")
        return tuple(map(reading, grouped(rows, "statement", "subtype", "treatment")))

    @cached_property
    def untold(self) -> tuple[Untold, ...]:
        """Return studies without a result, one for each statement that describes one."""
        rows = self._rows("trials", "treatment", "condition", "subtype")
        return tuple(map(untold, (group[0] for group in grouped(rows, "study", "statement"))))

    def _rows(self, name: str, *parameters: str) -> list[Row]:
        given = {each: self.scope[each] for each in parameters if each in self.scope}
        answer = self.look_up(f"appraise-{name}", **given)
        columns = answer.columns
        return [dict(zip(columns, map(lexical, row), strict=True)) for row in answer.rows]
