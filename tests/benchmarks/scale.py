"""Asks every canned question of made-up contents of growing size, and holds what was planted.

Use: python tests/benchmarks/scale.py [STATEMENTS ...] (1000 and 10000 without). Prints for each
size the seconds to load, the slowest questions and appraisals, and ends with 1 where an answer
does not hold what was planted: the disputes, and every statement that is no duplicate.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from generate import QUARREL, Planted, make  # type: ignore[import-not-found]  # beside it

import ivig_kg

SIZES = (1_000, 10_000)
SHOWN = 8


def timed(act: Callable[[], object]) -> float:
    """Return the seconds that an act takes."""
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def spent(graph: ivig_kg.KnowledgeGraph) -> Mapping[str, float]:
    """Return the seconds of each question and appraisal, as they stand."""
    engine = graph.asker.engine
    found = {n: timed(partial(engine.query, q.text)) for n, q in graph.questions.items()}
    every = graph.namespaces.expand("ivig:Treatment")
    found["map"] = timed(graph.appraise.map)
    found["rates of all treatments"] = timed(partial(graph.appraise.rates, treatment=f"<{every}>"))
    return found


def missing(graph: ivig_kg.KnowledgeGraph, planted: Planted) -> list[str]:
    """Return what was planted and is not found."""
    disputed = graph.ask("disputed-subtypes", treatment=f"ivig:{QUARREL}")
    every = graph.namespaces.expand("ivig:Treatment")
    rows = graph.appraise.rates(treatment=f"<{every}>").rows
    counted = sum("/made-" in row.statement.iri for row in rows)
    found = {"disputed": len(disputed), "counted": counted}
    wanted = {"disputed": planted.disputed, "counted": planted.statements - planted.duplicates}
    return [f"{n}: {found[n]}, planted {wanted[n]}" for n in found if found[n] != wanted[n]]


def main() -> None:
    """Print a table a size."""
    wrong = []
    for size in [int(text) for text in sys.argv[1:]] or SIZES:
        with tempfile.TemporaryDirectory() as folder:
            planted = make(Path(folder) / "content", size)
            graph = ivig_kg.open(Path(folder) / "content")
            load = timed(partial(getattr, graph, "asker"))
            print(f"\n{size} statements: loaded in {load:.2f} s")
            print("| seconds | question |\n| ---: | --- |")
            for name, seconds in sorted(spent(graph).items(), key=lambda pair: -pair[1])[:SHOWN]:
                print(f"| {seconds:.3f} | {name} |")
            wrong += [f"{size} statements: {each}" for each in missing(graph, planted)]
    if wrong:
        raise SystemExit("\n".join(wrong))


if __name__ == "__main__":
    main()
