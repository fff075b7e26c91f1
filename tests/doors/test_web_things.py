"""Things at their own addresses: their triples by Accept and as twins, and files of the content."""

from __future__ import annotations

import warnings
from functools import cache
from pathlib import Path

import pytest
import rdflib
from rdflib import DCTERMS, RDF, SDO, VOID, Literal, URIRef

from ivig_kg.ask import DISCLAIMER
from tests.doors.served import Got, Served

ROOT = Path(__file__).parents[2]
BASE = "https://w3id.org/ivig-kg/"
IVIG = rdflib.Namespace(f"{BASE}ontology#")
DATASET = URIRef(f"{BASE}graph/data")
C41 = "/statement/ivig-summary-41"
TWINS = {"ttl": "text/turtle", "jsonld": "application/ld+json", "nt": "application/n-triples"}
READERS = {"ttl": "turtle", "jsonld": "json-ld", "nt": "nt"}
KINDS = [
    (C41, f"{BASE}statement/ivig-summary-41"),
    ("/source/rist-2011", f"{BASE}source/rist-2011"),
    ("/source/ivig-summary.unit-3", f"{BASE}source/ivig-summary.unit-3"),
    ("/study/rist-2011", f"{BASE}study/rist-2011"),
    ("/assessment/fidelity-c41", f"{BASE}assessment/fidelity-c41"),
    ("/agent/project-import", f"{BASE}agent/project-import"),
    ("/ontology/SmallFiberNeuropathy", f"{BASE}ontology#SmallFiberNeuropathy"),
]


def media(got: Got) -> str:
    return got.headers["content-type"].partition(";")[0]


def triples(got: Got, ending: str) -> rdflib.Graph:
    """Return what a reader of another make takes in."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # rdflib's own reader of JSON-LD
        return rdflib.Graph().parse(data=got.body, format=READERS[ending])


@cache
def stored(name: str) -> rdflib.Graph:
    return rdflib.Graph().parse(ROOT / name, format="turtle")


@pytest.mark.parametrize("ending", TWINS)
@pytest.mark.parametrize(("path", "iri"), KINDS, ids=[path for path, _ in KINDS])
def test_every_kind_of_thing_has_its_twins(
    served: Served, path: str, iri: str, ending: str
) -> None:
    got = served.get(f"{path}.{ending}")
    assert (got.status, media(got)) == (200, TWINS[ending])
    assert (URIRef(iri), RDF.type, None) in triples(got, ending)
    by_accept = served.get(path, {"Accept": TWINS[ending]})
    assert by_accept.body == got.body
    assert by_accept.headers["content-location"] == f"{path}.{ending}"


@pytest.mark.parametrize("ending", TWINS)
def test_a_twin_holds_all_that_the_file_says_and_both_sides_of_judgement(
    served: Served, ending: str
) -> None:
    told = triples(served.get(f"{C41}.{ending}"), ending)
    claim = URIRef(f"{BASE}statement/ivig-summary-41")
    own = set(stored("data/sources/ivig-summary/claims-research.ttl").triples((claim, None, None)))
    assert own
    assert own <= set(told)
    judged = set(told.subjects(IVIG.assesses, claim))
    assert judged == {URIRef(f"{BASE}assessment/fidelity-c41")}


@pytest.mark.parametrize("ending", ["ttl", "nt"])
def test_remarks_say_what_it_is_not(served: Served, ending: str) -> None:
    first, second = served.get(f"{C41}.{ending}").text.splitlines()[:2]
    assert first == f"# {DISCLAIMER}"
    assert second.startswith("# ivig-kg, version 20")
    assert "digest" in second


def test_json_ld_says_so_by_the_header_of_the_data(served: Served) -> None:
    told = triples(served.get(f"{C41}.jsonld"), "jsonld")
    assert Literal(DISCLAIMER) in set(told.objects(DATASET, DCTERMS.rights))
    (version,) = told.objects(DATASET, SDO.version)
    (digest,) = told.objects(DATASET, DCTERMS.identifier)
    remark = served.get(f"{C41}.ttl").text.splitlines()[1]
    assert str(version) in remark
    assert str(digest).removeprefix("sha256:") in remark


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ("text/turtle;q=0.5, application/ld+json", "application/ld+json"),
        ("application/n-triples, text/turtle;q=0.9", "application/n-triples"),
        ("text/turtle, */*;q=0.1", "text/turtle"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html"),
        ("*/*", "text/html"),
    ],
)
def test_the_client_chooses(served: Served, accept: str, chosen: str) -> None:
    got = served.get(C41, {"Accept": accept})
    assert (got.status, media(got)) == (200, chosen)
    assert "accept" in got.headers["vary"].lower()


def test_page_and_twins_lead_to_each_other(served: Served) -> None:
    for path in (C41, f"{C41}.ttl"):
        link = served.get(path, {"Accept": "text/html, text/turtle"}).headers["link"]
        for ending, kind in TWINS.items():
            assert f'<{C41}.{ending}>; rel="alternate"; type="{kind}"' in link
        assert f'<{C41}>; rel="alternate"; type="text/html"' in link
        assert '</.well-known/void>; rel="describedby"' in link


@pytest.mark.parametrize(
    "path",
    [
        "/statement/ivig-summary-99",
        "/statement/ivig-summary-99.ttl",
        "/statement/",
        "/statement/.ttl",
        "/statement/..%2f..%2fetc%2fpasswd",
        "/statement/ivig-summary-41.xml",
        "/statement/%c0%ae%c0%ae",
        "/statement/javascript:alert(1)",
        "/statement/" + "x" * 1500,
        "/ontology/%3Cscript%3E.ttl",
        "/nothing/ivig-summary-41.ttl",
    ],
)
def test_what_names_nothing_is_not_found(served: Served, path: str) -> None:
    got = served.get(path, {"Accept": "text/turtle"})
    assert (got.status, media(got)) == (404, "application/problem+json")
    assert "set-cookie" not in got.headers
    assert "<script" not in served.get(path, {"Accept": "text/html"}).text.lower()


@pytest.mark.parametrize("odd", ["%00", "%0d%0aSet-Cookie:a=1", "%7f"])
@pytest.mark.parametrize("path", [C41, "/graph/data/agents.ttl", "/api/things/source/rist-2011"])
def test_what_steers_is_refused(served: Served, path: str, odd: str) -> None:
    got = served.get(path + odd)
    assert got.status == 400
    assert "set-cookie" not in got.headers


def test_a_name_that_is_nearly_right_tells_the_right_one(served: Served) -> None:
    got = served.get("/ontology/SmallFibreNeuropathy.ttl")
    assert "ivig:SmallFiberNeuropathy" in got.json["detail"]


@pytest.mark.parametrize("accept", ["text/csv", "image/png", "text/turtle;q=0"])
def test_a_format_that_there_is_not_is_refused(served: Served, accept: str) -> None:
    for path in (C41, "/.well-known/void"):
        got = served.get(path, {"Accept": accept})
        assert got.status == 406
        assert "application/ld+json" in got.json["detail"]


@pytest.mark.parametrize("name", ["data/sources/rist-2011.ttl", "ontology/ivig-kg.ttl"])
def test_a_file_is_given_byte_for_byte(served: Served, name: str) -> None:
    got = served.get(f"/graph/{name}")
    assert (got.status, got.headers["content-type"]) == (200, "text/turtle; charset=utf-8")
    assert got.body == (ROOT / name).read_bytes()
    assert 'rel="describedby"' in got.headers["link"]


@pytest.mark.parametrize(
    "name",
    [
        "queries/answers/as-of.rq",
        "ontology/mappings/mondo.sssom.tsv",
        "data/README.md",
        "data/../pyproject.toml",
        "..%2f..%2fetc/passwd",
        "data//agents.ttl",
        "/etc/passwd",
        "",
    ],
)
def test_other_files_are_not_given(served: Served, name: str) -> None:
    assert served.get(f"/graph/{name}").status == 404


@pytest.mark.parametrize("ending", TWINS)
def test_the_dataset_is_described_where_machines_look(served: Served, ending: str) -> None:
    got = served.get("/.well-known/void", {"Accept": TWINS[ending]})
    assert (got.status, media(got)) == (200, TWINS[ending])
    told = triples(got, ending)
    endpoint = URIRef(f"{served.origin}/sparql")
    assert (DATASET, VOID.sparqlEndpoint, endpoint) in told
    assert DISCLAIMER in got.text
    dumps = map(str, told.objects(DATASET, VOID.dataDump))
    dump = next(each for each in dumps if "rist-2011" in each)
    assert served.get(dump.removeprefix(served.origin)).status == 200


def test_turtle_is_what_machines_get_unasked(served: Served) -> None:
    assert media(served.get("/.well-known/void")) == "text/turtle"
