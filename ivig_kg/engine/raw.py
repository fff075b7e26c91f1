"""A Turtle file as lines, and what is worth knowing of it, without an object for each triple."""

from __future__ import annotations

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
        triples = [quad.triple for quad in ox.parse(text.encode(), ox.RdfFormat.TURTLE)]
        objects = {triple.object for triple in triples}
        literals = frozenset(term for item in objects if isinstance(term := _plain(item), Literal))
    except SyntaxError as error:
        raise document_fault(error, where) from None
    except InvalidInput as error:
        raise InvalidInput(f"{where}: {error}") from None
    subjects = {triple.subject for triple in triples}
    lines = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
    return Raw(
        lines.decode(),
        frozenset(item.value for item in subjects if isinstance(item, ox.NamedNode)),
        frozenset(item.value for item in objects if isinstance(item, ox.NamedNode)),
        literals,
        any(isinstance(item, ox.BlankNode) for item in subjects | objects),
    )


def _plain(item: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Literal | None:
    """Return a literal as one of ours, and refuse what is of RDF 1.2."""
    term = None if isinstance(item, ox.NamedNode | ox.BlankNode) else to_term(item)
    return term if isinstance(term, Literal) else None
