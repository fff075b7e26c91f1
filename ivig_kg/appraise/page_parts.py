"""What the pages of appraisals share: the frame, tables of text, and a picture in two widths."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from ivig_kg.pages import Html, fill, framed, joined

__all__ = ["Where", "block", "fragment", "page", "paragraphs", "pictures", "table", "within"]

Where: TypeAlias = Callable[[str, str], str | None]
"""Returns the address of the profile of a subtype and a treatment; None where there is none."""

_TEMPLATE = "appraise.html"
BROAD, NARROW = 1120, 360
"""The widths of a picture on a page, in pixels: for a desk and for a phone."""


def block(name: str, /, **values: str | int) -> Html:
    """Return one block of the template of appraisals."""
    return fill(_TEMPLATE, name, **values)


def page(title: str, disclaimer: str, body: Html, notes: Iterable[str]) -> str:
    """Return a whole page that needs no other file."""
    return framed(title=title, body=fragment(title, disclaimer, body, notes))


def fragment(title: str, disclaimer: str, body: Html, notes: Iterable[str]) -> Html:
    """Return the main part of a page, without style, for a notebook."""
    told = joined(block("note", text=note) for note in notes)
    return block("main", title=title, disclaimer=disclaimer, body=body, notes=told)


def within(title: str, body: Html, notes: Iterable[str], lead: Html, caution: str) -> Html:
    """Return an appraisal for a page that has a header and a footer of its own.

    Args:
        title: what it is.
        body: what it shows.
        notes: what must be read with it.
        lead: what the page has between the title and the rest, such as a form.
        caution: what must be read first.
    """
    told = joined(block("note", text=note) for note in notes)
    return block("within", title=title, caution=caution, lead=lead, body=body, notes=told)


def paragraphs(words: Iterable[str]) -> Html:
    """Return sentences, a paragraph each."""
    return joined(block("paragraph", text=each) for each in words if each)


def table(caption: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Html:
    """Return a table of texts that scrolls sideways where it must; the first cell is the name."""
    heads = joined(block("head", text=name) for name in columns)
    lines = joined(_row(columns, row) for row in rows)
    body = block("table", kind="rows-table", caption=caption, heads=heads, rows=lines)
    return block("scroll", name=caption, body=body)


def _row(columns: Sequence[str], row: Sequence[str]) -> Html:
    first, *others = row
    cells = [block("name", depth=0, text=first)]
    heads = list(columns)[1:]
    cells += [block("cell", head=h, text=each) for h, each in zip(heads, others, strict=True)]
    return block("row", cells=joined(cells))


def pictures(broad: Html, narrow: Html) -> Html:
    """Return a picture in two widths, of which a page shows the one that fits."""
    return block("pictures", broad=broad, narrow=narrow)
