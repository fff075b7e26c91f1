"""Loads the server beside its peers with wrk, on the loopback, in one run; prints a table.

Use: python tests/benchmarks/serving.py [PEERS [SECONDS]]. PEERS is a virtual environment that holds
the peers (pip install oxigraph 'rdflib-endpoint[web]'); without it they are left out. wrk is
Debian's. Each line is 8 connections for SECONDS (default 10); a lookup asks about another subject
each time, so that no cache of answers helps. The load shares the processors with the server.
"""

from __future__ import annotations

import http.client
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).parent
OURS = Path(sys.executable).with_name("ivig-kg")
SCRIPT = HERE / "lookups.lua"
SUBJECT = re.compile(r"^[a-z]+:[\w.-]+$", re.MULTILINE)
MANY = 100_000
PAGES = ("/questions/subtypes-with-response", "/statement/ivig-summary-41", "/audit")


def free_port() -> int:
    """Return a port that is free now."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port


@contextmanager
def running(command: Sequence[str | Path], port: int, path: str) -> Iterator[int]:
    """Run a server until the end of the block; yield its process number once it answers."""
    with subprocess.Popen(
        list(map(str, command)), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            for _ in range(600):
                if answers(port, path):
                    break
                time.sleep(0.1)
            yield process.pid
        finally:
            process.terminate()


def answers(port: int, path: str) -> bool:
    """Say whether a server answers there."""
    wire = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        wire.request("GET", path, headers={"Accept": "application/sparql-results+json"})
        return wire.getresponse().status == 200
    except OSError:
        return False
    finally:
        wire.close()


def load(url: str, seconds: float, *subjects: Path) -> tuple[int, float, float, int]:
    """Return requests, requests a second, the 99th percentile in ms, and failures."""
    command = ["wrk", "-t1", "-c8", f"-d{seconds:g}s", "-s", str(SCRIPT), url, "--"]
    done = subprocess.run(
        [*command, *map(str, subjects)], capture_output=True, text=True, check=True
    )
    found = re.search(r"RESULT (\d+) (\d+) (\d+) (\d+)", done.stdout)
    if found is None:
        raise SystemExit(done.stdout + done.stderr)
    count, microseconds, slow, failed = map(int, found.groups())
    return count, count / microseconds * 1e6, slow / 1e3, failed


def memory(pid: int) -> float:
    """Return the MB that a process and its children have in memory now."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    pages = [int(Path(f"/proc/{each}/statm").read_text("ascii").split()[1]) for each in children]
    return sum(pages) * os.sysconf("SC_PAGE_SIZE") / 2**20


def line(name: str, url: str, seconds: float, *subjects: Path) -> None:
    """Print one line of the table, once the server has warmed up."""
    load(url, 1, *subjects)
    _, rate, slow, failed = load(url, seconds, *subjects)
    print(f"| {name} | {rate:,.0f} | {slow:.1f} | {failed} |")


def ours(seconds: float, subjects: Path) -> None:
    """Load our server."""
    port = free_port()
    at = f"http://127.0.0.1:{port}"
    with running([OURS, "serve", "--port", str(port)], port, "/sparql?query=ASK%20%7B%7D") as pid:
        for page in PAGES:
            line(f"ivig-kg, {page} (cached)", at + page, seconds)
        line("ivig-kg, SPARQL lookup", f"{at}/sparql", seconds, subjects)
        before, count = memory(pid), 0
        while count < MANY:
            count += load(f"{at}/sparql", seconds, subjects)[0]
        print(
            f"\nQuery processes: {before:.0f} MB before, {memory(pid):.0f} MB after {count:,} more"
        )


def peers(bin_folder: Path, seconds: float, evidence: Path, subjects: Path) -> None:
    """Load the peers on the same triples."""
    store, port = evidence.with_name("store"), free_port()
    oxigraph, endpoint = str(bin_folder / "oxigraph"), str(bin_folder / "rdflib-endpoint")
    command = [oxigraph, "load", "--location", store, "--file", evidence]
    subprocess.run(list(map(str, command)), check=True, capture_output=True)
    serve = [oxigraph, "serve-read-only", "--location", str(store)]
    with running([*serve, "--bind", f"127.0.0.1:{port}"], port, "/query?query=ASK%20%7B%7D"):
        line("oxigraph, SPARQL lookup", f"http://127.0.0.1:{port}/query", seconds, subjects)
    port = free_port()
    serve = [endpoint, "serve", "--host", "127.0.0.1"]
    with running([*serve, "--port", str(port), evidence], port, "/?query=ASK%20%7B%7D"):
        line("rdflib-endpoint, SPARQL lookup", f"http://127.0.0.1:{port}/", seconds, subjects)


def main() -> None:
    """Print the table."""
    if shutil.which("wrk") is None:
        raise SystemExit("wrk is missing (apt-get install wrk)")
    environment = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 10.0
    with tempfile.TemporaryDirectory() as folder:
        evidence, subjects = Path(folder, "evidence.ttl"), Path(folder, "subjects.txt")
        turtle = subprocess.run(
            [OURS, "export", "--format", "ttl"], capture_output=True, text=True, check=True
        ).stdout
        evidence.write_text(turtle, "utf-8")
        subjects.write_text("".join(f"{iri}\n" for iri in subjects_of(turtle)), "ascii")
        print("| server | a second | p99 ms | failed |")
        print("| --- | ---: | ---: | ---: |")
        if environment is not None:
            peers(environment / "bin", seconds, evidence, subjects)
        ours(seconds, subjects)


def subjects_of(turtle: str) -> list[str]:
    """Return the IRIs of all subjects of a Turtle file in the style of the project."""
    prefixes = dict(re.findall(r"^@prefix (\w+): <([^>]+)> \.$", turtle, re.MULTILINE))
    pairs = (curie.split(":") for curie in SUBJECT.findall(turtle))
    return [prefixes[prefix] + local for prefix, local in pairs]


if __name__ == "__main__":
    main()
