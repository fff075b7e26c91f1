"""The evidence map for a browser: a table, of which a phone shows what is held row by row."""

from __future__ import annotations

from ivig_kg.appraise import page_parts
from ivig_kg.appraise.evidence_map import Cell, EvidenceMap
from ivig_kg.appraise.map_words import notes_of, title_of, tone_of, words_on
from ivig_kg.appraise.page_parts import Where, block
from ivig_kg.appraise.terms import Term
from ivig_kg.pages import Html, joined

__all__ = ["to_page", "to_section"]

_NOTHING = Html()
_DEEPEST = 4  # indents that the style knows


def to_page(found: EvidenceMap) -> str:
    """Return a map as a whole page."""
    body = _body(found, _nowhere)
    return page_parts.page(title_of(found), found.scope.disclaimer, body, _notes(found))


def to_section(found: EvidenceMap, where: Where, lead: Html = _NOTHING) -> Html:
    """Return a map for a page that has a header and a footer of its own.

    Args:
        found: the map.
        where: the address of the profile of a cell, which the cell leads to.
        lead: what stands below the title.
    """
    return page_parts.within(
        title_of(found), _body(found, where), _notes(found), lead, found.scope.disclaimer
    )


def _nowhere(subtype: str, treatment: str) -> None:
    del subtype, treatment


def _notes(found: EvidenceMap) -> tuple[str, ...]:
    return (*notes_of(found), found.review, f"{found.scope.made}.")


def _body(found: EvidenceMap, where: Where) -> Html:
    scope = found.scope
    caption = f"{scope.whom} {scope.left_out}".strip()
    names = ["subtype", *found.columns.values()]
    heads = joined(block("head", text=name) for name in names)
    rows = joined(_row(found, term, where) for term in found.rows)
    table = block("table", kind="map-table", caption=caption, heads=heads, rows=rows)
    return block("scroll", name=title_of(found), body=table)


def _row(found: EvidenceMap, term: Term, where: Where) -> Html:
    label = term.label + " (close)" * (term.match == "close")
    cells = [block("name", depth=min(term.depth, _DEEPEST), text=label)]
    for treatment, name in found.columns.items():
        cell = found.cells.get((term.iri, treatment))
        cells.append(_held(cell, name, where) if cell else block("gap"))
    return block("row", cells=joined(cells))


def _held(cell: Cell, treatment: str, where: Where) -> Html:
    tone = tone_of(cell)
    face = joined(block("line", text=each) for each in words_on(cell))
    address = where(cell.subtype, cell.treatment)
    linked = block("link", address=address, text=face) if address else face
    return block("held", head=treatment, tone=tone, told=cell.told, face=linked)
