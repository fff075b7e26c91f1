"""Things of which several files speak: no part of the files knows all that is said of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from ivig_kg.check.shapebook import ShapeBook
from ivig_kg.check.shapes import SHAPES
from ivig_kg.check.shard import ShardReport
from ivig_kg.check.shelf import Shelf, Source
from ivig_kg.check.touched import targeted, violations_of
from ivig_kg.engine import EmbeddedEngine
from ivig_kg.shacl import Violation

__all__ = ["joined"]


def joined(
    reports: Iterable[ShardReport],
    sources: Sequence[Source],
    shelf: Shelf,
    engine: EmbeddedEngine,
    book: ShapeBook,
) -> list[Violation]:
    """Return what the shapes find in all things, from what was found in parts of the files.

    Args:
        reports: of all parts.
        sources: all files.
        shelf: reads them.
        engine: what holds them.
        book: all shapes.
    """
    held = list(reports)
    paths = _speaking_of_the_same(held)
    files = [shelf.read(source) for source in sources if source.path in paths]
    counts = Counter(subject for file in files for subject in file.subjects)
    twice = {subject for subject, count in counts.items() if count > 1}
    said = [t for file in files for t in file.triples if t.subject.value in twice]
    alone = [v for report in held for v in report.violations if v.focus not in twice]
    return [*alone, *violations_of(targeted(said, engine, book) & twice, said, engine, book)]


def _speaking_of_the_same(reports: Iterable[ShardReport]) -> set[str]:
    """Return the paths of the files, shapes apart, that speak of a thing as another one does."""
    first: dict[int, str] = {}
    found: set[str] = set()
    for report in reports:
        for path, subjects in report.subjects.items():
            if path.startswith(SHAPES):
                continue
            for subject in subjects:
                other = first.setdefault(subject, path)
                if other != path:
                    found |= {other, path}
    return found
