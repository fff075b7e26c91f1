"""``ivig-kg check --document``: a text against the hashes and spans that the graph holds of it.

The words of the summary are not in the repository; a text is made to fit its spans, and the hashes
in a copy of the content are made to fit the text.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]
DOCUMENT = "data/sources/ivig-summary/document.ttl"
UNIT = re.compile(r"oa:start (\d+) ;\n  oa:end (\d+) ;\n  ivig:sha256 \"(\w+)\"")


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.fixture
def text(content: Path, here: Path) -> str:
    """Return a text that the content describes; it stands in summary.txt."""
    path = content / DOCUMENT
    turtle = path.read_text("utf-8")
    (length,) = map(int, re.findall(r"ivig:length (\d+)", turtle))
    words = "".join(
        "\U0001f489ä\n"[n % 3] if n % 7 == 0 else chr(97 + n % 26) for n in range(length)
    )

    def fitting(unit: re.Match[str]) -> str:
        return unit[0].replace(unit[3], sha256(words[int(unit[1]) : int(unit[2])]))

    (whole,) = re.findall(r"ivig:length \d+ ;\n  ivig:sha256 \"(\w+)\"", turtle)
    assert len(UNIT.findall(turtle)) > 20
    path.write_text(UNIT.sub(fitting, turtle).replace(whole, sha256(words)), "utf-8")
    (here / "summary.txt").write_bytes(words.encode())
    return words


def test_a_text_that_fits_has_no_findings(run: Run, content: Path, text: str) -> None:
    assert len(text) < len(text.encode())  # places are code points, not bytes
    done = run("check", "--content", content, "--document", "summary.txt")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.splitlines()[-1] == "0 findings"


def test_one_changed_letter_is_found_in_the_whole_and_in_its_unit(
    call: Run, content: Path, text: str, here: Path
) -> None:
    start, end, _ = UNIT.findall((content / DOCUMENT).read_text("utf-8"))[3]
    place = int(end) - 1
    changed = text[:place] + ("x" if text[place] != "x" else "y") + text[place + 1 :]
    (here / "summary.txt").write_bytes(changed.encode())
    done = call("check", "--content", content, "--document", "summary.txt")
    line = text.count("\n", 0, int(start)) + 1
    assert done.returncode == 1
    found = done.stdout.splitlines()
    assert len(found) == 2
    assert found[0].startswith("summary.txt: the text has SHA-256 ")
    assert found[1].startswith(f"summary.txt:{line}: ")
    assert f"code points {start} to {end} do not have the hash" in found[1]


def test_a_byte_order_mark_is_no_part_of_the_text(
    call: Run, content: Path, text: str, here: Path
) -> None:
    (here / "summary.txt").write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert call("check", "--content", content, "--document", "summary.txt").returncode == 0


@pytest.mark.usefixtures("text")
def test_another_text_differs_from_the_only_document_in_length_and_hash(
    call: Run, content: Path, here: Path
) -> None:
    (here / "other.txt").write_text("Sjögren\n", "utf-8")
    done = call("check", "--content", content, "--document", "other.txt")
    assert done.returncode == 1
    first, second, *_ = done.stdout.splitlines()
    assert first.startswith("other.txt: the text has 8 code points, the graph says ")
    assert second.startswith(f"other.txt: the text has SHA-256 {sha256('Sjögren' + chr(10))}, ")


@pytest.mark.usefixtures("text")
def test_a_text_that_could_be_several_documents_is_refused_with_their_names(
    call: Run, content: Path, here: Path
) -> None:
    path = content / DOCUMENT
    second = 'src:second\n  ivig:length 3 ;\n  ivig:sha256 "00" .\n'
    path.write_text(f"{path.read_text('utf-8')}\n{second}", "utf-8")
    (here / "other.txt").write_text("Sjögren\n", "utf-8")
    done = call("check", "--content", content, "--document", "other.txt")
    assert (done.returncode, done.stdout) == (2, "")
    assert "other.txt: no document of the graph has this length (8 code points)" in done.stderr
    assert "source/ivig-summary" in done.stderr
    assert "source/second" in done.stderr


@pytest.mark.parametrize(
    ("data", "end"),
    [
        (None, "4 no such file"),
        (b"Sj\xf6gren", "3 not UTF-8 at byte 3"),
        (b"PK\x03\x04", "3 a zip"),
    ],
)
def test_a_text_that_cannot_be_read_is_refused(
    call: Run, shipped: Path, here: Path, data: bytes | None, end: str
) -> None:
    if data is not None:
        (here / "odd.txt").write_bytes(data)
    code, _, said = end.partition(" ")
    done = call("check", "--content", shipped, "--document", "odd.txt")
    assert (done.returncode, done.stdout) == (int(code), "")
    assert f"odd.txt: {said}" in done.stderr or f"odd.txt:1: {said}" in done.stderr


@pytest.mark.usefixtures("text")
def test_a_text_and_paths_exclude_each_other(call: Run, content: Path) -> None:
    done = call("check", "--content", content, "--document", "summary.txt", "data/nope.ttl")
    assert done.returncode == 2
