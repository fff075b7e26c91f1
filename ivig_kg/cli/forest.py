"""``ivig-kg forest``."""

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


@click.command("forest", short_help="Draw the rates, study by study.")
@click.argument("subtype", required=False)
@choice_options(*_NAMES)
@format_option("table", "svg", "html", "json")
@width_option
@out_options
@graph_options
def command(graph: KnowledgeGraph, **options: Any) -> None:  # noqa: ANN401 (click gives what the options are)
    """Draw the rates of SUBTYPE and its narrower and close ones; of all subtypes without it.

    Who improved, and who improved or stayed stable, stand apart, each rate with its Wilson 95 %
    interval, design and verification. Nothing is pooled, and the picture says why.

    \b
    Examples:
      ivig-kg forest
      ivig-kg forest "sensory neuropathy" --treatment IVIG
      ivig-kg forest --format svg --width 390 --out forest.svg
    """
    choice = choice_of(options, "subtype", "treatment")
    write(graph.appraise.forest(**choice), options, graph.content)
