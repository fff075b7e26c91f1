"""``ivig-kg check``: what it finds, in which files, and how it prints it."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.thorough

Run = Callable[..., subprocess.CompletedProcess[str]]
DECOMPOSED = "premie\u0300re"


@pytest.fixture
def faulty(small: Path) -> Path:
    """Return a small content with one fault, in data/agents.ttl, line 11."""
    path = small / "data/agents.ttl"
    text = path.read_text("utf-8")
    path.write_text(text.replace("first entry", f"{DECOMPOSED} entry"), "utf-8")
    return small


def test_the_shipped_content_has_no_findings(run: Run) -> None:
    done = run("check")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.splitlines()[-1] == "0 findings"


def test_a_misspelt_property_and_code_are_found_with_the_nearest(
    call: Run, shipped: Path, small: Path
) -> None:
    path = small / "data/sources/huma-2020.ttl"
    shutil.copyfile(shipped / "data/sources/huma-2020.ttl", path)
    lines = path.read_text("utf-8").split("\n")
    (number, *_) = [n for n, line in enumerate(lines) if line == "  ivig:effect ivig:Improves ;"]
    lines[number] = "  ivig:effecct ivig:Improvs ;"
    path.write_text("\n".join(lines), "utf-8")
    done = call("check", "--content", small, "--format", "json")
    found = json.loads(done.stdout)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == f"{len(found)} findings"
    unused = {one["path"] for one in found if one["rule"] == "ontology-terms-used"}
    assert {one["path"] for one in found} - unused == {"data/sources/huma-2020.ttl"}
    told = [one["message"] for one in found if one["line"] == number + 1]
    nearest = "ivig:effecct is no property of this class; did you mean ivig:effect?"
    assert any(nearest in message for message in told)
    assert any("nothing is known of ivig:Improvs" in one["message"] for one in found)


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ("text", "data/agents.ttl:11: not in Unicode normal form C (a letter and its accent"),
        ("github", "::error file=data/agents.ttl,line=11,title=nfc::not in Unicode normal form C"),
    ],
)
def test_a_finding_is_one_line_with_its_place(
    call: Run, faulty: Path, form: str, shown: str
) -> None:
    done = call("check", "--content", faulty, "--format", form)
    assert done.returncode == 1
    assert done.stdout.startswith(shown)
    assert done.stdout.count("\n") == 1
    assert done.stderr.splitlines()[-1] == "1 finding"


@pytest.mark.parametrize(
    "path",
    [
        "data/agents.ttl",
        "data",
        "data/",
        "./data/agents.ttl",
        ".",
        "data/sources/../agents.ttl",
    ],
)
def test_a_path_in_the_content_reports_what_is_in_it(call: Run, faulty: Path, path: str) -> None:
    done = call("check", "--content", faulty, path, cwd=faulty)
    assert (done.returncode, done.stdout.count("\n")) == (1, 1)
    assert done.stdout.startswith("data/agents.ttl:11: ")


@pytest.mark.parametrize("path", ["data/dataset.ttl", "ontology"])
def test_a_path_without_faults_reports_none(call: Run, faulty: Path, path: str) -> None:
    done = call("check", "--content", faulty, path, cwd=faulty)
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize("path", ["data/agnets.ttl", "data/age", "data/sources/nope"])
def test_a_path_that_is_not_there_is_no_pass(call: Run, faulty: Path, path: str) -> None:
    done = call("check", "--content", faulty, path, cwd=faulty)
    assert done.returncode in {2, 4}
    assert path in done.stderr


def test_a_mapping_table_is_checked_alone(call: Run, small: Path) -> None:
    path = small / "ontology/mappings/denied.tsv"
    lines = path.read_text("utf-8").split("\n")
    lines[-2] = lines[-2].replace(":", " ", 1)
    path.write_text("\n".join(lines), "utf-8")
    done = call("check", "--content", small, "ontology/mappings/denied.tsv", cwd=small)
    assert done.returncode == 1
    assert done.stdout.startswith(f"ontology/mappings/denied.tsv:{len(lines) - 1}: 'UMLS C4707661'")


def test_a_query_is_not_read_as_turtle(call: Run, small: Path) -> None:
    done = call("check", "--content", small, "queries/checks/one-file.rq", cwd=small)
    assert (done.returncode, done.stdout) == (2, "")
    assert "one-file.rq: check takes Turtle (.ttl), mappings (.tsv) and folders" in done.stderr


@pytest.mark.parametrize("named", ["link/data/agents.ttl", "link/data", "content"])
@pytest.mark.parametrize("root", ["link", "content"])
def test_a_content_by_a_link_is_the_same_content(
    call: Run, faulty: Path, named: str, root: str
) -> None:
    (faulty.parent / "link").symlink_to(faulty)
    done = call("check", "--content", faulty.parent / root, named, cwd=faulty.parent)
    assert (done.returncode, done.stdout.count("\n")) == (1, 1)
    assert done.stdout.startswith("data/agents.ttl:11: ")


def test_a_file_outside_is_checked_as_if_it_stood_in_the_content(
    call: Run, small: Path, here: Path, hashed: Callable[[Path], str]
) -> None:
    text = (small / "data/agents.ttl").read_text("utf-8")
    (here / "new.ttl").write_text(text.replace("project-import", "someone"), "utf-8")
    before = hashed(small)
    assert call("check", "--content", small, "new.ttl").returncode == 0
    (here / "new.ttl").write_text(text.replace("rdfs:label", "rdfs:labell"), "utf-8")
    done = call("check", "--content", small, "new.ttl")
    assert done.returncode == 1
    assert all(line.startswith("new.ttl:") for line in done.stdout.splitlines())
    assert "did you mean rdfs:label?" in done.stdout
    assert "is a subject in" in done.stdout  # agent:project-import stands in the content too
    assert hashed(small) == before


def test_a_file_outside_is_called_by_its_name(call: Run, small: Path, here: Path) -> None:
    (here / "new.ttl").write_bytes((small / "data/agents.ttl").read_bytes())
    assert "data/given/1" not in call("check", "--content", small, "new.ttl").stdout


def test_a_broken_check_is_named(call: Run, small: Path) -> None:
    path = small / "queries/checks/one-file.rq"
    path.write_text(path.read_text("utf-8") + "junk\n", "utf-8")
    done = call("check", "--content", small)
    assert (done.returncode, done.stdout) == (3, "")
    assert "queries/checks/one-file.rq" in done.stderr


def test_a_check_with_other_columns_is_named(call: Run, small: Path) -> None:
    path = small / "queries/checks/one-file.rq"
    path.write_text('# A rule.\n#+ mend: "Mend."\nSELECT ?s { ?s ?p ?o }\n', "utf-8")
    done = call("check", "--content", small)
    assert (done.returncode, done.stdout) == (3, "")
    assert "queries/checks/one-file.rq: select ?focus ?path ?detail" in done.stderr


def test_every_broken_file_is_told_at_once(call: Run, small: Path) -> None:
    for name in ("one", "two"):
        (small / f"data/{name}.ttl").write_text("junk\n")
    done = call("check", "--content", small)
    assert (done.returncode, done.stdout) == (3, "")
    assert "data/one.ttl:1: " in done.stderr
    assert "data/two.ttl:1: " in done.stderr
