"""The API as OpenAPI 3.1, made from the catalog and the graph: each question is a path of its own.

What a parameter takes is listed by CURIEs, so that a client can offer them and knows beforehand
what would be refused. The server takes the same things by their other names, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from ivig_kg.answer import FORMATS
from ivig_kg.answer.cells import natural_key
from ivig_kg.ask import DISCLAIMER
from ivig_kg.listing import shown_default
from ivig_kg.model import Parameter, Question
from ivig_kg.search import LONGEST, MOST
from ivig_kg.version import __version__
from ivig_kg.web.addresses import FOLDERS
from ivig_kg.web.answering import FORMAT, MEDIA, REVIEWED
from ivig_kg.web.exports import RDF_TYPES, carried
from ivig_kg.web.schemas import SCHEMAS
from ivig_kg.web.snapshot import Snapshot

__all__ = ["document"]

Json: TypeAlias = dict[str, Any]

_LOCAL = "^[A-Za-z0-9_]([A-Za-z0-9_.-]{0,198}[A-Za-z0-9_-])?$"
_STATUS = "status"
_LIMITS = (503, 504)


def document(snapshot: Snapshot) -> Json:
    """Return the description of the API."""
    questions = snapshot.graph.questions.values()
    paths: Json = {
        "/api/questions": _list(),
        **{f"/api/questions/{each.name}": _asked(each, snapshot) for each in questions},
        "/api/things/{folder}/{local}": _thing(_example(questions, snapshot)),
        "/api/search": _search(),
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
        "components": {"schemas": {**SCHEMAS, **_kinds(questions, snapshot)}},
    }


def _list() -> Json:
    content = {"application/json": _ref("Questions"), **dict.fromkeys(RDF_TYPES.values(), _TEXT)}
    answers = {"200": _answer("The questions", content), **_problems(400, 406)}
    return _get("questions", "List the questions with their parameters", [], answers)


def _asked(question: Question, snapshot: Snapshot) -> Json:
    own = [_parameter(each, snapshot) for each in question.parameters]
    own.append(_query(FORMAT, {"type": "string", "enum": _formats(question)}, _FORMATS_SAID))
    if any(each.name == _STATUS for each in question.parameters):
        own.append(_query(REVIEWED, {"type": "boolean", "default": False}, _REVIEWED_SAID))
    content: Json = {MEDIA[form]: _TEXT for form in _formats(question)}
    content |= {MEDIA["records"]: _ref("Records"), MEDIA["json"]: _ref("SparqlResults")}
    answers = {"200": _answer("The answer", content), **_problems(400, 406)}
    made = _get(question.name, question.summary, own, answers)
    made["get"] |= {"tags": list(question.tags), "description": " ".join(question.notes)}
    return made


def _thing(example: tuple[str, str]) -> Json:
    folder, local = example
    parameters = [
        _path("folder", {"type": "string", "enum": list(FOLDERS)}, folder),
        _path("local", {"type": "string", "pattern": _LOCAL, "maxLength": 200}, local),
    ]
    content = {"application/json": _ref("Thing")}
    answers = {"200": _answer("All that is held on it", content), **_problems(400, 404)}
    return _get("thing", "Show one thing, both sides first", parameters, answers)


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
        {**_query("q", text, "A name or a part of one, a CURIE or an IRI."), "required": True},
        _query("limit", number, "How many hits at most."),
    ]
    content = {"application/json": _ref("Found")}
    answers = {"200": _answer("The hits, the best first", content), **_problems(400)}
    return _get("search", "Find things by what they are called", parameters, answers)


def _self() -> Json:
    answers = {"200": _answer("OpenAPI 3.1", {"application/json": {}}), **_problems(400)}
    return _get("openapi", "Describe this API", [], answers)


def _parameter(parameter: Parameter, snapshot: Snapshot) -> Json:
    namespaces = snapshot.graph.namespaces
    schema: Json = {"$ref": f"#/components/schemas/{_named(parameter, snapshot)}"}
    if parameter.many:
        schema = {"type": "array", "items": schema, "minItems": 1, "maxItems": 100}
    default = ", ".join(shown_default(parameter, namespaces))
    several = "Several of them. " if parameter.many else ""
    names = "" if parameter.relation == "datatype" else _NAMES_SAID
    return _query(parameter.name, schema, f"{several}By default {default}.{names}")


def _named(parameter: Parameter, snapshot: Snapshot) -> str:
    """Return the name of the schema of what a parameter takes."""
    if parameter.relation == "datatype":
        return "Day"
    kind = (snapshot.graph.namespaces.compact(parameter.kind) or parameter.kind).split(":")[-1]
    return f"{'Under' if parameter.relation == 'subclassOf' else 'Any'}-{kind}"


def _kinds(questions: Iterable[Question], snapshot: Snapshot) -> Json:
    """Return the schema of each kind of value: the CURIEs of all that the graph holds of it."""
    taken = {
        _named(each, snapshot): each
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


def _get(name: str, summary: str, parameters: list[Json], answers: Mapping[str, Json]) -> Json:
    known = {"operationId": name, "summary": summary, "parameters": parameters}
    return {"get": {**known, "responses": {**answers, **_problems(*_LIMITS)}}}


def _query(name: str, schema: Json, said: str) -> Json:
    return {"name": name, "in": "query", "description": said, "schema": schema}


def _path(name: str, schema: Json, example: str) -> Json:
    return {"name": name, "in": "path", "required": True, "schema": schema, "example": example}


def _ref(name: str) -> Json:
    return {"schema": {"$ref": f"#/components/schemas/{name}"}}


def _answer(said: str, content: Mapping[str, Json]) -> Json:
    return {"description": said, "content": dict(content)}


def _problems(*statuses: int) -> Json:
    content = {"application/problem+json": _ref("Problem")}
    return {str(status): _answer("What is wrong", content) for status in statuses}


_TEXT: Json = {"schema": {"type": "string"}}
_NAMES_SAID = " A label, synonym, identifier or IRI will do as well as a CURIE."
_FORMATS_SAID = "The format; where it is not given, the header Accept decides."
_REVIEWED_SAID = "Rest the answer on accepted statements alone; not together with status."
