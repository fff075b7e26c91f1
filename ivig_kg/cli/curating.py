"""What the commands that change the evidence share: who, where, how long to wait, what was done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

from ivig_kg.cli.shared import content_option, emit, listed, note
from ivig_kg.content import find_content

if TYPE_CHECKING:
    from ivig_kg.curate.desk import Desk
    from ivig_kg.curate.life import Done

__all__ = ["Seat", "curating_options", "tell", "why_option"]

_SHOWN = 20
_Command = TypeVar("_Command", bound=Callable[..., Any])


class Seat(NamedTuple):
    """Who wants to change which content, and how long they wait for it.

    Args:
        content: the folder as given.
        agent: who, by name; None for whoever git says.
        wait: seconds to wait for another process that writes.
    """

    content: str | None
    agent: str | None = None
    wait: float = 60.0

    @contextmanager
    def taken(self, purpose: str) -> Iterator[Desk]:
        """Take the lock of the content, and say on stderr which content it is."""
        from ivig_kg.curate.desk import at_desk  # noqa: PLC0415 (cold start)

        found = find_content(self.content)
        with at_desk(found, purpose, agent=self.agent, wait=self.wait) as desk:
            if desk.recovered:
                note(f"note: {desk.recovered}")
            now = desk.content
            note(f"content: version {now.version}, sha256 {now.digest[:12]} ({now.origin})")
            yield desk


def curating_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--agent``, ``--wait`` and ``--content`` to a command, which gets them as ``seat``."""

    @wraps(command)
    def seated(
        *words: object, agent: str | None, wait: float, content: str | None, **named: object
    ) -> object:
        return command(*words, seat=Seat(content, agent, wait), **named)

    agent = click.option(
        "--agent", metavar="NAME", help="Who does it, by data/agents.ttl (else git's user)."
    )
    wait = click.option(
        "--wait",
        type=click.FloatRange(0, 3600),
        default=60.0,
        show_default=True,
        metavar="SECONDS",
        help="How long to wait for another process that writes.",
    )
    return agent(wait(content_option(seated)))


def why_option(command: _Command) -> _Command:
    """Add ``--why SENTENCE``, which must be given."""
    return click.option("--why", required=True, help="The reason, in a sentence; it is kept.")(
        command
    )


def tell(desk: Desk, done: Done) -> None:
    """Print what was done, the warnings of the check, and the files that were changed."""
    for finding in desk.warnings:
        note(f"{finding} [{finding.rule}]")
    for path in done.files[:_SHOWN]:
        note(f"written: {path}")
    if len(done.files) > _SHOWN:
        note(f"written: {len(done.files) - _SHOWN} files more")
    emit(listed(done.notes))
