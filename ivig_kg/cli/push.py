"""``ivig-kg push``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ivig_kg.cli.remoting import endpoint_of, timeout_option
from ivig_kg.cli.shared import content_option, emit, note, opened

if TYPE_CHECKING:
    from ivig_kg.graph import KnowledgeGraph
    from ivig_kg.transfer import Target

__all__ = ["command"]


@click.command("push", short_help="Send the content to a store that others run.")
@click.argument("url")
@click.option(
    "--via", type=click.Choice(["gsp", "update"]), default="gsp", show_default=True,
    help="The Graph Store Protocol (a request a file), or SPARQL Update.",
)  # fmt: skip
@click.option("--read", metavar="URL", help="With --via update: where queries go, if elsewhere.")
@click.option("--all", "everything", is_flag=True, help="Also what was sent before.")
@click.option("--take-away", is_flag=True, help="Take graphs away, however many these are.")
@timeout_option
@content_option
def command(  # noqa: PLR0913 (an option each)
    url: str,
    via: str,
    read: str | None,
    timeout: float,
    content: str | None,
    *,
    everything: bool,
    take_away: bool,
) -> None:
    """Send ontology and data to the store at URL, a named graph a file.

    A second run sends only what differs, takes away the graphs of files that have gone, and goes
    on where the first broke off. It takes away more than a quarter of what is there only with
    --take-away, since that may be another content's. A name and a password are taken from the
    environment (IVIG_KG_ENDPOINT_USER, IVIG_KG_ENDPOINT_PASSWORD), by Basic or Digest.

    \b
    Examples:
      ivig-kg push http://localhost:7878/store
      ivig-kg push http://localhost:8890/sparql-graph-crud-auth
      ivig-kg push http://localhost:7878/update --via update --read http://localhost:7878/query
    """
    if read is not None and via != "update":
        raise click.UsageError("--read goes with --via update")
    from ivig_kg.transfer import Choice, push  # noqa: PLC0415 (cold start)

    graph = opened(content)
    target = _target(graph, url, via, read, timeout)
    choice = Choice(everything=everything, take_away=take_away)
    done = push(graph.graph_files(), target, graph.namespaces, _tell, choice)
    emit(f"sent\t{done.sent}\nthere already\t{done.same}\ntaken away\t{done.dropped}\n")


def _tell(number: int, total: int, path: str) -> None:
    if number == total or number % 25 == 0:
        note(f"sent {number} of {total}: {path}")


def _target(graph: KnowledgeGraph, url: str, via: str, read: str | None, timeout: float) -> Target:
    from ivig_kg.engine.remote import RemoteEngine  # noqa: PLC0415 (cold start)
    from ivig_kg.engine.remote_write import SparqlUpdate  # noqa: PLC0415 (cold start)
    from ivig_kg.transfer import ByStore, ByUpdate  # noqa: PLC0415 (cold start)

    endpoint = endpoint_of(url, timeout)
    if via == "gsp":
        return ByStore(endpoint, graph.namespaces)
    engine = RemoteEngine(endpoint_of(read or url, timeout))
    catalog = graph.catalog
    return ByUpdate(
        SparqlUpdate(endpoint), lambda name: engine.query(catalog.lookup(name).text), graph.content
    )
