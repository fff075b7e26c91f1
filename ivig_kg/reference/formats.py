"""The formats of a reference; the module that writes one is loaded when it is asked for."""

from __future__ import annotations

from importlib import import_module

from ivig_kg.errors import UsageError
from ivig_kg.reference.model import Reference

__all__ = ["FORMATS", "render"]

_WRITERS = {"html": "page.to_page", "md": "markdown.to_markdown", "svg": "diagram.to_svg"}

FORMATS: tuple[str, ...] = tuple(_WRITERS)
"""The names of the formats: for a browser, for GitHub, the diagram alone."""


def render(reference: Reference, format: str = "md") -> str:  # noqa: A002 - the word users know
    """Return a reference as text that ends with a line end and can be encoded as UTF-8.

    Args:
        reference: the ontology as values.
        format: one of ``FORMATS``.

    Raises:
        UsageError: there is no such format.
    """
    if format not in FORMATS:
        raise UsageError(f"no format {format!r}; there are: {', '.join(FORMATS)}")
    module, function = _WRITERS[format].split(".")
    write = getattr(import_module(f"ivig_kg.reference.{module}"), function)
    text: str = write(reference)
    return text.encode("utf-8", "replace").decode("utf-8")
