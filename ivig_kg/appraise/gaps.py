"""Gaps: subtypes and questions without a study, and trials registered without a result."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import NamedTuple

from ivig_kg.appraise.beside import Untold
from ivig_kg.appraise.evidence import Evidence
from ivig_kg.appraise.evidence_map import Cell, EvidenceMap
from ivig_kg.appraise.scope import Scope
from ivig_kg.appraise.terms import Term

__all__ = ["Gaps", "Open", "Unstudied", "Waiting", "gaps_of"]


class Unstudied(NamedTuple):
    """A subtype without a study of its own.

    Args:
        term: the subtype.
        narrower: the narrower subtypes that have one, in words.
        close: the close subtypes that have one, in words.
    """

    term: Term
    narrower: tuple[str, ...]
    close: tuple[str, ...]


class Open(NamedTuple):
    """A question that is asked, since somebody claims or advises, and has no direct study.

    Args:
        term: the subtype.
        treatment: the treatment, in words.
        cell: what is held.
        narrower: the narrower subtypes with a study of the treatment, in words.
        close: the close subtypes with one, in words.
    """

    term: Term
    treatment: str
    cell: Cell
    narrower: tuple[str, ...]
    close: tuple[str, ...]


class Waiting(NamedTuple):
    """A study without a result here: a registered trial, or patients treated.

    Args:
        study: what is known of it, by its first statement.
        labels: what is said of it, in words.
    """

    study: Untold
    labels: tuple[str, ...]


@dataclass(frozen=True, repr=False)
class Gaps:
    """What is not known here.

    Args:
        scope: what they are about.
        without: the subtypes without a direct study of their own, of any treatment in scope.
        open: the questions that are asked and have no direct study.
        waiting: studies without a result here.
    """

    scope: Scope
    without: tuple[Unstudied, ...]
    open: tuple[Open, ...]
    waiting: tuple[Waiting, ...]

    def __repr__(self) -> str:
        """Say what it is."""
        return (
            f"<Gaps: {len(self.without)} subtypes, {len(self.open)} questions, "
            f"{len(self.waiting)} studies>"
        )

    def _repr_html_(self) -> str:
        """Return what a notebook shows."""
        from ivig_kg.appraise.tables import gaps_answer  # noqa: PLC0415 (only notebooks pay)

        return gaps_answer(self)._repr_html_()


def gaps_of(found: EvidenceMap, evidence: Evidence) -> Gaps:
    """Return the gaps of a map."""
    return Gaps(
        found.scope,
        tuple(_unstudied(found)),
        tuple(_open(found)),
        tuple(_waiting(evidence, found.scope)),
    )


def _unstudied(found: EvidenceMap) -> Iterator[Unstudied]:
    studied = {key[0] for key, cell in found.cells.items() if cell.studies}
    for term in found.rows:
        if term.iri not in studied:
            yield Unstudied(term, *_near(found, term, studied))


def _open(found: EvidenceMap) -> Iterator[Open]:
    studied: dict[str, set[str]] = {}
    for (subtype, treatment), cell in found.cells.items():
        if cell.studies:
            studied.setdefault(treatment, set()).add(subtype)
    for term in found.rows:
        for cell in found.of_row(term.iri):
            if not cell.studies:
                near = _near(found, term, studied.get(cell.treatment, set()))
                yield Open(term, found.columns[cell.treatment], cell, *near)


def _near(
    found: EvidenceMap, term: Term, studied: AbstractSet[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the narrower and the close ones among studied subtypes, in words."""
    terms = {each.iri: each for each in found.rows}
    known = [terms[iri] for iri in studied if iri in terms]
    narrower = sorted(each.label for each in known if term.iri in _above(each, terms))
    close = sorted(each.label for each in known if each.iri in term.close)
    return tuple(narrower), tuple(close)


def _above(term: Term, terms: Mapping[str, Term]) -> set[str]:
    parents = {parent for parent in term.parents if parent in terms}
    return parents.union(*(_above(terms[parent], terms) for parent in parents))


def _waiting(evidence: Evidence, scope: Scope) -> Iterator[Waiting]:
    found: dict[tuple[str, str], list[Untold]] = {}
    for untold in evidence.untold:
        if not scope.sieve.against_study(untold, untold.enrolled):
            found.setdefault((untold.iri, untold.treatment), []).append(untold)
    for said in found.values():
        yield Waiting(said[0], tuple(each.label for each in said))
