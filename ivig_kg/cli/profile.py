"""``ivig-kg profile``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ivig_kg.cli.appraising import choice_options, format_option, kept_of, out_options
from ivig_kg.cli.picturing import write
from ivig_kg.cli.shared import graph_options

if TYPE_CHECKING:
    from ivig_kg.graph import KnowledgeGraph

__all__ = ["command"]


@click.command("profile", short_help="Show the evidence profile of a subtype and a treatment.")
@click.argument("subtype")
@click.argument("treatment")
@choice_options("condition")
@format_option("md", "html", "json")
@out_options
@graph_options
def command(graph: KnowledgeGraph, subtype: str, treatment: str, **options: Any) -> None:  # noqa: ANN401 (click)
    """Show what is known of TREATMENT in SUBTYPE, after GRADE: an evidence profile.

    Studies, designs and patients, the reasons for the certainty, the counts with intervals,
    harms, and what is only claimed or advised, all from the graph; what is not known is said.

    \b
    Examples:
      ivig-kg profile "sensory ataxic neuropathy" IVIG
      ivig-kg profile "small fiber neuropathy" IVIG --format html --out profile.html
    """
    profile = graph.appraise.profile(subtype, treatment, **kept_of(options))
    write(profile, options, graph.content)
