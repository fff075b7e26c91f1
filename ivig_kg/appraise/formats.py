"""The formats of appraisals; the module that writes one is loaded when it is asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, TypeAlias, Union

from ivig_kg.errors import UsageError

if TYPE_CHECKING:
    from ivig_kg.appraise.evidence_map import EvidenceMap
    from ivig_kg.appraise.forest import Forest
    from ivig_kg.appraise.profile import Profile

__all__ = ["FORMATS", "Shown", "render"]

Shown: TypeAlias = Union["EvidenceMap", "Forest", "Profile"]
"""What is more than rows; rates, pooling and gaps are answers (``tables``)."""

_WRITERS = {
    "EvidenceMap": {
        "table": "map_table.to_table",
        "svg": "map_picture.to_svg",
        "html": "map_page.to_page",
        "json": "record.map_json",
    },
    "Forest": {
        "table": "forest_table.to_table",
        "svg": "forest_picture.to_svg",
        "html": "forest_page.to_page",
        "json": "record.forest_json",
    },
    "Profile": {
        "md": "profile_markdown.to_markdown",
        "html": "profile_page.to_page",
        "json": "record.profile_json",
    },
}

FORMATS = {kind: tuple(writers) for kind, writers in _WRITERS.items()}
"""The names of the formats, by the name of the class, the usual one first."""


def render(
    shown: Shown,
    format: str,  # noqa: A002 - the word users know
    *,
    width: int = 0,
    color: bool = False,
) -> str:
    """Return an appraisal as text that can be encoded as UTF-8.

    Args:
        shown: a map, a forest or a profile.
        format: one of ``FORMATS`` of its kind.
        width: columns of the terminal for ``table``, pixels for ``svg``; 0 for the usual.
        color: whether ``table`` may use colour.

    Raises:
        UsageError: there is no such format for its kind.
    """
    writers = _WRITERS[type(shown).__name__]
    if format not in writers:
        raise UsageError(f"no format {format!r}; there are: {', '.join(writers)}")
    module, function = writers[format].split(".")
    write = getattr(import_module(f"ivig_kg.appraise.{module}"), function)
    if format == "table":
        text: str = write(shown, width=width or _USUAL, color=color)
    else:
        text = write(shown, width=width) if format == "svg" and width else write(shown)
    return text.encode("utf-8", "replace").decode("utf-8")


_USUAL = 100
