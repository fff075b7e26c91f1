"""``ivig-kg undo``."""

from __future__ import annotations

import click

from ivig_kg.cli.curating import Seat, curating_options, tell, why_option

__all__ = ["command"]


@click.command("undo", short_help="Undo an act by a further entry; nothing is deleted.")
@click.argument("name", metavar="ENTRY|ID")
@why_option
@curating_options
def command(name: str, why: str, seat: Seat) -> None:
    """Undo an entry, or the latest one on a thing, with all that it brought about.

    Things get the status they had before; what was added is retracted. An act on several things,
    such as a sheet, is undone whole, by its entry: 'ivig-kg log' lists entries.

    \b
    Examples:
      ivig-kg undo entry:rist-2011-2 --why "Wrong statement."
      ivig-kg undo st:rist-2011-3 --why "Wrong statement."
    """
    from ivig_kg.curate.undone import undo  # noqa: PLC0415 (cold start)

    with seat.taken("undo") as desk:
        tell(desk, undo(desk, name, why))
