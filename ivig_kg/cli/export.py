"""``ivig-kg export``."""

from __future__ import annotations

import click

from ivig_kg.cli.shared import content_option, emit, opened
from ivig_kg.export import FORMATS

__all__ = ["command"]


@click.command("export", short_help="Write ontology and data as one file.")
@click.option(
    "--format", "form", type=click.Choice(list(FORMATS)), default="ttl", show_default=True,
    help="Turtle, N-Quads (a named graph a file), JSON-LD or RDF/XML.",
)  # fmt: skip
@click.option("--ontology", is_flag=True, help="The ontology alone, without data.")
@click.option("--out", metavar="FILE", help="Write to a new file.")
@click.option("--force", is_flag=True, help="Overwrite the file.")
@content_option
def command(
    form: str, out: str | None, content: str | None, *, ontology: bool, force: bool
) -> None:
    """Write ontology and data as one file that Protégé or a triple store opens.

    \b
    Examples:
      ivig-kg export --format ttl --out evidence.ttl
      ivig-kg export --format rdfxml --ontology --out ontology.owl
    """
    graph = opened(content)
    emit(graph.export(form, ontology=ontology), out, force=force, content=graph.content)
