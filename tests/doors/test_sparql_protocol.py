"""The SPARQL 1.1 Protocol and its result formats, asked over the wire."""

from __future__ import annotations

import csv
import io
import json
import socket
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import pyoxigraph as ox
import pytest

from tests.doors.served import Served

BASE = "https://w3id.org/ivig-kg/"
C41 = f"{BASE}statement/ivig-summary-41"
ASKED = f"SELECT ?o WHERE {{ <{C41}> <http://purl.org/dc/terms/identifier> ?o }}"
TRIPLES = f"CONSTRUCT {{ <{C41}> ?p ?o }} WHERE {{ <{C41}> ?p ?o }}"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
RESULTS = "{http://www.w3.org/2005/sparql-results#}"


def address(query: str, *more: tuple[str, str]) -> str:
    return "/sparql?" + urlencode([("query", query), *more])


@pytest.mark.parametrize("way", ["get", "form", "direct"])
def test_a_query_by_each_of_the_three_ways(served: Served, way: str) -> None:
    accept = {"Accept": "application/sparql-results+json"}
    if way == "get":
        got = served.get(address(ASKED), accept)
    elif way == "form":
        body = urlencode({"query": ASKED}).encode()
        got = served.ask("POST", "/sparql", body, FORM | accept)
    else:
        kind = {"Content-Type": "application/sparql-query; charset=utf-8"}
        got = served.ask("POST", "/sparql", ASKED.encode(), kind | accept)
    assert got.status == 200
    assert got.headers["content-type"] == "application/sparql-results+json"
    assert got.json["results"]["bindings"] == [{"o": {"type": "literal", "value": "C41"}}]


def test_select_in_xml_csv_and_tsv(served: Served) -> None:
    xml = served.sparql(ASKED, "application/sparql-results+xml")
    found = [each.text for each in ET.fromstring(xml.body).iter(f"{RESULTS}literal")]  # noqa: S314 (ours)
    assert found == ["C41"]
    text = served.sparql(ASKED, "text/csv")
    assert text.headers["content-type"] == "text/csv; charset=utf-8"
    assert list(csv.reader(io.StringIO(text.text))) == [["o"], ["C41"]]
    tsv = served.sparql(ASKED, "text/tab-separated-values")
    assert tsv.text.splitlines() == ["?o", '"C41"']


def test_ask_in_json_and_xml(served: Served) -> None:
    query = f"ASK {{ <{C41}> a <{BASE}ontology#EffectStatement> }}"
    assert served.sparql(query).json["boolean"] is True
    assert b"<boolean>true</boolean>" in served.sparql(query, "application/xml").body
    assert served.sparql("ASK { <http://nowhere/> ?p ?o }").json["boolean"] is False


@pytest.mark.parametrize(
    ("media", "form"),
    [
        ("text/turtle", ox.RdfFormat.TURTLE),
        ("application/n-triples", ox.RdfFormat.N_TRIPLES),
        ("application/ld+json", ox.RdfFormat.JSON_LD),
        ("application/rdf+xml", ox.RdfFormat.RDF_XML),
    ],
)
@pytest.mark.parametrize("query", [TRIPLES, f"DESCRIBE <{C41}>"], ids=["construct", "describe"])
def test_graphs_in_each_format(served: Served, media: str, form: ox.RdfFormat, query: str) -> None:
    got = served.sparql(query, media)
    assert got.status == 200
    assert got.headers["content-type"].partition(";")[0] == media
    triples = list(ox.parse(got.body, form))
    identifier = ox.NamedNode("http://purl.org/dc/terms/identifier")
    assert [t.object.value for t in triples if t.predicate == identifier] == ["C41"]
    assert len(set(triples)) == len(triples)


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("text/csv;q=0.5, application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv, application/sparql-results+xml;q=0.9", "text/csv; charset=utf-8"),
        ("text/*, application/json;q=0.1", "text/csv; charset=utf-8"),
        ("*/*;q=0.1, text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("application/json;q=0, text/csv;q=0.001", "text/csv; charset=utf-8"),
    ],
)
def test_the_weights_of_accept_decide(served: Served, accept: str, media: str) -> None:
    got = served.get(address(ASKED), {"Accept": accept} if accept else {})
    assert (got.status, got.headers["content-type"]) == (200, media)


@pytest.mark.parametrize(
    ("query", "accept"), [(ASKED, "text/nonsense"), (ASKED, "text/turtle"), (TRIPLES, "text/csv")]
)
def test_a_form_that_cannot_be_had_is_406(served: Served, query: str, accept: str) -> None:
    got = served.sparql(query, accept)
    assert got.status == 406
    assert got.headers["content-type"] == "application/problem+json"
    assert got.json["status"] == 406


@pytest.mark.parametrize(
    ("query", "accept", "media"),
    [
        (
            ASKED,
            "application/sparql-results+json, text/html;q=0.1",
            "application/sparql-results+json",
        ),
        (ASKED, "text/turtle, text/html;q=0.1", "text/html; charset=utf-8"),
        (TRIPLES, "text/turtle, text/html;q=0.1", "text/turtle; charset=utf-8"),
        (TRIPLES, "text/csv, text/html;q=0.1", "text/html; charset=utf-8"),
    ],
)
def test_a_page_is_weighed_against_what_fits_the_query(
    served: Served, query: str, accept: str, media: str
) -> None:
    assert served.sparql(query, accept).headers["content-type"] == media


def test_each_answer_leads_to_what_must_be_read_with_it(served: Served) -> None:
    for accept in ("text/csv", "application/sparql-results+json"):
        link = served.sparql(ASKED, accept).headers["link"]
        assert link == '</.well-known/void>; rel="describedby"; type="text/turtle"'


def test_several_lines_of_accept_are_one_list(served: Served) -> None:
    with socket.create_connection(("127.0.0.1", served.port), timeout=5) as wire:
        path = address("ASK {}")
        lines = "Accept: nonsense\r\nAccept: text/csv\r\nConnection: close\r\n"
        wire.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n{lines}\r\n".encode())
        found = wire.makefile("rb").read()
    assert b" 200 OK\r\n" in found
    assert found.endswith(b"true")


def test_unknown_parameters_are_ignored(served: Served) -> None:
    more = [("format", "json"), ("output", "xml"), ("results", "csv"), ("timeout", "1")]
    got = served.get(address(ASKED, *more))
    assert got.headers["content-type"] == "application/sparql-results+json"


def test_the_dataset_of_the_protocol(served: Served) -> None:
    count = f"SELECT (COUNT(*) AS ?n) WHERE {{ <{C41}> ?p ?o }}"
    agents = f"{BASE}graph/data/agents.ttl"
    claims = f"{BASE}graph/data/sources/ivig-summary/claims-research.ttl"
    named = f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH ?g {{ <{C41}> ?p ?o }} }}"

    def number(query: str, *more: tuple[str, str]) -> int:
        bindings = served.get(address(query, *more)).json["results"]["bindings"]
        return int(bindings[0]["n"]["value"])

    whole = number(count)
    assert whole > 5
    assert number(count, ("default-graph-uri", agents)) == 0
    assert number(named) == whole
    homes = [
        each
        for each in (claims, claims.replace("research", "guidelines"))
        if number(count, ("default-graph-uri", each))
    ]
    assert [number(count, ("default-graph-uri", each)) for each in homes] == [whole]
    assert number(count, ("named-graph-uri", homes[0])) == 0
    assert number(named, ("named-graph-uri", homes[0])) == whole
    assert number(named, ("named-graph-uri", agents)) == 0
    assert number(count, ("default-graph-uri", f"{BASE}graph/data/nothing.ttl")) == 0
    # The dataset of the protocol stands instead of that of the query (SPARQL 1.1 Protocol, 2.1.4).
    query = count.replace("WHERE", f"FROM <{agents}> WHERE")
    assert (number(query), number(query, ("default-graph-uri", homes[0]))) == (0, whole)


def test_the_dataset_of_a_query_sent_as_a_body(served: Served) -> None:
    agents = urlencode({"default-graph-uri": f"{BASE}graph/data/agents.ttl"})
    kind = {"Content-Type": "application/sparql-query"}
    ask = b"ASK { ?s a <http://www.w3.org/ns/prov#SoftwareAgent> }"
    assert served.ask("POST", f"/sparql?{agents}", ask, kind).json["boolean"] is True
    ask = f"ASK {{ <{C41}> ?p ?o }}".encode()
    assert served.ask("POST", f"/sparql?{agents}", ask, kind).json["boolean"] is False


def test_reads_are_shared_with_other_origins_and_without_credentials(served: Served) -> None:
    origin = {"Origin": "http://elsewhere.example"}
    got = served.get(address("ASK {}"), origin)
    assert got.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in got.headers
    asked = origin | {
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    got = served.ask("OPTIONS", "/sparql", headers=asked)
    assert (got.status, got.body) == (204, b"")
    assert "POST" in got.headers["access-control-allow-methods"]
    assert "Content-Type" in got.headers["access-control-allow-headers"]


def test_without_a_query_a_program_gets_the_service_description(served: Served) -> None:
    got = served.get("/sparql", {"Accept": "text/turtle"})
    assert got.status == 200
    triples = list(ox.parse(got.body, ox.RdfFormat.TURTLE))
    service = "http://www.w3.org/ns/sparql-service-description#"
    endpoints = [t.object for t in triples if t.predicate.value == f"{service}endpoint"]
    assert endpoints == [ox.NamedNode(f"{served.origin}/sparql")]
    features = {t.object.value for t in triples if t.predicate.value == f"{service}feature"}
    assert f"{service}BasicFederatedQuery" not in features
    assert served.get("/sparql", {"Accept": "text/html"}).text.startswith("<!doctype html>")
    assert served.get("/sparql", {"Accept": "image/png"}).status == 406


def test_a_browser_gets_a_page_with_the_answer(served: Served) -> None:
    got = served.sparql(ASKED, "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
    assert got.headers["content-type"] == "text/html; charset=utf-8"
    assert ">C41<" in got.text
    assert "no medical advice" in got.text


def test_head_has_the_headers_of_get_and_no_body(served: Served) -> None:
    got, head = served.get(address(ASKED)), served.ask("HEAD", address(ASKED))
    assert (head.status, head.body) == (200, b"")
    assert head.headers["content-length"] == str(len(got.body))


def test_honest_long_and_nested_queries_pass(served: Served) -> None:
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    nested = "{ " * 8 + f"<{C41}> {label} ?o" + " }" * 8
    comment = "# " + "honest words about what is asked here. " * 300
    query = f"SELECT ?o WHERE {nested}\n{comment}"
    assert 11_500 < len(query) < 12_500
    got = served.sparql(query)
    assert len(got.json["results"]["bindings"]) == 1
    kind = {"Content-Type": "application/sparql-query"}
    assert json.loads(served.ask("POST", "/sparql", query.encode(), kind).body) == got.json
