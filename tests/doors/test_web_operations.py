"""Running the server: starting, stopping, what it tells, and taking up changed content."""

from __future__ import annotations

import json
import os
import shlex
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from ivig_kg.load import StorePlace, build_anew
from tests.doors.served import Got, Served, serving
from tests.doors.test_help import examples

Run = Callable[..., subprocess.CompletedProcess[str]]
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
CANARY = "patientcanary"


def workers(server: Served) -> set[int]:
    pid = server.process.pid
    return set(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()))


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def within(seconds: float, holds: Callable[[], bool]) -> bool:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if holds():
            return True
        time.sleep(0.05)
    return False


@pytest.mark.thorough
def test_a_stop_lets_those_who_ask_have_their_answer(shipped: Path, tmp_path: Path) -> None:
    found: list[Got] = []
    with serving(tmp_path, shipped, "--timeout", "2", "--workers", "1") as server:
        children = workers(server)
        asking = threading.Thread(target=lambda: found.append(server.sparql(ENDLESS)))
        asking.start()
        time.sleep(0.5)
        begun = time.monotonic()
        assert server.stop() == 0
        assert 0.5 < time.monotonic() - begun < 6
        asking.join()
        assert [got.status for got in found] == [504]
        assert all(gone(child) for child in children)
        with pytest.raises(ConnectionRefusedError):
            server.get("/healthz")


@pytest.mark.thorough
def test_ctrl_c_ends_it_and_a_second_one_at_once(shipped: Path, tmp_path: Path) -> None:
    with serving(tmp_path, shipped, "--workers", "1") as server:
        children = workers(server)
        asking = threading.Thread(target=_ignored, args=(server,))
        asking.start()
        time.sleep(0.5)
        server.process.send_signal(signal.SIGINT)
        time.sleep(0.5)
        begun = time.monotonic()
        assert server.stop(signal.SIGINT) == 130
        assert time.monotonic() - begun < 3
        asking.join()
        assert all(gone(child) for child in children)


def _ignored(server: Served) -> None:
    try:
        server.sparql(ENDLESS)
    except OSError:
        pass  # the server hung up, as it was told to
    except Exception as error:  # noqa: BLE001 (http.client has its own for that)
        assert "closed" in str(error)  # noqa: PT017


@pytest.mark.thorough
def test_a_server_that_is_killed_leaves_no_process(shipped: Path, tmp_path: Path) -> None:
    with serving(tmp_path, shipped, "--workers", "2", "--timeout", "1") as server:
        children = workers(server)
        threading.Thread(target=_ignored, args=(server,)).start()
        time.sleep(0.3)
        server.process.kill()
        # The idle one sees that nobody is there; the busy one runs out of processor time.
        assert within(8, lambda: all(gone(child) for child in children))


@pytest.mark.thorough
@pytest.mark.parametrize("example", examples("serve"))
def test_an_example_of_the_help_serves(shipped: Path, tmp_path: Path, example: str) -> None:
    (tmp_path / "my-evidence").symlink_to(shipped)
    build_anew(StorePlace(tmp_path / "evidence-store"), str(shipped), graphs=False)
    words = shlex.split(example)[2:]
    content = tmp_path / words[words.index("--content") + 1] if "--content" in words else shipped
    with serving(tmp_path, content, *words, "--workers", "1", "--port", "0") as server:
        assert server.get("/healthz").json == {"status": "ok"}
        assert server.stop() == 0
        told = server.log.read_text("utf-8")
    assert ("other computers reach it" in told) == ("0.0.0.0" in words)  # noqa: S104 (the help's)


@pytest.mark.thorough
def test_content_with_a_fault_is_not_served_where_a_check_is_asked_for(
    run: Run, content: Path
) -> None:
    path = content / "data/agents.ttl"
    path.write_text(path.read_text("utf-8").replace("rdfs:label", "rdfs:labell"), "utf-8")
    done = run("serve", "--port", "0", "--check", "--content", content)
    assert done.returncode == 3
    assert "not served: its check found faults" in done.stderr
    assert "data/agents.ttl:" in done.stderr


def test_a_port_that_is_taken(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run("serve", "--port", str(port))
    assert done.returncode == 4
    assert f"127.0.0.1:{port}: cannot be listened on" in done.stderr


@pytest.mark.parametrize(
    "options",
    [
        ("--base-url", "evidence.example.org"),
        ("--base-url", "https://a.example/below"),
        ("--base-url", "javascript:alert(1)"),
        ("--base-url", "https://a.example/?x=<b>"),
        ("--host", "evil.example"),
        ("--timeout", "0"),
        ("--timeout", "nan"),
        ("--workers", "0"),
        ("--port", "65536"),
    ],
)
def test_settings_that_cannot_be(run: Run, options: tuple[str, str]) -> None:
    done = run("serve", "--port", "0", *options)
    assert done.returncode == 2
    assert options[0].lstrip("-") in done.stderr.lower()


@pytest.mark.thorough
@pytest.mark.parametrize("missing", ["starlette", "uvicorn", "jinja2", "httptools"])
def test_without_the_extra_it_is_named(shipped: Path, missing: str) -> None:
    code = f"import sys; sys.modules[{missing!r}] = None\n"
    code += "from ivig_kg.cli import main; main(['serve'])"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={**os.environ, "IVIG_KG_CONTENT": str(shipped)},
    )
    assert done.returncode == 7
    assert "pip install 'ivig-kg[serve]'" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_log_tells_of_requests_and_not_of_what_was_asked(shipped: Path, tmp_path: Path) -> None:
    with serving(tmp_path, shipped, "--workers", "1") as server:
        secret = {"Authorization": f"Bearer {CANARY}", "Cookie": CANARY, "User-Agent": CANARY}
        for path in (
            f"/search?q={CANARY}",
            f"/api/search?q={CANARY}",
            f"/statement/{CANARY}",
            f"/{CANARY}",
            f"/api/questions/{CANARY}",
            f"/api/questions/provenance-of?statement={CANARY}",
            "/sparql?" + urlencode({"query": f"SELECT * {{ ?s ?p '{CANARY}' }}"}),
            "/sparql?" + urlencode({"query": f"SELEKT {CANARY}"}),
            "/sparql?" + urlencode({"query": "ASK {}", "default-graph-uri": CANARY}),
        ):
            server.get(path, secret)
        kind = {"Content-Type": "application/sparql-query"}
        server.ask("POST", "/sparql", f"ASK {{ ?s ?p '{CANARY}' }}".encode(), secret | kind)
        server.ask(CANARY.upper(), "/")
        assert server.stop() == 0
        text = server.log.read_text("utf-8")
    assert CANARY not in text.lower()
    assert '127.0.0.1"' not in text
    lines = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
    told = [line for line in lines if "status" in line]
    assert len(told) >= 10
    assert {"time", "level", "method", "path", "status", "ms", "bytes"} <= set(told[0])
    assert "/statement/{local}" in {line["path"] for line in told}
    assert all(len(line["query_sha256"]) == 16 for line in told if "query_sha256" in line)
    assert sum("query_sha256" in line for line in told) == 3


@pytest.mark.thorough
def test_behind_a_proxy_its_address_is_told(shipped: Path, tmp_path: Path) -> None:
    url = "https://evidence.example.org"
    with serving(tmp_path, shipped, "--base-url", url, "--workers", "1") as server:
        assert server.get("/questions", {"Host": "evidence.example.org"}).status == 200
        assert server.get("/questions", {"Host": "evidence.example.com"}).status == 421
        found = server.get("/sparql", {"Accept": "text/turtle"}).text
        assert f"{url}/sparql" in found
        assert str(server.port) not in found


def test_it_says_that_it_lives_and_is_ready(served: Served) -> None:
    assert served.get("/healthz").json == {"status": "ok"}
    ready = served.get("/readyz")
    assert ready.status == 200
    assert ready.json["status"] == "ready"
    assert ready.json["refused"] is None
    assert ready.headers["cache-control"] == "no-store"


@pytest.mark.thorough
@pytest.mark.parametrize("stored", [False, True])
def test_content_that_changes_is_served_when_it_has_passed_its_check(
    content: Path, tmp_path: Path, *, stored: bool
) -> None:
    store = ["--store", str(tmp_path / "evidence-store")] if stored else []
    if stored:
        build_anew(StorePlace(tmp_path / "evidence-store"), str(content), graphs=False)
    agents = content / "data/agents.ttl"
    good = agents.read_text("utf-8")
    label = quote("SELECT ?o { ?s a <http://www.w3.org/ns/prov#SoftwareAgent> ; ") + quote(
        "<http://www.w3.org/2000/01/rdf-schema#label> ?o }"
    )
    with serving(tmp_path, content, "--workers", "1", *store) as server:

        def named() -> str:
            got = server.get(f"/sparql?query={label}", {"Accept": "text/csv"})
            return got.text.splitlines()[1]

        def ready() -> dict[str, Any]:
            found: dict[str, Any] = server.get("/readyz").json
            return found

        before, tag = ready()["digest"], server.get("/").headers["etag"]
        assert named() == "project import"
        agents.write_text(good.replace('"project import"', '"renamed import"'), "utf-8")
        assert within(60, lambda: ready()["digest"] != before)
        assert named() == "renamed import"
        assert server.get("/").headers["etag"] != tag
        second = ready()["digest"]
        assert ready()["checked"] is True
        # A module in the folder that it was started in is not run by the check.
        (tmp_path / "click.py").write_text("raise SystemExit(0)", "utf-8")

        agents.write_text(good.replace("rdfs:label", "rdfs:labell"), "utf-8")
        assert within(60, lambda: ready()["refused"] is not None)
        assert "data/agents.ttl:" not in str(ready()["refused"])
        assert "data/agents.ttl:" in server.log.read_text("utf-8")
        assert (named(), ready()["digest"]) == ("renamed import", second)

        agents.write_text("<<<<<<< no Turtle", "utf-8")
        assert within(60, lambda: "agents.ttl:1: " in server.log.read_text("utf-8"))
        assert named() == "renamed import"

        agents.write_text(good, "utf-8")
        assert within(60, lambda: ready()["digest"] == before)
        assert (named(), ready()["refused"]) == ("project import", None)
        assert len(workers(server)) == 1
        assert server.stop() == 0
