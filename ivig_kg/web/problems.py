"""Failures as problem details for machines (RFC 9457), one status for each kind of error."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus

from starlette.responses import Response

from ivig_kg.errors import (
    ContentUnavailable,
    InvalidInput,
    IvigKgError,
    LimitReached,
    RefusedQuery,
    UsageError,
)

__all__ = ["RETRY_AFTER", "Problem", "phrase", "problem", "status_of"]

RETRY_AFTER = 10
"""Seconds after which a client that met a limit may try again."""

_STATUS: tuple[tuple[type[IvigKgError], int], ...] = (
    (RefusedQuery, 400),
    (InvalidInput, 400),
    (UsageError, 400),
    (LimitReached, 503),
    (ContentUnavailable, 503),
)


class Problem(Exception):
    """A request that cannot be answered: a status and what a person reads about it.

    Args:
        status: the HTTP status.
        detail: what is wrong and how to mend it.
        headers: more headers of the answer, such as Allow.
    """

    def __init__(self, status: int, detail: str, headers: Mapping[str, str] | None = None) -> None:
        """Keep what the answer says."""
        self.status, self.detail, self.headers = status, detail, dict(headers or {})
        super().__init__(detail)


def status_of(error: IvigKgError) -> int:
    """Return the HTTP status of an error of ours."""
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 500)


def phrase(status: int) -> str:
    """Return what a status is called."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:  # 499, that a client has left, is no standard: nobody reads it but the log
        return "Client Closed Request"


def problem(status: int, detail: str, headers: Mapping[str, str] | None = None) -> Response:
    """Return the answer that tells of a failure."""
    more = dict(headers or {})
    if status in {503, 504}:
        more.setdefault("Retry-After", str(RETRY_AFTER))
    body = {"type": "about:blank", "title": phrase(status), "status": status}
    text = json.dumps(body | {"detail": detail}, ensure_ascii=False, indent=2) + "\n"
    more["Cache-Control"] = "no-store"
    return Response(
        text.encode("utf-8", "replace"), status, more, media_type="application/problem+json"
    )
