"""The page that lists all questions and checks: queries/README.md is made from their headers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ivig_kg.model import Check, Parameter, Question
from ivig_kg.namespaces import Namespaces

__all__ = ["markdown", "shown_default"]

_HEAD = """\
# Questions and checks

Made from the headers of the files by `ivig-kg questions --markdown`; do not edit.

Each file in `answers/` is SPARQL 1.1 that any tool runs as it stands on the union of all graphs.
A parameter is a `VALUES` block that holds its default; `ivig-kg ask NAME parameter=value` puts
another term there. `checks/` are rules on the whole graph: every row is a finding. `todo/` are the
kinds of work that `ivig-kg todo` counts. `lookups/` are what the program itself asks.
"""


def markdown(questions: Iterable[Question], checks: Iterable[Check], namespaces: Namespaces) -> str:
    """Return the page."""
    lines = [_HEAD, "## Questions", ""]
    for question in questions:
        lines += _question(question, namespaces)
    lines += ["## Checks", "", "| check | rule |", "| --- | --- |"]
    lines += [f"| `{check.name}` | {check.rule} |" for check in checks]
    return "\n".join(lines) + "\n"


def shown_default(parameter: Parameter, namespaces: Namespaces) -> list[str]:
    """Return the default of a parameter as a user would give it: CURIEs, or dates."""
    literal = parameter.relation == "datatype"
    return [each if literal else namespaces.show(each) for each in parameter.default]


def _question(question: Question, namespaces: Namespaces) -> Iterator[str]:
    yield from (f"### {question.name}", "", question.summary, "")
    for parameter in question.parameters:
        yield f"- `{parameter.name}`: {_parameter(parameter, namespaces)}"
    yield from ("", f"Columns: {', '.join(f'`{column}`' for column in question.columns)}.", "")
    if question.notes:
        yield from (" ".join(question.notes), "")


def _parameter(parameter: Parameter, namespaces: Namespaces) -> str:
    default = ", ".join(f"`{each}`" for each in shown_default(parameter, namespaces))
    several = ", several" if parameter.many else ""
    if parameter.relation == "datatype":
        return f"a date, YYYY-MM-DD{several}; default {default}"
    kind = "a class under" if parameter.relation == "subclassOf" else "a thing of the kind"
    return f"{kind} `{namespaces.show(parameter.kind)}`{several}; default {default}"
