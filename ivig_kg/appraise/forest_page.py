"""The forest for a browser: the picture, as wide as it may be, and the rates as a table."""

from __future__ import annotations

from ivig_kg.answer import lexical
from ivig_kg.appraise import page_parts
from ivig_kg.appraise.forest import Forest
from ivig_kg.appraise.forest_picture import to_svg
from ivig_kg.appraise.page_parts import BROAD, NARROW, block, pictures, table
from ivig_kg.appraise.tables import rates_brief
from ivig_kg.pages import Html, joined

__all__ = ["to_page", "to_section"]

_NOTHING = Html()


def to_page(forest: Forest) -> str:
    """Return a forest as a whole page."""
    body = _body(forest, styled=True)
    return page_parts.page(forest.title, forest.scope.disclaimer, body, _notes(forest))


def to_section(forest: Forest, lead: Html = _NOTHING) -> Html:
    """Return a forest for a page that has header, footer and the style of pictures itself.

    Args:
        forest: the forest.
        lead: what stands below the title.
    """
    return page_parts.within(
        forest.title, _body(forest, styled=False), _notes(forest), lead, forest.scope.disclaimer
    )


def _body(forest: Forest, *, styled: bool) -> Html:
    broad = to_svg(forest, width=BROAD, name="forest", styled=styled)
    narrow = to_svg(forest, width=NARROW, name="forest-narrow", styled=styled)
    return joined([pictures(broad, narrow), _table(forest)])


def _table(forest: Forest) -> Html:
    answer = rates_brief(forest.rates)
    rows = [tuple(map(lexical, row)) for row in answer.rows]
    title = "The same as a table"
    return block("section", title=title, body=table(title, answer.columns, rows))


def _notes(forest: Forest) -> tuple[str, ...]:
    return rates_brief(forest.rates).notes
