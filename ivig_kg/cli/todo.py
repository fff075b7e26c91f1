"""``ivig-kg todo``."""

from __future__ import annotations

import sys
from dataclasses import replace

import click

from ivig_kg.answer import FORMATS, render
from ivig_kg.ask import DISCLAIMER
from ivig_kg.cli.shared import content_option, emit, note, opened, terminal_width
from ivig_kg.errors import UsageError
from ivig_kg.todo import Todos

__all__ = ["command"]

_FORMATS = ", ".join(form for form in FORMATS if form != "ttl")
_HINT = "ivig-kg todo KIND lists what waits of a kind, ivig-kg todo --all everything"


@click.command("todo", short_help="List what waits for a curator.")
@click.argument("kind", required=False)
@click.option("--all", "everything", is_flag=True, help="List everything, of all kinds.")
@click.option("--format", "form", metavar="FORMAT", help=f"One of {_FORMATS}.")
@content_option
def command(kind: str | None, form: str | None, content: str | None, *, everything: bool) -> None:
    """Count what waits for a curator, or list what waits of one KIND, with file and line.

    \b
    Examples:
      ivig-kg todo
      ivig-kg todo unresolved
      ivig-kg todo drafts --format csv
    """
    if kind is not None and everything:
        raise UsageError("--all lists all kinds: leave it out, or leave out KIND")
    graph = opened(content)
    todos = Todos(graph.catalog, graph.asker.engine.query)
    if kind is not None:
        answer = todos.of(kind)
    elif everything:
        answer = todos.everything()
    else:
        answer = todos.kinds()
    answer = graph.asker.named(replace(answer, notes=(*answer.notes, DISCLAIMER)))
    form = form or ("table" if sys.stdout.isatty() else "tsv")
    emit(render(answer, form, width=terminal_width() if form == "table" else 0))
    if kind is None and not everything:
        note(_HINT)
    for line in answer.notes:
        note(f"note: {line}")
