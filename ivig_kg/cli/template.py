"""``ivig-kg template``."""

from __future__ import annotations

import click

from ivig_kg.cli.shared import content_option, emit, note
from ivig_kg.content import find_content
from ivig_kg.errors import UsageError

__all__ = ["command"]


@click.command("template", short_help="Write an empty sheet for statements.")
@click.argument("kinds", nargs=-1, metavar="[KIND]...")
@click.option("--xlsx", is_flag=True, help="An Excel workbook, with lists to choose from.")
@click.option("--tsv", is_flag=True, help="A table as text.")
@click.option("--out", metavar="FILE", help="Write to a new file.")
@click.option("--force", is_flag=True, help="Overwrite the file.")
@content_option
def command(kinds: tuple[str, ...], out: str | None, content: str | None, **chosen: bool) -> None:
    """Write an empty sheet: a column a property, with notes and lists made from the shapes.

    With KINDs, only their columns ("effect statement").

    \b
    Examples:
      ivig-kg template --xlsx --out evidence.xlsx
      ivig-kg template "effect statement" --tsv --out evidence.tsv
    """
    if chosen["xlsx"] == chosen["tsv"]:
        raise UsageError("give --xlsx or --tsv, one of the two")
    if chosen["xlsx"] and out is None:
        raise UsageError("--xlsx needs --out FILE: a workbook is nothing for a terminal")
    from ivig_kg.curate.blank import template  # noqa: PLC0415 (cold start)
    from ivig_kg.curate.desk import reading_desk  # noqa: PLC0415 (cold start)

    desk = reading_desk(find_content(content))
    data = template(desk, "xlsx" if chosen["xlsx"] else "tsv", kinds)
    emit(data, out, force=chosen["force"], content=desk.content)
    if out is not None:
        note(f"{out}: fill it in, then 'ivig-kg import {out}'")
