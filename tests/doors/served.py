"""A server as its users meet it: a process of its own on the loopback, asked over the wire."""

from __future__ import annotations

import http.client
import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

PATIENCE = 60.0


@dataclass(frozen=True)
class Got:
    """An answer over HTTP; names of headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    @property
    def json(self) -> Any:  # noqa: ANN401 (what JSON holds)
        return json.loads(self.body)


@dataclass(frozen=True)
class Served:
    """A server that runs, with what it writes to stderr."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        *,
        timeout: float = PATIENCE,
    ) -> Got:
        """Send a request on a connection of its own, and return the answer."""
        wire = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            wire.request(method, path, body, dict(headers or {}))
            answer = wire.getresponse()
            found = {name.lower(): value for name, value in answer.getheaders()}
            return Got(answer.status, found, answer.read())
        finally:
            wire.close()

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Got:
        return self.ask("GET", path, headers=headers)

    def sparql(self, query: str, accept: str = "application/sparql-results+json") -> Got:
        return self.get(f"/sparql?{urlencode({'query': query})}", {"Accept": accept})

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Send a signal and return how the server ended."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


@contextmanager
def serving(folder: Path, content: Path, *options: str) -> Iterator[Served]:
    """Run a server on a content, in a folder that takes its log."""
    log = folder / "serve.log"
    command = [sys.executable, "-m", "ivig_kg", "serve", "--port", "0", "--content", str(content)]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("IVIG_KG")}
    with (
        log.open("wb") as stream,
        subprocess.Popen(
            [*command, *options],
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=stream,
            cwd=folder,
            env={**environment, "PYTHONWARNINGS": "error"},
        ) as process,
    ):
        try:
            yield Served(process, _port(process, log), log)
        finally:
            if process.poll() is None:
                process.kill()


def _port(process: subprocess.Popen[bytes], log: Path) -> int:
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends and process.poll() is None:
        for line in log.read_text("utf-8").splitlines(keepends=True):
            if line.startswith("serving http://") and line.endswith("\n"):
                return int(line.split("/ ")[0].rpartition(":")[2])
        select.select([], [], [], 0.05)
    raise AssertionError(f"no server: {log.read_text('utf-8')}")
