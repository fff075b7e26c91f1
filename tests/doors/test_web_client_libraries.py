"""SPARQLWrapper and rdflib's SPARQLStore, which nobody here wrote, as clients of the endpoint."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from rdflib import RDF, XSD, Graph, Literal, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from rdflib.query import ResultRow
from SPARQLWrapper import (
    CSV,
    GET,
    JSON,
    POST,
    POSTDIRECTLY,
    TSV,
    TURTLE,
    URLENCODED,
    XML,
    SPARQLWrapper,
)
from SPARQLWrapper.SPARQLExceptions import EndPointInternalError, QueryBadFormed

from tests.doors.served import Served

ROOT = Path(__file__).parents[2]
RIST = "data/sources/rist-2011.ttl"
IVIG = "https://w3id.org/ivig-kg/ontology#"
BASE = "https://w3id.org/ivig-kg/"
SOURCE = f"{BASE}source/rist-2011"
RESULT = f"{BASE}statement/rist-2011-6.result-1"
# Of the 9 patients with ataxic neuropathy 2 improved, 3 were stable and 4 were worse.
SAID = {"improved": "2", "stable": "3", "worsened": "4", "total": "9"}
SELECT = f"SELECT ?improved ?stable ?worsened ?total {{ <{RESULT}> " + " ; ".join(
    f"<{IVIG}{name}> ?{name}" for name in SAID
)
SELECT += " }"
WAYS = [(GET, URLENCODED), (POST, URLENCODED), (POST, POSTDIRECTLY)]


def lines_of(subject: str) -> int:
    """Return how many triples the file has about a subject: below its name, a line is a triple."""
    blocks = (ROOT / RIST).read_text("utf-8").split("\n\n")
    (block,) = [block for block in blocks if block.startswith(f"{subject}\n")]
    return len(re.findall(r"^  ", block, re.MULTILINE))


def asking(served: Served, query: str, form: str, method: str = GET) -> SPARQLWrapper:
    client = SPARQLWrapper(f"{served.origin}/sparql")
    client.setTimeout(20)
    client.setQuery(query)
    client.setReturnFormat(form)
    client.setMethod(method)
    return client


def told(client: SPARQLWrapper) -> Any:  # noqa: ANN401 (what the client makes of an answer)
    return client.queryAndConvert()


@pytest.mark.parametrize(("method", "way"), WAYS)
def test_sparqlwrapper_selects_as_json(served: Served, method: str, way: str) -> None:
    client = asking(served, SELECT, JSON, method)
    client.setRequestMethod(way)
    (row,) = told(client)["results"]["bindings"]
    assert {name: cell["value"] for name, cell in row.items()} == SAID
    assert {cell["datatype"] for cell in row.values()} == {str(XSD.integer)}


@pytest.mark.parametrize(("method", "way"), WAYS)
def test_sparqlwrapper_selects_as_xml(served: Served, method: str, way: str) -> None:
    client = asking(served, SELECT, XML, method)
    client.setRequestMethod(way)
    cells = told(client).getElementsByTagName("binding")
    assert {c.getAttribute("name"): c.firstChild.firstChild.data for c in cells} == SAID


def test_sparqlwrapper_selects_as_tables(served: Served) -> None:
    names, values = ",".join(SAID), ",".join(SAID.values())
    assert told(asking(served, SELECT, CSV)) == f"{names}\r\n{values}\r\n".encode()
    names, values = "\t".join(f"?{name}" for name in SAID), "\t".join(SAID.values())
    assert told(asking(served, SELECT, TSV)) == f"{names}\n{values}\n".encode()


def test_sparqlwrapper_is_answered_despite_its_own_parameters(served: Served) -> None:
    client = asking(served, SELECT, JSON)
    client.addParameter("timeout", "5000")
    asked = client.query()
    for name in ("format=json", "output=json", "results=json", "timeout=5000"):
        assert name in asked.response.geturl()
    found: Any = asked.convert()
    assert len(found["results"]["bindings"]) == 1


@pytest.mark.parametrize("method", [GET, POST])
@pytest.mark.parametrize(("kind", "true"), [("DosingStatement", True), ("EffectClaim", False)])
def test_sparqlwrapper_asks(served: Served, method: str, kind: str, true: bool) -> None:  # noqa: FBT001
    query = f"ASK {{ ?s a <{IVIG}{kind}> }}"
    assert told(asking(served, query, JSON, method))["boolean"] is true
    (answer,) = told(asking(served, query, XML, method)).getElementsByTagName("boolean")
    assert answer.firstChild.data == str(true).lower()


@pytest.mark.parametrize("method", [GET, POST])
@pytest.mark.parametrize(
    ("query", "subject"),
    [
        (f"CONSTRUCT WHERE {{ <{RESULT}> ?p ?o }}", "st:rist-2011-6.result-1"),
        (f"DESCRIBE <{SOURCE}>", "src:rist-2011"),
    ],
)
def test_sparqlwrapper_gets_graphs(served: Served, method: str, query: str, subject: str) -> None:
    found = told(asking(served, query, TURTLE, method))
    assert len(Graph().parse(data=found, format="turtle")) == lines_of(subject)


def test_sparqlwrapper_is_told_what_is_wrong(served: Served) -> None:
    with pytest.raises(QueryBadFormed, match="SERVICE"):
        asking(served, "SELECT * { SERVICE <http://a.example/> { ?s ?p ?o } }", JSON).query()
    with pytest.raises(QueryBadFormed, match=r"query:1: not SPARQL"):
        asking(served, "SELECT * { ?s ?p }", JSON).query()


def test_sparqlwrapper_is_refused_an_update(served: Served) -> None:
    client = asking(served, "DELETE WHERE { ?s ?p ?o }", JSON, POST)
    with pytest.raises(Exception, match="403"):
        client.query()
    assert asking(served, SELECT, JSON).query().info()["content-type"].startswith("application/")


def test_sparqlwrapper_gets_no_part_of_an_answer(served: Served) -> None:
    with pytest.raises((EndPointInternalError, OSError), match=r"50[34]|100,000 rows"):
        asking(served, "SELECT * { ?s ?p ?o . ?s ?q ?r }", JSON).query()


@pytest.mark.parametrize("form", ["xml", "json"])
@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
class TestStore:
    """A graph of rdflib that stands on the endpoint."""

    @staticmethod
    def graph(served: Served, form: str, method: str, name: str | None = None) -> Graph:
        how: Any = method
        store = SPARQLStore(f"{served.origin}/sparql", returnFormat=form, method=how)
        return Graph(store, identifier=name)

    def test_it_answers_a_query(self, served: Served, form: str, method: str) -> None:
        (row,) = self.graph(served, form, method).query(SELECT)
        assert isinstance(row, ResultRow)
        assert row.asdict() == {name: Literal(int(value)) for name, value in SAID.items()}

    def test_it_finds_triples_by_their_parts(self, served: Served, form: str, method: str) -> None:
        graph = self.graph(served, form, method)
        subject, improved = URIRef(RESULT), URIRef(f"{IVIG}improved")
        assert list(graph.triples((subject, improved, None))) == [(subject, improved, Literal(2))]
        assert (subject, RDF.type, URIRef(f"{IVIG}OutcomeResult")) in graph
        assert (subject, improved, Literal(3)) not in graph
        assert len(list(graph.triples((URIRef(SOURCE), None, None)))) == lines_of("src:rist-2011")

    def test_it_counts_a_graph_and_all(self, served: Served, form: str, method: str) -> None:
        lines = re.findall(r"^  ", (ROOT / RIST).read_text("utf-8"), re.MULTILINE)
        one = self.graph(served, form, method, f"{BASE}graph/{RIST}")
        assert len(one) == len(list(one)) == len(lines)
        assert len(self.graph(served, form, method)) > 20 * len(lines)
