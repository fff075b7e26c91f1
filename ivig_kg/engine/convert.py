"""What pyoxigraph returns, as terms, triples and answers of this project, and back.

A literal with a language has the datatype rdf:langString here, as in RDF 1.1 Concepts, section 3.3.
pyoxigraph lower-cases language tags (``en-US`` comes back as ``en-us``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias, TypeVar

import pyoxigraph as ox

from ivig_kg.answer.table import Answer
from ivig_kg.answer.terms import Blank, Iri, Literal, Term, Triple
from ivig_kg.errors import InvalidInput, LimitReached

__all__ = [
    "RDF_LANG_STRING",
    "Results",
    "at_most",
    "from_term",
    "from_triple",
    "graph_answer",
    "to_answer",
    "to_term",
    "to_triple",
    "triple_order",
]

RDF_LANG_STRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
XSD_BOOLEAN = "http://www.w3.org/2001/XMLSchema#boolean"

Results: TypeAlias = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
_Foreign: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal
_Item = TypeVar("_Item")


def to_term(term: _Foreign | ox.Triple) -> Term:
    """Return a term of pyoxigraph as one of ours; lexical forms stay as they are.

    Raises:
        InvalidInput: the term is of RDF 1.2 only (a triple as a term, a base direction).
    """
    if isinstance(term, ox.NamedNode):
        return Iri(term.value)
    if isinstance(term, ox.Literal):
        if term.direction is not None:
            raise InvalidInput(f"{term}: a base direction is RDF 1.2; write the tag without --")
        return Literal(term.value, term.datatype.value, term.language or "")
    if isinstance(term, ox.BlankNode):
        return Blank(term.value)
    raise InvalidInput(f"{term}: a triple as a term is RDF 1.2; give the statement an IRI")


def to_triple(triple: ox.Triple | ox.Quad) -> Triple:
    """Return a triple or quad of pyoxigraph as a triple of ours, without its graph."""
    subject = to_term(triple.subject)
    if isinstance(subject, Literal):
        raise InvalidInput(f"{triple}: a literal as a subject")
    return Triple(subject, Iri(triple.predicate.value), to_term(triple.object))


def from_term(term: Term) -> _Foreign:
    """Return a term of ours as one of pyoxigraph.

    Raises:
        InvalidInput: an IRI, a language tag or the label of a blank node is malformed.
    """
    try:
        if isinstance(term, Iri):
            return ox.NamedNode(term.value)
        if isinstance(term, Blank):
            return ox.BlankNode(term.value)
        if term.language:
            return ox.Literal(term.value, language=term.language)
        return ox.Literal(term.value, datatype=ox.NamedNode(term.datatype))
    except ValueError as error:
        raise InvalidInput(f"{term}: not a term of RDF ({error})") from None


def from_triple(triple: Triple) -> ox.Triple:
    """Return a triple of ours as one of pyoxigraph."""
    subject, predicate = from_term(triple.subject), from_term(triple.predicate)
    if isinstance(subject, ox.Literal) or not isinstance(predicate, ox.NamedNode):
        raise InvalidInput(f"{triple}: a literal subject, or a predicate that is no IRI")
    return ox.Triple(subject, predicate, from_term(triple.object))


def triple_order(triple: Triple) -> tuple[tuple[str, ...], ...]:
    """Return the key by which triples are sorted: IRIs, then blank nodes, then literals."""
    return tuple(_term_order(term) for term in triple)


def to_answer(results: Results, *, rows: int | None = None) -> Answer:
    """Return the results of a query as an answer.

    Args:
        results: what the store returned.
        rows: how many rows or triples there may be; None for any number.

    Raises:
        LimitReached: there are more rows.
    """
    if isinstance(results, ox.QueryBoolean):
        truth = Literal("true" if results else "false", XSD_BOOLEAN)
        return Answer(("answer",), ((truth,),), form="ASK")
    if isinstance(results, ox.QueryTriples):
        return graph_answer(results, rows=rows)
    columns = tuple(variable.value for variable in results.variables)
    cells = (tuple(map(_cell, solution)) for solution in at_most(results, rows))
    return Answer(columns, tuple(cells))


def graph_answer(triples: Iterable[ox.Triple | ox.Quad], *, rows: int | None = None) -> Answer:
    """Return triples as the answer to CONSTRUCT: sorted, each once.

    Raises:
        LimitReached: there are more than so many rows.
    """
    found = {to_triple(triple) for triple in at_most(triples, rows)}
    return Answer((), (), "CONSTRUCT", tuple(sorted(found, key=triple_order)))


def _cell(term: _Foreign | ox.Triple | None) -> Term | None:
    return None if term is None else to_term(term)


def at_most(items: Iterable[_Item], limit: int | None) -> Iterator[_Item]:
    """Yield items, as long as there are no more of them than there may be; None for any number.

    Raises:
        LimitReached: there is one more.
    """
    for number, item in enumerate(items):
        if number == limit:
            raise LimitReached(
                f"query: the answer has more than {limit:,} rows, and none is given rather than "
                "part; add a LIMIT, aggregate, or name the subject asked about"
            )
        yield item


def _term_order(term: Term) -> tuple[str, ...]:
    if isinstance(term, Iri):
        return ("1", term.value)
    if isinstance(term, Blank):
        return ("2", term.value)
    return ("3", term.value, term.datatype, term.language)
