"""``ivig-kg ask``."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from ivig_kg.answer import FORMATS, Answer, Cell, Literal, render
from ivig_kg.cli.shared import emit, graph_options, note, terminal_width
from ivig_kg.errors import ContentUnavailable, LimitReached, UsageError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from ivig_kg.graph import KnowledgeGraph

__all__ = ["command"]

_MATCH = "match"
_LONGEST = 2**20


def _complete(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem  # noqa: PLC0415 (only for the shell)

    from ivig_kg.graph import KnowledgeGraph  # noqa: PLC0415 (only for the shell)

    catalog = KnowledgeGraph(ctx.params.get("content")).catalog
    return [CompletionItem(name) for name in catalog.questions if name.startswith(incomplete)]


@click.command("ask", short_help="Answer a canned question, or a query of your own.")
@click.argument("question", shell_complete=_complete)
@click.argument("parameters", nargs=-1, metavar="[NAME=VALUE]...")
@click.option("--format", "form", metavar="FORMAT", help=f"One of {', '.join(FORMATS)}.")
@click.option("--wide", is_flag=True, help="All columns in a table.")
@click.option("--reviewed-only", is_flag=True, help="Rest the answer on accepted statements alone.")
@click.option("--out", metavar="FILE", help="Write to a new file.")
@click.option("--force", is_flag=True, help="Overwrite the file.")
@click.option("--timeout", default=60.0, show_default=True, help="Seconds for a query of your own.")
@click.option("--allow-service", metavar="URL", help="The one host that SERVICE may call.")
@graph_options
def command(
    graph: KnowledgeGraph, question: str, parameters: tuple[str, ...], **options: object
) -> None:
    """Answer QUESTION: the name of a canned question, a .rq file, or - for standard input.

    A value is a label, a synonym, an identifier, a CURIE or an IRI, or a date (YYYY-MM-DD).
    Where a parameter takes several, give NAME=VALUE once for each.

    \b
    Examples:
      ivig-kg ask subtypes-with-response treatment=IVIG condition="Sjögren's syndrome"
      ivig-kg ask provenance-of statement=C41 --format json
      ivig-kg ask my-query.rq --timeout 10
    """
    given = _given(parameters)
    answer, brief = _answer(graph, question, given, options)
    form = _string(options["form"]) or ("table" if sys.stdout.isatty() else "tsv")
    if form == "table" and brief and not options["wide"]:
        answer = _in_brief(answer, brief)
    out, force = _string(options["out"]), bool(options["force"])
    width = terminal_width() if form == "table" and out is None else 0
    emit(render(answer, form, width=width), out, force=force, content=graph.content)
    for line in answer.notes:
        note(f"note: {line}")


def _in_brief(answer: Answer, brief: tuple[str, ...]) -> Answer:
    """Leave out columns for a terminal, but never that a row is about something close only."""
    close = _MATCH in answer.columns and any(_is_close(cell) for cell in answer.column(_MATCH))
    columns = (brief[0], _MATCH, *brief[1:]) if close and _MATCH not in brief else brief
    if set(columns) != set(answer.columns):
        note(f"{len(columns)} of {len(answer.columns)} columns; --wide shows all")
    return answer.select(columns)


def _is_close(cell: Cell) -> bool:
    return isinstance(cell, Literal) and cell.value == "close"


def _answer(
    graph: KnowledgeGraph, question: str, given: dict[str, list[str]], options: dict[str, object]
) -> tuple[Answer, tuple[str, ...]]:
    if question != "-" and not question.endswith(".rq"):
        if os.path.isfile(question) and question not in graph.catalog.questions:  # noqa: PTH113
            raise UsageError(f"{question}: the name of a query file ends in .rq")
        answer = graph.ask(question, given, reviewed_only=bool(options["reviewed_only"]))
        return answer, graph.catalog.question(question).brief
    if options["reviewed_only"]:
        raise UsageError("--reviewed-only is for canned questions: filter on ivig:status yourself")
    text, where = _foreign(question)
    timeout = options["timeout"]
    answer = graph.ask_file(
        text,
        where,
        given,
        timeout=timeout if isinstance(timeout, float) else 60.0,
        allow_service=_string(options["allow_service"]),
    )
    return answer, ()


def _foreign(name: str) -> tuple[str, str]:
    from pathlib import Path  # noqa: PLC0415 (cold start)

    from ivig_kg.turtle.intake import decode, read_text  # noqa: PLC0415 (cold start)

    if name == "-":
        return decode(_standard_input(), "standard input", escapes=False), "standard input"
    return read_text(Path(name), escapes=False), name


def _standard_input() -> bytes:
    if sys.stdin is None:
        raise ContentUnavailable("standard input: closed; name a file")
    data = sys.stdin.buffer.read(_LONGEST + 1)
    if len(data) > _LONGEST:
        raise LimitReached(f"standard input: over the limit of {_LONGEST:,} bytes; shorten it")
    return data


def _given(parameters: tuple[str, ...]) -> dict[str, list[str]]:
    given: dict[str, list[str]] = {}
    for name, value in map(_pair, parameters):
        given.setdefault(name, []).append(value)
    return given


def _pair(parameter: str) -> tuple[str, str]:
    name, equals, value = parameter.partition("=")
    if not equals or not name:
        raise UsageError(f"{parameter[:80]!r}: give parameters as NAME=VALUE")
    return name, value


def _string(value: object) -> str | None:
    return value if isinstance(value, str) else None
