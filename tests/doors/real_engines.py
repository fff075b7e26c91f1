"""Engines that others wrote, each started on the loopback in a folder of its own, and ended."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

PATIENCE = 60.0
VIRTUOSO = """\
[Database]
DatabaseFile = v.db
ErrorLogFile = v.log
LockFile = v.lck
TransactionFile = v.trx
xa_persistent_file = v.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = t.db
TransactionFile = t.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
ServerThreads = 40
CheckpointInterval = 0
NumberOfBuffers = 20000
MaxDirtyBuffers = 12000
CaseMode = 2
ThreadsPerQuery = 1
AsyncQueueMaxThreads = 2
DirsAllowed = .
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
ServerThreads = 20
[SPARQL]
ResultSetMaxRows = 1000000
MaxQueryExecutionTime = 20
"""


@dataclass(frozen=True)
class Engine:
    """An engine that runs: where it is written to and asked, and who may write."""

    gsp: str
    update: str
    query: str
    who: Mapping[str, str] = field(default_factory=dict)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port


def program(variable: str, name: str) -> str:
    """Return the path of an engine: what the environment says, else what PATH has."""
    found = os.environ.get(variable) or shutil.which(name)
    if not found:
        pytest.fail(f"no {name}: install it, or let {variable} name it (see CONTRIBUTING.md)")
    return found


@contextmanager
def started(command: Sequence[str], folder: Path, url: str) -> Iterator[None]:
    """Run a server until it answers, and end it afterwards, by force where it does not."""
    with (folder / "words.txt").open("wb") as words:
        process = subprocess.Popen(command, cwd=folder, stdout=words, stderr=words)
    try:
        wait_for(url, process)
        yield
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(15)
        (folder / "v.lck").unlink(missing_ok=True)  # Virtuoso's, left when it was killed


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        with suppress(OSError), urllib.request.urlopen(url, timeout=2):  # noqa: S310 (loopback)
            return
        time.sleep(0.1)
    pytest.fail(f"{url} does not answer (ended with {process.poll()})")


@contextmanager
def oxigraph(folder: Path, *, union: bool = True) -> Iterator[Engine]:
    """Yield Oxigraph's own server, by its package on PyPI."""
    where = f"127.0.0.1:{free_port()}"
    binary = program("IVIG_KG_OXIGRAPH", "oxigraph")
    words = ["serve", "--location", "store", "--bind", where]
    words += ["--union-default-graph"] if union else []
    with started([binary, *words], folder, f"http://{where}/"):
        yield Engine(f"http://{where}/store", f"http://{where}/update", f"http://{where}/query")


@contextmanager
def virtuoso(folder: Path, filling: Callable[[Engine], None] | None = None) -> Iterator[Engine]:
    """Yield Virtuoso, by Debian's virtuoso-opensource, with a password of its own.

    Args:
        folder: where its database is made.
        filling: what is done before it is started once more: until then, paths over what was new
            find nothing (https://github.com/openlink/virtuoso-opensource/issues/929).
    """
    sql, http = free_port(), free_port()
    password = f"p{secrets.token_hex(8)}"  # a word of SQL, which none that begins with a digit is
    (folder / "v.ini").write_text(VIRTUOSO.format(sql=sql, http=http), "utf-8")
    command = [program("IVIG_KG_VIRTUOSO", "virtuoso-t"), "+foreground", "+configfile", "v.ini"]
    base = f"http://127.0.0.1:{http}/sparql"
    who = {"IVIG_KG_ENDPOINT_USER": "dba", "IVIG_KG_ENDPOINT_PASSWORD": password}
    engine = Engine(f"{base}-graph-crud-auth", f"{base}-auth", base, who)
    with started(command, folder, f"{base}?query=ASK%7B%7D"):
        isql = shutil.which("isql-vt") or "isql"
        _order(isql, sql, "dba", f"SET PASSWORD dba {password};")  # of this test alone
        if filling is None:
            yield engine
            return
        filling(engine)
        _order(isql, sql, password, "checkpoint;")
    with started(command, folder, f"{base}?query=ASK%7B%7D"):
        yield engine


def _order(isql: str, port: int, password: str, order: str) -> None:
    """Give an order; the server may answer HTTP before it takes any, and isql ends with 0 then."""
    words = [isql, f"127.0.0.1:{port}", "dba", password, f"EXEC={order}"]
    said = ""
    for _ in range(20):
        done = subprocess.run(words, check=False, capture_output=True, text=True, timeout=30)
        said = done.stdout + done.stderr
        if "Done." in said:
            return
        time.sleep(0.5)
    pytest.fail(f"Virtuoso does not take orders: {said[-300:]}")
