"""``ivig-kg export`` and ``init``: the whole of it, in a file or a folder of one's own."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

pytestmark = pytest.mark.thorough

Run = Callable[..., subprocess.CompletedProcess[str]]
READERS = {
    "ttl": (ox.RdfFormat.TURTLE, "turtle"),
    "nq": (ox.RdfFormat.N_QUADS, "nquads"),
    "jsonld": (ox.RdfFormat.JSON_LD, "json-ld"),
    "rdfxml": (ox.RdfFormat.RDF_XML, "xml"),
}


def triples(folder: Path, *parts: str) -> int:
    store = ox.Store()
    for part in parts:
        for path in (folder / part).rglob("*.ttl"):
            if "shapes" not in path.parts:
                store.load(path.read_bytes(), ox.RdfFormat.TURTLE)
    return len(store)


def mapped(folder: Path) -> int:
    """Count what the mapping tables give: a triple a mapping, and the reasons and ways of traps."""
    found: set[tuple[str, ...]] = set()
    for path in (folder / "ontology/mappings").glob("*.tsv"):
        lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
        for row in [line.split("\t") for line in lines[1:]]:
            if path.name == "denied.tsv":
                found |= {(row[0], "because", row[4])}
                found |= {(row[0], "instead", one) for one in row[3].split("|") if one}
                found |= {(row[0], "for", one) for one in row[2].split("|") if one}
            elif "sssom:NoTermFound" not in row:
                found.add((row[0], row[2], row[3]))
    return len(found)


@pytest.mark.filterwarnings("ignore:(Dataset|ConjunctiveGraph):DeprecationWarning")  # rdflib's own
@pytest.mark.parametrize("form", READERS)
def test_every_format_holds_every_triple(run: Run, shipped: Path, here: Path, form: str) -> None:
    done = run("export", "--format", form, "--out", f"all.{form}")
    assert (done.returncode, done.stdout) == (0, "")
    data = (here / f"all.{form}").read_bytes()
    count = triples(shipped, "ontology", "data") + mapped(shipped)
    assert len({quad.triple for quad in ox.parse(data, READERS[form][0])}) == count
    graph = rdflib.Dataset(default_union=True)
    graph.parse(data=data, format=READERS[form][1])
    assert len({quad[:3] for quad in graph.quads()}) == count


def test_the_ontology_alone_goes_to_stdout(run: Run, shipped: Path) -> None:
    done = run("export", "--ontology")
    quads = list(ox.parse(done.stdout, ox.RdfFormat.TURTLE))
    assert len(quads) == triples(shipped, "ontology") + mapped(shipped)
    assert not any("/statement/" in str(quad.subject) for quad in quads)
    assert "no medical advice" in done.stdout[:300]


def test_an_existing_file_is_kept(call: Run, here: Path) -> None:
    (here / "mine.ttl").write_text("mine")
    done = call("export", "--out", "mine.ttl")
    assert (done.returncode, done.stdout) == (2, "")
    assert (here / "mine.ttl").read_text() == "mine"


def test_an_unknown_format_is_refused_with_those_there_are(call: Run) -> None:
    done = call("export", "--format", "trig")
    assert (done.returncode, done.stdout) == (2, "")
    assert "'ttl', 'nq', 'jsonld', 'rdfxml'" in done.stderr


def test_a_new_folder_holds_the_content_and_works(run: Run, shipped: Path, here: Path) -> None:
    done = run("init", "my-evidence")
    count = sum(1 for path in shipped.rglob("*") if path.is_file())
    assert (done.returncode, done.stdout) == (0, "")
    assert f"{count} files in my-evidence; use it with --content my-evidence" in done.stderr
    assert sorted(path.name for path in (here / "my-evidence").iterdir()) == [
        "data",
        "ontology",
        "queries",
    ]
    plain, own = run("ask", "harms"), run("ask", "harms", "--content", "my-evidence")
    assert own.stdout == plain.stdout
    assert own.stderr.replace("(--content)", "(IVIG_KG_CONTENT)") == plain.stderr


@pytest.mark.parametrize(
    ("folder", "code", "said"),
    [
        ("full", 2, "full: is not empty; name a new folder"),
        ("file", 2, "file: is not empty; name a new folder"),
        ("../up", 2, "'..' is refused"),
        ("new\nline", 2, "control characters"),
        ("file/deeper", 4, "file/deeper: cannot be written"),
        ("/proc/nothing", 4, "/proc/nothing: cannot be written"),
    ],
)
def test_bad_input_31_a_folder_that_cannot_be_taken_is_refused(
    call: Run, here: Path, folder: str, code: int, said: str
) -> None:
    (here / "full").mkdir()
    (here / "full/kept.txt").write_text("kept")
    (here / "file").write_text("kept")
    before = sorted(here.parent.rglob("*"))
    done = call("init", folder)
    assert (done.returncode, done.stdout) == (code, "")
    assert said in done.stderr
    assert sorted(here.parent.rglob("*")) == before


def test_a_content_is_not_copied_into_itself(call: Run, small: Path) -> None:
    done = call("init", small / "data/mine", "--content", small)
    assert (done.returncode, done.stdout) == (2, "")
    assert "lies within the content itself" in done.stderr
    assert not (small / "data/mine").exists()
