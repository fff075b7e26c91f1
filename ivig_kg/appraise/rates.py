"""Rates: who improved, and who improved or stayed stable, each of how many, with its interval."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from ivig_kg.appraise.evidence import Evidence
from ivig_kg.appraise.records import Result, Statement
from ivig_kg.appraise.scope import Scope
from ivig_kg.appraise.terms import Term
from ivig_kg.stats import Interval, wilson

_TO = "\u2013"  # an en dash, as in print

__all__ = ["LeftOut", "Rate", "Rates", "Row", "rate_of", "rates_of"]


class Rate(NamedTuple):
    """How many of how many.

    Args:
        events: how many.
        total: of how many, at least one.
        interval: the Wilson 95 % interval of the share, in fractions of one.
    """

    events: int
    total: int
    interval: Interval

    @property
    def share(self) -> float:
        """Return the share, as a fraction of one."""
        return self.events / self.total

    def __str__(self) -> str:
        """Return the rate for reading: ``9/19 = 47 % (27-68 %)``, with a dash."""
        return f"{self.events}/{self.total}, {self.percent}" if self.single else self._share

    @property
    def single(self) -> bool:
        """Say whether it is of one patient, who has no rate."""
        return self.total == 1

    @property
    def _share(self) -> str:
        return f"{self.events}/{self.total} = {self.percent}"

    @property
    def percent(self) -> str:
        """Return the share and its interval in percent, halves rounded up; none of one patient."""
        if self.single:
            return "one patient"
        share = (200 * self.events + self.total) // (2 * self.total)
        low, high = (int(100 * end + 0.5) for end in self.interval)
        return f"{share} % ({low}{_TO}{high} %)"


class Row(NamedTuple):
    """One result of one study.

    Args:
        term: the subtype.
        statement: what the study states.
        result: the counts behind it.
        improved: who improved; None where that is not counted, or of none.
        either: who improved or stayed stable; None where that is not counted, or of none.
        control: who improved in the control group; None where there is none.
        counted: how ``either`` was counted, in words.
    """

    term: Term
    statement: Statement
    result: Result
    improved: Rate | None
    either: Rate | None
    control: Rate | None
    counted: str

    @property
    def measured(self) -> tuple[str, ...]:
        """Return what was measured, how and when, and in which part of the patients, in words."""
        result = self.result
        mixed = f"in {', '.join(result.among)}" if result.among else ""
        derived = "derived here" if result.arithmetic else ""
        beside = f"with {', '.join(self.statement.beside)}" if self.statement.beside else ""
        parts = (self.statement.outcome, result.instrument, result.assessor, result.when)
        return tuple(part for part in dict.fromkeys((*parts, beside, mixed, derived)) if part)

    @property
    def label(self) -> str:
        """Return the study and how it measured, in words."""
        return f"{self.statement.title}: {', '.join(self.measured)}"


class LeftOut(NamedTuple):
    """A result that does not count, and why.

    Args:
        row: the result.
        why: the reason, in words.
    """

    row: Row
    why: str


@dataclass(frozen=True, repr=False)
class Rates:
    """The rates of one scope.

    Args:
        scope: what they are about.
        rows: the results, by subtype in the order of the hierarchy, then by study.
        left_out: the results that were left out.
    """

    scope: Scope
    rows: tuple[Row, ...]
    left_out: tuple[LeftOut, ...] = ()

    def __repr__(self) -> str:
        """Say what it is."""
        return f"<Rates: {len(self.rows)} results of {len(self.studies)} studies>"

    @cached_property
    def studies(self) -> tuple[str, ...]:
        """Return the IRIs of the studies, each once."""
        return tuple(dict.fromkeys(row.statement.study for row in self.rows))

    @property
    def difference(self) -> Iterator[tuple[str, int, int]]:
        """Yield each subtype that loses results: its label, results before and after."""
        lost = [out.row.term for out in self.left_out]
        for term in dict.fromkeys(lost):
            kept = sum(row.term == term for row in self.rows)
            yield term.label, kept + lost.count(term), kept

    def _repr_html_(self) -> str:
        """Return what a notebook shows."""
        from ivig_kg.appraise.tables import rates_brief  # noqa: PLC0415 (only notebooks pay)

        return rates_brief(self)._repr_html_()


def rates_of(evidence: Evidence, scope: Scope) -> Rates:
    """Return the rates that evidence gives."""
    kept: list[Row] = []
    left_out: list[LeftOut] = []
    for row in _rows(evidence):
        patients = row.result.total or row.statement.patients
        why = scope.sieve.against_study(row.statement, patients)
        if why:
            left_out.append(LeftOut(row, why))
        else:
            kept.append(row)
    return Rates(scope, tuple(kept), tuple(left_out))


def _rows(evidence: Evidence) -> Iterator[Row]:
    of_term: dict[str, list[Statement]] = {}
    for statement in evidence.statements:
        of_term.setdefault(statement.subtype, []).append(statement)
    for term in evidence.terms.ordered:
        for statement in sorted(of_term.get(term.iri, ()), key=lambda s: not s.direct):
            for result in evidence.results.get(statement.iri, ()):
                if result.total is not None and _counts(result):
                    yield _row(term, statement, result)


def _counts(result: Result) -> bool:
    return result.improved is not None or result.either is not None


def _row(term: Term, statement: Statement, result: Result) -> Row:
    either, counted = _either(result)
    return Row(
        term,
        statement,
        result,
        improved=rate_of(result.improved, result.total),
        either=rate_of(either, result.total),
        control=rate_of(result.others_improved, result.others_total),
        counted=counted,
    )


def _either(result: Result) -> tuple[int | None, str]:
    """Return who improved or stayed stable: as given, else the sum of both where both are."""
    if result.either is not None:
        return result.either, "as given"
    if result.improved is not None and result.stable is not None:
        return result.improved + result.stable, "improved + stable"
    return None, ""


def rate_of(events: int | None, total: int | None) -> Rate | None:
    """Return a rate; none where a count is missing, of nobody, or of more than there were."""
    if events is None or not total or not 0 <= events <= total:
        return None
    return Rate(events, total, wilson(events, total))
