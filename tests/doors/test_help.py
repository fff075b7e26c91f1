"""Help, version and completion: every command is explained, and every example in it runs."""

from __future__ import annotations

import ast
import re
import shlex
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

import ivig_kg
from ivig_kg.cli import cli

Run = Callable[..., subprocess.CompletedProcess[str]]
COMMANDS = (
    *("ask", "questions", "show", "audit"),
    *("map", "rates", "forest", "profile", "gaps"),
    *("check", "format"),
    *(
        "reason",
        "ontology",
        "export",
        "store",
        "serve",
        "init",
        "new",
        "template",
        "import",
        "review",
        "retract",
    ),
    *("supersede", "dispute", "undo", "renumber", "agent", "todo", "log", "diff"),
    *("push", "pull", "conformance"),
)
CURATING = {
    "new",
    "import",
    "review",
    "retract",
    "supersede",
    "dispute",
    "undo",
    "renumber",
    "agent",
}
PARTS = {"store": ("build", "info", "drop")}
ELSEWHERE = {"serve", "push", "pull", "conformance"}
"""They go on for ever, or need a server: see test_web_operations and test_engines."""
FILES = {"import": "importing"}
FOLDER = Path(ivig_kg.__file__).parent / "cli"


def examples(name: str) -> list[str]:
    """Return the examples in the help of a command, as its docstring has them."""
    tree = ast.parse((FOLDER / f"{FILES.get(name, name)}.py").read_text("utf-8"))
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    words = " ".join(f"{ast.get_docstring(function)}\n" for function in functions)
    return [line.strip() for line in words.splitlines() if line.strip().startswith("ivig-kg ")]


def told(call: Run, name: str) -> str:
    """Return the help of a command, with those of its parts."""
    parts = [(), *((part,) for part in PARTS.get(name, ()))]
    done = [call(*([] if name == "__init__" else [name]), *part, "--help") for part in parts]
    assert {(each.returncode, each.stderr) for each in done} == {(0, "")}
    return "".join(each.stdout for each in done)


def test_these_are_the_commands() -> None:
    import click  # noqa: PLC0415 (only here)

    assert tuple(cli.list_commands(click.Context(cli))) == COMMANDS


def test_the_version_is_that_of_the_package(run: Run) -> None:
    done = run("--version")
    assert (done.returncode, done.stdout, done.stderr) == (
        0,
        f"ivig-kg {ivig_kg.__version__}\n",
        "",
    )


@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_the_help_lists_every_command_and_the_disclaimer(run: Run, flag: str) -> None:
    done = run(flag)
    assert (done.returncode, done.stderr) == (0, "")
    assert [name for name in COMMANDS if f"\n  {name}  " not in done.stdout] == []
    assert "no medical advice" in done.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_explained_with_an_example(call: Run, name: str) -> None:
    words = told(call, name)
    assert "Usage: ivig-kg " + name in words
    assert "--content FOLDER" in words
    assert examples(name)
    assert "Example" in words


@pytest.mark.parametrize("name", ["__init__", *COMMANDS])
def test_examples_stand_on_lines_of_their_own(call: Run, name: str) -> None:
    words = told(call, name)
    lines = [line.strip() for line in words.splitlines()]
    assert [example for example in examples(name) if example not in lines] == []
    assert "\\b" not in words


@pytest.mark.parametrize("name", ["ask", "questions", "show", "audit"])
@pytest.mark.parametrize("option", ["--help"])
def test_help_needs_no_content(call: Run, name: str, option: str) -> None:
    done = call(name, option, "--content", "/nowhere")
    assert done.returncode == 0


def in_git(folder: Path) -> None:
    """Make a folder a repository with the branches that examples name."""
    for words in (
        "init -q -b main",
        "add -A",
        "-c user.name=a -c user.email=a@example.org commit -q -m first",
        "branch my-branch",
        "update-ref refs/remotes/origin/main HEAD",
    ):
        subprocess.run(["git", *words.split()], cwd=folder, check=True)  # noqa: S607 (whichever git)


@pytest.mark.parametrize(
    "example",
    [
        # README's examples run for a newcomer, too; these for CI.
        pytest.param(
            example,
            id=example,
            marks=[pytest.mark.java if name == "reason" else pytest.mark.thorough],
        )
        for name in ("__init__", *COMMANDS)
        if name not in CURATING and name not in ELSEWHERE
        for example in examples(name)
    ],
)
def test_an_example_of_the_help_runs(call: Run, content: Path, example: str) -> None:
    if example.startswith("ivig-kg check") and not {"rist", "document"} & set(
        re.split(r"\W", example)
    ):
        shutil.rmtree(content / "data/sources")  # all of it is checked elsewhere
        shutil.rmtree(content / "data/assessments")
    (content / "my-query.rq").write_text("SELECT ?s { ?s ?p ?o } LIMIT 1")
    words = shlex.split(example)[1:]
    if "--document" in words:
        (content / "summary.txt").write_text("another text")
    if "my-evidence" in words and words[0] != "init":
        assert call("init", "my-evidence", "--content", content, cwd=content).returncode == 0
    if "evidence-store" in words and words[:2] != ["store", "build"]:
        built = call("store", "build", "evidence-store", "--content", content, cwd=content)
        assert built.returncode == 0
    if ">" in words:
        words = words[: words.index(">")]
    if words[0] == "diff" or "--git" in words:
        in_git(content)
    kept = words[0] == "store" and words[1] != "build"
    own = [] if kept or "--content" in words else ["--content", content]
    done = call(*words, *own, cwd=content)
    found = {"--document", "--pool"} & set(words)  # what these find is told by the code
    assert done.returncode == (1 if found else 0), done.stderr
    written = "--out" in words or words[0] in {"init", "check", "format"} or "drop" in words
    assert bool(done.stdout) != written or {"--document", "sarif"} & set(words)


ROW = (
    "kind\tlabel\tstated in\tlocator\tpopulation stated\tmodality\tverification\n"
    "study description\tMade up\tMori 2005\tabstract\tyes\tasserted\tabstract\n"
)


@pytest.mark.thorough
@pytest.mark.parametrize(
    "example", [each for name in COMMANDS if name in CURATING for each in examples(name)]
)
def test_an_example_that_changes_the_evidence_runs(call: Run, curated: Path, example: str) -> None:
    from openpyxl import Workbook  # noqa: PLC0415 (only here)

    (curated / "evidence.tsv").write_text(ROW, "utf-8")
    book = Workbook()
    page = book.create_sheet("statements", 0)
    for line in ROW.splitlines():
        page.append(line.split("\t"))
    book.save(curated / "evidence.xlsx")
    words = shlex.split(example)[1:]
    who = ["--agent", "test-reviewer", "--content", curated]
    if words[0] == "undo":  # the third statement gets the second entry
        for name in ("st:rist-2011-2", "st:rist-2011-3"):
            assert call("review", name, "--accept", "--why", "x", *who).returncode == 0
    given = [word for word in words if word not in {"--agent", "first-last"} or words[0] == "agent"]
    done = call(*given, *who, cwd=curated)
    assert done.returncode == 0, done.stderr
    assert done.stdout
    assert ("written: data/" in done.stderr) == (words[0] != "renumber")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ivig-kg ask subt", ["plain,subtypes-with-response"]),
        ("ivig-kg ask unco", ["plain,uncovered-text"]),
        ("ivig-kg sh", ["plain,show"]),
        ("ivig-kg ask zzz", [""]),
    ],
)
def test_the_shell_completes_questions_and_commands(run: Run, words: str, found: list[str]) -> None:
    count = len(words.split()) - 1
    env = {"_IVIG_KG_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(count)}
    done = run(env=env)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == found


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_completion_script_is_printed(run: Run, shell: str) -> None:
    done = run(env={"_IVIG_KG_COMPLETE": f"{shell}_source"})
    assert done.returncode == 0
    assert "_IVIG_KG_COMPLETE" in done.stdout
    assert "ivig-kg" in done.stdout


def test_the_questions_are_listed_described_and_printed(call: Run, shipped: Path) -> None:
    listed = call("questions").stdout
    names = sorted(path.stem for path in (shipped / "queries/answers").glob("*.rq"))
    assert [line.split()[0] for line in listed.splitlines()] == names
    described = call("questions", "harms").stdout
    assert (
        "\n  treatment=ivig:IntravenousImmunoglobulin  (a class under ivig:Treatment)" in described
    )
    assert "\nColumns: harm, statement, " in described
    query = call("questions", "harms", "--sparql").stdout
    assert query == (shipped / "queries/answers/harms.rq").read_text("utf-8")


def test_the_page_of_questions_is_the_one_in_the_repository(call: Run, shipped: Path) -> None:
    page = call("questions", "--markdown").stdout
    assert page == (shipped / "queries/README.md").read_text("utf-8")


@pytest.mark.parametrize("words", [("--sparql",), ("harms", "--markdown")])
def test_options_that_do_not_go_together_are_refused(call: Run, words: tuple[str, ...]) -> None:
    assert call("questions", *words).returncode == 2
