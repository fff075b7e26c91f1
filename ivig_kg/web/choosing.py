"""What an appraisal is asked for over HTTP: whom and what it is about, and what is left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from ivig_kg.answer import lexical
from ivig_kg.appraise.scope import Choice, Kept
from ivig_kg.appraise.sieve import WITHOUT as SIEVE
from ivig_kg.errors import UsageError
from ivig_kg.model import Question
from ivig_kg.web.answering import REVIEWED, single
from ivig_kg.web.page_fields import flag, value_of
from ivig_kg.web.snapshot import Snapshot

__all__ = [
    "ABOUT",
    "DESIGN",
    "FEWER",
    "FEWEST",
    "MOST",
    "PATTERN",
    "SINCE",
    "UNTIL",
    "WITHOUT",
    "WORDS",
    "YEARS",
    "Chosen",
    "designs",
    "given",
    "look_up",
    "read",
]

ABOUT = ("subtype", "treatment", "condition")
"""What an appraisal is about: a term each."""

WITHOUT, FEWER, SINCE, UNTIL, DESIGN = "without", "fewer-than", "since", "until", "design"
"""What is left out: kinds of evidence, small studies, documents by their year, other designs."""

*WORDS, _ = SIEVE
"""What may be left out by a word; the last of them has a number in it."""

PATTERN = f"{'|'.join(WORDS)}|n<([1-9][0-9]{{0,6}})"
"""What may be left out by a word, or by the number of its patients."""

YEARS, FEWEST, MOST = (1800, 2200), (1, 9_999_999), 100
"""The years and the numbers of patients that are taken, and how many values of one parameter."""

_KNOWN = (*ABOUT, WITHOUT, FEWER, SINCE, UNTIL, DESIGN, REVIEWED)
_ANY = re.compile(PATTERN)
_CHOICES = {"true": True, "false": False}


@dataclass(frozen=True)
class Chosen:
    """What was chosen, understood.

    Args:
        about: of ``ABOUT`` what was given, as IRIs.
        without: the words of what is left out, but for small studies.
        fewer_than: studies of fewer patients are left out; None for none.
        since: the first year that counts.
        until: the last year that counts.
        designs: the designs that count, in words; empty for all.
        reviewed_only: rest on accepted statements alone.
    """

    about: Mapping[str, str]
    without: tuple[str, ...] = ()
    fewer_than: int | None = None
    since: int | None = None
    until: int | None = None
    designs: tuple[str, ...] = ()
    reviewed_only: bool = False

    @property
    def kept(self) -> Kept:
        """Return what counts, as the appraiser takes it."""
        fewest = (f"n<{self.fewer_than}",) if self.fewer_than is not None else ()
        kept: Kept = {"without": (*self.without, *fewest), "designs": self.designs}
        kept["reviewed_only"] = self.reviewed_only
        if self.since is not None:
            kept["since"] = self.since
        if self.until is not None:
            kept["until"] = self.until
        if "condition" in self.about:
            kept["condition"] = f"<{self.about['condition']}>"
        return kept

    @property
    def choice(self) -> Choice:
        """Return what the appraiser takes."""
        choice = cast("Choice", dict(self.kept))
        if "subtype" in self.about:
            choice["subtype"] = f"<{self.about['subtype']}>"
        if "treatment" in self.about:
            choice["treatment"] = f"<{self.about['treatment']}>"
        return choice

    @property
    def narrows(self) -> bool:
        """Say whether anything is left out."""
        return self != Chosen(self.about)

    def pairs(self, snapshot: Snapshot, **about: str) -> list[tuple[str, str]]:
        """Return what an address says: the values as they were understood, in order.

        Args:
            snapshot: the content, for CURIEs.
            about: other terms that the address is about, as IRIs.
        """
        return list(self._pairs(snapshot, {**self.about, **about}))

    def _pairs(self, snapshot: Snapshot, about: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        yield from ((name, value_of(snapshot, about[name])) for name in ABOUT if name in about)
        yield from ((WITHOUT, word) for word in self.without)
        numbers = {FEWER: self.fewer_than, SINCE: self.since, UNTIL: self.until}
        yield from ((name, str(each)) for name, each in numbers.items() if each is not None)
        yield from ((DESIGN, design) for design in self.designs)
        if self.reviewed_only:
            yield REVIEWED, "true"


def look_up(snapshot: Snapshot) -> Question:
    """Return the look-up that takes all that an appraisal is about.

    Raises:
        ContentUnavailable: the content has none.
    """
    return snapshot.graph.asker.catalog.lookup("appraise-statements")


def designs(snapshot: Snapshot) -> list[str]:
    """Return the designs of studies, in words."""
    kind = snapshot.graph.namespaces.expand("ivig:StudyDesign")
    rows = (
        map(lexical, row) for row in snapshot.graph.asker.look_up("instances-of", kind=kind).rows
    )
    return sorted(name for _, name, role in rows if role == "label")


def given(
    pairs: Iterable[tuple[str, str]], more: Sequence[str] = (), *, form: bool = False
) -> dict[str, list[str]]:
    """Return the values of each parameter.

    Args:
        pairs: what came.
        more: what is taken beside what may be chosen.
        form: an empty field of a form is none.

    Raises:
        UsageError: a parameter is not known, or has too many values.
    """
    known = (*_KNOWN, *more)
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        if name not in known:
            has = ", ".join(known)
            raise UsageError(f"no parameter {name[:80]!r} here; there is: {has}")
        if value or not form:
            found.setdefault(name, []).append(value)
    for name, values in found.items():
        if len(values) > MOST:
            raise UsageError(f"{name}: {len(values)} values; {MOST} at most")
    return found


def read(
    snapshot: Snapshot, values: Mapping[str, Sequence[str]], *, every: bool, form: bool = False
) -> Chosen:
    """Read what was chosen.

    Args:
        snapshot: the content, for names.
        values: the values of each parameter.
        every: whether all treatments are meant where none is given.
        form: a box of a form may say yes in other words than true.

    Raises:
        UsageError: a name, word or number that cannot be; the nearest names are told.
    """
    question, bind = look_up(snapshot), snapshot.graph.asker.bind
    about = {}
    for name in ABOUT:
        if (text := single(values.get(name, ()), name)) is not None:
            (about[name],) = bind(question, name, text)
    kinds = {each.name: each.kind for each in question.parameters}
    if every and about.get("treatment") == kinds["treatment"]:
        del about["treatment"]
    words, fewest = _left_out(values.get(WITHOUT, ()))
    fewer = _number(values, FEWER, FEWEST)
    return Chosen(
        about,
        words,
        max(filter(None, (fewest, fewer)), default=None),
        _number(values, SINCE, YEARS),
        _number(values, UNTIL, YEARS),
        tuple(dict.fromkeys(values.get(DESIGN, ()))),
        _reviewed(values, form=form),
    )


def _left_out(words: Sequence[str]) -> tuple[tuple[str, ...], int]:
    """Return the words but for n<K, and the largest K."""
    fewest = 0
    for word in words:
        found = _ANY.fullmatch(word)
        if found is None:
            known = ", ".join(SIEVE)
            raise UsageError(f"{WITHOUT}: {word[:40]!r} is none of {known} (K: a number, as n<5)")
        fewest = max(fewest, int(found[1] or 0))
    return tuple(dict.fromkeys(word for word in words if not word.startswith("n<"))), fewest


def _number(values: Mapping[str, Sequence[str]], name: str, bounds: tuple[int, int]) -> int | None:
    text = single(values.get(name, ()), name)
    if text is None:
        return None
    least, most = bounds
    plain = text.isascii() and text.isdigit() and len(text) <= len(str(most))
    if not (plain and least <= int(text) <= most):
        raise UsageError(f"{name}: {text[:40]!r}; give a number from {least} to {most}")
    return int(text)


def _reviewed(values: Mapping[str, Sequence[str]], *, form: bool) -> bool:
    text = single(values.get(REVIEWED, ()), REVIEWED)
    if text is None or form:
        return flag(REVIEWED, text or "")
    if text not in _CHOICES:
        raise UsageError(f"{REVIEWED}: {text[:40]!r}; give true or false")
    return _CHOICES[text]
