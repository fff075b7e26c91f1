"""Where a thing of the graph stands on this server: its IRI, with our own origin in front.

The paths are those of the IRIs, so that a redirect from the base IRI will do: the statement
``…/statement/x-1`` is ``/statement/x-1``. A term ``…/ontology#X`` is ``/ontology/X``, since what
stands behind a # never reaches a server.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from ivig_kg.namespaces import Namespaces

__all__ = ["FOLDERS", "Addresses", "with_query"]

FOLDERS = {
    "source": "src:",
    "study": "study:",
    "statement": "st:",
    "assessment": "as:",
    "entry": "entry:",
    "agent": "agent:",
    "ontology": "ivig:",
}
"""The first part of a path, and the prefix of the things that stand there, as CURIEs have it."""

_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,198}[A-Za-z0-9_-])?")
_WEB = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x20\x7f-\x9f]+")


def with_query(path: str, pairs: Iterable[tuple[str, str]] = ()) -> str:
    """Return a path with a query string, all of it quoted."""
    query = urlencode(list(pairs))
    return f"{path}?{query}" if query else path


@dataclass(frozen=True)
class Addresses:
    """Turns IRIs into paths and paths into IRIs."""

    namespaces: Namespaces

    def iri(self, folder: str, local: str) -> str | None:
        """Return the IRI of what a path names; None where it can name nothing."""
        prefix = FOLDERS.get(folder)
        if prefix is None or not _LOCAL.fullmatch(local):
            return None
        return self.namespaces.base(prefix.removesuffix(":")) + local

    def path(self, iri: str) -> str | None:
        """Return the path of a thing of this graph; None for any other IRI."""
        for folder, prefix in FOLDERS.items():
            namespace = self.namespaces.base(prefix.removesuffix(":"))
            if iri.startswith(namespace) and _LOCAL.fullmatch(iri, len(namespace)):
                return f"/{folder}/{iri[len(namespace) :]}"
        return None

    def href(self, iri: str) -> str | None:
        """Return what a page may link to: our own path, or an address of the web.

        Anything else, ``javascript:`` above all, is shown and never linked.
        """
        return self.path(iri) or (iri if _WEB.fullmatch(iri) else None)
