"""Writing to a remote store: the SPARQL 1.1 Graph Store Protocol, and SPARQL Update as a text.

Nothing here is tried again: whoever writes knows what it means when one try did something unseen.
"""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator
from urllib.parse import quote

import pyoxigraph as ox

from ivig_kg.answer.terms import Triple
from ivig_kg.engine.convert import from_triple, to_triple
from ivig_kg.engine.faults import document_fault
from ivig_kg.engine.remote import AGENT, sent, update_request
from ivig_kg.engine.remote_answer import ACCEPT, read_triples, refused
from ivig_kg.engine.remote_endpoint import Endpoint
from ivig_kg.engine.remote_wire import Reply
from ivig_kg.errors import UsageError

__all__ = ["GraphStore", "SparqlUpdate", "checked", "pieces"]

_DONE = frozenset((200, 201, 204))
_MISSING = 404


class GraphStore:
    """A store by its Graph Store Protocol: a graph is a document that is put, added to, deleted."""

    def __init__(self, endpoint: Endpoint) -> None:
        """Take the address of the protocol, to which ``?graph=`` is added."""
        self.endpoint = endpoint

    def get(self, graph: str) -> tuple[Triple, ...]:
        """Return what a graph holds; nothing where there is none.

        Raises:
            RemoteFailure: the store failed.
        """
        reply = self._sent("GET", graph, retries=self.endpoint.retries)
        if reply.status == _MISSING:
            return ()
        if reply.status != 200:  # noqa: PLR2004 (OK)
            raise refused(reply, self.endpoint)
        return read_triples(reply, self.endpoint).triples

    def put(self, graph: str, turtle: bytes) -> None:
        """Replace a graph by a document.

        Raises:
            RemoteFailure: the store failed.
        """
        self._changed("PUT", graph, turtle)

    def add(self, graph: str, turtle: bytes) -> None:
        """Add the triples of a document to a graph.

        Raises:
            RemoteFailure: the store failed.
        """
        self._changed("POST", graph, turtle)

    def drop(self, graph: str) -> None:
        """Delete a graph, where there is one.

        Raises:
            RemoteFailure: the store failed.
        """
        reply = self._sent("DELETE", graph)
        if reply.status not in {*_DONE, _MISSING}:
            raise refused(reply, self.endpoint)

    def _changed(self, method: str, graph: str, turtle: bytes) -> None:
        reply = self._sent(method, graph, turtle)
        if reply.status not in _DONE:
            raise refused(reply, self.endpoint)

    def _sent(
        self, method: str, graph: str, data: bytes | None = None, *, retries: int = 0
    ) -> Reply:
        url = self.endpoint.url
        address = f"{url}{'&' if '?' in url else '?'}graph={quote(checked(graph), safe='')}"
        # Virtuoso refuses to write for those who want triples back.
        headers = {"User-Agent": AGENT, "Accept": ACCEPT["triples"] if method == "GET" else "*/*"}
        if data is not None:
            headers["Content-Type"] = "text/turtle"

        def request() -> urllib.request.Request:
            return urllib.request.Request(address, data, headers, method=method)  # noqa: S310 (Endpoint takes http and https alone)

        return sent(request, self.endpoint, retries)


class SparqlUpdate:
    """A store by SPARQL Update."""

    def __init__(self, endpoint: Endpoint) -> None:
        """Take the address that takes updates."""
        self.endpoint = endpoint

    def run(self, text: str) -> None:
        """Run one request of SPARQL Update.

        Raises:
            RemoteFailure: the store failed; it may have done what was asked all the same.
        """
        reply = sent(update_request(self.endpoint.url, text), self.endpoint)
        if reply.status not in _DONE:
            raise refused(reply, self.endpoint)


def pieces(turtle: bytes, where: str, most: int) -> Iterator[str]:
    """Yield the triples of a document as N-Triples, so many at a time.

    What has a blank node comes in one piece, since each request makes its own blank nodes.

    Args:
        turtle: the document.
        where: its name, for faults.
        most: triples in a piece of those without blank nodes.

    Raises:
        SyntaxFault: it does not parse.
    """
    try:
        quads = list(ox.parse(turtle, ox.RdfFormat.TURTLE))
    except SyntaxError as error:
        raise document_fault(error, where) from None
    linked = [q for q in quads if ox.BlankNode in {type(q.subject), type(q.object)}]
    plain = [q for q in quads if ox.BlankNode not in {type(q.subject), type(q.object)}]
    for part in (linked, *(plain[n : n + most] for n in range(0, len(plain), most))):
        if part:
            # By our own terms, which refuse RDF 1.2: an endpoint of 1.1 could not read it.
            triples = (from_triple(to_triple(quad)) for quad in part)
            yield (ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"").decode()


def checked(graph: str) -> str:
    """Return the IRI of a graph, so that nothing else gets into a request.

    Raises:
        UsageError: it is no IRI.
    """
    try:
        return ox.NamedNode(graph).value
    except ValueError:
        raise UsageError(f"{graph[:120]!r}: is no IRI of a graph") from None
