"""Running all stages of a check over the content, or over some files beside it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

from ivig_kg.catalog import Catalog
from ivig_kg.check.accepted import accepted_findings
from ivig_kg.check.files import CheckedFile, content_file, read_files
from ivig_kg.check.literals import literal_findings
from ivig_kg.check.place import Places
from ivig_kg.check.rules import engine_of, rule_findings
from ivig_kg.check.shapes import SHAPES, KnownShapes, ShapeTeller
from ivig_kg.check.tables import places_of, table_findings
from ivig_kg.check.touched import instances, targeted, violations_of
from ivig_kg.content import Content
from ivig_kg.engine import EmbeddedEngine
from ivig_kg.errors import ContentUnavailable, UsageError
from ivig_kg.mappings.graph import as_turtle
from ivig_kg.mappings.read import read_sets
from ivig_kg.model import Finding
from ivig_kg.namespaces import Namespaces

__all__ = ["Checker", "check_content"]


def check_content(
    content: Content,
    catalog: Catalog,
    namespaces: Namespaces,
    paths: Iterable[str | Path],
    more: Iterable[Finding],
) -> list[Finding]:
    """Check a content as of today: ``Checker.check`` with paths in any form."""
    today = datetime.now(tz=UTC).date()
    checker = Checker(content, catalog, namespaces, today)
    return checker.check([Path(path) for path in paths], more)


@dataclass(frozen=True)
class Checker:
    """Checks a content."""

    content: Content
    catalog: Catalog
    namespaces: Namespaces
    today: date

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
        """
        inside, outside = self._sorted_out(paths)
        files = read_files(self.content, outside)
        findings = sorted({*self._findings(files), *more})
        if not inside and not outside:
            return findings
        shown = {str(path) for path in outside}
        return [f for f in findings if f.path in shown or f.path.startswith(tuple(inside))]

    def _findings(self, files: Sequence[CheckedFile]) -> Iterator[Finding]:
        sets = read_sets(self.content, self.namespaces)
        yield from table_findings(sets, files)
        places = Places(lambda: files, places_of(sets))
        for file in files:
            yield from file.surface(self.namespaces)
            if file.is_data:
                yield from literal_findings(file, self.today)
        tables = as_turtle(self.content, self.namespaces)
        texts = [(file.path, file.shown, content_file(file).data) for file in files]
        engine = engine_of(texts, tables, self.namespaces)
        yield from self._of_shapes(files, engine, places)
        shown = {file.path: file.shown for file in files if file.path != file.shown}
        yield from rule_findings(engine, self.catalog.checks, places, self.namespaces, shown)
        yield from accepted_findings(engine, places, self.namespaces)

    def _of_shapes(
        self, files: Sequence[CheckedFile], engine: EmbeddedEngine, places: Places
    ) -> Iterator[Finding]:
        shapes = [t for file in files if file.path.startswith(SHAPES) for t in file.triples]
        said = [t for file in files if not file.path.startswith(SHAPES) for t in file.triples]
        known = KnownShapes.of(shapes, partial(instances, engine))
        teller = ShapeTeller(known, places, self.namespaces)
        things = targeted(said, engine, shapes)
        yield from teller.findings(violations_of(things, said, engine, shapes))

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
