"""Opening a store: of which content it is, when it is built anew, and what is told."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from ivig_kg.answer import Literal
from ivig_kg.content import Content
from ivig_kg.engine.disk import DiskEngine, StoredGraphs, fill_store
from ivig_kg.engine.embedded import EmbeddedEngine
from ivig_kg.engine.holding import Holding
from ivig_kg.engine.workers import run_bounded
from ivig_kg.errors import (
    ContentUnavailable,
    DamagedStore,
    IvigKgError,
    RefusedQuery,
    SyntaxFault,
    UsageError,
)
from ivig_kg.load import (
    OpenedStore,
    StorePlace,
    build_anew,
    drop_store,
    open_store,
    report_of,
)
from ivig_kg.load import building as building_module
from ivig_kg.load.building import writing
from ivig_kg.store import FORMAT

PREFIXES = "@prefix ivig: <https://x.org/ontology#> .\n@prefix graph: <https://x.org/graph/> .\n"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
GRAPHS = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Return a content of two triples in two files, one of them in both."""
    folder = tmp_path / "content"
    for name in ("ontology", "data", "queries"):
        (folder / name).mkdir(parents=True)
    (folder / "ontology/prefixes.ttl").write_text(PREFIXES)
    (folder / "data/a.ttl").write_text("<urn:a> <urn:p> 1 .\n<urn:both> <urn:p> [] .\n")
    (folder / "data/b.ttl").write_text("<urn:a> <urn:p> 1 .\n")
    return folder


@pytest.fixture
def place(tmp_path: Path) -> StorePlace:
    return StorePlace(tmp_path / "store")


@pytest.fixture
def built(place: StorePlace, content: Path) -> StorePlace:
    build_anew(place, str(content), graphs=False)
    return place


class Told(list[str]):
    """Words that were told."""

    def __call__(self, words: str) -> None:
        self.append(words)


def number(store: OpenedStore) -> str:
    (cell,) = store.engine.query(COUNT).rows[0]
    return cell.value if isinstance(cell, Literal) else ""


def test_a_store_holds_each_triple_once_and_knows_its_content(
    built: StorePlace, content: Path
) -> None:
    store = open_store(built.path)
    assert number(store) == "2"
    assert store.manifest.triples == 3
    assert (store.content.root, store.content.digest) == (
        str(content),
        Content(str(content), "x").digest,
    )
    assert "data" not in store.content.__dict__.get("_folders", {})  # which may be large


def test_named_graphs_are_there_when_they_were_asked_for(
    built: StorePlace, place: StorePlace, content: Path
) -> None:
    with pytest.raises(RefusedQuery, match="store build --graphs"):
        open_store(built.path).engine.query(GRAPHS)
    build_anew(place, str(content), graphs=True)
    store = open_store(place.path)
    files = [
        (f"https://x.org/graph/{name}", (content / name).read_bytes())
        for name in ("data/a.ttl", "data/b.ttl", "ontology/prefixes.ttl")
    ]
    assert store.engine.query(GRAPHS) == EmbeddedEngine(files).query(GRAPHS)
    assert number(store) == "2"


def test_a_foreign_query_is_answered_by_a_process_that_opens_the_store(built: StorePlace) -> None:
    graphs = open_store(built.path).graphs
    answer = run_bounded(COUNT, holding=Holding(stored=graphs))
    assert answer.rows == open_store(built.path).engine.query(COUNT).rows


def test_a_content_that_changed_is_loaded_anew(built: StorePlace, content: Path) -> None:
    (content / "data/c.ttl").write_text("<urn:c> <urn:p> 3 .\n")
    told = Told()
    store = open_store(built.path, tell=told)
    assert number(store) == "3"
    assert told == ["store: built anew, since the content has changed"]
    told.clear()
    assert number(open_store(built.path, tell=told)) == "3"
    assert not told


def test_a_file_that_was_only_touched_is_no_change(built: StorePlace, content: Path) -> None:
    before = built.manifest()
    os.utime(content / "data/a.ttl", ns=(1, 1))
    told = Told()
    open_store(built.path, tell=told)
    after = built.manifest()
    assert before
    assert after
    assert not told
    assert after.built == before.built
    assert after.signature != before.signature


def test_bad_input_a_store_of_another_content_is_refused(
    built: StorePlace, content: Path, tmp_path: Path
) -> None:
    other = shutil.copytree(content, tmp_path / "other")
    assert number(open_store(built.path, str(other))) == "2"  # a copy is no other content
    (other / "data/a.ttl").write_text("<urn:z> <urn:p> 1 .\n")
    with pytest.raises(UsageError, match=r"the store of another content \(.*content\)"):
        open_store(built.path, str(other))
    assert number(open_store(built.path)) == "2"


def test_a_content_that_is_gone_can_be_named(
    built: StorePlace, content: Path, tmp_path: Path
) -> None:
    moved = content.rename(tmp_path / "moved")
    with pytest.raises(ContentUnavailable, match=r"is gone .*; name it with --content"):
        open_store(built.path)
    assert number(open_store(built.path, str(moved))) == "2"
    assert report_of(built).why == "the content that it was built of is gone"


def test_no_store_is_made_by_asking(place: StorePlace) -> None:
    with pytest.raises(ContentUnavailable, match="no store there; 'ivig-kg store build"):
        open_store(place.path)
    assert not place.path.exists()


def noted(place: StorePlace, **changes: object) -> None:
    manifest = place.manifest()
    assert manifest
    place.note(manifest._replace(**changes))  # type: ignore[arg-type]


@pytest.mark.parametrize("changes", [{"format": FORMAT + 1}, {"engine": "pyoxigraph 99.0.0"}])
def test_bad_input_a_newer_store_is_refused_and_kept(
    built: StorePlace, changes: dict[str, object]
) -> None:
    noted(built, **changes)
    kept = (built.path / "store.json").read_bytes()
    with pytest.raises(ContentUnavailable, match=r"newer than this .*use that version"):
        open_store(built.path)
    assert (built.path / "store.json").read_bytes() == kept
    assert report_of(built).state == "newer"


@pytest.mark.parametrize("changes", [{"format": FORMAT - 1}, {"engine": "pyoxigraph 0.4.1"}])
def test_an_older_store_is_built_anew(built: StorePlace, changes: dict[str, object]) -> None:
    noted(built, **changes)
    assert report_of(built).state == "older"
    told = Told()
    assert number(open_store(built.path, tell=told)) == "2"
    assert told == ["store: built anew, since it is of an older version"]
    assert report_of(built).state == "current"


def break_files(folder: Path, change: Callable[[Path], None]) -> None:
    for file in folder.glob("*.sst"):
        change(file)


def flip(file: Path) -> None:
    data = bytearray(file.read_bytes())
    for place in range(0, len(data), 64):
        data[place] ^= 0xFF
    file.write_bytes(data)


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


@pytest.mark.parametrize("change", [flip, cut, Path.unlink])
def test_bad_input_a_store_with_a_fault_is_built_anew(
    built: StorePlace, change: Callable[[Path], None]
) -> None:
    manifest = built.manifest()
    assert manifest
    break_files(Path(built.filled(manifest)), change)
    assert report_of(built).state == "damaged"
    told = Told()
    assert number(open_store(built.path, tell=told)) == "2"
    assert told[0].startswith("store: built anew, since ")
    assert report_of(built).state == "current"


def test_bad_input_a_fault_that_shows_while_it_is_asked_is_mended_once(
    built: StorePlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = Told()
    store = open_store(built.path, tell=told)
    asked = DiskEngine.query
    faults = [DamagedStore("a block")]

    def query(self: DiskEngine, text: str) -> object:
        if faults:
            raise faults.pop()
        return asked(self, text)

    monkeypatch.setattr(DiskEngine, "query", query)
    assert number(store) == "2"
    assert told == ["store: built anew, since a block"]
    faults += [DamagedStore("a block"), DamagedStore("another")]
    with pytest.raises(DamagedStore):
        store.engine.query(COUNT)


def test_what_rocksdb_says_of_its_files_is_no_fault_of_the_query(built: StorePlace) -> None:
    store = open_store(built.path)
    engine = DiskEngine(store.graphs)
    fault = engine.fault(RuntimeError("Corruption: block checksum mismatch"), COUNT)
    assert isinstance(fault, DamagedStore)
    assert not isinstance(engine.fault(SyntaxError("error at 1:1: expected x"), "x"), DamagedStore)


@pytest.mark.parametrize("data", [b"", b"{", b'{"format": 1}'])
def test_bad_input_a_store_that_cannot_tell_what_it_is_of_needs_the_content(
    built: StorePlace, content: Path, data: bytes
) -> None:
    (built.path / "store.json").write_bytes(data)
    assert report_of(built).state == "damaged"
    with pytest.raises(ContentUnavailable, match="--content FOLDER' builds it anew"):
        open_store(built.path)
    assert number(open_store(built.path, str(content))) == "2"


def test_bad_input_a_store_that_is_being_built_is_waited_for(
    built: StorePlace, content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building_module, "WAIT", 0.1)
    with writing(StorePlace(built.path)):
        assert number(open_store(built.path)) == "2"  # whoever only reads needs no lock
        with pytest.raises(ContentUnavailable, match=f"process {os.getpid()} on .*store build"):
            build_anew(built, str(content), graphs=False)
        with pytest.raises(ContentUnavailable, match="is being changed by"):
            drop_store(built)


def test_bad_input_a_file_that_does_not_parse_leaves_the_old_store(
    built: StorePlace, content: Path
) -> None:
    kept = (built.path / "store.json").read_bytes()
    (content / "data/c.ttl").write_text("<urn:c> <urn:p>\n3")
    with pytest.raises(SyntaxFault, match=r"data/c\.ttl:2: "):
        open_store(built.path)
    assert (built.path / "store.json").read_bytes() == kept
    assert not (built.path / "building").exists()
    assert report_of(built).state == "stale"


def test_no_file_leans_on_the_prefixes_or_the_open_end_of_another(
    place: StorePlace, content: Path
) -> None:
    (content / "data/a.ttl").write_text("@prefix x: <urn:x:> .\nx:a x:p x:o ;")
    (content / "data/b.ttl").write_text("x:q x:o .\n")
    with pytest.raises(SyntaxFault, match=r"data/a\.ttl"):
        build_anew(place, str(content), graphs=False)
    (content / "data/a.ttl").write_text("@prefix x: <urn:x:> .\nx:a x:p x:o .")
    with pytest.raises(SyntaxFault, match=r"data/b\.ttl:1: .*has not been declared"):
        build_anew(place, str(content), graphs=False)


def test_blank_nodes_of_two_files_stay_two(place: StorePlace, content: Path) -> None:
    for name in "ab":
        (content / f"data/{name}.ttl").write_text(f'_:same <urn:p> "{name}" .\n')
    build_anew(place, str(content), graphs=True)
    store = open_store(place.path)
    both = 'ASK { ?s <urn:p> "a", "b" }'
    in_graph = 'ASK { ?s <urn:p> "a" . GRAPH ?g { ?s <urn:p> "a" } }'
    assert not store.engine.query(both).holds
    assert store.engine.query(in_graph).holds


def test_bad_input_a_full_disk_is_told_and_nothing_is_changed(
    built: StorePlace, content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> int:
        raise RuntimeError("IO error: No space left on device")

    monkeypatch.setattr(building_module, "fill_store", full)
    kept = built.manifest()
    with pytest.raises(ContentUnavailable, match=r"No space left on device.*nothing was changed"):
        build_anew(built, str(content), graphs=False)
    assert built.manifest() == kept
    assert number(open_store(built.path)) == "2"


def test_a_content_that_never_rests_is_no_store(
    place: StorePlace, content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill(*given: object, **more: object) -> int:
        with (content / "data/c.ttl").open("a") as file:
            file.write("<urn:c> <urn:p> 3 .\n")
        return fill_store(*given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(building_module, "fill_store", fill)
    with pytest.raises(ContentUnavailable, match="its files change while they are read"):
        build_anew(place, str(content), graphs=False)
    assert place.manifest() is None


def test_a_store_is_dropped_once(built: StorePlace) -> None:
    drop_store(built)
    assert not built.path.exists()
    with pytest.raises(ContentUnavailable, match="no store there"):
        drop_store(built)


def test_an_empty_folder_is_no_store_of_the_engine(tmp_path: Path) -> None:
    with pytest.raises(DamagedStore, match="cannot be opened"):
        DiskEngine(StoredGraphs(str(tmp_path)))
    assert issubclass(DamagedStore, IvigKgError)


def test_how_far_it_is_is_told_in_triples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ivig_kg.engine.disk._OFTEN", 1_000)
    told: list[int] = []
    text = "".join(f"<urn:s> <urn:p> {n} .\n" for n in range(600)).encode()
    files = [(f"urn:{n}", text) for n in range(4)]
    assert fill_store(str(tmp_path / "s"), files, told=told.append) == 2_400
    assert told == [600, 1_800]
    assert len(ox.Store.read_only(str(tmp_path / "s"))) == 600
