"""Files as they really come: each is read, or refused in words that say what to do."""

from __future__ import annotations

import contextlib
import gzip
import io
import os
import socket
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ivig_kg.errors import ContentUnavailable, InvalidInput, LimitReached, SyntaxFault
from ivig_kg.turtle.characters import describe
from ivig_kg.turtle.intake import decode, has_bom, read_bytes, read_text

LINE = "<http://a> <http://b> {} .\n"
GOOD = LINE.format('"Sjögren"')


def fault(data: str | bytes, *, strict: bool = False) -> SyntaxFault:
    raw = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    with pytest.raises(SyntaxFault) as caught:
        decode(raw, "f.ttl", strict=strict)
    assert str(caught.value).startswith(f"f.ttl:{caught.value.line}: ")
    return caught.value


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


def test_a_plain_file_is_read_as_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "f.ttl"
    path.write_bytes(GOOD.encode())
    assert read_text(path, strict=True) == GOOD
    path.write_bytes(b"\\u0000\r\n")
    assert read_text(path, escapes=False) == "\\u0000\r\n"
    with pytest.raises(SyntaxFault, match=r"f\.ttl:1: .* U\+0000"):
        read_text(path)


def test_bad_input_02_a_byte_order_mark_is_taken_off() -> None:
    data = b"\xef\xbb\xbf" + GOOD.encode()
    assert decode(data, "f.ttl", strict=True) == GOOD
    assert (has_bom(data), has_bom(GOOD.encode())) == (True, False)


def test_bad_input_02_a_byte_order_mark_inside_is_named() -> None:
    found = fault(GOOD + "\ufeff" + GOOD)
    assert (found.line, "U+FEFF" in found.reason, "joined" in found.reason) == (2, True, True)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_bad_input_03_utf_16_is_named(encoding: str) -> None:
    assert "UTF-16" in fault(GOOD.encode(encoding)).reason


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_bad_input_03_utf_16_without_latin_letters_is_named(encoding: str) -> None:
    assert "UTF-16" in fault(("証拠" * 9).encode(encoding)).reason


def test_bad_input_03_latin_1_is_placed_by_byte_and_line() -> None:
    found = fault(GOOD.encode() + b'\n"Sj\xf6gren"')
    assert found.line == 3
    assert f"not UTF-8 at byte {len(GOOD.encode()) + 5}, line 3" in found.reason


@pytest.mark.parametrize("lost", ["", "<<<<<<< ours\n", "=======\n", ">>>>>>> theirs\n"])
def test_bad_input_05_git_conflict_markers(lost: str) -> None:
    merge = f"<<<<<<< ours\n{GOOD}=======\n{GOOD}>>>>>>> theirs\n".replace(lost, "")
    found = fault(GOOD + merge)
    assert (found.line, "conflict" in found.reason) == (3 if "ours" in lost else 2, True)


def test_bad_input_05_one_ruled_line_in_a_long_string_is_no_conflict() -> None:
    text = LINE.format('"""Title\n=======\n"""')
    assert decode(text.encode(), "f.ttl") == text


def test_bad_input_05_git_lfs_pointer() -> None:
    found = fault("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n")
    assert (found.line, "git lfs pull" in found.reason) == (1, True)


@pytest.mark.parametrize(
    ("page", "line"),
    [
        ("<!DOCTYPE html><title>404", 1),
        ("\n\n<html lang='en'>", 3),
        ("<!-- proxy -->\n<HTML>", 2),
        ('<?xml version="1.0"?>\n<!doctype HTML SYSTEM>', 2),
    ],
)
def test_bad_input_05_web_page_saved_as_turtle(page: str, line: int) -> None:
    found = fault(page)
    assert (found.line, "HTML" in found.reason) == (line, True)


def test_bad_input_05_an_iri_about_html_is_no_web_page() -> None:
    text = "<https://www.w3.org/html> <http://b> 1 .\n"
    assert decode(text.encode(), "f.ttl") == text


@pytest.mark.parametrize(
    "code",
    [
        *(0x0, 0x1, 0xB, 0x1F, 0x7F, 0x85, 0x9F),
        *(0x202A, 0x202E, 0x2066, 0x2069),
        *(0xFDD0, 0xFFFE, 0xFFFF, 0x1FFFE, 0x10FFFF),
    ],
)
def test_bad_input_07_a_refused_character_raw_or_escaped(code: int) -> None:
    for form in (chr(code), f"\\U{code:08X}", *([f"\\u{code:04x}"] if code <= 0xFFFF else [])):
        found = fault(GOOD + LINE.format(f'"{form}"'))
        assert found.line == 2
        assert f"U+{code:04X}" in found.reason


def test_bad_input_07_a_lone_surrogate_escape() -> None:
    assert "U+D800" in fault(LINE.format(r'"\uD800"')).reason
    assert "beyond Unicode" in fault(LINE.format(r'"\U00110000"')).reason


def test_bad_input_07_an_escaped_backslash_is_no_escape() -> None:
    text = "# the escape \\u0000 is refused\n" + LINE.format(r'"\\u0000 \u00F6 \t"')
    assert decode(text.encode(), "f.ttl") == text


def test_bad_input_07_a_table_has_no_escapes() -> None:
    assert decode(rb"C:\u0000", "f.tsv", escapes=False) == r"C:\u0000"


def test_bad_input_30_a_right_to_left_override_is_said_to_be_one() -> None:
    assert "another order" in fault(GOOD + LINE.format('"\u202e"')).reason


def test_letters_of_all_scripts_pass() -> None:
    assert describe("a\0") == "control character U+0000"
    assert describe("Sjögren ΑΒΓ עברית \u200d\u00a0\u2212\t\r\n 🧬") == ""


def test_carriage_returns_are_refused_in_content_only() -> None:
    text = GOOD + GOOD.replace("\n", "\r\n")
    assert decode(text.encode(), "f.ttl") == text
    found = fault(text, strict=True)
    assert str(found) == "f.ttl:2: carriage return; save with LF line ends"


def test_bad_input_12_the_size_is_said_before_reading(tmp_path: Path) -> None:
    path = tmp_path / "big.ttl"
    with path.open("wb") as stream:
        stream.truncate(1 << 40)
    with pytest.raises(LimitReached, match=r"big\.ttl: 1,099,511,627,776 bytes .* 67,108,864"):
        read_text(path)


def test_bad_input_12_a_file_may_be_as_large_as_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "f.ttl"
    path.write_bytes(b"x" * 10)
    assert read_bytes(path, limit=10) == b"x" * 10
    with pytest.raises(LimitReached):
        read_bytes(path, limit=9)


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="no /proc here")
def test_bad_input_12_a_file_that_says_it_is_empty_is_limited_too() -> None:
    with pytest.raises(LimitReached):
        read_bytes(Path("/proc/self/maps"), limit=100)


def test_bad_input_12_a_literal_of_10_mb_takes_no_time() -> None:
    text = LINE.format(f'"{"ö" * 5_000_000}"')
    start = time.process_time()
    assert decode(text.encode(), "f.ttl", strict=True) == text
    assert time.process_time() - start < 3


def zipped() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("f.ttl", GOOD)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "name"), [(gzip.compress(GOOD.encode(), mtime=0), "gzip"), (zipped(), "zip")]
)
def test_bad_input_13_an_archive_is_named(data: bytes, name: str) -> None:
    with pytest.raises(InvalidInput, match=rf"f\.ttl: a {name} archive") as caught:
        decode(data, "f.ttl")
    assert caught.value.exit_code == 3


def make_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listener, contextlib.chdir(path.parent):
        listener.bind(path.name)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (Path.mkdir, "a folder"),
        (os.mkfifo, "a pipe"),
        (make_socket, "a socket"),
        (lambda path: path.symlink_to("/dev/zero"), "a device"),
        (lambda path: path.symlink_to("gone.ttl"), r"a link to gone\.ttl, which does not exist"),
        (lambda path: path.symlink_to(path), "symbolic links"),
        (lambda _: None, "no such file"),
    ],
    ids=["folder", "pipe", "socket", "device", "dangling", "loop", "missing"],
)
def test_bad_input_13_what_is_no_file_is_refused_at_once(
    tmp_path: Path, make: Callable[[Path], object], words: str
) -> None:
    path = tmp_path / "f.ttl"
    make(path)
    start = time.process_time()
    with pytest.raises(ContentUnavailable, match=rf"f\.ttl: .*{words}") as caught:
        read_text(path)
    assert caught.value.exit_code == 4
    assert time.process_time() - start < 1


def test_bad_input_13_a_pipe_put_in_place_of_a_file_does_not_hang(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, pipe = tmp_path / "f.ttl", tmp_path / "pipe"
    plain.write_text(GOOD, encoding="utf-8")
    os.mkfifo(pipe)
    before = plain.stat()
    monkeypatch.setattr(Path, "stat", lambda _: before)
    with pytest.raises(ContentUnavailable, match="a pipe"):
        read_text(pipe)


def test_bad_input_13_an_unreadable_file(tmp_path: Path) -> None:
    path = tmp_path / "f.ttl"
    path.touch(mode=0)
    with (
        as_nobody(),
        pytest.raises(ContentUnavailable, match=r"cannot be read \(Permission denied\)"),
    ):
        read_text(path)


def test_bad_input_13_a_file_that_fails_when_read() -> None:
    memory = Path("/proc/self/mem")
    if not memory.exists():
        pytest.skip("no /proc here")
    with pytest.raises(ContentUnavailable, match="cannot be read"):
        read_text(memory)


@pytest.mark.parametrize("name", ["a\nb.ttl", "a\x00b.ttl", "x" * 300])
def test_bad_input_31_an_odd_name_is_shown_on_one_line(tmp_path: Path, name: str) -> None:
    with pytest.raises(ContentUnavailable) as caught:
        read_text(tmp_path / name)
    assert str(caught.value).isprintable()
