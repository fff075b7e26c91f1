"""One content as it is served: read once, never changed, replaced as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ivig_kg.answer import lexical
from ivig_kg.web.addresses import Addresses
from ivig_kg.web.cache import Cache

if TYPE_CHECKING:
    from ivig_kg.engine.pool import Pool
    from ivig_kg.graph import KnowledgeGraph

__all__ = ["SNAPSHOT", "Serving", "Snapshot"]

SNAPSHOT = "ivig_kg.snapshot"
"""The key by which a request's scope holds the content that it is answered from."""


@dataclass(frozen=True)
class Snapshot:
    """A content, what asks it, and the answers that are known already.

    Args:
        graph: the content, opened.
        pool: the processes that answer foreign queries on it.
        origin: scheme, host and port by which clients reach us, without a slash at its end.
    """

    graph: KnowledgeGraph
    pool: Pool
    origin: str

    @cached_property
    def cache(self) -> Cache:
        """Return the answers that are known already."""
        return Cache()

    @cached_property
    def addresses(self) -> Addresses:
        """Return where things stand on this server."""
        return Addresses(self.graph.namespaces)

    @property
    def digest(self) -> str:
        """Return the hash of the content."""
        return self.graph.content.digest

    @cached_property
    def version(self) -> str:
        """Return the dated version of the content."""
        return self.graph.content.version

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """Return the labels of all things, by IRI."""
        return self.graph.asker.names.labels

    @cached_property
    def claims(self) -> frozenset[str]:
        """Return the IRIs of what texts claim, which is no evidence."""
        names, look_up = self.graph.namespaces, self.graph.asker.look_up
        texts = look_up("instances-of", kind=names.expand("ivig:EvidenceSummary"))
        stated = names.expand("ivig:statedIn")
        return frozenset(
            lexical(subject)
            for text in dict.fromkeys(lexical(row[0]) for row in texts.rows)
            for subject, predicate, value in look_up("about", thing=text).rows
            if (lexical(predicate), lexical(value)) == (stated, text)
        )

    @cached_property
    def by_identifier(self) -> Mapping[str, str]:
        """Return the IRIs of what has an identifier that a person would type, such as C41."""
        return {name: iri for iri, name in self.graph.asker.names.identifiers.items()}

    def warm(self) -> None:
        """Load what every request needs, so that the first does not wait for it."""
        _ = self.labels, self.addresses, self.cache, self.digest, self.version
        _ = self.graph.predicate_order, self.claims, self.by_identifier


@dataclass
class Serving:
    """What the server serves now; ``snapshot`` is replaced when a new content has passed.

    Args:
        snapshot: the content that answers.
        checked: the content that is served has passed its check on this computer.
        refused: why a newer content on the disk is not served; empty where there is none.
        leaving: the server is about to stop, and takes no new work.
    """

    snapshot: Snapshot
    checked: bool = False
    refused: str = ""
    leaving: bool = False
