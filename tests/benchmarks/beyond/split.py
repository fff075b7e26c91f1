"""Splits a content over three endpoints, asks both ways, and holds the answers to the whole graph.

Use: python tests/benchmarks/beyond/split.py SCRATCH OXIGRAPH
         [--comunica COMUNICA] [--contents CONTENT ...] [--questions NAME ...]

SCRATCH is an empty folder for parts and stores; OXIGRAPH the server (PyPI: oxigraph==0.5.13);
COMUNICA its command (npm: @comunica/query-sparql@4.5.0), without which it is not asked; a CONTENT a
folder with ontology/ and data/, this project's own where none is named. README.md beside this tells
how to get them, and what came out.

A document is dealt whole, with its study, statements and results; so is a file of judgements or of
entries. The terms, the agents and the description of the data set are in all parts. A question is
a file beside this; its namesake in pushed/ asks the parts by SERVICE, and is run by the first part.
Ends with 1 where an answer differs that should not.
"""

from __future__ import annotations

import argparse
import http.client
import json
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
WHOLE, PARTS = 7700, (7701, 7702, 7703)
"""Ports; pushed/*.rq name those of the parts."""

QUESTIONS = ("studies", "statements", "harms", "sides", "harms-plain", "labels")
TRAPS = {("harms-plain", "Comunica"), ("labels", "Comunica")}
"""What must differ: if it does not, the README is wrong."""

JSON = "application/sparql-results+json"
LIMIT = 300
"""Seconds for one request, or one run of Comunica."""

TIMES, ENOUGH = 5, 60.0
"""Runs of which the median is told, and the seconds after which no further run is begun."""

HEAD = """
| question | rows | whole, in memory | whole, one endpoint | SERVICE | Comunica | same |
| --- | ---: | ---: | ---: | ---: | ---: | --- |"""

Row = tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """What a way of asking gave: sorted rows, or why there are none; the seconds of each run."""

    rows: tuple[Row, ...]
    seconds: tuple[float, ...]
    fault: str = ""

    def told(self) -> str:
        """Return the median, with the number of runs where it is not the usual one."""
        if self.fault:
            return self.fault
        less = "" if len(self.seconds) == TIMES else f" ({len(self.seconds)} runs)"
        return f"{statistics.median(self.seconds):.3f}{less}"


class NoAnswer(Exception):
    """A question was not answered, or not in time, as the message says."""


def shared(content: Path) -> list[Path]:
    """Return the files that every part has."""
    ontology = [p for p in content.glob("ontology/**/*.ttl") if p.parent.name != "shapes"]
    return sorted([*ontology, *content.glob("data/*.ttl")])


def units(content: Path) -> list[list[Path]]:
    """Return what is never divided: the file or folder of a document, a file of judgements."""
    entries = sorted(p for folder in content.glob("data/*/") for p in folder.iterdir())
    return [
        sorted(p.glob("*.ttl")) if p.is_dir() else [p] for p in entries if p.name != "README.md"
    ]


def deal(content: Path) -> list[list[Path]]:
    """Deal the units to the parts, the largest first, each to the part that has least."""
    parts: list[list[Path]] = [[] for _ in PARTS]
    bytes_of = [0] * len(parts)
    for unit in sorted(units(content), key=lambda u: (-_size(u), u)):
        least = bytes_of.index(min(bytes_of))
        parts[least] += unit
        bytes_of[least] += _size(unit)
    return parts


def _size(paths: Sequence[Path]) -> int:
    return sum(path.stat().st_size for path in paths)


def build(oxigraph: Path, files: Sequence[Path], store: Path) -> int:
    """Write files as one of N-Triples, load it into a store on disk, and return its triples."""
    triples = {triple.triple for path in files for triple in ox.parse(path=path)}
    flat = store.with_suffix(".nt")
    ox.serialize(triples, output=flat, format=ox.RdfFormat.N_TRIPLES)
    command = [oxigraph, "load", "--location", store, "--file", flat]
    subprocess.run([str(one) for one in command], check=True, capture_output=True, timeout=600)
    return len(triples)


@contextmanager
def serving(oxigraph: Path, store: Path, port: int) -> Iterator[None]:
    """Serve a store, read only, on the loopback, until the end of the block."""
    with socket.create_server(("127.0.0.1", port)):
        pass  # taken by somebody else: better to fail here than to ask a stranger
    command = [oxigraph, "serve-read-only", "--location", store]
    command += ["--bind", f"127.0.0.1:{port}", "--timeout-s", str(LIMIT)]
    quiet = subprocess.DEVNULL
    with subprocess.Popen([str(one) for one in command], stdout=quiet, stderr=quiet) as process:
        try:
            _wait(port)
            yield
        finally:
            process.terminate()


def _wait(port: int) -> None:
    for _ in range(300):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"no endpoint on port {port} after 30 s")


def over_http(port: int, question: Path) -> str:
    """Ask an endpoint, and return its JSON."""
    wire = http.client.HTTPConnection("127.0.0.1", port, timeout=LIMIT)
    head = {"Content-Type": "application/sparql-query", "Accept": JSON}
    try:
        wire.request("POST", "/query", question.read_bytes(), head)
        answer = wire.getresponse()
        body = answer.read().decode()
    except OSError as fault:
        raise NoAnswer(f"none in {LIMIT} s: {fault}") from fault
    finally:
        wire.close()
    if answer.status != http.client.OK:
        raise NoAnswer(f"HTTP {answer.status}: {body[:120]}")
    return body


def in_memory(store: ox.Store, question: Path) -> str:
    """Ask a store in this process, and return its JSON."""
    found = store.query(question.read_text("utf-8"))
    assert isinstance(found, ox.QuerySolutions)
    return (found.serialize(format=ox.QueryResultsFormat.JSON) or b"").decode()


def by_comunica(command: Path, question: Path) -> str:
    """Ask all parts by Comunica, a process for each question, and return its JSON."""
    sources = [f"sparql@http://127.0.0.1:{port}/query" for port in PARTS]
    line = [str(command), *sources, "-f", str(question), "-t", JSON]
    try:
        done = subprocess.run(line, check=True, capture_output=True, timeout=LIMIT)
    except subprocess.TimeoutExpired as fault:
        raise NoAnswer(f"> {LIMIT}") from fault
    except subprocess.CalledProcessError as fault:
        raise NoAnswer(f"failed: {fault.stderr.decode()[:120]}") from fault
    return done.stdout.decode()


def rows(text: str) -> tuple[Row, ...]:
    """Return the rows of an answer, sorted: each cell by kind, value, and type or language."""
    try:
        answer = json.loads(text)
    except ValueError as fault:  # a failure after "200 OK" is said in the middle of the answer
        raise NoAnswer(f"broken off: {text[-80:]}") from fault
    names = answer["head"]["vars"]
    table = answer["results"]["bindings"]
    return tuple(sorted(tuple(_cell(row.get(name)) for name in names) for row in table))


def _cell(cell: dict[str, str] | None) -> str:
    if cell is None:
        return "-"
    return "|".join(cell.get(k, "") for k in ("type", "value", "datatype", "xml:lang"))


def measure(ask: Callable[[], str]) -> Outcome:
    """Ask several times; all must give the same."""
    seconds: list[float] = []
    found: set[tuple[Row, ...]] = set()
    while len(seconds) < TIMES and sum(seconds) < ENOUGH:
        start = time.perf_counter()
        try:
            text = ask()
            seconds.append(time.perf_counter() - start)
            found.add(rows(text))
        except NoAnswer as fault:
            return Outcome((), (), str(fault))
    return Outcome(found.pop(), tuple(seconds), "answers vary" if found else "")


def ways(question: str, store: ox.Store, comunica: Path | None) -> dict[str, Outcome]:
    """Return what each way of asking gave; the first is what the others are held to."""
    plain, pushed = HERE / f"{question}.rq", HERE / "pushed" / f"{question}.rq"
    found = {
        "whole, in memory": measure(lambda: in_memory(store, plain)),
        "whole, one endpoint": measure(lambda: over_http(WHOLE, plain)),
        "SERVICE": measure(lambda: over_http(PARTS[0], pushed)),
    }
    if comunica is not None:
        found["Comunica"] = measure(lambda: by_comunica(comunica, plain))
    return found


def divided() -> None:
    """Stop unless each study, document, statement and judgement is in one part alone, none lost."""
    keys = [rows(over_http(port, HERE / "keys.rq")) for port in PARTS]
    every = rows(over_http(WHOLE, HERE / "keys.rq"))
    if sorted(key for part in keys for key in part) != list(every):
        raise SystemExit("a study, document, statement or judgement is in two parts, or in none")
    print(
        f"{len(every)} keys, each in one part: {', '.join(str(len(part)) for part in keys)}",
        flush=True,
    )


def compare(question: str, found: dict[str, Outcome]) -> list[str]:
    """Print the line of a question, and return what is not as it should be."""
    wanted, *_ = found.values()
    same = {name: not one.fault and one.rows == wanted.rows for name, one in found.items()}
    differ = [name for name in found if not same[name]]
    cells = [question, str(len(wanted.rows)), *(one.told() for one in found.values())]
    cells += ["not asked"] * (HEAD.count("|") // 2 - 2 - len(cells))
    said = f"not {', '.join(differ)}" if differ else "all"
    print(f"| {' | '.join(cells)} | {said} |", flush=True)
    return [f"{question}: {name}" for name in found if same[name] == ((question, name) in TRAPS)]


def experiment(content: Path, scratch: Path, given: argparse.Namespace) -> list[str]:
    """Divide a content, ask everything, print a table, and return what is not as it should be."""
    common, parts = shared(content), deal(content)
    everything = [*common, *(path for part in parts for path in part)]
    sizes = [build(given.oxigraph, everything, scratch / "whole")]
    for number, part in enumerate(parts, 1):
        sizes.append(build(given.oxigraph, [*common, *part], scratch / f"part-{number}"))
    store = ox.Store()
    store.bulk_load(path=scratch / "whole.nt")
    print(f"\n{content.name}: {sizes[0]} triples; parts {', '.join(map(str, sizes[1:]))}")
    print(f"shared: {(sum(sizes[1:]) - sizes[0]) // (len(PARTS) - 1)} triples in each part")
    wrong: list[str] = []
    with ExitStack() as stack:
        names = ["whole", *(f"part-{number}" for number, _ in enumerate(parts, 1))]
        for name, port in zip(names, (WHOLE, *PARTS), strict=True):
            stack.enter_context(serving(given.oxigraph, scratch / name, port))
        divided()
        print(HEAD)
        for question in given.questions:
            wrong += compare(question, ways(question, store, given.comunica))
    return wrong


def main() -> None:
    """Run the experiment on each content that is named."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("scratch", "oxigraph"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--comunica", type=Path)
    parser.add_argument("--questions", nargs="+", choices=QUESTIONS, default=QUESTIONS)
    parser.add_argument("--contents", type=Path, nargs="+", default=[ROOT])
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))  # so that the endpoints are, too
    wrong: list[str] = []
    for number, content in enumerate(given.contents):
        scratch = given.scratch / str(number)
        scratch.mkdir(parents=True)
        wrong += experiment(content.resolve(), scratch, given)
    if wrong:
        raise SystemExit("not as it should be: " + "; ".join(wrong))


if __name__ == "__main__":
    main()
