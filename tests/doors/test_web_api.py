"""The API over the wire: the questions, their answers in all formats, things, search, OpenAPI."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from ivig_kg.ask import DISCLAIMER
from tests.doors.served import Got, Served

ROOT = Path(__file__).parents[2]
QUESTIONS = sorted(path.stem for path in (ROOT / "queries" / "answers").glob("*.rq"))
ST = "https://w3id.org/ivig-kg/statement/"
ONTOLOGY = "https://w3id.org/ivig-kg/ontology#"
PROBLEM = "application/problem+json"
# C09 to C19 and C25 to C27 cite nothing (the coded claims, by hand); C52 sums up ones that do.
UNCITED = {f"C{number:02}" for number in (*range(9, 20), *range(25, 28))}
MEDIA = {
    "records": "application/json",
    "json": "application/sparql-results+json",
    "csv": "text/csv; charset=utf-8; header=present",
    "sheet": "text/csv; charset=utf-8; header=present",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "table": "text/plain; charset=utf-8",
}


def asked(served: Served, name: str, *given: tuple[str, str], accept: str = "*/*") -> Got:
    return served.get(f"/api/questions/{name}?{urlencode(given)}", {"Accept": accept})


def assert_problem(got: Got, status: int, *words: str) -> None:
    assert got.status == status
    assert got.headers["content-type"] == PROBLEM
    assert got.json["status"] == status
    for word in words:
        assert word in got.json["detail"]


def test_all_questions_are_listed_with_what_they_take(served: Served) -> None:
    got = served.get("/api/questions")
    assert got.headers["content-type"] == "application/json"
    listed = {each["name"]: each for each in got.json["questions"]}
    assert sorted(listed) == QUESTIONS
    date, *_ = listed["as-of"]["parameters"]
    assert (date["name"], date["relation"], date["many"]) == ("date", "datatype", False)
    study = next(each for each in listed["poolable"]["parameters"] if each["name"] == "study")
    assert (study["relation"], study["kind"], study["many"]) == ("instanceOf", "ivig:Study", True)
    assert listed["as-of"]["links"]["page"] == "/questions/as-of"
    assert "time" in listed["as-of"]["tags"]
    assert listed["as-of"]["columns"][0] == "subtype"
    assert got.json["disclaimer"] == DISCLAIMER


@pytest.mark.parametrize("media", ["text/turtle", "application/ld+json", "application/n-triples"])
def test_the_questions_are_published_as_triples_too(served: Served, media: str) -> None:
    got = served.get("/api/questions", {"Accept": media})
    assert got.headers["content-type"].partition(";")[0] == media
    assert "SPARQLExecutable" in got.text
    assert DISCLAIMER in got.text
    assert 'rel="alternate"; type="text/turtle"' in served.get("/api/questions").headers["link"]


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_question_is_answered_with_what_must_be_read(served: Served, name: str) -> None:
    got = asked(served, name)
    assert got.status == 200
    assert got.headers["content-type"] == "application/json"
    assert got.json["question"] == name
    assert got.json["notes"][-1] == got.json["disclaimer"] == DISCLAIMER
    assert len(got.json["digest"]) == 12
    assert got.json["version"]


@pytest.mark.parametrize("form", MEDIA)
def test_the_same_answer_in_every_format(served: Served, form: str) -> None:
    got = asked(served, "uncited-claims", ("format", form))
    assert (got.status, got.headers["content-type"]) == (200, MEDIA[form])
    assert '/api/questions/uncited-claims?format=records>; rel="describedby"' in got.headers["link"]
    if form == "records":
        found = {row["identifier"] for row in got.json["rows"]}
    elif form == "json":
        found = {row["identifier"]["value"] for row in got.json["results"]["bindings"]}
    elif form in {"csv", "sheet"}:
        rows = csv.DictReader(io.StringIO(got.body.decode("utf-8-sig")))
        found = {row["identifier"] for row in rows}
    else:
        found = {word for word in got.text.replace("|", " ").split() if word in UNCITED}
    assert found == UNCITED


@pytest.mark.parametrize("form", ["csv", "sheet", "tsv"])
def test_tables_for_spreadsheets_are_saved_under_plain_names(served: Served, form: str) -> None:
    names = {
        "csv": 'attachment; filename="ivig-kg-uncited-claims.csv"',
        "sheet": 'attachment; filename="ivig-kg-uncited-claims-sheet.csv"',
    }
    got = asked(served, "uncited-claims", ("format", form))
    assert got.headers.get("content-disposition") == names.get(form)


def test_results_json_leads_to_its_notes(served: Served) -> None:
    got = asked(served, "as-of", ("date", "2012-01-01"), ("format", "json"))
    (link,) = got.json["head"]["link"]
    assert link == f"{served.origin}/api/questions/as-of?date=2012-01-01&format=records"
    notes = served.get(link.removeprefix(served.origin)).json["notes"]
    assert DISCLAIMER in notes


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("*/*", "records"),
        ("application/json", "records"),
        ("application/sparql-results+json", "json"),
        ("text/csv", "csv"),
        ("text/tab-separated-values;q=0.9, text/csv;q=0.1", "tsv"),
        ("text/markdown", "md"),
        ("text/plain", "table"),
        ("text/turtle, application/json;q=0.1", "records"),
    ],
)
def test_accept_chooses_the_format(served: Served, accept: str, form: str) -> None:
    got = asked(served, "uncited-claims", accept=accept)
    assert (got.status, got.headers["content-type"]) == (200, MEDIA[form])


@pytest.mark.parametrize("accept", ["text/turtle", "text/nonsense", "image/png", "text/csv;q=0"])
def test_what_accepts_nothing_that_there_is_is_told_so(served: Served, accept: str) -> None:
    assert_problem(asked(served, "uncited-claims", accept=accept), 406, "application/json")
    bad = served.get("/api/questions", {"Accept": "text/csv"})
    assert_problem(bad, 406, "application/json", "text/turtle")


@pytest.mark.parametrize(
    "value",
    [
        "ivig:IntravenousImmunoglobulin",
        f"{ONTOLOGY}IntravenousImmunoglobulin",
        "intravenous immunoglobulin",
        "IVIG",
        "ivig",
    ],
)
def test_a_value_may_be_given_by_each_of_its_names(served: Served, value: str) -> None:
    given = asked(served, "subtypes-with-response", ("treatment", value))
    assert given.json["rows"] == asked(served, "subtypes-with-response").json["rows"]
    assert given.json["parameters"] == {"treatment": [value]}


def test_a_parameter_that_takes_several_is_repeated(served: Served) -> None:
    two = asked(served, "poolable", ("study", "study:rist-2011"), ("study", "study:huma-2020"))
    assert two.status == 200
    assert 0 < len(two.json["rows"]) < len(asked(served, "poolable").json["rows"])
    once = asked(served, "poolable", ("treatment", "IVIG"), ("treatment", "IVIG"))
    assert_problem(once, 400, "treatment: given 2 times and takes one value", "study")


def test_reviewed_only_rests_on_what_is_accepted(served: Served) -> None:
    """Nothing is accepted yet (design, section 3), so nothing is left."""
    got = asked(served, "uncited-claims", ("reviewed-only", "true"))
    assert (got.json["rows"], got.json["reviewed_only"]) == ([], True)
    assert len(asked(served, "uncited-claims", ("reviewed-only", "false")).json["rows"]) == 14
    both = asked(served, "uncited-claims", ("reviewed-only", "true"), ("status", "draft"))
    assert_problem(both, 400, "take one of the two")
    assert_problem(asked(served, "uncited-claims", ("reviewed-only", "yes")), 400, "true or false")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ([("paper", "x")], ["no parameter 'paper'", "document, status"]),
        ([("document", "Ryst 2011")], ["nothing is called 'Ryst 2011'", "src:rist-2011"]),
        ([("document", "IVIG")], ["'IVIG' is not of the kind asked for"]),
        ([("document", "x> ?p ?o } #")], ["nothing is called"]),
        ([("document", '"; DROP ALL')], ["nothing is called"]),
        ([("document", "a\nb")], ["nothing is called"]),
        ([("document", "")], ["nothing is called"]),
        ([("document", "x" * 301)], ["a name of 301 characters"]),
        ([("format", "xlsx")], ["none is called 'xlsx'", "csv"]),
        ([("format", "ttl")], ["ttl is for triples", "csv"]),
        ([("format", "csv"), ("format", "tsv")], ["format: given 2 times"]),
    ],
)
def test_what_is_given_wrongly_is_told(
    served: Served, given: list[tuple[str, str]], words: list[str]
) -> None:
    assert_problem(asked(served, "uncited-claims", *given), 400, *words)
    assert len(asked(served, "uncited-claims").json["rows"]) == 14, "it lives on"


@pytest.mark.parametrize("name", ["asof", "as-of.rq", "..%2flookups%2fnames", "x" * 500])
def test_an_unknown_question_is_not_found(served: Served, name: str) -> None:
    got = served.get(f"/api/questions/{name}")
    assert_problem(got, 404)
    if name == "asof":
        assert_problem(got, 404, "did you mean: as-of?")


def test_no_header_can_be_slipped_in(served: Served) -> None:
    bad = quote("x\r\nSet-Cookie: a=1")
    for path in (f"/api/questions/{bad}", f"/api/questions/as-of?date={bad}&format=csv"):
        got = served.get(path)
        assert got.status in {400, 404}
        assert "set-cookie" not in got.headers


def test_a_thing_is_shown_both_sides_first(served: Served) -> None:
    got = served.get("/api/things/statement/ivig-summary-41")
    shown = got.json
    assert shown["iri"] == f"{ST}ivig-summary-41"
    assert shown["curie"] == "st:ivig-summary-41"
    assert [kind["label"] for kind in shown["kinds"]] == ["effect statement"]
    assert [part["role"] for part in shown["sections"][:2]] == ["for", "against"]
    # Rist: of 9 with ataxic neuropathy 2 improved and 4 were worse (facts, section 0).
    against = [line["thing"]["iri"] for line in shown["sections"][1]["lines"]]
    assert f"{ST}rist-2011-6" in against
    own = next(part for part in shown["sections"] if part["role"] == "own")
    subtype = next(line for line in own["lines"] if line.get("property") == f"{ONTOLOGY}subtype")
    assert subtype["thing"]["href"] == "/ontology/AtaxicSensoryNeuronopathy"
    assert shown["links"]["ttl"] == "/statement/ivig-summary-41.ttl"
    assert shown["disclaimer"] == DISCLAIMER


@pytest.mark.parametrize(
    "path",
    ["statement/ivig-summary-99", "claim/ivig-summary-41", "statement/..", "query/as-of"],
)
def test_a_thing_that_is_not_there_is_not_found(served: Served, path: str) -> None:
    assert_problem(served.get(f"/api/things/{path}"), 404)


def test_a_thing_nearly_named_tells_the_nearest(served: Served) -> None:
    got = served.get("/api/things/ontology/SmallFibreNeuropathy")
    assert_problem(got, 404, "ivig:SmallFiberNeuropathy")


def test_search_finds_by_synonym_without_accents(served: Served) -> None:
    got = served.get("/api/search?" + urlencode({"q": "sjogrens syndrome", "limit": "3"}))
    first, *rest = got.json["hits"]
    assert len(rest) == 2
    assert got.json["total"] > 3
    assert first["iri"] == f"{ONTOLOGY}SjogrenSyndrome"
    assert (first["curie"], first["href"]) == ("ivig:SjogrenSyndrome", "/ontology/SjogrenSyndrome")
    (claim,) = served.get("/api/search?q=c41").json["hits"]
    assert (claim["iri"], claim["role"]) == (f"{ST}ivig-summary-41", "identifier")
    assert served.get("/api/search?q=zzzzzz").json["hits"] == []


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("", "q: give a text"),
        ("q=%20", "q: give a text"),
        ("q=a&q=b", "q: given twice"),
        ("q=a&limit=0", "from 1 to 100"),
        ("q=a&limit=101", "from 1 to 100"),
        ("q=a&limit=1e1", "from 1 to 100"),
        ("q=a&limit=%C2%B2", "from 1 to 100"),
        ("q=a&page=2", "no parameter 'page'"),
        ("q=" + "a" * 301, "301 characters"),
    ],
)
def test_a_search_given_wrongly_is_told(served: Served, query: str, word: str) -> None:
    assert_problem(served.get(f"/api/search?{query}"), 400, word)


@pytest.mark.parametrize("path", ["questions", "openapi.json", "things/source/rist-2011"])
def test_a_parameter_that_is_not_taken_is_refused(served: Served, path: str) -> None:
    assert_problem(served.get(f"/api/{path}?format=ttl"), 400, "no parameter 'format'", "none")


def test_the_api_is_described_question_by_question(served: Served) -> None:
    told = served.get("/api/openapi.json").json
    assert told["openapi"] == "3.1.0"
    assert told["info"]["description"] == DISCLAIMER
    paths = {path.removeprefix("/api/questions/") for path in told["paths"]}
    assert set(QUESTIONS) <= paths
    own = told["paths"]["/api/questions/poolable"]["get"]["parameters"]
    assert [each["name"] for each in own] == [
        *("study", "treatment", "status", "format", "reviewed-only"),
    ]
    assert own[0]["schema"]["items"]["$ref"] == "#/components/schemas/Any-Study"
    schemas = told["components"]["schemas"]
    assert {"study:rist-2011", "study:huma-2020"} <= set(schemas["Any-Study"]["enum"])
    assert "ivig:IntravenousImmunoglobulin" in schemas["Under-Treatment"]["enum"]
    assert "ivig:IntravenousImmunoglobulin" not in schemas["Under-Condition"]["enum"]
    words = ("Accepted", "Draft", "Rejected", "Retracted", "Superseded")
    assert schemas["Any-StatusCode"]["enum"] == [f"ivig:{word}" for word in words]


@pytest.mark.parametrize("path", ["/.well-known/void", "/api/questions", "/api/search?q=a"])
def test_nothing_is_written_here(served: Served, path: str) -> None:
    got = served.ask("DELETE", path)
    assert got.status == 405
    assert "GET" in got.headers["allow"]
