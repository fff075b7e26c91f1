"""``ivig-kg gaps``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ivig_kg.cli.appraising import choice_of, choice_options, format_option, out_options
from ivig_kg.cli.rates import ROWS, print_answers
from ivig_kg.cli.shared import graph_options

if TYPE_CHECKING:
    from ivig_kg.graph import KnowledgeGraph

__all__ = ["command"]

_NAMES = ("treatment", "condition")


@click.command("gaps", short_help="List what nobody studied, and trials without a result.")
@click.argument("subtype", required=False)
@choice_options(*_NAMES, every=True)
@format_option(*ROWS)
@out_options
@graph_options
def command(graph: KnowledgeGraph, **options: Any) -> None:  # noqa: ANN401 (click gives what the options are)
    """List, of SUBTYPE or all, what has no study though it is asked, and trials without a result.

    A question is asked where a text claims or a guideline advises. A gap is one of this graph:
    what was not entered, or could not be read, is missing, too.

    \b
    Examples:
      ivig-kg gaps
      ivig-kg gaps --treatment IVIG --format md
    """
    gaps = graph.appraise.gaps(**choice_of(options, "subtype", "treatment"))
    from ivig_kg.appraise.tables import gaps_answer  # noqa: PLC0415 (cold start)

    print_answers(graph, [gaps_answer(gaps)], options)
