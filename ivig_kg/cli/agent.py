"""``ivig-kg agent``."""

from __future__ import annotations

import click

from ivig_kg.cli.curating import Seat, curating_options, tell
from ivig_kg.errors import UsageError

__all__ = ["command"]


@click.command("agent", short_help="Enter yourself, or a program, as one who curates.")
@click.argument("name")
@click.option("--label", required=True, help="The name as it is to be shown.")
@click.option("--about", required=True, help="Who or what it is, in a sentence.")
@click.option("--interests", help="A person's conflicts of interest, or 'none declared'.")
@click.option("--program", is_flag=True, help="It is a program, without interests.")
@click.option("--called", default="", help="What git calls it (else git's user here).")
@curating_options
def command(  # noqa: PLR0913 (the words of a command)
    *, name: str, label: str, about: str, interests: str | None, program: bool, called: str,
    seat: Seat,
) -> None:  # fmt: skip
    """Enter an agent in data/agents.ttl: NAME is lower case with hyphens.

    Only a real person who agreed is entered. The day of the note on interests is today.

    \b
    Example:
      ivig-kg agent first-last --label "First Last" --about "A curator." --interests "none declared"
    """
    if program == (interests is not None):
        raise UsageError("give --interests for a person, or --program, one of the two")
    from ivig_kg.curate.enrol import Newcomer, enrol  # noqa: PLC0415 (cold start)

    with seat.taken("agent") as desk:
        tell(desk, enrol(desk, Newcomer(name, label, about, interests, called)))
