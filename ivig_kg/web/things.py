"""A thing of the graph at its own address: a page, or its triples; and the files they stand in."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ivig_kg.show import Portrait, portrait_of
from ivig_kg.web.exports import RDF_TYPES, as_rdf
from ivig_kg.web.negotiate import choose
from ivig_kg.web.problems import Problem
from ivig_kg.web.snapshot import Snapshot

__all__ = ["DESCRIPTION", "alternates", "graph_file", "named", "portrait", "thing"]

DESCRIPTION = '</.well-known/void>; rel="describedby"; type="text/turtle"'
"""Link to what says what the data is, its licence and its state of review."""

_PAGE = "text/html"
_SERVED = ("ontology/", "data/")


def thing(request: Request, snapshot: Snapshot) -> Response:
    """Answer GET /{folder}/{local}: the page or the triples of a thing, as Accept or the end asks.

    Raises:
        Problem: 404, there is no such thing; 406, it is in no format that the client takes.
    """
    folder, local = request.scope["path"].split("/")[1], request.path_params["local"]
    if (known := _known_as(snapshot, folder, local)) is not None:
        return RedirectResponse(known, 303)
    bare, dot, ending = local.rpartition(".")
    if dot and ending in RDF_TYPES:
        iri = named(snapshot, folder, bare)
        answer = as_rdf(snapshot, portrait(snapshot, iri).triples, RDF_TYPES[ending])
        answer.headers["Link"] = f"{alternates(snapshot, iri)}, {DESCRIPTION}"
        return answer
    iri = named(snapshot, folder, local)
    media = choose(request.headers.get("accept"), [_PAGE, *RDF_TYPES.values()])
    if media is None:
        raise Problem(406, f"there is: {', '.join([_PAGE, *RDF_TYPES.values()])}")
    if media == _PAGE:
        from ivig_kg.web.pages import thing_page  # noqa: PLC0415 (templates, for pages alone)

        answer = thing_page(request, snapshot, iri)
    else:
        answer = as_rdf(snapshot, portrait(snapshot, iri).triples, media)
        endings = {kind: ending for ending, kind in RDF_TYPES.items()}
        answer.headers["Content-Location"] = f"/{folder}/{local}.{endings[media]}"
    answer.headers["Link"] = f"{alternates(snapshot, iri)}, {DESCRIPTION}"
    return answer


def _known_as(snapshot: Snapshot, folder: str, local: str) -> str | None:
    """Return where a thing stands that people call by an identifier, such as C41."""
    iri = snapshot.by_identifier.get(local)
    path = (snapshot.addresses.path(iri) if iri else None) or ""
    elsewhere = path.startswith(f"/{folder}/") and path != f"/{folder}/{local}"
    return path if elsewhere else None


def graph_file(request: Request, snapshot: Snapshot) -> Response:
    """Answer GET /graph/{path}: one file of the ontology or the data, byte for byte.

    Raises:
        Problem: 404, there is no such file.
    """
    path = request.path_params["path"]
    for file in snapshot.graph.content.below("ontology", "data"):
        if file.path == path:
            media = f"{RDF_TYPES['ttl']}; charset=utf-8"
            return Response(file.data, media_type=media, headers={"Link": DESCRIPTION})
    raise Problem(404, f"no file of {' or '.join(_SERVED)} is called {path[:120]!r}")


def named(snapshot: Snapshot, folder: str, local: str) -> str:
    """Return the IRI of a thing that the graph holds something on.

    Raises:
        Problem: 404, it holds nothing; the nearest names are told.
    """
    iri = snapshot.addresses.iri(folder, local)
    if iri is None:
        raise Problem(404, f"{local[:120]!r} can name nothing in {folder[:40]}")
    asker = snapshot.graph.asker
    if not asker.look_up("about", thing=iri).rows:
        near = asker.names.hint(snapshot.graph.namespaces.show(iri))
        raise Problem(404, f"the graph holds nothing on {folder}/{local[:120]}{near}")
    return iri


def portrait(snapshot: Snapshot, iri: str) -> Portrait:
    """Return all that the graph holds on a thing.

    Raises:
        Problem: 404, it holds nothing.
    """
    asker = snapshot.graph.asker
    found = portrait_of(
        iri,
        look_up=asker.look_up,
        labels=snapshot.labels,
        namespaces=asker.namespaces.joined(asker.outside()),
        order=snapshot.graph.predicate_order,
    )
    if found is None:
        raise Problem(404, f"the graph holds nothing on {iri}")
    return found


def alternates(snapshot: Snapshot, iri: str) -> str:
    """Return the header Link with the twins of a thing's page."""
    path = snapshot.addresses.path(iri)
    links = [f'<{path}>; rel="alternate"; type="{_PAGE}"']
    links += [f'<{path}.{end}>; rel="alternate"; type="{kind}"' for end, kind in RDF_TYPES.items()]
    return ", ".join(links)
