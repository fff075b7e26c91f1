"""Checking a change before it is written: the changed files, what they touch, the whole graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial

from ivig_kg.answer import Triple
from ivig_kg.catalog import Catalog
from ivig_kg.check.accepted import accepted_findings
from ivig_kg.check.files import CheckedFile, read_files
from ivig_kg.check.literals import literal_findings
from ivig_kg.check.place import Places
from ivig_kg.check.rules import engine_of, rule_findings
from ivig_kg.check.shapebook import ShapeBook, book_of
from ivig_kg.check.shelf import Shelf, sources_of
from ivig_kg.content import Content, ContentFile
from ivig_kg.engine import EmbeddedEngine
from ivig_kg.engine.parse import parse
from ivig_kg.mappings.graph import as_turtle
from ivig_kg.model import Finding
from ivig_kg.namespaces import Namespaces
from ivig_kg.process import beside

__all__ = ["ChangeCheck"]

_SHAPES = "ontology/shapes"


@dataclass(frozen=True)
class ChangeCheck:
    """Checks a change of data: literals and shapes on what it touches, the rules on the whole.

    Args:
        before: the content as it is; it need not be free of findings.
        after: the content as it would be. Files of the ontology are the same in both.
        namespaces: the prefixes of both.
        today: the day on which dates are measured.
    """

    before: Content
    after: Content
    namespaces: Namespaces
    today: date

    def findings(self) -> list[Finding]:
        """Return what is wrong after the change with what it touches, and with the whole graph.

        Raises:
            InvalidInput: a changed file does not parse or says nothing.
        """
        engine = self.engine
        with beside(lambda: list(self._of_rules(engine))) as rules:
            found = [*self._of_files(), *self._of_shapes()]
            return sorted({*found, *rules()})

    def new(self) -> list[Finding]:
        """Return what the change brings: findings that were not there before, wherever they stand.

        Raises:
            InvalidInput: a changed file does not parse or says nothing.
        """
        found = self.findings()
        if not found:
            return []
        back = ChangeCheck(self.after, self.before, self.namespaces, self.today)
        known = {_without_line(finding) for finding in back.findings()}
        return [finding for finding in found if _without_line(finding) not in known]

    @cached_property
    def changed(self) -> tuple[CheckedFile, ...]:
        """Return the changed and added files as they would be, read."""
        old = {file.path: file.data for file in self.before.files}
        paths = [f.path for f in self.after.below("data") if old.get(f.path) != f.data]
        return read_files(self.after, (), paths)

    @cached_property
    def engine(self) -> EmbeddedEngine:
        """Return an engine that holds everything as it would be."""
        texts = [(file.path, file.path, file.data) for file in self.after.below("ontology", "data")]
        return engine_of(texts, as_turtle(self.after, self.namespaces), self.namespaces)

    @cached_property
    def book(self) -> ShapeBook:
        """Return the shapes."""
        return book_of(self.after.below(_SHAPES))

    @cached_property
    def places(self) -> Places:
        """Return what finds file and line, and reads a file when it is first asked for it."""
        return Places(Shelf(sources_of(self.after, ())).of)

    def _of_files(self) -> Iterator[Finding]:
        for file in self.changed:
            yield from file.surface(self.namespaces)
            yield from literal_findings(file, self.today)

    def _of_rules(self, engine: EmbeddedEngine) -> Iterator[Finding]:
        checks = Catalog(self.after, self.namespaces).checks
        yield from rule_findings(engine, checks, self.places, self.namespaces, {})
        yield from accepted_findings(engine, self.places, self.namespaces)

    def _of_shapes(self) -> Iterator[Finding]:
        from ivig_kg.check.shapes import KnownShapes, ShapeTeller  # noqa: PLC0415 (heavy)
        from ivig_kg.check.touched import (  # noqa: PLC0415 (pySHACL is heavy)
            concerned,
            instances,
            said_whole,
            violations_of,
        )

        after = [triple for file in self.changed for triple in file.triples]
        things = concerned(_said(self._old()), after, self.engine)
        if not said_whole(things, after, self.engine):
            # Something elsewhere is concerned, or speaks of the same thing.
            after = [triple for file in read_files(self.after, ()) for triple in file.triples]
        known = KnownShapes.of(self.book.triples, partial(instances, self.engine))
        teller = ShapeTeller(known, self.places, self.namespaces)
        yield from teller.findings(violations_of(things, after, self.engine, self.book))

    def _old(self) -> Iterator[ContentFile]:
        new = {file.path: file.data for file in self.after.files}
        return (f for f in self.before.below("data") if new.get(f.path) != f.data)


def _said(files: Iterable[ContentFile]) -> Iterator[Triple]:
    return (triple for file in files for triple in parse(file.data, where=file.path).triples)


def _without_line(finding: Finding) -> Finding:
    return finding._replace(line=0)
