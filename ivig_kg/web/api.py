"""The API: the questions and their answers, things, and search, as JSON and in all formats.

What has to be read with an answer stands in it where its format has room: in ``records`` and
Markdown. The others are standards without room for it, so they lead to the records of the same
answer: by the header Link (relation ``describedby``), and SPARQL results JSON by ``head.link``
too, which that standard keeps for this.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from starlette.requests import Request
from starlette.responses import Response

from ivig_kg.answer.interchange import dumped
from ivig_kg.errors import UsageError
from ivig_kg.listing import shown_default
from ivig_kg.model import Parameter, Question
from ivig_kg.search import MOST
from ivig_kg.show import Line, Section
from ivig_kg.web.answering import answered, given_in
from ivig_kg.web.exports import RDF_TYPES, as_json, as_rdf
from ivig_kg.web.finding import find
from ivig_kg.web.negotiate import choose
from ivig_kg.web.openapi import document
from ivig_kg.web.problems import Problem
from ivig_kg.web.published import publisher
from ivig_kg.web.snapshot import Snapshot
from ivig_kg.web.things import DESCRIPTION, named, portrait

__all__ = ["answer", "openapi", "questions", "search", "thing"]

_JSON = "application/json"
_FEW = 20  # hits, where no number is asked for


def questions(request: Request, snapshot: Snapshot) -> Response:
    """Answer GET /api/questions: all questions with their parameters; also as triples by Accept.

    Raises:
        Problem: 406, in no format that the client takes.
        UsageError: there is a parameter; it takes none.
    """
    _only(request, ())
    media = choose(request.headers.get("accept"), [_JSON, *RDF_TYPES.values()])
    if media is None:
        raise Problem(406, f"there is: {', '.join([_JSON, *RDF_TYPES.values()])}")
    if media != _JSON:
        return as_rdf(snapshot, publisher(snapshot).questions(), media)
    listed = [_question(each, snapshot) for each in snapshot.graph.questions.values()]
    made = as_json(snapshot, {"questions": listed})
    links = [f'</api/questions>; rel="alternate"; type="{kind}"' for kind in RDF_TYPES.values()]
    made.headers["Link"] = ", ".join([*links, DESCRIPTION])
    return made


def answer(request: Request, snapshot: Snapshot) -> Response:
    """Answer GET /api/questions/{name}: the answer, in the format asked for.

    Raises:
        Problem: 404, there is no such question; 406, no format that the client takes.
        UsageError: an unknown parameter or value, or a format that does not fit.
    """
    try:
        question = snapshot.graph.asker.find(request.path_params["name"])
    except UsageError as error:
        raise Problem(404, str(error)) from None
    given = given_in(request.query_params.multi_items())
    return answered(snapshot, question, given, request.headers.get("accept"))


def thing(request: Request, snapshot: Snapshot) -> Response:
    """Answer GET /api/things/{folder}/{local}: all that the graph holds on it, both sides first.

    Raises:
        Problem: 404, there is no such thing.
        UsageError: there is a parameter; it takes none.
    """
    _only(request, ())
    iri = named(snapshot, request.path_params["folder"], request.path_params["local"])
    found, path = portrait(snapshot, iri), snapshot.addresses.path(iri)
    about: dict[str, object] = {
        "iri": found.iri,
        "curie": found.curie,
        "label": found.label,
        "kinds": [_reference(kind, snapshot) for kind in found.kinds],
        "sections": [_section(section, snapshot) for section in found.sections],
        "links": {"page": path, **{end: f"{path}.{end}" for end in RDF_TYPES}},
    }
    made = as_json(snapshot, about)
    made.headers["Link"] = DESCRIPTION
    return made


def search(request: Request, snapshot: Snapshot) -> Response:
    """Answer GET /api/search?q=&limit=: what may be meant by a name, the best first.

    Raises:
        UsageError: no text, or a limit that is none.
    """
    given = _only(request, ("q", "limit"))
    if not given.get("q", "").strip():
        raise UsageError("q: give a text to search for")
    limit = given.get("limit", str(_FEW))
    if not (limit.isascii() and limit.isdigit() and len(limit) <= len(str(MOST))):
        raise UsageError(f"limit: {limit[:40]!r}; give a number from 1 to {MOST}")
    found = find(snapshot, given["q"], int(limit))
    show, href = snapshot.graph.namespaces.show, snapshot.addresses.href
    hits = [{**hit._asdict(), "curie": show(hit.iri), "href": href(hit.iri)} for hit in found.hits]
    return as_json(snapshot, {"q": given["q"], "total": found.total, "hits": hits})


def openapi(request: Request, snapshot: Snapshot) -> Response:
    """Answer GET /api/openapi.json: what this API takes and gives, made from the catalog.

    Raises:
        UsageError: there is a parameter; it takes none.
    """
    _only(request, ())
    return Response(dumped(document(snapshot)), media_type=_JSON)


def _only(request: Request, known: Iterable[str]) -> Mapping[str, str]:
    """Return the parameters, each of which may be given once.

    Raises:
        UsageError: one is not known, or given twice.
    """
    given: dict[str, str] = {}
    for name, value in request.query_params.multi_items():
        if name not in known:
            has = ", ".join(known) or "none"
            raise UsageError(f"no parameter {name[:80]!r} here; there is: {has}")
        if name in given:
            raise UsageError(f"{name}: given twice, and takes one value")
        given[name] = value
    return given


def _question(question: Question, snapshot: Snapshot) -> dict[str, object]:
    here = f"/api/questions/{question.name}"
    own = [_parameter(each, snapshot) for each in question.parameters]
    return {
        "name": question.name,
        "summary": question.summary,
        "tags": question.tags,
        "columns": question.columns,
        "lists": sorted(question.lists, key=question.columns.index),
        "notes": question.notes,
        "parameters": own,
        "links": {"answer": here, "page": here.removeprefix("/api")},
    }


def _parameter(parameter: Parameter, snapshot: Snapshot) -> dict[str, object]:
    namespaces = snapshot.graph.namespaces
    return {
        "name": parameter.name,
        "relation": parameter.relation,
        "kind": namespaces.show(parameter.kind),
        "default": shown_default(parameter, namespaces),
        "many": parameter.many,
    }


def _section(section: Section, snapshot: Snapshot) -> dict[str, object]:
    return {
        "heading": section.heading,
        "role": section.role,
        "thing": _reference(section.thing, snapshot),
        "lines": [_line(line, snapshot) for line in section.lines],
    }


def _line(line: Line, snapshot: Snapshot) -> dict[str, object]:
    told: dict[str, object] = {"name": line.name, "value": line.value}
    if line.property:
        told["property"] = line.property
    if line.thing:
        told |= {"thing": _reference(line.thing, snapshot)}
    if line.source:
        told |= {"source": _reference(line.source, snapshot), "how": line.how}
    return told


def _reference(iri: str, snapshot: Snapshot) -> dict[str, object] | None:
    """Return how a thing is called, and where it stands where that may be linked."""
    if not iri:
        return None
    label = snapshot.labels.get(iri) or snapshot.graph.namespaces.show(iri)
    return {"iri": iri, "label": label, "href": snapshot.addresses.href(iri)}
