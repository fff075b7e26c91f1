"""What an appraisal is made of: statements of studies, their counts, words, judgements."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Harm", "Judged", "Result", "Statement", "Word"]


@dataclass(frozen=True)
class Statement:
    """What one study states on how patients fared.

    Args:
        iri: which statement it is.
        label: the same in words.
        subtype: the IRI of the subtype it stands at, as stated; else of its condition.
        treatment: the IRI of the treatment, as stated.
        condition: the IRI of the condition of these patients.
        outcome: what was looked at, in words.
        composite: whether the endpoint is a composite, which speaks for neither side.
        effect: what the source says of the effect, in words.
        direction: ``for``, ``against`` or ``neutral``.
        beside: what was given beside, in words.
        study: the IRI of the study.
        title: the study in words.
        design: the design of the study, in words; empty when it is not stated.
        best_design: the best design among the studies that it includes, or its own.
        rank: the rank of that; -1 when there is none.
        patients: how many patients it is about; None when that is not stated.
        verification: how it was read, in words.
        source: the IRI of the document.
        year: when that was issued; None when it is not stated.
        overtaken: whether the document was retired or superseded.
        direct: whether it is about patients with the condition that was asked for.
        reviewed: whether a second person has accepted it.
    """

    iri: str
    label: str
    subtype: str
    treatment: str
    condition: str
    outcome: str
    composite: bool
    effect: str
    direction: str
    beside: tuple[str, ...]
    study: str
    title: str
    design: str
    best_design: str
    rank: int
    patients: int | None
    verification: str
    source: str
    year: int | None
    overtaken: bool
    direct: bool
    reviewed: bool


@dataclass(frozen=True)
class Result:
    """The counts of one result, as the source gives them; None where it does not.

    Args:
        iri: which result it is.
        statement: the IRI of the statement that has it.
        total: the patients looked at.
        improved: those of them who improved.
        stable: those who stayed as they were.
        worsened: those who became worse.
        either: those who improved or stayed stable, where the source counts them together.
        others_improved: those of the control group who improved.
        others_total: the patients of the control group.
        instrument: by what it was measured, in words; empty when that is not stated.
        assessor: by whom, in words; empty when that is not stated.
        derivation: whether it was printed or derived, in words.
        arithmetic: how it was derived; empty when it was printed.
        definition: what counted as improved; empty when that is not stated.
        among: the subtypes that a mixed group is made of, in words.
    """

    iri: str
    statement: str
    total: int | None
    improved: int | None
    stable: int | None
    worsened: int | None
    either: int | None
    others_improved: int | None
    others_total: int | None
    instrument: str
    assessor: str
    derivation: str
    arithmetic: str
    definition: str
    among: tuple[str, ...]


@dataclass(frozen=True)
class Word:
    """What a document says without a study of its own: it is never evidence.

    Args:
        iri: the statement.
        subtype: the IRI of the subtype it stands at.
        treatment: the IRI of the treatment.
        role: ``claim`` of a text, or ``recommendation`` of a guideline or regulator.
        source: the IRI of the document.
        title: the document in words.
        verification: how it was read, in words.
        year: when it was issued; None when that is not stated.
        overtaken: whether the document was retired or superseded.
        reviewed: whether a second person has accepted it.
    """

    iri: str
    subtype: str
    treatment: str
    role: str
    source: str
    title: str
    verification: str
    year: int | None
    overtaken: bool
    reviewed: bool


@dataclass(frozen=True)
class Judged:
    """A judgement on a body of evidence.

    Args:
        iri: which judgement it is.
        subtype: the IRI of the subtype; else of the condition.
        treatment: the IRI of the treatment.
        outcome: for which outcome, in words.
        certainty: how sure, by GRADE, in words; empty when it was not judged.
        rank: the rank of that, 1 the highest; None when it was not judged.
        level: the level by OCEBM 2009; empty when it was not judged.
        direct: whether the evidence is about patients with the condition; None when not stated.
        because: why, in words.
        reasons: why the certainty is not higher, in words.
        supporting: the IRIs of the statements for.
        opposing: the IRIs of those against.
        open: the IRIs of those that settle nothing.
        reviewed: whether a second person has accepted it.
    """

    iri: str
    subtype: str
    treatment: str
    outcome: str
    certainty: str
    rank: int | None
    level: str
    direct: bool | None
    because: str
    reasons: tuple[str, ...]
    supporting: tuple[str, ...]
    opposing: tuple[str, ...]
    open: tuple[str, ...]
    reviewed: bool


@dataclass(frozen=True)
class Harm:
    """What a study counts of a harm.

    Args:
        iri: the statement.
        label: the same in words.
        subtype: the IRI of the subtype of its patients; else of their condition.
        form: the same in words.
        outcome: the harm, in words.
        study: the IRI of the study.
        title: the study in words.
        design: its design, in words; empty when it is not stated.
        events: how many patients had it; None when that was not counted.
        total: of how many; None when that is not stated.
        verification: how it was read, in words.
        year: when the document was issued; None when that is not stated.
        overtaken: whether the document was retired or superseded.
        reviewed: whether a second person has accepted it.
    """

    iri: str
    label: str
    subtype: str
    form: str
    outcome: str
    study: str
    title: str
    design: str
    events: int | None
    total: int | None
    verification: str
    year: int | None
    overtaken: bool
    reviewed: bool

    @property
    def direct(self) -> bool:
        """Say whether it is about patients with the condition: the look-up gives no others."""
        return True

    @property
    def best_design(self) -> str:
        """Return the design, in words."""
        return self.design
