"""Writing a result: to stdout as it is, or to a file that is whole or as it was."""

from __future__ import annotations

import errno
import io
import os
from pathlib import Path

import pytest

from ivig_kg.cli.shared import (
    color_wanted,
    emit,
    listed,
    refuse_odd_path,
    replace_file,
    terminal_width,
)
from ivig_kg.errors import ContentUnavailable, UsageError


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_bytes_and_text_reach_stdout_unchanged(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    emit("Sjögren\r\n")
    emit(b"\x00\xff")
    assert capfdbinary.readouterr().out == "Sjögren\r\n".encode() + b"\x00\xff"


def test_bad_input_31_an_existing_file_is_overwritten_only_by_force(tmp_path: Path) -> None:
    out = tmp_path / "out.tsv"
    emit("first", str(out))
    with pytest.raises(UsageError, match=r"out\.tsv: exists already; .* give --force"):
        emit("second", str(out))
    assert out.read_text() == "first"
    emit("third", str(out), force=True)
    assert out.read_text() == "third"
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.parametrize("path", ["../x", "a/../../x", "a\nb", "a\x1b[2Jb", "a\u202eb", "\x00"])
def test_bad_input_31_an_odd_path_is_refused_in_printable_words(path: str) -> None:
    with pytest.raises(UsageError) as caught:
        refuse_odd_path(Path(path))
    assert str(caught.value).isprintable()


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EIO])
@pytest.mark.parametrize("step", ["write_bytes", "replace"])
def test_bad_input_32_a_failed_write_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, code: int
) -> None:
    out = tmp_path / "out.tsv"
    out.write_text("kept")

    def failing(path: Path, _: object) -> int:
        if step == "write_bytes":
            path.touch()
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(Path, step, failing)
    with pytest.raises(ContentUnavailable, match=r"out\.tsv: cannot be written \(\w"):
        replace_file(out, b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["out.tsv"]
    assert out.read_text() == "kept"


def test_bad_input_32_a_stop_between_writing_and_renaming_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out.tsv"
    out.write_text("kept")

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", stopped)
    with pytest.raises(KeyboardInterrupt):
        replace_file(out, b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["out.tsv"]
    assert out.read_text() == "kept"


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(ContentUnavailable, match=r"x/out\.tsv: cannot be written \(No such file"):
        emit("x", str(tmp_path / "x/out.tsv"))


def test_a_folder_is_not_replaced_by_a_file(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    with pytest.raises(ContentUnavailable, match=r"sub: cannot be written \(no regular file"):
        emit("x", "sub", force=True)
    assert (tmp_path / "sub").is_dir()


def test_a_pipe_or_device_is_not_replaced_by_a_file(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(ContentUnavailable, match=r"pipe: cannot be written \(no regular file"):
        emit("x", str(pipe), force=True)
    assert pipe.is_fifo()


def test_a_replaced_file_keeps_its_rights(tmp_path: Path) -> None:
    out = tmp_path / "out.tsv"
    out.write_text("old")
    out.chmod(0o600)
    replace_file(out, b"new")
    assert out.stat().st_mode & 0o777 == 0o600


def test_a_link_is_written_through(tmp_path: Path) -> None:
    (tmp_path / "real.ttl").write_text("old")
    (tmp_path / "link.ttl").symlink_to("real.ttl")
    replace_file(tmp_path / "link.ttl", b"new")
    assert (tmp_path / "real.ttl").read_text() == "new"


def test_items_are_listed_one_a_line() -> None:
    assert (listed(["a", "b"]), listed([])) == ("a\nb\n", "")


def test_the_width_is_that_of_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "57")
    assert terminal_width() == 57


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("environment", "wanted"),
    [
        ({}, True),
        ({"TERM": "xterm", "NO_COLOR": ""}, True),
        ({"NO_COLOR": "1"}, False),
        ({"TERM": "dumb"}, False),
    ],
)
def test_colour_is_for_a_terminal_on_which_nobody_forbids_it(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], *, wanted: bool
) -> None:
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.stdout", Terminal())
    assert color_wanted() == wanted
    monkeypatch.setattr("sys.stdout", io.StringIO())
    assert not color_wanted()
    monkeypatch.setattr("sys.stdout", None)
    assert not color_wanted()
