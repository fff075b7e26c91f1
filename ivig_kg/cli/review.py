"""``ivig-kg review``."""

from __future__ import annotations

import click

from ivig_kg.cli.curating import Seat, curating_options, tell, why_option
from ivig_kg.errors import UsageError

__all__ = ["command"]


@click.command("review", short_help="Accept or reject a draft that somebody else entered.")
@click.argument("name", metavar="ID")
@click.option("--accept", is_flag=True, help="It is faithful to its source.")
@click.option("--reject", is_flag=True, help="It is not.")
@why_option
@curating_options
def command(name: str, why: str, seat: Seat, **chosen: bool) -> None:
    """Accept or reject a draft: is it faithful to its source? Accepted does not mean true.

    Nobody reviews what they entered themselves, no program either.

    \b
    Examples:
      ivig-kg review st:rist-2011-3 --accept --why "Read against the abstract."
      ivig-kg review C41 --reject --why "The text says something else."
    """
    if chosen["accept"] == chosen["reject"]:
        raise UsageError("give --accept or --reject, one of the two")
    from ivig_kg.curate.life import review  # noqa: PLC0415 (cold start)

    with seat.taken("review") as desk:
        tell(desk, review(desk, name, why, accept=chosen["accept"]))
