"""Gaps: subtypes and questions without a study, and trials registered without a result."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ivig_kg.appraise.evidence import Evidence
from ivig_kg.appraise.evidence_map import Cell, EvidenceMap
from ivig_kg.appraise.scope import Scope
from ivig_kg.appraise.terms import Term

__all__ = ["Gaps", "Open", "Trial", "Unstudied", "gaps_of"]


@dataclass(frozen=True)
class Unstudied:
    """A subtype without a study of its own.

    Args:
        term: the subtype.
        narrower: the narrower subtypes that have one, in words.
        close: the close subtypes that have one, in words.
    """

    term: Term
    narrower: tuple[str, ...]
    close: tuple[str, ...]


@dataclass(frozen=True)
class Open:
    """A question that is asked, since somebody claims or advises, and has no direct study.

    Args:
        term: the subtype.
        treatment: the treatment, in words.
        cell: what is held.
    """

    term: Term
    treatment: str
    cell: Cell


@dataclass(frozen=True)
class Trial:
    """A registered trial without a result.

    Args:
        iri: the study.
        title: the same in words.
        registration: its number in the register.
        design: its design, in words; empty when it is not stated.
        enrolled: how many patients; empty when it is not stated.
        subtype: the subtype, in words; empty when it is not stated.
        labels: what is said of it, in words.
        statements: the IRIs of what is said of it.
    """

    iri: str
    title: str
    registration: str
    design: str
    enrolled: str
    subtype: str
    labels: tuple[str, ...]
    statements: tuple[str, ...]


@dataclass(frozen=True, repr=False)
class Gaps:
    """What is not known here.

    Args:
        scope: what they are about.
        without: the subtypes without a direct study of their own, of any treatment in scope.
        open: the questions that are asked and have no direct study.
        trials: registered trials without a result.
    """

    scope: Scope
    without: tuple[Unstudied, ...]
    open: tuple[Open, ...]
    trials: tuple[Trial, ...]

    def __repr__(self) -> str:
        """Say what it is."""
        return (
            f"<Gaps: {len(self.without)} subtypes, {len(self.open)} questions, "
            f"{len(self.trials)} trials>"
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
        tuple(_trials(evidence)),
    )


def _unstudied(found: EvidenceMap) -> Iterator[Unstudied]:
    studied = {key[0] for key, cell in found.cells.items() if cell.studies}
    terms = {term.iri: term for term in found.rows}
    above = {iri: _above(terms[iri], terms) for iri in studied if iri in terms}
    for term in found.rows:
        if term.iri not in studied:
            narrower = [terms[iri].label for iri, over in above.items() if term.iri in over]
            close = [terms[iri].label for iri in term.close if iri in studied and iri in terms]
            yield Unstudied(term, tuple(sorted(narrower)), tuple(sorted(close)))


def _above(term: Term, terms: Mapping[str, Term]) -> set[str]:
    parents = {parent for parent in term.parents if parent in terms}
    return parents.union(*(_above(terms[parent], terms) for parent in parents))


def _open(found: EvidenceMap) -> Iterator[Open]:
    for term in found.rows:
        for cell in found.of_row(term.iri):
            if not cell.studies:
                yield Open(term, found.columns[cell.treatment], cell)


def _trials(evidence: Evidence) -> Iterator[Trial]:
    rows: dict[str, list[dict[str, str]]] = {}
    for row in evidence.trials:
        rows.setdefault(row["study"], []).append(dict(row))
    for study, said in rows.items():
        first = said[0]
        yield Trial(
            study,
            first["title"],
            first["registration"],
            first["design"],
            first["enrolled"],
            evidence.terms.label(first["subtype"]) if first["subtype"] else "",
            tuple(row["label"] for row in said),
            tuple(row["statement"] for row in said),
        )
