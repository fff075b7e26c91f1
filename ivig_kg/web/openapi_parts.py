"""What descriptions of addresses are made of, as OpenAPI 3.1 has it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from ivig_kg.listing import shown_default
from ivig_kg.model import Parameter
from ivig_kg.web.snapshot import Snapshot

__all__ = [
    "FORMATS_SAID",
    "NAMES_SAID",
    "TEXT",
    "Json",
    "answer",
    "get",
    "parameter",
    "path",
    "problems",
    "query",
    "ref",
    "schema_of",
]

Json: TypeAlias = dict[str, Any]

TEXT: Json = {"schema": {"type": "string"}}
"""A content that is text."""

NAMES_SAID = " A label, synonym, identifier or IRI will do as well as a CURIE."
FORMATS_SAID = "The format; where it is not given, the header Accept decides."

_LIMITS = (503, 504)


def get(name: str, summary: str, parameters: list[Json], answers: Mapping[str, Json]) -> Json:
    """Return the description of an address: what it takes and what it answers."""
    known = {"operationId": name, "summary": summary, "parameters": parameters}
    return {"get": {**known, "responses": {**answers, **problems(*_LIMITS)}}}


def query(name: str, schema: Json, said: str) -> Json:
    """Return the description of a parameter of a query."""
    return {"name": name, "in": "query", "description": said, "schema": schema}


def path(name: str, schema: Json, example: str) -> Json:
    """Return the description of a part of a path."""
    return {"name": name, "in": "path", "required": True, "schema": schema, "example": example}


def ref(name: str) -> Json:
    """Return a content that has the schema of this name."""
    return {"schema": {"$ref": f"#/components/schemas/{name}"}}


def answer(said: str, content: Mapping[str, Json]) -> Json:
    """Return the description of an answer."""
    return {"description": said, "content": dict(content)}


def problems(*statuses: int) -> Json:
    """Return the descriptions of what is answered when something is wrong."""
    content = {"application/problem+json": ref("Problem")}
    return {str(status): answer("What is wrong", content) for status in statuses}


def parameter(asked: Parameter, snapshot: Snapshot) -> Json:
    """Return the description of a parameter of a question."""
    namespaces = snapshot.graph.namespaces
    schema: Json = {"$ref": f"#/components/schemas/{schema_of(asked, snapshot)}"}
    if asked.many:
        schema = {"type": "array", "items": schema, "minItems": 1, "maxItems": 100}
    default = ", ".join(shown_default(asked, namespaces))
    several = "Several of them. " if asked.many else ""
    names = "" if asked.relation == "datatype" else NAMES_SAID
    return query(asked.name, schema, f"{several}By default {default}.{names}")


def schema_of(asked: Parameter, snapshot: Snapshot) -> str:
    """Return the name of the schema of what a parameter takes."""
    if asked.relation == "datatype":
        return "Day"
    kind = (snapshot.graph.namespaces.compact(asked.kind) or asked.kind).split(":")[-1]
    return f"{'Under' if asked.relation == 'subclassOf' else 'Any'}-{kind}"
