"""Times a store on the disk beside pyoxigraph alone: loading, opening and asking, and their memory.

Use: python tests/benchmarks/stores.py CONTENT [CONTENT ...] [--keep FOLDER]

CONTENT is what ``generate.py`` makes. Each row is a process of its own, so that the peak of its
memory is its own. "pyoxigraph alone" hands all files to one ``bulk_load``, as one text, which is
the fastest that there is, and lets a file lean on the prefixes of another.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from ivig_kg.content import Content

RAW = """
import io, sys, pyoxigraph as ox
paths = sys.stdin.read().split("\\n")
class Chained(io.RawIOBase):
    def __init__(self):
        self.parts, self.held = iter(paths), b""
    def readable(self):
        return True
    def readinto(self, room):
        while not self.held:
            path = next(self.parts, None)
            if path is None:
                return 0
            self.held = open(path, "rb").read() + b"\\n"
        size = min(len(room), len(self.held))
        room[:size], self.held = self.held[:size], memoryview(self.held)[size:]
        return size
store = ox.Store(sys.argv[1])
store.bulk_load(io.BufferedReader(Chained(), 1 << 20), ox.RdfFormat.TURTLE)
store.flush()
print(len(store))
"""
"""What pyoxigraph alone does, as a process."""


class Spent(NamedTuple):
    """What a process took: seconds on the clock, megabytes at its peak, and what it printed."""

    seconds: float
    megabytes: int
    said: str


def spent(command: list[str], stdin: str = "") -> Spent:
    """Run a process and say what it took.

    The peak is read by a small parent: ``ru_maxrss`` of a child begins with that of its parent.
    """
    measure = (
        "import resource, subprocess, sys; done = subprocess.run(sys.argv[1:], check=False);"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN);"
        "print(used.ru_maxrss // 1024, file=sys.stderr); sys.exit(done.returncode)"
    )
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", measure, *command],
        input=stdin, capture_output=True, text=True, check=True,
    )  # fmt: skip
    wall = time.perf_counter() - start
    return Spent(wall, int(done.stderr.split()[-1]), done.stdout)


def rows(content: Path, folder: Path) -> Iterator[tuple[str, Spent]]:
    """Yield what is timed, and what it took."""
    known = Content(str(content.resolve()), "--content")
    shapes = "ontology/shapes/"
    files = [str(content / path) for path, *_ in known.signature()
             if path.endswith(".ttl") and not path.startswith(shapes)]  # fmt: skip
    yield (
        "pyoxigraph alone: load",
        spent([sys.executable, "-c", RAW, str(folder / "raw")], "\n".join(files)),
    )
    command = [sys.executable, "-m", "ivig_kg"]
    store = str(folder / "store")
    yield "store build", spent([*command, "store", "build", store, "--content", str(content)])
    for name in ("uncited-claims", "subtypes-with-response"):
        words = ["ask", name, "--store", store, "--format", "csv"]
        yield f"ask {name}, first", spent([*command, *words])
        yield f"ask {name}, again", spent([*command, *words])


def main() -> None:
    """Print a table for each content."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("contents", nargs="+", type=Path)
    parser.add_argument("--keep", type=Path, help="a new folder for the stores")
    given = parser.parse_args()
    for content in given.contents:
        with tempfile.TemporaryDirectory() as made:
            folder = (given.keep or Path(made)) / content.name
            folder.mkdir(parents=True)
            print(f"\n{content.name}\n\n| seconds | MB | what |\n| ---: | ---: | --- |")
            for name, took in rows(content, folder):
                print(f"| {took.seconds:.2f} | {took.megabytes} | {name} |", flush=True)


if __name__ == "__main__":
    main()
