"""With which values a question is asked: its defaults, and some others that find something."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ivig_kg.ask import Asker
from ivig_kg.catalog import fill
from ivig_kg.model import Parameter, Question

__all__ = ["Values", "variants"]

Values = Mapping[str, tuple[str, ...]]

_OTHERS = 3
_TRIES = 5
"""Values that are tried here for one parameter, until one finds rows."""


def variants(question: Question, asker: Asker) -> Iterator[Values]:
    """Yield the values to ask with: none, and up to three others, each of one parameter.

    The values are spread over all that the parameter takes, in the order of their IRIs, so that
    they are the same each time. One that finds nothing is taken where none finds anything.
    """
    yield {}
    terms = [p for p in question.parameters if p.relation != "datatype"]
    for parameter in terms[:_OTHERS]:
        found = _other(question, parameter, asker)
        if found is not None:
            yield {parameter.name: (found,)}


def _other(question: Question, parameter: Parameter, asker: Asker) -> str | None:
    things = sorted(set(asker.fitting(parameter).things) - set(parameter.default))
    tried = things[:: max(1, len(things) // _TRIES)][:_TRIES]
    for thing in tried:
        answer = asker.engine.query(fill(question, {parameter.name: (thing,)}))
        if answer.rows or answer.triples:
            return thing
    return tried[0] if tried else None
