"""Git as a command: content at a revision, whatever a branch holds, and who works here."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from ivig_kg import revisions
from ivig_kg.content import Content
from ivig_kg.errors import ContentUnavailable, LimitReached, MissingPart, UsageError
from ivig_kg.revisions import Commit, Identity, commits, identity, read_revision

COMMIT = "commit refs/heads/main\ncommitter Test Curator <curator@example.org> 1767323045 +0000\n"
FIRST = {
    "ontology/prefixes.ttl": "@prefix a: <https://example.org/a#> .\n",
    "data/sources/one.ttl": "first\n",
    "queries/answers/q.rq": "ASK {}\n",
}
SECOND = {"data/sources/one.ttl": "second\n", "data/sources/two.ttl": "new\n"}
FILE, LINK, MODULE = "100644", "120000", "160000"
AUTHOR = ("-c", "user.name=Test Curator", "-c", "user.email=curator@example.org")
WHICH = ("first", "second")


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


def git(folder: Path, *words: str, stdin: str = "") -> str:
    command = ["git", *words]
    done = subprocess.run(
        command, cwd=folder, input=stdin, capture_output=True, check=True, text=True
    )
    return done.stdout.strip()


def committed(
    repo: Path, files: dict[str, str | None], message: str = "x", mode: str = FILE
) -> None:
    """Commit files (None takes one away) as a branch may have them, whatever is in the folder."""
    stream = f"{COMMIT}data {len(message.encode())}\n{message}\n"
    if git(repo, "for-each-ref"):
        stream += "from refs/heads/main^0\n"
    for path, text in files.items():
        name = json.dumps(path)
        if text is None:
            stream += f"D {name}\n"
        elif mode == MODULE:
            stream += f"M {mode} {text} {name}\n"
        else:
            stream += f"M {mode} inline {name}\ndata {len(text.encode())}\n{text}\n"
    git(repo, "fast-import", "--quiet", stdin=stream)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, alone: None) -> Path:
    """Return a repository with a content of two commits, which no test changes."""
    del alone
    root = tmp_path_factory.mktemp("made") / "repo"
    root.mkdir()
    git(root, "init", "--quiet", "--template=", "--initial-branch=main")
    committed(root, {**FIRST}, "The first")
    committed(root, {**SECOND}, "The second\n\nwith a body")
    return root


@pytest.fixture
def repo(made: Path, tmp_path: Path) -> Path:
    """Return a copy of the repository that a test may change."""
    return shutil.copytree(made, tmp_path / "repo")


def held(content: Content) -> dict[str, str]:
    return {file.path: file.data.decode() for file in content.files}


def test_a_revision_is_read_as_it_was_and_not_as_the_folder_is(repo: Path) -> None:
    (repo / "data").mkdir()
    (repo / "data/one.ttl").write_text("not committed\n", "utf-8")
    before = read_revision(repo, "HEAD~1")
    assert held(before) == FIRST
    assert (before.root, before.origin) == (str(repo), "git")
    assert held(read_revision(str(repo), "main")) == {**FIRST, **SECOND}


def test_a_content_within_a_larger_repository_has_its_own_paths(repo: Path) -> None:
    inside = {f"deep/inside/{path}": text for path, text in FIRST.items()}
    committed(repo, {**inside, "README.md": "no content\n"})
    (repo / "deep/inside").mkdir(parents=True)
    assert held(read_revision(repo / "deep/inside", "HEAD")) == FIRST


def test_other_files_are_left_out_and_a_byte_order_mark_with_them(repo: Path) -> None:
    others = {"data/README.md": "words", "data/.ttl": "x", "tool.ttl": "y", "data/x.TTL": "z"}
    committed(repo, {**others, "data/sources/one.ttl": "\ufeffmarked\n"})
    found = held(read_revision(repo, "HEAD"))
    assert found["data/sources/one.ttl"] == "marked\n"
    assert set(found) == {*FIRST, *SECOND}


def test_attributes_of_a_branch_neither_hide_nor_change_a_file(repo: Path) -> None:
    hostile = {
        ".gitattributes": "*.ttl export-ignore\n*.rq export-subst ident eol=crlf\n",
        "queries/answers/q.rq": "# $Format:%H$ $Id$\nASK {}\n",
    }
    committed(repo, {**hostile})
    found = held(read_revision(repo, "HEAD"))
    assert found["queries/answers/q.rq"] == hostile["queries/answers/q.rq"]
    assert found["data/sources/two.ttl"] == "new\n"


@pytest.mark.parametrize("name", ["data/sources/link.ttl", "data/more", "ontology/README"])
def test_a_link_is_refused_by_its_path(repo: Path, name: str) -> None:
    committed(repo, {name: "/etc/hostname"}, mode=LINK)
    with pytest.raises(ContentUnavailable, match=f"HEAD: {name}: a link"):
        read_revision(repo, "HEAD")


def test_a_submodule_is_refused_by_its_path(repo: Path) -> None:
    committed(repo, {"data/theirs": "1" * 40}, mode=MODULE)
    with pytest.raises(ContentUnavailable, match="data/theirs: a submodule"):
        read_revision(repo, "HEAD")


def test_a_path_that_is_no_plain_one_is_refused(repo: Path) -> None:
    committed(repo, {"data/a\nb.ttl": "x"})
    with pytest.raises(ContentUnavailable, match="no plain path") as caught:
        read_revision(repo, "HEAD")
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    "revision", ["--output=x", "-h", "", " ", "HEAD\n", "HEAD\x1b[2J", "x" * 201]
)
def test_what_is_no_revision_never_reaches_git(
    made: Path, monkeypatch: pytest.MonkeyPatch, revision: str
) -> None:
    monkeypatch.setattr(revisions, "_git", None)
    with pytest.raises(UsageError, match="revision") as caught:
        read_revision(made, revision)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize("revision", ["nobranch", "HEAD~9", "HEAD:data", "main..HEAD"])
def test_an_unknown_revision_says_so(made: Path, revision: str) -> None:
    with pytest.raises(UsageError, match="git knows no commit of that name"):
        read_revision(made, revision)


def test_a_folder_without_repository_content_or_existence_says_so(
    repo: Path, tmp_path: Path
) -> None:
    (tmp_path / "plain").mkdir()
    with pytest.raises(UsageError, match="in no git repository"):
        read_revision(tmp_path / "plain", "HEAD")
    with pytest.raises(UsageError, match="no folder there"):
        read_revision(tmp_path / "nowhere", "HEAD")
    committed(repo, {"queries/answers/q.rq": None})
    with pytest.raises(ContentUnavailable, match=r"no content there .* nothing in queries"):
        read_revision(repo, "HEAD")


def test_more_than_the_limit_is_refused(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(revisions, "_MOST_BYTES", 20)
    with pytest.raises(LimitReached, match=r"HEAD: .* bytes of content; 20 at most"):
        read_revision(made, "HEAD")


def test_a_file_that_git_does_not_have_is_told(repo: Path) -> None:
    trees = [line for line in git(repo, "ls-tree", "HEAD").splitlines() if "\tdata" not in line]
    tree = git(repo, "mktree", "--missing", stdin=f"100644 blob {'1' * 40}\tlost.ttl\n")
    root = git(repo, "mktree", stdin="\n".join([*trees, f"040000 tree {tree}\tdata\n"]))
    commit = git(repo, *AUTHOR, "commit-tree", "-m", "Broken", root)
    with pytest.raises(ContentUnavailable, match=r"data/lost\.ttl: git does not have it here"):
        read_revision(repo, commit)


def test_without_git_that_is_said(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(made))
    with pytest.raises(MissingPart, match="install git"):
        read_revision(made, "HEAD")
    assert identity(made) == Identity("", "")


def test_the_environment_of_a_hook_does_not_lead_elsewhere(
    made: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "no-index"))
    assert held(read_revision(made, "HEAD~1")) == FIRST


def test_identity_is_that_of_git(repo: Path) -> None:
    assert identity(repo) == Identity("", "")
    (repo / ".git/config").write_text("[user]\n\tname = Test Curator\n", "utf-8")
    assert identity(repo) == Identity("Test Curator", "")
    with (repo / ".git/config").open("a", encoding="utf-8") as config:
        config.write("\temail = curator@example.org\n")
    assert identity(repo) == Identity("Test Curator", "curator@example.org")
    assert identity(repo / "nowhere") == Identity("", "")


def test_commits_of_a_file_are_told_the_newest_first(made: Path) -> None:
    told = commits(made, "data/sources/one.ttl")
    first, second = (Commit("", "Test Curator", "2026-01-02", f"The {n}") for n in WHICH)
    assert [each._replace(hash="") for each in told] == [second, first]
    assert {len(each.hash) for each in told} == {40}
    assert commits(made, "data/sources/one.ttl", limit=1) == told[:1]
    assert commits(made, "data/sources/two.ttl") == told[:1]
    assert commits(made, "data/*.ttl") == []  # a name, and no pattern


def test_a_repository_without_commits_has_none(repo: Path) -> None:
    git(repo, "update-ref", "-d", "refs/heads/main")
    assert commits(repo, "data/x.ttl") == []
    with pytest.raises(UsageError, match="git knows no commit of that name"):
        read_revision(repo, "HEAD")
