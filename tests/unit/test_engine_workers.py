"""Queries in a process of their own: what it answers, and how it ends when it must."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ivig_kg.engine import EmbeddedEngine, run_bounded, workers
from ivig_kg.engine.holding import Holding
from ivig_kg.engine.wire import pack
from ivig_kg.errors import InvalidInput, LimitReached, RefusedQuery, RemoteFailure, SyntaxFault

FILES = [
    (f"http://g/{n}", b"".join(b"<x:s%d> <x:p%d> %d, 'a'@en .\n" % (k, n, k) for k in range(100)))
    for n in range(3)
]
HELD = Holding(FILES)
CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
DOUBLING = "".join(f"BIND(CONCAT(?x{n},?x{n}) AS ?x{n + 1})" for n in range(30))
CONCAT = f"SELECT (STRLEN(?x30) AS ?n) {{ BIND('abcdefghij' AS ?x0) {DOUBLING} }}"


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return a list that the process ids of children are put into."""
    ids: list[int] = []

    class Recorded(subprocess.Popen[bytes]):
        def __init__(self, *arguments: object, **options: object) -> None:
            super().__init__(*arguments, **options)  # type: ignore[call-overload]
            ids.append(self.pid)

    monkeypatch.setattr(subprocess, "Popen", Recorded)
    return ids


def require_gone(pid: int) -> None:
    with pytest.raises(ProcessLookupError):
        os.killpg(pid, 0)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?s ?none ?o { ?s <x:p1> ?o } ORDER BY ?s ?o",
        "SELECT ?g { GRAPH ?g { <x:s7> ?p 7 } } ORDER BY ?g",
        "ASK { <x:s1> ?p 1 }",
        "ASK { <x:s1> ?p 2 }",
        "CONSTRUCT { ?s <x:q> ?o } { ?s <x:p2> ?o }",
        "DESCRIBE <x:s3>",
    ],
)
def test_the_child_answers_as_the_engine_does(text: str) -> None:
    assert run_bounded(text, holding=HELD) == EmbeddedEngine(FILES).query(text)


def test_a_cross_product_is_killed_in_time_and_nothing_is_left(started: list[int]) -> None:
    start = time.perf_counter()
    with pytest.raises(LimitReached, match=r"within 0\.5 s.*narrow"):
        run_bounded(CROSS, holding=HELD, timeout=0.5)
    assert time.perf_counter() - start < 2
    require_gone(started[0])


def test_strings_that_double_are_contained(started: list[int]) -> None:
    with pytest.raises(LimitReached, match="memory"):
        run_bounded(CONCAT, holding=HELD, memory=256 * 2**20)
    require_gone(started[0])


@pytest.mark.parametrize(
    "text", [f"SELECT * {'{' * 3_000}{'}' * 3_000}", f"SELECT * {{ FILTER({'!' * 16_000}1) }}"]
)
def test_a_query_that_crashes_the_engine_is_a_limit(text: str) -> None:
    with pytest.raises(LimitReached, match=r"depth.*signal"):
        run_bounded(text, holding=HELD)
    assert run_bounded("ASK {}", holding=HELD).holds


def test_too_many_rows_give_none() -> None:
    text = "SELECT * { ?s <x:p1> ?o } LIMIT 5"
    assert len(run_bounded(text, holding=HELD, rows=5)) == 5
    with pytest.raises(LimitReached, match="more than 4 rows"):
        run_bounded(text, holding=HELD, rows=4)
    with pytest.raises(LimitReached, match="more than 4 rows"):
        run_bounded("CONSTRUCT WHERE { ?s <x:p1> ?o }", holding=HELD, rows=4)


def test_an_answer_too_large_to_send_gives_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "ANSWER_BYTES", 2**20)
    with pytest.raises(LimitReached, match="larger than 1 MB"):
        run_bounded("SELECT * { ?a ?b ?c . ?d ?e ?f }", holding=HELD)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("SELECT * {\n?s ?p }", SyntaxFault),
        ("SELECT * { '\ud800' }", SyntaxFault),
        ("CLEAR ALL", InvalidInput),
        ("SELECT (<x:f>(1) AS ?x) {}", InvalidInput),
    ],
)
def test_faults_are_those_of_the_engine(text: str, kind: type[Exception]) -> None:
    with pytest.raises(kind) as here:
        EmbeddedEngine(FILES).query(text)
    with pytest.raises(kind) as there:
        run_bounded(text, holding=HELD)
    assert (type(there.value), str(there.value)) == (type(here.value), str(here.value))


def test_a_fault_in_a_file_names_it() -> None:
    with pytest.raises(SyntaxFault, match=r"^data/a\.ttl:1: "):
        run_bounded("ASK {}", holding=Holding([("http://g/1", "data/a.ttl", b"<x:a>")]))


@pytest.mark.parametrize("cut", [0, 7, 20, -1])
def test_an_answer_that_is_cut_off_is_none(monkeypatch: pytest.MonkeyPatch, cut: int) -> None:
    request = pack({"triples": False}, [b'{"head":{},"boolean":true}'])
    for output, passes in ((request, True), (request[:cut], False), (request + b"x", False)):
        monkeypatch.setattr(workers, "_converse", lambda *_, out=output: (0, out, b""))
        if passes:
            assert run_bounded("ASK {}", holding=Holding()).holds
        else:
            with pytest.raises(LimitReached, match="incomplete"):
                run_bounded("ASK {}", holding=Holding())


def test_neither_folder_nor_environment_gets_in_the_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("json", "ivig_kg", "pyoxigraph", "sitecustomize"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit(3)")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("PYTHONSTARTUP", str(tmp_path / "json.py"))
    assert run_bounded("ASK { ?s ?p 1 }", holding=HELD).holds


def test_ctrl_c_ends_the_child_too() -> None:
    code = (
        "from ivig_kg.engine import run_bounded\n"
        "from ivig_kg.engine.holding import Holding\n"
        f"run_bounded({CROSS!r}, holding=Holding({FILES!r}), timeout=30)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE) as parent:
        listing = Path(f"/proc/{parent.pid}/task/{parent.pid}/children")
        end = time.monotonic() + 10
        while not (children := listing.read_text().split()) and time.monotonic() < end:
            time.sleep(0.02)
        time.sleep(0.3)  # the child is at work, and the parent waits for it
        parent.send_signal(signal.SIGINT)
        words = parent.communicate(timeout=10)[1]
    assert b"KeyboardInterrupt" in words
    require_gone(int(children[0]))


@pytest.fixture
def listener() -> Iterator[tuple[str, list[bytes]]]:
    """Return the address of an endpoint, and the requests that it has seen."""
    seen: list[bytes] = []
    body = b"<html>not an answer</html>"
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(body)

    def serve() -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            with connection:
                seen.append(connection.recv(4_096))
                connection.sendall(head + body)

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=serve)
        thread.start()
        yield f"<http://127.0.0.1:{server.getsockname()[1]}/>", seen
        server.shutdown(socket.SHUT_RDWR)
        thread.join()


@pytest.mark.parametrize("silent", ["", "SILENT"])
def test_past_the_gate_the_child_still_cannot_call_out(
    listener: tuple[str, list[bytes]], silent: str
) -> None:
    endpoint, seen = listener
    text = f"SELECT * {{ SERVICE {silent} {endpoint} {{ ?a ?b ?c }} }}"
    if silent:
        run_bounded(text, holding=HELD)
    else:
        with pytest.raises(RefusedQuery, match="SERVICE"):
            run_bounded(text, holding=HELD)
    assert seen == []


@pytest.mark.parametrize("form", ["LOAD {e}", "SELECT * FROM {e} {{ ?s ?p ?o }}"])
def test_load_and_from_fetch_nothing(listener: tuple[str, list[bytes]], form: str) -> None:
    endpoint, seen = listener
    text = form.format(e=endpoint)
    if form.startswith("LOAD"):
        with pytest.raises(InvalidInput, match="update"):
            run_bounded(text, holding=HELD, service=True)
    else:
        assert len(run_bounded(text, holding=HELD, service=True)) == 0
    assert seen == []


def test_a_service_that_is_allowed_and_fails_is_a_remote_failure(
    listener: tuple[str, list[bytes]],
) -> None:
    endpoint, seen = listener
    with pytest.raises(RemoteFailure, match="text/html"):
        run_bounded(
            f"SELECT * {{ SERVICE {endpoint} {{ ?a ?b ?c }} }}", holding=Holding(), service=True
        )
    assert len(seen) == 1
