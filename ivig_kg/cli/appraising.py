"""What the commands that appraise share: their options, and reading them into a choice."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

if TYPE_CHECKING:
    from ivig_kg.appraise import Choice, Kept

__all__ = ["choice_of", "choice_options", "format_option", "kept_of", "out_options"]

_Command = TypeVar("_Command", bound=Callable[..., Any])
_YEARS = click.IntRange(1800, 2200)
_ALL, _NAMED = "all", "the one that the questions of the content name"


def choice_options(*names: str, every: bool = False) -> Callable[[_Command], _Command]:
    """Add the options that say what counts; of treatment and condition those named.

    Args:
        names: which of treatment and condition.
        every: whether all treatments are meant where none is given.
    """
    helps = {
        "treatment": f"It, and the narrower ones. Not given: {_ALL if every else _NAMED}.",
        "condition": f"The patients have it, or a narrower one. Not given: {_NAMED}.",
    }
    options = [
        *(click.option(f"--{name}", metavar="NAME", help=helps[name]) for name in names),
        click.option(
            "--without",
            multiple=True,
            metavar="WHAT",
            help="Leave out: indirect, superseded, unverified, secondary, abstract, n<K. "
            "Repeat it, or give several by commas.",
        ),
        click.option("--since", type=_YEARS, metavar="YEAR", help="Only documents from then on."),
        click.option("--until", type=_YEARS, metavar="YEAR", help="Only documents up to then."),
        click.option(
            "--design",
            "designs",
            multiple=True,
            metavar="NAME",
            help="Only studies of this design; repeat it.",
        ),
        click.option("--reviewed-only", is_flag=True, help="Rest it on accepted statements alone."),
    ]

    def add(command: _Command) -> _Command:
        for option in reversed(options):
            command = option(command)
        return command

    return add


def format_option(*names: str) -> Callable[[_Command], _Command]:
    """Add ``--format`` with these values, the first of which is the usual one."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(names),
        default=names[0],
        show_default=True,
        help="How to print it.",
    )


def out_options(command: _Command) -> _Command:
    """Add ``--out`` and ``--force``."""
    command = click.option("--force", is_flag=True, help="Overwrite the file.")(command)
    return click.option("--out", metavar="FILE", help="Write to a new file.")(command)


def choice_of(options: dict[str, Any], *names: str) -> Choice:
    """Return what was chosen; what was not is left to the defaults.

    Args:
        options: the options of a command.
        names: which of subtype and treatment the command takes.
    """
    chosen = {name: options[name] for name in names if options[name]}
    return cast("Choice", {**kept_of(options), **chosen})


def kept_of(options: dict[str, Any]) -> Kept:
    """Return what counts, of the options of a command."""
    keys = ("condition", "without", "since", "until", "designs", "reviewed_only")
    return cast("Kept", {key: options[key] for key in keys if options[key]})
