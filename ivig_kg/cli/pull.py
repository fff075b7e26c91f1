"""``ivig-kg pull``."""

from __future__ import annotations

import click

from ivig_kg.cli.remoting import endpoint_of, timeout_option
from ivig_kg.cli.shared import content_option, emit, opened

__all__ = ["command"]


@click.command("pull", short_help="Fetch what push sent, as one file.")
@click.argument("url")
@click.option(
    "--format", "form", type=click.Choice(["nq", "ttl"]), default="nq", show_default=True,
    help="N-Quads (a named graph a file), or Turtle of all together.",
)  # fmt: skip
@click.option("--out", metavar="FILE", help="Write to a new file.")
@click.option("--force", is_flag=True, help="Overwrite the file.")
@timeout_option
@content_option
def command(url: str, form: str, out: str | None, timeout: float, **options: object) -> None:
    """Fetch the graphs that push sent to the endpoint at URL, sorted, as one file.

    URL is the address that answers queries. A store may have written numbers in its own way
    (1.10 as 1.1).

    \b
    Examples:
      ivig-kg pull http://localhost:7878/query --out there.nq
      ivig-kg pull http://localhost:8890/sparql --format ttl --out there.ttl
    """
    from ivig_kg.engine.remote import RemoteEngine  # noqa: PLC0415 (cold start)
    from ivig_kg.transfer import pull  # noqa: PLC0415 (cold start)

    content = options["content"]
    graph = opened(content if isinstance(content, str) else None)
    engine = RemoteEngine(endpoint_of(url, timeout))
    data = pull(engine, graph.catalog, graph.namespaces, form)
    emit(data, out, force=bool(options["force"]), content=graph.content)
