"""A document of RDF that comes in: read by the rules for files of the content, or refused."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ivig_kg.answer import Blank, Iri, Literal, Term, Triple
from ivig_kg.check.literals import fault_of
from ivig_kg.curate.desk import Desk
from ivig_kg.curate.jsonld import half_of_a_pair, passed_over
from ivig_kg.engine.parse import Format, Parsed, parse
from ivig_kg.errors import InvalidInput, SyntaxFault
from ivig_kg.mappings.graph import outside_prefixes
from ivig_kg.model import Finding
from ivig_kg.turtle.characters import describe
from ivig_kg.turtle.intake import decode, read_bytes
from ivig_kg.turtle.locate import LineIndex
from ivig_kg.turtle.surface import declarations, surface_findings
from ivig_kg.turtle.tokens import line_at

__all__ = ["FORMATS", "Document", "read_document"]

FORMATS: Mapping[str, Format] = {
    ".ttl": "turtle",
    ".trig": "trig",
    ".nt": "ntriples",
    ".nq": "nquads",
    ".jsonld": "jsonld",
}
_BY_LINES = ("turtle", "ntriples", "nquads")
_DATA = ("src", "study", "st", "as", "agent", "entry")
_LOOSE = re.compile(r"^(?:_:|\[)", re.MULTILINE)


@dataclass(frozen=True)
class Document:
    """A document that could be read.

    Args:
        shown: its name in messages.
        kind: what it is written in.
        text: its text.
        parsed: what it says.
    """

    shown: str
    kind: Format
    text: str
    parsed: Parsed

    @cached_property
    def _lines(self) -> LineIndex:
        return LineIndex(self.text if self.kind in _BY_LINES else "")

    def line(self, subject: str, predicate: str | None = None, value: str | None = None) -> int:
        """Return the line that says something; 0 where that cannot be told."""
        return self._lines.line(subject, predicate, value)

    def place(self, subject: str, predicate: str | None = None, value: str | None = None) -> str:
        """Return the name and, where it can be told, the line that says something."""
        line = self.line(subject, predicate, value)
        return f"{self.shown}:{line}" if line else self.shown

    def placed(self, finding: Finding) -> Finding:
        """Return a finding of a check of the content with the place that it has here."""
        line = self.line(finding.focus, finding.property or None)
        return finding._replace(path=self.shown, line=line)

    def unfit(self, triples: Iterable[Triple], desk: Desk) -> Iterator[str]:
        """Yield what is wrong with the literals of some triples, which no shape should see."""
        for subject, predicate, obj in triples:
            if not isinstance(obj, Literal):
                continue
            odd = describe(obj.value)  # such as an escape of JSON stands for
            if fault := f"{odd}; delete it" if odd else fault_of(obj, desk.today):
                place = self.place(subject.value, predicate.value, obj.value)
                show = desk.namespaces.show
                yield f"{place}: {show(subject.value)} {show(predicate.value)}: {fault}"


def read_document(desk: Desk, path: Path) -> Document:
    """Read a document, by the rules that hold for a file of the content.

    Raises:
        InvalidInput: it does not parse, says nothing, has blank nodes, binds a prefix of ours to
            something else, or its parser would pass over some of it.
        ContentUnavailable: it cannot be read.
        LimitReached: it is too large, or nested too deep.
    """
    shown, kind = str(path), FORMATS[path.suffix.lower()]
    text = decode(read_bytes(path), shown, escapes=kind != "jsonld")
    document = Document(shown, kind, text, _parsed(text, shown, kind))
    faults = [*_on_the_surface(desk, document), *_of_blanks(desk, document)]
    if faults:
        raise InvalidInput("\n".join(faults))
    if not document.parsed.triples:
        raise InvalidInput(f"{shown}: contains no statements (no triple at all); is it cut off?")
    return document


def _parsed(text: str, shown: str, kind: Format) -> Parsed:
    try:
        return parse(text, where=shown, format=kind)
    except SyntaxFault as fault:
        if kind == "jsonld" and (half := half_of_a_pair(text)):
            raise SyntaxFault(f"{half}; delete it", where=shown, line=fault.line) from None
        raise


def _on_the_surface(desk: Desk, document: Document) -> Iterator[str]:
    """Yield what the triples no longer show."""
    if document.kind == "jsonld":
        yield from (f"{document.shown}: {fault}" for fault in passed_over(document.text))
    if document.kind in {"turtle", "trig"}:
        for finding in surface_findings(document.text, document.shown, desk.namespaces):
            if finding.rule != "nfc":  # it is put in order when it is written
                yield str(finding)
        theirs = outside_prefixes(desk.content)
        for found in declarations(document.text):
            known = theirs.get(found.prefix or "", found.iri)
            if known != found.iri and found.prefix not in desk.namespaces.prefixes:
                yield (
                    f"{document.shown}:{found.line}: prefix {found.prefix}: is bound to "
                    f"<{found.iri}>, but the lists in ontology/mappings/ have <{known}>; use that"
                )


def _of_blanks(desk: Desk, document: Document) -> Iterator[str]:
    """Yield where a blank node stands in what is said of the data, or is of nothing."""
    bases = tuple(desk.namespaces.base(prefix) for prefix in _DATA)
    triples = document.parsed.triples
    named = "give each thing a name of its own, such as st:….result-1"
    for subject, predicate, obj in triples:
        if isinstance(obj, Blank) and subject.value.startswith(bases):
            place = document.place(subject.value, predicate.value)
            whose = desk.namespaces.show(subject.value)
            yield f"{place}: a blank node in what is said of {whose}: {named}"
    if _has_loose(triples, desk.namespaces.base("owl")):
        found = _LOOSE.search(document.text) if document.kind != "jsonld" else None
        line = f":{line_at(document.text, found.start())}" if found else ""
        yield f"{document.shown}{line}: a blank node as a subject: {named}"


def _has_loose(triples: Iterable[Triple], owl: str) -> bool:
    """Say whether a blank node hangs on nothing, not even on an axiom that stands alone."""
    below: dict[Term, list[Term]] = {}
    waiting: list[Term] = []
    for subject, _, obj in triples:
        if isinstance(subject, Blank):
            below.setdefault(subject, []).append(obj)
        if isinstance(subject, Iri):
            waiting.append(obj)
        elif isinstance(obj, Iri) and obj.value.startswith(owl):
            waiting.append(subject)
    while waiting:
        waiting += below.pop(waiting.pop(), ())
    return bool(below)
