"""Answers that somebody had to wait for: left once, read by the next, and never another's."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ivig_kg.answer import Answer
from ivig_kg.engine.disk import DiskEngine
from ivig_kg.load import StorePlace, build_anew, drop_store, open_store, report_of, stored
from ivig_kg.store import Given, done_reading, given, given_count

PREFIXES = "@prefix ivig: <https://x.org/ontology#> .\n@prefix graph: <https://x.org/graph/> .\n"
TEXT = "SELECT ?value WHERE { <https://x.org/ontology#a> ?p ?value } ORDER BY ?value"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    for name in ("ontology", "data", "queries/answers"):
        (folder / name).mkdir(parents=True)
    (folder / "ontology/prefixes.ttl").write_text(PREFIXES)
    (folder / "data/a.ttl").write_text(PREFIXES + "ivig:a ivig:p 1, 2 .\n")
    return folder


@pytest.fixture
def place(tmp_path: Path, content: Path) -> StorePlace:
    built = StorePlace(tmp_path / "store")
    build_anew(built, str(content), graphs=False)
    return built


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the texts that the graphs are asked; each takes long."""
    texts: list[str] = []
    query = DiskEngine.query

    def told(self: DiskEngine, text: str) -> Answer:
        texts.append(text)
        return query(self, text)

    monkeypatch.setattr(DiskEngine, "query", told)
    monkeypatch.setattr(stored, "_SLOW", 0.0)
    return texts


def names(folder: Path, pattern: str = "*") -> list[str]:
    return [file.name for file in folder.glob(pattern)]


def given_of(place: StorePlace) -> Given:
    manifest = place.manifest()
    assert manifest is not None
    return Given(place.filled(manifest), manifest.build)


def folder_of(place: StorePlace) -> Path:
    return Path(given_of(place).folder)


def test_what_took_long_is_asked_once(place: StorePlace, asked: list[str]) -> None:
    first = open_store(place.path).engine.query(TEXT)
    again = open_store(place.path).engine.query(TEXT)
    assert asked == [TEXT]
    assert first == again
    assert len(first) == 2
    assert open_store(place.path).engine.query(TEXT + " LIMIT 1") != first
    assert report_of(place).given == 2
    assert report_of(place).state == "current"


def test_what_was_quick_is_not_left(
    place: StorePlace, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stored, "_SLOW", 60.0)
    for _ in range(2):
        open_store(place.path).engine.query(TEXT)
    assert asked == [TEXT, TEXT]
    assert report_of(place).given == 0


@pytest.mark.parametrize(
    "text",
    [
        "SELECT (NOW() AS ?now) {}",
        "SELECT (UUID() AS ?x) {}",
        "SELECT * { ?a ?p ?o FILTER (1<RAND()*3&&?a>0) }",  # its middle looks like an IRI
        "ASK { ?s ?p ?o }",
        "CONSTRUCT WHERE { ?s ?p ?o }",
    ],
)
def test_what_is_no_table_or_another_each_time_is_not_left(
    place: StorePlace, asked: list[str], text: str
) -> None:
    open_store(place.path).engine.query(text)
    assert asked == [text]
    assert report_of(place).given == 0


def test_what_has_too_many_rows_is_not_left(
    place: StorePlace, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stored, "_ROWS", 1)
    open_store(place.path).engine.query(TEXT)
    assert asked == [TEXT]
    assert report_of(place).given == 0


def test_an_answer_goes_with_the_content_it_was_of(
    place: StorePlace, content: Path, asked: list[str]
) -> None:
    before = open_store(place.path).engine.query(TEXT)
    (content / "data/b.ttl").write_text(PREFIXES + "ivig:a ivig:p 9 .\n")
    after = open_store(place.path).engine.query(TEXT)
    assert (len(before), len(after)) == (2, 3)
    assert asked == [TEXT, TEXT]


@pytest.mark.parametrize("harm", ["flipped", "cut", "empty", "another's", "foreign", "folder"])
def test_bad_input_an_answer_that_is_not_as_it_was_left_is_asked_anew(
    place: StorePlace, asked: list[str], harm: str
) -> None:
    right = open_store(place.path).engine.query(TEXT)
    other = open_store(place.path).engine.query(TEXT + " LIMIT 1")
    folder = folder_of(place) / "given"
    file, wrong = sorted(folder.iterdir(), key=lambda file: len(file.read_bytes()))[::-1]
    if harm == "flipped":
        file.write_bytes(file.read_bytes().replace(b'"2"', b'"7"'))
    elif harm == "cut":
        file.write_bytes(file.read_bytes()[:-1])
    elif harm == "empty":
        file.write_bytes(b"")
    elif harm == "another's":
        file.write_bytes(wrong.read_bytes())
    elif harm == "foreign":  # with the right hash
        given_of(place).leave(TEXT, b"[" * 100_000)
    else:
        file.unlink()
        file.mkdir()
    assert open_store(place.path).engine.query(TEXT) == right != other
    assert asked[2:] == [TEXT]
    assert not list(folder.glob("tmp*"))


def test_an_answer_of_a_build_is_none_of_the_next(
    place: StorePlace, content: Path, asked: list[str]
) -> None:
    open_store(place.path).engine.query(TEXT)
    before, folder = given_of(place), folder_of(place)
    left = {file.name: file.read_bytes() for file in (folder / "given").iterdir()}
    done_reading(str(folder))
    drop_store(place)
    (content / "data/a.ttl").write_text(PREFIXES + "ivig:a ivig:p 9 .\n")
    build_anew(place, str(content), graphs=False)
    assert folder_of(place) == folder
    (folder / "given").mkdir()
    for name, data in left.items():  # as when a copy is brought up to date and nothing is deleted
        (folder / "given" / name).write_bytes(data)
    assert len(open_store(place.path).engine.query(TEXT)) == 1
    before.leave(TEXT, b"late")
    assert len(open_store(place.path).engine.query(TEXT)) == 1
    assert asked == [TEXT, TEXT, TEXT]


def test_bad_input_where_nothing_can_be_written_it_is_asked_each_time(
    place: StorePlace, asked: list[str]
) -> None:
    (folder_of(place) / "given").write_text("a file where the folder should be")
    for _ in range(2):
        assert len(open_store(place.path).engine.query(TEXT)) == 2
    assert asked == [TEXT, TEXT]


def test_nothing_comes_back_of_a_store_that_is_gone(place: StorePlace) -> None:
    given_there, folder = given_of(place), folder_of(place)
    drop_store(place)
    given_there.leave(TEXT, b"late")
    assert not folder.exists()
    assert given_there.read(TEXT) is None


def test_bad_input_what_cannot_be_written_leaves_nothing_and_is_seen_whole_or_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[list[str]] = []
    replace = Path.replace

    def refused(self: Path, target: Path) -> Path:
        seen.append(names(target.parent, "[!t]*"))
        assert self.read_bytes().endswith(b"whole")
        if target.name != given._name("taken"):  # noqa: SLF001 (which file it is)
            raise OSError(28, "no space left")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refused)
    there = Given(str(tmp_path), "build")
    there.leave("full", b"whole")
    there.leave("taken", b"whole")
    assert seen == [[], []]
    assert (there.read("full"), there.read("taken")) == (None, b"whole")
    (name,) = names(tmp_path / "given")
    assert given_count(str(tmp_path)) == 1
    assert (tmp_path / "given" / name).stat().st_mode & 0o777 == 0o644


def test_in_the_store_of_another_user_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    Given(str(tmp_path), "build").leave(TEXT, b"answer")
    assert names(tmp_path) == []


def test_through_a_link_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "given").symlink_to(tmp_path / "elsewhere")
    Given(str(tmp_path), "build").leave(TEXT, b"answer")
    assert names(tmp_path / "elsewhere") == []


def test_the_oldest_go_when_there_is_no_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(given, "_ROOM", 400)
    monkeypatch.setattr(given, "_MOST", 400)
    there = Given(str(tmp_path), "build")
    (tmp_path / "given/tmp-folder").mkdir(parents=True)
    (tmp_path / "given/tmp-link").symlink_to("nowhere")
    data = b"x" * 50  # 82 bytes with its hash: four of them fit
    for age, text in enumerate("abcd"):
        there.leave(text, data)
        file = tmp_path / "given" / given._name(text)  # noqa: SLF001 (which file it is)
        os.utime(file, ns=(0, age))
    there.leave("e", data)
    assert [there.read(text) is not None for text in "abcde"] == [False, True, True, True, True]
    there.leave("f", b"x" * 51)  # more than an eighth
    assert there.read("f") is None
    assert given_count(str(tmp_path)) == 4
    monkeypatch.setattr(given, "_MOST", 2)
    there.leave("g", b"small")
    assert [there.read(text) is not None for text in "abcdeg"] == [False] * 4 + [True] * 2
