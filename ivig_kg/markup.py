"""Markup of template files, with everything that comes in escaped.

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

__all__ = ["Html", "fill", "joined", "text_of"]

_BLOCK = re.compile(r"^<!-- block ([a-z_]+) -->\n", re.MULTILINE)


class Html(str):
    """Text that is markup already: made by ``fill`` and ``joined``, never of a foreign text."""

    __slots__ = ()


def fill(package: str, template: str, block: str, /, **values: str | int) -> Html:
    """Return one block of a template file with these values in it.

    Args:
        package: the package that the file is in, such as ``ivig_kg.pages``.
        template: the name of the file.
        block: the name of the block.
        values: what to put in; all but ``Html`` is made harmless and escaped.
    """
    safe = {name: _safe(value) for name, value in values.items()}
    return Html(_blocks(package, template)[block].substitute(safe))


def joined(parts: Iterable[Html]) -> Html:
    """Return pieces of markup one after the other."""
    return Html("".join(parts))


@cache
def text_of(package: str, name: str) -> str:
    """Return what a file of a package holds, as text."""
    return files(package).joinpath(name).read_text("utf-8")


def _safe(value: str | int) -> str:
    return value if isinstance(value, Html) else escape(harmless(str(value)))


@cache
def _blocks(package: str, template: str) -> Mapping[str, Template]:
    _, *parts = _BLOCK.split(text_of(package, template))
    pairs = zip(parts[::2], parts[1::2], strict=True)
    return {name: Template(text.rstrip("\n") + "\n") for name, text in pairs}
