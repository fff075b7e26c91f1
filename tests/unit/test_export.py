"""Exports: every format holds the same triples, in the same bytes each time."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from ivig_kg.answer import Blank
from ivig_kg.content import Content
from ivig_kg.errors import InvalidInput, UsageError
from ivig_kg.export import FORMATS, export, triples_of
from ivig_kg.namespaces import Namespaces, read_namespaces

PREFIXES = """\
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix ivig: <https://example.org/o#> .
@prefix graph: <https://example.org/graph/> .
"""
LABEL = r'"ä \"quoted\" \n & <tag> \U0001F489"@en'
FILES = {
    "ontology/prefixes.ttl": PREFIXES,
    "ontology/a.ttl": PREFIXES
    + 'ivig:A rdfs:label LABEL ; rdfs:seeAlso [ rdfs:label "of a" ] .\n'.replace("LABEL", LABEL),
    "ontology/shapes/s.ttl": PREFIXES + 'ivig:S rdfs:label "a shape" .\n',
    "data/b.ttl": PREFIXES + 'ivig:B ivig:p 1.10, "01"^^xsd:integer ; rdfs:seeAlso [] .\n'
    f"ivig:A rdfs:label {LABEL} .\n",
}
READERS = {
    "ttl": (ox.RdfFormat.TURTLE, "turtle"),
    "nq": (ox.RdfFormat.N_QUADS, "nquads"),
    "jsonld": (ox.RdfFormat.JSON_LD, "json-ld"),
    "rdfxml": (ox.RdfFormat.RDF_XML, "xml"),
}
TRIPLES, ONTOLOGY = 6, 3


@pytest.fixture
def content(tmp_path: Path) -> Content:
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    return Content(str(tmp_path), "test")


@pytest.fixture
def spaces(content: Content) -> Namespaces:
    return read_namespaces(content)


def with_oxigraph(data: bytes, kind: str) -> set[tuple[str, str, str]]:
    quads = ox.parse(data, READERS[kind][0])
    return {(str(q.subject), str(q.predicate), str(q.object)) for q in quads}


def with_rdflib(data: bytes, kind: str) -> int:
    graph = rdflib.Dataset(default_union=True)
    graph.parse(data=data, format=READERS[kind][1])
    return len({triple[:3] for triple in graph.quads()})


def test_every_format_has_a_reader_here() -> None:
    assert set(FORMATS) == set(READERS)


@pytest.mark.filterwarnings(
    "ignore:(Dataset|ConjunctiveGraph):DeprecationWarning"
)  # rdflib, of its own parser
@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize(("ontology", "count"), [(False, TRIPLES), (True, ONTOLOGY)])
def test_both_readers_find_every_triple(
    content: Content, spaces: Namespaces, kind: str, *, ontology: bool, count: int
) -> None:
    data = export(content, spaces, kind, ontology=ontology)
    assert len(with_oxigraph(data, kind)) == count
    assert with_rdflib(data, kind) == count


@pytest.mark.parametrize("kind", FORMATS)
def test_values_keep_their_form(content: Content, spaces: Namespaces, kind: str) -> None:
    found = {obj for _, _, obj in with_oxigraph(export(content, spaces, kind), kind)}
    assert '"1.10"^^<http://www.w3.org/2001/XMLSchema#decimal>' in found
    assert '"01"^^<http://www.w3.org/2001/XMLSchema#integer>' in found
    assert any("\U0001f489" in obj and "<tag>" in obj for obj in found)


@pytest.mark.parametrize("kind", FORMATS)
def test_the_same_content_gives_the_same_bytes(
    content: Content, spaces: Namespaces, kind: str
) -> None:
    axiom = content.folder / "ontology/b.ttl"
    axiom.write_text(f"{PREFIXES}ivig:C rdfs:seeAlso [ rdfs:seeAlso [] ] .\n")
    first, second = (Content(content.root, "test") for _ in range(2))
    assert export(first, spaces, kind) == export(second, spaces, kind)


def test_quads_name_the_file_of_each_triple(content: Content, spaces: Namespaces) -> None:
    quads = ox.parse(export(content, spaces, "nq"), ox.RdfFormat.N_QUADS)
    names = [str(quad.graph_name) for quad in quads]
    assert names.count("<https://example.org/graph/ontology/a.ttl>") == 3
    assert names.count("<https://example.org/graph/data/b.ttl>") == 4


def test_blank_nodes_of_two_files_stay_apart(content: Content) -> None:
    triples = list(triples_of(content.knowledge))
    assert len({t.object for t in triples if isinstance(t.object, Blank)}) == 2
    assert len({t.subject for t in triples}) == 3


@pytest.mark.parametrize("kind", FORMATS)
def test_blank_nodes_of_two_files_stay_apart_in_the_export(
    content: Content, spaces: Namespaces, kind: str
) -> None:
    for name in "cd":
        text = f"{PREFIXES}ivig:{name} rdfs:seeAlso _:same . _:same ivig:p ivig:{name} .\n"
        (content.folder / f"ontology/{name}.ttl").write_text(text)
    written = Content(content.root, "test")
    quads = list(ox.parse(export(written, spaces, kind), READERS[kind][0]))
    assert len({q.object for q in quads if isinstance(q.object, ox.BlankNode)}) == 4


def test_turtle_begins_with_what_must_be_read(content: Content, spaces: Namespaces) -> None:
    head = export(content, spaces, "ttl").decode().split("@prefix")[0]
    assert "no medical advice" in head
    assert all(line.startswith("#") for line in head.splitlines() if line)


def test_an_unknown_format_lists_those_there_are(content: Content, spaces: Namespaces) -> None:
    with pytest.raises(UsageError, match="no format 'trig': one of ttl, nq, jsonld, rdfxml"):
        export(content, spaces, "trig")


def test_a_broken_file_is_named_and_nothing_is_exported(
    content: Content, spaces: Namespaces
) -> None:
    (content.folder / "data/b.ttl").write_text("junk\n")
    with pytest.raises(InvalidInput, match=r"data/b\.ttl:1: does not parse"):
        export(Content(content.root, "test"), spaces, "nq")
