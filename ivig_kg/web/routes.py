"""What stands at which address, and how a view becomes an answer whatever happens in it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from importlib import import_module
from typing import TypeAlias, cast

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ivig_kg.errors import IvigKgError
from ivig_kg.web.addresses import FOLDERS
from ivig_kg.web.negotiate import choose
from ivig_kg.web.problems import Problem, problem, status_of
from ivig_kg.web.snapshot import SNAPSHOT, Serving, Snapshot

__all__ = ["VIEWS", "View", "failed", "load_views", "routes", "serving_of"]

View: TypeAlias = Callable[[Request, Snapshot], Response]
"""A view: it runs in a thread, reads a request and a content, and raises what it cannot answer."""

VIEWS = {
    "/": "pages.home",
    "/questions": "pages.questions",
    "/questions/{name}": "pages.question",
    "/audit": "pages.audit",
    "/ontology": "pages.ontology",
    "/search": "pages.search",
    "/map": "page_appraise.evidence_map",
    "/forest": "page_appraise.forest",
    "/profile": "page_appraise.profile",
    "/gaps": "page_appraise.gaps",
    "/static/{name}": "pages.static",
    "/api/questions": "api.questions",
    "/api/questions/{name}": "api.answer",
    "/api/things/{folder}/{local}": "api.thing",
    "/api/search": "api.search",
    "/api/appraise/{name}": "appraising.answer",
    "/api/openapi.json": "api.openapi",
    "/.well-known/void": "published.void",
    "/graph/{path:path}": "things.graph_file",
    **{f"/{folder}/{{local}}": "things.thing" for folder in FOLDERS},
}
"""Address to view, each by its module here and its name, so that a view loads when first asked."""


def routes() -> list[Route]:
    """Return the routes of all views."""
    return [Route(path, _answered(name), methods=["GET"]) for path, name in VIEWS.items()]


def load_views() -> None:
    """Load the modules of all views, so that no request waits for them, and none is missing.

    Raises:
        ModuleNotFoundError: a package that they need is not installed.
    """
    for name in VIEWS.values():
        _view(name)


def serving_of(request: Request) -> Serving:
    """Return what the server serves now."""
    return cast("Serving", request.app.state.serving)


def failed(request: Request, status: int, detail: str, headers: dict[str, str]) -> Response:
    """Return the answer to what could not be answered: a page for a browser, else a problem."""
    liked = choose(request.headers.get("accept"), ["application/problem+json", "text/html"])
    if liked != "text/html" or request.url.path.startswith("/api/"):
        return problem(status, detail, headers)
    from ivig_kg.web.pages import error_page  # noqa: PLC0415 (loaded when first asked)

    answer: Response = error_page(serving_of(request).snapshot, status, detail)
    answer.status_code = status
    answer.headers.update(problem(status, detail, headers).headers | dict(answer.headers))
    return answer


def _answered(name: str) -> Callable[[Request], object]:
    async def endpoint(request: Request) -> Response:
        return await run_in_threadpool(_answer, request, name)

    return endpoint


def _answer(request: Request, name: str) -> Response:
    try:
        return _view(name)(request, request.scope[SNAPSHOT])
    except Problem as error:
        return failed(request, error.status, error.detail, error.headers)
    except IvigKgError as error:
        return failed(request, status_of(error), str(error), {})
    except Exception:
        # A fault of ours: told to whoever runs the server, and to nobody else.
        logging.getLogger(__name__).exception("a view failed: %s", name)
        return failed(request, 500, "a fault of the server; its log tells more", {})


def _view(name: str) -> View:
    module, function = name.split(".")
    return cast("View", getattr(import_module(f"ivig_kg.web.{module}"), function))
