"""The API as OpenAPI 3.1, made from the catalog and the graph: each question is a path of its own.

What a parameter takes is listed by CURIEs, so that a client can offer them and knows beforehand
what would be refused. The server takes the same things by their other names, too.
"""

from __future__ import annotations

from collections.abc import Iterable

from ivig_kg.answer import FORMATS
from ivig_kg.answer.cells import natural_key
from ivig_kg.ask import DISCLAIMER
from ivig_kg.model import Question
from ivig_kg.search import LONGEST, MOST
from ivig_kg.version import __version__
from ivig_kg.web.addresses import FOLDERS
from ivig_kg.web.answering import FORMAT, MEDIA, REVIEWED
from ivig_kg.web.exports import RDF_TYPES, carried
from ivig_kg.web.openapi_appraise import appraisals, asked_in
from ivig_kg.web.openapi_parts import (
    FORMATS_SAID,
    TEXT,
    Json,
    answer,
    get,
    parameter,
    path,
    problems,
    query,
    ref,
    schema_of,
)
from ivig_kg.web.schemas import SCHEMAS
from ivig_kg.web.schemas_appraise import APPRAISED
from ivig_kg.web.snapshot import Snapshot

__all__ = ["document"]

_LOCAL = "^[A-Za-z0-9_]([A-Za-z0-9_.-]{0,198}[A-Za-z0-9_-])?$"
_STATUS = "status"


def document(snapshot: Snapshot) -> Json:
    """Return the description of the API."""
    questions = list(snapshot.graph.questions.values())
    taken = [*questions, *asked_in(snapshot)]
    paths: Json = {
        "/api/questions": _list(),
        **{f"/api/questions/{each.name}": _asked(each, snapshot) for each in questions},
        "/api/things/{folder}/{local}": _thing(_example(questions, snapshot)),
        "/api/search": _search(),
        **appraisals(snapshot),
        "/api/openapi.json": _self(),
    }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "ivig-kg",
            "version": __version__,
            "description": DISCLAIMER,
            **{f"x-content-{key}": carried(snapshot)[key] for key in ("version", "digest")},
            "license": {"name": "Apache-2.0 (code), CC BY 4.0 (content)"},
        },
        "servers": [{"url": snapshot.origin}],
        "paths": paths,
        "components": {"schemas": {**SCHEMAS, **APPRAISED, **_kinds(taken, snapshot)}},
    }


def _list() -> Json:
    content = {"application/json": ref("Questions"), **dict.fromkeys(RDF_TYPES.values(), TEXT)}
    answers = {"200": answer("The questions", content), **problems(400, 406)}
    return get("questions", "List the questions with their parameters", [], answers)


def _asked(question: Question, snapshot: Snapshot) -> Json:
    own = [parameter(each, snapshot) for each in question.parameters]
    own.append(query(FORMAT, {"type": "string", "enum": _formats(question)}, FORMATS_SAID))
    if any(each.name == _STATUS for each in question.parameters):
        own.append(query(REVIEWED, {"type": "boolean", "default": False}, _REVIEWED_SAID))
    content: Json = {MEDIA[form]: TEXT for form in _formats(question)}
    content |= {MEDIA["records"]: ref("Records"), MEDIA["json"]: ref("SparqlResults")}
    answers = {"200": answer("The answer", content), **problems(400, 406)}
    made = get(question.name, question.summary, own, answers)
    made["get"] |= {"tags": list(question.tags), "description": " ".join(question.notes)}
    return made


def _thing(example: tuple[str, str]) -> Json:
    folder, local = example
    parameters = [
        path("folder", {"type": "string", "enum": list(FOLDERS)}, folder),
        path("local", {"type": "string", "pattern": _LOCAL, "maxLength": 200}, local),
    ]
    content = {"application/json": ref("Thing")}
    answers = {"200": answer("All that is held on it", content), **problems(400, 404)}
    return get("thing", "Show one thing, both sides first", parameters, answers)


def _example(questions: Iterable[Question], snapshot: Snapshot) -> tuple[str, str]:
    """Return folder and local name of one thing that there is: a default of a question."""
    path = snapshot.addresses.path
    given = (iri for one in questions for each in one.parameters for iri in each.default)
    found = next(filter(None, map(path, given)), "/ontology/Thing")
    _, folder, local = found.split("/")
    return folder, local


def _search() -> Json:
    text = {"type": "string", "minLength": 1, "maxLength": LONGEST, "pattern": r"\S"}
    number = {"type": "integer", "minimum": 1, "maximum": MOST, "default": 20}
    parameters = [
        {**query("q", text, "A name or a part of one, a CURIE or an IRI."), "required": True},
        query("limit", number, "How many hits at most."),
    ]
    content = {"application/json": ref("Found")}
    answers = {"200": answer("The hits, the best first", content), **problems(400)}
    return get("search", "Find things by what they are called", parameters, answers)


def _self() -> Json:
    answers = {"200": answer("OpenAPI 3.1", {"application/json": {}}), **problems(400)}
    return get("openapi", "Describe this API", [], answers)


def _kinds(questions: Iterable[Question], snapshot: Snapshot) -> Json:
    """Return the schema of each kind of value: the CURIEs of all that the graph holds of it."""
    taken = {
        schema_of(each, snapshot): each
        for question in questions
        for each in question.parameters
        if each.relation != "datatype"
    }
    show, fitting = snapshot.graph.namespaces.show, snapshot.graph.asker.fitting
    return {
        name: {"type": "string", "enum": sorted(map(show, fitting(each).things), key=natural_key)}
        for name, each in sorted(taken.items())
    }


def _formats(question: Question) -> list[str]:
    return [form for form in FORMATS if form != "ttl" or not question.columns]


_REVIEWED_SAID = "Rest the answer on accepted statements alone; not together with status."
