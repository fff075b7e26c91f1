"""An audit for a browser: one page that needs no other file and runs no script."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from ivig_kg.audit.claims import Audit, Claim
from ivig_kg.audit.tones import tone
from ivig_kg.pages import Html, fill, framed, joined

__all__ = ["to_fragment", "to_page", "to_section"]

Where: TypeAlias = Callable[[str], str | None]
"""Returns the address of the page of a thing; None where it has none."""

_TEMPLATE = "audit.html"


def to_page(audit: Audit) -> str:
    """Return an audit as a whole page."""
    return framed(title=f"Audit of {audit.title}", body=_main(audit))


def to_fragment(audit: Audit) -> str:
    """Return the page's main part without style, for a notebook."""
    return _main(audit)


def to_section(audit: Audit, where: Where) -> Html:
    """Return an audit for a page that has a header and a footer of its own.

    Args:
        audit: the audit.
        where: the address of the page of each claim, which its name leads to.
    """
    return _block(
        "section_of_page",
        title=audit.title,
        address=where(audit.document) or "#overview",
        curie=audit.curie,
        body=_content(audit, where),
        notes=joined(_block("note", text=note) for note in audit.notes),
    )


def _block(block: str, /, **values: str | int) -> Html:
    return fill(_TEMPLATE, block, **values)


def _main(audit: Audit) -> Html:
    # The disclaimer, which ends the notes, is what a reader must meet first.
    first = [_block("first_note", text=note) for note in audit.notes[-1:]]
    return _block(
        "main",
        title=audit.title,
        curie=audit.curie,
        first=joined(first),
        body=_content(audit, _nowhere),
        notes=joined(_block("note", text=note) for note in audit.notes),
        version=audit.version,
        hash=audit.digest[:12],
    )


def _nowhere(iri: str) -> None:
    del iri


def _content(audit: Audit, where: Where) -> Html:
    return _block("absence", text=audit.absence) if audit.absence else _body(audit, where)


def _body(audit: Audit, where: Where) -> Html:
    sections = list(audit.sections)
    entries = (
        _block("entry", number=n, name=name, count=len(claims))
        for n, (name, claims) in enumerate(sections, 1)
    )
    whole = joined(
        _block("whole_judgement", tone=tone(claim.overall_support), judgement=_judgement(claim))
        for claim in audit.whole
    )
    anchors = _Anchors()
    return joined(
        [
            _overview(audit, joined(entries)),
            *(
                _section(n, name, claims, anchors, where)
                for n, (name, claims) in enumerate(sections, 1)
            ),
            _block("whole", judgements=whole) if whole else Html(),
            _totals(audit),
        ]
    )


def _overview(audit: Audit, entries: Html) -> Html:
    totals = audit.totals
    return _block(
        "overview",
        sentence=totals.sentence,
        counts=joined(
            _block("count", count=count, badge=_badge(word))
            for word, count in totals.overall.items()
        ),
        entries=entries,
    )


def _section(
    number: int, name: str, claims: tuple[Claim, ...], anchors: _Anchors, where: Where
) -> Html:
    items = joined(
        _block(
            "claim",
            anchor=anchors.of(claim),
            tone=tone(claim.overall_support),
            name=_name(claim, where),
            label=claim.label,
            mark=claim.mark,
            judgement=_judgement(claim),
        )
        for claim in claims
    )
    return _block("section", number=number, name=name, claims=items)


def _name(claim: Claim, where: Where) -> str:
    address = where(claim.statement)
    return _block("linked", address=address, name=claim.name) if address else claim.name


class _Anchors:
    """The places in the page that a link may point at: each once."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def of(self, claim: Claim) -> str:
        name = wanted = re.sub("[^A-Za-z0-9_-]", "-", claim.name)
        while name in self._taken:
            name = f"{wanted}-{len(self._taken)}"
        self._taken.add(name)
        return name


def _badge(word: str) -> Html:
    return _block("badge", tone=tone(word), word=word)


def _judgement(claim: Claim) -> Html:
    if not claim.judged:
        return _block("unjudged", badge=_badge(claim.overall_support))
    faults = joined(_block("fault", word=word) for word in claim.faults)
    return _block(
        "judgement",
        cited=_badge(claim.cited_support),
        known=_badge(claim.overall_support),
        faults=_block("faults", faults=faults) if faults else Html(),
        reason=_block("reason", text=claim.reason) if claim.reason else Html(),
        sides=joined(_sides(claim)),
    )


def _sides(claim: Claim) -> Iterator[Html]:
    for side, texts in claim.sides:
        if texts:
            items = joined(_block("item", text=text) for text in texts)
            yield _block("side", side=side.capitalize(), items=items)


def _totals(audit: Audit) -> Html:
    totals = audit.totals
    rows = joined(
        _block(
            "row",
            badge=_badge(word),
            known=totals.overall.get(word, 0),
            cited=totals.cited.get(word, 0),
        )
        for word in totals.words
    )
    faults = _faults(totals.faults) if totals.faults else Html()
    return _block("totals", rows=rows, faults=faults)


def _faults(faults: Mapping[str, int]) -> Html:
    rows = (_block("fault_row", word=word, count=count) for word, count in faults.items())
    return _block("fault_table", rows=joined(rows))
