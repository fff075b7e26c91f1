"""What every export carries, whatever its format: the disclaimer, the version, the digest.

Turtle and N-Triples have them in remarks at the top; JSON-LD, which has no remarks, has them as
triples of the dataset's own header; JSON of ours has members for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from starlette.responses import Response

from ivig_kg.answer import Iri, Literal, Triple, lexical
from ivig_kg.answer.interchange import dumped
from ivig_kg.ask import DISCLAIMER
from ivig_kg.engine.parse import serialise
from ivig_kg.turtle.write import write
from ivig_kg.web.snapshot import Snapshot

__all__ = ["RDF_TYPES", "as_json", "as_rdf", "carried", "dataset_header"]

RDF_TYPES: Mapping[str, str] = {
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
}
"""The ending of a twin, and its media type; the first is the one that is given unasked."""

_SHOWN = 12  # digits of a digest


def carried(snapshot: Snapshot) -> dict[str, object]:
    """Return what JSON of ours says of itself."""
    return {
        "disclaimer": DISCLAIMER,
        "version": snapshot.version,
        "digest": snapshot.digest[:_SHOWN],
    }


def as_json(snapshot: Snapshot, document: Mapping[str, object]) -> Response:
    """Return a document of ours as JSON, with what every export carries at its end."""
    text = dumped({**document, **carried(snapshot)})
    return Response(text, media_type="application/json")


def as_rdf(snapshot: Snapshot, triples: Iterable[Triple], media: str) -> Response:
    """Return triples in one of ``RDF_TYPES``, with what every export carries.

    Args:
        snapshot: the content that is served.
        triples: what to write; blank nodes only as trees and lists.
        media: the media type.
    """
    namespaces = snapshot.graph.namespaces
    if media == RDF_TYPES["jsonld"]:
        whole = [(triple, None) for triple in (*triples, *dataset_header(snapshot))]
        return Response(serialise(whole, "jsonld", namespaces.prefixes), media_type=media)
    head = (
        f"# {DISCLAIMER}\n"
        f"# ivig-kg, version {snapshot.version}, digest {snapshot.digest[:_SHOWN]}. CC BY 4.0.\n"
    )
    if media == RDF_TYPES["nt"]:
        lines = serialise([(triple, None) for triple in triples], "ntriples")
        return Response(head.encode() + lines, media_type=media)
    text = write(triples, namespaces, snapshot.graph.predicate_order, remarks=head)
    return Response(text, media_type=f"{media}; charset=utf-8")


def dataset_header(snapshot: Snapshot) -> list[Triple]:
    """Return what the data says of itself, with the disclaimer and the digest beside it."""
    namespaces = snapshot.graph.namespaces
    dataset = namespaces.graph("data")
    about = snapshot.graph.asker.look_up("about", thing=dataset)
    told = [
        Triple(Iri(dataset), Iri(lexical(predicate)), value)
        for subject, predicate, value in about.rows
        if lexical(subject) == dataset and isinstance(value, Iri | Literal)
    ]
    added = {
        "dcterms:rights": Literal(DISCLAIMER),
        "dcterms:identifier": Literal(f"sha256:{snapshot.digest[:_SHOWN]}"),
    }
    told += [Triple(Iri(dataset), Iri(namespaces.expand(c)), text) for c, text in added.items()]
    return told
