"""Names for the blank nodes of a graph that follow from what it says (RDFC-1.0 of the W3C).

What an endpoint calls its blank nodes changes with every answer; two pulls are to give one file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from ivig_kg.answer.terms import Blank, Triple
from ivig_kg.engine.convert import from_triple, to_triple

__all__ = ["renamed"]


def renamed(triples: Iterable[Triple], prefix: str) -> Iterator[Triple]:
    """Yield the triples of one graph with canonical blank nodes, all beginning with a prefix.

    The algorithm takes very long on graphs made to defeat it (some ten blank nodes, each tied to
    each); those of an ontology take milliseconds.
    """
    plain = []
    for triple in triples:
        if isinstance(triple.subject, Blank) or isinstance(triple.object, Blank):
            plain.append(from_triple(triple))
        else:
            yield triple
    dataset = ox.Dataset(ox.Quad(t.subject, t.predicate, t.object) for t in plain)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    for quad in dataset:
        found = to_triple(quad)
        said, of = found.subject, found.object
        yield Triple(
            Blank(prefix + said.value) if isinstance(said, Blank) else said,
            found.predicate,
            Blank(prefix + of.value) if isinstance(of, Blank) else of,
        )
