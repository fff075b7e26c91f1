"""The evidence map in words: its title, its cells, and what must be read with it."""

from __future__ import annotations

from collections.abc import Iterator

from ivig_kg.appraise.evidence_map import Cell, EvidenceMap

__all__ = ["face_of", "in_words", "notes_of", "title_of", "words_on"]

_INDIRECT = "only indirect"


def title_of(found: EvidenceMap) -> str:
    """Return what the map shows."""
    scope = found.scope
    return f"Evidence map: {scope.treatment} in {scope.subtype}"


def in_words(found: EvidenceMap) -> Iterator[str]:
    """Yield a sentence for each cell, and one for what is empty."""
    for term in found.rows:
        for cell in found.of_row(term.iri):
            yield f"{term.label}, {found.columns[cell.treatment]}: {cell.told}."
    if found.empty:
        yield f"Nothing is held on: {', '.join(term.label for term in found.empty)}."


def notes_of(found: EvidenceMap) -> tuple[str, ...]:
    """Return what must be read with the map."""
    last = "A comparison of two treatments is neutral. Each subtype stands once, as stated."
    if found.scope.left_out:
        last = f"{found.left_out} studies in cells were left out. {last}"
    return (
        (
            "A number counts studies, never claims. for, against, neutral: where the studies point "
            "by their own statements; disputed: both ways. Below it: the highest certainty by "
            "GRADE that was judged; ≠ close: disputed, where the other side is known of a close "
            "subtype alone."
        ),
        (
            "A broken outline (in a terminal: brackets): claimed, advised, or studied in other "
            "patients only (indirect), without a study of such patients here. An empty row is a "
            "gap of this graph: nothing is held."
        ),
        last,
    )


def words_on(cell: Cell) -> tuple[str, ...]:
    """Return what a tile says: number and word, certainty, sign of dispute; a line each."""
    if cell.hollow:
        word = cell.word.removeprefix("only ")
        others = f"{len(cell.indirect)} indirect" if cell.indirect else ""
        return (others,) if cell.word == _INDIRECT else tuple(filter(None, (word, others)))
    sure = cell.certainty.removesuffix(" certainty")
    close = "≠ close" if cell.disputed.startswith("with") else ""
    return tuple(filter(None, (face_of(cell), sure, close)))


def face_of(cell: Cell) -> str:
    """Return how many studies there are, and where they point: ``2 for``, or ``1 of 2 for``."""
    number, pointing = len(cell.studies), cell.count(cell.word)
    some = f"{pointing} of {number}" if 0 < pointing < number else str(number)
    return f"{some} {cell.word}"
