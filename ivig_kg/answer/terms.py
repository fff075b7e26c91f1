"""RDF terms as plain values: what a cell of an answer or a part of a triple is.

These stand at the bottom so that no layer needs a foreign package to speak of a term
(RDF 1.1 Concepts, section 3).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

__all__ = ["XSD_STRING", "Blank", "Iri", "Literal", "Term", "Triple"]

XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"


@dataclass(frozen=True, slots=True)
class Iri:
    """An absolute IRI."""

    value: str


@dataclass(frozen=True, slots=True)
class Literal:
    """A literal: lexical form as written, datatype IRI, language tag (empty when none)."""

    value: str
    datatype: str = XSD_STRING
    language: str = ""


@dataclass(frozen=True, slots=True)
class Blank:
    """A blank node; its label means nothing outside the document it came from."""

    value: str


Term: TypeAlias = Iri | Literal | Blank


class Triple(NamedTuple):
    """One RDF triple."""

    subject: Iri | Blank
    predicate: Iri
    object: Term
