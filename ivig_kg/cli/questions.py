"""``ivig-kg questions``."""

from __future__ import annotations

import click

from ivig_kg.cli.shared import content_option, emit, listed, opened
from ivig_kg.errors import UsageError
from ivig_kg.listing import markdown, shown_default
from ivig_kg.model import Parameter, Question
from ivig_kg.namespaces import Namespaces

__all__ = ["command"]


@click.command("questions", short_help="List the canned questions, or describe one.")
@click.argument("name", required=False)
@click.option("--sparql", is_flag=True, help="Print the query itself; any SPARQL tool runs it.")
@click.option("--markdown", "as_markdown", is_flag=True, help="The page queries/README.md.")
@content_option
def command(name: str | None, content: str | None, *, sparql: bool, as_markdown: bool) -> None:
    """List the canned questions, or describe the one called NAME.

    \b
    Examples:
      ivig-kg questions
      ivig-kg questions harms
      ivig-kg questions harms --sparql
    """
    if (sparql and name is None) or (as_markdown and (name is not None or sparql)):
        raise UsageError("--sparql goes with a NAME, --markdown stands alone")
    graph = opened(content)
    if as_markdown:
        emit(markdown(graph.questions.values(), graph.catalog.checks, graph.namespaces))
        return
    if name is None:
        width = max(map(len, graph.questions), default=0)
        emit(listed(f"{key:{width}}  {q.summary}" for key, q in graph.questions.items()))
        return
    question = graph.asker.find(name)
    emit(question.text if sparql else _described(question, graph.namespaces))


def _described(question: Question, namespaces: Namespaces) -> str:
    lines = [question.name, f"  {question.summary}", "", "Parameters:"]
    for parameter in question.parameters:
        default = " ".join(shown_default(parameter, namespaces))
        lines.append(f"  {parameter.name}={default}  ({_kind(parameter, namespaces)})")
    lines += [
        "",
        f"Tags: {', '.join(question.tags)}",
        f"Columns: {', '.join(question.columns)}",
        *(f"Note: {n}" for n in question.notes),
    ]
    return listed(lines)


def _kind(parameter: Parameter, namespaces: Namespaces) -> str:
    several = "; several may be given" if parameter.many else ""
    if parameter.relation == "datatype":
        return f"a date, YYYY-MM-DD{several}"
    kind = "a class under" if parameter.relation == "subclassOf" else "one of the kind"
    return f"{kind} {namespaces.show(parameter.kind)}{several}"
