"""A part of the files, checked thing by thing: text, literals, shapes.

A worker reads its own files alone, and holds no object for a triple unless
something may be wrong with it. A thing of which two files speak cannot be judged by one of them:
the names in :attr:`ShardReport.subjects` let the caller find these.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from ivig_kg.answer import Blank, Iri, Literal, Triple
from ivig_kg.check.files import CheckedFile, checked_file, require_statements
from ivig_kg.check.literals import fault_of, literal_findings
from ivig_kg.check.memory import packed
from ivig_kg.check.shapebook import ShapeBook
from ivig_kg.check.shapes import SHAPES, TYPE
from ivig_kg.check.shelf import Source
from ivig_kg.check.touched import Look, targeted
from ivig_kg.engine import EmbeddedEngine
from ivig_kg.engine.parse import parse, serialise
from ivig_kg.engine.raw import Raw, read_raw
from ivig_kg.model import Finding
from ivig_kg.namespaces import Namespaces
from ivig_kg.shacl import Screen, Violation
from ivig_kg.turtle.intake import decode
from ivig_kg.turtle.surface import surface_findings

__all__ = ["Shard", "ShardReport"]

_TYPE = Iri(TYPE)


@dataclass(slots=True)
class ShardReport:
    """What was found in some files.

    Args:
        findings: of text and literals.
        violations: of shapes.
        subjects: by path, the hashes of the subjects of a file (of this process and its copies).
        packed: by path, the subjects themselves, for those who remember them.
    """

    findings: list[Finding] = field(default_factory=list)
    violations: list[Violation] = field(default_factory=list)
    subjects: dict[str, array[int]] = field(default_factory=dict)
    packed: dict[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Read:
    """A file as lines, and the things in it with a value that may be none of its datatype."""

    source: Source
    raw: Raw
    doubtful: frozenset[str]


@dataclass(frozen=True)
class Shard:
    """Checks some files, thing by thing.

    Args:
        engine: what holds all files.
        book: all shapes.
        screen: what tells the things that pySHACL need not look at; None where it looks at all.
        namespaces: the prefixes of the project.
        today: the day on which dates are measured.
    """

    engine: EmbeddedEngine
    book: ShapeBook
    screen: Screen | None
    namespaces: Namespaces
    today: date

    def report(self, sources: Iterable[Source]) -> ShardReport:
        """Check some files, all of which are held in memory at once.

        Raises:
            InvalidInput: a file does not parse or says nothing.
        """
        report = ShardReport()
        read = [self._read(source, report) for source in sources]
        report.violations += self._violations([one for one in read if one is not None])
        return report

    def _read(self, source: Source, report: ShardReport) -> _Read | None:
        """Read a file, and report what is wrong with its text; the shapes go no further."""
        text = decode(source.data, source.shown)
        raw = read_raw(text, where=source.shown)
        require_statements(bool(raw.lines), source.path, source.shown)
        report.subjects[source.path] = array("q", map(hash, raw.subjects))
        report.packed[source.path] = packed(raw.subjects)
        odd = {literal for literal in raw.literals if fault_of(literal, self.today)}
        if not odd and not raw.blank:
            report.findings += surface_findings(text, source.shown, self.namespaces)
            doubtful: frozenset[str] = frozenset()
        else:
            file = checked_file(*source)
            report.findings += file.surface(self.namespaces)
            if file.is_data:
                report.findings += literal_findings(file, self.today)
            doubtful = _doubtful(file, odd)
        return None if source.path.startswith(SHAPES) else _Read(source, raw, doubtful)

    def _violations(self, batch: Sequence[_Read]) -> list[Violation]:
        if not batch:
            return []
        subjects = frozenset[str]().union(*(one.raw.subjects for one in batch))
        lines = self._lines(batch, subjects) if self.screen else ""
        seen = self.screen.suspects(lines) if self.screen else None
        if seen is None:  # nothing is known of any thing
            said = _said(batch)
            things: Iterable[str] = targeted(said, self.engine, self.book)
        else:
            things = (seen & subjects).union(*(one.doubtful for one in batch))
            said = _said([one for one in batch if things & one.raw.subjects]) if things else []
        if not things:
            return []
        look = Look.at(said, self.engine, self.book)
        return look.found(sorted(map(Iri, things), key=lambda thing: thing.value))

    def _lines(self, batch: Sequence[_Read], subjects: frozenset[str]) -> str:
        """Return what the screen sees: things, classes of their values, what is broader."""
        values = frozenset[str]().union(*(one.raw.values for one in batch)) - subjects
        types = [(t, None) for value in values for t in self.engine.triples(Iri(value), _TYPE)]
        return "".join(
            (*(one.raw.lines for one in batch), serialise(types, "ntriples").decode(), self._above)
        )

    @cached_property
    def _above(self) -> str:
        wide = Iri("http://www.w3.org/2000/01/rdf-schema#subClassOf")
        above = ((triple, None) for triple in self.engine.triples(predicate=wide))
        return serialise(above, "ntriples").decode()


def _doubtful(file: CheckedFile, odd: set[Literal]) -> frozenset[str]:
    return frozenset(
        subject.value
        for subject, _, value in file.triples
        if isinstance(subject, Iri) and (isinstance(value, Blank) or value in odd)
    )


def _said(batch: Iterable[_Read]) -> list[Triple]:
    return [
        triple for one in batch for triple in parse(one.source.data, where=one.source.shown).triples
    ]
