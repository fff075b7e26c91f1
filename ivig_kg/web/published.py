"""What is published of the data and of the endpoint, for machines that look for them."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from ivig_kg.answer import Triple
from ivig_kg.publish import Publisher, Site
from ivig_kg.web.exports import RDF_TYPES, as_rdf
from ivig_kg.web.negotiate import choose
from ivig_kg.web.problems import Problem
from ivig_kg.web.snapshot import Snapshot

__all__ = ["description", "publisher", "void"]


def void(request: Request, snapshot: Snapshot) -> Response:
    """Answer GET /.well-known/void: the dataset as VoID and DCAT describe it.

    Raises:
        Problem: 406, in no format that the client takes.
    """
    media = choose(request.headers.get("accept"), list(RDF_TYPES.values()))
    if media is None:
        raise Problem(406, f"there is: {', '.join(RDF_TYPES.values())}")
    return as_rdf(snapshot, publisher(snapshot).dataset(), media)


def description(snapshot: Snapshot) -> tuple[Triple, ...]:
    """Return the endpoint as SPARQL 1.1 Service Description has it: no blank nodes."""
    return publisher(snapshot).service()


def publisher(snapshot: Snapshot) -> Publisher:
    """Return what describes a content as this server serves it."""
    graph = snapshot.graph
    return Publisher(graph.asker, graph.content, Site(snapshot.origin))
