"""The files by which others run the server: that they fit it, and keep it in its place."""

from __future__ import annotations

import asyncio
import json
import logging
import re
import shlex
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import click
import pytest
from starlette.types import Message, Receive, Scope, Send

from ivig_kg.cli.serve import command
from ivig_kg.engine.gate import admit
from ivig_kg.engine.pool import Bounds
from ivig_kg.errors import IvigKgError
from ivig_kg.web import logs, wire
from ivig_kg.web.guard import LARGEST_BODY

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "ivig_kg/web/deploy"
UNIT = (FOLDER / "ivig-kg.service").read_text("utf-8")
IMAGE = (FOLDER / "Containerfile").read_text("utf-8")
README = (FOLDER / "README.md").read_text("utf-8")
PROGRAM = "/opt/ivig-kg/bin/ivig-kg"
OURS = re.compile(r"\b[\w-]+\.(?:io|com|net|org|gov|eu|dev)\b")


def said(name: str) -> list[str]:
    """Return what the unit says under a name, each time it does."""
    return re.findall(rf"^{name}=(.*)$", UNIT, re.MULTILINE)


def options(words: str) -> dict[str, Any]:
    """Return the options of serve that a line gives, as the command reads them."""
    program, act, *rest = shlex.split(words)
    assert (program, act) == (PROGRAM, "serve")
    return command.make_context("serve", rest).params


def table(heading: str) -> dict[str, list[str]]:
    """Return the rows of the table with that first heading, by their first cells."""
    (text,) = re.findall(rf"^\| {heading} \|.*\n\| ---.*\n((?:\|.*\n)+)", README, re.MULTILINE)
    rows = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in text.splitlines()]
    return {first: rest for first, *rest in rows}


@pytest.mark.parametrize(
    "line",
    [
        "DynamicUser=yes",
        "NoNewPrivileges=yes",
        "CapabilityBoundingSet=",
        "AmbientCapabilities=",
        "ProtectSystem=strict",
        "ProtectHome=yes",
        "PrivateTmp=yes",
        "PrivateDevices=yes",
        "ProtectKernelModules=yes",
        "ProtectKernelTunables=yes",
        "ProtectControlGroups=yes",
        "MemoryDenyWriteExecute=yes",
        "RestrictNamespaces=yes",
        "RestrictSUIDSGID=yes",
        "SystemCallArchitectures=native",
        "RestrictAddressFamilies=AF_INET AF_INET6",
        "IPAddressDeny=any",
        "IPAddressAllow=localhost",
        "LimitCORE=0",
    ],
)
def test_the_unit_keeps_the_server_in_its_place(line: str) -> None:
    name, _, value = line.partition("=")
    assert said(name) == [value]


def test_the_unit_lets_the_server_do_what_it_does() -> None:
    first, *others = said("SystemCallFilter")
    assert first == "@system-service"
    assert not {"@resources", "@process"} & set(" ".join(others).lstrip("~").split())
    assert said("ReadWritePaths") == said("StateDirectory") == []
    # Limits of the group must not stand below what the query processes set for themselves.
    given, bounds = options(said("ExecStart")[0]), Bounds()
    (most,) = (int(value.removesuffix("M")) * 2**20 for value in said("MemoryMax"))
    assert most > given["workers"] * bounds.memory + 400 * 2**20
    assert said("OOMPolicy") == ["continue"]
    assert int(said("LimitNOFILE")[0]) > 512 + 2 * given["workers"]


def test_the_unit_checks_starts_and_stops_as_the_server_wants_it() -> None:
    given = options(said("ExecStart")[0])
    assert said("ExecStartPre") == [f"{PROGRAM} check --content {given['content']}"]
    assert (given["host"], given["base_url"]) == ("127.0.0.1", "https://evidence.example.org")
    assert said("KillMode") == ["mixed"]
    assert said("KillSignal") == ["SIGTERM"]
    assert int(said("TimeoutStopSec")[0]) >= given["timeout"] + 5 + 10
    assert set(said("RestartPreventExitStatus")[0].split()) == {"2", "7"}
    assert said("Type") == ["exec"]  # the server sends no word of its own


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")
@pytest.mark.parametrize("slip", ["", "PrivateTmpp=yes\n"])
def test_systemd_finds_no_fault_in_the_unit(tmp_path: Path, slip: str) -> None:
    copy = tmp_path / "ivig-kg.service"
    text = UNIT.replace(PROGRAM, sys.executable).replace("[Service]\n", f"[Service]\n{slip}")
    copy.write_text(text, "utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--recursive-errors=no", str(copy)],  # noqa: S607 (of the system)
        capture_output=True,
        text=True,
        check=False,
    )
    told = [line for line in done.stderr.splitlines() if copy.name in line]  # and of no other unit
    assert bool(told) == bool(slip), done.stderr


def test_the_image_says_that_it_was_not_built_here() -> None:
    assert "was not built here" in IMAGE.splitlines()[0]
    assert "was not built here" in README


def test_the_image_runs_as_nobody_of_note() -> None:
    user, entry = IMAGE.index("\nUSER "), IMAGE.index("\nENTRYPOINT ")
    assert user < entry
    assert re.findall(r"^USER (\d+):\1$", IMAGE, re.MULTILINE) == ["10001"]
    assert IMAGE.count("\nFROM ") == 1
    assert re.search(r"^FROM python:3\.\d+-slim$", IMAGE, re.MULTILINE)
    assert not re.search(r"^ADD |VOLUME|sudo|chmod|apt-get", IMAGE, re.MULTILINE)
    words = json.loads(re.findall(r"^ENTRYPOINT (.*)$", IMAGE, re.MULTILINE)[0])
    given = command.make_context("serve", words[2:]).params
    assert (words[:2], given["host"], given["port"]) == (["ivig-kg", "serve"], "0.0.0.0", 8000)  # noqa: S104
    for flag in ("--read-only", "--cap-drop all", "no-new-privileges", "127.0.0.1:8000:8000"):
        assert flag in IMAGE


@contextmanager
def answering(status: int) -> Iterator[tuple[int, list[str]]]:
    """Answer every request with a status; yield the port, and the paths that were asked for."""
    paths: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_response(status)
            self.end_headers()

        def log_message(self, *words: object) -> None:
            del words

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield server.server_port, paths
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize(("status", "well"), [(200, True), (503, False), (404, False)])
def test_the_image_asks_whether_the_server_lives(*, status: int, well: bool) -> None:
    (line,) = re.findall(r"^HEALTHCHECK .*\\\n\s+CMD (\[.*\])$", IMAGE, re.MULTILINE)
    _, flag, code = json.loads(line)
    with answering(status) as (port, paths):
        done = subprocess.run(
            [sys.executable, flag, code.replace(":8000/", f":{port}/")],
            capture_output=True,
            check=False,
            env={"http_proxy": "http://127.0.0.1:9"},
        )
    assert paths == ["/healthz"]
    assert (done.returncode == 0) is well


def test_each_option_is_told_with_its_default() -> None:
    told = {name: rest[0].strip("`") for name, rest in table("option").items()}
    known = {p.opts[0]: p.default for p in command.params if isinstance(p, click.Option)}
    assert set(told) == {f"`{name}`" for name in known}
    for name, default in known.items():
        if isinstance(default, str | int | float) and not isinstance(default, bool):
            assert told[f"`{name}`"] == str(default)


def test_the_limits_that_are_told_are_those_of_the_code() -> None:
    bounds = Bounds()
    flat = " ".join(README.split())
    assert f"an answer of {bounds.rows:,} rows or {bounds.answer // 2**20} MB" in flat
    assert f"{bounds.waiting} queries that wait" in flat
    assert bounds.memory == 2**30
    assert "1 GB of addresses" in flat
    head = wire._LARGEST_HEAD // 2**10  # noqa: SLF001 (no option, so nothing public says it)
    assert f"a head of {head} KB, a body of {LARGEST_BODY // 2**20} MB, 10 s for either" in flat
    assert wire._PATIENCE == 10.0  # noqa: SLF001
    assert f"large_client_header_buffers 4 {head}k;" in README
    assert f"max_header_size {head}KiB" in README
    assert "client_max_body_size 1m;" in README
    assert "max_size 1MiB" in README
    for proxy in (r"proxy_read_timeout (\d+)s;", r"response_header_timeout (\d+)s"):
        (seconds,) = re.findall(proxy, README)
        assert int(seconds) > 2 * bounds.timeout + 10
    assert "a query of 16 KB" in flat
    admit(f"ASK {{}} #{'x' * (16 * 1024 - 8)}", graphs="urn:")
    with pytest.raises(IvigKgError):
        admit(f"ASK {{}} #{'x' * (16 * 1024 - 7)}", graphs="urn:")


def fields(write: Callable[[], None], capsys: pytest.CaptureFixture[str]) -> set[str]:
    write()
    return set(json.loads(capsys.readouterr().err.splitlines()[-1]))


def test_the_fields_of_the_log_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        del receive
        scope[logs.QUERY] = logs.hashed("ASK {}")
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def nothing() -> Message:
        return {"type": "http.disconnect"}

    async def quiet(message: Message) -> None:
        del message

    scope = {"type": "http", "method": "GET", "path": "/sparql"}
    asyncio.run(logs.Telling(app)(scope, nothing, quiet))
    request = fields(logs.flush, capsys)

    def failing() -> None:
        record = logging.LogRecord("x", logging.ERROR, "f", 1, "words", (), None)
        try:
            raise ValueError  # noqa: TRY301 (a fault is what the log tells of)
        except ValueError:
            record.exc_info = sys.exc_info()
        sys.stderr.write(logs._Formatter().format(record) + "\n")  # noqa: SLF001

    known = request | fields(failing, capsys)
    told = {name for cell in table("field") for name in re.findall(r"`(\w+)`", cell)}
    assert told == known


def test_what_the_notes_lead_to_is_there_and_no_host_is_named_but_examples() -> None:
    for target in re.findall(r"\]\(([^):#]+)\)", README):
        assert (FOLDER / target).is_file(), target
    for text in (UNIT, IMAGE, README):
        assert set(OURS.findall(text)) <= {"example.org"}
