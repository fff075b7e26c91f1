"""Asks every canned question as it stands, in one process, and prints the milliseconds of each.

Use: python tests/benchmarks/all_questions.py. The sum is without starting Python and loading.
"""

from __future__ import annotations

import time

import ivig_kg


def main() -> None:
    """Print a line a question, the slowest first, and the sum."""
    graph = ivig_kg.open()
    questions = graph.questions
    graph.asker.engine.query(next(iter(questions.values())).text)  # loads the content
    spent = {}
    for name, question in questions.items():
        start = time.perf_counter()
        graph.asker.engine.query(question.text)
        spent[name] = (time.perf_counter() - start) * 1e3
    for name, milliseconds in sorted(spent.items(), key=lambda pair: -pair[1]):
        print(f"{milliseconds:7.1f} ms  {name}")
    print(f"{sum(spent.values()):7.1f} ms  all {len(spent)}")


if __name__ == "__main__":
    main()
