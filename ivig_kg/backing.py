"""Where answers come from: the files of a content in memory, a store on the disk, an endpoint."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from ivig_kg.ask import Engine
from ivig_kg.content import Content, find_content
from ivig_kg.errors import UsageError
from ivig_kg.mappings.graph import knowledge
from ivig_kg.namespaces import Namespaces, read_namespaces

if TYPE_CHECKING:
    from ivig_kg.answer import Answer
    from ivig_kg.engine.holding import Holding

__all__ = ["AtEndpoint", "Backing", "InFiles", "InStore", "Tell", "backing", "ontology_engine"]

_NOT_STATED = "not stated"

Tell = Callable[[str], None]
"""What is done with words on what takes long."""


class Backing(Protocol):
    """What gives answers, and the content that its questions and terms are of."""

    @property
    def content(self) -> Content:
        """Return the content."""
        ...

    @property
    def namespaces(self) -> Namespaces:
        """Return the prefixes of the content."""
        ...

    @property
    def engine(self) -> Engine:
        """Return what answers the questions of the project."""
        ...

    @property
    def holding(self) -> Holding:
        """Return what query processes answer from."""
        ...

    @property
    def store(self) -> str | None:
        """Return the folder of the store that answers; None where none does."""
        ...

    def close(self) -> None:
        """Say that nobody asks any more, so that a store may be taken away."""
        ...

    def answer(self, text: str, *, timeout: float, service: bool) -> Answer:
        """Answer a query of a user's own, which has passed the gate, within bounds."""
        ...


class _Local:
    """On this machine: queries of a user's own run in a process that can be killed."""

    store: str | None = None

    def close(self) -> None:
        """Do nothing: what is in memory goes with who holds it."""

    @property
    def content(self) -> Content:
        raise NotImplementedError

    @cached_property
    def namespaces(self) -> Namespaces:
        """Return the prefixes of the content."""
        return read_namespaces(self.content)

    @property
    def holding(self) -> Holding:
        raise NotImplementedError

    def answer(self, text: str, *, timeout: float, service: bool) -> Answer:
        """Answer a query in a child process.

        Raises:
            LimitReached: it took too long or too much.
            InvalidInput: it is no query.
        """
        from ivig_kg.engine.workers import run_bounded  # noqa: PLC0415 (cold start)

        return run_bounded(text, holding=self.holding, timeout=timeout, service=service)


class InFiles(_Local):
    """The files of a content, loaded into memory."""

    def __init__(self, content: Content) -> None:
        """Take the content."""
        self._content = content

    @property
    def content(self) -> Content:
        """Return the content."""
        return self._content

    @property
    def graph_files(self) -> list[tuple[str, str, bytes]]:
        """Return each graph's IRI, its file's name, and its Turtle."""
        files = knowledge(self.content, self.namespaces)
        return [(self.namespaces.graph(file.path), file.path, file.data) for file in files]

    @cached_property
    def engine(self) -> Engine:
        """Return the engine in memory."""
        from ivig_kg.engine.embedded import EmbeddedEngine  # noqa: PLC0415 (cold start)

        return EmbeddedEngine(self.graph_files)

    @property
    def holding(self) -> Holding:
        """Return the files as texts."""
        from ivig_kg.engine.holding import Holding  # noqa: PLC0415 (cold start)

        return Holding(self.graph_files)


class InStore(_Local):
    """A store on the disk, which is built anew where the content has changed."""

    def __init__(self, path: str, given: str | None, tell: Tell) -> None:
        """Open the store.

        Args:
            path: its folder.
            given: the folder of the content; None for the one that it was built of.
            tell: is told why and how far it is built anew.

        Raises:
            UsageError: it is the store of another content.
            ContentUnavailable: there is none, or it cannot be read.
        """
        from ivig_kg.load import open_store  # noqa: PLC0415 (cold start)

        self._opened = open_store(path, given, tell=tell)
        self.store = path

    def close(self) -> None:
        """Say that the store is not read any more."""
        from ivig_kg.store import done_reading  # noqa: PLC0415 (cold start)

        done_reading(self._opened.graphs.folder)

    @property
    def content(self) -> Content:
        """Return the content that the store was built of."""
        return self._opened.content

    @property
    def engine(self) -> Engine:
        """Return the engine on the disk."""
        return self._opened.engine

    @property
    def holding(self) -> Holding:
        """Return the folder of the store."""
        from ivig_kg.engine.holding import Holding  # noqa: PLC0415 (cold start)

        return Holding(stored=self._opened.graphs)


class AtEndpoint:
    """A SPARQL endpoint, which is asked the questions of a content.

    What it holds is its own affair: the content has no version and no hash here.
    """

    store: str | None = None

    def close(self) -> None:
        """Do nothing: each question is an exchange of its own."""

    def __init__(self, content: Content, url: str) -> None:
        """Take the endpoint; nothing is sent yet.

        Raises:
            UsageError: the URL is none.
        """
        from ivig_kg.engine.remote import Endpoint, RemoteEngine  # noqa: PLC0415 (cold start)

        self._engine = RemoteEngine(Endpoint(url))
        self.content = content.known_as(_NOT_STATED, _NOT_STATED)

    @cached_property
    def namespaces(self) -> Namespaces:
        """Return the prefixes of the content."""
        return read_namespaces(self.content)

    @property
    def engine(self) -> Engine:
        """Return the engine that asks the endpoint."""
        return self._engine

    @property
    def holding(self) -> Holding:
        """Refuse: what is elsewhere cannot be loaded into a process.

        Raises:
            UsageError: always.
        """
        raise UsageError("endpoint: it serves itself; 'ivig-kg pull' fetches what it holds")

    def answer(self, text: str, *, timeout: float, service: bool) -> Answer:
        """Ask a query of a user's own.

        Raises:
            UsageError: SERVICE cannot be allowed to another's server.
            RemoteFailure: it is down, slow, refuses, or answers what is no answer.
        """
        from ivig_kg.engine.remote import RemoteEngine  # noqa: PLC0415 (cold start)

        if service:
            raise UsageError("--allow-service: is for queries that run here, not at an endpoint")
        return RemoteEngine(replace(self._engine.endpoint, timeout=timeout)).query(text)


def ontology_engine(content: Content, namespaces: Namespaces) -> Engine:
    """Return an engine that holds the ontology with its shapes, which say what values are taken."""
    from ivig_kg.engine.embedded import EmbeddedEngine  # noqa: PLC0415 (cold start)

    found = content.below("ontology")
    return EmbeddedEngine((namespaces.graph(f.path), f.path, f.data) for f in found)


def backing(
    content: Content | str | None,
    *,
    store: str | None = None,
    endpoint: str | None = None,
    tell: Tell = lambda _: None,
) -> Backing:
    """Return what answers.

    Args:
        content: the content or its folder; None finds it.
        store: the folder of a store of it.
        endpoint: the URL of an endpoint that is asked in place of both.
        tell: what is done with words on what takes long.

    Raises:
        UsageError: a content that is no folder cannot have a store; both are given; no URL.
        ContentUnavailable: there is no content, or no store.
    """
    if endpoint is not None:
        if store is not None:
            raise UsageError("endpoint, store: take one of the two")
        found = content if isinstance(content, Content) else find_content(content)
        return AtEndpoint(found, endpoint)
    if store is None:
        return InFiles(content if isinstance(content, Content) else find_content(content))
    if isinstance(content, Content):
        raise UsageError("store: give the content as a folder, or leave it out")
    return InStore(store, content, tell)
