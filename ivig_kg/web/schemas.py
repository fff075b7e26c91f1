"""JSON Schemas of what the API gives, as OpenAPI 3.1 names them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["SCHEMAS"]

_TEXT = {"type": "string"}
_TEXTS = {"type": "array", "items": _TEXT}
_NUMBER = {"type": "integer", "minimum": 0}
_CARRIED = {
    "disclaimer": _TEXT,
    "version": _TEXT,
    "digest": {"type": "string", "pattern": "^[0-9a-f]{12}$"},
}


def _object(properties: Mapping[str, object], *optional: str) -> dict[str, Any]:
    """Return the schema of an object that has these members and no others."""
    needed = [name for name in properties if name not in optional]
    return {
        "type": "object",
        "properties": dict(properties),
        "required": needed,
        "additionalProperties": False,
    }


def _list(items: Mapping[str, object]) -> dict[str, object]:
    return {"type": "array", "items": dict(items)}


def _ref(name: str) -> dict[str, object]:
    return {"$ref": f"#/components/schemas/{name}"}


_PLAIN = {"type": ["string", "integer", "boolean"]}
_CELL = {"oneOf": [_PLAIN, {"type": "null"}, {"type": "array", "items": _PLAIN}]}
_REFERENCE = _object({"iri": _TEXT, "label": _TEXT, "href": {"type": ["string", "null"]}})
_TERM = _object(
    {
        "type": {"enum": ["uri", "literal", "bnode"]},
        "value": _TEXT,
        "xml:lang": _TEXT,
        "datatype": _TEXT,
    },
    *("xml:lang", "datatype"),
)

SCHEMAS: dict[str, Any] = {
    "Day": {
        "type": "string",
        "format": "date",
        "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
        "examples": ["2026-11-24"],
    },
    "Problem": {
        "type": "object",
        "description": "RFC 9457.",
        "properties": {
            "type": _TEXT,
            "title": _TEXT,
            "status": {"type": "integer"},
            "detail": _TEXT,
        },
        "required": ["type", "title", "status", "detail"],
    },
    "Reference": _REFERENCE,
    "Parameter": _object(
        {
            "name": _TEXT,
            "relation": {"enum": ["subclassOf", "instanceOf", "datatype"]},
            "kind": _TEXT,
            "default": _TEXTS,
            "many": {"type": "boolean"},
        }
    ),
    "Question": _object(
        {
            "name": _TEXT,
            "summary": _TEXT,
            "tags": _TEXTS,
            "columns": _TEXTS,
            "lists": _TEXTS,
            "notes": _TEXTS,
            "parameters": _list(_ref("Parameter")),
            "links": _object({"answer": _TEXT, "page": _TEXT}),
        }
    ),
    "Questions": _object({"questions": _list(_ref("Question")), **_CARRIED}),
    "Records": _object(
        {
            "question": _TEXT,
            "summary": _TEXT,
            "parameters": {"type": "object", "additionalProperties": _TEXTS},
            "reviewed_only": {"type": "boolean"},
            "notes": _TEXTS,
            "columns": _TEXTS,
            "rows": _list({"type": "object", "additionalProperties": _CELL}),
            **_CARRIED,
        }
    ),
    "SparqlResults": _object(
        {
            "head": _object({"vars": _TEXTS, "link": _TEXTS}, "vars"),
            "results": _object(
                {"bindings": _list({"type": "object", "additionalProperties": _TERM})}
            ),
            "boolean": {"type": "boolean"},
        },
        *("results", "boolean"),
    ),
    "Line": _object(
        {
            "name": _TEXT,
            "value": _TEXT,
            "property": _TEXT,
            "thing": _ref("Reference"),
            "source": _ref("Reference"),
            "how": _TEXT,
        },
        *("property", "thing", "source", "how"),
    ),
    "Section": _object(
        {
            "heading": _TEXT,
            "role": {"enum": ["for", "against", "own", "part", "judgement", "pointers"]},
            "thing": {"oneOf": [_ref("Reference"), {"type": "null"}]},
            "lines": _list(_ref("Line")),
        }
    ),
    "Thing": _object(
        {
            "iri": _TEXT,
            "curie": _TEXT,
            "label": _TEXT,
            "kinds": _list(_ref("Reference")),
            "sections": _list(_ref("Section")),
            "links": {"type": "object", "additionalProperties": _TEXT},
            **_CARRIED,
        }
    ),
    "Hit": _object(
        {
            "iri": _TEXT,
            "curie": _TEXT,
            "label": _TEXT,
            "name": _TEXT,
            "role": {"enum": ["label", "identifier", "synonym", "curie", "mapping"]},
            "kind": _TEXT,
            "href": {"type": ["string", "null"]},
        }
    ),
    "Found": _object({"q": _TEXT, "total": _NUMBER, "hits": _list(_ref("Hit")), **_CARRIED}),
}
"""Name to schema."""
