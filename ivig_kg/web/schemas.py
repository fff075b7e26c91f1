"""JSON Schemas of what the API gives, as OpenAPI 3.1 names them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["CARRIED", "CELL", "NUMBER", "SCHEMAS", "TEXT", "TEXTS", "closed", "listed", "ref"]

TEXT = {"type": "string"}
TEXTS = {"type": "array", "items": TEXT}
NUMBER = {"type": "integer", "minimum": 0}
CARRIED = {
    "disclaimer": TEXT,
    "version": TEXT,
    "digest": {"type": "string", "pattern": "^[0-9a-f]{12}$"},
}


def closed(properties: Mapping[str, object], *optional: str) -> dict[str, Any]:
    """Return the schema of an object that has these members and no others."""
    needed = [name for name in properties if name not in optional]
    return {
        "type": "object",
        "properties": dict(properties),
        "required": needed,
        "additionalProperties": False,
    }


def listed(items: Mapping[str, object]) -> dict[str, object]:
    """Return the schema of a list of such items."""
    return {"type": "array", "items": dict(items)}


def ref(name: str) -> dict[str, object]:
    """Return what stands for the schema of this name."""
    return {"$ref": f"#/components/schemas/{name}"}


_PLAIN = {"type": ["string", "integer", "boolean"]}
CELL = {"oneOf": [_PLAIN, {"type": "null"}, {"type": "array", "items": _PLAIN}]}
_REFERENCE = closed({"iri": TEXT, "label": TEXT, "href": {"type": ["string", "null"]}})
_TERM = closed(
    {
        "type": {"enum": ["uri", "literal", "bnode"]},
        "value": TEXT,
        "xml:lang": TEXT,
        "datatype": TEXT,
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
            "type": TEXT,
            "title": TEXT,
            "status": {"type": "integer"},
            "detail": TEXT,
        },
        "required": ["type", "title", "status", "detail"],
    },
    "Reference": _REFERENCE,
    "Parameter": closed(
        {
            "name": TEXT,
            "relation": {"enum": ["subclassOf", "instanceOf", "datatype"]},
            "kind": TEXT,
            "default": TEXTS,
            "many": {"type": "boolean"},
        }
    ),
    "Question": closed(
        {
            "name": TEXT,
            "summary": TEXT,
            "tags": TEXTS,
            "columns": TEXTS,
            "lists": TEXTS,
            "notes": TEXTS,
            "parameters": listed(ref("Parameter")),
            "links": closed({"answer": TEXT, "page": TEXT}),
        }
    ),
    "Questions": closed({"questions": listed(ref("Question")), **CARRIED}),
    "Records": closed(
        {
            "question": TEXT,
            "summary": TEXT,
            "parameters": {"type": "object", "additionalProperties": TEXTS},
            "reviewed_only": {"type": "boolean"},
            "notes": TEXTS,
            "columns": TEXTS,
            "rows": listed({"type": "object", "additionalProperties": CELL}),
            **CARRIED,
        }
    ),
    "SparqlResults": closed(
        {
            "head": closed({"vars": TEXTS, "link": TEXTS}, "vars"),
            "results": closed(
                {"bindings": listed({"type": "object", "additionalProperties": _TERM})}
            ),
            "boolean": {"type": "boolean"},
        },
        *("results", "boolean"),
    ),
    "Line": closed(
        {
            "name": TEXT,
            "value": TEXT,
            "property": TEXT,
            "thing": ref("Reference"),
            "source": ref("Reference"),
            "how": TEXT,
        },
        *("property", "thing", "source", "how"),
    ),
    "Section": closed(
        {
            "heading": TEXT,
            "role": {"enum": ["for", "against", "own", "part", "judgement", "pointers"]},
            "thing": {"oneOf": [ref("Reference"), {"type": "null"}]},
            "lines": listed(ref("Line")),
        }
    ),
    "Thing": closed(
        {
            "iri": TEXT,
            "curie": TEXT,
            "label": TEXT,
            "kinds": listed(ref("Reference")),
            "sections": listed(ref("Section")),
            "links": {"type": "object", "additionalProperties": TEXT},
            **CARRIED,
        }
    ),
    "Hit": closed(
        {
            "iri": TEXT,
            "curie": TEXT,
            "label": TEXT,
            "name": TEXT,
            "role": {"enum": ["label", "identifier", "synonym", "curie", "mapping"]},
            "kind": TEXT,
            "href": {"type": ["string", "null"]},
        }
    ),
    "Found": closed({"q": TEXT, "total": NUMBER, "hits": listed(ref("Hit")), **CARRIED}),
}
"""Name to schema."""
