"""What a supervisor asks: does it live, is it ready, which content does it serve."""

from __future__ import annotations

import json

from starlette.requests import Request
from starlette.responses import Response

from ivig_kg.ask import DISCLAIMER
from ivig_kg.web.routes import serving_of

__all__ = ["healthz", "readyz"]


async def healthz(request: Request) -> Response:
    """Say that the process lives."""
    del request
    return _told(200, {"status": "ok"})


async def readyz(request: Request) -> Response:
    """Say whether queries are taken, from which content, and why a newer one is not served."""
    serving = serving_of(request)
    snapshot = serving.snapshot
    ready = not serving.leaving and bool(snapshot.pool.numbers)
    told: dict[str, object] = {
        "status": "ready" if ready else "not ready",
        "version": snapshot.version,
        "digest": snapshot.digest,
        "workers": len(snapshot.pool.numbers),
        "checked": serving.checked,
        "refused": serving.refused or None,
        "note": DISCLAIMER,
    }
    return _told(200 if ready else 503, told)


def _told(status: int, told: dict[str, object]) -> Response:
    body = json.dumps(told, ensure_ascii=False) + "\n"
    headers = {"Cache-Control": "no-store"} | ({"Retry-After": "5"} if status != 200 else {})  # noqa: PLR2004 (HTTP)
    return Response(body, status, headers, media_type="application/json")
