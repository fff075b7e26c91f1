"""The page of a question: its parameters as menus, its answer, and how to ask it elsewhere."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from ivig_kg.answer import FORMATS, Answer
from ivig_kg.catalog import fill
from ivig_kg.errors import UsageError
from ivig_kg.model import Question
from ivig_kg.web.addresses import with_query
from ivig_kg.web.page_fields import field_of, flag, labels_of, value_of
from ivig_kg.web.page_frame import page
from ivig_kg.web.page_table import Table, table_of
from ivig_kg.web.problems import Problem
from ivig_kg.web.snapshot import Snapshot

__all__ = ["asked_for", "asked_table", "found_question", "question"]

_REVIEWED, _ALL = "reviewed-only", "all-columns"
_FLAGS = (_REVIEWED, _ALL)  # no variable of SPARQL has a hyphen in its name
_ACCEPTED, _STATUS = "ivig:Accepted", "status"
_TOLD = {
    "csv": "CSV",
    "sheet": "CSV for a spreadsheet, with labels",
    "tsv": "tab-separated",
    "json": "SPARQL Results JSON",
    "records": "JSON records with notes",
    "md": "Markdown",
    "table": "plain text",
    "ttl": "Turtle",
}


class _Asked(NamedTuple):
    """A question with what was given for it."""

    question: Question
    values: Mapping[str, tuple[str, ...]]
    flags: frozenset[str]


def question(request: Request, snapshot: Snapshot) -> Response:
    """Show a question with its answer.

    Raises:
        Problem: there is no such question.
        UsageError: an unknown parameter, or a value that does not fit.
    """
    asked = _asked(request, snapshot)
    pairs = list(_pairs(snapshot, asked))
    answer = _answered(snapshot, asked)
    name = asked.question.name
    text = fill(asked.question, _bound(snapshot, asked)).lstrip("#\n")
    api = f"{snapshot.origin}{with_query(f'/api/questions/{name}')}"
    given = [pair for pair in pairs if pair[0] != _ALL]
    return page(
        snapshot,
        "question.html",
        question=asked.question,
        fields=[field_of(snapshot, each, asked.values) for each in asked.question.parameters],
        asked_for=asked_for(snapshot, asked.question, asked.values),
        flags=asked.flags,
        can_review=any(each.name == _STATUS for each in asked.question.parameters),
        table=asked_table(snapshot, asked.question, answer, everything=_ALL in asked.flags),
        columns=_columns_of(asked.question),
        notes=answer.notes,
        other=with_query(f"/questions/{name}", _other_width(pairs)),
        permalink=f"{snapshot.origin}{with_query(f'/questions/{name}', pairs)}",
        downloads=_downloads(name, given, answer),
        sparql=text,
        run=with_query("/sparql", [("query", text)]),
        lines=_lines(api, given),
    )


def found_question(snapshot: Snapshot, name: str) -> Question:
    """Return the question of a name.

    Raises:
        Problem: there is none; the nearest are named.
    """
    try:
        return snapshot.graph.asker.find(name)
    except UsageError as error:
        raise Problem(404, str(error)) from None


def asked_table(
    snapshot: Snapshot, asked: Question, answer: Answer, *, everything: bool = False
) -> Table:
    """Return the answer to a question as a table, with the columns that matter most or with all."""
    brief = asked.brief and not everything and answer.form == "SELECT"
    return table_of(snapshot, answer.select(asked.brief) if brief else answer)


def _asked(request: Request, snapshot: Snapshot) -> _Asked:
    found = found_question(snapshot, request.path_params["name"])
    given: dict[str, list[str]] = {}
    flags = set()
    for name, value in request.query_params.multi_items():
        if name in _FLAGS:
            flags |= {name} if flag(name, value) else set()
        elif value:  # an empty field of a form is none
            given.setdefault(name, []).append(value)
        else:
            given.setdefault(name, [])
    full = {name: values for name, values in given.items() if values or not _has(found, name)}
    bound = snapshot.graph.asker.bound(found, full)
    return _Asked(found, bound, frozenset(flags))


def asked_for(
    snapshot: Snapshot, asked: Question, values: Mapping[str, Sequence[str]] | None = None
) -> str:
    """Return with what a question is asked, in words; who reviewed what is told elsewhere."""
    told = []
    for parameter in asked.parameters:
        given = (values or {}).get(parameter.name, parameter.default)
        if parameter.name != _STATUS:
            literal = parameter.relation == "datatype"
            names = given if literal else labels_of(snapshot, given)
            whole = "any" if tuple(given) == (parameter.kind,) else " or ".join(names)
            told.append(f"{parameter.name.replace('_', ' ')}: {whole}")
    return "; ".join(told)


def _has(found: Question, name: str) -> bool:
    return any(each.name == name for each in found.parameters)


def _answered(snapshot: Snapshot, asked: _Asked) -> Answer:
    return snapshot.graph.ask(
        asked.question.name, asked.values, reviewed_only=_REVIEWED in asked.flags
    )


def _bound(snapshot: Snapshot, asked: _Asked) -> dict[str, tuple[str, ...]]:
    accepted = (snapshot.graph.namespaces.expand(_ACCEPTED),)
    return {**asked.values, **({_STATUS: accepted} if _REVIEWED in asked.flags else {})}


def _pairs(snapshot: Snapshot, asked: _Asked) -> Iterator[tuple[str, str]]:
    """Yield what the address says: the values as they were understood, in order."""
    for parameter in asked.question.parameters:
        for value in asked.values.get(parameter.name, ()):
            literal = parameter.relation == "datatype"
            yield parameter.name, value if literal else value_of(snapshot, value)
    yield from ((name, "true") for name in _FLAGS if name in asked.flags)


def _other_width(pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the same address with all columns, or with few where it has all."""
    kept = [pair for pair in pairs if pair[0] != _ALL]
    return kept if len(kept) < len(pairs) else [*kept, (_ALL, "true")]


def _columns_of(asked: Question) -> tuple[int, int]:
    return len(asked.brief or asked.columns), len(asked.columns)


def _downloads(
    name: str, given: Sequence[tuple[str, str]], answer: Answer
) -> list[tuple[str, str]]:
    forms = [form for form in _TOLD if form in FORMATS]
    fitting = [form for form in forms if form != "ttl" or answer.form == "CONSTRUCT"]
    path = f"/api/questions/{name}"
    return [(_TOLD[form], with_query(path, [*given, ("format", form)])) for form in fitting]


def _lines(api: str, given: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the request in three languages, each value quoted as that language wants it."""
    wanted = [*given, ("format", "csv")]
    curl = ["curl", "--silent", "--show-error", "--fail", "--get", api]
    for name, value in wanted:
        curl += "--data-urlencode", f"{name}={value}"
    records = f"{api}?{urlencode([*given, ('format', 'records')])}"
    python = (
        "import json, urllib.request\n"
        f"with urllib.request.urlopen({records!r}) as answer:\n"
        '    rows = json.load(answer)["rows"]\n'
        "print(len(rows), rows[:1])"
    )
    r = f'rows <- read.csv({json.dumps(f"{api}?{urlencode(wanted)}")}, encoding = "UTF-8")'
    return [("curl", shlex.join(curl)), ("Python", python), ("R", r)]
