"""Building a store: all files of a content, read one after the other, into a new folder."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256

from ivig_kg.content import Content
from ivig_kg.engine.disk import ENGINE, StoredGraphs, fill_store
from ivig_kg.engine.embedded import GraphFile
from ivig_kg.errors import ContentUnavailable, IvigKgError
from ivig_kg.load.answers import keep_answers
from ivig_kg.mappings.graph import as_turtle
from ivig_kg.namespaces import Namespaces
from ivig_kg.store import FORMAT, Manifest, StorePlace
from ivig_kg.vault import Disk
from ivig_kg.vault.lock import Lock

__all__ = ["WAIT", "build_store", "signature_of", "writing"]

WAIT = 60.0
"""Seconds to wait for another process that builds the same store."""

_SHAPES = "ontology/shapes/"
_OFTEN = 5.0  # seconds between two words on how far it is
_TRIES = 3

Tell = Callable[[str], None]


@contextmanager
def writing(place: StorePlace, wait: float | None = None) -> Iterator[None]:
    """Be the only one that writes this store.

    Args:
        place: the store.
        wait: seconds to wait for another process; None for the usual.

    Raises:
        ContentUnavailable: another process builds it, or there can be no lock there.
        UsageError: the folder holds what is no part of a store.
    """
    place.prepare()
    lock = Lock(place.path, Disk(), f"the store {place.path}")
    with lock.held("store build", WAIT if wait is None else wait):
        yield


def build_store(
    place: StorePlace,
    content: Content,
    namespaces: Namespaces,
    *,
    graphs: bool = False,
    tell: Tell = lambda _: None,
) -> Manifest:
    """Build the store anew, and put it in the place of the old one in one step.

    Whoever reads the old one goes on with it. The caller holds the lock (``writing``).

    Args:
        place: where.
        content: what it is built of.
        namespaces: for the names of the graphs.
        graphs: fill the named graphs, too, which doubles it.
        tell: is told how far it is.

    Raises:
        SyntaxFault: a file does not parse; the old store is as it was.
        ContentUnavailable: a file cannot be read or written, or the files change all the time.
    """
    with _none_left_half(place):
        for _ in range(_TRIES):
            made = _built(place, content, namespaces, graphs=graphs, tell=tell)
            if made.signature == signature_of(content):
                return place.take(_with_answers(made, place, content, namespaces, tell))
            tell("store: the content has changed meanwhile; it is read again")
    raise ContentUnavailable(
        f"{content.root}: its files change while they are read; build the store when they rest"
    )


@contextmanager
def _none_left_half(place: StorePlace) -> Iterator[None]:
    """Tell what the disk refuses, and leave nothing half built."""
    try:
        yield
    except IvigKgError:
        raise
    except (OSError, RuntimeError) as error:  # RuntimeError: what RocksDB says of a full disk
        reason = getattr(error, "strerror", None) or str(error)
        raise ContentUnavailable(
            f"{place.path}: the store cannot be written ({reason}); nothing was changed; "
            "make room, or name another folder"
        ) from error
    finally:
        place.give_up()


def signature_of(content: Content) -> str:
    """Return the hash of the paths, sizes and times of the files of a content."""
    return sha256(repr(content.signature()).encode()).hexdigest()


def _built(
    place: StorePlace, content: Content, namespaces: Namespaces, *, graphs: bool, tell: Tell
) -> Manifest:
    begun = time.monotonic()
    signature, folder = signature_of(content), place.building()
    digest = content.digest_of_disk()
    files = _graph_files(content, namespaces)
    triples = fill_store(folder, files, named=graphs, told=_Progress(tell).at)
    return Manifest(
        format=FORMAT,
        engine=ENGINE,
        root=content.root,
        version=Content(content.root, content.origin).version,
        digest=digest,
        signature=signature,
        graphs=graphs,
        triples=triples,
        bytes=0,
        seconds=round(time.monotonic() - begun, 3),
        answering=0.0,
        built=datetime.now(tz=UTC).isoformat(timespec="seconds"),
        folder="",
        files={},
        answers={},
        seen="",
    )


def _with_answers(
    made: Manifest, place: StorePlace, content: Content, namespaces: Namespaces, tell: Tell
) -> Manifest:
    """Keep the answers of the canned questions in what was filled."""
    begun, folder = time.monotonic(), place.filling()
    graphs = StoredGraphs(folder, made.graphs)
    asked = Content(content.root, content.origin)
    kept = keep_answers(graphs, asked, namespaces, tell=tell)
    return made._replace(answers=kept, answering=round(time.monotonic() - begun, 3))


def _graph_files(content: Content, namespaces: Namespaces) -> Iterator[GraphFile]:
    """Yield what questions run on, as ``knowledge`` has it, one file at a time."""
    for file in content.stream("ontology", "data"):
        if file.path.endswith(".ttl") and not file.path.startswith(_SHAPES):
            yield namespaces.graph(file.path), file.path, file.data
    for file in as_turtle(content, namespaces):
        yield namespaces.graph(file.path), file.path, file.data


class _Progress:
    """Tells now and then how many triples were read."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._next = time.monotonic() + _OFTEN

    def at(self, triples: int) -> None:
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + _OFTEN
            self._tell(f"store: {triples:,} triples read")
