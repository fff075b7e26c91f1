"""The remote engine against an endpoint that misbehaves: no wrong answer, no waiting, no secret."""

from __future__ import annotations

import socket
import time

import pytest

from ivig_kg.answer import Iri, Literal, Triple
from ivig_kg.engine.remote import Endpoint, RemoteEngine
from ivig_kg.errors import InvalidInput, RemoteFailure, SyntaxFault, UsageError
from tests.doors.fake_endpoint import GOOD, JSON, Asked, Said, endpoint

QUERY = "SELECT ?s { ?s ?p ?o }"
NT = "application/n-triples"


@pytest.fixture(autouse=True)
def _nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("IVIG_KG_ENDPOINT_USER", "IVIG_KG_ENDPOINT_PASSWORD"):
        monkeypatch.delenv(name, raising=False)


def engine(url: str, timeout: float = 5.0, most: int = 10_000, retries: int = 0) -> RemoteEngine:
    return RemoteEngine(Endpoint(url, timeout, retries, most))


def test_a_good_answer_is_read_and_was_asked_by_post() -> None:
    with endpoint(Said(headers={"Server": "Fake/1"})) as fake:
        remote = engine(fake.url)
        answer = remote.query(QUERY)
    assert answer.rows == ((Literal("1"),),)
    (asked,) = fake.asked
    assert (asked.method, asked.query, asked.path) == ("POST", QUERY, "/sparql")
    assert asked.headers["Accept"].startswith(JSON)
    assert "Fake/1" in remote.server


def test_ask_and_construct_are_read_by_their_own_formats() -> None:
    with endpoint(Said(b'{"head":{},"boolean":true}')) as fake:
        assert engine(fake.url).query("ASK { ?s ?p ?o }").holds
    with endpoint(Said(b"<a:a> <a:b> <a:c> .\n", kind=NT)) as fake:
        answer = engine(fake.url).query("CONSTRUCT WHERE { ?s ?p ?o }")
        assert answer.triples == (Triple(Iri("a:a"), Iri("a:b"), Iri("a:c")),)
        assert fake.asked[0].headers["Accept"].startswith(NT)


HEAD = b'{"head":{"vars":["x"]},"results":{"bindings":[]}}'
NESTED = (
    b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":'
    + b'{"type":"triple","value":{"subject":{"type":"uri","value":"a:a"},'
    b'"predicate":{"type":"uri","value":"a:b"},"object":'
    * 60
    + b'{"type":"uri","value":"a:c"}'
    + b"}}" * 60
    + b"}]}}"
)
TWICE = b'"s":{"type":"uri","value":"a:b"},"s":'
BAD = {
    "a web page": (Said(b"<html>login</html>", kind="text/html"), "a web page"),
    "401": (Said(b"", 401), "IVIG_KG_ENDPOINT_USER and IVIG_KG_ENDPOINT_PASSWORD"),
    "403": (Said(b"", 403), "IVIG_KG_ENDPOINT_USER and IVIG_KG_ENDPOINT_PASSWORD"),
    "400": (Said(b"near 'x'", 400, "text/plain"), "refused the query .400.; it said: near 'x'"),
    "500": (Said(b"stack\n trace", 500, "text/plain"), "failed .500.*it said: stack trace"),
    "truncated": (Said(GOOD[:-2]), "cut off or no answer, though it says 200"),
    "an error behind the rows": (Said(GOOD + b"\nquery cancelled"), "it said: .*query cancelled"),
    "an error for an answer": (Said(b'{"error":"quota"}'), 'it said: ."error":"quota"'),
    "another type": (Said(b"<sparql/>", kind="application/sparql-results+xml"), "content type"),
    "no type": (Said(kind=""), "content type none"),
    "another charset": (Said(kind=f"{JSON}; charset=latin-1"), "not in UTF-8"),
    "no UTF-8": (Said(GOOD[:-10] + b"\xff"), f"no UTF-8 at byte {len(GOOD) - 10}"),
    "too large": (Said(b" " * 10_001), "more than 10,000 bytes"),
    "shorter than told": (Said(length=500), "broke off before its end"),
    "another form": (Said(b'{"head":{},"boolean":true}'), "answered ASK to SELECT"),
    "other columns": (Said(HEAD), "lacks the columns s"),
    "nothing": (Said(b""), "cut off or no answer"),
    "a redirect": (Said(b"", 302, headers={"Location": "http://x.example/"}), "not followed.*x.ex"),
    "a redirect to a file": (Said(b"", 307, headers={"Location": "file:///etc/passwd"}), "file:"),
    "204": (Said(b"", 204), "failed .204."),
    "an error beside rows": (Said(b'{"error":"boom",' + GOOD[1:]), "holds 'error' beside the"),
    "a name twice": (
        Said(GOOD.replace(b'"s":', b'"s":{"type":"uri","value":"a:b"},"s":', 1)),
        "twice",
    ),
    "triples as terms": (Said(NESTED), "nested too deep|a triple as a term"),
    "a terminal's words": (
        Said(
            b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"\\u001b]52;c;x\\u0007","value":"x"}}]}}'
        ),
        "Unexpected term type",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_no_answer_is_refused_with_its_reason(case: str) -> None:
    said, why = BAD[case]
    with (
        endpoint(said) as fake,
        pytest.raises(RemoteFailure, match=rf"(?s)^{fake.url}: .*{why}") as failed,
    ):
        engine(fake.url).query(QUERY)
    assert len(fake.asked) == 1
    assert "\n" not in str(failed.value)
    assert failed.value.exit_code == 6


def test_triples_of_which_nobody_can_tell_the_end_are_refused() -> None:
    with (
        endpoint(Said(b"<a:a> <a:b> <a:c> .\n", kind=NT, length=-1)) as fake,
        pytest.raises(RemoteFailure, match="neither how long"),
    ):
        engine(fake.url).query("CONSTRUCT WHERE { ?s ?p ?o }")


def test_the_words_of_an_error_are_shown_in_part_and_on_one_line() -> None:
    with (
        endpoint(Said(b"a\x1b[31m\n" + b"b" * 5000, 500, "text/plain")) as fake,
        pytest.raises(RemoteFailure) as failed,
    ):
        engine(fake.url).query(QUERY)
    assert str(failed.value).endswith("a [31m " + "b" * 193)


@pytest.mark.parametrize("headers", [True, False])
def test_a_dripping_answer_ends_with_the_time_given(headers: bool) -> None:  # noqa: FBT001
    said = Said(drip=0.1) if headers else Said(b"", drip=0.1)
    start = time.monotonic()
    if headers:
        with endpoint(said) as fake, pytest.raises(RemoteFailure, match=r"0\.5 s.*--timeout"):
            engine(fake.url, timeout=0.5).query(QUERY)
    else:
        with socket.create_server(("127.0.0.1", 0)) as silent:  # takes and never says a word
            url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
            with pytest.raises(RemoteFailure, match=r"0\.5 s.*--timeout"):
                engine(url, timeout=0.5).query(QUERY)
    assert 0.4 < time.monotonic() - start < 3


def test_one_that_is_down_is_said_to_be() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(RemoteFailure, match=r"cannot be reached .*Connection refused.* running"):
        engine(f"http://127.0.0.1:{port}/sparql").query(QUERY)


@pytest.mark.parametrize(("status", "tries"), [(503, 3), (502, 3), (504, 3), (500, 1), (400, 1)])
def test_a_read_is_tried_again_only_where_the_trouble_may_pass(status: int, tries: int) -> None:
    with (
        endpoint(Said(b"", status, headers={"Retry-After": "0"})) as fake,
        pytest.raises(RemoteFailure),
    ):
        engine(fake.url, retries=2).query(QUERY)
    assert len(fake.asked) == tries


def test_a_read_that_works_at_the_second_try_is_an_answer() -> None:
    seen: list[Asked] = []

    def answering(asked: Asked) -> Said:
        seen.append(asked)
        return Said(b"", 503, headers={"Retry-After": "0"}) if len(seen) == 1 else Said()

    with endpoint(answering) as fake:
        assert len(engine(fake.url, retries=2).query(QUERY)) == 1


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://me:secret@host/sparql", "IVIG_KG_ENDPOINT_PASSWORD"),
        ("file:///etc/passwd", "http://host/path"),
        ("ftp://host/", "http://host/path"),
        ("http://", "http://host/path"),
        ("http://host:port/", "http://host/path"),
        ("http://ho st/", "http://host/path"),
        ("http://host/\r\nX: y", "http://host/path"),
        ("http://höst/", "in ASCII"),
        ("http://host/#a", "behind #"),
        ("host", "http://host/path"),
    ],
)
def test_what_is_no_address_is_refused_before_anything_is_sent(url: str, why: str) -> None:
    with pytest.raises(UsageError, match=why) as refused:
        RemoteEngine(url)
    assert "secret" not in str(refused.value)


def test_a_key_in_the_address_is_sent_and_not_shown() -> None:
    with endpoint(Said(b"", 500)) as fake, pytest.raises(RemoteFailure) as failed:
        engine(f"{fake.url}?key=s3cret").query(QUERY)
    assert fake.asked[0].path == "/sparql?key=s3cret"
    assert "s3cret" not in str(failed.value)


def test_a_password_is_sent_where_it_is_asked_for_and_never_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("IVIG_KG_ENDPOINT_USER", "me")
    monkeypatch.setenv("IVIG_KG_ENDPOINT_PASSWORD", "s3cret")

    def answering(asked: Asked) -> Said:
        known = asked.headers.get("Authorization") == "Basic bWU6czNjcmV0"
        asks = {"WWW-Authenticate": 'Basic realm="x"'}
        return Said() if known else Said(b"", 401, headers=asks)

    with endpoint(answering) as fake:
        assert len(engine(fake.url).query(QUERY)) == 1
    monkeypatch.setenv("IVIG_KG_ENDPOINT_PASSWORD", "wr0ng")
    with endpoint(answering) as fake, pytest.raises(RemoteFailure, match="401") as failed:
        engine(fake.url).query(QUERY)
    assert "wr0ng" not in str(failed.value)
    monkeypatch.delenv("IVIG_KG_ENDPOINT_PASSWORD")
    with pytest.raises(UsageError, match="set both"):
        engine("http://127.0.0.1:9/").query(QUERY)


def test_no_proxy_of_the_environment_is_used_for_the_loopback(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with endpoint(Said()) as proxy, endpoint(Said()) as fake:
        for name in ("http_proxy", "HTTP_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        monkeypatch.delenv("no_proxy", raising=False)
        monkeypatch.delenv("NO_PROXY", raising=False)
        engine(fake.url).query(QUERY)
    assert (len(proxy.asked), len(fake.asked)) == (0, 1)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("CLEAR ALL", InvalidInput),
        ("PREFIX a: <a:> DROP ALL", InvalidInput),
        ("hello", SyntaxFault),
        ("", SyntaxFault),
        ("SELECT ?s { ?s ?p 'x }", SyntaxFault),
    ],
)
def test_what_is_no_query_is_not_sent(text: str, error: type[Exception]) -> None:
    with endpoint(Said()) as fake, pytest.raises(error):
        engine(fake.url).query(text)
    assert fake.asked == []


def test_a_server_that_nests_triples_does_not_end_our_process() -> None:
    inner = b"<a:a>"
    nested = b"<a:a> <a:b> " + b"<<( <a:a> <a:b> " * 30_000 + inner + b" )>>" * 30_000 + b" .\n"
    with (
        endpoint(Said(nested, kind=NT)) as fake,
        pytest.raises(RemoteFailure, match="triples as terms"),
    ):
        engine(fake.url, most=10_000_000).query("CONSTRUCT WHERE { ?s ?p ?o }")


def test_what_a_server_says_does_not_steer_a_terminal() -> None:
    odd = "\x1b]0;t\x07\x9b"
    with endpoint(Said(headers={"Server": f"Fake{odd}1"})) as fake:
        remote = engine(fake.url)
        remote.query(QUERY)
        assert remote.server.isprintable()
        assert not remote.endpoint.failure(f"what {odd}").args[0].count("\x1b")
        assert remote.endpoint.failure(f"what {odd}").args[0].isprintable()


@pytest.mark.parametrize("timeout", [float("inf"), 1e30, float("nan"), 0.0, -1.0])
def test_a_time_that_is_no_limit_is_refused(timeout: float) -> None:
    with pytest.raises(UsageError, match="give more than 0, up to"):
        Endpoint("http://127.0.0.1/", timeout)
