"""Answers for programs: SPARQL 1.1 Query Results JSON, and plain JSON records."""

from __future__ import annotations

import json
import re

from ivig_kg.answer.cells import Cell, joined, plain_text
from ivig_kg.answer.table import Answer
from ivig_kg.answer.terms import XSD_STRING, Blank, Iri, Literal

__all__ = ["dumped", "to_json", "to_records"]

# Valid in JSON, but they steer terminals, reorder text, or have no bytes in UTF-8.
_UNRULY = "[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"


def to_json(answer: Answer) -> str:
    """Return SPARQL 1.1 Query Results JSON; a list cell is one literal, as GROUP_CONCAT gave it."""
    if answer.form == "ASK":
        return dumped({"head": {}, "boolean": answer.holds})
    answer = answer.tabular()
    bindings = [{name: _binding(cell) for name, cell in row.items() if cell} for row in answer]
    return dumped({"head": {"vars": list(answer.columns)}, "results": {"bindings": bindings}})


def to_records(answer: Answer) -> str:
    """Return one JSON object: question, summary, notes, columns, and rows of plain values."""
    document: dict[str, object] = {
        "question": answer.question,
        "summary": answer.summary,
        "notes": answer.notes,
        "columns": answer.tabular().columns,
        "rows": answer.to_records(),
    }
    return dumped(document)


def _binding(cell: Cell) -> dict[str, str]:
    if isinstance(cell, Iri):
        return {"type": "uri", "value": cell.value}
    if isinstance(cell, Blank):
        return {"type": "bnode", "value": cell.value}
    if not isinstance(cell, Literal):
        return {"type": "literal", "value": joined(cell, plain_text)}
    binding = {"type": "literal", "value": cell.value}
    if cell.language:
        return binding | {"xml:lang": cell.language}
    return binding if cell.datatype == XSD_STRING else binding | {"datatype": cell.datatype}


def dumped(document: dict[str, object]) -> str:
    """Return a document as JSON that no character in it can steer a terminal with."""
    text = json.dumps(document, indent=2, ensure_ascii=False)
    return re.sub(_UNRULY, lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"
