"""Every claim of the README that a program can try: its set-up lines, its output, its examples."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from ivig_kg import errors

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SET_UP = re.compile(r"^python3 -m venv \.venv && .*$", re.MULTILINE)


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def ivig_kg(
    words: list[str], cwd: Path, stdin: str | None = None
) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if k != "COLUMNS"}
    return subprocess.run(
        [sys.executable, "-m", "ivig_kg", *words],
        cwd=cwd,
        env=environment,
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def examples() -> list[str]:
    lines = [line for block in blocks("sh") for line in block.splitlines()]
    return [line.split("#  ")[0].strip() for line in lines if "ivig-kg" in line[:120]]


def test_exactly_two_set_up_lines_and_each_makes_its_environment() -> None:
    first, second = SET_UP.findall(README)
    assert first.endswith("--format table")
    assert second.endswith(".venv/bin/pytest")


def test_the_output_shown_is_what_the_first_line_prints(tmp_path: Path) -> None:
    command = SET_UP.findall(README)[0].rpartition("&& .venv/bin/ivig-kg ")[2]
    done = ivig_kg(shlex.split(command), tmp_path)
    notes = [line for line in done.stderr.splitlines() if line.startswith("note: ")]
    assert blocks("text")[0] == done.stdout + "\n".join(notes) + "\n"


# The one with FILE needs a text that is not in the repository: test_check.py tries it on its own.
RUNNABLE = [x for x in examples() if not x.startswith("python3 -m venv") and " FILE" not in x]


@pytest.mark.parametrize("line", RUNNABLE)
def test_each_example_runs(line: str, tmp_path: Path) -> None:
    before, pipe, command = line.rpartition("| ")
    words = shlex.split(command, comments=True)
    assert words[0] == ".venv/bin/ivig-kg"
    stdin = shlex.split(before)[1] if pipe else None
    if words[1] == "format":  # writes: on a copy
        assert ivig_kg(["init", "copy"], tmp_path).returncode == 0
        words += ["--content", "copy"]
    done = ivig_kg(words[1:], tmp_path, stdin)
    assert done.returncode == 0, done.stderr


def test_the_python_example_runs(tmp_path: Path) -> None:
    (block,) = blocks("python")
    done = subprocess.run(
        [sys.executable, "-c", block], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_no_file_that_the_readme_links_to_is_missing() -> None:
    for target in re.findall(r"\]\(([^):#]+)\)", README):
        assert (ROOT / target).exists(), target


def test_exit_codes_of_the_readme_are_those_of_the_error_tree() -> None:
    told = dict(re.findall(r"\b([0-7]) ([a-z][a-z ]+?)[,.(]", README.partition("Exit codes:")[2]))
    codes = {getattr(errors, name).exit_code for name in errors.__all__}
    assert codes <= {int(code) for code in told}
