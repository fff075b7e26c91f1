"""Writing a map, a forest or a profile, for the commands that show one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ivig_kg.cli.shared import color_wanted, emit, note, terminal_width
from ivig_kg.errors import UsageError

if TYPE_CHECKING:
    from ivig_kg.appraise.formats import Shown
    from ivig_kg.content import Content

__all__ = ["width_option", "write"]

_Command = TypeVar("_Command", bound=Callable[..., Any])
_FILE_WIDTH = 100


def width_option(command: _Command) -> _Command:
    """Add ``--width``."""
    return click.option(
        "--width",
        type=click.IntRange(320, 4000),
        metavar="PIXELS",
        help="Of an svg, from 320 on; one of under 700 is laid out for a phone.",
    )(command)


def write(shown: Shown, options: dict[str, Any], content: Content) -> None:
    """Write an appraisal in the format that was asked for.

    Args:
        shown: what is shown.
        options: form, width, out and force.
        content: the content, no file of which is overwritten.

    Raises:
        UsageError: a width for what is no picture.
        ContentUnavailable: the file cannot be written.
    """
    from ivig_kg.appraise import render  # noqa: PLC0415 (cold start)

    form, out = options["form"], options["out"]
    width = options.get("width") or 0
    if width and form != "svg":
        raise UsageError("--width is of a picture: give it with --format svg")
    if form == "table":
        width = terminal_width() if out is None else _FILE_WIDTH
    text = render(shown, form, width=width, color=color_wanted() and out is None)
    emit(text, out, force=options["force"], content=content)
    if form in {"svg", "json"}:  # the others say it themselves, for people
        note(f"note: {shown.scope.disclaimer}")
