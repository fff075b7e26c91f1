"""``ivig-kg ask`` with canned questions: formats, columns, values, files."""

from __future__ import annotations

import csv
import io
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]
RESPONSE = "subtypes-with-response"
IVIG = "https://w3id.org/ivig-kg/ontology#IntravenousImmunoglobulin"


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.fixture(scope="module")
def header(shipped: Path) -> list[str]:
    """Return the columns that the header of the question promises."""
    lines = (shipped / f"queries/answers/{RESPONSE}.rq").read_text("utf-8").splitlines()
    (found,) = [line for line in lines if line.startswith("#+ columns: ")]
    columns: list[str] = json.loads(found.removeprefix("#+ columns: "))
    return columns


def test_a_pipe_gets_tab_separated_rows_and_nothing_else(run: Run, header: list[str]) -> None:
    done = run("ask", RESPONSE)
    assert done.returncode == 0
    assert done.stdout.splitlines()[0].split("\t") == header
    assert len(rows(done.stdout)) > 5
    assert {len(line.split("\t")) for line in done.stdout.splitlines()} == {len(header)}


def test_words_go_to_stderr(run: Run) -> None:
    done = run("ask", RESPONSE)
    first, *notes = done.stderr.splitlines()
    assert first.startswith("content: version 20")
    assert first.endswith("(IVIG_KG_CONTENT)")
    count = len(rows(done.stdout))
    assert f"note: {count} of {count} rows rest on unreviewed statements." in notes
    assert notes[-1].startswith("note: Informs research and is no medical advice.")


def test_every_form_of_a_table_has_the_same_rows(run: Run, header: list[str]) -> None:
    count = len(rows(run("ask", RESPONSE).stdout))
    for form in ("csv", "sheet"):
        text = run("ask", RESPONSE, "--format", form).stdout
        assert text.startswith("\ufeff") == (form == "sheet")
        found = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
        assert found[0] == header
        assert len(found) == count + 1
    told = json.loads(run("ask", RESPONSE, "--format", "records").stdout)
    assert (told["question"], told["columns"], len(told["rows"])) == (RESPONSE, header, count)
    assert told["notes"][-1].startswith("Informs research")
    page = run("ask", RESPONSE, "--format", "md").stdout
    assert page.count("\n| ") >= count
    assert "no medical advice" in page


def test_json_is_that_of_the_standard(run: Run, header: list[str]) -> None:
    data = run("ask", RESPONSE, "--format", "json").stdout
    found = ox.parse_query_results(data, ox.QueryResultsFormat.JSON)
    assert isinstance(found, ox.QuerySolutions)
    assert [variable.value for variable in found.variables] == header
    assert len(list(found)) == len(rows(run("ask", RESPONSE).stdout))


def test_a_table_is_brief_unless_wide_and_fits(run: Run, header: list[str]) -> None:
    brief = run("ask", RESPONSE, "--format", "table")
    assert max(map(len, brief.stdout.splitlines())) <= 100
    assert f"9 of {len(header)} columns; --wide shows all" in brief.stderr
    assert "sensory ataxic " in brief.stdout
    assert "ivig:" not in brief.stdout
    wide = run("ask", RESPONSE, "--format", "table", "--wide", env={"COLUMNS": "400"})
    assert "--wide" not in wide.stderr
    assert len(wide.stdout.splitlines()[1].split("  ")) >= len(header)


def test_turtle_is_refused_for_rows_and_the_fitting_formats_are_named(run: Run) -> None:
    done = run("ask", RESPONSE, "--format", "ttl")
    assert (done.returncode, done.stdout) == (2, "")
    assert "ttl is for triples (CONSTRUCT or DESCRIBE); this answer fits: table" in done.stderr


def test_an_unknown_format_is_refused_with_those_there_are(run: Run) -> None:
    done = run("ask", RESPONSE, "--format", "xlsx")
    assert (done.returncode, done.stdout) == (2, "")
    assert "'xlsx'; there are: table, tsv, csv, sheet, json, records, md, ttl" in done.stderr


@pytest.mark.thorough
@pytest.mark.parametrize("value", ["IVIg", "intravenous  Immunoglobulin", IVIG, f"<{IVIG}>"])
def test_a_treatment_is_known_by_each_of_its_names(run: Run, value: str) -> None:
    plain = run("ask", "harms", "treatment=ivig:IntravenousImmunoglobulin")
    assert len(rows(plain.stdout)) > 3
    done = run("ask", "harms", f"treatment={value}", "condition=Condition")
    assert done.stdout == plain.stdout


def test_a_statement_is_known_by_its_identifier(run: Run) -> None:
    (row,) = rows(run("ask", "provenance-of", "statement=c41").stdout)
    assert (row["statement"], row["identifier"]) == ("st:ivig-summary-41", "C41")


def test_a_condition_filters_and_an_accent_is_not_needed(run: Run) -> None:
    with_accent = run("ask", RESPONSE, "condition=Sjögren's syndrome")
    assert run("ask", RESPONSE, "condition=sjogrens syndrome").returncode == 2
    assert run("ask", RESPONSE, "condition=Sjogren's syndrome").stdout == with_accent.stdout


def test_reviewed_only_answers_nothing_while_nothing_is_reviewed(
    run: Run, header: list[str]
) -> None:
    done = run("ask", RESPONSE, "--reviewed-only")
    assert (done.returncode, done.stdout) == (0, "\t".join(header) + "\n")
    assert "rest on unreviewed" not in done.stderr


def test_reviewed_only_answers_from_what_is_accepted(run: Run, content: Path) -> None:
    path = content / "data/sources/morozumi-2009.ttl"
    text = path.read_text("utf-8")
    path.write_text(text.replace("ivig:status ivig:Draft", "ivig:status ivig:Accepted"), "utf-8")
    done = run("ask", RESPONSE, "--reviewed-only", "--content", content)
    assert {row["review"] for row in rows(done.stdout)} == {"reviewed"}
    assert "note: 0 of 1 rows rest on unreviewed statements." in done.stderr


def test_a_close_concept_is_never_taken_for_the_one_asked(run: Run) -> None:
    asked = rows(run("ask", RESPONSE, "subtype=ganglionopathy").stdout)
    named = rows(run("ask", RESPONSE, "subtype=ivig:SensoryGanglionopathy").stdout)
    assert asked == named
    found = {row["subtype"]: row["match"] for row in asked}
    assert found["ivig:AtaxicSensoryNeuronopathy"] == "narrower"
    own = rows(run("ask", RESPONSE, "subtype=ivig:AtaxicSensoryNeuronopathy").stdout)
    assert {row["subtype"]: row["match"] for row in own} == {
        "ivig:AtaxicSensoryNeuronopathy": "same",
        "ivig:SensoryAtaxicNeuropathy": "close",
    }


def test_a_table_with_close_rows_always_says_so(run: Run) -> None:
    done = run("ask", RESPONSE, "subtype=ganglionopathy", "--format", "table")
    assert "match" in done.stdout.splitlines()[1]
    assert "close" in done.stdout


def test_bad_input_31_a_file_is_written_once_and_overwritten_by_force(run: Run, here: Path) -> None:
    first = run("ask", "harms", "--out", "harms.tsv")
    assert (first.returncode, first.stdout) == (0, "")
    text = (here / "harms.tsv").read_text("utf-8")
    assert len(rows(text)) > 3
    (here / "harms.tsv").write_text("mine")
    again = run("ask", "harms", "--out", "harms.tsv")
    assert (again.returncode, again.stdout) == (2, "")
    assert "harms.tsv: exists already; name another file or give --force" in again.stderr
    assert (here / "harms.tsv").read_text() == "mine"
    assert run("ask", "harms", "--out", "harms.tsv", "--force").returncode == 0
    assert (here / "harms.tsv").read_text("utf-8") == text
    assert [path.name for path in here.iterdir()] == ["harms.tsv"]
