"""How much the content holds, and how much of it a person has reviewed."""

from __future__ import annotations

from typing import NamedTuple

from ivig_kg.answer import Answer, lexical
from ivig_kg.namespaces import Namespaces

__all__ = ["Holdings", "read_holdings"]

_ACCEPTED = "ivig:Accepted"
_REVIEWED = {"ivig:Statement": "statements", "ivig:Judgement": "judgements"}
_FIRST = ("ivig:Source", "ivig:Study", *_REVIEWED)


class Holdings(NamedTuple):
    """How much there is.

    Args:
        counts: the IRI of a kind, and how many there are of it.
        review: how much of it is reviewed, as a sentence.
    """

    counts: tuple[tuple[str, int], ...]
    review: str


def read_holdings(answer: Answer, namespaces: Namespaces) -> Holdings:
    """Read the look-up ``holdings``."""
    counts: dict[str, int] = {}
    accepted: dict[str, int] = {}
    for kind, status, number in (tuple(map(lexical, row)) for row in answer.rows):
        counts[kind] = counts.get(kind, 0) + int(number)
        if status == namespaces.expand(_ACCEPTED):
            accepted[kind] = int(number)
    told = (
        f"{accepted.get(iri, 0)} of {counts.get(iri, 0)} {name}"
        for iri, name in ((namespaces.expand(curie), name) for curie, name in _REVIEWED.items())
    )
    first = [namespaces.expand(curie) for curie in _FIRST]
    order = [*(iri for iri in first if iri in counts), *(iri for iri in counts if iri not in first)]
    return Holdings(
        tuple((iri, counts[iri]) for iri in order),
        f"Reviewed by a second person: {' and '.join(told)}.",
    )
