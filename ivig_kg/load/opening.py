"""Opening a store for reading: of which content it is, and building it anew where it must be."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal, NamedTuple, TypeAlias

from ivig_kg.content import ENVIRONMENT, Content, find_content
from ivig_kg.engine.disk import ENGINE, StoredGraphs
from ivig_kg.errors import ContentUnavailable, DamagedStore, UsageError
from ivig_kg.load.building import Tell, build_store, signature_of, writing
from ivig_kg.load.stored import MendingEngine, StoredEngine
from ivig_kg.namespaces import read_namespaces
from ivig_kg.store import FORMAT, Manifest, StorePlace, reading, sight_of

__all__ = ["OpenedStore", "StoreState", "open_store", "state_of"]

StoreState: TypeAlias = Literal["current", "touched", "stale", "older", "newer"]
"""As it should be; the same with other times of files; of other files; by another version."""

_ANEW = "'ivig-kg store build {path} --content FOLDER' builds it anew"
_TRIES = 3
_GOOD = {"current", "touched"}


class OpenedStore(NamedTuple):
    """A store that can be asked.

    Args:
        content: what it was built of; of its files, only what is asked for is read.
        manifest: what is known of it.
        engine: what answers.
        graphs: the folder that query processes open.
    """

    content: Content
    manifest: Manifest
    engine: MendingEngine
    graphs: StoredGraphs


def open_store(
    path: str | Path, given: str | None = None, *, tell: Tell = lambda _: None
) -> OpenedStore:
    """Open a store; where it is not that of the content as it is now, build it anew before.

    Args:
        path: the folder of the store.
        given: the folder of the content; None for what the environment names, else for the one that
            the store was built of.
        tell: is told why and how far it is built.

    Raises:
        UsageError: it is the store of another content, or the name is empty.
        ContentUnavailable: there is no store, or it cannot be read, or is of a newer version.
    """
    if not str(path):
        raise UsageError("store: the name of its folder is empty")
    place = StorePlace(Path(path).absolute())
    opener = _Opener(place, given or os.environ.get(ENVIRONMENT), tell)
    for _ in range(_TRIES):
        manifest, content = opener.current()
        try:
            return opener.opened(manifest, content)
        except DamagedStore as fault:
            opener.rebuild(content, manifest, str(fault))
    raise ContentUnavailable(
        f"{place.path}: the store has a fault as soon as it is built; name a folder on another disk"
    )


def state_of(manifest: Manifest, content: Content | None = None) -> StoreState:
    """Say whether a store can be asked as it is.

    Args:
        manifest: what is known of it.
        content: what it should be of; None leaves out whether it is.
    """
    ours, theirs = _number(ENGINE), _number(manifest.engine)
    if manifest.format > FORMAT or theirs > ours:
        return "newer"
    if manifest.format < FORMAT or theirs < ours:
        return "older"
    if content is None or signature_of(content) == manifest.signature:
        return "current"
    # A file may have another time and yet say the same.
    return "touched" if content.digest_of_disk() == manifest.digest else "stale"


@dataclass(frozen=True)
class _Opener:
    """Finds out what a store is of, and builds it anew where that must be."""

    place: StorePlace
    given: str | None
    tell: Tell

    def current(self) -> tuple[Manifest, Content]:
        """Return what is known of the store that is current now, and its content."""
        try:
            manifest = self.place.manifest()
        except DamagedStore as fault:
            if self.given is None:
                how = _ANEW.format(path=self.place.path)
                raise ContentUnavailable(f"{fault}; {how}") from None
            content = find_content(self.given)
            return self.rebuild(content, None, str(fault)), content
        if manifest is None:
            how = f"'ivig-kg store build {self.place.path}' makes one"
            raise ContentUnavailable(f"{self.place.path}: no store there; {how}")
        content = self._content(manifest)
        state = state_of(manifest, content)
        if state == "newer":
            raise ContentUnavailable(
                f"{self.place.path}: the store was built by {manifest.engine} in form "
                f"{manifest.format}, newer than this ({ENGINE}, {FORMAT}); use that version, "
                f"or {_ANEW.format(path=self.place.path)} for this one"
            )
        if state == "current":
            return manifest, content
        if state == "touched":
            return self._noted(manifest, content), content
        why = "it is of an older version" if state == "older" else "the content has changed"
        return self.rebuild(content, manifest, why), content

    def opened(self, manifest: Manifest, content: Content) -> OpenedStore:
        """Open what is current.

        Raises:
            DamagedStore: it has a fault.
        """
        folder = self.place.filled(manifest)
        reading(folder)
        self.place.require_sound(manifest)
        self._note_sight(manifest)
        graphs = StoredGraphs(folder, manifest.graphs)
        engine = MendingEngine(
            StoredEngine(graphs, manifest), partial(self.again, content, manifest)
        )
        known = Content(content.root, "store").known_as(manifest.version, manifest.digest)
        return OpenedStore(known, manifest, engine, graphs)

    def rebuild(self, content: Content, old: Manifest | None, why: str) -> Manifest:
        """Build it anew, unless another process just did."""
        namespaces = read_namespaces(content)
        with writing(self.place):
            try:
                now = self.place.manifest()
            except DamagedStore:
                now = None
            if now is not None and now != old and state_of(now, content) in _GOOD:
                return now
            self.tell(f"store: built anew, since {why}")
            graphs = old is not None and old.graphs
            return build_store(self.place, content, namespaces, graphs=graphs, tell=self.tell)

    def _noted(self, manifest: Manifest, content: Content) -> Manifest:
        """Remember the times of files that are the same, so that they are not read each time."""
        told = manifest._replace(signature=signature_of(content))
        # Another builds it, or it may not be written: then it is looked at again next time.
        with suppress(ContentUnavailable, OSError), writing(self.place, wait=0):
            if self.place.manifest() == manifest:
                self.place.note(told)
                return told
        return manifest

    def _note_sight(self, manifest: Manifest) -> None:
        """Remember how files look that were copied and are sound, so that they are hashed once."""
        seen = sight_of(self.place.filled(manifest))
        if seen == manifest.seen:
            return
        with suppress(ContentUnavailable, OSError), writing(self.place, wait=0):
            if self.place.manifest() == manifest:
                self.place.note(manifest._replace(seen=seen))

    def again(self, content: Content, old: Manifest, fault: DamagedStore) -> StoredEngine:
        """Return an engine on the store as it was built anew."""
        made = self.rebuild(content, old, str(fault))
        if made.digest != old.digest:  # what was told of version and hash would be of another
            raise ContentUnavailable(
                f"{self.place.path}: the store had a fault, and its content has changed since it "
                "was opened; ask again"
            ) from fault
        reading(self.place.filled(made))
        return StoredEngine(StoredGraphs(self.place.filled(made), made.graphs), made)

    def _content(self, manifest: Manifest) -> Content:
        if self.given is not None:
            return self._same(find_content(self.given), manifest)
        try:
            return Content(find_content(manifest.root).root, "store")
        except ContentUnavailable:
            raise ContentUnavailable(
                f"{self.place.path}: the content that the store was built of is gone "
                f"({manifest.root}); name it with --content"
            ) from None

    def _same(self, content: Content, manifest: Manifest) -> Content:
        """Refuse to put one content in the place of another, which may be large."""
        same = os.path.realpath(content.root) == os.path.realpath(manifest.root)
        if same or content.digest_of_disk() == manifest.digest:
            return content
        raise UsageError(
            f"{self.place.path}: the store of another content ({manifest.root}); name another "
            f"folder for the store, or 'ivig-kg store build' builds this one anew"
        )


def _number(engine: str) -> tuple[int, ...]:
    """Return the version at the end of an engine's name, for comparing."""
    last = engine.rpartition(" ")[2]
    return tuple(int(part) for part in last.split(".") if part.isdecimal())
