"""Which content a command takes, and that it says which: option, environment, checkout."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]
LINE = re.compile(r"content: version (\S+), sha256 ([0-9a-f]{12}) \((.+)\)")


def told(done: subprocess.CompletedProcess[str]) -> tuple[str, str, str]:
    assert done.returncode == 0
    found = LINE.fullmatch(done.stderr.splitlines()[0])
    assert found is not None
    return found[1], found[2], found[3]


def dated(content: Path, version: str) -> Path:
    path = content / "data/dataset.ttl"
    path.write_text(re.sub(r'version "[^"]*"', f'version "{version}"', path.read_text("utf-8")))
    return content


def test_the_option_goes_before_the_environment(run: Run, content: Path, shipped: Path) -> None:
    dated(content, "1999-01-01")
    plain = told(run("questions"))
    assert plain[2] == "IVIG_KG_CONTENT"
    given = told(run("questions", "--content", content))
    assert (given[0], given[2]) == ("1999-01-01", "--content")
    assert given[1] != plain[1]
    by_environment = told(run("questions", env={"IVIG_KG_CONTENT": str(content)}))
    assert by_environment == ("1999-01-01", given[1], "IVIG_KG_CONTENT")
    assert told(run("questions", "--content", shipped))[:2] == plain[:2]


def test_without_both_it_is_the_checkout_and_never_the_working_directory(
    run: Run, content: Path
) -> None:
    dated(content, "1999-01-01")
    (content / "pyproject.toml").touch()
    done = run("questions", env={"IVIG_KG_CONTENT": ""}, cwd=content)
    assert told(done)[0] != "1999-01-01"
    assert told(done)[2] == "checkout"


@pytest.mark.parametrize("how", ["--content", "IVIG_KG_CONTENT"])
def test_a_folder_without_content_is_refused_with_what_named_it(
    run: Run, here: Path, how: str
) -> None:
    (here / "empty").mkdir()
    if how == "--content":
        done = run("ask", "harms", "--content", "empty")
    else:
        done = run("ask", "harms", env={"IVIG_KG_CONTENT": "empty"})
    assert (done.returncode, done.stdout) == (4, "")
    assert f"empty: no content there ({how}): it has no ontology, data, queries" in done.stderr
    assert "ivig-kg init FOLDER" in done.stderr


BROKEN = {
    "a prefix is gone": (
        "ontology/prefixes.ttl",
        b"@prefix graph:",
        b"# @prefix graph:",
        "prefix graph",
    ),
    "a look-up is gone": ("queries/lookups/names.rq", b"", None, "names"),
    "a question is not UTF-8": ("queries/answers/harms.rq", b"?harm", b"?h\xe4rm", "harms.rq"),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_content_is_told_in_words(call: Run, small: Path, fault: str) -> None:
    name, old, new, said = BROKEN[fault]
    path = small / name
    if new is None:
        path.unlink()
    else:
        path.write_bytes(path.read_bytes().replace(old, new, 1))
    act = ["show", "C41"] if "look-up" in fault else ["ask", "harms"]
    done = call(*act, "--content", small)
    assert done.returncode in {3, 4}
    assert said in done.stderr


def test_a_linked_folder_is_read_or_refused(call: Run, small: Path, here: Path) -> None:
    (here / "more.ttl").write_bytes(b"junk\n")
    (small / "data/linked").symlink_to(here)
    assert call("ask", "harms", "--content", small).returncode in {3, 4}
