"""Requests that no honest client sends: each gets its status, and nothing else happens."""

from __future__ import annotations

import gzip
import http.client
import socket
import time
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.doors.served import Served

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
ASK = urlencode({"query": "ASK {}"})
PATHS = ("/", "/questions", "/sparql", "/api/questions", "/statement/ivig-summary-41", "/nowhere")


def raw(served: Served, data: bytes, seconds: float = 5.0) -> bytes:
    """Send bytes as they are, and return what comes back until the server closes, or time is up."""
    with socket.create_connection(("127.0.0.1", served.port), timeout=seconds) as wire:
        wire.sendall(data)
        found = b""
        try:
            while piece := wire.recv(65_536):
                found += piece
        except (TimeoutError, ConnectionResetError):
            pass  # what has come is what there is
        return found


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        ("update=CLEAR+ALL", FORM["Content-Type"], 403),
        (f"{ASK}&update=CLEAR+ALL", FORM["Content-Type"], 403),
        (f"{ASK}&{ASK}", FORM["Content-Type"], 400),
        (urlencode({"query": "DROP ALL"}), FORM["Content-Type"], 400),
        ("", FORM["Content-Type"], 400),
        ("query=%ff%fe", FORM["Content-Type"], 400),
        ("ASK {}", "text/plain", 415),
        ("ASK {}", "", 415),
        ("CLEAR ALL", "application/sparql-update", 403),
        ("ASK {}", "application/sparql-query; charset=utf-16", 415),
        ("&".join(f"a{n}=1" for n in range(101)), FORM["Content-Type"], 400),
    ],
)
def test_bodies_that_are_refused(served: Served, body: str, kind: str, status: int) -> None:
    headers = {"Content-Type": kind, "Origin": "http://evil.example"}
    got = served.ask("POST", "/sparql", body.encode(), headers)
    assert got.status == status
    assert got.headers["content-type"] == "application/problem+json"


def test_a_query_in_the_address_and_in_the_body_are_two(served: Served) -> None:
    kind = {"Content-Type": "application/sparql-query"}
    assert served.ask("POST", f"/sparql?{ASK}", b"ASK {}", kind).status == 400
    assert served.get(f"/sparql?{ASK}&update=CLEAR+ALL").status == 403
    assert served.get("/sparql?update=CLEAR+ALL").status == 403
    assert served.get("/sparql?query=%ff").status == 400
    assert served.get("/sparql?query=").status == 400


@pytest.mark.parametrize(
    ("path", "method"),
    [
        # To see that no more comes takes a second each.
        pytest.param(path, method, marks=[pytest.mark.thorough] * (method in {"CONNECT", "FOO"}))
        for path in PATHS
        for method in ("PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "FOO", "POST")
        if (path, method) != ("/sparql", "POST")  # this is how queries are sent
    ],
)
def test_only_reading_is_allowed(served: Served, path: str, method: str) -> None:
    if method in {"CONNECT", "FOO"}:
        answer = raw(served, f"{method} {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode(), 1)
        assert answer.split(b" ")[1] in {b"400", b"405"}
        return
    got = served.ask(method, path)
    assert got.status == 405
    allowed = "GET, HEAD, OPTIONS, POST" if path == "/sparql" else "GET, HEAD, OPTIONS"
    assert got.headers["allow"] == allowed


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("evil.example", 421),
        ("localhost.evil.example", 421),
        ("127.0.0.1.evil.example:80", 421),
        ("", 421),
        ("localhost", 200),
        ("LOCALHOST:1", 200),
        ("[::1]:8000", 200),
    ],
)
def test_only_our_own_host_names_are_answered(served: Served, host: str, status: int) -> None:
    assert served.get("/questions", {"Host": host}).status == status
    assert served.get("/healthz", {"Host": host}).status == 200


def test_two_hosts_or_none_are_refused(served: Served) -> None:
    two = b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    assert raw(served, two).split(b" ")[1] in {b"400", b"421"}
    assert raw(served, b"GET / HTTP/1.0\r\n\r\n").split(b" ")[1] in {b"400", b"421"}


def test_a_body_that_is_compressed_or_large_is_refused(served: Served) -> None:
    bomb = gzip.compress(b"\0" * 10 * 2**20)
    got = served.ask("POST", "/sparql", bomb, FORM | {"Content-Encoding": "gzip"})
    assert got.status == 415
    head = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
    answer = raw(served, head + b"Content-Length: 99999999999\r\n\r\n")
    assert answer.split(b" ")[1] == b"413"
    answer = raw(served, head + b"Content-Length: " + b"0" * 5_000 + b"1\r\n\r\n")
    assert answer.split(b" ")[1] in {b"400", b"413"}
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    answer = raw(served, head + b"Transfer-Encoding: chunked\r\n\r\n" + chunk * 17)
    assert answer.split(b" ")[1] == b"413"
    both = b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    assert raw(served, head + both, 1).split(b" ")[1] == b"400"


@pytest.mark.parametrize(
    "path",
    [
        "/statement/..%2f..%2fsecret",
        "/statement/%2e%2e/%2e%2e/etc/passwd",
        "/statement/x%00",
        "/statement/x%0d%0aSet-Cookie:%20a=b",
        "/statement/%c0%af%c0%af",
        "/statement/" + "a" * 10_000,
        "/graph/../../pyproject.toml",
        "/graph/..%2f..%2fpyproject.toml",
        "/graph//etc/passwd",
        "/graph/queries/answers/audit.rq",
        "/static/..%2ftemplates%2fbase.html",
        "/static/../templates/base.html",
        "//evil.example/",
        "/ontology/x<script>alert(1)</script>",
        "/api/things/statement/..%2fx",
    ],
)
def test_addresses_that_lead_nowhere(served: Served, path: str) -> None:
    for accept in ("application/json", "text/html", "text/turtle"):
        got = served.get(path, {"Accept": accept})
        assert got.status in {400, 404, 414}, path
        assert "set-cookie" not in got.headers
        assert b"root:" not in got.body
        assert b"[project]" not in got.body
        assert b"<script" not in got.body


def test_every_answer_carries_the_headers_of_safety(served: Served) -> None:
    for path in (*PATHS, "/healthz", "/static/style.css", "/.well-known/void"):
        for host in ("localhost", "evil.example"):
            got = served.get(path, {"Host": host})
            assert "default-src 'none'" in got.headers["content-security-policy"]
            assert "frame-ancestors 'none'" in got.headers["content-security-policy"]
            assert "script-src" not in got.headers["content-security-policy"]
            assert got.headers["x-content-type-options"] == "nosniff"
            assert got.headers["referrer-policy"] == "no-referrer"
            assert "server" not in got.headers


def test_heads_that_are_endless_or_no_http_are_given_up(served: Served) -> None:
    for start in (b"GET / HTTP/1.1\r\nX: ", b"GET /"):
        begun = time.monotonic()
        # What the server did not read any more may reset the connection, and take the answer away.
        assert raw(served, start + b"x" * 200_000)[9:12] in {b"431", b""}
        assert time.monotonic() - begun < 1
    assert raw(served, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 1).split(b" ")[1] == b"400"
    assert raw(served, b"GET /\xff HTTP/1.1\r\nHost: localhost\r\n\r\n", 1)[9:12] in {
        b"400",
        b"404",
    }
    star = raw(served, b"OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n", 1)
    assert star[9:12] in {b"204", b"400", b"404"}
    many = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n" * 40
    assert raw(served, many, 1).count(b"HTTP/1.1 200 OK") == 40
    assert served.get("/healthz").status == 200


def test_a_long_query_in_an_address_is_read(served: Served) -> None:
    query = "ASK {} #" + "\u00e9" * 8_000  # 16 KB, and 48 KB when percent-encoded
    assert served.get(f"/sparql?{urlencode({'query': query})}").json["boolean"] is True


@pytest.mark.thorough
def test_slow_heads_and_slow_bodies_are_given_up(served: Served) -> None:
    head = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
    for start in (b"", b"GET / HT", head + b"Content-Length: 100\r\n\r\nASK"):
        begun = time.monotonic()
        answer = raw(served, start, 20)
        assert 8 < time.monotonic() - begun < 14
        assert answer.split(b" ")[1] == b"408"
    with socket.create_connection(("127.0.0.1", served.port), timeout=20) as wire:
        begun = time.monotonic()
        try:
            for byte in b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: " + b"a" * 40:
                wire.sendall(bytes([byte]))
                time.sleep(0.5)
        except OSError:
            pass  # it hung up, which is the point
        assert time.monotonic() - begun < 14


def test_many_silent_connections_leave_room_for_others(served: Served) -> None:
    silent = [socket.create_connection(("127.0.0.1", served.port)) for _ in range(100)]
    try:
        assert served.get("/healthz").status == 200
    finally:
        for wire in silent:
            wire.close()


def test_a_tag_saves_the_body(served: Served) -> None:
    for path in ("/", "/api/questions", "/statement/ivig-summary-41", "/static/style.css"):
        first = served.get(path)
        tag = first.headers["etag"]
        again = served.get(path, {"If-None-Match": f'"other", W/{tag}'})
        assert (again.status, again.body) == (304, b"")
        assert again.headers["etag"] == tag
        assert served.get(path, {"If-None-Match": '"other"'}).body == first.body


def test_answers_are_compressed_where_that_is_wanted(served: Served) -> None:
    none = served.get("/sparql", {"Accept": "text/html", "Accept-Encoding": "gzip;q=0"})
    assert "content-encoding" not in none.headers
    plain = served.get("/audit", {"Accept": "text/html"})
    small = served.get("/audit", {"Accept": "text/html", "Accept-Encoding": "gzip, br"})
    assert small.headers["content-encoding"] == "gzip"
    assert gzip.decompress(small.body) == plain.body
    assert len(small.body) < len(plain.body) / 3
    assert small.headers["etag"] != plain.headers["etag"]
    assert "content-encoding" not in plain.headers
    none = served.get("/audit", {"Accept": "text/html", "Accept-Encoding": "gzip;q=0"})
    assert "content-encoding" not in none.headers
    assert plain.headers["vary"] == "Accept, Accept-Encoding"


def test_connections_are_kept_between_requests(served: Served) -> None:
    wire = http.client.HTTPConnection("127.0.0.1", served.port, timeout=10)
    for path in ("/healthz", f"/sparql?{ASK}", "/healthz"):
        wire.request("GET", path)
        answer = wire.getresponse()
        assert answer.status == 200
        assert answer.read()
    wire.close()


def test_nothing_has_changed_the_content(served: Served, shipped: Path) -> None:
    digest = served.get("/readyz").json["digest"]
    from ivig_kg.content import Content  # noqa: PLC0415 (only here)

    assert Content(str(shipped), "test").digest == digest
