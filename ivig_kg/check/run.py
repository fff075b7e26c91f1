"""Running all stages of a check over the content, or over some files beside it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

from ivig_kg.answer import Iri
from ivig_kg.catalog import Catalog
from ivig_kg.check.accepted import accepted_findings
from ivig_kg.check.files import read_files
from ivig_kg.check.parts import in_parts, share
from ivig_kg.check.place import Places
from ivig_kg.check.rules import engine_of, rule_findings
from ivig_kg.check.shapes import SHAPES, KnownShapes, ShapeTeller
from ivig_kg.check.shard import Shard, ShardReport
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
from ivig_kg.model import Finding
from ivig_kg.namespaces import Namespaces
from ivig_kg.shacl import screen_of

__all__ = ["Checker", "check_content"]

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_LABEL = Iri("http://www.w3.org/2000/01/rdf-schema#label")


def check_content(  # noqa: PLR0913 (all that a check depends on)
    content: Content,
    catalog: Catalog,
    namespaces: Namespaces,
    paths: Iterable[str | Path],
    more: Iterable[Finding],
    *,
    engine: str = "auto",
) -> list[Finding]:
    """Check a content as of today: ``Checker.check`` with paths in any form."""
    today = datetime.now(tz=UTC).date()
    checker = Checker(content, catalog, namespaces, today, engine)
    return checker.check([Path(path) for path in paths], more)


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
        sources = sources_of(self.content, outside)
        try:
            found = set(self._findings(sources))
        except InvalidInput:
            read_files(self.content, outside)  # it names all files that cannot be read
            raise
        findings = sorted({*found, *more})
        if not inside and not outside:
            return findings
        shown = {str(path) for path in outside}
        return [f for f in findings if f.path in shown or f.path.startswith(tuple(inside))]

    def _findings(self, sources: Sequence[Source]) -> Iterator[Finding]:
        shelf, sets = Shelf(sources), read_sets(self.content, self.namespaces)
        places = Places(shelf.of, places_of(sets))
        texts = [(s.path, s.shown, s.data.removeprefix(_BYTE_ORDER_MARK)) for s in sources]
        engine = engine_of(texts, as_turtle(self.content, self.namespaces), self.namespaces)
        shapes = [t for s in sources if s.path.startswith(SHAPES) for t in shelf.read(s).triples]
        lines = serialise([(triple, None) for triple in shapes], "ntriples").decode()
        screen = screen_of(shapes, lines, self.engine)
        shard = Shard(engine, shapes, screen, self.namespaces, self.today)

        def part(number: int, of: int) -> tuple[ShardReport, list[Finding]]:
            report = shard.report(share(sources, number, of))
            return report, list(self._of_rules(number, of, engine, places, sources))

        reports = []
        for report, broken in in_parts(part, sum(len(s.data) for s in sources)):
            reports.append(report)
            yield from report.findings
            yield from broken
        violations = joined(reports, sources, shelf, engine, shapes)
        known = KnownShapes.of(shapes, partial(instances, engine))
        yield from ShapeTeller(known, places, self.namespaces).findings(violations)
        yield from table_findings(sets, partial(_label, engine, sources, shelf))
        yield from accepted_findings(engine, places, self.namespaces)

    def _of_rules(
        self,
        number: int,
        of: int,
        engine: EmbeddedEngine,
        places: Places,
        sources: Iterable[Source],
    ) -> Iterator[Finding]:
        shown = {s.path: s.shown for s in sources if s.path != s.shown}
        checks = list(self.catalog.checks)[number::of]
        return rule_findings(engine, checks, places, self.namespaces, shown)

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
