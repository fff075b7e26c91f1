"""Keeping stores: building one on purpose, describing it, removing it."""

from __future__ import annotations

from typing import NamedTuple

from ivig_kg.content import Content, find_content
from ivig_kg.engine.disk import DiskEngine, StoredGraphs
from ivig_kg.errors import ContentUnavailable, DamagedStore
from ivig_kg.load.building import Tell, build_store, writing
from ivig_kg.load.opening import state_of
from ivig_kg.namespaces import read_namespaces
from ivig_kg.store import Manifest, StorePlace, given_count

__all__ = ["StoreReport", "build_anew", "drop_store", "report_of"]


class StoreReport(NamedTuple):
    """What there is to say of a store.

    Args:
        state: current, stale, older, newer or damaged.
        why: what makes it so, where that is not plain.
        root: the folder of the content that it was built of.
        version: the dated version of that content.
        digest: the SHA-256 of that content.
        graphs: whether the named graphs are in it.
        triples: how many triples the files state.
        bytes: its size on the disk now.
        seconds: how long it took to fill.
        answering: how long it took to ask the questions whose answers are kept.
        answers: how many answers are kept.
        given: how many more were left since by who had to wait for them.
        built: when, in UTC, by ISO 8601.
        engine: what built it, with its version.
    """

    state: str
    why: str
    root: str
    version: str
    digest: str
    graphs: bool
    triples: int
    bytes: int
    seconds: float
    answering: float
    answers: int
    given: int
    built: str
    engine: str


def build_anew(
    place: StorePlace, given: str | None, *, graphs: bool, tell: Tell = lambda _: None
) -> Manifest:
    """Build a store, whatever is there.

    Args:
        place: where.
        given: the folder of the content; None finds it as always.
        graphs: fill the named graphs, too.
        tell: is told how far it is.

    Raises:
        UsageError: the folder holds what is no part of a store.
        ContentUnavailable: another process builds it, or it cannot be written.
        SyntaxFault: a file does not parse; the old store is as it was.
    """
    content = find_content(given)
    namespaces = read_namespaces(content)
    with writing(place):
        return build_store(place, content, namespaces, graphs=graphs, tell=tell)


def report_of(place: StorePlace) -> StoreReport:
    """Describe a store; nothing is changed.

    Raises:
        ContentUnavailable: there is none.
    """
    try:
        manifest = place.manifest()
    except DamagedStore as fault:
        return StoreReport("damaged", str(fault), "", "", "", False, 0, 0, 0.0, 0.0, 0, 0, "", "")  # noqa: FBT003 (a record)
    if manifest is None:
        how = f"'ivig-kg store build {place.path}' makes one"
        raise ContentUnavailable(f"{place.path}: no store there; {how}")
    state, why = _state(place, manifest)
    known = {n: v for n, v in manifest._asdict().items() if n in StoreReport._fields}
    counts = {"answers": len(manifest.answers), "given": given_count(place.filled(manifest))}
    return StoreReport(**{**known, **counts, "state": state, "why": why})


def drop_store(place: StorePlace) -> None:
    """Remove a store.

    Raises:
        ContentUnavailable: there is none, or another process reads or builds it.
        UsageError: the folder holds what is no part of a store.
    """
    if not place.exists():
        raise ContentUnavailable(f"{place.path}: no store there")
    with writing(place, wait=0):
        place.clear()
    place.remove()


def _state(place: StorePlace, manifest: Manifest) -> tuple[str, str]:
    """Return the state of a store, and what makes it so."""
    try:
        state = state_of(manifest, Content(find_content(manifest.root).root, "store"))
    except ContentUnavailable:
        state, why = state_of(manifest), "the content that it was built of is gone"
        return state, why
    if state in {"older", "newer", "stale"}:
        return state, ""
    try:
        place.require_sound(manifest, whole=True)
        DiskEngine(StoredGraphs(place.filled(manifest), manifest.graphs))
    except DamagedStore as fault:
        return "damaged", str(fault)
    return "current", ""
