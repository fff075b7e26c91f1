"""Wrong use: exit code 2, nothing on stdout, and the names that would be right."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]

WRONG = {
    "command": (["askk"], ["no command 'askk'; did you mean: ask"]),
    "command, far": (["zzz"], ["no command 'zzz'", "ask, questions, show, audit, map"]),
    "option": (["ask", "harms", "--fromat", "md"], ["--fromat", "--format"]),
    "no question": (["ask"], ["Missing argument 'QUESTION'"]),
    "question": (["ask", "harm"], ["no question is called 'harm'; did you mean: harms"]),
    "question, far": (["ask", "zzz"], ["comparisons", "uncovered-text"]),
    "question to describe": (["questions", "dosingg"], ["did you mean: dosing"]),
    "parameter": (["ask", "harms", "drug=IVIG"], ["'drug'; it has: treatment, condition, status"]),
    "no value": (["ask", "harms", "treatment"], ["'treatment': give parameters as NAME=VALUE"]),
    "no name": (["ask", "harms", "=IVIG"], ["'=IVIG': give parameters as NAME=VALUE"]),
    "value": (
        ["ask", "harms", "treatment=immunoglobin"],
        ["treatment: nothing is called 'immunoglobin'; nearest: ivig:IntravenousImmunoglobulin"],
    ),
    "value of another kind": (
        ["ask", "harms", "treatment=neuropathy"],
        ["treatment: 'neuropathy' is not of the kind asked for"],
    ),
    "close concept": (
        ["ask", "subtypes-with-response", "subtype=sensory ataxia neuropathy"],
        ["nearest: ", "ivig:SensoryAtaxicNeuropathy (sensory ataxic neuropathy)"],
    ),
    "choice": (["check", "--format", "xml"], ["'xml'", "'text', 'json', 'github'"]),
    "number": (["ask", "harms", "--timeout", "soon"], ["'soon' is not a valid float"]),
    "too many": (["show", "C41", "C42"], ["unexpected extra argument"]),
}


@pytest.mark.parametrize("case", WRONG)
def test_bad_input_34_wrong_use_names_what_is_right(call: Run, case: str) -> None:
    words, said = WRONG[case]
    done = call(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert [each for each in said if each not in done.stderr] == []


def test_bad_input_34_wrong_use_ends_a_process_alike(run: Run) -> None:
    done = run("ask", "harm")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith("ivig-kg: no question is called 'harm'; did you mean: harms?\n")


INJECTIONS = [
    "x> ?p ?o } #",
    '"; DROP ALL',
    "ivig:IntravenousImmunoglobulin } ?s ?p ?o . VALUES ?x { ivig:A",
    "https://w3id.org/ivig-kg/ontology#x> } INSERT DATA { <a:a> <a:b> <a:c> } #",
    "\n",
    "\\u003e",
    "{}",
    "$(touch x)",
]


@pytest.mark.parametrize("value", INJECTIONS)
def test_bad_input_34_an_injected_value_is_data_only(call: Run, here: Path, value: str) -> None:
    done = call("ask", "harms", f"treatment={value}")
    assert (done.returncode, done.stdout) == (2, "")
    assert "treatment: " in done.stderr
    assert done.stderr.count("\n") == 2
    assert list(here.iterdir()) == []


def test_bad_input_34_a_value_of_a_megabyte_is_refused_shortly(call: Run) -> None:
    done = call("ask", "harms", f"treatment={'x' * 1_000_000}")
    assert (done.returncode, done.stdout) == (2, "")
    assert "a name of 1000000 characters; 300 at most" in done.stderr
    assert len(call("ask", "y" * 100_000).stderr) < 1000


def test_bad_input_34_a_parameter_given_twice_is_refused(call: Run) -> None:
    done = call("ask", "harms", "treatment=IVIG", "treatment=rituximab")
    assert (done.returncode, done.stdout) == (2, "")
    assert "treatment: given 2 times and takes one value" in done.stderr
    assert "parameters of harms that take several: " in done.stderr


def test_reviewed_only_and_a_status_exclude_each_other(call: Run) -> None:
    done = call("ask", "harms", "--reviewed-only", "status=draft")
    assert (done.returncode, done.stdout) == (2, "")


def test_an_ambiguous_name_lists_the_candidates(call: Run, content: Path) -> None:
    path = content / "ontology/terms/treatments.ttl"
    text = path.read_text("utf-8")
    path.write_text(f'{text}\nivig:PlasmaExchange\n  skos:altLabel "IVIG"@en .\n', "utf-8")
    done = call("ask", "harms", "treatment=ivig", "--content", content)
    assert (done.returncode, done.stdout) == (2, "")
    assert (
        "treatment: 'ivig' fits several things: ivig:IntravenousImmunoglobulin "
        "(intravenous immunoglobulin), ivig:PlasmaExchange (plasma exchange)"
    ) in done.stderr
    assert call("show", "ivig", "--content", content).returncode == 2
    exact = call("ask", "harms", "treatment=ivig:PlasmaExchange", "--content", content)
    assert exact.returncode == 0


def test_a_query_file_of_another_name_is_explained(call: Run, here: Path) -> None:
    (here / "mine.sparql").write_text("ASK { ?s ?p ?o }")
    done = call("ask", "mine.sparql")
    assert done.returncode == 2
    assert ".rq" in done.stderr


def test_bad_input_31_an_absolute_path_outside_is_refused(call: Run, tmp_path: Path) -> None:
    assert call("ask", "harms", "--out", tmp_path / "elsewhere.tsv").returncode == 2


@pytest.mark.parametrize("out", ["../x.tsv", "a/../../x.tsv", "a\nb.tsv", "a\x1b[2J.tsv"])
def test_bad_input_31_a_path_that_climbs_or_steers_is_refused(
    call: Run, here: Path, out: str
) -> None:
    before = sorted(here.parent.rglob("*"))
    done = call("ask", "harms", "--out", out, "--force")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.replace("\n", "").isprintable()
    assert sorted(here.parent.rglob("*")) == before


def test_bad_input_31_the_content_is_no_place_for_an_answer(
    call: Run, content: Path, hashed: Callable[[Path], str]
) -> None:
    before = hashed(content)
    words = ("ask", "harms", "--content", content, "--out", "data/agents.ttl", "--force")
    assert call(*words, cwd=content).returncode == 2
    assert hashed(content) == before


@pytest.mark.parametrize("words", [("ask", "harms", "--force", "--out"), ("init",)])
def test_bad_input_13_a_link_in_a_circle_is_told(
    call: Run, here: Path, words: tuple[str, ...]
) -> None:
    (here / "circle").symlink_to("circle")
    done = call(*words, "circle")
    assert (done.returncode, done.stdout) == (4, "")
    assert "circle: " in done.stderr


@pytest.mark.parametrize("out", ["nowhere/x.tsv", "folder", "pipe"])
def test_bad_input_32_what_cannot_be_written_is_named(call: Run, here: Path, out: str) -> None:
    (here / "folder").mkdir()
    os.mkfifo(here / "pipe")
    before = sorted(here.rglob("*"))
    done = call("ask", "harms", "--out", out, "--force")
    assert (done.returncode, done.stdout) == (4, "")
    assert f"{out}: cannot be written" in done.stderr
    assert sorted(here.rglob("*")) == before
