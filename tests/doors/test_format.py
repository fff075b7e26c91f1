"""``ivig-kg format``: changes what is not in style, says what, and can only look."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.thorough

Run = Callable[..., subprocess.CompletedProcess[str]]
Hash = Callable[[Path], str]


def untidied(content: Path, name: str) -> bytes:
    """Indent the lines of a file by a tab; return the bytes it had."""
    path = content / name
    before = path.read_bytes()
    path.write_bytes(before.replace(b"\n  ", b"\n\t"))
    return before


def test_the_shipped_content_is_in_style(run: Run) -> None:
    done = run("format", "--check")
    assert (done.returncode, done.stdout) == (0, "")
    assert " files are not in style" in done.stderr


def test_looking_changes_nothing_and_formatting_mends(
    run: Run, content: Path, hashed: Hash
) -> None:
    good = hashed(content)
    untidied(content, "data/agents.ttl")
    bad = hashed(content)
    looked = run("format", "--check", "--content", content)
    assert looked.returncode == 1
    assert looked.stdout == ("data/agents.ttl:9: not in the project's style: run ivig-kg format\n")
    assert hashed(content) == bad
    done = run("format", "--content", content)
    assert (done.returncode, done.stdout) == (0, "data/agents.ttl\n")
    assert "1 of " in done.stderr.splitlines()[-1]
    assert hashed(content) == good
    assert run("format", "--content", content).stdout == ""


def test_a_path_limits_what_is_changed(call: Run, content: Path) -> None:
    agents = untidied(content, "data/agents.ttl")
    dataset = untidied(content, "data/dataset.ttl")
    done = call("format", "--content", content, "data/agents.ttl", cwd=content)
    assert (done.returncode, done.stdout) == (0, "data/agents.ttl\n")
    assert (content / "data/agents.ttl").read_bytes() == agents
    assert (content / "data/dataset.ttl").read_bytes() != dataset
    assert call("format", "--check", "--content", content, "ontology", cwd=content).returncode == 0
    assert call("format", "--check", "--content", content, "data", cwd=content).returncode == 1


def test_line_ends_are_mended(call: Run, content: Path) -> None:
    path = content / "data/agents.ttl"
    good = path.read_bytes()
    path.write_bytes(good.replace(b"\n", b"\r\n"))
    assert call("format", "--check", "--content", content).returncode == 1
    assert call("format", "--content", content).returncode == 0
    assert path.read_bytes() == good


@pytest.mark.parametrize(
    "fault", ["junk\n", "# a remark below\n", '\nagent:x rdfs:label "open .\n']
)
def test_one_file_that_cannot_be_kept_stops_all(
    call: Run, content: Path, hashed: Hash, fault: str
) -> None:
    untidied(content, "data/agents.ttl")
    path = content / "data/sources/rist-2011.ttl"
    path.write_text(path.read_text("utf-8") + fault, "utf-8")
    before = hashed(content)
    done = call("format", "--content", content)
    assert done.returncode in {3, 4}
    assert done.stdout == ""
    assert "data/sources/rist-2011.ttl:" in done.stderr
    assert hashed(content) == before


@pytest.mark.parametrize("path", ["../content/data", "data/../data"])
def test_a_folder_by_another_path_is_the_same_folder(call: Run, content: Path, path: str) -> None:
    done = call("format", "--check", "--content", content, path, cwd=content)
    assert done.returncode == 0


@pytest.mark.parametrize("path", [None, "data/agents.ttl"])
def test_packaged_content_is_read_only_by_path_too(
    call: Run, content: Path, hashed: Hash, monkeypatch: pytest.MonkeyPatch, path: str | None
) -> None:
    from ivig_kg import content as module  # noqa: PLC0415 (only here)

    package = content.parent / "site-packages/ivig_kg"
    package.mkdir(parents=True)
    content.rename(package / "_content")
    untidied(package / "_content", "data/agents.ttl")
    before = hashed(package)
    monkeypatch.delenv("IVIG_KG_CONTENT")
    monkeypatch.setattr(module, "__file__", str(package / "content.py"))
    done = call("format", *([package / "_content" / path] if path else []))
    assert (done.returncode, done.stdout) == (2, "")
    assert "the packaged content is read-only: 'ivig-kg init FOLDER' copies it" in done.stderr
    assert hashed(package) == before
