"""Times the commands beside their peers, whole processes, in one run; prints a table.

Use: python tests/benchmarks/run.py [RUNS]. Each figure is the median of RUNS (default 11) after one
warm-up; the peak memory is the largest of the runs, as the operating system counts it.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = str(Path(sys.executable).with_name("ivig-kg"))
ASK = [SCRIPT, "ask", "subtypes-with-response", "treatment=IVIG"]
COMMANDS = {
    "bare Python": ["-c", "pass"],
    "import click, pyoxigraph": ["-c", "import click, pyoxigraph"],
    "ask subtypes-with-response": ASK,
    "ask … --format table": [*ASK, "--format", "table"],
    "ask uncited-claims": [SCRIPT, "ask", "uncited-claims"],
    "audit": [SCRIPT, "audit"],
    "audit --format html": [SCRIPT, "audit", "--format", "html"],
    "map": [SCRIPT, "map"],
    "map --format svg": [SCRIPT, "map", "--format", "svg"],
    "rates": [SCRIPT, "rates"],
    "forest": [SCRIPT, "forest"],
    "forest --format svg": [SCRIPT, "forest", "--format", "svg"],
    "profile": [SCRIPT, "profile", "sensory ataxic neuropathy", "IVIG"],
    "gaps": [SCRIPT, "gaps"],
    "show C41": [SCRIPT, "show", "C41"],
    "all questions in one process": [str(ROOT / "tests/benchmarks/all_questions.py")],
    "rdflib script, same question": [str(ROOT / "tests/benchmarks/rdflib_peer.py"), str(ROOT)],
    "format --check": [SCRIPT, "format", "--check"],
    "check": [SCRIPT, "check"],
}


def timed(arguments: list[str]) -> tuple[float, float]:
    """Run Python once; return the wall time (ms) and the peak memory (MB)."""
    start = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as child:
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{arguments}: ended with {child.returncode}")
    return (time.perf_counter() - start) * 1e3, usage.ru_maxrss / 1024


def main() -> None:
    """Print the table."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 11
    results = {}
    for name, arguments in COMMANDS.items():
        timed(arguments)
        samples = [timed(arguments) for _ in range(runs)]
        walls = [wall for wall, _ in samples]
        results[name] = statistics.median(walls), min(walls), max(s[1] for s in samples)
    bare = results["bare Python"][0]
    print("| whole process | median ms | min ms | x bare Python | peak MB |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for name, (median, least, peak) in results.items():
        print(f"| {name} | {median:.0f} | {least:.0f} | {median / bare:.1f} | {peak:.0f} |")


if __name__ == "__main__":
    main()
