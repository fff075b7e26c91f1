"""Workflows, issue form and hooks as text: what must hold of them, whoever edits them.

CI reads them by their schemas; the extra ``test`` has no parser of YAML.
"""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path
from textwrap import dedent

import pytest

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
ANSWERS = ROOT / ".github/workflows/answers.yml"
FORM = (ROOT / ".github/ISSUE_TEMPLATE/add-evidence.yml").read_text("utf-8")
SECURITY = (ROOT / ".github/SECURITY.md").read_text("utf-8")
HOOKS = (ROOT / ".pre-commit-hooks.yaml").read_text("utf-8")
TEXT = ANSWERS.read_text("utf-8")
AS_GITHUB_DOES = ("/usr/bin/env", "bash", "--noprofile", "--norc", "-eo", "pipefail", "-c")
REFUSED = re.compile(r"(?<![.\w])(?:pip|python3?|source|eval|bash|sh|make|npm|git)\b|(?<!\S)\./")


def steps(text: str) -> list[str]:
    """Return the steps of a workflow, each as its lines."""
    body = text.partition("\n    steps:\n")[2]
    return [f"      - {part}" for part in re.split(r"^      - ", body, flags=re.MULTILINE)[1:]]


def script(step: str) -> str:
    """Return the shell script of a step; nothing where it has none."""
    found = re.search(r"^ {6}[ -] run: (?:\|\n((?: {10}.*\n|\n)+)|(.+)\n)", step, re.MULTILINE)
    return dedent(found[1] or found[2]) if found else ""


def named(name: str) -> str:
    """Return the one step of the answers that has a name."""
    (found,) = [step for step in steps(TEXT) if f"name: {name}\n" in step]
    return found


def bash(folder: Path, name: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run the script of a step as GitHub does."""
    return subprocess.run(
        [*AS_GITHUB_DOES, script(named(name))],
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", **env},
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_script_is_seen() -> None:
    for path in WORKFLOWS:
        text = path.read_text("utf-8")
        found = [step for step in steps(text) if script(step)]
        assert len(found) == len(re.findall(r"^\s+(?:- )?run: ", text, re.MULTILINE)) > 0


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_no_text_of_an_event_stands_in_a_script(path: Path) -> None:
    for step in steps(path.read_text("utf-8")):
        assert "${{" not in script(step)


def test_the_branch_under_review_is_read_as_data_in_its_own_folder() -> None:
    checkouts = [step for step in steps(TEXT) if "uses: actions/checkout@" in step]
    assert len(checkouts) == TEXT.count("uses: actions/checkout@") == 3
    assert all("persist-credentials: false" in step for step in checkouts)
    first, *others = checkouts
    assert not re.search(r"\b(?:ref|repository|path):", first)
    assert [re.findall(r" path: (.+)", step) for step in others] == [["before"], ["proposed"]]
    for step in others:
        assert "          sparse-checkout: /data/\n" in step
        assert "          sparse-checkout-cone-mode: false\n" in step
    assert [("pull_request.head" in step) for step in others] == [False, True]
    assert not re.search(r"head\.(?:ref|label)|github\.head_ref|refs/pull", TEXT)


def test_nothing_is_installed_or_run_once_the_branch_is_there() -> None:
    every = steps(TEXT)
    (there,) = [number for number, step in enumerate(every) if " path: proposed\n" in step]
    installing = [number for number, step in enumerate(every) if "pip install" in step]
    assert installing
    assert max(installing) < there
    after = every[there + 1 :]
    assert len(after) == 5
    for step in after:
        assert "uses:" not in step
        assert not REFUSED.search(script(step)), step
    (first, *_) = after
    assert "find before proposed" in script(first)


def test_the_rights_are_the_fewest_and_reach_only_the_steps_that_ask_github() -> None:
    rights = "permissions:\n  contents: read\n  pull-requests: write\nconcurrency:"
    assert rights in TEXT
    assert TEXT.count("permissions:") == 1
    assert "secrets." not in TEXT
    assert "timeout-minutes: " in TEXT
    for step in steps(TEXT):
        assert ("github.token" in step) == ("gh api" in script(step))
        assert not ("github.token" in step and "ivig-kg check" in step)
    assert "# Not run on GitHub yet" in TEXT


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """Return a folder as the steps find it once all is checked out."""
    for name in ("ontology", "queries", "before/data", "proposed/data", "proposed/.git"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "file").write_text(name)
    return tmp_path


def test_ontology_and_questions_are_put_beside_the_data(workspace: Path) -> None:
    done = bash(workspace, "Two contents that differ in their data alone")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    for side in ("before", "proposed"):
        for folder in ("ontology", "queries"):
            assert (workspace / side / folder / "file").read_text() == folder
        assert (workspace / side / "data/file").read_text() == f"{side}/data"


@pytest.mark.parametrize("place", ["proposed/data/link", "proposed/ontology", "before/data/link"])
def test_a_link_is_refused(workspace: Path, place: str) -> None:
    (workspace / place).symlink_to("/etc")
    done = bash(workspace, "Two contents that differ in their data alone")
    assert done.returncode == 1
    assert done.stdout == "::error::data/ holds a link, or what is no file; nothing was read\n"
    assert not (workspace / "before/ontology").exists()


@pytest.mark.parametrize("lines", [0, 3, 4000])
def test_the_comment_is_whole_or_says_that_it_was_cut(workspace: Path, lines: int) -> None:
    text = "".join(f"| {number:>5} | Sjögren |\n" for number in range(lines))
    (workspace / "diff.md").write_text(text, "utf-8")
    (workspace / "verdict.txt").write_text("2 findings\n")
    done = bash(workspace, "Write the comment", HEAD="0123abc")
    assert (done.returncode, done.stderr) == (0, "")
    comment = (workspace / "comment.md").read_text("utf-8")
    first, second, third, blank, *rest = comment.split("\n")
    assert first == "<!-- ivig-kg answers -->"
    assert first in script(named("Post it, or put it in place of the last one"))
    assert "0123abc" in second
    assert (third, blank) == ("Check: 2 findings.", "")
    assert len(comment) < 65_000
    if lines < 4000:
        assert "\n".join(rest) == text
    else:
        cut = rest.index("")
        assert set(rest[:cut]) < set(text.split("\n"))
        assert rest[cut + 1].startswith("Cut here")


def test_the_form_asks_for_what_a_statement_needs() -> None:
    ids = re.findall(r"^    id: (\S+)$", FORM, re.MULTILINE)
    assert len(set(ids)) == len(ids) == FORM.count("- type: ") - FORM.count("- type: markdown")
    asked = "title authors year doi pmid read place patients treatment outcome says counts harms"
    assert {*asked.split(), "interests"} <= set(ids)
    promises = FORM.partition("id: promises")[2].partition("  - type:")[0]
    assert promises.count("- label: ") == promises.count("required: true") == 3
    for words in ("in my own words", "patient of mine", "no medical advice"):
        assert words in promises


def test_the_hooks_get_files_of_the_content_and_call_commands_that_there_are() -> None:
    from ivig_kg.cli import cli  # noqa: PLC0415 (the other tests read text alone)

    entries = re.findall(r"^  entry: ivig-kg (\w+)$", HOOKS, re.MULTILINE)
    assert entries == ["check", "format"]
    assert all(cli.get_command(None, name) for name in entries)  # type: ignore[arg-type]
    assert HOOKS.count("  args: [--content, .]\n") == 2
    assert "pass_filenames" not in HOOKS
    check, style = (re.compile(one) for one in re.findall(r"^  files: (.+)$", HOOKS, re.MULTILINE))
    tables = [p.relative_to(ROOT).as_posix() for p in (ROOT / "ontology").rglob("*.tsv")]
    turtle = [p.relative_to(ROOT).as_posix() for p in (ROOT / "data").rglob("*.ttl")]
    assert all(check.search(path) for path in [*tables, *turtle])
    assert all(style.search(path) for path in turtle)
    assert not any(style.search(path) for path in tables)
    for path in ("queries/checks/one-file.rq", "tests/fixtures/data/x.ttl", "data/README.md"):
        assert not check.search(path)


def threats() -> list[tuple[str, str, str]]:
    """Return threat, what stands against it, and the names of tests, as the table gives them."""
    table = SECURITY.partition("| threat | ")[2].partition("\n\n")[0].splitlines()[2:]
    rows = [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in table]
    return [(threat, stands, tests) for threat, stands, tests in rows]


@pytest.mark.parametrize(("threat", "stands", "tests"), threats(), ids=[t for t, *_ in threats()])
def test_each_threat_names_tests_that_there_are(threat: str, stands: str, tests: str) -> None:
    assert threat
    assert stands
    names = [name.strip("`") for name in tests.split()]
    assert names
    for path, _, test in (name.partition("::") for name in names):
        tree = ast.parse((ROOT / path).read_text("utf-8"))
        known = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
        assert test in known, f"{path} has no {test}"


def test_faults_are_reported_to_the_repository_and_to_no_made_up_person() -> None:
    assert "*Report a vulnerability*" in SECURITY
    assert not re.search(r"[\w.+-]+@[\w-]+|https?:", SECURITY)
    assert len(threats()) == SECURITY.count("::") - SECURITY.count("` `") > 12
    for target in re.findall(r"\]\(([^):#]+)\)", SECURITY):
        assert (ROOT / ".github" / target).exists(), target
