"""Documents of RDF as triples, and triples as documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal as OneOf
from typing import TypeAlias

import pyoxigraph as ox

from ivig_kg.answer.table import Answer
from ivig_kg.answer.terms import Literal, Triple
from ivig_kg.engine import intake
from ivig_kg.engine.convert import (
    from_triple,
    graph_answer,
    to_answer,
    to_triple,
    triple_order,
)
from ivig_kg.engine.faults import document_fault
from ivig_kg.errors import InvalidInput, SyntaxFault

__all__ = ["Format", "Parsed", "parse", "read_answer", "serialise"]

Format: TypeAlias = OneOf["turtle", "ntriples", "nquads", "trig", "jsonld", "rdfxml"]

_FORMATS: Mapping[Format, ox.RdfFormat] = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "nquads": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
_NOT_XML = frozenset(map(chr, {*range(32), 0xFFFE, 0xFFFF} - {9, 10, 13}))


@dataclass(frozen=True)
class Parsed:
    """What a document says.

    Args:
        triples: its triples in their order, with the lexical forms as written.
        prefixes: prefix to namespace, as it declares them (the last one counts).
        graphs: the graph of each triple; None for the default graph.
    """

    triples: tuple[Triple, ...]
    prefixes: dict[str, str]
    graphs: tuple[str | None, ...]


def parse(data: bytes | str, *, where: str, format: Format = "turtle") -> Parsed:  # noqa: A002
    """Read a document.

    Args:
        data: the document; bytes are UTF-8, a byte order mark is passed over.
        where: the file or other origin, as faults are to name it.
        format: what it is written in.

    Raises:
        SyntaxFault: it does not parse.
        InvalidInput: it reaches out (a document type, a remote context), or holds RDF 1.2.
        LimitReached: JSON or XML is nested too deep.
    """
    content = _encoded(data, where)
    if format == "jsonld":
        intake.inspect_jsonld(content, where)
    elif format == "rdfxml":
        intake.inspect_rdfxml(content, where)
    try:
        return _read(content, format)
    except SyntaxError as error:
        if format == "rdfxml":
            error.lineno = intake.line_of_xml_fault(content)
        raise document_fault(error, where) from None
    except InvalidInput as error:
        raise InvalidInput(f"{where}: {error}") from None


def read_answer(data: bytes, format: OneOf["json", "ntriples"]) -> Answer:  # noqa: A002
    """Read the answer of a query process: SPARQL results in JSON, or N-Triples.

    Raises:
        InvalidInput: it holds RDF 1.2.
    """
    if format == "json":
        return to_answer(ox.parse_query_results(data, ox.QueryResultsFormat.JSON))
    return graph_answer(ox.parse(data, ox.RdfFormat.N_TRIPLES))


def serialise(
    triples: Iterable[tuple[Triple, str | None]],
    format: Format,  # noqa: A002
    prefixes: Mapping[str, str] | None = None,
) -> bytes:
    """Write triples as a document, sorted, so that the same triples give the same bytes.

    Args:
        triples: each triple with the IRI of its graph; the graph is written by nquads, trig and
            jsonld, and left out by the others.
        format: what to write.
        prefixes: prefix to namespace, where the format has prefixes.

    Raises:
        InvalidInput: a term is malformed, or cannot be written in XML.
    """
    kind = _FORMATS[format]
    if kind.supports_datasets:
        quads = [_quad(triple, graph) for triple, graph in sorted(set(triples), key=_order)]
        return ox.serialize(quads, format=kind, prefixes=dict(prefixes or {})) or b""
    plain = sorted({triple for triple, _ in triples}, key=triple_order)
    if format == "rdfxml":
        _require_xml(plain)
    return ox.serialize(map(from_triple, plain), format=kind, prefixes=dict(prefixes or {})) or b""


def _encoded(data: bytes | str, where: str) -> bytes:
    if isinstance(data, bytes):
        return data.removeprefix(b"\xef\xbb\xbf")
    try:
        return data.removeprefix("\ufeff").encode("utf-8")
    except UnicodeEncodeError as error:
        line = data.count("\n", 0, error.start) + 1
        message = "half a character (a surrogate); mend the text"
        raise SyntaxFault(message, where=where, line=line) from None


def _read(content: bytes, kind: Format) -> Parsed:
    parser = ox.parse(content, _FORMATS[kind])
    triples, graphs = [], []
    for quad in parser:
        graph = quad.graph_name
        triples.append(to_triple(quad))
        graphs.append(None if isinstance(graph, ox.DefaultGraph) else graph.value)
    return Parsed(tuple(triples), dict(parser.prefixes), tuple(graphs))


def _quad(triple: Triple, graph: str | None) -> ox.Quad:
    plain = from_triple(triple)
    name = ox.NamedNode(graph) if graph is not None else ox.DefaultGraph()
    return ox.Quad(plain.subject, plain.predicate, plain.object, name)


def _order(pair: tuple[Triple, str | None]) -> tuple[str, tuple[tuple[str, ...], ...]]:
    return pair[1] or "", triple_order(pair[0])


def _require_xml(triples: Iterable[Triple]) -> None:
    for triple in triples:
        if isinstance(triple.object, Literal) and not _NOT_XML.isdisjoint(triple.object.value):
            raise InvalidInput(f"{triple.object.value!r}: has a character that XML cannot hold")
