"""Which evidence counts: what is left out of an appraisal, and the reason that is told for it."""

import re
from collections.abc import Iterable
from typing import NamedTuple, Protocol

from ivig_kg.errors import UsageError

__all__ = ["WITHOUT", "Sieve", "read_sieve"]

_READ_AS = ("abstract", "secondary report", "unverified")
_SHORT = {"secondary": "secondary report"}
_FEWER = re.compile("n<([1-9][0-9]{0,6})")

WITHOUT: tuple[str, ...] = ("indirect", "superseded", "unverified", "secondary", "abstract", "n<K")
"""What may be left out; K is a number of patients."""


class _Said(Protocol):
    """What documents say, with or without a study."""

    @property
    def verification(self) -> str: ...
    @property
    def year(self) -> int | None: ...
    @property
    def overtaken(self) -> bool: ...
    @property
    def reviewed(self) -> bool: ...


class _Studied(_Said, Protocol):
    """What a study states."""

    @property
    def direct(self) -> bool: ...
    @property
    def design(self) -> str: ...


class Sieve(NamedTuple):
    """What is left out.

    Args:
        indirect: whether evidence about patients without the condition is.
        superseded: whether what stands in a retired or superseded document is.
        read_as: what was read in one of these ways is: a verification, in words.
        fewer_than: what is known to be about fewer patients than this is; 0 for none.
        since: what was issued before this year, or in a year not stated, is.
        until: what was issued after this year, or in a year not stated, is.
        designs: all but studies of one of these designs is, in words; empty for none.
        reviewed_only: whether what no second person has accepted is.
    """

    indirect: bool = False
    superseded: bool = False
    read_as: frozenset[str] = frozenset()
    fewer_than: int = 0
    since: int | None = None
    until: int | None = None
    designs: frozenset[str] = frozenset()
    reviewed_only: bool = False

    def against_study(self, said: _Studied, patients: int | None) -> str:
        """Return why what a study states is left out; nothing where it counts.

        Args:
            said: what it states.
            patients: how many patients that is about; None when it is not stated.
        """
        if self.indirect and not said.direct:
            return "indirect: other patients"
        if patients is not None and patients < self.fewer_than:
            return f"n = {patients}, fewer than {self.fewer_than}"
        if self.designs and not self.designs & set(said.design.split(", ")):
            return f"design: {said.design or 'not stated'}"
        return self.against_words(said)

    def against_words(self, said: _Said) -> str:
        """Return why what a document says is left out; nothing where it counts."""
        if self.reviewed_only and not said.reviewed:
            return "nobody has reviewed it"
        if self.superseded and said.overtaken:
            return "the document was superseded or retired"
        if said.verification in self.read_as:
            return f"read as: {said.verification}"
        if self.since is None and self.until is None:
            return ""
        if said.year is None:
            return "the year is not stated"
        early = self.since is not None and said.year < self.since
        late = self.until is not None and said.year > self.until
        return f"of {said.year}" if early or late else ""

    @property
    def told(self) -> tuple[str, ...]:
        """Return what is left out, in words."""
        told = [
            (self.indirect, "indirect evidence"),
            (self.superseded, "superseded or retired documents"),
            (bool(self.read_as), f"what was read as {', '.join(sorted(self.read_as))}"),
            (bool(self.fewer_than), f"fewer than {self.fewer_than} patients"),
            (self.since is not None, f"before {self.since}"),
            (self.until is not None, f"after {self.until}"),
            (bool(self.designs), f"all designs but {', '.join(sorted(self.designs))}"),
            (self.reviewed_only, "what nobody has reviewed"),
        ]
        return tuple(words for chosen, words in told if chosen)


def read_sieve(
    without: Iterable[str] = (),
    *,
    since: int | None = None,
    until: int | None = None,
    designs: Iterable[str] = (),
    reviewed_only: bool = False,
) -> Sieve:
    """Read what is to be left out.

    Args:
        without: words of ``WITHOUT``, several in one text by commas.
        since: the first year that counts.
        until: the last year that counts.
        designs: the designs that count, in words; none for all.
        reviewed_only: leave out what no second person has accepted.

    Raises:
        UsageError: a word that is none of these.
    """
    words = [part.strip() for text in without for part in text.split(",") if part.strip()]
    fewest = 0
    for word in words:
        found = _FEWER.fullmatch(word.replace(" ", ""))
        fewest = max(fewest, int(found[1])) if found else fewest
        if not found and word not in WITHOUT[:-1]:
            known = ", ".join(WITHOUT)
            raise UsageError(f"without: {word[:40]!r} is none of {known} (K: a number, as n<5)")
    return Sieve(
        indirect="indirect" in words,
        superseded="superseded" in words,
        read_as=frozenset(_SHORT.get(w, w) for w in words) & frozenset(_READ_AS),
        fewer_than=fewest,
        since=since,
        until=until,
        designs=frozenset(designs),
        reviewed_only=reviewed_only,
    )
