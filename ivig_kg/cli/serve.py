"""``ivig-kg serve``."""

from __future__ import annotations

import ipaddress
import signal

import click

from ivig_kg.cli.shared import content_option, note, opened, store_option
from ivig_kg.errors import MissingPart, UsageError

__all__ = ["command"]

_MOST_WORKERS = 64
_INTERRUPTED = 130


@click.command("serve", short_help="Serve a SPARQL endpoint, an API and pages.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(0, 65535),
    help="Port; 0 takes one that is free.",
)  # fmt: skip
@click.option(
    "--workers", default=4, show_default=True, type=click.IntRange(1, _MOST_WORKERS),
    help="Processes for SPARQL queries.",
)  # fmt: skip
@click.option("--timeout", default=30.0, show_default=True, help="Seconds for a SPARQL query.")
@click.option("--base-url", metavar="URL", help="Address by which clients reach a proxy before it.")
@click.option("--check", is_flag=True, help="Check the content first; serve it only if it passes.")
@content_option
@store_option
def command(  # noqa: PLR0913, PLR0917 (an option each)
    host: str,
    port: int,
    workers: int,
    timeout: float,
    base_url: str | None,
    content: str | None,
    store: str | None,
    *,
    check: bool,
) -> int:
    """Serve a SPARQL 1.1 endpoint (/sparql), an API (/api) and pages (/), reading only.

    It listens on this computer alone, unless --host says otherwise; then put a proxy with TLS
    before it. A content that changes is taken up when it has passed its check.

    \b
    Examples:
      ivig-kg serve
      ivig-kg serve --port 9000 --content my-evidence
      ivig-kg serve --store evidence-store
      ivig-kg serve --host 0.0.0.0 --base-url https://evidence.example.org
    """
    try:
        from ivig_kg.web.routes import load_views  # noqa: PLC0415 (an extra)
        from ivig_kg.web.server import Settings, serve  # noqa: PLC0415 (an extra)

        load_views()
    except ModuleNotFoundError as error:
        raise MissingPart(f"serve needs {error.name}: pip install 'ivig-kg[serve]'") from None
    graph = opened(content, store)
    if not _is_loopback(host):
        note("note: other computers reach it, without TLS or password: put a proxy before it")
    if not (check or graph.content.packaged):
        note("note: this content has not been checked here; --check does that first")
    settings = Settings(host, port, workers, timeout, base_url, check)
    ended_by = serve(graph, settings, note)
    return _INTERRUPTED if ended_by == signal.SIGINT else 0


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        raise UsageError(f"--host {host[:80]!r}: give an IP address, or localhost") from None
