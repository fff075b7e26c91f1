"""An audit for a terminal: a block a claim, its judgement in words, and in colour where wanted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ivig_kg.answer.widths import shown_width, wrap
from ivig_kg.answer.wording import harmless
from ivig_kg.audit.claims import Audit, Claim
from ivig_kg.audit.tones import tone

__all__ = ["to_table"]

_LEAST, _MOST = 40, 100  # narrower breaks words, wider is hard to read
_INDENT, _HANG = 5, 2
_BOLD, _DIM, _END = "\x1b[1m", "\x1b[2m", "\x1b[0m"
_COLORS = {"good": "\x1b[32m", "fair": "\x1b[33m", "bad": "\x1b[31m"}


class _Paper(NamedTuple):
    """What the lines are written on."""

    width: int
    color: bool

    def painted(self, text: str, style: str) -> str:
        return f"{style}{text}{_END}" if self.color and style and text else text

    def judgement(self, word: str) -> str:
        return self.painted(harmless(word), _COLORS.get(tone(word), ""))

    def wrapped(self, text: str, indent: int, hang: int = 0) -> Iterator[str]:
        first, *others = wrap(harmless(text), self.width - indent - hang)
        yield " " * indent + first
        yield from (" " * (indent + hang) + line for line in others)


def to_table(audit: Audit, *, width: int, color: bool) -> str:
    """Return an audit for a terminal of this many columns."""
    paper = _Paper(min(max(width, _LEAST), _MOST), color)
    return "".join(f"{line}\n" for line in _lines(audit, paper))


def _lines(audit: Audit, paper: _Paper) -> Iterator[str]:
    for line in paper.wrapped(audit.title, 0):
        yield paper.painted(line, _BOLD)
    yield from paper.wrapped(audit.curie, 0)
    if audit.absence:
        yield ""
        yield from paper.wrapped(audit.absence, 0)
    else:
        for section, claims in audit.sections:
            yield from _heading(section, paper)
            for claim in claims:
                yield ""
                yield from _claim(claim, paper)
        if audit.whole:
            yield from _heading("The document as a whole", paper)
            for claim in audit.whole:
                yield ""
                yield from _judgement(claim, paper, _HANG)
        yield from _totals(audit, paper)
    yield ""
    for note in audit.notes:
        yield from paper.wrapped(f"note: {note}", 0, _HANG)


def _heading(text: str, paper: _Paper) -> Iterator[str]:
    yield ""
    lines = list(paper.wrapped(text, 0))
    for line in lines:
        yield paper.painted(line, _BOLD)
    yield paper.painted("-" * max(map(shown_width, lines)), _DIM)


def _claim(claim: Claim, paper: _Paper) -> Iterator[str]:
    name = harmless(claim.name)
    first, *others = paper.wrapped(f"{claim.label} {claim.mark}", _INDENT)
    if shown_width(name) + 1 < _INDENT:
        yield paper.painted(name, _BOLD) + first[shown_width(name) :]
    else:
        yield paper.painted(name, _BOLD)
        yield first
    yield from others
    yield from _judgement(claim, paper, _INDENT)


def _judgement(claim: Claim, paper: _Paper, indent: int) -> Iterator[str]:
    margin = " " * indent
    if not claim.judged:
        yield margin + paper.judgement(claim.overall_support)
        return
    yield f"{margin}cited source: {paper.judgement(claim.cited_support)}"
    yield f"{margin}all that is known: {paper.judgement(claim.overall_support)}"
    if claim.faults:
        yield from paper.wrapped(f"faults: {', '.join(claim.faults)}", indent, _HANG)
    if claim.reason:
        yield from paper.wrapped(claim.reason, indent)
    for side, items in claim.sides:
        for item in items:
            yield from paper.wrapped(f"{side}: {item}", indent, _HANG)


def _totals(audit: Audit, paper: _Paper) -> Iterator[str]:
    totals = audit.totals
    yield from _heading("Totals", paper)
    yield ""
    yield from paper.wrapped(totals.sentence, _HANG)
    yield from _counts("all that is known", totals.overall, paper)
    yield from _counts("cited source", totals.cited, paper)
    yield from _counts("faults", totals.faults, paper)


def _counts(what: str, counts: Mapping[str, int], paper: _Paper) -> Iterator[str]:
    if counts:
        yield ""
        yield f"  {what}"
    for word, count in counts.items():
        yield f"  {count:5}  {paper.judgement(word)}"
