"""``ivig-kg audit``: the claims of a text with the judgement on each, in every format."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import ivig_kg

Run = Callable[..., subprocess.CompletedProcess[str]]
HEAD = """\
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix ivig: <https://w3id.org/ivig-kg/ontology#> .
@prefix src: <https://w3id.org/ivig-kg/source/> .
@prefix st: <https://w3id.org/ivig-kg/statement/> .
@prefix as: <https://w3id.org/ivig-kg/assessment/> .
"""
JUDGEMENT = """
as:made-up-%s a ivig:FidelityAssessment ; ivig:assesses %s ; ivig:status ivig:Draft ;
  ivig:citedSupport ivig:%s ; ivig:overallSupport ivig:%s ; ivig:because "%s"@en%s .
"""
JUDGEMENTS = (
    ("1", "st:ivig-summary-1", "Partly", "Supported", "It names an option.", ""),
    (
        *("41", "st:ivig-summary-41", "Unverified", "Disputed", "<b>Four worsened.</b>"),
        " ; ivig:fault ivig:Overstated ; ivig:contradictedBy st:rist-2011-6",
    ),
    ("whole", "src:ivig-summary", "Partly", "Partly", "One side is told.", ""),
)


@pytest.fixture
def judged(content: Path) -> Path:
    """Return a content with three judgements of our own and no other."""
    for path in (content / "data/assessments").glob("*.ttl"):
        if "ivig:FidelityAssessment" in path.read_text("utf-8"):
            path.unlink()
    made = HEAD + "".join(JUDGEMENT % each for each in JUDGEMENTS)
    (content / "data/assessments/made-up.ttl").write_text(made, "utf-8")
    return content


def test_a_pipe_gets_the_table_with_claims_in_reading_order(run: Run, judged: Path) -> None:
    done = run("audit", "--content", judged)
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert len([line for line in lines if line[:1] == "C" and line[1:3].isdecimal()]) == 52
    assert max(map(len, lines)) <= 100
    start = next(n for n, line in enumerate(lines) if line.startswith("C41  "))
    text = " ".join(" ".join(lines[start : start + 9]).split())
    assert "[6] cited source: unverified all that is known: disputed faults: overstated" in text
    assert "<b>Four worsened.</b> against: Rist 2011: " in text
    assert "(st:rist-2011-6)" in text
    assert "  52 claims, 2 judged; 52 of 52 unreviewed" in lines
    assert lines.index("The document as a whole") < lines.index("Totals")
    assert "note: 53 of 53 rows rest on unreviewed statements." in lines
    assert "no medical advice" in lines[-1]
    assert "\x1b" not in done.stdout
    assert done.stderr.count("\n") == 1


def test_a_table_fits_eighty_columns(run: Run, judged: Path) -> None:
    done = run("audit", "--content", judged, env={"COLUMNS": "80"})
    assert max(map(len, done.stdout.splitlines())) <= 80


@pytest.mark.parametrize(
    "name", ["src:ivig-summary", "https://w3id.org/ivig-kg/source/ivig-summary", "LABEL"]
)
def test_the_document_is_known_by_each_of_its_names(call: Run, judged: Path, name: str) -> None:
    plain = call("audit", "--content", judged).stdout
    label = plain.splitlines()[0]
    assert call("audit", name.replace("LABEL", label), "--content", judged).stdout == plain


def test_json_and_python_say_the_same(call: Run, judged: Path) -> None:
    told = json.loads(call("audit", "--format", "json", "--content", judged).stdout)
    audit = ivig_kg.open(judged).audit("src:ivig-summary")
    assert isinstance(audit, ivig_kg.Audit)
    assert [claim["identifier"] for claim in told["claims"]] == [c.name for c in audit.claims]
    assert told["totals"]["overall"] == {"supported": 1, "disputed": 1, "not judged": 50}
    assert told["totals"]["faults"] == {"overstated": 1}
    assert told["content"]["sha256"] == audit.digest
    assert told["whole"][0]["reason"] == "One side is told."
    assert "no medical advice" in told["notes"][-1]
    assert "One side is told." in audit._repr_html_()


def test_a_page_is_written_once_and_holds_all(call: Run, judged: Path, here: Path) -> None:
    words = ("audit", "--format", "html", "--out", "audit.html", "--content", judged)
    assert (call(*words).returncode, call(*words).returncode) == (0, 2)
    assert call(*words, "--force").returncode == 0
    page = (here / "audit.html").read_text("utf-8")
    assert page.count('<li id="C') == 52
    assert "&lt;b&gt;Four worsened.&lt;/b&gt;" in page
    assert "no medical advice" in page
    assert ivig_kg.open(judged).content.digest[:12] in page


def test_markdown_has_a_heading_a_section(call: Run, judged: Path) -> None:
    page = call("audit", "--format", "md", "--content", judged).stdout
    assert page.startswith("# Audit of ")
    assert page.count("\n- **C") == 52
    assert page.count("\n## ") == len({c.section for c in ivig_kg.open(judged).audit().claims}) + 2
    assert "no medical advice" in page


def test_a_source_without_any_judgement_says_so(call: Run, judged: Path) -> None:
    done = call("audit", "src:rist-2011", "--content", judged)
    assert done.returncode == 0
    assert done.stdout.startswith("Rist 2011\nsrc:rist-2011\n\nThere is no judgement on this doc")
    only = call("audit", "--reviewed-only", "--content", judged)
    assert only.returncode == 0
    assert "There is no judgement on this document" in only.stdout


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["ivig-sumary"], 2, "document: nothing is called 'ivig-sumary'"),
        (["Rist 2012"], 2, "src:rist-2011 (Rist 2011)"),
        (["ivig:Improves"], 2, "document: 'ivig:Improves' is not of the kind asked for"),
        (["x> ?p ?o } #"], 2, "document: nothing is called"),
        (["--format", "pdf"], 2, "'pdf' is not one of 'table', 'md', 'html', 'json'"),
        (["--out", "../x.html"], 2, "'..' is refused"),
        (["a", "b"], 2, "unexpected extra argument"),
        (["--out", "nowhere/x.html"], 4, "nowhere/x.html: cannot be written"),
    ],
)
def test_wrong_use_names_what_is_right(call: Run, words: list[str], code: int, said: str) -> None:
    done = call("audit", *words)
    assert (done.returncode, done.stdout) == (code, "")
    assert said in done.stderr


def on_a_terminal(environment: dict[str, str], judged: Path) -> str:
    """Return what a command prints to a terminal."""
    main, other = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "ivig_kg", "audit", "--content", str(judged)],
        stdout=other,
        stderr=subprocess.DEVNULL,
        env=environment,
    ):
        os.close(other)
        text = b""
        while True:
            try:
                piece = os.read(main, 65536)
            except OSError:  # the end of a terminal, on Linux
                break
            if not piece:
                break
            text += piece
    os.close(main)
    return text.decode()


def test_colour_is_for_terminals_on_which_it_is_wanted(
    environment: dict[str, str], judged: Path
) -> None:
    assert "\x1b[31mdisputed\x1b[0m" in on_a_terminal(environment, judged)
    for unwanted in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        text = on_a_terminal({**environment, **unwanted}, judged)
        assert "all that is known: disputed" in text
        assert "\x1b" not in text
