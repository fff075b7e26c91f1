"""The SPARQL endpoint: a query in, an answer out, or a problem; never part of an answer."""

from __future__ import annotations

import asyncio
import logging
from http import HTTPStatus
from typing import Literal as OneOf

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from ivig_kg.engine.gate import gives_graph
from ivig_kg.engine.parse import read_answer
from ivig_kg.engine.pool import Asked, Replied
from ivig_kg.errors import IvigKgError, LimitReached, TimeReached
from ivig_kg.web.caching import compressed, takes_gzip
from ivig_kg.web.exports import RDF_TYPES, as_rdf
from ivig_kg.web.logs import QUERY, hashed
from ivig_kg.web.negotiate import choose
from ivig_kg.web.problems import Problem, status_of
from ivig_kg.web.protocol import BINDINGS, GRAPHS, PAGE, Fields, read_form, read_query, wish
from ivig_kg.web.routes import failed, serving_of
from ivig_kg.web.snapshot import Snapshot
from ivig_kg.web.things import DESCRIPTION
from ivig_kg.web.wire import unsent

__all__ = ["endpoint"]

_ROWS_OF_PAGE, _CELLS_OF_PAGE, _BYTES_OF_PAGE = 2_000, 20_000, 2 * 2**20
_LARGE, _UNSENT = 2**20, 256 * 2**20  # bytes of an answer, and of all that wait to be read
_SOON = 0.25  # seconds after which we look whether the client still waits
_HEADERS = ((b"cache-control", b"no-cache"), (b"vary", b"Accept, Accept-Encoding"))
_LEFT = 499  # of no standard: nobody reads it but the log
_LOG = logging.getLogger(__name__)


async def endpoint(request: Request) -> Response:
    """Answer a request of the SPARQL 1.1 Protocol (GET, POST form, POST direct)."""
    fields: Fields = ()
    try:
        fields = await read_form(request)
        # Taken only now: whoever has it asks at once, so that an old one can be retired.
        answer = await _answer(request, fields, serving_of(request).snapshot)
    except Problem as error:
        answer = _failed(request, fields, error.status, error.detail, error.headers)
    except IvigKgError as error:
        status = HTTPStatus.GATEWAY_TIMEOUT if isinstance(error, TimeReached) else status_of(error)
        answer = _failed(request, fields, status, str(error), {})
    except Exception:  # noqa: BLE001 (whatever it is, the client is told)
        _LOG.exception("the endpoint failed")
        answer = failed(request, 500, "a fault of the server; its log tells more", {})
    names = {name for name, _ in answer.raw_headers}
    answer.raw_headers += [header for header in _HEADERS if header[0] not in names]
    return answer


def _failed(
    request: Request, fields: Fields, status: int, detail: str, headers: dict[str, str]
) -> Response:
    """Return a problem; to a person the form with the query, so that it can be mended."""
    queries = [value for name, value in fields if name == "query" and value.strip()]
    told = failed(request, status, detail, headers)
    if len(queries) != 1 or not (told.media_type or "").startswith("text/html"):
        return told
    from ivig_kg.web.pages import sparql_error  # noqa: PLC0415 (loaded when first asked)

    form = sparql_error(serving_of(request).snapshot, queries[0], status, detail)
    kept = {"content-length", "content-type"}
    form.headers.update({k: v for k, v in told.headers.items() if k not in kept})
    return form


async def _answer(request: Request, fields: Fields, snapshot: Snapshot) -> Response:
    asked = read_query(fields, snapshot.graph.namespaces.base("graph"))
    if asked is None:
        if request.method == "POST":
            raise Problem(400, "no query; post it as the field query, or as the whole body")
        return await run_in_threadpool(_without_query, request, snapshot)
    request.scope[QUERY] = hashed(asked.text)
    wanted = wish(request.headers.get("accept"))
    if PAGE in wanted and (wanted.graph if gives_graph(asked.text) else wanted.bindings) == PAGE:
        return await _page(request, snapshot, asked)
    fitting = asked._replace(
        bindings=BINDINGS.get(wanted.bindings or ""), graph=GRAPHS.get(wanted.graph or "")
    )
    replied = await _unless_left(request, snapshot, fitting)
    media = wanted.bindings if replied.format == fitting.bindings else wanted.graph
    if len(replied.data) > _LARGE and unsent() + len(replied.data) > _UNSENT:
        raise LimitReached("query: too many large answers wait to be read; ask again later")
    headers = {"Link": DESCRIPTION}
    return Response(replied.data, headers=headers, media_type=_with_charset(media or ""))


async def _unless_left(request: Request, snapshot: Snapshot, asked: Asked) -> Replied:
    """Ask, and stop asking when the client has left."""
    task = _WAITING.begin(request)
    try:
        replied = await snapshot.pool.ask(asked)
    finally:
        if _WAITING.end(task):
            raise Problem(_LEFT, "the client left")
    if not replied.format:
        kind = "a CONSTRUCT or DESCRIBE" if asked.bindings else "a SELECT or ASK"
        known = GRAPHS if asked.bindings else BINDINGS
        raise Problem(406, f"the answer to {kind} can be had as: {', '.join(known)}")
    return replied


class _Waiting:
    """Those who wait for an answer: when one of them leaves, its query is ended.

    Looked at now and then, for all together: most queries are answered before anybody could leave.
    """

    def __init__(self) -> None:
        self._asking: dict[asyncio.Task[object], Request] = {}
        self._watching: dict[asyncio.Task[object], asyncio.Task[None]] = {}
        self._left: set[asyncio.Task[object]] = set()
        self._ticking = False

    def begin(self, request: Request) -> asyncio.Task[object]:
        """Note that a request waits, and return the task that does."""
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 (this is called in one)
        self._asking[task] = request
        self._tick()
        return task

    def end(self, task: asyncio.Task[object]) -> bool:
        """Note that it waits no more; say whether its client has left."""
        self._asking.pop(task, None)
        watching = self._watching.pop(task, None)
        if watching is not None:
            watching.cancel()
        left = task in self._left
        self._left.discard(task)
        return left

    def _tick(self) -> None:
        if not self._ticking:
            self._ticking = True
            asyncio.get_running_loop().call_later(_SOON, self._look)

    def _look(self) -> None:
        self._ticking = False
        for task, request in self._asking.items():
            if task not in self._watching:
                self._watching[task] = asyncio.ensure_future(self._watch(task, request))
        if self._asking:
            self._tick()

    async def _watch(self, task: asyncio.Task[object], request: Request) -> None:
        while (await request.receive())["type"] != "http.disconnect":
            pass  # the rest of a request that has been read already
        self._left.add(task)
        task.cancel()


_WAITING = _Waiting()


async def _page(request: Request, snapshot: Snapshot, asked: Asked) -> Response:
    """Return the answer as a page, whose size is bounded more narrowly."""
    narrow = asked._replace(bindings="json", graph="ntriples", rows=_ROWS_OF_PAGE)
    try:
        replied = await _unless_left(request, snapshot, narrow)
    except TimeReached:
        raise
    except LimitReached as error:
        raise LimitReached(f"{error}; or ask for CSV or JSON, which may be longer") from None
    return await run_in_threadpool(_shown, request, snapshot, asked.text, replied)


def _shown(request: Request, snapshot: Snapshot, text: str, replied: Replied) -> Response:
    from ivig_kg.web.pages import sparql_table  # noqa: PLC0415 (loaded when first asked)

    if len(replied.data) > _BYTES_OF_PAGE:
        raise _too_large_for_a_page()
    form: OneOf["json", "ntriples"] = "json" if replied.format == "json" else "ntriples"
    found = snapshot.graph.asker.named(read_answer(replied.data, form))
    if len(found.rows) * len(found.columns) > _CELLS_OF_PAGE:
        raise _too_large_for_a_page()
    return _smaller(request, sparql_table(snapshot, text, found))


def _too_large_for_a_page() -> LimitReached:
    return LimitReached(
        f"query: an answer of over {_CELLS_OF_PAGE:,} cells, or so many bytes, is too large for a "
        "page; ask for CSV or JSON, which may be longer, or for less"
    )


def _without_query(request: Request, snapshot: Snapshot) -> Response:
    """Return the form for a person, the service description for a program."""
    offers = [*RDF_TYPES.values(), PAGE]
    liked = choose(request.headers.get("accept"), offers)
    if liked is None:
        raise Problem(406, f"without a query there are: {', '.join(offers)}")
    if liked == PAGE:
        from ivig_kg.web.pages import sparql_form  # noqa: PLC0415 (loaded when first asked)

        return _smaller(request, sparql_form(request, snapshot))
    from ivig_kg.web.published import description  # noqa: PLC0415 (loaded when first asked)

    return as_rdf(snapshot, description(snapshot), liked)


def _smaller(request: Request, page: Response) -> Response:
    coding = "gzip" if takes_gzip(request.headers.get("accept-encoding", "")) else ""
    small = compressed(bytes(page.body), page.raw_headers, coding)
    if small is None:
        return page
    headers = {k: v for k, v in page.headers.items() if k != "content-length"}
    return Response(small, page.status_code, headers | {"content-encoding": "gzip"})


def _with_charset(media: str) -> str:
    return f"{media}; charset=utf-8" if media.startswith("text/") else media
