"""The evidence map in words: its title, its cells, and what must be read with it."""

from __future__ import annotations

from collections.abc import Iterator

from ivig_kg.appraise.evidence_map import Cell, EvidenceMap

__all__ = ["face_of", "in_words", "notes_of", "title_of", "tone_of", "words_on"]

_INDIRECT = "only indirect"
_REVIEW, _UNSEEN = "a review", "second-hand"  # marks of studies
_TONES = {"for": "good", "against": "bad", "disputed": "fair", "neutral": "plain"}


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
    return (
        (
            "A number counts studies, never claims. for: a study states that patients improved; "
            "against: it states the contrary or shows no benefit, or counts more patients worse "
            "than improved; neutral: anything else, such as counts without a conclusion, improved "
            "or stable together, something given beside, or a comparison of two treatments; "
            "disputed: both for and against (1 of 2 for: the other is neutral)."
        ),
        (
            "Coloured where all studies of a cell point the same way. Below the number: the "
            "highest certainty by GRADE that was judged of them; reviews count as one study each "
            "and may include the others; 2nd-hand: known from other documents alone; ≠ "
            "close: disputed, where the other side is known of a close subtype alone."
        ),
        (
            "A broken outline (in a terminal: brackets): claimed, advised, otherwise said, studied "
            "in other patients only (indirect), or left out by choice. An empty row: nothing is "
            "held on it as such, though narrower subtypes may be studied. indirect: named so by a "
            "judgement; other studies of other patients are not shown. Each subtype stands once, "
            "as stated."
        ),
        *(
            [f"{found.left_out} statements were left out by choice; each cell names its own."]
            if found.scope.left_out
            else []
        ),
    )


def words_on(cell: Cell) -> tuple[str, ...]:
    """Return what a tile says: number and word, certainty, sign of dispute; a line each."""
    if cell.hollow:
        word = cell.word.removeprefix("only ")
        others = f"{len(cell.indirect)} indirect" if cell.indirect else ""
        return (others,) if cell.word == _INDIRECT else tuple(filter(None, (word, others)))
    sure = cell.certainty.removesuffix(" certainty")
    reviews = sum(_REVIEW in study.marks for study in cell.studies)
    told = ""
    if reviews:
        noun = "review" if reviews == 1 else "reviews"
        told = noun if reviews == len(cell.studies) else f"{reviews} {noun}"
    unseen = "2nd-hand" if all(_UNSEEN in study.marks for study in cell.studies) else ""
    close = "≠ close" if cell.disputed.startswith("with") else ""
    return tuple(filter(None, (face_of(cell), sure, told, unseen, close)))


def tone_of(cell: Cell) -> str:
    """Return the tone of a cell: a colour where its studies agree, plain or hollow else."""
    return "outline" if cell.hollow else _TONES[cell.word] if cell.agreed else "plain"


def face_of(cell: Cell) -> str:
    """Return how many studies there are, and where they point: ``2 for``, or ``1 of 2 for``."""
    number, pointing = len(cell.studies), cell.pointing(cell.word)
    some = f"{pointing} of {number}" if 0 < pointing < number else str(number)
    return f"{some} {cell.word}"
