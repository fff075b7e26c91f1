"""Running all stages of a check over the content, or over some files beside it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import chain
from pathlib import Path
from typing import NamedTuple, TypeAlias

from ivig_kg.answer import Iri
from ivig_kg.catalog import Catalog
from ivig_kg.check.accepted import accepted_findings
from ivig_kg.check.files import read_files
from ivig_kg.check.parts import batches, shared
from ivig_kg.check.place import Places
from ivig_kg.check.rules import engine_of, rule_findings
from ivig_kg.check.shapebook import ShapeBook
from ivig_kg.check.shapes import SHAPES, KnownShapes, ShapeTeller
from ivig_kg.check.shard import Shard
from ivig_kg.check.shelf import Shelf, Source, sources_of
from ivig_kg.check.tables import places_of, table_findings
from ivig_kg.check.touched import instances
from ivig_kg.check.twice import joined
from ivig_kg.content import Content
from ivig_kg.engine import EmbeddedEngine
from ivig_kg.engine.parse import serialise
from ivig_kg.errors import ContentUnavailable, InvalidInput, UsageError
from ivig_kg.mappings.graph import as_turtle
from ivig_kg.mappings.read import read_sets
from ivig_kg.model import Check, Finding
from ivig_kg.namespaces import Namespaces
from ivig_kg.shacl import screen_of

__all__ = ["Checker", "Choose", "Looked"]

Choose: TypeAlias = Callable[[EmbeddedEngine], Sequence[Source]]
"""Chooses files of the content, given what holds them all."""

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_LABEL = Iri("http://www.w3.org/2000/01/rdf-schema#label")


class Looked(NamedTuple):
    """What was found, and by path the packed subjects of the files that were looked at."""

    findings: frozenset[Finding]
    packed: Mapping[str, bytes]


@dataclass(frozen=True)
class Checker:
    """Checks a content.

    Args:
        content: the content.
        catalog: its rules.
        namespaces: its prefixes.
        today: the day on which dates are measured.
        engine: what looks at shapes: ``auto``, ``fast`` or ``pyshacl``, as for
            :func:`ivig_kg.shacl.screen_of`.
    """

    content: Content
    catalog: Catalog
    namespaces: Namespaces
    today: date
    engine: str = "auto"

    def check(self, paths: Iterable[Path] = (), more: Iterable[Finding] = ()) -> list[Finding]:
        """Check the content; with paths, report only what is found in these.

        Args:
            paths: files or folders of the content, or files outside it, which are then checked as
                if they stood in it.
            more: findings of others on the content, to be sorted in and narrowed likewise.

        Raises:
            InvalidInput: a file does not parse or says nothing.
            ContentUnavailable: a file cannot be read, or is not there.
            UsageError: a file of the content that is no Turtle.
            MissingPart: the fast engine was asked for, and is not there.
        """
        inside, outside = self._sorted_out(paths)
        findings = sorted({*self.look(outside).findings, *more})
        if not inside and not outside:
            return findings
        shown = {str(path) for path in outside}
        return [f for f in findings if f.path in shown or f.path.startswith(tuple(inside))]

    def look(self, outside: Sequence[Path] = (), again: Choose | None = None) -> Looked:
        """Look at the content: its files thing by thing, the graph as a whole.

        Args:
            outside: files outside it, which are looked at as if they stood in it.
            again: chooses the files that are looked at thing by thing; None for all.

        Raises:
            InvalidInput: as for :meth:`check`.
            ContentUnavailable: likewise.
            MissingPart: likewise.
        """
        packed: dict[str, bytes] = {}
        try:
            found = frozenset(self._findings(sources_of(self.content, outside), again, packed))
        except InvalidInput:
            read_files(self.content, outside)  # it names all files that cannot be read
            raise
        return Looked(found, packed)

    def _findings(
        self, sources: Sequence[Source], again: Choose | None, packed: dict[str, bytes]
    ) -> Iterator[Finding]:
        shelf, sets = Shelf(sources), read_sets(self.content, self.namespaces)
        places = Places(shelf.of, places_of(sets))
        texts = [(s.path, s.shown, s.data.removeprefix(_BYTE_ORDER_MARK)) for s in sources]
        engine = engine_of(texts, as_turtle(self.content, self.namespaces), self.namespaces)
        shapes = [s for s in sources if s.path.startswith(SHAPES)]
        book = ShapeBook(triple for source in shapes for triple in shelf.read(source).triples)
        chosen = again(engine) if again else sources
        with shared(self._shard(engine, book).report, batches(chosen), _size(chosen)) as reported:
            yield from self._of_rules(engine, places, sources)
            reports = reported()
        for report in reports:
            packed |= report.packed
            yield from report.findings
        violations = joined(reports, chosen, shelf, engine, book)
        known = KnownShapes.of(book.triples, partial(instances, engine))
        yield from ShapeTeller(known, places, self.namespaces).findings(violations)
        yield from table_findings(sets, partial(_label, engine, sources, shelf))
        yield from accepted_findings(engine, places, self.namespaces)

    def _shard(self, engine: EmbeddedEngine, book: ShapeBook) -> Shard:
        lines = serialise([(triple, None) for triple in book.triples], "ntriples").decode()
        screen = screen_of(book.triples, lines, self.engine)
        return Shard(engine, book, screen, self.namespaces, self.today)

    def _of_rules(
        self, engine: EmbeddedEngine, places: Places, sources: Sequence[Source]
    ) -> Iterator[Finding]:
        shown = {s.path: s.shown for s in sources if s.path != s.shown}
        engine.join()  # once, before there are copies

        def broken(check: Check) -> list[Finding]:
            return list(rule_findings(engine, [check], places, self.namespaces, shown))

        with shared(broken, list(self.catalog.checks), _size(sources)) as found:
            yield from chain.from_iterable(found())

    def _sorted_out(self, paths: Iterable[Path]) -> tuple[list[str], list[Path]]:
        root = self.content.folder.resolve()
        inside: list[str] = []
        outside: dict[Path, Path] = {}
        for path in paths:
            full = Path(os.path.realpath(path))  # unlike resolve, it takes links in a circle
            if not full.is_relative_to(root):
                outside.setdefault(full, path)
            elif not full.exists():
                raise ContentUnavailable(f"{path}: no such file or folder; name one that is there")
            elif full.is_file() and full.suffix not in {".ttl", ".tsv"}:
                raise UsageError(f"{path}: check takes Turtle (.ttl), mappings (.tsv) and folders")
            else:
                inside.append(full.relative_to(root).as_posix().removeprefix("."))
        return inside, list(outside.values())


def _size(sources: Iterable[Source]) -> int:
    return sum(len(source.data) for source in sources)


def _label(
    engine: EmbeddedEngine, sources: Iterable[Source], shelf: Shelf, term: str
) -> str | None:
    """Return the label of a term; of several, the one that stands last in the files."""
    try:
        labels = [triple.object.value for triple in engine.triples(Iri(term), _LABEL)]
    except UsageError:  # a row whose term is no IRI, which is a fault of its own
        return None
    if len(labels) > 1:
        said = [t for s in sources for t in shelf.read(s).triples if t.subject.value == term]
        labels = [t.object.value for t in said if t.predicate == _LABEL]
    return labels[-1] if labels else None
