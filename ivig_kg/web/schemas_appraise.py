"""JSON Schemas of appraisals, as OpenAPI 3.1 names them."""

from __future__ import annotations

from typing import Any

from ivig_kg.web.schemas import CARRIED, CELL, NUMBER, TEXT, TEXTS, closed, listed, ref

__all__ = ["APPRAISED"]

_SAID = {"type": "boolean"}
_STATED = {"type": ["string", "null"]}
_COUNT = {"type": ["integer", "null"], "minimum": 0}
_SHARE = {"type": "number", "minimum": 0, "maximum": 1}
_RATE = {"oneOf": [ref("Rate"), {"type": "null"}]}
_MATCH = {"enum": ["same", "narrower", "close"]}
_WAY = {"enum": ["for", "against", "neutral"]}
_ROWS = {
    "parameters": {"type": "object", "additionalProperties": TEXTS},
    "notes": TEXTS,
    "columns": TEXTS,
    "rows": listed({"type": "object", "additionalProperties": CELL}),
    **CARRIED,
}
_ABOUT = closed(
    {
        "subtype": TEXT,
        "treatment": TEXT,
        "condition": TEXT,
        "left_out": TEXTS,
        "content": closed({"version": TEXT, "sha256": TEXT}),
        "made": {"type": "string", "format": "date"},
        "disclaimer": TEXT,
    }
)
_TERM = {
    "iri": TEXT,
    "label": TEXT,
    "match": _MATCH,
    "depth": NUMBER,
    "parents": TEXTS,
    "also_under": TEXTS,
    "close": TEXTS,
}
_STUDY = closed(
    {
        "iri": TEXT,
        "label": TEXT,
        "direction": _WAY,
        "design": _STATED,
        "patients": _COUNT,
        "marks": TEXTS,
        "statements": TEXTS,
    }
)
_CELL = closed(
    {
        "subtype": TEXT,
        "treatment": TEXT,
        "word": _STATED,
        "disputed": _STATED,
        "certainty": _STATED,
        "studies": listed(ref("CellStudy")),
        "indirect": listed(ref("CellStudy")),
        "claimed_by": TEXTS,
        "advised_by": TEXTS,
        "otherwise_said_by": TEXTS,
        "left_out": TEXTS,
        "claims_and_recommendations": TEXTS,
        "told": TEXT,
    }
)
_ROW = {
    "subtype": closed({"iri": TEXT, "label": TEXT, "match": _MATCH}),
    "study": closed({"iri": TEXT, "label": TEXT, "design": _STATED}),
    "statement": TEXT,
    "source": TEXT,
    "treatment": closed({"iri": TEXT, "label": TEXT}),
    "outcome": TEXT,
    "instrument": _STATED,
    "assessor": _STATED,
    "from": _STATED,
    "to": _STATED,
    "improved": _RATE,
    "improved_or_stable": _RATE,
    "definition": _STATED,
    "counted": _STATED,
    "worsened": _COUNT,
    "control": _RATE,
    "among": TEXTS,
    "co_treatment": TEXTS,
    "derivation": TEXT,
    "direct": _SAID,
    "verification": TEXT,
    "year": {"type": ["integer", "null"]},
    "reviewed": _SAID,
}
_JUDGED = closed(
    {
        "iri": TEXT,
        "outcome": TEXT,
        "studies": TEXTS,
        "designs": TEXTS,
        "patients": {"type": "object", "additionalProperties": _COUNT},
        "other_statements": NUMBER,
        "domains": {"type": "object", "additionalProperties": TEXT},
        "raised": TEXTS,
        "certainty": _STATED,
        "level": _STATED,
        "direct": {"type": ["boolean", "null"]},
        "because": TEXT,
        "for": TEXTS,
        "against": TEXTS,
        "inconclusive": TEXTS,
        "reviewed": _SAID,
    }
)
_STATED_BY_A_STUDY = closed(
    {
        "iri": TEXT,
        "label": TEXT,
        "study": TEXT,
        "direction": _WAY,
        "effect": TEXT,
        "outcome": TEXT,
        "comparator": _STATED,
        "patients": _COUNT,
        "effects": TEXTS,
        "direct": _SAID,
        "verification": TEXT,
    }
)
_HARM = closed(
    {
        "iri": TEXT,
        "label": TEXT,
        "outcome": TEXT,
        "study": TEXT,
        "subtype": TEXT,
        "rate": _RATE,
        "control": _RATE,
        "effect": _STATED,
        "verification": TEXT,
    }
)

_WORD = closed({"iri": TEXT, "role": TEXT, "stance": TEXT, "told": TEXT, "label": TEXT})
_READING = closed({"iri": TEXT, "document": TEXT, "on": TEXTS, "effect": TEXT, "label": TEXT})

APPRAISED: dict[str, Any] = {
    "Rates": closed(
        {
            "appraisal": {"const": "rates"},
            "left_out": listed({"type": "object", "additionalProperties": CELL}),
            **_ROWS,
        }
    ),
    "Gaps": closed({"appraisal": {"const": "gaps"}, **_ROWS}),
    "About": _ABOUT,
    "Rate": closed(
        {"events": NUMBER, "total": NUMBER, "share": _SHARE, "low": _SHARE, "high": _SHARE}
    ),
    "Term": closed(_TERM),
    "CellStudy": _STUDY,
    "MapCell": _CELL,
    "Map": closed(
        {
            "about": ref("About"),
            "rows": listed(ref("Term")),
            "columns": listed(closed({"iri": TEXT, "label": TEXT})),
            "cells": listed(ref("MapCell")),
            "left_out": NUMBER,
            "statements": NUMBER,
            "unreviewed": NUMBER,
        }
    ),
    "RateRow": closed(_ROW),
    "Forest": closed(
        {
            "about": ref("About"),
            "refusal": TEXT,
            "rows": listed(ref("RateRow")),
            "left_out": listed(closed({**_ROW, "because": TEXT})),
        }
    ),
    "Judged": _JUDGED,
    "Profile": closed(
        {
            "about": ref("About"),
            "subtype": ref("Term"),
            "cell": ref("MapCell"),
            "judged": listed(ref("Judged")),
            "rates": listed(ref("RateRow")),
            "withheld_judgements": NUMBER,
            "statements": listed(_STATED_BY_A_STUDY),
            "harms": listed(_HARM),
            "claims_and_recommendations": listed(_WORD),
            "readings": listed(_READING),
            "without_result": listed(closed({"iri": TEXT, "study": TEXT, "label": TEXT})),
            "left_out": TEXTS,
            "narrower_treatments": listed(closed({"treatment": TEXT, "told": TEXT})),
            "near": listed(closed({**_TERM, "told": TEXT})),
            "refusal": TEXT,
        }
    ),
}
"""Name to schema."""
