"""What a request of the SPARQL 1.1 Protocol asks for: query, dataset and form of the answer."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple, TypeAlias
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

from ivig_kg.engine.pool import Asked
from ivig_kg.web.guard import LARGEST_BODY
from ivig_kg.web.negotiate import choose
from ivig_kg.web.problems import Problem

__all__ = ["BINDINGS", "GRAPHS", "PAGE", "Fields", "Wish", "read_form", "read_query", "wish"]

PAGE = "text/html"
BINDINGS = {
    "application/sparql-results+json": "json",
    "application/json": "json",
    "application/sparql-results+xml": "xml",
    "application/xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "text/xml": "xml",
}
"""Media type to form, for SELECT and ASK, in our order of preference."""

GRAPHS = {
    "text/turtle": "turtle",
    "application/n-triples": "ntriples",
    "application/ld+json": "jsonld",
    "application/rdf+xml": "rdfxml",
    "application/json": "jsonld",
    "application/xml": "rdfxml",
}
"""The same for CONSTRUCT and DESCRIBE."""

_PATIENCE = 10.0  # seconds for a body to arrive
_MOST_FIELDS = 100
_FORM, _QUERY, _UPDATE = (
    "application/x-www-form-urlencoded",
    "application/sparql-query",
    "application/sparql-update",
)

Fields: TypeAlias = Sequence[tuple[str, str]]
"""Names and values, as they came."""


class Wish(NamedTuple):
    """In which form a client wants an answer.

    Args:
        bindings: the media type for SELECT and ASK, or that of a page; None where it takes none.
        graph: the same for CONSTRUCT and DESCRIBE.
    """

    bindings: str | None
    graph: str | None


@lru_cache(maxsize=256)
def wish(accept: str | None) -> Wish:
    """Return what a header Accept wishes.

    Raises:
        Problem: 406, none of our forms will do.
    """
    bindings = choose(accept, [*BINDINGS, PAGE])
    graph = choose(accept, [*GRAPHS, PAGE])
    if bindings is None and graph is None:
        known = ", ".join(dict.fromkeys((*BINDINGS, *GRAPHS, PAGE)))
        raise Problem(406, f"the header Accept takes none of these: {known}")
    return Wish(bindings, graph)


async def read_form(request: Request) -> Fields:
    """Return the fields of the address and of a posted form; a posted query is the field query.

    Raises:
        Problem: a body that is too large, too slow, of another kind, or not UTF-8.
    """
    fields = _fields(request.scope["query_string"], "the address")
    if request.method != "POST":
        return fields
    kind, _, parameters = request.headers.get("content-type", "").lower().partition(";")
    _require_utf8(parameters)
    if kind.strip() == _UPDATE:
        raise Problem(403, "SPARQL Update is refused: the graph is changed in its files only")
    if kind.strip() not in {_FORM, _QUERY}:
        raise Problem(415, f"post a form ({_FORM}) or a query ({_QUERY})")
    body = await _body(request)
    if kind.strip() == _FORM:
        return [*fields, *_fields(body, "the form")]
    return [*fields, ("query", _utf8(body, "the query"))]


def read_query(fields: Fields, namespace: str) -> Asked | None:
    """Return the query of some fields; None where there is none. Other fields are ignored.

    Args:
        fields: names and values.
        namespace: that of the graphs that may be named.

    Raises:
        Problem: an update, several queries, or a graph that is not of this content.
    """
    queries = [value for name, value in fields if name == "query"]
    if any(name == "update" for name, _ in fields):
        raise Problem(403, "SPARQL Update is refused: the graph is changed in its files only")
    if len(queries) > 1:
        raise Problem(400, f"{len(queries)} queries in one request; send one")
    default = [value for name, value in fields if name == "default-graph-uri"]
    named = [value for name, value in fields if name == "named-graph-uri"]
    for iri in (*default, *named):
        _require_own_graph(iri, namespace)
    dataset = (default, named) if default or named else None
    return Asked(queries[0], dataset=dataset) if queries else None


def _require_own_graph(iri: str, namespace: str) -> None:
    odd = any(not c.isprintable() or c in ' <>"{}|\\^`' for c in iri)
    if odd or not iri.startswith(namespace) or "/../" in iri or "/./" in iri:
        raise Problem(
            400,
            f"{iri[:120]!r} is no graph of this content, and nothing is fetched; graphs are named "
            f"{namespace}…",
        )


def _require_utf8(parameters: str) -> None:
    for parameter in parameters.split(";"):
        name, _, value = parameter.strip().partition("=")
        if name == "charset" and value.strip('"') not in {"utf-8", "utf8", "us-ascii"}:
            raise Problem(415, f"the charset {value[:40]!r} is not read; send UTF-8")


def _fields(data: bytes, what: str) -> list[tuple[str, str]]:
    text = _utf8(data, what)
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
    except UnicodeDecodeError:
        raise Problem(400, f"{what} is not UTF-8") from None
    except ValueError:
        raise Problem(400, f"{what} has more than {_MOST_FIELDS} fields") from None


def _utf8(data: bytes, what: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Problem(400, f"{what} is not UTF-8 at byte {error.start}") from None


async def _body(request: Request) -> bytes:
    try:
        return await asyncio.wait_for(_collected(request), _PATIENCE)
    except TimeoutError:
        message = f"the body did not arrive within {_PATIENCE:g} s"
        raise Problem(408, message, {"Connection": "close"}) from None
    except ClientDisconnect:
        raise Problem(400, "the client left before its body had arrived") from None


async def _collected(request: Request) -> bytes:
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST_BODY:
            message = f"a body of at most {LARGEST_BODY:,} bytes is read"
            raise Problem(413, message, {"Connection": "close"})
    return bytes(body)
