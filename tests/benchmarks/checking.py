"""Times a whole check, its stages by their share, and shapes on one statement; prints a table.

Use: python tests/benchmarks/checking.py CONTENT [CONTENT ...] [--engine fast|pyshacl]

CONTENT is what ``generate.py`` makes. Each whole check is a process of its own, so that the peak of
its memory is its own; a check with pySHACL alone takes minutes from 10,000 statements on.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TypeVar

from ivig_kg.answer import Triple
from ivig_kg.catalog import Catalog
from ivig_kg.check.rules import engine_of
from ivig_kg.check.shapebook import book_of
from ivig_kg.check.touched import violations_of
from ivig_kg.content import Content
from ivig_kg.engine import EmbeddedEngine
from ivig_kg.engine.parse import parse
from ivig_kg.mappings.graph import as_turtle
from ivig_kg.namespaces import read_namespaces

_Result = TypeVar("_Result")


def main() -> None:
    """Print a block for each content."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("contents", nargs="+", type=Path)
    asked.add_argument("--engine", default="auto", choices=["auto", "fast", "pyshacl"])
    given = asked.parse_args()
    for folder in given.contents:
        print(f"\n{folder}")
        _whole(folder, given.engine)
        engine = _loaded(folder)
        _rules(folder, engine)
        _one_statement(folder, engine)


def _whole(folder: Path, engine: str) -> None:
    """Time a whole check, and one of what changed since: a file, by a comment at its end."""
    one = folder / "data/sources/rist-2011.ttl"
    before = one.read_bytes()
    with TemporaryDirectory() as state:
        _process(folder, state, "--engine", engine)
        one.write_bytes(before + b"# Changed.\n")
        try:
            _process(folder, state, "--engine", engine, "--changed")
        finally:
            one.write_bytes(before)


def _process(folder: Path, state: str, *words: str) -> None:
    command = [sys.executable, "-m", "ivig_kg", "check", "--content", str(folder), *words]
    known = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    done = subprocess.run(
        command, capture_output=True, check=False, env={**os.environ, "XDG_STATE_HOME": state}
    )
    wall = time.perf_counter() - start
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = used.ru_utime + used.ru_stime - known.ru_utime - known.ru_stime
    print(f"  check {' '.join(words)}: {wall:.1f} s, ends {done.returncode}")
    print(
        f"    of all processors: {spent:.1f} s; largest process so far: {used.ru_maxrss >> 10} MB"
    )


def _loaded(folder: Path) -> EmbeddedEngine:
    content = Content(str(folder.resolve()), "--content")
    namespaces = read_namespaces(content)
    texts = [(f.path, f.path, f.data) for f in content.below("ontology", "data")]
    tables = as_turtle(content, namespaces)
    engine = _timed("loading the files", lambda: engine_of(texts, tables, namespaces))
    _timed("their union", engine.join)
    return engine


def _rules(folder: Path, engine: EmbeddedEngine) -> None:
    content = Content(str(folder.resolve()), "--content")
    seconds = {}
    for check in Catalog(content, read_namespaces(content)).checks:
        start = time.perf_counter()
        engine.query(check.text)
        seconds[check.name] = time.perf_counter() - start
    print(f"  all rules: {sum(seconds.values()):.2f} s; the slowest:")
    for name in sorted(seconds, key=lambda name: -seconds[name])[:5]:
        print(f"    {name}: {seconds[name]:.2f} s")


def _one_statement(folder: Path, engine: EmbeddedEngine) -> None:
    content = Content(str(folder.resolve()), "--content")
    book = book_of(content.below("ontology/shapes"))
    shapes = book.triples
    kind = next(t.subject for t in shapes if t.subject.value.endswith("shape/EffectStatement"))
    target = next(
        t.object for t in shapes if t.subject == kind and "targetClass" in t.predicate.value
    )
    said = _triples(content, "data/sources/rist-2011.ttl")
    thing = next(t.subject.value for t in said if t.object == target)
    violations_of([thing], said, engine, book)
    times = []
    for _ in range(5):
        start = time.perf_counter(), time.process_time()
        violations_of([thing], said, engine, book)
        times.append((time.perf_counter() - start[0], time.process_time() - start[1]))
    wall, spent = (1000 * median(each) for each in zip(*times, strict=True))
    print(
        f"  shapes on one statement, warm, median of 5: {wall:.0f} ms, {spent:.0f} of a processor"
    )


def _triples(content: Content, start: str) -> list[Triple]:
    files: Iterable[tuple[str, bytes]] = (f for f in content.files if f.path.startswith(start))
    return [triple for path, data in files for triple in parse(data, where=path).triples]


def _timed(what: str, work: Callable[[], _Result]) -> _Result:
    start = time.perf_counter()
    result = work()
    print(f"  {what}: {time.perf_counter() - start:.3f} s")
    return result


if __name__ == "__main__":
    main()
