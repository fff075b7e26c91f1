"""What the commands share that speak to an endpoint."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from ivig_kg.engine.remote_endpoint import Endpoint

__all__ = ["endpoint_of", "timeout_option"]

_Command = TypeVar("_Command", bound=Callable[..., Any])


def timeout_option(command: _Command) -> _Command:
    """Add ``--timeout SECONDS`` to a command."""
    return click.option(
        "--timeout", default=60.0, show_default=True, metavar="SECONDS",
        help="For each request.",
    )(command)  # fmt: skip


def endpoint_of(url: str, timeout: float) -> Endpoint:
    """Return the endpoint that a command names.

    Raises:
        UsageError: the URL is none, or the time is not above 0.
    """
    from ivig_kg.engine.remote_endpoint import Endpoint  # noqa: PLC0415 (cold start)

    return Endpoint(url, timeout)
