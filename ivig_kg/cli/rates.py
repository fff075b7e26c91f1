"""``ivig-kg rates``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ivig_kg.answer import FORMATS, Answer, render
from ivig_kg.cli.appraising import choice_of, choice_options, format_option, out_options
from ivig_kg.cli.shared import emit, graph_options, note, terminal_width

if TYPE_CHECKING:
    from ivig_kg.appraise import Choice
    from ivig_kg.graph import KnowledgeGraph

__all__ = ["command", "print_answers"]

_NAMES = ("treatment", "condition")
ROWS = tuple(name for name in FORMATS if name != "ttl")
_FOR_PEOPLE = {"table", "md"}


@click.command("rates", short_help="Show who improved, of how many, with intervals.")
@click.argument("subtype", required=False)
@choice_options(*_NAMES)
@click.option("--pool", is_flag=True, help="Pool them; else every reason against, and 1.")
@format_option(*ROWS)
@click.option("--wide", is_flag=True, help="All columns in a table.")
@out_options
@graph_options
def command(graph: KnowledgeGraph, **options: Any) -> None:  # noqa: ANN401 (click gives what the options are)
    """Show who improved, and who improved or stayed stable, in SUBTYPE or in all subtypes.

    A row is one result of one study, with Wilson 95 % intervals; rows are never added up. With
    --without, what is left out is listed with its reason. --pool pools by random effects where
    the question poolable finds nothing against it (pip install 'ivig-kg[meta]').

    \b
    Examples:
      ivig-kg rates
      ivig-kg rates "sensory ataxic neuropathy" --without n<5
      ivig-kg rates --pool
    """
    choice = choice_of(options, "subtype", "treatment")
    if options["pool"]:
        _pool(graph, choice, options)
        return
    rates = graph.appraise.rates(**choice)
    from ivig_kg.appraise import tables  # noqa: PLC0415 (cold start)

    brief = options["form"] in _FOR_PEOPLE and not options["wide"]
    answers = [tables.rates_brief(rates) if brief else tables.rates_answer(rates)]
    if options["form"] in _FOR_PEOPLE and rates.left_out:
        answers.append(tables.left_out_answer(rates))
    print_answers(graph, answers, options)


def _pool(graph: KnowledgeGraph, choice: Choice, options: dict[str, Any]) -> None:
    pooling = graph.appraise.pool(**choice)
    from ivig_kg.appraise.tables import pooling_answer  # noqa: PLC0415 (cold start)

    ending = 0 if pooling.allowed else 1
    print_answers(graph, [pooling_answer(pooling)], options, ending=ending)
    if ending:
        raise SystemExit(ending)


def print_answers(
    graph: KnowledgeGraph, answers: list[Answer], options: dict[str, Any], *, ending: int = 0
) -> None:
    """Print answers one below the other, with the notes of the first.

    Args:
        graph: what was asked.
        answers: the answers.
        options: form, out and force.
        ending: the code to end with where whoever read stdout has gone.
    """
    form, out = options["form"], options["out"]
    width = terminal_width() if form == "table" and out is None else 0
    texts = [render(graph.asker.named(answer), form, width=width) for answer in answers]
    emit("\n".join(texts), out, force=options["force"], content=graph.content, ending=ending)
    for line in answers[0].notes:
        note(f"note: {line}")
