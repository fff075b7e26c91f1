"""The evidence profile of one treatment in one subtype, after GRADE: what is known, what is not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from ivig_kg.appraise.evidence import Evidence
from ivig_kg.appraise.evidence_map import Cell, EvidenceMap
from ivig_kg.appraise.rates import Rate, Rates, rate_of
from ivig_kg.appraise.records import Harm, Judged, Statement
from ivig_kg.appraise.scope import Scope
from ivig_kg.appraise.sieve import Sieve
from ivig_kg.appraise.terms import Term

__all__ = ["HarmLine", "Line", "Profile", "profile_of"]

NAMED, NOT_NAMED, NOT_STATED = "rated down", "not a reason", "not stated"


@dataclass(frozen=True)
class Line:
    """One judged body of evidence: a line of the profile.

    Args:
        judged: the judgement.
        statements: what it rests on, as far as studies state it themselves.
        others: how many statements it rests on that no study states itself.
        domains: by GRADE domain, whether it is a reason for the certainty, in words.
    """

    judged: Judged
    statements: tuple[Statement, ...]
    others: int
    domains: Mapping[str, str]

    @property
    def studies(self) -> tuple[str, ...]:
        """Return the studies in words, each once."""
        return tuple(dict.fromkeys(said.title for said in self.statements))

    @property
    def designs(self) -> tuple[str, ...]:
        """Return their designs in words, each once."""
        return tuple(dict.fromkeys(said.design or NOT_STATED for said in self.statements))

    @property
    def raised(self) -> tuple[str, ...]:
        """Return the reasons that are none of the domains, such as those to rate up, in words."""
        return tuple(reason for reason in self.judged.reasons if reason not in self.domains)

    @property
    def patients(self) -> tuple[str, ...]:
        """Return how many patients each study is about: never a sum, since they may overlap."""
        most: dict[str, int | None] = {}
        for said in self.statements:
            most[said.title] = max(most.get(said.title) or 0, said.patients or 0) or None
        return tuple(f"{title}: {number or NOT_STATED}" for title, number in most.items())


@dataclass(frozen=True)
class HarmLine:
    """What a study counts of a harm.

    Args:
        harm: what it states.
        rate: how many of how many; None where nothing was counted.
    """

    harm: Harm
    rate: Rate | None


@dataclass(frozen=True, repr=False)
class Profile:
    """What is known of one treatment in one subtype.

    Args:
        scope: what it is about.
        term: the subtype.
        cell: the studies and what is only said.
        lines: the judged bodies of evidence, direct ones first.
        rates: the counts at this subtype, direct and indirect.
        said: what studies state here, direct ones first.
        harms: what studies of the treatment count of harms, in this condition.
        near: narrower and close subtypes on which something is held, with the cell of each.
        domains: the domains of GRADE, in words.
        refusal: why the rates are not pooled, in words.
    """

    scope: Scope
    term: Term
    cell: Cell
    lines: tuple[Line, ...]
    rates: Rates
    said: tuple[Statement, ...]
    harms: tuple[HarmLine, ...]
    near: tuple[tuple[Term, Cell], ...]
    domains: tuple[str, ...]
    refusal: str

    def __repr__(self) -> str:
        """Say what it is."""
        return f"<Profile: {self.scope.treatment} in {self.term.label}: {self.cell.told}>"

    @property
    def title(self) -> str:
        """Return what it shows."""
        return f"Evidence profile: {self.scope.treatment} in {self.term.label}"

    @property
    def empty(self) -> bool:
        """Say whether nothing at all is held on the pair."""
        return not (self.cell.word or self.lines or self.rates.rows)

    def _repr_html_(self) -> str:
        """Return what a notebook shows."""
        from ivig_kg.appraise.profile_page import to_fragment  # noqa: PLC0415 (notebooks alone)

        return to_fragment(self)


def profile_of(  # noqa: PLR0913 (each is a part of its own)
    found: EvidenceMap,
    evidence: Evidence,
    rates: Rates,
    *,
    pair: tuple[str, str],
    domains: Iterable[str],
    refusal: str,
) -> Profile:
    """Return the profile of a pair.

    Args:
        found: the map of the scope.
        evidence: what the graph holds on the scope.
        rates: the rates of the scope.
        pair: the IRIs of the subtype and the treatment.
        domains: the domains of GRADE, in words.
        refusal: why the rates are not pooled, in words.
    """
    subtype, treatment = pair
    term = evidence.terms.by_iri[subtype]
    sieve = found.scope.sieve
    kept = [s for s in evidence.statements if not sieve.against_study(s, s.patients)]
    said = [s for s in kept if (s.subtype, s.treatment) == pair]
    judged = [j for j in evidence.judgements if (j.subtype, j.treatment) == pair]
    known = tuple(domains)
    return Profile(
        found.scope,
        term,
        found.cell(subtype, treatment),
        tuple(_line(j, kept, known) for j in sorted(judged, key=lambda j: j.direct is False)),
        _at(rates, term),
        tuple(sorted(said, key=lambda s: not s.direct)),
        tuple(_harms(evidence, sieve)),
        tuple(_near(found, term, treatment)),
        known,
        refusal,
    )


def _line(judged: Judged, statements: Iterable[Statement], domains: Iterable[str]) -> Line:
    rests = (*judged.supporting, *judged.opposing, *judged.open)
    mine = tuple({s.iri: s for s in statements if s.iri in rests}.values())
    others = len(set(rests) - {s.iri for s in mine})
    unknown = NOT_STATED if not judged.reasons else NOT_NAMED
    told = {each: NAMED if each in judged.reasons else unknown for each in domains}
    return Line(judged, mine, others, told)


def _at(rates: Rates, term: Term) -> Rates:
    return replace(rates, rows=tuple(row for row in rates.rows if row.term.iri == term.iri))


def _harms(evidence: Evidence, sieve: Sieve) -> Iterator[HarmLine]:
    for harm in evidence.harms:
        if not sieve.against_study(harm, harm.total):
            yield HarmLine(harm, rate_of(harm.events, harm.total))


def _near(found: EvidenceMap, term: Term, treatment: str) -> Iterator[tuple[Term, Cell]]:
    for other in found.rows:
        cell = found.cell(other.iri, treatment)
        if other.iri != term.iri and cell.word:
            yield other, cell
