"""The Python door: ``ivig_kg.open()`` gives what the command line gives."""

from __future__ import annotations

import csv
import doctest
import importlib
import io
import pkgutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import rdflib

import ivig_kg
from ivig_kg.answer.cells import natural_key
from ivig_kg.content import Content
from ivig_kg.errors import AmbiguousName, ContentUnavailable, RefusedQuery, UsageError

Run = Callable[..., subprocess.CompletedProcess[str]]
IVIG = "https://w3id.org/ivig-kg/ontology#"
NAMES = [name for _, name, _ in pkgutil.walk_packages(ivig_kg.__path__, "ivig_kg.")]


@pytest.fixture(scope="module")
def kg(shipped: Path) -> ivig_kg.KnowledgeGraph:
    return ivig_kg.open(shipped)


def test_it_opens_a_folder_by_path_text_or_content(shipped: Path) -> None:
    opened = [ivig_kg.open(shipped), ivig_kg.open(str(shipped))]
    assert {graph.content.digest for graph in opened} == {opened[0].content.digest}
    content = Content(str(shipped), "mine")
    assert ivig_kg.KnowledgeGraph(content).content is content


def test_without_a_folder_the_environment_decides(
    shipped: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IVIG_KG_CONTENT", str(shipped))
    assert ivig_kg.open().content.origin == "IVIG_KG_CONTENT"


def test_a_folder_without_content_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentUnavailable, match="no content there"):
        ivig_kg.open(tmp_path)
    with pytest.raises(ivig_kg.IvigKgError):
        ivig_kg.open(tmp_path / "nowhere")


def test_an_answer_is_the_one_of_the_command_line(kg: ivig_kg.KnowledgeGraph, run: Run) -> None:
    answer = kg.ask("subtypes-with-response", treatment="IVIg")
    text = run("ask", "subtypes-with-response", "treatment=IVIg", "--format", "csv").stdout
    header, *rows = csv.reader(io.StringIO(text))
    assert answer.columns == tuple(header)
    assert len(answer) == len(rows)
    assert [str(row["subtype"]) for row in answer.to_records()] == [row[0] for row in rows]


@pytest.mark.parametrize("name", ["Sjogren", "sjögren's syndrome", "ivig:SjogrenSyndrome"])
def test_a_keyword_takes_any_name(kg: ivig_kg.KnowledgeGraph, name: str) -> None:
    by_keyword = kg.ask("subtypes-with-response", condition=name)
    by_mapping = kg.ask("subtypes-with-response", {"condition": f"{IVIG}SjogrenSyndrome"})
    assert by_keyword == by_mapping
    assert len(by_keyword) > 5


def test_wrong_names_raise_what_the_command_line_ends_with(kg: ivig_kg.KnowledgeGraph) -> None:
    with pytest.raises(UsageError, match="did you mean: harms"):
        kg.ask("harm")
    with pytest.raises(UsageError, match="has no parameter 'drug'"):
        kg.ask("harms", drug="IVIG")
    with pytest.raises(UsageError, match="nearest: ivig:IntravenousImmunoglobulin"):
        kg.ask("harms", treatment="immunoglobin")
    assert issubclass(AmbiguousName, UsageError)


def test_a_list_of_one_is_one_value_and_a_longer_one_needs_a_parameter_for_several(
    kg: ivig_kg.KnowledgeGraph,
) -> None:
    assert kg.ask("harms", treatment=["IVIG"]) == kg.ask("harms", treatment="IVIG")
    with pytest.raises(UsageError, match="treatment: given 2 times and takes one value"):
        kg.ask("harms", treatment=["IVIG", "rituximab"])


def test_a_sentence_of_ones_own_runs_behind_the_gate(kg: ivig_kg.KnowledgeGraph) -> None:
    answer = kg.sparql(f"SELECT ?s {{ ?s a <{IVIG}EvidenceSummary> }}")
    assert [str(row["s"]) for row in answer.to_records()] == [
        "https://w3id.org/ivig-kg/source/ivig-summary"
    ]
    assert kg.sparql("ASK { ?s ?p ?o }").holds
    with pytest.raises(RefusedQuery, match="SERVICE is refused"):
        kg.sparql("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")


def test_the_questions_are_those_in_the_folder(kg: ivig_kg.KnowledgeGraph, shipped: Path) -> None:
    stems = sorted(path.stem for path in (shipped / "queries/answers").glob("*.rq"))
    assert sorted(kg.questions) == stems
    assert kg.questions["harms"].summary.endswith("?")
    assert [p.name for p in kg.questions["harms"].parameters] == [
        "treatment",
        "condition",
        "status",
    ]


def test_a_portrait_shows_both_sides_first(kg: ivig_kg.KnowledgeGraph) -> None:
    portrait = kg.show("C41")
    assert [section.heading for section in portrait.sections][:3] == [
        "What speaks for it",
        "What speaks against it",
        "What is said of it",
    ]
    assert portrait.triples


@pytest.mark.thorough
@pytest.mark.filterwarnings("ignore:(Dataset|ConjunctiveGraph):DeprecationWarning")  # rdflib's own
def test_the_graph_is_a_copy_for_rdflib(kg: ivig_kg.KnowledgeGraph) -> None:
    graph = kg.graph()
    exported = rdflib.Graph().parse(data=kg.export("ttl"), format="turtle")
    assert len(graph) == len(exported)
    assert dict(graph.namespaces())["ivig"] == rdflib.URIRef(IVIG)
    graph.remove((None, None, None))
    assert len(kg.graph()) == len(exported)


@pytest.mark.thorough
def test_a_check_finds_nothing_in_a_sound_content(small: Path) -> None:
    assert ivig_kg.open(small).check() == []
    (small / "data/agents.ttl").unlink()
    assert ivig_kg.open(small).check([small / "data/dataset.ttl"]) == []


def test_a_notebook_shows_labels_notes_and_no_markup_of_a_stranger(
    kg: ivig_kg.KnowledgeGraph,
) -> None:
    shown = kg.ask("subtypes-with-response")._repr_html_()
    assert "sensory ataxic neuropathy" in shown
    assert "no medical advice" in shown
    foreign = kg.sparql('SELECT ("<img src=x onerror=alert(1)>" AS ?evil) {}')._repr_html_()
    assert "<img" not in foreign
    assert "&lt;img" in foreign


def test_records_hold_plain_values_and_lists(kg: ivig_kg.KnowledgeGraph) -> None:
    (first, *_) = kg.ask("subtypes-with-response").to_records()
    assert isinstance(first["studies_for"], int)
    assert isinstance(first["statements"], list)
    assert first["statements"] == sorted(first["statements"], key=natural_key)


def test_a_graph_tells_what_it_is(kg: ivig_kg.KnowledgeGraph) -> None:
    assert kg.content.version in repr(kg)


@pytest.mark.parametrize("name", ["ivig_kg", *NAMES])
def test_the_examples_in_the_docstrings_run(
    name: str, shipped: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IVIG_KG_CONTENT", str(shipped))
    module = importlib.import_module(name)
    done = doctest.testmod(module)
    assert done.failed == 0
    assert done.attempted >= (module.__doc__ or "").count(">>>")
