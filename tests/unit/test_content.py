"""Content: how it is found, which files it holds, and what changes its hash."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from ivig_kg import content as module
from ivig_kg.content import ENVIRONMENT, Content, find_content
from ivig_kg.errors import ContentUnavailable


def put(root: Path, path: str, text: str = "") -> Path:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    return file


def made(root: Path) -> Content:
    put(root, "ontology/prefixes.ttl", "# p")
    put(root, "ontology/shapes/a.ttl", "# s")
    put(root, "ontology/shapes-old.ttl", "# old")
    put(root, "data/sources/b.ttl", "# b")
    put(root, "data/dataset.ttl", 'x:d schema:version "2026-11-23" .')
    put(root, "data/notes.txt", "no content")
    put(root, "queries/answers/q.rq", "# q")
    return Content(str(root), "test")


@contextlib.contextmanager
def as_nobody() -> Iterator[None]:
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_files_are_turtle_and_queries_in_the_order_of_their_paths(tmp_path: Path) -> None:
    assert [file.path for file in made(tmp_path).files] == [
        "data/dataset.ttl",
        "data/sources/b.ttl",
        "ontology/prefixes.ttl",
        "ontology/shapes-old.ttl",
        "ontology/shapes/a.ttl",
        "queries/answers/q.rq",
    ]


def test_below_takes_whole_folder_names(tmp_path: Path) -> None:
    content = made(tmp_path)
    assert [file.path for file in content.below("ontology/shapes")] == ["ontology/shapes/a.ttl"]
    assert [f.path for f in content.below("queries", suffix=".rq")] == ["queries/answers/q.rq"]


def test_questions_run_on_all_but_shapes(tmp_path: Path) -> None:
    paths = [file.path for file in made(tmp_path).knowledge]
    assert "ontology/shapes/a.ttl" not in paths
    assert "ontology/shapes-old.ttl" in paths
    assert len(paths) == 4


def test_the_hash_is_of_paths_and_bytes(tmp_path: Path) -> None:
    first = made(tmp_path / "a").digest
    assert made(tmp_path / "b").digest == first
    put(tmp_path / "b", "data/notes.txt", "changed")
    assert Content(str(tmp_path / "b"), "test").digest == first
    (tmp_path / "b/data/sources/b.ttl").rename(tmp_path / "b/data/sources/c.ttl")
    renamed = Content(str(tmp_path / "b"), "test").digest
    put(tmp_path / "b", "data/sources/c.ttl", "# c")
    assert len({first, renamed, Content(str(tmp_path / "b"), "test").digest}) == 3


def test_the_hash_knows_where_a_file_ends(tmp_path: Path) -> None:
    put(tmp_path / "a", "data/1.ttl", "onedata/2.ttl\0two")
    put(tmp_path / "b", "data/1.ttl", "one")
    put(tmp_path / "b", "data/2.ttl", "two")
    assert (
        Content(str(tmp_path / "a"), "test").digest != Content(str(tmp_path / "b"), "test").digest
    )


def test_the_version_is_that_of_the_dataset(tmp_path: Path) -> None:
    content = made(tmp_path)
    assert content.version == "2026-11-23"
    (tmp_path / "data/dataset.ttl").unlink()
    assert Content(str(tmp_path), "test").version == "unversioned"


@pytest.mark.parametrize("kind", ["dangling link", "pipe"])
def test_what_is_no_file_is_named_and_not_opened(tmp_path: Path, kind: str) -> None:
    made(tmp_path)
    odd = tmp_path / "data/odd.ttl"
    if kind == "pipe":
        os.mkfifo(odd)
    else:
        odd.symlink_to("nowhere.ttl")
    with pytest.raises(ContentUnavailable, match=r"data/odd\.ttl: not a regular file; take it out"):
        _ = Content(str(tmp_path), "test").files


def test_an_unreadable_file_is_named(tmp_path: Path) -> None:
    made(tmp_path)
    (tmp_path / "data/sources/b.ttl").chmod(0)
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_uid == os.geteuid() and folder != Path("/"):
            folder.chmod(folder.stat().st_mode | 0o055)
    with as_nobody(), pytest.raises(ContentUnavailable, match=r"b\.ttl: cannot be read \(Perm"):
        _ = Content(str(tmp_path), "test").files


def test_an_unreadable_folder_is_no_empty_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content, real = made(tmp_path), os.scandir

    def refusing(path: str) -> object:
        if str(path).endswith("sources"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", refusing)
    with pytest.raises(ContentUnavailable, match="sources"):
        _ = content.files


def test_what_is_named_goes_before_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(tmp_path / "named")
    made(tmp_path / "environment")
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path / "environment"))
    assert find_content(str(tmp_path / "named")).folder == tmp_path / "named"
    found = find_content()
    assert (found.folder, found.origin) == (tmp_path / "environment", ENVIRONMENT)


def test_the_checkout_goes_before_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(ENVIRONMENT, raising=False)
    monkeypatch.setattr(module, "__file__", str(tmp_path / "ivig_kg/content.py"))
    made(tmp_path)
    made(tmp_path / "ivig_kg/_content")
    assert find_content().origin == "package"
    assert find_content().packaged
    put(tmp_path, "pyproject.toml")
    assert (find_content().folder, find_content().packaged) == (tmp_path, False)


def test_the_working_directory_is_never_guessed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(tmp_path / "here")
    put(tmp_path / "here", "pyproject.toml")
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.delenv(ENVIRONMENT, raising=False)
    assert find_content().folder != tmp_path / "here"


def test_a_folder_without_content_is_refused_with_what_it_lacks(tmp_path: Path) -> None:
    made(tmp_path)
    shutil.rmtree(tmp_path / "queries")
    with pytest.raises(ContentUnavailable) as caught:
        find_content(str(tmp_path))
    assert str(tmp_path) in str(caught.value)
    assert "it has no queries; 'ivig-kg init FOLDER' makes" in str(caught.value)


def test_a_relative_folder_is_made_absolute(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(tmp_path / "mine")
    monkeypatch.chdir(tmp_path)
    assert find_content("mine").folder == tmp_path / "mine"


def test_the_signature_changes_when_a_file_of_the_content_does(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    file = tmp_path / "data/a.ttl"
    file.write_text("1", "utf-8")
    content = Content(str(tmp_path), "test")
    first = content.signature()
    assert [path for path, *_ in first] == ["data/a.ttl"]
    (tmp_path / "data/notes.txt").write_text("no part of it", "utf-8")
    assert content.signature() == first
    file.write_text("22", "utf-8")
    assert content.signature() != first
    file.unlink()
    assert content.signature() == ()


def test_a_large_content_is_hashed_and_read_in_parts_without_keeping_it(tmp_path: Path) -> None:
    content = Content(str(made(tmp_path / "a").root), "test")
    assert content.digest_of_disk() == made(tmp_path / "b").digest
    assert not content.__dict__.get("_folders")
    streamed = [file.path for file in content.stream("queries", "data", "ontology")]
    assert streamed == [file.path for file in content.files]
    told = content.known_as("2026-01-01", "d" * 64)
    assert (told.version, told.digest) == ("2026-01-01", "d" * 64)
    assert not told.__dict__.get("_folders")


def test_a_folder_is_read_once_and_the_others_are_not_touched(tmp_path: Path) -> None:
    content = Content(str(made(tmp_path / "a").root), "test")
    assert content.below("queries", suffix=".rq")
    assert set(content.__dict__["_folders"]) == {"queries"}
