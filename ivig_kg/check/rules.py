"""Rules on the whole graph: every row of a query in queries/checks/ is a finding."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ivig_kg.answer import Answer, Cell, Iri, Literal
from ivig_kg.check.files import CheckedFile, content_file
from ivig_kg.check.place import Places
from ivig_kg.content import ContentFile
from ivig_kg.engine import EmbeddedEngine
from ivig_kg.errors import InvalidInput, SyntaxFault
from ivig_kg.model import Check, Finding
from ivig_kg.namespaces import Namespaces

__all__ = ["COLUMNS", "rule_findings"]

COLUMNS = ("focus", "path", "detail")
_IRI_IN_TEXT = re.compile(r"https?://[^\s,]+")


def rule_findings(
    files: Sequence[CheckedFile],
    tables: Iterable[ContentFile],
    checks: Iterable[Check],
    places: Places,
    namespaces: Namespaces,
) -> Iterator[Finding]:
    """Run all checks on all files, shapes among them, and on the mapping tables as Turtle."""
    texts = [(file.path, file.shown, content_file(file).data) for file in files]
    texts += [(table.path, table.path, table.data) for table in tables]
    engine = EmbeddedEngine((namespaces.graph(path), shown, data) for path, shown, data in texts)
    for check in checks:
        answer = _asked(engine, check)
        if answer.columns != COLUMNS:
            raise InvalidInput(f"{check.path}: select {' '.join(f'?{c}' for c in COLUMNS)}")
        for focus, path, detail in answer.rows:
            named = _IRI_IN_TEXT.search(_value(detail))
            value = named[0] if named else ""
            where, line = places.of(_value(focus), _value(path), value)
            told = _as_shown(_curies(_value(detail), namespaces), files)
            subject = namespaces.show(_value(focus))
            message = f"{subject}: {told}. {check.rule} {check.mend}"
            yield Finding(where, line, message, check.name, _value(focus))


def _asked(engine: EmbeddedEngine, check: Check) -> Answer:
    try:
        return engine.query(check.text)
    except SyntaxFault as fault:
        raise SyntaxFault(fault.reason, where=check.path, line=fault.line) from None


def _as_shown(text: str, files: Sequence[CheckedFile]) -> str:
    for file in files:
        if file.path != file.shown:
            text = re.sub(rf"{re.escape(file.path)}(?![0-9])", lambda _, f=file: f.shown, text)  # type: ignore[misc]
    return text


def _value(cell: Cell) -> str:
    return cell.value if isinstance(cell, Iri | Literal) else ""


def _curies(text: str, namespaces: Namespaces) -> str:
    return _IRI_IN_TEXT.sub(lambda found: namespaces.compact(found[0]) or found[0], text)
