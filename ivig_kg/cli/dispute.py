"""``ivig-kg dispute``."""

from __future__ import annotations

import click

from ivig_kg.cli.curating import Seat, curating_options, tell, why_option

__all__ = ["command"]


@click.command("dispute", short_help="Enter that two statements do not go together.")
@click.argument("one", metavar="A")
@click.argument("other", metavar="B")
@click.option("--kind", required=True, help="In what they differ, such as applicability.")
@why_option
@curating_options
def command(
    *, one: str, other: str, kind: str, why: str, seat: Seat,
) -> None:  # fmt: skip
    """Enter a disagreement of the statements A and B, as a draft. Neither is changed.

    \b
    Example:
      ivig-kg dispute st:rist-2011-6 st:kizawa-2006-1 --kind applicability --why "Other patients."
    """
    from ivig_kg.curate.disputing import dispute  # noqa: PLC0415 (cold start)

    with seat.taken("dispute") as desk:
        tell(desk, dispute(desk, one, other, why, kind=kind))
