"""``ivig-kg map``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ivig_kg.cli.appraising import choice_of, choice_options, format_option, out_options
from ivig_kg.cli.picturing import width_option, write
from ivig_kg.cli.shared import graph_options

if TYPE_CHECKING:
    from ivig_kg.graph import KnowledgeGraph

__all__ = ["command"]

_NAMES = ("treatment", "condition")


@click.command("map", short_help="Show what is studied: subtypes by treatments, gaps too.")
@click.argument("subtype", required=False)
@choice_options(*_NAMES, every=True)
@format_option("table", "svg", "html", "json")
@width_option
@out_options
@graph_options
def command(graph: KnowledgeGraph, **options: Any) -> None:  # noqa: ANN401 (click gives what the options are)
    """Show the evidence map of SUBTYPE and those under it, or of all, by treatments.

    A cell holds the number of studies, never of claims, where they point, the highest certainty
    that was judged, and whether they dispute. What is only claimed or advised is hollow; what
    nobody studied stays empty. Without --treatment all of them are shown.

    \b
    Examples:
      ivig-kg map
      ivig-kg map "sensory neuropathy" --without secondary
      ivig-kg map --format svg --out map.svg
    """
    write(graph.appraise.map(**choice_of(options, "subtype", "treatment")), options, graph.content)
