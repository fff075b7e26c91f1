"""Engines that others wrote: what is pushed comes back, and every question gives the same there."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pyoxigraph as ox
import pytest

from tests.doors.real_engines import Engine, oxigraph, virtuoso

pytestmark = pytest.mark.engines
Run = Callable[..., subprocess.CompletedProcess[str]]
KINDS: dict[str, Callable[[Path], AbstractContextManager[Engine]]] = {
    "oxigraph": oxigraph,
    "virtuoso": virtuoso,
}
SENT = "sent\t{}\nthere already\t{}\ntaken away\t{}\n"


@pytest.fixture(params=KINDS, scope="module")
def engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    with KINDS[request.param](tmp_path_factory.mktemp(request.param)) as running:
        yield running


@pytest.fixture(params=["gsp", "update"])
def way(request: pytest.FixtureRequest, engine: Engine) -> list[str]:
    """Return the words that name one of the two ways into an engine."""
    if request.param == "gsp":
        return [engine.gsp]
    return [engine.update, "--via", "update", "--read", engine.query]


def normal(quads: bytes) -> set[str]:
    """Return the triples as a set of lines, numbers by value and blank nodes by what they say."""
    dataset = ox.Dataset(ox.parse(quads, ox.RdfFormat.N_QUADS))
    store = ox.Store()
    store.extend(dataset)  # a store writes numbers by their value
    graphs: dict[object, ox.Dataset] = {}
    for quad in store:
        plain = ox.Quad(quad.subject, quad.predicate, quad.object)
        graphs.setdefault(quad.graph_name, ox.Dataset()).add(plain)
    lines = set()
    for name, graph in graphs.items():
        graph.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        lines |= {f"{quad} {name}" for quad in graph}
    return lines


def test_what_is_pushed_is_there_once_and_comes_back(
    run: Run, engine: Engine, way: list[str], shipped: Path
) -> None:
    files = len(list_of_graphs(run))
    first = run("push", *way, env=engine.who)
    assert first.returncode == 0, first.stderr
    assert run("push", *way, env=engine.who).stdout == SENT.format(0, files, 0)
    pulled, exported = run("pull", engine.query), run("export", "--format", "nq")
    assert pulled.returncode == 0, pulled.stderr
    assert normal(pulled.stdout.encode()) == normal(exported.stdout.encode())
    assert run("pull", engine.query).stdout == pulled.stdout
    assert shipped.is_dir()


def list_of_graphs(run: Run) -> set[str]:
    """Return the graphs of the content, with the one of prefixes.ttl, which has no triple."""
    lines = run("export", "--format", "nq").stdout.splitlines()
    return {line.rsplit(" ", 2)[1] for line in lines} | {"prefixes"}


def test_a_change_is_sent_alone_and_what_has_gone_is_taken_away(
    run: Run, engine: Engine, way: list[str], content: Path
) -> None:
    assert run("push", *way, env=engine.who).returncode == 0
    (content / "data/sources/wakasugi-2009.ttl").unlink()
    agents = content / "data/agents.ttl"
    agents.write_text(agents.read_text("utf-8").replace("project import", "another name"), "utf-8")
    done = run("push", *way, "--content", content, env=engine.who)
    assert done.stdout.startswith("sent\t1\n"), done.stderr
    assert done.stdout.endswith("taken away\t1\n")
    other = run("conformance", engine.query)
    assert other.returncode == 1
    assert "it holds other content" in other.stderr
    pulled = run("pull", engine.query, "--content", content).stdout
    assert "another name" in pulled
    assert "wakasugi-2009.ttl>" not in pulled
    assert run("push", *way, env=engine.who).returncode == 0


def test_every_question_and_look_up_gives_the_same_on_oxigraph(run: Run, tmp_path: Path) -> None:
    with oxigraph(tmp_path) as engine:
        assert run("push", engine.gsp).returncode == 0
        done = run("conformance", engine.query, "--format", "json")
    assert done.returncode == 0, done.stdout
    rows = json.loads(done.stdout)["results"]["bindings"]
    assert {row["verdict"]["value"] for row in rows} == {"equal"}
    asked = {row["question"]["value"] for row in rows}
    root = Path(__file__).parents[2] / "queries"
    assert asked == {path.stem for path in [*root.glob("answers/*.rq"), *root.glob("lookups/*.rq")]}
    assert len(rows) > 2 * len(list(root.glob("answers/*.rq")))


def test_a_store_that_asks_no_named_graph_by_default_is_told_apart(
    run: Run, tmp_path: Path
) -> None:
    with oxigraph(tmp_path, union=False) as engine:
        assert run("push", engine.gsp).returncode == 0
        done = run("conformance", engine.query)
    assert (done.returncode, done.stdout) == (1, "")
    assert "--union-default-graph" in done.stderr


HEADLINE = (
    *("subtypes-with-response", "disputed-subtypes", "audit", "misattributed"),
    *("uncited-claims", "response-counts"),
)
OTHER_ON_VIRTUOSO = {
    *("appraise-results", "appraise-statements", "appraise-words", "best-evidence"),
    *("guideline-says", "harms", "indirect-evidence", "names", "only-support"),
    *("publish-dataset", "publish-partitions", "publish-service", "selective-reporting"),
}
"""What Virtuoso 7.2.5 answers otherwise for some values: queries/differences.tsv tells why."""


def test_what_virtuoso_answers_otherwise_is_known(run: Run, tmp_path: Path) -> None:
    def filling(engine: Engine) -> None:
        assert run("push", engine.gsp, env=engine.who).returncode == 0

    with virtuoso(tmp_path, filling) as engine:
        done = run("conformance", engine.query, "--format", "json", seconds=400)
    assert done.returncode == 0, done.stdout
    told: dict[str, set[str]] = {}
    for row in json.loads(done.stdout)["results"]["bindings"]:
        told.setdefault(row["question"]["value"], set()).add(row["verdict"]["value"])
    assert told.pop("risks-for") == {"not asked"}  # it ends the process
    assert {name for name, verdicts in told.items() if "known" in verdicts} == OTHER_ON_VIRTUOSO
    assert all(verdicts <= {"equal", "known"} for verdicts in told.values())
    listed = (Path(__file__).parents[2] / "queries/differences.tsv").read_text("utf-8")
    assert set(listed.partition("#+ headline: ")[2].splitlines()[0].split()) == set(HEADLINE)
    assert set(HEADLINE) <= told.keys() - OTHER_ON_VIRTUOSO


def test_virtuoso_lets_nobody_write_without_a_password(run: Run, tmp_path: Path) -> None:
    with virtuoso(tmp_path) as engine:
        done = run("push", engine.gsp)
        wrong = {**engine.who, "IVIG_KG_ENDPOINT_PASSWORD": "wr0ng-0ne"}
        refused = run("push", engine.gsp, env=wrong)
    for one in (done, refused):
        assert one.returncode == 6
        assert "IVIG_KG_ENDPOINT_USER and IVIG_KG_ENDPOINT_PASSWORD" in one.stderr
        assert "wr0ng" not in one.stderr
