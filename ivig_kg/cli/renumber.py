"""``ivig-kg renumber``."""

from __future__ import annotations

import click

from ivig_kg.cli.curating import Seat, curating_options, tell

__all__ = ["command"]


@click.command("renumber", short_help="Mend a number that two branches gave, after a merge.")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@curating_options
def command(paths: tuple[str, ...], seat: Seat) -> None:
    """Give the later of two drafts with one number a free one, with its results and regimens.

    Keep both blocks when you settle the merge, run this, then format and check. PATHs are files
    below the content, such as data/sources/rist-2011.ttl.

    \b
    Example:
      ivig-kg renumber
    """
    from ivig_kg.curate.renumber import renumber  # noqa: PLC0415 (cold start)

    with seat.taken("renumber") as desk:
        tell(desk, renumber(desk, paths))
