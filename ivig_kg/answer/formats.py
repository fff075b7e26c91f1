"""The formats of an answer; the module that writes one is loaded when it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import cast

from ivig_kg.answer.table import Answer
from ivig_kg.errors import UsageError

__all__ = ["FORMATS", "render"]

_WRITERS = {
    "table": "terminal.to_table",
    "tsv": "delimited.to_tsv",
    "csv": "delimited.to_csv",
    "sheet": "delimited.to_sheet",
    "json": "interchange.to_json",
    "records": "interchange.to_records",
    "md": "markdown.to_markdown",
    "ttl": "triples.to_turtle",
}

FORMATS: tuple[str, ...] = tuple(_WRITERS)
"""The names of the formats: for a terminal, pipes, spreadsheets, programs, pages and graphs."""


def render(answer: Answer, format: str, *, width: int = 0, color: bool = False) -> str:  # noqa: A002 - the word users know
    """Return an answer as text that ends with a line end and can be encoded as UTF-8.

    Args:
        answer: what a query returned; triples show as subject, predicate and object.
        format: one of ``FORMATS``; ``ttl`` is for the triples of a CONSTRUCT only.
        width: the columns of the terminal, for ``table``; 0 is unlimited.
        color: whether ``table`` may use colour.

    Raises:
        UsageError: there is no such format, or it does not fit the answer.
    """
    _refuse_unfit(answer, format)
    module, function = _WRITERS[format].split(".")
    write = cast("Callable[..., str]", getattr(import_module(f"ivig_kg.answer.{module}"), function))
    text = write(answer, width=width, color=color) if format == "table" else write(answer)
    return text.encode("utf-8", "replace").decode("utf-8")


def _refuse_unfit(answer: Answer, name: str) -> None:
    if name not in FORMATS:
        raise UsageError(f"no format {name!r}; there are: {', '.join(FORMATS)}")
    if name == "ttl" and answer.form != "CONSTRUCT":
        fitting = ", ".join(each for each in FORMATS if each != "ttl")
        raise UsageError(f"ttl is for triples (CONSTRUCT or DESCRIBE); this answer fits: {fitting}")
