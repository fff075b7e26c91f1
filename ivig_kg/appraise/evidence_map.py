"""The evidence map: subtypes by treatments, each cell with its studies and what they come to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from ivig_kg.appraise.evidence import Evidence
from ivig_kg.appraise.records import Judged, Statement, Word
from ivig_kg.appraise.scope import Scope
from ivig_kg.appraise.terms import Term

__all__ = ["Cell", "EvidenceMap", "StudyIn", "map_of"]

FOR, AGAINST, NEUTRAL = "for", "against", "neutral"


@dataclass(frozen=True)
class StudyIn:
    """A study in a cell.

    Args:
        iri: which it is.
        title: the same in words.
        direction: for, against or neutral; one that points both ways is neutral.
        design: its design, in words; empty when it is not stated.
        patients: how many patients it is about here; None when that is not stated.
        statements: the IRIs of what it states.
    """

    iri: str
    title: str
    direction: str
    design: str
    patients: int | None
    statements: tuple[str, ...]


@dataclass(frozen=True)
class Cell:
    """What is held on one treatment in one subtype.

    Args:
        subtype: the IRI of the subtype.
        treatment: the IRI of the treatment.
        studies: the studies of patients with the condition, in the order of their names.
        indirect: studies of other patients, which are never counted with them.
        claimed: the documents that claim a success without a study of their own, in words.
        recommended: the guidelines and regulators that recommend it, in words.
        certainty: the highest certainty that was judged, in words; empty when none was.
        disputed: ``yes``, ``with a close subtype``, or nothing.
        statements: the IRIs of the claims and recommendations.
    """

    subtype: str
    treatment: str
    studies: tuple[StudyIn, ...] = ()
    indirect: tuple[StudyIn, ...] = ()
    claimed: tuple[str, ...] = ()
    recommended: tuple[str, ...] = ()
    certainty: str = ""
    disputed: str = ""
    statements: tuple[str, ...] = ()

    def count(self, direction: str) -> int:
        """Return how many studies point in a direction."""
        return sum(study.direction == direction for study in self.studies)

    @property
    def word(self) -> str:
        """Return what the cell comes to, in a word or two."""
        if self.studies:
            up, down = self.count(FOR), self.count(AGAINST)
            return "disputed" if up and down else FOR if up else AGAINST if down else NEUTRAL
        if self.claimed:
            return "only claimed"
        if self.recommended:
            return "only advised"
        return "only indirect" if self.indirect else ""

    @property
    def hollow(self) -> bool:
        """Say whether something is said without any study."""
        return not self.studies and bool(self.word)

    @property
    def told(self) -> str:
        """Return the cell as a sentence."""
        return "; ".join(self._parts())

    def _parts(self) -> Iterator[str]:
        yield _told(self.studies) if self.studies else "no study"
        if self.disputed:
            yield "disputed" if self.disputed == "yes" else f"disputed {self.disputed}"
        if self.certainty:
            yield self.certainty
        if self.claimed:
            yield f"claimed by {', '.join(self.claimed)}"
        if self.recommended:
            yield f"advised by {', '.join(self.recommended)}"
        if self.indirect:
            yield f"of other patients {_told(self.indirect)}"


@dataclass(frozen=True, repr=False)
class EvidenceMap:
    """The cells of one scope.

    Args:
        scope: what it is about.
        rows: the subtypes in the order of the hierarchy, those without anything, too.
        columns: treatment to its label, those with most studies first.
        cells: what is held, by subtype and treatment; what is missing there is a gap.
        left_out: how many studies in cells were left out.
        unreviewed: how many of the statements nobody has reviewed.
        statements: how many statements there are.
    """

    scope: Scope
    rows: tuple[Term, ...]
    columns: Mapping[str, str]
    cells: Mapping[tuple[str, str], Cell]
    left_out: int
    unreviewed: int
    statements: int

    def __repr__(self) -> str:
        """Say what it is."""
        return (
            f"<EvidenceMap: {len(self.rows)} subtypes, {len(self.columns)} treatments, "
            f"{len(self.cells)} cells>"
        )

    def cell(self, subtype: str, treatment: str) -> Cell:
        """Return one cell; an empty one where nothing is held."""
        return self.cells.get((subtype, treatment)) or Cell(subtype, treatment)

    def of_row(self, subtype: str) -> tuple[Cell, ...]:
        """Return the cells of a subtype that hold something, in the order of the columns."""
        found = (self.cells.get((subtype, treatment)) for treatment in self.columns)
        return tuple(cell for cell in found if cell)

    @cached_property
    def empty(self) -> tuple[Term, ...]:
        """Return the subtypes on which nothing is held."""
        return tuple(term for term in self.rows if not self.of_row(term.iri))

    @property
    def review(self) -> str:
        """Return how much of it is unreviewed, as a sentence."""
        return f"{self.unreviewed} of {self.statements} statements in it are unreviewed."

    def _repr_html_(self) -> str:
        """Return what a notebook shows."""
        from ivig_kg.appraise.map_page import to_fragment  # noqa: PLC0415 (only notebooks pay)

        return to_fragment(self)

    def _repr_svg_(self) -> str:
        """Return the picture."""
        from ivig_kg.appraise.map_picture import to_svg  # noqa: PLC0415 (only notebooks pay)

        return to_svg(self)


def map_of(evidence: Evidence, scope: Scope, labels: Mapping[str, str]) -> EvidenceMap:
    """Return the map that evidence gives.

    Args:
        evidence: what the graph holds on the scope.
        scope: what it is about.
        labels: the words for treatments, by IRI.
    """
    statements, left_out = _sifted(evidence, scope)
    words = [word for word in evidence.words if not scope.sieve.against_words(word)]
    cells = {
        key: _cell(key, statements, words, evidence.judgements)
        for key in dict.fromkeys([*map(_key, statements), *map(_key, words)])
    }
    close = {term.iri: term.close for term in evidence.terms.ordered}
    found = {key: _compared(cell, cells, close) for key, cell in cells.items()}
    said: list[Statement | Word] = [*statements, *words]
    return EvidenceMap(
        scope,
        evidence.terms.ordered,
        _columns(found.values(), labels),
        found,
        left_out=left_out,
        unreviewed=sum(not each.reviewed for each in said),
        statements=len(said),
    )


def _sifted(evidence: Evidence, scope: Scope) -> tuple[list[Statement], int]:
    """Return the statements that count, and how many studies in cells then miss."""
    kept = [s for s in evidence.statements if not scope.sieve.against_study(s, s.patients)]
    here = {(s.subtype, s.treatment, s.study) for s in kept}
    all_of_them = {(s.subtype, s.treatment, s.study) for s in evidence.statements}
    return kept, len(all_of_them - here)


def _key(said: Statement | Word) -> tuple[str, str]:
    return said.subtype, said.treatment


def _cell(
    key: tuple[str, str],
    statements: Iterable[Statement],
    words: Iterable[Word],
    judgements: Iterable[Judged],
) -> Cell:
    mine = [word for word in words if _key(word) == key]
    here = [statement for statement in statements if _key(statement) == key]
    return Cell(
        *key,
        studies=tuple(_studies([s for s in here if s.direct])),
        indirect=tuple(_studies([s for s in here if not s.direct])),
        claimed=_titles(mine, "claim"),
        recommended=_titles(mine, "recommendation"),
        certainty=_certainty([j for j in judgements if (j.subtype, j.treatment) == key]),
        statements=tuple(word.iri for word in mine),
    )


def _studies(statements: Iterable[Statement]) -> Iterator[StudyIn]:
    found: dict[str, list[Statement]] = {}
    for statement in statements:
        found.setdefault(statement.study, []).append(statement)
    for said in sorted(found.values(), key=lambda said: said[0].title.casefold()):
        first = said[0]
        patients = [each.patients for each in said if each.patients is not None]
        yield StudyIn(
            first.study,
            first.title,
            _direction(said),
            first.design,
            max(patients, default=None),
            tuple(each.iri for each in said),
        )


def _direction(said: Iterable[Statement]) -> str:
    """Return where a study points; both ways is neither (design, how evidence is counted)."""
    ways = {each.direction for each in said} - {NEUTRAL}
    return ways.pop() if len(ways) == 1 else NEUTRAL


def _titles(words: Iterable[Word], role: str) -> tuple[str, ...]:
    return tuple(sorted({word.title for word in words if word.role == role}, key=str.casefold))


def _certainty(judgements: Iterable[Judged]) -> str:
    """Return the highest certainty judged of direct evidence."""
    ranked = [(j.rank, j.certainty) for j in judgements if j.rank is not None and j.direct]
    return min(ranked, default=(0, ""))[1]


def _compared(
    cell: Cell, cells: Mapping[tuple[str, str], Cell], close: Mapping[str, tuple[str, ...]]
) -> Cell:
    """Return a cell with its sign of dispute: in itself, or with a close subtype."""
    keys = [(subtype, cell.treatment) for subtype in close.get(cell.subtype, ())]
    near = [cells[key] for key in keys if key in cells]
    up, down = cell.count(FOR), cell.count(AGAINST)
    other_up, other_down = (sum(each.count(way) for each in near) for way in (FOR, AGAINST))
    sign = ""
    if up and down:
        sign = "yes"
    elif (up and other_down) or (down and other_up):
        sign = "with a close subtype"
    return replace(cell, disputed=sign)


def _columns(cells: Iterable[Cell], labels: Mapping[str, str]) -> dict[str, str]:
    studies: dict[str, int] = {}
    for cell in cells:
        studies[cell.treatment] = studies.get(cell.treatment, 0) + len(cell.studies)
    names = {iri: labels.get(iri, iri) for iri in studies}
    order = sorted(studies, key=lambda iri: (-studies[iri], names[iri].casefold()))
    return {iri: names[iri] for iri in order}


def _told(studies: Collection[StudyIn]) -> str:
    ways = Counter(study.direction for study in studies)
    counts = [f"{ways[way]} {way}" for way in (FOR, AGAINST, NEUTRAL) if ways[way]]
    noun = "study" if len(studies) == 1 else "studies"
    return f"{len(studies)} {noun} ({', '.join(counts)})"
