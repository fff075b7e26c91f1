"""Times what inferred triples and mappings add to a question: whole processes, taken in turn.

Use: python tests/benchmarks/inferred.py [RUNS]. Each figure is the median of RUNS (default 21),
with the least beside it; then one run of the reasoner, where there is a Java.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = str(Path(sys.executable).with_name("ivig-kg"))
LEFT_OUT = {
    "all": [],
    "without inferred.ttl": ["inferred.ttl"],
    "without mappings": ["mappings"],
}


def timed(words: list[str]) -> float:
    """Run the command once; return the wall time in ms."""
    start = time.perf_counter()
    subprocess.run([SCRIPT, *words], check=True, capture_output=True)
    return (time.perf_counter() - start) * 1e3


def main() -> None:
    """Print the table."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 21
    with tempfile.TemporaryDirectory() as folder:
        samples: dict[str, list[float]] = {name: [] for name in LEFT_OUT}
        for number, left in enumerate(LEFT_OUT.values()):
            for part in ("ontology", "data", "queries"):
                target = Path(folder, str(number), part)
                shutil.copytree(ROOT / part, target, ignore=shutil.ignore_patterns(*left))
        for _ in range(runs):
            for number, name in enumerate(LEFT_OUT):
                content = str(Path(folder, str(number)))
                samples[name].append(timed(["ask", "subtypes-with-response", "--content", content]))
    print("| ask subtypes-with-response | median ms | min ms |")
    print("| --- | ---: | ---: |")
    for name, times in samples.items():
        print(f"| {name} | {statistics.median(times):.1f} | {min(times):.1f} |")
    print(f"reason --check: {timed(['reason', '--check']) / 1e3:.2f} s")


if __name__ == "__main__":
    main()
