"""A comparison for programs: one JSON object, of which a test holds the form.

Keys: ``before`` and ``after`` (name, version, sha256, origin), ``data_only``, ``differs``, ``gone``
(IRIs), ``things``, ``files``, ``questions`` (how many were asked, and the names of those added,
removed and changed), ``answers`` (each with the rows that differ), ``basis`` (how it is known why a
row differs: see ``Basis``), ``notes``. Cells are plain values, as in ``records`` of an answer.
"""

from __future__ import annotations

from ivig_kg.answer import Blank, Iri, Term
from ivig_kg.answer.cells import plain_cell
from ivig_kg.answer.interchange import dumped
from ivig_kg.diff.model import AnswerChange, Diff, FileChange, Row, RowChange, Side, Thing

__all__ = ["to_json"]

_ANSWERS = "queries/answers/"


def to_json(diff: Diff) -> str:
    """Return a comparison as JSON."""
    return dumped(
        {
            "before": _side(diff.before),
            "after": _side(diff.after),
            "data_only": diff.data_only,
            "differs": not diff.is_empty,
            "gone": diff.lost,
            "things": [_thing(thing) for thing in diff.things],
            "files": [_file(file) for file in diff.files],
            "questions": {"asked": diff.asked} | _questions(diff),
            "answers": [_answer(answer) for answer in diff.answers],
            "basis": diff.basis,
            "notes": diff.notes,
        }
    )


def _side(side: Side) -> dict[str, str]:
    name, version, digest, origin = side
    return {"name": name, "version": version, "sha256": digest, "origin": origin}


def _thing(thing: Thing) -> dict[str, object]:
    return {
        "iri": thing.iri,
        "kind": thing.kind,
        "label": thing.label,
        "file": thing.path,
        "change": thing.change,
        "status": dict(zip(("before", "after"), thing.status, strict=True)),
        "superseded_by": thing.superseded_by,
        "more": thing.more,
        "gone": thing.lost,
        "differences": [
            {
                "subject": each.subject,
                "predicate": each.predicate,
                "before": list(map(_term, each.before)),
                "after": list(map(_term, each.after)),
            }
            for each in thing.differences
        ],
    }


def _term(term: Term) -> dict[str, str]:
    if isinstance(term, Iri):
        return {"type": "uri", "value": term.value}
    if isinstance(term, Blank):
        return {"type": "bnode", "value": term.value}
    typed = {"type": "literal", "value": term.value, "datatype": term.datatype}
    return typed | ({"xml:lang": term.language} if term.language else {})


def _file(file: FileChange) -> dict[str, object]:
    counts = {"added": file.added, "removed": file.removed, "changed": file.changed}
    return {"path": file.path, "change": file.change, "subjects": counts, "gone": file.lost}


def _questions(diff: Diff) -> dict[str, object]:
    return {
        change: [
            file.path.removeprefix(_ANSWERS).removesuffix(".rq")
            for file in diff.files
            if file.path.startswith(_ANSWERS) and file.change == change
        ]
        for change in ("added", "removed", "changed")
    }


def _answer(answer: AnswerChange) -> dict[str, object]:
    found = answer.replies
    return {
        "question": found.question,
        "summary": found.summary,
        "columns": found.columns,
        "rows_before": len(found.before),
        "rows_after": len(found.after),
        "rows": [_row(row, found.columns) for row in answer.rows],
    }


def _row(row: RowChange, columns: tuple[str, ...]) -> dict[str, object]:
    return {
        "change": row.change,
        "key": [columns[place] for place in row.key],
        "before": _cells(row.before, columns),
        "after": _cells(row.after, columns),
        "differs": [columns[place] for place in row.places],
        "because": row.because,
        "touched_by": row.touched_by,
    }


def _cells(row: Row | None, columns: tuple[str, ...]) -> dict[str, object] | None:
    if row is None:
        return None
    return {name: plain_cell(cell) for name, cell in zip(columns, row, strict=True)}
