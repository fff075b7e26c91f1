"""``ivig-kg store`` and ``--store`` as a user meets them."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Ran = subprocess.CompletedProcess[str]
Run = Callable[..., Ran]
COMMANDS = (
    ("ask", "subtypes-with-response", "--format", "csv"),
    ("show", "C41"),
    ("audit",),
    ("map",),
    ("rates",),
    ("forest", "--format", "svg"),
    ("profile", "small fiber neuropathy", "IVIG"),
    ("gaps",),
)


@pytest.fixture
def store(run: Run, content: Path) -> str:
    """Return the name of a store of a copy of the content, in the folder that commands run in."""
    done = run("store", "build", "evidence", "--content", str(content))
    assert (done.returncode, done.stderr) == (0, "")
    return "evidence"


def test_a_store_of_the_form_before_is_described(
    run: Run, content: Path, here: Path, store: str
) -> None:
    file = here / store / "store.json"
    said = {"format": 1, "engine": "pyoxigraph 0.5.13", "root": str(content), "triples": 7}
    seal = hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
    file.write_text(json.dumps({**said, "sha256": seal}))
    done = run("store", "info", store)
    assert (done.returncode, done.stderr) == (0, "")
    assert "state:        older" in done.stdout
    assert "answers kept: 0," in done.stdout


def test_a_store_is_built_described_asked_and_dropped(run: Run, content: Path, store: str) -> None:
    told = json.loads(run("store", "info", store, "--format", "json").stdout)
    assert (told["state"], told["root"], told["graphs"]) == ("current", str(content), False)
    assert told["triples"] > 10_000
    words = run("store", "info", store).stdout
    assert f"{told['triples']:,}" in words
    assert "state:        current" in words
    done = run("store", "drop", store)
    assert (done.returncode, done.stderr) == (0, "store: evidence is removed\n")
    assert run("store", "info", store).returncode == 4


@pytest.mark.thorough
@pytest.mark.parametrize("command", COMMANDS, ids=lambda words: words[0])
def test_every_reading_command_asks_a_store_with_the_same_result(
    run: Run, content: Path, store: str, command: tuple[str, ...]
) -> None:
    asked = run(*command, "--store", store)
    files = run(*command, "--content", str(content))
    assert asked.returncode == files.returncode == 0
    assert asked.stdout == files.stdout
    assert "(store)" in asked.stderr


@pytest.mark.thorough
@pytest.mark.thorough
def test_a_query_of_a_users_own_runs_on_a_store(run: Run, store: str) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?s a ?class }"
    asked = run("ask", "-", "--store", store, "--format", "csv", stdin=query)
    assert asked.returncode == 0
    assert int(asked.stdout.split()[1]) > 1_000
    graphs = "SELECT ?g { GRAPH ?g { ?s ?p ?o } } LIMIT 1"
    refused = run("ask", "-", "--store", store, stdin=graphs)
    assert refused.returncode == 3
    assert "store build --graphs" in refused.stderr


@pytest.mark.thorough
def test_a_change_of_the_content_is_seen(run: Run, content: Path, store: str) -> None:
    env = {"IVIG_KG_CONTENT": str(content)}
    before = run("ask", "uncited-claims", "--store", store, "--format", "csv", env=env).stdout
    for path in (content / "data/sources/ivig-summary").glob("*.ttl"):
        text = path.read_text("utf-8")
        path.write_text(text.replace("ivig:Draft", "ivig:Retracted"), "utf-8")
    done = run("ask", "uncited-claims", "--store", store, "--format", "csv", env=env)
    assert "store: built anew, since the content has changed" in done.stderr
    assert len(before.splitlines()) == 15
    assert len(done.stdout.splitlines()) == 1


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("ask", "audit", "--store", "nowhere"), 4, "nowhere: no store there; 'ivig-kg store"),
        (("store", "info", "nowhere"), 4, "nowhere: no store there"),
        (("store", "drop", "nowhere"), 4, "nowhere: no store there"),
        (("store", "build", "../up"), 2, "a path with '..' is refused"),
        (("store", "build"), 2, "Missing argument 'FOLDER'"),
        (("store", "buidl", "x"), 2, "No such command 'buidl'"),
        (("store", "build", "x", "--content", "nowhere"), 4, "no content there"),
    ],
)
def test_wrong_use_is_told(run: Run, words: tuple[str, ...], code: int, said: str) -> None:
    done = run(*words)
    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_of_a_users_own_is_neither_filled_nor_dropped(run: Run, here: Path) -> None:
    mine = here / "mine"
    mine.mkdir()
    (mine / "thesis.txt").write_text("years of work")
    for act in ("build", "drop"):
        assert run("store", act, "mine").returncode in {2, 4}
    assert (mine / "thesis.txt").read_text() == "years of work"


@pytest.mark.thorough
def test_bad_input_a_build_that_is_killed_leaves_the_old_store(
    run: Run, content: Path, store: str, here: Path
) -> None:
    code = (
        "import os, ivig_kg.load.building as b; from ivig_kg.cli import main;"
        "b.StorePlace.take = lambda *_: os._exit(9);"
        f"main(['store', 'build', 'evidence', '--content', {str(content)!r}])"
    )
    killed = subprocess.run([sys.executable, "-c", code], cwd=here, check=False)
    assert killed.returncode == 9
    assert (here / store / "building").is_dir()
    assert json.loads(run("store", "info", store, "--format", "json").stdout)["state"] == "current"
    assert run("store", "build", store, "--content", str(content)).returncode == 0
    assert not (here / store / "building").exists()
