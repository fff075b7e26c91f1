"""The application: the routes, and around them what keeps answers, guards and tells."""

from __future__ import annotations

from collections.abc import Collection

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from ivig_kg.web.caching import Caching
from ivig_kg.web.guard import Guard
from ivig_kg.web.logs import Telling
from ivig_kg.web.routes import failed, routes
from ivig_kg.web.snapshot import Serving
from ivig_kg.web.sparql import endpoint
from ivig_kg.web.state import healthz, readyz

__all__ = ["make_app"]


def make_app(serving: Serving, hosts: Collection[str]) -> ASGIApp:
    """Return the application.

    Args:
        serving: what it serves.
        hosts: the names under which clients may reach it.
    """
    own = [Route("/healthz", healthz), Route("/readyz", readyz)]
    app = Starlette(routes=[*own, *routes()], exception_handlers={404: _nowhere})
    app.router.redirect_slashes = False
    app.state.serving = serving

    async def shared(scope: Scope, receive: Receive, send: Send) -> None:
        # Queries go past the router and its layers, which take as long as a short query does.
        if scope["type"] == "http" and scope["path"] == "/sparql":
            scope["app"] = app
            answer = await endpoint(Request(scope, receive))
            await answer(scope, receive, send)
        else:
            await app(scope, receive, send)

    return Telling(Guard(Caching(shared, serving), hosts))


async def _nowhere(request: Request, error: Exception) -> Response:
    del error
    return failed(request, 404, "nothing stands at this address; / leads to all there is", {})
