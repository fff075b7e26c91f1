"""The formats of an audit; the module that writes one is loaded when it is asked for."""

from __future__ import annotations

from importlib import import_module

from ivig_kg.audit.claims import Audit
from ivig_kg.errors import UsageError

__all__ = ["FORMATS", "render"]

_WRITERS = {
    "table": "table.to_table",
    "md": "markdown.to_markdown",
    "html": "page.to_page",
    "json": "record.to_json",
}

FORMATS: tuple[str, ...] = tuple(_WRITERS)
"""The names of the formats: for a terminal, for GitHub, for a browser, for programs."""


def render(audit: Audit, format: str = "table", *, width: int = 80, color: bool = False) -> str:  # noqa: A002 - the word users know
    """Return an audit as text that ends with a line end and can be encoded as UTF-8.

    Args:
        audit: the claims and what was judged of them.
        format: one of ``FORMATS``.
        width: the columns of the terminal, for ``table``.
        color: whether ``table`` may use colour.

    Raises:
        UsageError: there is no such format.
    """
    if format not in FORMATS:
        raise UsageError(f"no format {format!r}; there are: {', '.join(FORMATS)}")
    module, function = _WRITERS[format].split(".")
    write = getattr(import_module(f"ivig_kg.audit.{module}"), function)
    text: str = write(audit, width=width, color=color) if format == "table" else write(audit)
    return text.encode("utf-8", "replace").decode("utf-8")
