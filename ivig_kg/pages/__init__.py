"""Pages: HTML from the template files of this package, with everything that comes in escaped."""

from __future__ import annotations

from ivig_kg import markup
from ivig_kg.markup import Html, joined

__all__ = ["Html", "fill", "framed", "joined"]

_HERE = "ivig_kg.pages"


def fill(template: str, block: str, /, **values: str | int) -> Html:
    """Return one block of a template file with these values in it.

    Args:
        template: the name of the file, in this package.
        block: the name of the block.
        values: what to put in; all but ``Html`` is made harmless and escaped.
    """
    return markup.fill(_HERE, template, block, **values)


def framed(title: str, body: Html) -> Html:
    """Return a whole page that carries its style in itself.

    Args:
        title: what the browser shows as the name of the page.
        body: all that the page holds.
    """
    style = Html(markup.text_of(_HERE, "style.css"))
    return fill("frame.html", "page", title=title, style=style, body=body)
