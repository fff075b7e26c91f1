"""What stands beside the evidence: harms, readings by others, studies without a result."""

from typing import NamedTuple

__all__ = ["Harm", "Reading", "Untold"]


class Reading(NamedTuple):
    """What a document thinks of another's study, or says of the effect without a study.

    Args:
        iri: the statement.
        label: the same in words.
        subtype: the IRI of the subtype.
        treatment: the IRI of the treatment.
        about: whose study it is about, in words; nobody's where it rests on none.
        title: the document that thinks so, in words.
        effect: what it thinks, in words.
        verification: how it was read, in words.
        year: when the document was issued; None when that is not stated.
        overtaken: whether the document was retired or superseded.
        reviewed: whether a second person has accepted it.
    """

    iri: str
    label: str
    subtype: str
    treatment: str
    about: tuple[str, ...]
    title: str
    effect: str
    verification: str
    year: int | None
    overtaken: bool
    reviewed: bool


class Untold(NamedTuple):
    """A study of a treatment without a result here: a registered trial, or patients treated.

    Args:
        iri: the study.
        title: the same in words.
        registration: its number in the register; empty when it is no registered trial.
        design: its design, in words; empty when it is not stated.
        enrolled: how many patients; None when it is not stated.
        subtype: the IRI of the subtype.
        form: the same in words.
        treatment: the IRI of the treatment.
        given: the same in words.
        statement: the IRI of what is said of it.
        label: the same in words.
        verification: how it was read, in words.
        year: when the document was issued; None when that is not stated.
        overtaken: whether the document was retired or superseded.
        reviewed: whether a second person has accepted it.
    """

    iri: str
    title: str
    registration: str
    design: str
    enrolled: int | None
    subtype: str
    form: str
    treatment: str
    given: str
    statement: str
    label: str
    verification: str
    year: int | None
    overtaken: bool
    reviewed: bool

    @property
    def direct(self) -> bool:
        """Say whether it is about patients with the condition: the look-up gives no others."""
        return True


class Harm(NamedTuple):
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
        effect: what the source says of the risk, in words; empty when that is not stated.
        events: how many patients had it; None when that was not counted.
        total: of how many; None when that is not stated.
        others_events: how many of the control group had it.
        others_total: the patients of the control group.
        measure: what is estimated, in words; empty where nothing is.
        estimate: the estimate.
        lower: the lower end of its interval.
        upper: the upper end.
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
    effect: str
    events: int | None
    total: int | None
    others_events: int | None
    others_total: int | None
    measure: str
    estimate: str
    lower: str
    upper: str
    verification: str
    year: int | None
    overtaken: bool
    reviewed: bool

    @property
    def direct(self) -> bool:
        """Say whether it is about patients with the condition: the look-up gives no others."""
        return True

    @property
    def told(self) -> str:
        """Return effect and estimate, in words; nothing without either."""
        ends = f" ({self.lower} to {self.upper})" if self.lower and self.upper else ""
        estimate = f"{self.measure} {self.estimate}{ends}" if self.estimate else ""
        return "; ".join(filter(None, (self.effect.replace("not stated", ""), estimate)))
