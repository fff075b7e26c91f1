"""The evidence profile of one treatment in one subtype, after GRADE: what is known, what is not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from ivig_kg.appraise.beside import Harm, Reading, Untold
from ivig_kg.appraise.evidence import Evidence
from ivig_kg.appraise.evidence_map import Cell, EvidenceMap
from ivig_kg.appraise.map_reading import stands
from ivig_kg.appraise.rates import Rate, Rates, rate_of
from ivig_kg.appraise.records import Judged, Result, Statement, Word
from ivig_kg.appraise.scope import Scope
from ivig_kg.appraise.sieve import Sieve
from ivig_kg.appraise.terms import Term

__all__ = ["HarmLine", "Line", "Profile", "profile_of"]

NAMED, NOT_NAMED, NOT_RATED, NOT_STATED = "rated down", "not named", "not rated", "not stated"


class Line(NamedTuple):
    """One judged body of evidence: a line of the profile.

    Args:
        judged: the judgement.
        statements: what it rests on, as far as studies state it themselves.
        others: how many statements it rests on that no study here states itself.
        close: the studies of it that are about a close or narrower subtype, in words.
        domains: by GRADE domain, whether it is a reason for the certainty, in words.
    """

    judged: Judged
    statements: tuple[Statement, ...]
    others: int
    close: frozenset[str]
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
    def patients(self) -> Mapping[str, int | None]:
        """Return how many patients each study is about: never a sum, since they may overlap."""
        most: dict[str, int | None] = {}
        for said in self.statements:
            most[said.title] = max(most.get(said.title) or 0, said.patients or 0) or None
        return most

    @property
    def listed(self) -> tuple[str, ...]:
        """Return each study with its design and its patients, in words."""
        designs = {said.title: said.design or "design not stated" for said in self.statements}
        listed = []
        for title, number in self.patients.items():
            parts = [designs[title], f"n = {number}" if number else "n not stated"]
            parts += ["of a close or narrower subtype"] * (title in self.close)
            listed.append(f"{title} ({', '.join(parts)})")
        return tuple(listed)


class HarmLine(NamedTuple):
    """What a study counts of a harm.

    Args:
        harm: what it states.
        rate: how many of how many; None where nothing was counted.
        control: the same of the control group; None where there is none.
    """

    harm: Harm
    rate: Rate | None
    control: Rate | None


@dataclass(frozen=True, repr=False)
class Profile:
    """What is known of one treatment in one subtype.

    Args:
        scope: what it is about.
        term: the subtype.
        cell: the studies and what is only said.
        lines: the judged bodies of evidence, direct ones first.
        withheld: how many judgements are not shown, since what they rest on was left out.
        rates: the counts at this subtype, direct and indirect.
        said: what studies state here, direct ones first, with the results of each.
        words: what is only said: claims and recommendations, whatever they say.
        readings: what documents think of the studies of others.
        untold: studies of the pair without a result here.
        lost: what was left out by choice, with the reason.
        harms: what studies of the treatment count of harms, in this condition.
        narrower: narrower treatments of the same subtype, in words, with the cell of each.
        near: narrower and close subtypes on which something is held, with the cell of each.
        domains: the domains of GRADE, in words.
        refusal: why the rates are not pooled, in words.
    """

    scope: Scope
    term: Term
    cell: Cell
    lines: tuple[Line, ...]
    withheld: int
    rates: Rates
    said: tuple[tuple[Statement, tuple[Result, ...]], ...]
    words: tuple[Word, ...]
    readings: tuple[Reading, ...]
    untold: tuple[Untold, ...]
    lost: tuple[str, ...]
    harms: tuple[HarmLine, ...]
    narrower: tuple[tuple[str, Cell], ...]
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
    """Return the profile of a pair of IRIs, subtype and treatment, from map, evidence and rates.

    ``domains`` are those of GRADE, in words; ``refusal`` says why the rates are not pooled.
    """
    subtype, treatment = pair
    term = evidence.terms.by_iri[subtype]
    sieve, cell = found.scope.sieve, found.cell(subtype, treatment)
    gone = {s.iri for s in evidence.statements if sieve.against_study(s, s.patients)}
    kept = [s for s in evidence.statements if s.iri not in gone]
    here = sorted((s for s in kept if _is_of(s, pair)), key=_indirect_last)
    judged = [j for j in evidence.judgements if _is_of(j, pair)]
    known, shown = tuple(domains), [j for j in judged if stands(j, gone, found.scope)]
    return Profile(
        found.scope,
        term,
        cell,
        tuple(_line(j, kept, known, term) for j in sorted(shown, key=lambda j: j.direct is False)),
        len(judged) - len(shown),
        _at(rates, pair),
        tuple((said, evidence.results.get(said.iri, ())) for said in here),
        tuple(w for w in evidence.words if _is_of(w, pair) and not sieve.against_words(w)),
        tuple(r for r in evidence.readings if _is_of(r, pair) and not sieve.against_words(r)),
        tuple(_untold(evidence, pair, sieve)),
        cell.left_out,
        tuple(_harms(evidence, sieve)),
        tuple((found.columns[c.treatment], c) for c in found.of_row(subtype) if c != cell),
        tuple(_near(found, term, treatment)),
        known,
        refusal,
    )


def _is_of(said: Statement | Word | Reading | Untold | Judged, pair: tuple[str, str]) -> bool:
    return (said.subtype, said.treatment) == pair


def _indirect_last(said: Statement) -> bool:
    return not said.direct


def _untold(evidence: Evidence, pair: tuple[str, str], sieve: Sieve) -> Iterator[Untold]:
    """Yield each study without a result once."""
    found = {
        untold.iri: untold
        for untold in reversed(evidence.untold)
        if _is_of(untold, pair) and not sieve.against_study(untold, untold.enrolled)
    }
    yield from reversed(found.values())


def _line(
    judged: Judged, statements: Iterable[Statement], domains: Iterable[str], term: Term
) -> Line:
    rests = (*judged.supporting, *judged.opposing, *judged.open)
    mine = tuple({s.iri: s for s in statements if s.iri in rests}.values())
    others = len(set(rests) - {s.iri for s in mine})
    unknown = NOT_NAMED if judged.reasons and judged.certainty else NOT_STATED
    if not judged.certainty:
        unknown = NOT_RATED
    told = {each: NAMED if each in judged.reasons else unknown for each in domains}
    close = frozenset(s.title for s in mine if s.subtype != term.iri)
    return Line(judged, mine, others, close, told)


def _at(rates: Rates, pair: tuple[str, str]) -> Rates:
    rows = (r for r in rates.rows if (r.term.iri, r.statement.treatment) == pair)
    return replace(rates, rows=tuple(rows))


def _harms(evidence: Evidence, sieve: Sieve) -> Iterator[HarmLine]:
    for harm in evidence.harms:
        if not sieve.against_study(harm, harm.total):
            rate = rate_of(harm.events, harm.total)
            yield HarmLine(harm, rate, rate_of(harm.others_events, harm.others_total))


def _near(found: EvidenceMap, term: Term, treatment: str) -> Iterator[tuple[Term, Cell]]:
    for other in found.rows:
        cell = found.cell(other.iri, treatment)
        if other.iri != term.iri and cell.word:
            yield other, cell
