"""What an appraisal is about: the choice of a user, read, and what must stand on each picture."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypedDict

from ivig_kg.appraise.sieve import Sieve
from ivig_kg.errors import UsageError

EVERY = "all treatments"
"""What is said where no treatment was chosen."""

__all__ = ["EVERY", "Choice", "Kept", "Scope", "refuse_odd", "texts_of"]


class Kept(TypedDict, total=False):
    """What counts; every name is a label, synonym, identifier, CURIE or IRI.

    Args:
        condition: the condition of the patients; it and the narrower ones.
        without: what is left out: words of ``sieve.WITHOUT``.
        since: the first year of documents that counts.
        until: the last year of documents that counts.
        designs: the designs of studies that count, in words.
        reviewed_only: rest on accepted statements and judgements alone.
    """

    condition: str
    without: Sequence[str]
    since: int
    until: int
    designs: Sequence[str]
    reviewed_only: bool


class Choice(Kept, total=False):
    """What a user may choose: what counts, and what it is about.

    Args:
        subtype: it and the narrower and close ones; all when it is not given.
        treatment: it and the narrower ones.
    """

    subtype: str
    treatment: str


class Scope(NamedTuple):
    """What an appraisal is about.

    Args:
        subtype: the subtype, in words.
        treatment: the treatment, in words.
        condition: the condition of the patients, in words.
        sieve: what is left out.
        version: the version of the graph, which is a date.
        digest: the SHA-256 of the content, from its start.
        drawn: the day on which it was made, as YYYY-MM-DD.
        disclaimer: what must stand with all that is shown.
        prefixes: prefix to namespace, for CURIEs.
    """

    subtype: str
    treatment: str
    condition: str
    sieve: Sieve
    version: str
    digest: str
    drawn: str
    disclaimer: str
    prefixes: Mapping[str, str]

    @property
    def made(self) -> str:
        """Return of which graph, and when, in words."""
        return f"Graph version {self.version}, SHA-256 {self.digest[:12]}; made {self.drawn}"

    @property
    def left_out(self) -> str:
        """Return what is left out, as a sentence; nothing where all counts."""
        told = self.sieve.told
        return f"Left out by choice: {'; '.join(told)}." if told else ""

    @property
    def whom(self) -> str:
        """Return whom it is about, as a sentence."""
        return f"Patients with {self.condition}."


def refuse_odd(choice: Choice) -> None:
    """Refuse what is no choice: a name that is none of them, a year that is no number.

    Raises:
        UsageError: it holds such a one.
    """
    known = sorted(Choice.__annotations__)
    for name, value in choice.items():
        if name not in known:
            raise UsageError(f"nothing is chosen by {name[:80]!r}; there are: {', '.join(known)}")
        if name in {"since", "until"} and (not isinstance(value, int) or isinstance(value, bool)):
            raise UsageError(f"{name}: give a year as a number, as 2010")


def texts_of(given: str | Sequence[str]) -> tuple[str, ...]:
    """Return what was given as texts; one text is one, and not its letters."""
    return (given,) if isinstance(given, str) else tuple(given)
