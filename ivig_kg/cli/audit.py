"""``ivig-kg audit``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ivig_kg.cli.shared import color_wanted, emit, graph_options, terminal_width

if TYPE_CHECKING:
    from ivig_kg.graph import KnowledgeGraph

__all__ = ["command"]

_FORMATS = ("table", "md", "html", "json")
_FILE_WIDTH = 80


@click.command("audit", short_help="Show the claims of a text with the judgement on each.")
@click.argument("source", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    default="table",
    show_default=True,
    help="How to print it.",
)
@click.option("--reviewed-only", is_flag=True, help="Rest the answer on accepted statements alone.")
@click.option("--out", metavar="FILE", help="Write to a new file.")
@click.option("--force", is_flag=True, help="Overwrite the file.")
@graph_options
def command(graph: KnowledgeGraph, source: str | None, out: str | None, **options: object) -> None:
    """Show what SOURCE claims, in reading order, with the judgement on each claim, and totals.

    SOURCE is a label, a CURIE or an IRI; without it, the one that the question audit names.
    "cited source" is what the source that a claim cites gives it, "all that is known" is what
    everything in the graph gives it.

    \b
    Examples:
      ivig-kg audit
      ivig-kg audit src:ivig-summary --format json
      ivig-kg audit --format html --out audit.html
    """
    audit = graph.audit(source, reviewed_only=bool(options["reviewed_only"]))
    from ivig_kg.audit import render  # noqa: PLC0415 (cold start)

    width = terminal_width() if out is None else _FILE_WIDTH
    text = render(audit, str(options["form"]), width=width, color=color_wanted() and out is None)
    emit(text, out, force=bool(options["force"]), content=graph.content)
