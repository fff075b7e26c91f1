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


def to_json(answer: Answer, *, compact: bool = False) -> str:
    """Return SPARQL 1.1 Query Results JSON; a list cell is one literal, as GROUP_CONCAT gave it.

    Args:
        answer: rows, or yes or no.
        compact: leave out what is there for readers alone: spaces and line feeds.
    """
    if answer.form == "ASK":
        return dumped({"head": {}, "boolean": answer.holds}, compact=compact)
    answer = answer.tabular()
    bindings = [{name: _binding(cell) for name, cell in row.items() if cell} for row in answer]
    head = {"vars": list(answer.columns)}
    return dumped({"head": head, "results": {"bindings": bindings}}, compact=compact)


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


def dumped(document: dict[str, object], *, compact: bool = False) -> str:
    """Return a document as JSON that no character in it can steer a terminal with.

    Args:
        document: what is written.
        compact: without spaces and line feeds between its parts.
    """
    indent, separators = (None, (",", ":")) if compact else (2, None)
    text = json.dumps(document, indent=indent, separators=separators, ensure_ascii=False)
    return re.sub(_UNRULY, lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"
