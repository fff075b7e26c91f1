"""Who comes first: predicates by shape, names in natural order, values by size."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import TypeAlias

from ivig_kg.answer.terms import Iri, Literal, Term

__all__ = ["RDF", "XSD", "ObjectKey", "PredicateOrder", "natural", "object_key", "predicate_key"]

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
XSD = "http://www.w3.org/2001/XMLSchema#"

Natural: TypeAlias = tuple[tuple[str | tuple[int, str], ...], str]
ObjectKey: TypeAlias = tuple[int, Decimal, str, Natural]

_DIGITS = re.compile(r"([0-9]+)")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_NUMERIC = frozenset(f"{XSD}{name}" for name in ("integer", "decimal", "double", "float"))
_ZERO = Decimal(0)


@dataclass(frozen=True)
class PredicateOrder:
    """The order of predicates within a block, as the shapes give it by ``sh:order``.

    Args:
        ranks: for the IRI of each class, the rank of each predicate IRI.
    """

    ranks: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def rank(self, types: Iterable[str], predicate: str) -> float:
        """Return the lowest rank that a class of the subject gives; infinite when none does."""
        found = (self.ranks.get(kind, {}).get(predicate, math.inf) for kind in types)
        return min(found, default=math.inf)


def natural(text: str) -> Natural:
    """Return a sort key that takes digits as numbers.

    >>> sorted(["st:x-10", "st:x-2"], key=natural)
    ['st:x-2', 'st:x-10']
    """
    if not _DIGITS.search(text):
        return (text,), text
    chunks = _DIGITS.split(text)
    # As (length, digits): no int() of a thousand digits, and 007 is next to 7.
    numbers = ((len(chunk), chunk) for chunk in (c.lstrip("0") for c in chunks[1::2]))
    parts: list[str | tuple[int, str]] = list(chunks)
    parts[1::2] = numbers
    return tuple(parts), text


def predicate_key(predicate: str, word: str, rank: float) -> tuple[int, float, Natural]:
    """Return the sort key of a predicate: type, label, ranked, then by its written form."""
    if predicate == f"{RDF}type":
        return 0, 0, natural(word)
    if predicate == RDFS_LABEL:
        return 1, 0, natural(word)
    return 2, rank, natural(word)


def object_key(term: Term, written: str) -> ObjectKey:
    """Return the sort key of an object: names, numbers, other literals, blank nodes.

    Args:
        term: the object.
        written: how it stands in the text; for a blank node, its whole content.
    """
    if isinstance(term, Iri):
        return 0, _ZERO, "", natural(written)
    if not isinstance(term, Literal):
        return 3, _ZERO, "", natural(written)
    number = _number(term)
    if number is not None:
        return 1, number, "", natural(written)
    return 2, _ZERO, term.language, natural(written)


def _number(literal: Literal) -> Decimal | None:
    if literal.datatype not in _NUMERIC or not _NUMBER.fullmatch(literal.value):
        return None
    try:
        return Decimal(literal.value)
    except InvalidOperation:  # an exponent beyond what Decimal holds
        return None
