"""``ivig-kg check``: the forms in which it prints, what is a warning, and how it ends."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ivig_kg.cli.findings import FORMS, counted, render
from ivig_kg.model import Check, Finding
from ivig_kg.version import __version__

Run = Callable[..., subprocess.CompletedProcess[str]]
CHECKS = (
    Check("one-file", "queries/checks/one-file.rq", "A rule.", "Mend it.", "", "error"),
    Check("one-side", "queries/checks/one-side.rq", "Another.", "Look at it.", "", "warning"),
)
THING = "https://example.org/thing"
HERE = Finding("data/a b/é,%#.ttl", 7, "name it", "shape:S", THING)
WHOLE = Finding("data/b.ttl", 0, "is odd", "nfc")
NOWHERE = Finding("", 0, "nowhere", "one-file", THING)
MILD = Finding("data/b.ttl", 2, "both ways", "one-side", THING, "warning")
ALL = [HERE, WHOLE, NOWHERE, MILD]


def sarif(findings: list[Finding]) -> dict[str, Any]:
    """Return the one run of what is printed, once its frame is seen to be that of SARIF 2.1.0."""
    log = json.loads(render(findings, "sarif", CHECKS))
    assert sorted(log) == ["$schema", "runs", "version"]
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("/sarif-schema-2.1.0.json")
    (run,) = log["runs"]
    assert isinstance(run, dict)
    return run


def prints(findings: list[Finding]) -> list[str]:
    """Return the fingerprints of the results, in their order."""
    results = sarif(findings)["results"]
    return [value for one in results for value in one["partialFingerprints"].values()]


@pytest.mark.parametrize(
    ("findings", "told"),
    [
        ([], "0 findings"),
        ([HERE], "1 finding"),
        ([HERE, WHOLE], "2 findings"),
        ([MILD], "0 findings, 1 warning"),
        ([HERE, MILD, MILD], "1 finding, 2 warnings"),
    ],
)
def test_warnings_are_counted_apart(findings: list[Finding], told: str) -> None:
    assert counted(findings) == told


def test_text_marks_warnings_and_names_the_rule() -> None:
    assert render([HERE, MILD], "text").splitlines() == [
        "data/a b/é,%#.ttl:7: name it [shape:S]",
        "data/b.ttl:2: warning: both ways [one-side]",
    ]


def test_json_has_every_field() -> None:
    one = MILD._replace(property="https://example.org/effect")
    assert json.loads(render([one], "json")) == [
        {
            "path": "data/b.ttl",
            "line": 2,
            "message": "both ways",
            "rule": "one-side",
            "focus": THING,
            "severity": "warning",
            "property": "https://example.org/effect",
        }
    ]


def test_github_names_severity_place_and_rule() -> None:
    assert render(ALL, "github").splitlines() == [
        "::error file=data/a b/é%2C%25#.ttl,line=7,title=shape%3AS::name it",
        "::error file=data/b.ttl,line=1,title=nfc::is odd",
        "::error title=one-file::nowhere",
        "::warning file=data/b.ttl,line=2,title=one-side::both ways",
    ]
    assert render([Finding("", 0, "bare")], "github") == "::error::bare\n"


def test_a_github_command_cannot_be_broken_out_of() -> None:
    odd = Finding("a,b:c\n::error.ttl", 2, "100% \r\n::error::no", "r,line=9::x\n")
    assert render([odd], "github") == (
        "::error file=a%2Cb%3Ac%0A%3A%3Aerror.ttl,line=2,title=r%2Cline=9%3A%3Ax%0A"
        "::100%25 %0D%0A::error::no\n"
    )


def test_sarif_names_the_tool_and_its_rules() -> None:
    driver = sarif(ALL)["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("ivig-kg", __version__)
    assert driver["rules"] == [
        {"id": "nfc", "shortDescription": {"text": "nfc"}},
        {
            "id": "one-file",
            "shortDescription": {"text": "A rule."},
            "help": {"text": "Mend it."},
            "defaultConfiguration": {"level": "error"},
        },
        {
            "id": "one-side",
            "shortDescription": {"text": "Another."},
            "help": {"text": "Look at it."},
            "defaultConfiguration": {"level": "warning"},
        },
        {"id": "shape:S", "shortDescription": {"text": "shape:S"}},
    ]


def test_sarif_results_point_to_their_rule() -> None:
    run = sarif(ALL)
    rules = run["tool"]["driver"]["rules"]
    results = run["results"]
    assert [one["ruleId"] for one in results] == ["shape:S", "nfc", "one-file", "one-side"]
    assert all(rules[one["ruleIndex"]]["id"] == one["ruleId"] for one in results)
    assert [one["level"] for one in results] == ["error", "error", "error", "warning"]
    assert [one["message"]["text"] for one in results] == [f.message for f in ALL]


def test_sarif_names_only_the_place_that_is_known() -> None:
    name = {"logicalLocations": [{"fullyQualifiedName": THING}]}
    base = {"uriBaseId": "%SRCROOT%"}
    first = {"uri": "data/a%20b/%C3%A9%2C%25%23.ttl", **base}
    places = [one["locations"] for one in sarif([HERE, WHOLE, NOWHERE])["results"]]
    assert places == [
        [{"physicalLocation": {"artifactLocation": first, "region": {"startLine": 7}}, **name}],
        [{"physicalLocation": {"artifactLocation": {"uri": "data/b.ttl", **base}}}],
        [name],
    ]
    (bare,) = sarif([Finding("", 0, "bare", "r")])["results"]
    assert "locations" not in bare


@pytest.mark.parametrize("path", ["/x/y z.ttl", "../y z.ttl"])
def test_sarif_names_a_file_elsewhere_in_full(path: str) -> None:
    (found,) = sarif([Finding(path, 1, "is odd", "nfc")])["results"]
    address = found["locations"][0]["physicalLocation"]["artifactLocation"]
    assert address == {"uri": Path(path).resolve().as_uri()}
    assert "/y%20z.ttl" in address["uri"]


def test_a_fingerprint_stays_when_lines_move_and_tells_findings_apart() -> None:
    again = [
        finding._replace(line=finding.line + 9, path=finding.path and f"moved/{finding.path}")
        for finding in ALL
        if finding.focus
    ]
    assert prints(again) == prints([finding for finding in ALL if finding.focus])
    twice = Finding("data/b.ttl", 3, "p: is bound otherwise on line 2", "prefix")
    moved = twice._replace(line=8, message="p: is bound otherwise on line 7")
    assert prints([twice]) == prints([moved])
    others = [HERE._replace(rule="shape:T"), HERE._replace(focus=f"{THING}/2"), WHOLE]
    same = [WHOLE._replace(path="data/c.ttl"), WHOLE._replace(line=5), WHOLE._replace(line=6)]
    found = prints([HERE, *others, *same])
    assert len(set(found)) == len(found) == 7


def test_nothing_found_is_a_run_without_results() -> None:
    run = sarif([])
    assert run["results"] == []
    assert run["tool"]["driver"]["rules"] == []
    assert [render([], form) for form in ("text", "github")] == ["", ""]


def test_the_command_takes_the_forms_that_there_are(call: Run, small: Path) -> None:
    done = call("check", "--help")
    assert f"[{'|'.join(FORMS)}]" in done.stdout
    assert call("check", "--content", small, "--format", "sarifs").returncode == 2


@pytest.fixture
def mild(small: Path) -> Path:
    """Return a small content with one check whose one finding is a warning."""
    for path in (small / "queries/checks").iterdir():
        path.unlink()
    query = "SELECT ?focus ?path ?detail WHERE { ?focus a ?detail BIND (?detail AS ?path) } LIMIT 1"
    head = '# Nothing is a thing.\n#+ mend: "Look."\n#+ severity: "warning"\n'
    (small / "queries/checks/nothing.rq").write_text(head + query)
    return small


@pytest.mark.parametrize("form", ["text", "sarif"])
def test_warnings_alone_are_shown_and_end_with_0(call: Run, mild: Path, form: str) -> None:
    done = call("check", "--content", mild, "--format", form)
    assert done.returncode == 0
    assert done.stderr.splitlines()[-1] == "0 findings, 1 warning"
    assert "warning" in done.stdout
    assert "Look." in done.stdout
    if form == "sarif":
        (run,) = json.loads(done.stdout)["runs"]
        (rule,) = run["tool"]["driver"]["rules"]
        assert rule["shortDescription"]["text"] == "Nothing is a thing."


def test_an_error_beside_a_warning_ends_with_1(call: Run, mild: Path) -> None:
    path = mild / "data/agents.ttl"
    path.write_text(path.read_text("utf-8").replace("rdfs:label", "rdfs:labell"), "utf-8")
    done = call("check", "--content", mild, "--format", "github")
    assert done.returncode == 1
    kinds = [line.partition(" ")[0] for line in done.stdout.splitlines()]
    assert kinds.count("::warning") == 1
    errors = kinds.count("::error")
    assert errors == len(kinds) - 1 >= 1
    told = "1 finding" if errors == 1 else f"{errors} findings"
    assert done.stderr.splitlines()[-1] == f"{told}, 1 warning"
