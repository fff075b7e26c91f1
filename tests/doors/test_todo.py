"""``ivig-kg todo``: how much waits of each kind, and what, in every format."""

from __future__ import annotations

import csv
import io
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]

KINDS = {
    *("claims-without-assessment", "drafts", "evidence-to-judge-anew", "unmapped-terms"),
    *("unresolved", "unverified", "withdrawn-supports"),
}
HEAD = "@prefix ivig: <https://w3id.org/ivig-kg/ontology#> .\n"
SOURCE = f"""\
{HEAD}@prefix src: <https://w3id.org/ivig-kg/source/> .

src:made-up
  a ivig:WebPage ;
  ivig:identification ivig:Probable ;
  ivig:verification ivig:Unverified .
"""


@pytest.fixture
def one(small: Path) -> Path:
    """Return a content with one document, which is neither identified nor read."""
    (small / "data/sources/made-up.ttl").write_text(SOURCE, "utf-8")
    return small


def counts(text: str) -> dict[str, int]:
    rows = [line.split("\t") for line in text.splitlines()[1:]]
    return {kind: int(count) for kind, count, _ in rows}


def test_kinds_are_counted_told_and_hinted_at(run: Run) -> None:
    """A process of its own, on the shipped content: of each kind, with a disclaimer."""
    done = run("todo")
    assert done.returncode == 0
    assert done.stdout.startswith("kind\tcount\twhat\n")
    found = counts(done.stdout)
    assert set(found) == KINDS
    assert found["drafts"] > 300
    assert "todo KIND lists what waits" in done.stderr
    assert done.stderr.count("no medical advice") == 1


def test_what_waits_is_listed_with_its_place(call: Run, one: Path) -> None:
    found = counts(call("todo", "--content", one).stdout)
    assert (found["unresolved"], found["unverified"], found["drafts"]) == (1, 1, 0)
    done = call("todo", "unresolved", "--content", one)
    row = "src:made-up\tdocument: identification probable\tdata/sources/made-up.ttl:4"
    assert done.stdout.splitlines() == ["thing\twhat\tplace", row]
    assert "todo KIND" not in done.stderr
    assert done.stderr.count("no medical advice") == 1


def test_nothing_to_do_is_fine(call: Run, small: Path) -> None:
    done = call("todo", "drafts", "--content", small)
    assert (done.returncode, done.stdout) == (0, "thing\twhat\tplace\n")


def test_everything_is_every_kind(call: Run, one: Path) -> None:
    lines = call("todo", "--all", "--content", one).stdout.splitlines()
    kinds = [line.split("\t")[0] for line in lines[1:]]
    assert lines[0] == "kind\tthing\twhat\tplace"
    assert set(kinds) == {"unmapped-terms", "unresolved", "unverified"}
    assert kinds == sorted(kinds)
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {
        kind: count
        for kind, count in counts(call("todo", "--content", one).stdout).items()
        if count
    }


def test_the_formats_say_the_same(call: Run, one: Path) -> None:
    def told(form: str) -> str:
        return call("todo", "unverified", "--format", form, "--content", one).stdout

    (record,) = json.loads(told("records"))["rows"]
    assert record["place"] == "data/sources/made-up.ttl:4"
    (bound,) = json.loads(told("json"))["results"]["bindings"]
    assert bound["thing"]["value"] == "https://w3id.org/ivig-kg/source/made-up"
    (row,) = csv.DictReader(io.StringIO(told("csv")))
    assert row["what"] == "web page, from memory: read it and say how (ivig:verification)"
    assert "| src:made-up |" in told("md")
    assert "src:made-up" in told("table")
    assert max(map(len, told("table").splitlines())) <= 100


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["draft"], "no kind of todo is called 'draft'; did you mean: drafts?"),
        (["\n"], "no kind of todo is called '\\n'; there are: claims-without-assessment, drafts"),
        (["x> ?p ?o } #"], "no kind of todo is called 'x> ?p ?o } #'; there are: "),
        (["drafts", "--all"], "--all lists all kinds"),
        (["drafts", "--format", "ttl"], "ttl is for triples"),
        (["drafts", "--format", "pdf"], "no format 'pdf'"),
        (["drafts", "unverified"], "unexpected extra argument"),
    ],
)
def test_wrong_use_names_what_is_right(call: Run, words: list[str], said: str) -> None:
    done = call("todo", *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


def test_a_query_without_its_columns_is_named(call: Run, one: Path) -> None:
    path = one / "queries/todo/drafts.rq"
    path.write_text(path.read_text("utf-8").replace("?what", "?why"), "utf-8")
    done = call("todo", "--content", one)
    assert (done.returncode, done.stdout) == (3, "")
    assert "queries/todo/drafts.rq: select ?thing ?what" in done.stderr
