"""A store whose files, content or neighbours change while it is there: no wrong answer."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from ivig_kg.answer import Literal
from ivig_kg.engine.disk import DiskEngine
from ivig_kg.engine.holding import Holding
from ivig_kg.engine.workers import run_bounded
from ivig_kg.errors import ContentUnavailable, DamagedStore, UsageError
from ivig_kg.load import OpenedStore, StorePlace, build_anew, open_store, report_of

PREFIXES = "@prefix ivig: <https://x.org/ontology#> .\n@prefix graph: <https://x.org/graph/> .\n"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
TRIPLES = 300


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    for name in ("ontology", "data", "queries"):
        (folder / name).mkdir(parents=True)
    (folder / "ontology/prefixes.ttl").write_text(PREFIXES)
    lines = "".join(f'<urn:s{n}> <urn:p> "text {n}" .\n' for n in range(TRIPLES))
    (folder / "data/a.ttl").write_text(lines)
    return folder


@pytest.fixture
def place(tmp_path: Path, content: Path) -> StorePlace:
    found = StorePlace(tmp_path / "store")
    build_anew(found, str(content), graphs=False)
    return found


def number(store: OpenedStore) -> int:
    (cell,) = store.engine.query(COUNT).rows[0]
    return int(cell.value) if isinstance(cell, Literal) else -1


@pytest.mark.parametrize("part", range(8))
def test_bad_input_a_single_bit_that_is_flipped_gives_no_wrong_answer(
    place: StorePlace, part: int
) -> None:
    manifest = place.manifest()
    assert manifest
    files = sorted(Path(place.filled(manifest)).glob("*.sst"))
    for file in files:
        data = bytearray(file.read_bytes())
        data[len(data) * part // 8] ^= 4
        file.write_bytes(data)
        break
    assert report_of(place).state == "damaged"
    told: list[str] = []
    assert number(open_store(place.path, tell=told.append)) == TRIPLES
    assert "is not as it was built" in told[0]


def test_a_large_store_is_hashed_where_its_files_look_changed(
    place: StorePlace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ivig_kg.store.sound._SMALL", 0)
    assert number(open_store(place.path)) == TRIPLES
    copy = StorePlace(shutil.copytree(place.path, tmp_path / "copy"))
    before = copy.manifest()
    assert number(open_store(copy.path)) == TRIPLES
    after = copy.manifest()
    assert before
    assert after
    assert (after.seen != before.seen, after.files == before.files) == (True, True)
    (file,) = list(Path(copy.filled(after)).glob("*.sst"))[:1]
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 4
    file.write_bytes(data)
    told: list[str] = []
    assert number(open_store(copy.path, tell=told.append)) == TRIPLES
    assert "is not as it was built" in told[0]


def test_who_has_opened_a_store_goes_on_with_it_in_the_same_process(
    place: StorePlace, content: Path
) -> None:
    first = open_store(place.path)
    (content / "data/b.ttl").write_text("<urn:new> <urn:p> 1 .\n")
    second = open_store(place.path)
    counts = [number(store) for store in (first, second)]
    assert counts == [TRIPLES, TRIPLES + 1]
    bounded = run_bounded(COUNT, holding=Holding(stored=first.graphs))
    assert bounded.rows == first.engine.query(COUNT).rows


def test_a_store_is_not_mended_with_another_content_behind_the_back(
    place: StorePlace, content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(place.path)
    (content / "data/b.ttl").write_text("<urn:new> <urn:p> 1 .\n")

    def query(*_: object) -> object:
        raise DamagedStore("a block")

    monkeypatch.setattr(DiskEngine, "query", query)
    with pytest.raises(ContentUnavailable, match="has changed since it was opened; ask again"):
        store.engine.query(COUNT)


def test_an_edit_that_keeps_size_and_time_is_seen(place: StorePlace, content: Path) -> None:
    file = content / "data/a.ttl"
    told = file.stat()
    file.write_text(file.read_text().replace("text 7", "TEXT 7"))
    os.utime(file, ns=(told.st_atime_ns, told.st_mtime_ns))
    assert file.stat().st_size == told.st_size
    store = open_store(place.path)
    assert store.engine.query('ASK { ?s ?p "TEXT 7" }').holds


def test_what_the_environment_names_is_not_passed_over(
    place: StorePlace, content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = shutil.copytree(content, tmp_path / "other")
    (other / "data/b.ttl").write_text("<urn:new> <urn:p> 1 .\n")
    monkeypatch.setenv("IVIG_KG_CONTENT", str(other))
    with pytest.raises(UsageError, match="the store of another content"):
        open_store(place.path)


def test_a_link_to_the_content_is_the_content(
    place: StorePlace, content: Path, tmp_path: Path
) -> None:
    link = tmp_path / "link"
    link.symlink_to(content)
    (content / "data/b.ttl").write_text("<urn:new> <urn:p> 1 .\n")
    assert number(open_store(place.path, str(link))) == TRIPLES + 1


def test_a_store_without_a_name_is_not_the_current_folder() -> None:
    with pytest.raises(UsageError, match="empty"):
        open_store("")
