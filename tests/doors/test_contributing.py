"""The curator's half of CONTRIBUTING.md, done as written: from a paper to a merged statement."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
WALK = TEXT.partition("## Curators: from a paper")[2].partition("\n## ")[0]
STEPS = re.findall(r"^```sh\n(.*?)^```$", WALK, re.MULTILINE | re.DOTALL)
(SHEET,) = re.findall(r"^```tsv\n(.*?)^```$", WALK, re.MULTILINE | re.DOTALL)
REVIEWER = (
    "ivig-kg agent other-person --label 'Other Person' --about 'Made up for the test.' "
    "--interests 'none declared' --called other@example.org"
)
SET_UP = (
    "git init -q -b main && git config user.name 'First Last' && "
    "git config user.email first@example.org && git add -A && git commit -q -m start"
)


@pytest.fixture
def shell(content: Path, environment: dict[str, str]) -> dict[str, str]:
    """Return an environment in which ivig-kg is this one and its content the copy."""
    tools = content.parent / "bin"
    tools.mkdir()
    (tools / "ivig-kg").write_text(f'#!/bin/sh\nexec {sys.executable} -m ivig_kg "$@"\n')
    (tools / "ivig-kg").chmod(0o755)
    path = f"{tools}{os.pathsep}{environment['PATH']}"
    return {**environment, "PATH": path, "IVIG_KG_CONTENT": str(content)}


def do(command: str, content: Path, env: dict[str, str]) -> str:
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command],  # noqa: S607 (whichever bash)
        cwd=content,
        env=env,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout


def test_each_step_is_one_command() -> None:
    assert len(STEPS) == 9
    assert [step for step in STEPS if step.count("\n") != 1] == []


@pytest.mark.thorough
def test_the_example_goes_from_the_paper_to_main(content: Path, shell: dict[str, str]) -> None:
    do(SET_UP, content, shell)
    said = {}
    for step in STEPS:
        if "import" in step:
            (content / "sheet.tsv").write_text(SHEET, "utf-8")
        if "review" in step:  # as it would be in the clone of a second person
            do("git config user.email other@example.org", content, shell)
        said[step.split()[1]] = do(step, content, shell)
        if step.startswith("ivig-kg agent"):
            do(REVIEWER, content, shell)
    assert said["import"].splitlines()[0] == "1 new, 0 already present"
    assert "st:kizawa-2006-4" in said["diff"]
    assert do("git branch --show-current", content, shell) == "main\n"
    shown = do("ivig-kg show st:kizawa-2006-4", content, shell)
    assert "The patient was a man of 67 with membranoproliferative glomerulonephritis" in shown
    assert "accepted" in shown
    log = do("ivig-kg log st:kizawa-2006-4", content, shell).splitlines()
    assert [line.split("\t")[2:4] for line in log[1:]] == [
        ["agent:other-person", "accepted"],
        ["agent:first-last", "added"],
    ]
    assert do("git status --porcelain data", content, shell) == ""
