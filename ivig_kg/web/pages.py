"""The pages: a view for each address that people read, and what other views show as a page."""

from __future__ import annotations

import shlex

from starlette.requests import Request
from starlette.responses import Response

from ivig_kg.answer import Answer
from ivig_kg.model import Question
from ivig_kg.web.finding import find
from ivig_kg.web.page_documents import audit, ontology
from ivig_kg.web.page_frame import holdings_of, link, page, static_files
from ivig_kg.web.page_question import asked_for, asked_table, question
from ivig_kg.web.page_table import table_of
from ivig_kg.web.page_thing import thing_page
from ivig_kg.web.problems import Problem, phrase
from ivig_kg.web.snapshot import Snapshot

__all__ = [
    "audit",
    "error_page",
    "home",
    "ontology",
    "question",
    "questions",
    "search",
    "sparql_error",
    "sparql_form",
    "sparql_table",
    "static",
    "thing_page",
]

_FIRST = "first"  # the tag of the question that the first page answers
_HITS = 50
_DAY, _YEAR = 24 * 3600, 365 * 24 * 3600


def home(request: Request, snapshot: Snapshot) -> Response:
    """Show what the graph holds, one answer, and where to go."""
    del request
    counts = [(number, _plural(snapshot, iri)) for iri, number in holdings_of(snapshot).counts]
    first = next((q for q in snapshot.graph.questions.values() if _FIRST in q.tags), None)
    answer = snapshot.graph.ask(first.name) if first else None
    return page(
        snapshot,
        "home.html",
        here="/",
        counts=counts,
        first=first,
        asked_for=asked_for(snapshot, first) if first else "",
        table=asked_table(snapshot, first, answer) if first and answer else None,
        notes=answer.notes if answer else (),
    )


def questions(request: Request, snapshot: Snapshot) -> Response:
    """Show all questions by subject."""
    del request
    groups: dict[str, list[Question]] = {}
    found = snapshot.graph.questions.values()
    for each in found:
        groups.setdefault(next(iter(each.tags), "more"), []).append(each)
    return page(
        snapshot,
        "questions.html",
        here="/questions",
        number=len(found),
        groups=sorted(groups.items()),
    )


def search(request: Request, snapshot: Snapshot) -> Response:
    """Show what is found by a label, a synonym, an identifier or a CURIE.

    Raises:
        UsageError: the text is too long.
    """
    text = request.query_params.get("q", "").strip()
    found = find(snapshot, text, limit=_HITS)
    hits = [
        {
            "link": link(snapshot, hit.iri, hit.label),
            "also": hit.name if hit.role in {"synonym", "mapping"} else "",
            "kind": hit.kind,
        }
        for hit in found.hits
    ]
    return page(snapshot, "search.html", here="/search", text=text, hits=hits, total=found.total)


def sparql_form(request: Request, snapshot: Snapshot) -> Response:
    """Show the form for a query of a user's own."""
    del request
    return _sparql(snapshot, "", None)


def sparql_table(snapshot: Snapshot, text: str, answer: Answer) -> Response:
    """Show the answer to a query of a user's own, with the query to be changed.

    Args:
        snapshot: the content that was asked.
        text: the query.
        answer: what it returned, with names and notes.
    """
    return _sparql(snapshot, text, answer)


def sparql_error(snapshot: Snapshot, text: str, status: int, detail: str) -> Response:
    """Show why a query could not be answered, with the query to be mended."""
    return _sparql(snapshot, text, None, status=status, detail=detail)


def error_page(snapshot: Snapshot, status: int, detail: str) -> Response:
    """Show why a request could not be answered."""
    name = phrase(status)
    return page(snapshot, "error.html", status=status, phrase=name, detail=detail)


def static(request: Request, snapshot: Snapshot) -> Response:
    """Return the style or the icon; an address with its hash may be kept for long.

    Raises:
        Problem: there is no such file.
    """
    del snapshot
    file = static_files().get(request.path_params["name"])
    if file is None:
        known = " and ".join(static_files())
        raise Problem(404, f"there is no such file; there are {known}")
    marked = request.query_params.get("v") == file.mark
    keep = f"public, max-age={_YEAR}, immutable" if marked else f"public, max-age={_DAY}"
    media = f"{file.media}; charset=utf-8"
    return Response(file.data, headers={"Cache-Control": keep}, media_type=media)


def _sparql(
    snapshot: Snapshot, text: str, answer: Answer | None, *, status: int = 200, detail: str = ""
) -> Response:
    words = ["curl", "--silent", "--get", f"{snapshot.origin}/sparql"]
    words += ["--data-urlencode", "query@question.rq", "--header", "Accept: text/csv"]
    return page(
        snapshot,
        "sparql.html",
        here="/sparql",
        text=text,
        status=status,
        detail=detail,
        answered=answer is not None,
        holds=answer.holds if answer is not None and answer.form == "ASK" else None,
        table=None if answer is None else table_of(snapshot, answer, own=False),
        notes=() if answer is None else answer.notes,
        prefixes=snapshot.graph.namespaces.prefixes,
        curl=shlex.join(words),
    )


def _plural(snapshot: Snapshot, iri: str) -> str:
    name = link(snapshot, iri).text
    return f"{name[:-1]}ies" if name.endswith("y") else f"{name}s"
