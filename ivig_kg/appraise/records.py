"""What an appraisal is made of: statements of studies, their counts, words, judgements."""

from typing import NamedTuple

__all__ = ["SECOND_HAND", "Judged", "Result", "Statement", "Word"]

SECOND_HAND = frozenset(("secondary report", "unverified"))
"""How what was not read in its own document, nor in its abstract, was read, in words."""


class Statement(NamedTuple):
    """What one study states on how patients fared.

    Args:
        iri: which statement it is.
        label: the same in words.
        subtype: the IRI of the subtype it stands at, as stated; else of its condition.
        treatment: the IRI of the treatment, as stated.
        given: the same in words.
        condition: the IRI of the condition of these patients.
        outcome: what was looked at, in words.
        composite: whether the endpoint is a composite, which speaks for neither side.
        effect: what the source says of the effect, in words.
        direction: ``for``, ``against`` or ``neutral``.
        comparator: what it was compared with, in words; empty when that is not stated.
        beside: what was given beside, in words.
        study: the IRI of the study.
        title: the study in words.
        design: the design of the study, in words; empty when it is not stated.
        gathers: whether the study is made of others, as a review is.
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
    given: str
    condition: str
    outcome: str
    composite: bool
    effect: str
    direction: str
    comparator: str
    beside: tuple[str, ...]
    study: str
    title: str
    design: str
    gathers: bool
    patients: int | None
    verification: str
    source: str
    year: int | None
    overtaken: bool
    direct: bool
    reviewed: bool

    @property
    def second_hand(self) -> bool:
        """Say whether it was read in another document only, or not at all."""
        return self.verification in SECOND_HAND

    @property
    def points(self) -> str:
        """Return where it points, and by what, in words."""
        why = [self.effect] if self.effect not in {self.direction, "not stated", ""} else []
        why += ["by its counts"] * (not why and self.direction != "neutral")
        if self.direction == "neutral":
            why += [f"given with {', '.join(self.beside)}"] * bool(self.beside)
            why += ["improved or stable, counted together"] * self.composite
            why += [f"compared with {self.comparator}"] * bool(self.comparator)
        return f"{self.direction} ({'; '.join(why)})" if why else self.direction


class Result(NamedTuple):
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
        since: from when after treatment, in UCUM units; empty when that is not stated.
        until: up to when, likewise.
        measure: what is estimated, in words; empty where nothing is.
        estimate: the estimate, as the source prints it.
        lower: the lower end of its interval.
        upper: the upper end.
        positive_means: what a positive estimate means, in words; empty when that is not stated.
        p: operator and p-value.
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
    since: str
    until: str
    measure: str
    estimate: str
    lower: str
    upper: str
    positive_means: str
    p: str
    derivation: str
    arithmetic: str
    definition: str
    among: tuple[str, ...]

    @property
    def when(self) -> str:
        """Return when it was measured, in words; nothing when that is not stated."""
        if not self.since and not self.until:
            return ""
        if self.since == self.until or not self.since:
            return f"at {self.until}"
        return f"from {self.since} to {self.until}" if self.until else f"from {self.since} on"

    @property
    def effect(self) -> str:
        """Return the estimate with its interval and p-value, in words; nothing without one."""
        if not self.estimate:
            return ""
        ends = f" ({self.lower} to {self.upper})" if self.lower and self.upper else ""
        p = f", p {self.p}" if self.p else ""
        sign = f"; positive means {self.positive_means}" if self.positive_means else ""
        return f"{self.measure or 'estimate'} {self.estimate}{ends}{p}{sign}"


class Word(NamedTuple):
    """What a document says without a study of its own: it is never evidence.

    Args:
        iri: the statement.
        label: the same in words.
        subtype: the IRI of the subtype it stands at.
        treatment: the IRI of the treatment.
        given: the same in words.
        role: ``claim`` of a text, or ``recommendation`` of a guideline or regulator.
        stance: ``for``, where it says a success or recommends; else ``other``.
        says: what it recommends, or the effect it claims, in words.
        source: the IRI of the document.
        title: the document in words.
        verification: how it was read, in words.
        year: when it was issued; None when that is not stated.
        overtaken: whether the document was retired or superseded.
        reviewed: whether a second person has accepted it.
    """

    iri: str
    label: str
    subtype: str
    treatment: str
    given: str
    role: str
    stance: str
    says: str
    source: str
    title: str
    verification: str
    year: int | None
    overtaken: bool
    reviewed: bool

    @property
    def told(self) -> str:
        """Return the document, what it says, and how far that is to be trusted, in words."""
        return f"{self.title} ({', '.join((self.says, *self.marks))})"

    @property
    def marks(self) -> tuple[str, ...]:
        """Return how far it is to be trusted, in words."""
        marks = {
            "second-hand": self.verification in SECOND_HAND,
            "superseded or retired": self.overtaken,
        }
        return tuple(mark for mark, holds in marks.items() if holds)


class Judged(NamedTuple):
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
