"""A Turtle file as lines, and what is worth knowing of it, without an object for each triple."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from ivig_kg.answer.terms import Literal
from ivig_kg.engine.convert import to_term
from ivig_kg.engine.faults import document_fault
from ivig_kg.errors import InvalidInput

__all__ = ["Raw", "read_raw"]


@dataclass(frozen=True, slots=True)
class Raw:
    """What a file says.

    Args:
        lines: N-Triples, with the lexical forms as written.
        subjects: the IRIs of its subjects.
        values: the IRIs that stand as values.
        literals: its different literals.
        blank: whether it has blank nodes.
    """

    lines: str
    subjects: frozenset[str]
    values: frozenset[str]
    literals: frozenset[Literal]
    blank: bool


def read_raw(text: str, *, where: str) -> Raw:
    """Read the text of a Turtle file.

    Raises:
        SyntaxFault: it does not parse; the file is named as ``where`` says.
        InvalidInput: it holds RDF 1.2.
    """
    try:
        quads = ox.parse(text.encode(), ox.RdfFormat.TURTLE)
        lines = (ox.serialize(quads, format=ox.RdfFormat.N_TRIPLES) or b"").decode()
    except SyntaxError as error:
        raise document_fault(error, where) from None
    # Text is cut in a third of the time that an object for each term takes.
    parts = [line.split(" ", 2) for line in lines.split("\n") if line]
    subjects, objects = {part[0] for part in parts}, {part[2] for part in parts}
    try:
        literals = frozenset(_literals(objects))
    except InvalidInput as error:
        raise InvalidInput(f"{where}: {error}") from None
    return Raw(
        lines,
        frozenset(item[1:-1] for item in subjects if item[0] == "<"),
        frozenset(item[1:-3] for item in objects if item[0] == "<"),
        literals,
        any(item[0] == "_" for item in subjects | objects),
    )


def _literals(objects: Iterable[str]) -> Iterator[Literal]:
    """Yield the literals among some ends of lines, and refuse what is of RDF 1.2."""
    lines = "".join(f"<x:> <x:> {item}\n" for item in objects if item[0] == '"' or item[1] == "<")
    for triple in ox.parse(lines, ox.RdfFormat.N_TRIPLES):
        term = to_term(triple.object)
        if isinstance(term, Literal):
            yield term
