"""Rules on the whole graph: every row of a query in queries/checks/ is a finding."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from ivig_kg.answer import Answer, lexical
from ivig_kg.check.place import Places
from ivig_kg.content import ContentFile
from ivig_kg.engine import EmbeddedEngine
from ivig_kg.errors import InvalidInput, SyntaxFault
from ivig_kg.model import Check, Finding
from ivig_kg.namespaces import Namespaces

__all__ = ["COLUMNS", "engine_of", "rule_findings"]

COLUMNS = ("focus", "path", "detail")
_IRI_IN_TEXT = re.compile(r"https?://[^\s,]+")


def rule_findings(
    engine: EmbeddedEngine,
    checks: Iterable[Check],
    places: Places,
    namespaces: Namespaces,
    shown: Mapping[str, str],
) -> Iterator[Finding]:
    """Run all checks on all files, shapes among them, and on the mapping tables as Turtle.

    Args:
        engine: what holds all this, as :func:`engine_of` fills it.
        checks: the rules.
        places: finds file and line.
        namespaces: for the names of things in messages.
        shown: the names in messages of files that are called otherwise in the graph.
    """
    for check in checks:
        answer = _asked(engine, check)
        if answer.columns != COLUMNS:
            raise InvalidInput(f"{check.path}: select {' '.join(f'?{c}' for c in COLUMNS)}")
        for focus, path, detail in answer.rows:
            named = _IRI_IN_TEXT.search(lexical(detail))
            value = named[0] if named else ""
            where, line = places.of(lexical(focus), lexical(path), value)
            told = _as_shown(_curies(lexical(detail), namespaces), shown)
            subject = namespaces.show(lexical(focus))
            message = f"{subject}: {told}. {check.rule} {check.mend}"
            about = lexical(focus), check.severity, lexical(path)
            yield Finding(where, line, message, check.name, *about)


def engine_of(
    files: Iterable[tuple[str, str, bytes]], tables: Iterable[ContentFile], namespaces: Namespaces
) -> EmbeddedEngine:
    """Return an engine that holds what the rules run on.

    Args:
        files: path, name in messages and text of each file.
        tables: the mapping tables as Turtle.
        namespaces: for the names of the graphs.
    """
    texts = [*files, *((table.path, table.path, table.data) for table in tables)]
    graphs = ((namespaces.graph(path), shown, data) for path, shown, data in texts)
    return EmbeddedEngine(graphs, named=True, union_later=True)


def _asked(engine: EmbeddedEngine, check: Check) -> Answer:
    try:
        return engine.query(check.text)
    except SyntaxFault as fault:
        raise SyntaxFault(fault.reason, where=check.path, line=fault.line) from None


def _as_shown(text: str, shown: Mapping[str, str]) -> str:
    for path, name in shown.items():
        text = re.sub(rf"{re.escape(path)}(?![0-9])", lambda _, n=name: n, text)  # type: ignore[misc]
    return text


def _curies(text: str, namespaces: Namespaces) -> str:
    return _IRI_IN_TEXT.sub(lambda found: namespaces.compact(found[0]) or found[0], text)
