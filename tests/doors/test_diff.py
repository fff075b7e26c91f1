"""``ivig-kg diff``: two folders or revisions, and which answers change because of what."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ivig_kg.cli.diff import _side
from ivig_kg.content import Content
from ivig_kg.errors import UsageError

pytestmark = pytest.mark.thorough

Run = Callable[..., subprocess.CompletedProcess[str]]
RIST = "data/sources/rist-2011.ttl"
FOLDERS = ("data/sources/ivig-summary",)
FILES = (RIST, "data/agents.ttl", "data/dataset.ttl", "data/assessments/ivig-summary-citations.ttl")
ST = "https://w3id.org/ivig-kg/statement/"


def git(folder: Path, *words: str) -> None:
    person = ("-c", "user.name=Test Curator", "-c", "user.email=curator@example.org")
    subprocess.run(["git", *person, *words], cwd=folder, check=True, capture_output=True)  # noqa: S607


@pytest.fixture(scope="module", autouse=True)
def alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let git know no configuration but that of a test, and no repository around it."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [each for each in os.environ if each.startswith("GIT_")]:
            patch.delenv(name)
        patch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
        patch.setenv("GIT_CONFIG_NOSYSTEM", "1")
        patch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path_factory.getbasetemp()))
        yield


@pytest.fixture
def branch(repo: Path, tmp_path: Path) -> Path:
    """Return a folder with the second commit that a test may change."""
    return shutil.copytree(repo, tmp_path / "branch", ignore=shutil.ignore_patterns(".git"))


@pytest.fixture(scope="module")
def repo(tmp_path_factory: pytest.TempPathFactory, shipped: Path, alone: None) -> Path:
    """Return a repository with a part of the content in which the second commit alters a count.

    Of the 19 patients 9 improved and 9 were stable, it says, where 8 and 10 did before.
    """
    del alone
    root = tmp_path_factory.mktemp("diff") / "repo"
    for folder in ("ontology", "queries", *FOLDERS):
        shutil.copytree(shipped / folder, root / folder)
    for path in FILES:
        (root / path).parent.mkdir(exist_ok=True)
        shutil.copy(shipped / path, root / path)
    git(root, "init", "--quiet", "--template=", "--initial-branch=main")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "-m", "Before")
    text = (root / RIST).read_text("utf-8")
    mended = text.replace("ivig:improved 8 ;", "ivig:improved 9 ;").replace("stable 10", "stable 9")
    (root / RIST).write_text(mended, "utf-8")
    git(root, "commit", "--quiet", "--all", "-m", "After")
    return root


def diffed(call: Run, repo: Path, *words: str | Path) -> dict[str, Any]:
    done = call("diff", *words, "--format", "json", "--content", repo)
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def test_two_revisions_tell_which_rows_change_and_why(run: Run, repo: Path) -> None:
    done = run("diff", "HEAD~1", "main", "--content", repo, "--format", "json")
    assert (done.returncode, done.stderr.count("\n")) == (0, 2)
    assert f"A: the revision 'HEAD~1' of {repo}" in done.stderr
    told = json.loads(done.stdout)
    assert [(each["iri"], each["change"]) for each in told["things"]] == [
        (f"{ST}rist-2011-1", "changed")
    ]
    values = {
        each["predicate"].rpartition("#")[2]: (
            each["before"][0]["value"],
            each["after"][0]["value"],
        )
        for each in told["things"][0]["differences"]
    }
    assert values == {"improved": ("8", "9"), "stable": ("10", "9")}
    # Improved or stable stays 18, and nobody draws a conclusion from the bare counts.
    rows = {each["question"]: each["rows"] for each in told["answers"]}
    assert set(rows) == {"response-counts", "references"}
    (count,), (reference,) = rows["response-counts"], rows["references"]
    assert (count["change"], count["differs"]) == ("changed", ["improved"])
    assert (count["before"]["improved"], count["after"]["improved"]) == (8, 9)
    assert count["after"]["statement"] == f"{ST}rist-2011-1"
    assert (reference["differs"], reference["after"]["cited_as"]) == (["responders"], "4")
    gone = set(reference["before"]["responders"]) - set(reference["after"]["responders"])
    assert gone == {"8 improved, 10 stable, 1 worse of 19 (peripheral neuropathy; disability)"}
    assert {tuple(r["because"]) for r in (count, reference)} == {(f"{ST}rist-2011-1",)}


def test_without_b_it_is_the_content_now(call: Run, repo: Path) -> None:
    assert diffed(call, repo, "HEAD")["differs"] is False
    told = diffed(call, repo, "main")
    assert (told["before"]["name"], told["after"]["name"]) == ("main", "the content now")
    before = call("diff", "HEAD", "--content", repo)
    assert "\nNothing differs.\n" in before.stdout
    assert "no medical advice" in before.stdout


def test_a_folder_goes_before_a_revision_of_its_name(
    call: Run, repo: Path, branch: Path, here: Path
) -> None:
    (here / "main").symlink_to(branch)
    done = call("diff", "main", "HEAD", "--content", repo)
    assert "A: the folder 'main'\n" in done.stderr
    assert "\nNothing differs.\n" in done.stdout
    (here / "main").unlink()
    (here / "main").mkdir()
    done = call("diff", "main", "HEAD~1", "--content", repo)
    assert "A: the folder 'main' has no content" in done.stderr
    assert "2 of 29 answers differ." in done.stdout


def test_markdown_goes_to_a_file_for_a_comment(call: Run, repo: Path, here: Path) -> None:
    words = ("diff", "HEAD~1", "HEAD", "--content", repo, "--format", "md", "--out", "comment.md")
    assert call(*words).returncode == 0
    page = (here / "comment.md").read_text("utf-8")
    assert "| `response-counts` | 0 | 0 | 1 |" in page
    assert "`improved: 8 → 9` | `because of st:rist-2011-1` |" in page
    assert "no medical advice" in page
    again = ("diff", "HEAD", "HEAD", *words[3:])
    assert (call(*again).returncode, call(*again, "--force").returncode) == (2, 0)


def test_the_exit_code_tells_where_it_is_asked_to(call: Run, repo: Path) -> None:
    assert call("diff", "HEAD~1", "HEAD", "--content", repo, "--exit-code").returncode == 1
    assert call("diff", "HEAD", "HEAD", "--content", repo, "--exit-code").returncode == 0


def test_of_a_strange_branch_no_question_is_asked(call: Run, repo: Path, branch: Path) -> None:
    (branch / "queries/answers/harms.rq").write_text("none", "utf-8")
    (branch / "ontology/terms/harms.ttl").write_text("none", "utf-8")
    (branch / "data/agents.ttl").write_text("broken", "utf-8")
    done = call("diff", "HEAD~1", branch, "--content", repo, "--data-only")
    assert (done.returncode, done.stdout) == (3, "")
    assert "B: data/agents.ttl:1: " in done.stderr
    shutil.copy(repo / "data/agents.ttl", branch / "data/agents.ttl")
    told = diffed(call, repo, "HEAD~1", branch, "--data-only")
    assert [each["question"] for each in told["answers"]] == ["references", "response-counts"]
    assert "2 files of ontology and queries" in told["notes"][0]
    (branch / "data/link.ttl").symlink_to("/etc/hostname")
    done = call("diff", "HEAD~1", branch, "--content", repo, "--data-only")
    assert (done.returncode, done.stdout) == (4, "")
    assert "B: data/link.ttl: a link" in done.stderr


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["diff"], 2, "Missing argument 'A'"),
        (["diff", "nobranch"], 2, "git knows no commit of that name"),
        (["diff", "--", "--output=x"], 2, "'--output=x' is no revision"),
        (["diff", "--output=x", "HEAD"], 2, "No such option"),
        (["diff", "HEAD", "x\x1b[2J"], 2, r"'x\x1b[2J' is no revision"),
        (["diff", "HEAD", "--format", "html"], 2, "'html' is not one of"),
        (["diff", "HEAD", "--out", "../x"], 2, "'..' is refused"),
    ],
)
def test_wrong_use_says_what_is_right(
    call: Run, repo: Path, words: list[str], code: int, said: str
) -> None:
    done = call(words[0], "--content", repo, *words[1:])
    assert (done.returncode, done.stdout) == (code, "")
    assert said in done.stderr


def test_the_copy_in_the_package_has_no_revisions(repo: Path) -> None:
    with pytest.raises(UsageError, match="the copy in the package has no revisions"):
        _side("A", "HEAD", Content(str(repo), "package"))


def test_a_content_without_revisions_says_so(call: Run, content: Path) -> None:
    done = call("diff", "HEAD", "--content", content)
    assert (done.returncode, done.stdout) == (2, "")
    assert "in no git repository" in done.stderr
