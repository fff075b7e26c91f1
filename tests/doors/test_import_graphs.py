"""What a document of RDF may bring in by ``import``, and to which file it goes."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copytree

import pyoxigraph as ox
import pytest

from tests.doors.small_desk import HEAD, acting, refused, sheet, statement, untouched

pytestmark = pytest.mark.thorough

Done = subprocess.CompletedProcess[str]
Take = Callable[..., Done]
BASE = "https://w3id.org/ivig-kg/"
MORI = "data/sources/mori-2005.ttl"
ENTRIES = f"@prefix entry: <{BASE}entry/> .\n"
PERSON = """agent:test-newcomer
  a <http://www.w3.org/ns/prov#Person> ;
  rdfs:label "Test Newcomer"@en ;
  dcterms:description "Made up."@en ;
  ivig:conflictOfInterest "none declared"@en ;
  ivig:conflictOfInterestDated "2026-11-24"^^xsd:date .
"""
REVIEW = """entry:mori-2005-1
  a ivig:CurationEntry ;
  ivig:act ivig:Accepted ;
  ivig:concerns st:mori-2005-1 ;
  ivig:statusBefore ivig:Draft ;
  ivig:statusAfter ivig:Accepted ;
  ivig:because "Made up."@en ;
  dcterms:creator agent:test-reviewer ;
  dcterms:created "2026-11-24"^^xsd:date .
"""


@pytest.fixture(scope="module")
def desk(shipped: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a content that no test of this file changes."""
    yield from untouched(shipped, tmp_path_factory.mktemp("desk"))


@pytest.fixture
def own(desk: Path, tmp_path: Path) -> Path:
    """Return a content that a test may change."""
    return Path(copytree(desk, tmp_path / "own"))


@pytest.fixture
def take(call: Callable[..., Done], desk: Path, here: Path) -> Take:
    """Return what sends a file in; the content stays as it is unless it is the test's own."""
    act = acting(call, desk)

    def takes(name: str, data: str, *words: str, into: Path | None = None) -> Done:
        (here / name).write_text(data, "utf-8")
        return act("import", name, *words, into=into)

    return takes


def in_graph(turtle: str, graph: str) -> str:
    """Return Turtle as N-Quads in the named graph of a file."""
    named = ox.NamedNode(f"{BASE}graph/{graph}")
    quads = ox.parse(turtle.encode(), ox.RdfFormat.TURTLE)
    return "".join(f"{q.subject} {q.predicate} {q.object} {named} .\n" for q in quads)


def test_a_statement_that_somebody_else_entered_is_refused(take: Take, own: Path) -> None:
    other = statement().replace("agent:test-curator", "agent:test-reviewer")
    told = (
        "bad.ttl:9: st:mori-2005-12 says it was entered by agent:test-reviewer; an import enters "
        "it as agent:test-curator: say so, or leave it out"
    )
    refused(take("bad.ttl", HEAD + other), 3, told)
    assert take("bad.ttl", HEAD + other, "--restore", into=own).returncode == 0


@pytest.mark.parametrize(
    ("block", "said"),
    [
        (REVIEW, "entry:mori-2005-1: entries are made by acts"),
        (PERSON, "agent:test-newcomer: agents enter themselves: ivig-kg agent"),
    ],
)
def test_entries_and_agents_are_not_imported(take: Take, block: str, said: str) -> None:
    refused(take("bad.ttl", HEAD + ENTRIES + block), 3, f"bad.ttl:10: {said}")


def test_an_agent_is_taken_from_a_copy(take: Take, own: Path) -> None:
    assert take("copy.ttl", HEAD + PERSON, "--restore", into=own).returncode == 0
    assert "agent:test-newcomer" in (own / "data/agents.ttl").read_text("utf-8")


def test_a_named_graph_is_a_file_only_in_a_copy(take: Take, own: Path) -> None:
    quads = in_graph(HEAD + statement(), "data/sources/elsewhere.ttl")
    assert take("new.nq", quads, into=own).returncode == 0
    assert not (own / "data/sources/elsewhere.ttl").exists()
    assert "st:mori-2005-12" in (own / MORI).read_text("utf-8")
    more = statement('"Another"@en', name="mori-2005-13")
    copy = in_graph(HEAD + more, "data/sources/elsewhere.ttl")
    assert take("copy.nq", copy, "--restore", into=own).returncode == 0
    assert "st:mori-2005-13" in (own / "data/sources/elsewhere.ttl").read_text("utf-8")


@pytest.mark.parametrize(
    "path",
    ["data/sources/Mori-2005.ttl", "data/sources/möri.ttl", "data/../x.ttl", "ontology/x.ttl"],
)
def test_a_named_graph_that_is_no_file_of_ours(take: Take, path: str) -> None:
    done = take("copy.nq", in_graph(HEAD + statement(), path), "--restore")
    refused(done, 2, "copy.nq: the graph ", "names no file of the data")


def test_a_named_graph_that_is_a_file_but_for_its_case(take: Take, own: Path) -> None:
    (own / MORI).rename(own / "data/sources/Mori-2005.ttl")
    quads = in_graph(HEAD + statement(), MORI)
    refused(take("copy.nq", quads, "--restore", into=own), 2, "data/sources/Mori-2005.ttl is there")


def test_an_entry_whose_name_leads_out_of_the_folder(take: Take) -> None:
    out = REVIEW.replace("entry:mori-2005-1", f"<{BASE}entry/a/../../../x-1>", 1)
    refused(take("copy.ttl", HEAD + out, "--restore"), 2, "names no file of the data")


@pytest.mark.parametrize("number", [1013, 999999999])
def test_a_number_far_beyond_the_next_free_one(take: Take, number: int) -> None:
    far = statement(name=f"mori-2005-{number}")
    told = f"bad.ttl:9: st:mori-2005-{number}: number far beyond the next free one, 12"
    refused(take("bad.ttl", HEAD + far), 3, told)


def test_a_number_within_reach(take: Take, own: Path) -> None:
    far = statement(name="mori-2005-1012") + statement('"Other"@en', name="mori-2005-2013")
    assert take("good.ttl", HEAD + far, into=own).returncode == 0


def test_a_statement_named_by_another_document_is_refused(take: Take, own: Path) -> None:
    rule = Path(__file__).parents[2] / "queries/checks/statement-in-its-source.rq"
    (own / "queries/checks" / rule.name).write_bytes(rule.read_bytes())
    odd = statement(name="rist-2011-1")
    done = take("bad.ttl", HEAD + odd, into=own)
    assert done.returncode == 3
    assert "[statement-in-its-source]" in done.stderr
    assert "bad.ttl:12: st:rist-2011-1: is stated in src:mori-2005" in done.stderr


@pytest.mark.parametrize("home", ["data/sources/renamed.ttl", "data/sources/renamed/document.ttl"])
def test_a_file_that_was_renamed_takes_what_is_new(take: Take, own: Path, home: str) -> None:
    (own / home).parent.mkdir(exist_ok=True)
    (own / MORI).rename(own / home)
    rows = [{"label": "Once"}]
    assert take("new.tsv", sheet(rows), into=own).returncode == 0
    assert take("new.ttl", HEAD + statement(name="mori-2005-13"), into=own).returncode == 0
    assert not (own / MORI).exists()
    said = "".join(path.read_text("utf-8") for path in (own / home).parent.glob("*.ttl"))
    assert "\nst:mori-2005-12\n" in said
    assert "\nst:mori-2005-13\n" in said
    again = take("again.tsv", sheet(rows), into=own)
    assert again.stdout.startswith("0 new, 1 already present\n")


@pytest.mark.parametrize("name", ["http://[bad", "http://x/a b", "http://x/<y>"])
def test_a_name_that_is_no_iri_is_told_in_words(
    call: Callable[..., Done], desk: Path, name: str
) -> None:
    done = acting(call, desk)("retract", name, "--why", "Made up.")
    refused(done, 2, name)
