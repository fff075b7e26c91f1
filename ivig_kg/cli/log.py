"""``ivig-kg log``."""

from __future__ import annotations

import sys

import click

from ivig_kg.answer import FORMATS, render
from ivig_kg.cli.shared import content_option, emit, note, terminal_width
from ivig_kg.content import find_content
from ivig_kg.errors import UsageError

__all__ = ["command"]

_BRIEF = ("day", "entry", "act", "thing", "because")


@click.command("log", short_help="List what curators did, newest first.")
@click.argument("name", required=False, metavar="[ID]")
@click.option("--git", is_flag=True, help="With ID: the commits that changed its file, too.")
@click.option("--format", "form", metavar="FORMAT", help=f"One of {', '.join(FORMATS[:-1])}.")
@click.option("--wide", is_flag=True, help="All columns in a table.")
@content_option
def command(
    name: str | None, form: str | None, content: str | None, *, git: bool, wide: bool
) -> None:
    """List the entries on ID, or all: who did what to it, when and why, and what was undone.

    \b
    Examples:
      ivig-kg log
      ivig-kg log st:rist-2011-3 --git
    """
    if git and name is None:
        raise UsageError("--git is for one thing: give its ID; for all of it there is git log")
    from ivig_kg.curate.desk import reading_desk  # noqa: PLC0415 (cold start)
    from ivig_kg.curate.history import history  # noqa: PLC0415 (cold start)

    answer = history(reading_desk(find_content(content)), name, git=git)
    form = form or ("table" if sys.stdout.isatty() else "tsv")
    shown = answer.select(_BRIEF) if form == "table" and not wide else answer
    emit(render(shown, form, width=terminal_width() if form == "table" else 0))
    note(f"{len(answer.rows)} entr{'y' if len(answer.rows) == 1 else 'ies'}")
    for line in answer.notes:
        note(f"note: {line}")
