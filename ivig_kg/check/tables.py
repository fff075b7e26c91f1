"""The mapping tables: rows that are none, labels that are not ours, and where a mapping stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from ivig_kg.mappings.read import MappingSet
from ivig_kg.model import Finding

__all__ = ["places_of", "table_findings"]

LabelOf: TypeAlias = Callable[[str], str | None]
_RULE = "mappings"


def table_findings(sets: Sequence[MappingSet], label_of: LabelOf) -> Iterator[Finding]:
    """Report the faults of the tables, and labels that the ontology does not have.

    Args:
        sets: the tables.
        label_of: returns the label of a term; None where it has none.
    """
    known: dict[str, tuple[str, str]] = {}
    for one in sets:
        yield from one.faults
        for prefix, iri in one.prefixes.items():
            other, before = known.setdefault(prefix, (one.path, iri))
            if iri != before:
                message = f"the prefix {prefix}: stands for another IRI in {other}: make them one"
                yield Finding(one.path, one.places.get(prefix, 1), message, _RULE)
        for term in one.terms:
            label = label_of(term.subject)
            if label is not None and label != term.subject_label:
                message = (
                    f"the label of this term is {label!r}, not {term.subject_label!r}: correct it, "
                    "or the term"
                )
                yield Finding(one.path, term.line, message, _RULE, term.subject)


def places_of(sets: Iterable[MappingSet]) -> Mapping[tuple[str, str], tuple[str, int]]:
    """Return file and line of each mapping, by the IRIs of both its ends; traps by their own."""
    found: dict[tuple[str, str], tuple[str, int]] = {}
    for one in sets:
        for term in one.terms:
            found[term.subject, term.iri] = one.path, term.line
        for denial in one.denials:
            found[denial.iri, ""] = one.path, denial.line
            for right in denial.allowed:
                found.setdefault((right, denial.iri), (one.path, denial.line))
    return found
