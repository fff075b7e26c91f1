"""``ivig-kg supersede``."""

from __future__ import annotations

import click

from ivig_kg.cli.curating import Seat, curating_options, tell, why_option

__all__ = ["command"]


@click.command("supersede", short_help="Let a newer statement replace an older one.")
@click.argument("old")
@click.argument("new")
@why_option
@curating_options
def command(old: str, new: str, why: str, seat: Seat) -> None:
    """Let NEW, a better reading of the same document, replace OLD, which stays, marked.

    Judgements that rest on OLD are retracted with it: 'ivig-kg todo' lists what to judge anew.

    \b
    Example:
      ivig-kg supersede st:mori-2005-9 st:mori-2005-10 --why "The full text gives the counts."
    """
    from ivig_kg.curate.life import supersede  # noqa: PLC0415 (cold start)

    with seat.taken("supersede") as desk:
        tell(desk, supersede(desk, old, new, why))
