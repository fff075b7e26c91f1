"""Reading evidence into a map: what counts in each cell, where it points, what was left out."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from ivig_kg.appraise.evidence import Evidence
from ivig_kg.appraise.evidence_map import AGAINST, FOR, NEUTRAL, Cell, CellStudy, EvidenceMap
from ivig_kg.appraise.records import Judged, Statement, Word
from ivig_kg.appraise.scope import Scope

__all__ = ["map_of", "stands"]


def map_of(evidence: Evidence, scope: Scope, labels: Mapping[str, str]) -> EvidenceMap:
    """Return the map that evidence gives.

    Args:
        evidence: what the graph holds on the scope.
        scope: what it is about.
        labels: the words for treatments, by IRI.
    """
    sifted = _sifted(evidence, scope)
    keys = dict.fromkeys([*map(_key, evidence.statements), *map(_key, evidence.words)])
    parts = _parts(sifted)
    cells = {key: _cell(key, parts.get(key, _Sifted([], [], [], []))) for key in keys}
    close = {term.iri: term.close for term in evidence.terms.ordered}
    found = {key: _compared(cell, cells, close) for key, cell in cells.items()}
    said: list[Statement | Word] = [*sifted.statements, *sifted.words]
    return EvidenceMap(
        scope,
        evidence.terms.ordered,
        _columns(found.values(), labels),
        found,
        left_out=len(sifted.lost),
        unreviewed=sum(not each.reviewed for each in said),
        statements=len(said),
    )


class _Sifted(NamedTuple):
    """The evidence that counts, and what was left out with the reason."""

    statements: list[Statement]
    words: list[Word]
    judgements: list[Judged]
    lost: list[tuple[Statement | Word, str]]


def _sifted(evidence: Evidence, scope: Scope) -> _Sifted:
    lost: list[tuple[Statement | Word, str]] = []
    sieve = scope.sieve
    lost += [(s, why) for s in evidence.statements if (why := sieve.against_study(s, s.patients))]
    lost += [(w, why) for w in evidence.words if (why := sieve.against_words(w))]
    gone = {said.iri for said, _ in lost}
    return _Sifted(
        [said for said in evidence.statements if said.iri not in gone],
        [word for word in evidence.words if word.iri not in gone],
        [judged for judged in evidence.judgements if stands(judged, gone, scope)],
        lost,
    )


def stands(judged: Judged, gone: AbstractSet[str], scope: Scope) -> bool:
    """Say whether a judgement can be shown: none of what it rests on was left out by choice."""
    rests = (*judged.supporting, *judged.opposing, *judged.open)
    return not gone & set(rests) and (judged.reviewed or not scope.sieve.reviewed_only)


def _key(said: Statement | Word) -> tuple[str, str]:
    return said.subtype, said.treatment


def _parts(sifted: _Sifted) -> dict[tuple[str, str], _Sifted]:
    """Return what was sifted by subtype and treatment, so that no cell goes through all of it."""
    parts: defaultdict[tuple[str, str], _Sifted] = defaultdict(lambda: _Sifted([], [], [], []))
    for statement in sifted.statements:
        parts[_key(statement)].statements.append(statement)
    for word in sifted.words:
        parts[_key(word)].words.append(word)
    for judged in sifted.judgements:
        parts[judged.subtype, judged.treatment].judgements.append(judged)
    for said, why in sifted.lost:
        parts[_key(said)].lost.append((said, why))
    return parts


def _cell(key: tuple[str, str], part: _Sifted) -> Cell:
    mine, here, lost = part.words, part.statements, part.lost
    counted = {said.iri for said in here if said.direct}
    return Cell(
        *key,
        studies=tuple(_studies([s for s in here if s.direct])),
        indirect=tuple(_studies([s for s in here if not s.direct])),
        claimed=_documents(mine, "claim", "for"),
        recommended=_documents(mine, "recommendation", "for"),
        otherwise=_documents(mine, "recommendation", "other") + _documents(mine, "claim", "other"),
        left_out=tuple(dict.fromkeys(f"{said.title} ({why})" for said, why in lost)),
        certainty=_certainty(part.judgements, counted),
        statements=tuple(word.iri for word in mine),
    )


def _studies(statements: Iterable[Statement]) -> Iterator[CellStudy]:
    found: dict[str, list[Statement]] = {}
    for statement in statements:
        found.setdefault(statement.study, []).append(statement)
    for said in sorted(found.values(), key=lambda said: said[0].title.casefold()):
        first = said[0]
        patients = [each.patients for each in said if each.patients is not None]
        yield CellStudy(
            first.study,
            first.title,
            _direction(said),
            first.design,
            max(patients, default=None),
            tuple(_marks(said)),
            tuple(each.iri for each in said),
        )


def _marks(said: Collection[Statement]) -> Iterator[str]:
    pointing = [s for s in said if s.direction == AGAINST]  # in which of several ways
    yield from dict.fromkeys(s.points.partition(" (")[2].removesuffix(")") for s in pointing)
    if {FOR, AGAINST} <= {s.direction for s in said}:
        yield "for and against"
    if all(s.second_hand for s in said):
        yield "second-hand"
    if any(s.gathers for s in said):
        yield "a review"
    if all(s.overtaken for s in said):
        yield "superseded or retired"


def _direction(said: Iterable[Statement]) -> str:
    """Return where a study points; both ways is neither (design, how evidence is counted)."""
    ways = {each.direction for each in said} - {NEUTRAL}
    return ways.pop() if len(ways) == 1 else NEUTRAL


def _documents(words: Iterable[Word], role: str, stance: str) -> tuple[str, ...]:
    """Return documents, each once, with all that they say so and how far it is to be trusted."""
    found: dict[str, dict[str, None]] = {}
    for word in words:
        if (word.role, word.stance) == (role, stance):
            found.setdefault(word.title, {}).update(dict.fromkeys((word.says, *word.marks)))
    told = (f"{title} ({', '.join(said)})" for title, said in found.items())
    return tuple(sorted(told, key=str.casefold))


def _certainty(judgements: Iterable[Judged], counted: AbstractSet[str]) -> str:
    """Return the highest certainty judged of what is counted in a cell, directly."""
    ranked = [
        (judged.rank, judged.certainty)
        for judged in judgements
        if judged.rank is not None
        and judged.direct
        and counted & {*judged.supporting, *judged.opposing, *judged.open}
    ]
    return min(ranked, default=(0, ""))[1]


def _compared(
    cell: Cell, cells: Mapping[tuple[str, str], Cell], close: Mapping[str, tuple[str, ...]]
) -> Cell:
    """Return a cell with its sign of dispute: in itself, or with a close subtype."""
    keys = [(subtype, cell.treatment) for subtype in close.get(cell.subtype, ())]
    near = [cells[key] for key in keys if key in cells]
    up, down = cell.pointing(FOR), cell.pointing(AGAINST)
    other_up, other_down = (sum(each.pointing(way) for each in near) for way in (FOR, AGAINST))
    sign = ""
    if up and down:
        sign = "yes"
    elif (up and other_down) or (down and other_up):
        sign = "with a close subtype"
    return cell._replace(disputed=sign)


def _columns(cells: Iterable[Cell], labels: Mapping[str, str]) -> dict[str, str]:
    studies: dict[str, int] = {}
    for cell in cells:
        studies[cell.treatment] = studies.get(cell.treatment, 0) + len(cell.studies)
    names = {iri: labels.get(iri, iri) for iri in studies}
    order = sorted(studies, key=lambda iri: (-studies[iri], names[iri].casefold()))
    return {iri: names[iri] for iri in order}
