"""The formats of a comparison; the module that writes one is loaded when it is asked for."""

from __future__ import annotations

from importlib import import_module

from ivig_kg.diff.model import Diff
from ivig_kg.errors import UsageError

__all__ = ["FORMATS", "render"]

_WRITERS = {"text": "text.to_text", "md": "markdown.to_markdown", "json": "record.to_json"}

FORMATS: tuple[str, ...] = tuple(_WRITERS)
"""The names of the formats: for a terminal, for a pull request, for programs."""


def render(diff: Diff, format: str = "text", *, width: int = 80) -> str:  # noqa: A002 - the word users know
    """Return a comparison as text that ends with a line end and can be encoded as UTF-8.

    Args:
        diff: what differs.
        format: one of ``FORMATS``.
        width: the columns of the terminal, for ``text``.

    Raises:
        UsageError: there is no such format.
    """
    if format not in FORMATS:
        raise UsageError(f"no format {format!r}; there are: {', '.join(FORMATS)}")
    module, function = _WRITERS[format].split(".")
    write = getattr(import_module(f"ivig_kg.diff.{module}"), function)
    text: str = write(diff, width=width) if format == "text" else write(diff)
    return text.encode("utf-8", "replace").decode("utf-8")
