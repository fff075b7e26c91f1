"""The order of predicates within a block, read from ``sh:order`` in the shapes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from ivig_kg.answer import Blank, Iri, Literal, Triple
from ivig_kg.turtle.order import PredicateOrder

__all__ = ["order_of"]

_SH = "http://www.w3.org/ns/shacl#"


def order_of(shapes: Iterable[Triple]) -> PredicateOrder:
    """Return the order of predicates of each class, from sh:order in the shapes."""
    values: defaultdict[str, dict[Iri | Blank, str]] = defaultdict(dict)
    members: defaultdict[Iri | Blank, list[Iri | Blank]] = defaultdict(list)
    for subject, predicate, obj in shapes:
        if isinstance(obj, Iri | Literal):
            values[predicate.value][subject] = obj.value
        if predicate.value == f"{_SH}property" and not isinstance(obj, Literal):
            members[subject].append(obj)
    paths, orders = values[f"{_SH}path"], values[f"{_SH}order"]
    return PredicateOrder(
        {
            target: {paths[p]: float(orders[p]) for p in members[shape] if p in paths}
            for shape, target in values[f"{_SH}targetClass"].items()
            if members[shape]
        }
    )
