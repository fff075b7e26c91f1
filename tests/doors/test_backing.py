"""``--endpoint`` and ``serve --store`` as a user meets them; the endpoint is our own server."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

import ivig_kg
from ivig_kg.errors import UsageError
from tests.doors.served import Served, serving

Ran = subprocess.CompletedProcess[str]
Run = Callable[..., Ran]
COMMANDS = (
    ("ask", "subtypes-with-response", "--format", "csv"),
    ("ask", "provenance-of", "statement=C41", "--format", "json"),
    ("show", "C41"),
    ("audit",),
    ("map",),
    ("rates",),
    ("gaps",),
)


@pytest.mark.thorough
@pytest.mark.parametrize("command", COMMANDS, ids=lambda words: words[1 if len(words) > 3 else 0])
def test_an_endpoint_is_asked_with_the_same_result(
    run: Run, served: Served, command: tuple[str, ...]
) -> None:
    asked = run(*command, "--endpoint", f"{served.origin}/sparql")
    files = run(*command)
    assert asked.returncode == files.returncode == 0, asked.stderr
    assert without_version(asked.stdout) == without_version(files.stdout) != []
    assert "endpoint: which data it holds is not known" in asked.stderr


def without_version(told: str) -> list[str]:
    """Return the lines but those that tell version and hash, which an endpoint's data have not."""
    return [line for line in told.splitlines() if "SHA-256" not in line]


@pytest.mark.thorough
def test_the_version_of_what_an_endpoint_holds_is_not_stated(run: Run, served: Served) -> None:
    told = run("forest", "--format", "svg", "--endpoint", f"{served.origin}/sparql").stdout
    assert "Graph version not stated, SHA-256 not stated" in " ".join(told.split())
    assert "Graph version 2" in " ".join(run("forest", "--format", "svg").stdout.split())


@pytest.mark.thorough
def test_a_query_of_a_users_own_goes_to_the_endpoint(run: Run, served: Served) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?s a ?class }"
    url = f"{served.origin}/sparql"
    here = run("ask", "-", "--format", "csv", stdin=query)
    there = run("ask", "-", "--endpoint", url, "--format", "csv", stdin=query)
    assert there.stdout == here.stdout != ""
    service = "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"
    refused = run("ask", "-", "--endpoint", url, stdin=service)
    assert refused.returncode == 3
    allowed = ("--allow-service", "http://127.0.0.1:1")
    assert run("ask", "-", "--endpoint", url, *allowed, stdin=service).returncode == 2


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--endpoint", "ftp://example.org"), 2, "no address of an endpoint"),
        (("--endpoint", "http://127.0.0.1:1/sparql"), 6, "cannot be reached"),
        (("--endpoint", "http://127.0.0.1:1/", "--store", "x"), 2, "take one of the two"),
    ],
)
def test_wrong_use_of_an_endpoint_is_told(
    run: Run, words: tuple[str, ...], code: int, said: str
) -> None:
    done = run("ask", "audit", *words)
    assert (done.returncode, done.stdout) == (code, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_an_endpoint_cannot_be_loaded_into_processes(served: Served) -> None:
    graph = ivig_kg.open(endpoint=f"{served.origin}/sparql")
    with pytest.raises(UsageError, match="ivig-kg pull"):
        _ = graph.backing.holding
    assert graph.content.version == "not stated"


@pytest.mark.thorough
def test_serve_answers_from_a_store(run: Run, here: Path, content: Path, tmp_path: Path) -> None:
    assert run("store", "build", "evidence", "--content", content).returncode == 0
    store = str(here / "evidence")
    with serving(tmp_path, content, "--workers", "1", "--store", store) as server:
        told = server.get("/api/questions/subtypes-with-response", {"Accept": "text/csv"})
        files = run("ask", "subtypes-with-response", "--format", "csv").stdout
        assert told.text.splitlines() == files.splitlines()
        counted = server.sparql("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").json
        assert int(counted["results"]["bindings"][0]["n"]["value"]) > 10_000
        for page in ("/", "/map", "/audit", "/.well-known/void", "/statement/ivig-summary-41"):
            assert server.get(page).status == 200
        assert server.sparql("SELECT ?g { GRAPH ?g { ?s ?p ?o } }").status == 400
        assert server.stop() == 0
