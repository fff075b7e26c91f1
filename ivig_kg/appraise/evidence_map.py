"""The evidence map: subtypes by treatments, each cell with its studies and what they come to."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from ivig_kg.appraise.scope import Scope
from ivig_kg.appraise.terms import Term

__all__ = ["AGAINST", "FOR", "NEUTRAL", "Cell", "CellStudy", "EvidenceMap"]

FOR, AGAINST, NEUTRAL = "for", "against", "neutral"
"""Where a study points."""


class CellStudy(NamedTuple):
    """A study in a cell.

    Args:
        iri: which it is.
        title: the same in words.
        direction: for, against or neutral; one that points both ways is neutral.
        design: its design, in words; empty when it is not stated.
        patients: how many patients it is about here; None when that is not stated.
        marks: what must be known with it: by what it points there, second-hand, review, superseded.
        statements: the IRIs of what it states.
    """

    iri: str
    title: str
    direction: str
    design: str
    patients: int | None
    marks: tuple[str, ...]
    statements: tuple[str, ...]

    @property
    def told(self) -> str:
        """Return the study and its marks, in words."""
        return f"{self.title} ({', '.join(self.marks)})" if self.marks else self.title


class Cell(NamedTuple):
    """What is held on one treatment in one subtype.

    Args:
        subtype: the IRI of the subtype.
        treatment: the IRI of the treatment.
        studies: the studies of patients with the condition, in the order of their names.
        indirect: studies of other patients, which are never counted with them.
        claimed: the documents that claim a success without a study of their own, in words.
        recommended: the guidelines and regulators that recommend it, in words.
        otherwise: claims and recommendations that say something else, in words.
        left_out: the studies and documents that were left out by choice, in words.
        certainty: the highest certainty that was judged, in words; empty when none was.
        disputed: ``yes``, ``with a close subtype``, or nothing.
        statements: the IRIs of the claims and recommendations.
    """

    subtype: str
    treatment: str
    studies: tuple[CellStudy, ...] = ()
    indirect: tuple[CellStudy, ...] = ()
    claimed: tuple[str, ...] = ()
    recommended: tuple[str, ...] = ()
    otherwise: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    certainty: str = ""
    disputed: str = ""
    statements: tuple[str, ...] = ()

    def pointing(self, direction: str) -> int:
        """Return how many studies point in a direction."""
        return sum(study.direction == direction for study in self.studies)

    @property
    def word(self) -> str:
        """Return what the cell comes to, in a word or two."""
        if self.studies:
            up, down = self.pointing(FOR), self.pointing(AGAINST)
            return "disputed" if up and down else FOR if up else AGAINST if down else NEUTRAL
        if self.claimed:
            return "only claimed"
        if self.recommended:
            return "only advised"
        if self.indirect:
            return "only indirect"
        return "only said" if self.otherwise else "left out" if self.left_out else ""

    @property
    def agreed(self) -> bool:
        """Say whether all its studies point the same way, so that a colour may say so."""
        return bool(self.studies) and self.pointing(self.word) in {0, len(self.studies)}

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
        if self.indirect:
            yield f"of other patients {_told(self.indirect)}"
        if self.claimed:
            yield f"claimed by {', '.join(self.claimed)}"
        if self.recommended:
            yield f"advised by {', '.join(self.recommended)}"
        if self.otherwise:
            yield f"also said by {', '.join(self.otherwise)}"
        if self.left_out:
            yield f"left out by choice: {', '.join(self.left_out)}"


@dataclass(frozen=True, repr=False)
class EvidenceMap:
    """The cells of one scope.

    Args:
        scope: what it is about.
        rows: the subtypes in the order of the hierarchy, those without anything, too.
        columns: treatment to its label, those with most studies first.
        cells: what is held, by subtype and treatment; what is missing there is a gap.
        left_out: how many statements were left out by choice.
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

    def _repr_svg_(self) -> str:
        """Return the picture, which a notebook shows."""
        from ivig_kg.appraise.map_picture import to_svg  # noqa: PLC0415 (only notebooks pay)

        return to_svg(self)


def _told(studies: Collection[CellStudy]) -> str:
    ways = {way: [s.told for s in studies if s.direction == way] for way in (FOR, AGAINST, NEUTRAL)}
    counts = [f"{len(told)} {way}: {', '.join(told)}" for way, told in ways.items() if told]
    noun = "study" if len(studies) == 1 else "studies"
    return f"{len(studies)} {noun} ({'; '.join(counts)})"
