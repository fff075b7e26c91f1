"""``ivig-kg retract``."""

from __future__ import annotations

import click

from ivig_kg.cli.curating import Seat, curating_options, tell, why_option

__all__ = ["command"]


@click.command("retract", short_help="Take back a statement, judgement or source.")
@click.argument("name", metavar="ID")
@why_option
@curating_options
def command(name: str, why: str, seat: Seat) -> None:
    """Take back a statement, a judgement or a whole source, and what rests on it.

    A source is retracted when those who issued it took it back; where only a reading of it was
    wrong, retract or supersede the statement. Nothing is deleted: all stays, marked.

    \b
    Examples:
      ivig-kg retract st:rist-2011-3 --why "Read again: it is about other patients."
      ivig-kg retract src:rist-2011 --why "The journal took the article back."
    """
    from ivig_kg.curate.life import retract  # noqa: PLC0415 (cold start)

    with seat.taken("retract") as desk:
        tell(desk, retract(desk, name, why))
