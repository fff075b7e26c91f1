"""Pages: HTML from template files, with everything that comes in escaped.

A template file holds blocks, each below a line ``<!-- block NAME -->``; ``$name`` in a block is
replaced. What is put in is a text, and is escaped, unless it is ``Html`` that came from here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from html import escape
from importlib.resources import files
from string import Template

from ivig_kg.answer.wording import harmless

__all__ = ["Html", "fill", "framed", "joined"]

_BLOCK = re.compile(r"^<!-- block ([a-z_]+) -->\n", re.MULTILINE)


class Html(str):
    """Text that is HTML already: made by ``fill`` and ``joined``, never of a foreign text."""

    __slots__ = ()


def fill(template: str, block: str, /, **values: str | int) -> Html:
    """Return one block of a template file with these values in it.

    Args:
        template: the name of the file, in this package.
        block: the name of the block.
        values: what to put in; all but ``Html`` is made harmless and escaped.
    """
    safe = {name: _safe(value) for name, value in values.items()}
    return Html(_blocks(template)[block].substitute(safe))


def joined(parts: Iterable[Html]) -> Html:
    """Return pieces of HTML one after the other."""
    return Html("".join(parts))


def framed(title: str, body: Html) -> Html:
    """Return a whole page that carries its style in itself.

    Args:
        title: what the browser shows as the name of the page.
        body: all that the page holds.
    """
    return fill("frame.html", "page", title=title, style=Html(_text("style.css")), body=body)


def _safe(value: str | int) -> str:
    return value if isinstance(value, Html) else escape(harmless(str(value)))


@cache
def _blocks(template: str) -> Mapping[str, Template]:
    _, *parts = _BLOCK.split(_text(template))
    pairs = zip(parts[::2], parts[1::2], strict=True)
    return {name: Template(text.rstrip("\n") + "\n") for name, text in pairs}


@cache
def _text(name: str) -> str:
    return files("ivig_kg.pages").joinpath(name).read_text("utf-8")
