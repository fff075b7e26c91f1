"""Where what we publish is served."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ivig_kg.errors import UsageError

__all__ = ["Site"]

_ORIGIN = re.compile(r"https?://[^\s/?#<>\"{}|\\^`\x00-\x20\x7f-\x9f]+")


@dataclass(frozen=True)
class Site:
    """The addresses of one server.

    Args:
        origin: scheme, host and port, without a slash at its end.
    """

    origin: str

    def __post_init__(self) -> None:
        """Refuse what is no origin: it is put between < and > in a query.

        Raises:
            UsageError: it is none.
        """
        if not _ORIGIN.fullmatch(self.origin):
            raise UsageError(f"{self.origin[:120]!r} is no origin; give http(s)://host:port")

    @property
    def home(self) -> str:
        """Return where people start."""
        return f"{self.origin}/"

    @property
    def endpoint(self) -> str:
        """Return where SPARQL queries are sent."""
        return f"{self.origin}/sparql"

    @property
    def description(self) -> str:
        """Return where the dataset is described."""
        return f"{self.origin}/.well-known/void"

    @property
    def api(self) -> str:
        """Return where the questions are listed."""
        return f"{self.origin}/api/questions"

    @property
    def openapi(self) -> str:
        """Return where the API is described."""
        return f"{self.origin}/api/openapi.json"

    def answer(self, question: str) -> str:
        """Return where a question is answered."""
        return f"{self.api}/{question}"

    def file(self, path: str) -> str:
        """Return where a file of the content is served."""
        return f"{self.origin}/graph/{path}"
