"""Copying a content: all of it or nothing, and never over something."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path

import pytest

from ivig_kg.content import Content
from ivig_kg.copying import copy_content
from ivig_kg.errors import ContentUnavailable, UsageError


@pytest.fixture
def content(tmp_path: Path) -> Content:
    root = tmp_path / "content"
    for path in ("ontology/terms/a.ttl", "data/b.ttl", "data/README.md", "queries/c.rq", "LICENSE"):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(f"{path} ö\n", "utf-8")
    return Content(str(root), "test")


def files(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize("exists", [True, False])
def test_the_copy_is_the_content_and_no_more(
    content: Content, tmp_path: Path, *, exists: bool
) -> None:
    target = tmp_path / "deep/mine"
    if exists:
        target.mkdir(parents=True)
    assert copy_content(content, target) == 4
    expected = files(content.folder)
    del expected["LICENSE"]
    assert files(target) == expected
    assert Content(str(target), "test").digest == content.digest


def test_a_copy_can_be_written_even_where_the_original_cannot(
    content: Content, tmp_path: Path
) -> None:
    (content.folder / "data/b.ttl").chmod(0o444)
    copy_content(content, tmp_path / "mine")
    assert (tmp_path / "mine/data/b.ttl").stat().st_mode & 0o200


@pytest.mark.parametrize("kind", ["file", "folder that holds something", "hidden file"])
def test_what_is_there_is_left_alone(content: Content, tmp_path: Path, kind: str) -> None:
    target = tmp_path / "mine"
    if kind == "file":
        target.write_text("kept")
    else:
        target.mkdir()
        (target / (".hidden" if kind.startswith("hidden") else "note.txt")).write_text("kept")
    before = files(tmp_path)
    with pytest.raises(UsageError, match="is not empty; name a new folder"):
        copy_content(content, target)
    assert files(tmp_path) == before


@pytest.mark.parametrize("inside", ["data/mine", "ontology", "queries/a/b"])
def test_a_content_is_not_copied_into_itself(content: Content, inside: str) -> None:
    before = files(content.folder)
    with pytest.raises(UsageError, match=r"lies within the content itself|is not empty"):
        copy_content(content, content.folder / inside)
    assert files(content.folder) == before


def test_a_link_into_the_content_is_seen_through(content: Content, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(content.folder / "data")
    with pytest.raises(UsageError, match="lies within the content itself"):
        copy_content(content, tmp_path / "link/mine")


@pytest.mark.parametrize("exists", [True, False])
def test_bad_input_32_a_full_disk_leaves_nothing_behind(
    content: Content, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, exists: bool
) -> None:
    target, real, count = tmp_path / "mine", shutil.copyfile, iter(range(9))

    def filling(source: str, to: str) -> object:
        if next(count) == 2:
            raise OSError(errno.ENOSPC, "No space left on device", to)
        return real(source, to)

    if exists:
        target.mkdir()
    monkeypatch.setattr(shutil, "copyfile", filling)
    with pytest.raises(ContentUnavailable, match=r"mine: cannot be written .*No space left"):
        copy_content(content, target)
    assert target.is_dir() == exists
    assert files(tmp_path).keys() == {f"content/{path}" for path in files(content.folder)}
