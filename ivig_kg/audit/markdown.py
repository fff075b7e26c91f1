"""An audit for GitHub: a heading a section, a list item a claim, tables of totals."""

from __future__ import annotations

from collections.abc import Iterator

from ivig_kg.answer.markdown import inline
from ivig_kg.audit.claims import Audit, Claim

__all__ = ["to_markdown"]


def to_markdown(audit: Audit) -> str:
    """Return an audit as GitHub-flavoured Markdown."""
    return "".join(f"{line}\n" for line in _lines(audit))


def _lines(audit: Audit) -> Iterator[str]:
    yield f"# Audit of {inline(audit.title)}"
    yield ""
    yield f"{inline(audit.curie)}; content version {inline(audit.version)}, {_hash(audit)}"
    if audit.absence:
        yield ""
        yield audit.absence
    else:
        for section, claims in audit.sections:
            yield from ("", f"## {inline(section)}", "")
            for claim in claims:
                yield f"- **{inline(claim.name)}** {inline(claim.label)} {inline(claim.mark)}"
                yield from (f"  - {line}" for line in _judgement(claim))
        yield from _whole(audit)
        yield from _totals(audit)
    yield ""
    yield from (f"- note: {inline(note)}" for note in audit.notes)


def _hash(audit: Audit) -> str:
    return f"SHA-256 `{inline(audit.digest[:12])}`"


def _whole(audit: Audit) -> Iterator[str]:
    if audit.whole:
        yield from ("", "## The document as a whole", "")
    for claim in audit.whole:
        yield from (f"- {line}" for line in _judgement(claim))


def _judgement(claim: Claim) -> Iterator[str]:
    if not claim.judged:
        yield f"**{inline(claim.overall_support)}**"
        return
    yield (
        f"cited source: **{inline(claim.cited_support)}**; "
        f"all that is known: **{inline(claim.overall_support)}**"
    )
    if claim.faults:
        yield f"faults: {inline(', '.join(claim.faults))}"
    if claim.reason:
        yield f"reason: {inline(claim.reason)}"
    for side, items in claim.sides:
        yield from (f"{side}: {inline(item)}" for item in items)


def _totals(audit: Audit) -> Iterator[str]:
    totals = audit.totals
    yield from ("", "## Totals", "")
    yield f"{totals.sentence}."
    yield from ("", "| judgement | all that is known | cited source |", "| --- | ---: | ---: |")
    for word in totals.words:
        known, cited = totals.overall.get(word, 0), totals.cited.get(word, 0)
        yield f"| {inline(word)} | {known} | {cited} |"
    if totals.faults:
        yield from ("", "| fault | claims |", "| --- | ---: |")
        yield from (f"| {inline(word)} | {count} |" for word, count in totals.faults.items())
