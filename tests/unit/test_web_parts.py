"""Small parts of the web door: choosing a form, keeping answers, addresses, names of hosts."""

from __future__ import annotations

import json
import logging
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivig_kg.engine.pool import Asked
from ivig_kg.errors import (
    ContentUnavailable,
    IvigKgError,
    LimitReached,
    RefusedQuery,
    SyntaxFault,
    UsageError,
)
from ivig_kg.namespaces import Namespaces
from ivig_kg.web.addresses import FOLDERS, Addresses
from ivig_kg.web.cache import Cache, Kept
from ivig_kg.web.caching import takes_gzip
from ivig_kg.web.guard import host_names
from ivig_kg.web.logs import _Formatter, _kind, hashed
from ivig_kg.web.negotiate import choose
from ivig_kg.web.problems import Problem, problem, status_of
from ivig_kg.web.protocol import read_query, wish

OFFERS = ["text/turtle", "application/ld+json", "text/html"]
BASE = "https://w3id.org/ivig-kg/"
KNOWN = Namespaces(
    {
        prefix.removesuffix(":"): f"{BASE}{name}{'#' if name == 'ontology' else '/'}"
        for name, prefix in FOLDERS.items()
    }
)


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, "text/turtle"),
        ("", "text/turtle"),
        ("*/*", "text/turtle"),
        ("text/html", "text/html"),
        ("TEXT/HTML", "text/html"),
        ("text/html;q=0.4, application/ld+json;q=0.5", "application/ld+json"),
        ("text/*;q=0.3, text/html;q=0.2, */*;q=0.1", "text/turtle"),
        ("text/*, text/turtle;q=0.1", "text/html"),
        ("*/*;q=0.5, text/turtle;q=0", "application/ld+json"),
        ("text/html;level=1", "text/html"),
        ("text/html;q=1.5, text/turtle;q=0.1", "text/turtle"),
        ("text/html;q=abc", None),
        ("image/png", None),
        ("nonsense", None),
        ("text/turtle;q=0", None),
        (",,,", None),
        ("application/json, text/html ; q = 0.5", "text/html"),
    ],
)
def test_a_form_is_chosen_as_the_standard_has_it(accept: str | None, chosen: str | None) -> None:
    assert choose(accept, OFFERS) == chosen


@given(st.text())
def test_no_header_breaks_the_choice(accept: str) -> None:
    assert choose(accept, OFFERS) in {*OFFERS, None}


def test_none_of_our_forms_is_406() -> None:
    assert wish("text/csv").bindings == "text/csv"
    assert wish("text/csv").graph is None
    with pytest.raises(Problem) as caught:
        wish("image/png")
    assert caught.value.status == 406


@pytest.mark.parametrize(
    ("header", "taken"),
    [
        ("gzip", True),
        ("br, GZIP;q=0.5", True),
        ("*", True),
        ("*;q=0, gzip", True),
        ("*, gzip;q=0", False),
        ("gzip;q=0.000", False),
        ("br", False),
        ("", False),
        ("identity;q=1, *;q=0", False),
    ],
)
def test_who_takes_gzip(header: str, taken: bool) -> None:  # noqa: FBT001 (a case)
    assert takes_gzip(header) is taken


def kept(size: int) -> Kept:
    return Kept(200, (), b"x" * size, b'"tag"')


def test_the_least_used_answer_makes_room() -> None:
    cache = Cache(room=3_000, largest=1_000)
    for name in ("a", "b", "c"):
        cache.keep((name,), kept(400))
    assert cache.find(("a",)) is not None
    cache.keep(("d",), kept(400))
    assert [name for name in "abcd" if cache.find((name,))] == ["a", "c", "d"]
    assert cache.size <= 3_000


def test_an_answer_that_is_too_large_is_not_kept_and_one_counts_once() -> None:
    cache = Cache(room=3_000, largest=1_000)
    cache.keep(("large",), kept(1_001))
    assert (cache.find(("large",)), cache.size) == (None, 0)
    cache.keep(("a",), kept(400))
    size = cache.size
    cache.keep(("a",), kept(400))
    assert cache.size == size


def test_addresses_lead_there_and_back() -> None:
    addresses = Addresses(KNOWN)
    for iri, path in [
        (f"{BASE}statement/rist-2011-3.result-1", "/statement/rist-2011-3.result-1"),
        (f"{BASE}ontology#SmallFiberNeuropathy", "/ontology/SmallFiberNeuropathy"),
    ]:
        assert addresses.path(iri) == path
        assert addresses.iri(*path[1:].split("/")) == iri
        assert addresses.href(iri) == path


@pytest.mark.parametrize(
    "iri",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "http://a b",
        'http://a/"onmouseover=x',
        "//evil.example/",
        "https://a\n.example",
        f"{BASE}statement/<b>"[:-2] + "<",
        "",
    ],
)
def test_what_no_page_may_link_to(iri: str) -> None:
    assert Addresses(KNOWN).href(iri) is None


@pytest.mark.parametrize(
    "local", ["", "..", "a/b", "a%2fb", ".a", "a.", "a" * 201, "ä", "a b", "a\n"]
)
def test_paths_that_can_name_nothing(local: str) -> None:
    assert Addresses(KNOWN).iri("statement", local) is None
    assert Addresses(KNOWN).iri("nowhere", "a") is None


def test_our_host_names() -> None:
    loopback = {"localhost", "127.0.0.1", "[::1]"}
    assert host_names("127.0.0.1", None) == loopback
    assert host_names("::1", None) == loopback
    assert host_names("10.0.0.1", "https://Evidence.example.org:8443") == loopback | {
        "10.0.0.1",
        "evidence.example.org",
    }


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (SyntaxFault("x"), 400),
        (RefusedQuery("x"), 400),
        (UsageError("x"), 400),
        (LimitReached("x"), 503),
        (ContentUnavailable("x"), 503),
        (IvigKgError("x"), 500),
    ],
)
def test_each_error_has_its_status(error: IvigKgError, status: int) -> None:
    assert status_of(error) == status


def test_a_problem_is_told_by_the_standard() -> None:
    answer = problem(503, "too much")
    assert answer.headers["content-type"] == "application/problem+json"
    assert int(answer.headers["retry-after"]) > 0
    told = json.loads(bytes(answer.body))
    assert told == {
        "type": "about:blank",
        "title": "Service Unavailable",
        "status": 503,
        "detail": "too much",
    }
    assert "retry-after" not in problem(400, "x").headers


def test_fields_of_the_protocol() -> None:
    graphs = f"{BASE}graph/"
    assert read_query([], graphs) is None
    assert read_query([("x", "1")], graphs) is None
    assert read_query([("query", "ASK {}"), ("format", "json")], graphs) == Asked("ASK {}")
    fields = [
        ("query", "ASK {}"),
        ("named-graph-uri", f"{graphs}a"),
        ("named-graph-uri", f"{graphs}b"),
    ]
    found = read_query(fields, graphs)
    assert found is not None
    assert found.dataset == ([], [f"{graphs}a", f"{graphs}b"])
    for bad in (
        "http://127.0.0.1/",
        f"{graphs}../x",
        f"{graphs}a/../../x",
        f"{graphs}<",
        "",
        f"{graphs}\n",
    ):
        with pytest.raises(Problem) as caught:
            read_query([("query", "ASK {}"), ("default-graph-uri", bad)], graphs)
        assert caught.value.status == 400


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "/"),
        ("/questions", "/questions"),
        ("/questions/a", "/questions/{name}"),
        ("/statement/x", "/statement/{local}"),
        ("/statement", "other"),
        ("/api/questions", "/api/questions"),
        ("/api/questions/secret", "/api/questions/{name}"),
        ("/api/appraise/secret", "/api/appraise/{name}"),
        ("/api/things/statement/secret", "/api/things/{folder}/{local}"),
        ("/graph/data/a/b/c.ttl", "/graph/{path:path}"),
        ("/sparql", "/sparql"),
        ("/healthz", "/healthz"),
        ("/.well-known/void", "/.well-known/void"),
        ("/secret", "other"),
        ("/secret/statement", "other"),
        ("//", "other"),
        ("*", "other"),
        ("", "other"),
    ],
)
def test_a_log_names_kinds_of_addresses(path: str, kind: str) -> None:
    assert _kind(path) == kind


def test_a_log_hashes_queries_and_hides_the_words_of_failures() -> None:
    assert len(hashed("ASK {}")) == 16
    assert hashed("ASK {}") != hashed("ASK { }")
    try:
        int("patient words")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, "f", 1, "failed", (), sys.exc_info())
    told = json.loads(_Formatter().format(record))
    assert (told["error"], told["message"]) == ("ValueError", "failed")
    assert "patient" not in json.dumps(told)
