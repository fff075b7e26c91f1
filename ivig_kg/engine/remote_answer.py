"""What an endpoint answered, read strictly: whole, of the right kind, and what was asked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

import pyoxigraph as ox

from ivig_kg.answer.table import Answer
from ivig_kg.engine.convert import graph_answer, to_answer
from ivig_kg.engine.remote_endpoint import PASSWORD, USER, Endpoint
from ivig_kg.engine.remote_form import Asked
from ivig_kg.engine.remote_json import require_plain_results
from ivig_kg.engine.remote_wire import Reply
from ivig_kg.errors import InvalidInput, RemoteFailure

__all__ = ["ACCEPT", "read_reply", "read_triples", "refused"]

ACCEPT = {
    "rows": "application/sparql-results+json, application/json;q=0.5",
    "triples": "application/n-triples, text/turtle;q=0.5",
}
_ROWS = frozenset(("application/sparql-results+json", "application/json"))
_TRIPLES = {"application/n-triples": ox.RdfFormat.N_TRIPLES, "text/turtle": ox.RdfFormat.TURTLE}
_CHARSET = re.compile(r';\s*charset="?(?P<name>[^;"\s]+)', re.IGNORECASE)
_OK = 200
_MOST_QUOTED = 1_000
_WHY = {
    400: "it refused the query (400)",
    401: f"it wants to know who asks (401); set {USER} and {PASSWORD} to what it knows",
    403: f"it does not let us (403); see whether {USER} and {PASSWORD} are right there",
    404: "there is nothing at this address (404); give the path of the endpoint, too",
    405: "it takes no POST here (405); give the address of the endpoint itself",
    406: "it cannot answer in SPARQL Results JSON or N-Triples (406)",
    413: "it finds the request too large (413); give push --via update, or smaller files",
    429: "it is asked too often (429); wait, and try again",
    504: "it did not finish in the time that it takes (504); ask for less",
}


def refused(reply: Reply, endpoint: Endpoint) -> RemoteFailure:
    """Return why an answer of this status is none."""
    if 300 <= reply.status < 400:  # noqa: PLR2004 (the statuses of a redirect)
        target = reply.headers.get("location", "")[:200]
        return endpoint.failure(
            f"it sends us on ({reply.status}), which is not followed; name that address "
            f"yourself if you trust it: {target if target.isprintable() else 'an odd one'}"
        )
    what = _WHY.get(reply.status, f"it failed ({reply.status}); its log tells why")
    return endpoint.failure(what, reply.body)


def read_reply(reply: Reply, asked: Asked, endpoint: Endpoint) -> Answer:
    """Read the answer to a query.

    Raises:
        RemoteFailure: it is no answer, or not whole, or to another question.
    """
    if reply.status != _OK:
        raise refused(reply, endpoint)
    if asked.form in {"CONSTRUCT", "DESCRIBE"}:
        return read_triples(reply, endpoint)
    _expect(reply, _ROWS, endpoint)
    answer = _parsed(_rows, reply, endpoint)
    if answer.form != asked.form:
        raise endpoint.failure(f"it answered {answer.form} to {asked.form}")
    missing = sorted(set(asked.columns or ()) - set(answer.columns))
    if missing:
        raise endpoint.failure(f"its answer lacks the columns {', '.join(missing)} asked for")
    return answer if asked.columns is None else answer.select(asked.columns)


def read_triples(reply: Reply, endpoint: Endpoint) -> Answer:
    """Read triples as the answer to a CONSTRUCT.

    Raises:
        RemoteFailure: they are none, or nobody can tell whether these are all.
    """
    _expect(reply, _TRIPLES.keys(), endpoint)
    if not reply.ended:
        raise endpoint.failure(
            "it says neither how long its answer is nor sends it in chunks, so that triples cut "
            "off would look whole; ask a server of HTTP/1.1"
        )
    return _parsed(_graph, reply, endpoint)


def _rows(reply: Reply) -> Answer:
    require_plain_results(reply.body)
    return to_answer(ox.parse_query_results(reply.body, ox.QueryResultsFormat.JSON))


def _graph(reply: Reply) -> Answer:
    if reply.body.count(b"<<") > _MOST_QUOTED:  # the parser dies of triples within triples
        raise ValueError("too many triples as terms, which are RDF 1.2")
    return graph_answer(ox.parse(reply.body, _TRIPLES[reply.kind]))


def _parsed(read: Callable[[Reply], Answer], reply: Reply, endpoint: Endpoint) -> Answer:
    try:
        return read(reply)
    except (SyntaxError, ValueError, InvalidInput) as error:
        why = str(error)
    # Out here, so that the failure keeps no parser alive: pyoxigraph's may not end in a thread
    # other than the one that made it.
    raise _broken(why, reply, endpoint)


def _expect(reply: Reply, kinds: Collection[str], endpoint: Endpoint) -> None:
    if reply.kind not in kinds:
        page = " (a web page: is it the address of the endpoint itself?)" if _page(reply) else ""
        kind = reply.kind if reply.kind.isprintable() else ""
        raise endpoint.failure(
            f"it answered with the content type {kind[:80] or 'none'}{page}, not with "
            f"{' or '.join(sorted(kinds))}",
            b"" if page else reply.body,
        )
    told = _CHARSET.search(reply.headers.get("content-type", ""))
    if told and told["name"].lower() not in {"utf-8", "utf8", "us-ascii"}:
        raise endpoint.failure(f"its answer is in {told['name'][:40]!r}, not in UTF-8")
    try:
        reply.body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise endpoint.failure(f"its answer is no UTF-8 at byte {error.start:,}") from None


def _page(reply: Reply) -> bool:
    return reply.kind in {"text/html", "application/xhtml+xml"}


def _broken(error: str, reply: Reply, endpoint: Endpoint) -> RemoteFailure:
    why = " ".join(error.split())[:200]
    tail = reply.body[-150:].lstrip() if len(reply.body) > 150 else reply.body  # noqa: PLR2004
    return endpoint.failure(
        f"its answer is cut off or no answer, though it says 200 ({why}); ask for less, or see "
        "its log",
        tail,
    )
