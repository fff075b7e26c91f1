"""The axioms of a content, fit for a reasoner: no import, no literal that it cannot read.

Which literals: the datatype map of OWL 2 (structural specification, section 4), narrowed to what
owlready2 0.51 was measured to read rightly: one literal that it cannot read spoils the whole load,
with a message that names nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from ivig_kg.answer import Blank, Literal, Term, Triple
from ivig_kg.answer.terms import XSD_STRING
from ivig_kg.axioms import Axiom, Reading, files_of, read_axioms
from ivig_kg.content import Content
from ivig_kg.engine.parse import parse, serialise
from ivig_kg.errors import InvalidInput
from ivig_kg.turtle.intake import decode
from ivig_kg.turtle.locate import LineIndex

__all__ = ["Terminology", "fault_of", "read_terminology"]

_IMPORTS = "http://www.w3.org/2002/07/owl#imports"
_ANNOTATION = "http://www.w3.org/2002/07/owl#AnnotationProperty"
_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_INTEGERS = frozenset(
    {
        f"{_XSD}{name}"
        for name in ("integer", "nonNegativeInteger", "positiveInteger", "int", "long")
    }
)
_PLAIN = frozenset(
    {
        XSD_STRING,
        f"{_XSD}decimal",
        f"{_XSD}double",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString",
        "http://www.w3.org/2000/01/rdf-schema#Literal",
    }
)
_DATATYPES = frozenset(
    _XSD + name
    for name in (
        *("decimal", "integer", "nonNegativeInteger", "nonPositiveInteger", "positiveInteger"),
        *("negativeInteger", "long", "int", "short", "byte", "unsignedLong", "unsignedInt"),
        *("unsignedShort", "unsignedByte", "double", "float", "string", "normalizedString"),
        *("token", "language", "Name", "NCName", "NMTOKEN", "boolean", "hexBinary"),
        *("base64Binary", "anyURI", "dateTime", "dateTimeStamp"),
    )
)
_DIGITS = re.compile(r"[+-]?[0-9]+")
_BITS = 64
_MEND = "write it as text, or say it with a class in place of the value"


@dataclass(frozen=True)
class _File:
    path: str
    text: str
    triples: tuple[Triple, ...]

    @cached_property
    def lines(self) -> LineIndex:
        return LineIndex(self.text)


@dataclass(frozen=True)
class Terminology:
    """What a content says to a reasoner, and where it says it.

    Args:
        reading: axioms and declarations.
    """

    reading: Reading
    _files: dict[str, _File]

    @property
    def axioms(self) -> tuple[Axiom, ...]:
        """Return the axioms in the order of the files."""
        return self.reading.axioms

    @cached_property
    def digest(self) -> str:
        """Return the SHA-256 of all axioms and declarations, whatever their order and labels."""
        told = [f"{a.kind} {a.form}" for a in self.axioms]
        told += [
            f"{t.subject.value} {t.object.value}"
            for t in self.reading.declarations
            if t.object.value != _ANNOTATION  # a reasoner passes these over
        ]
        return sha256("\n".join(sorted(set(told))).encode()).hexdigest()

    @cached_property
    def labels(self) -> dict[str, str]:
        """Return the label of each term that has one."""
        return {
            triple.subject.value: triple.object.value
            for file in self._files.values()
            for triple in file.triples
            if triple.predicate.value == _LABEL
        }

    def ntriples(self, axioms: Sequence[Axiom] | None = None, names: Iterable[str] = ()) -> bytes:
        """Return axioms and what declares their names as N-Triples.

        Args:
            axioms: some of the axioms; None takes all.
            names: what is to be declared besides the names of the axioms.
        """
        chosen = self.axioms if axioms is None else axioms
        wanted = set(names).union(*(axiom.names for axiom in chosen))
        triples = [
            triple
            for triple in self.reading.declarations
            if axioms is None or triple.subject.value in wanted
        ]
        triples += (triple for axiom in chosen for triple in axiom.triples)
        return serialise(((triple, None) for triple in triples), "ntriples")

    def place(self, axiom: Axiom) -> tuple[str, int]:
        """Return the file and the line of an axiom; 0 where the line is not found."""
        lines = self._files[axiom.path].lines
        if axiom.opens:
            found = lines.opening(axiom.subject, axiom.predicate)
            return axiom.path, found[axiom.nth] if axiom.nth < len(found) else 0
        return axiom.path, lines.line(axiom.subject, axiom.predicate, axiom.object)

    def place_of(self, iri: str) -> tuple[str, int]:
        """Return the file and the line where the block of a term begins."""
        for file in self._files.values():
            if line := file.lines.line(iri):
                return file.path, line
        return "ontology", 0


def read_terminology(content: Content) -> Terminology:
    """Read the axioms of a content: its ontology without shapes, mappings and what was inferred.

    Raises:
        SyntaxFault: a file does not parse.
        InvalidInput: an import, or a literal that the reasoner cannot read.
    """
    files = {
        file.path: _read(number, file.path, file.data)
        for number, file in enumerate(files_of(content))
    }
    _refuse_imports(files.values())
    reading = read_axioms((file.path, file.triples) for file in files.values())
    _refuse_values(files.values(), reading.axioms)
    return Terminology(reading, files)


def _read(number: int, path: str, data: bytes) -> _File:
    text = decode(data, path)
    triples = tuple(_apart(number, triple) for triple in parse(text, where=path).triples)
    return _File(path, text, triples)


def _apart(number: int, triple: Triple) -> Triple:
    """Return a triple whose blank nodes no other file has: a label counts within a file."""
    subject, predicate, thing = triple
    if isinstance(subject, Blank):
        subject = Blank(f"f{number}n{subject.value}")
    if isinstance(thing, Blank):
        thing = Blank(f"f{number}n{thing.value}")
    return Triple(subject, predicate, thing)


def _refuse_imports(files: Iterable[_File]) -> None:
    for file in files:
        for subject, predicate, thing in file.triples:
            if predicate.value == _IMPORTS:
                line = file.lines.line(subject.value, _IMPORTS)
                raise InvalidInput(
                    f"{file.path}:{line}: owl:imports <{thing.value}>: nothing is fetched from "
                    "elsewhere; put the axioms that are needed into ontology/, and take this out"
                )


def _refuse_values(files: Iterable[_File], axioms: Sequence[Axiom]) -> None:
    axiom_of = {id(triple): axiom for axiom in axioms for triple in axiom.triples}
    for file in files:
        for triple in file.triples:
            axiom = axiom_of.get(id(triple))
            if fault := _fault_in(triple.object, axiom):
                subject = axiom.subject if axiom else triple.subject.value
                predicate = axiom.predicate if axiom else triple.predicate.value
                line = file.lines.line(subject, predicate, triple.object.value)
                raise InvalidInput(f"{file.path}:{line}: {fault}; {_MEND}")


def _fault_in(value: Term, axiom: Axiom | None) -> str:
    if isinstance(value, Literal):
        # Beside axioms only what was measured to spoil a load, though it is not even sent.
        risky = value.datatype in _INTEGERS or value.datatype.startswith(f"{_XSD}g")
        return fault_of(value) if axiom or risky else ""
    if axiom and value.value.startswith(_XSD) and value.value not in _DATATYPES:
        return f"{value.value.replace(_XSD, 'xsd:')} is a datatype that OWL 2 does not have"
    return ""


def fault_of(literal: Literal) -> str:
    """Return why the reasoner cannot read a literal, or nothing.

    >>> fault_of(Literal("2024", "http://www.w3.org/2001/XMLSchema#gYear"))
    "'2024' is of the type xsd:gYear, which the reasoner does not read"
    """
    shown = f"{literal.value[:60]!r}"
    kind = literal.datatype.replace(_XSD, "xsd:")
    if literal.datatype in _INTEGERS:
        if not _DIGITS.fullmatch(literal.value):
            return f"{shown} is no whole number ({kind})"
        bits = int(literal.value).bit_length()
        if bits < _BITS:
            return ""
        return f"{shown} has {bits} bits, and the reasoner reads {_BITS - 1} at most"
    if literal.datatype == f"{_XSD}boolean":
        return "" if literal.value in {"true", "false"} else f"{shown} is neither true nor false"
    if literal.datatype in _PLAIN:
        return ""
    return f"{shown} is of the type {kind}, which the reasoner does not read"
