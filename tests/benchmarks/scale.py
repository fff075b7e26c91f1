"""Asks every question and appraisal of made-up contents, and holds what was planted.

Use: python tests/benchmarks/scale.py [STATEMENTS ...] [--write FOLDER] [--store FOLDER]
     [--content FOLDER] [--all] [--record FILE.tsv [--without QUESTION ...]]

Without sizes: 1000 and 10000. Prints for each size the seconds to the first answer, then a row a
question: as it stands, about the made-up treatment of which most is said, and about others of
which little is; seconds, rows, rows a second: the slowest of one run. Ends with 1 where an answer
does not hold what was planted: disputes, counts, claims that are misattributed or contradicted.
--all prints all rows, --write puts them into scale.txt there, too: the median of five runs where
one takes less than two seconds. --store asks a store of --content on the disk instead of making
contents: each question as it stands with the answer that is kept and without, and no answer is
left there. --record asks the questions as they stand alone, and appends what they took to a file
that growth.py draws; --without leaves some out.
"""

from __future__ import annotations

import argparse
import json
import math
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from generate import QUARREL, make  # type: ignore[import-not-found]  # beside it
from made_block import WHOLE  # type: ignore[import-not-found]  # beside it

import ivig_kg
from ivig_kg.catalog import fill
from ivig_kg.load import stored
from ivig_kg.model import Question

SIZES = (1_000, 10_000)
SHOWN, RUNS, SHORT = 8, 5, 2.0
BUSY: Mapping[str, tuple[str, ...]] = {
    "treatment": ("ivig:MadeUpTreatment0",),
    "document": ("src:made-summary-000000",),
    "source": ("src:made-000002",),
    "statement": ("st:made-summary-000000-1",),
    "study": ("study:made-000000", "study:made-000001", "study:made-000002"),
    "feature": ("ivig:MadeUpSubtype0", "ivig:PriorThrombosis"),
}
"""What is asked of the made-up part: each parameter that a question has."""

LITTLE: Mapping[str, str] = {
    "treatment": "ivig:MadeUpTreatment59",
    "condition": "ivig:MononeuritisMultiplex",
}
"""Of these little or nothing is said; each is asked alone."""

SUMMARIES = 100  # asked one by one what is planted in them


@dataclass(frozen=True)
class Timed:
    """A question, of what it was asked, how long it took (seconds) and how many rows it gave."""

    name: str
    of: str
    seconds: float
    rows: int

    def line(self) -> str:
        """Return the row of the table."""
        rate = f"{self.rows / self.seconds:.0f}" if self.seconds else ""
        return f"| {self.seconds:.3f} | {self.rows} | {rate} | {self.name} | {self.of} |"


def timed(act: Callable[[], object], runs: int) -> tuple[float, object]:
    """Return the seconds that an act takes (the median of some runs if short), and its result."""
    spent: list[float] = []
    while len(spent) < runs and (not spent or spent[0] < SHORT):
        start = time.perf_counter()
        result = act()
        spent.append(time.perf_counter() - start)
    return statistics.median(spent), result


def texts(graph: ivig_kg.KnowledgeGraph, question: Question) -> Iterator[tuple[str, str]]:
    """Yield of what a question is asked, and its text: as it stands, and of the made-up part."""
    yield "default", fill(question, {})
    if graph.backing.store:
        yield "not kept", question.text  # with its header, which what is asked has not
    names = {parameter.name for parameter in question.parameters}
    given = {
        name: tuple(graph.namespaces.expand(term) for term in terms)
        for name, terms in BUSY.items()
        if name in names
    }
    if given:
        yield "busy", fill(question, given)
    for name in LITTLE.keys() & names:
        yield f"little: {name}", fill(question, {name: (graph.namespaces.expand(LITTLE[name]),)})


def appraisals(graph: ivig_kg.KnowledgeGraph) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield the appraisals, asked of the treatment of which most is said."""
    treatment = BUSY["treatment"][0]
    yield "map", graph.appraise.map
    yield "gaps", graph.appraise.gaps
    yield "rates", partial(graph.appraise.rates, treatment=treatment)
    yield "forest", partial(graph.appraise.forest, treatment=treatment)
    yield "profile", partial(graph.appraise.profile, "ivig:MadeUpSubtype0", treatment)


def spent(graph: ivig_kg.KnowledgeGraph, runs: int, given: argparse.Namespace) -> Iterator[Timed]:
    """Yield what each question and each appraisal takes; or the questions as they stand alone."""
    stands = bool(given.record)
    engine = graph.asker.engine
    for name, question in graph.questions.items():
        if name in given.without:
            continue
        for of, text in texts(graph, question):
            if stands and of not in {"default", "not kept"}:
                continue
            seconds, answer = timed(partial(engine.query, text), runs)
            yield Timed(name, of, seconds, len(answer))  # type: ignore[arg-type]
    for name, act in () if stands else appraisals(graph):
        seconds, found = timed(act, runs)
        yield Timed(f"appraise: {name}", "busy", seconds, len(getattr(found, "rows", ())))


def missing(graph: ivig_kg.KnowledgeGraph, planted: Mapping[str, int]) -> list[str]:
    """Return what was planted and is not found."""
    everything = {"treatment": "ivig:Treatment", "condition": "ivig:Condition"}
    rows = graph.appraise.rates(**everything).rows  # type: ignore[arg-type]
    disputed = graph.ask(
        "disputed-subtypes", treatment=f"ivig:{QUARREL}", condition="ivig:Condition"
    )
    found = {
        "disputed": len(disputed),
        "counted": len({row.statement.iri for row in rows if "/made-" in row.statement.iri}),
    }
    summaries = planted["statements"] // WHOLE
    if summaries <= SUMMARIES:
        documents = [f"src:made-summary-{n:06}" for n in range(summaries)]
        for name, question in (
            ("misattributed", "misattributed"),
            ("contradicted", "selective-reporting"),
        ):
            answers = [graph.ask(question, document=each) for each in documents]
            found[name] = sum(len({row["statement"] for row in answer}) for answer in answers)
    return [f"{n}: {found[n]}, planted {planted[n]}" for n in found if found[n] != planted[n]]


def table(
    title: str, graph: ivig_kg.KnowledgeGraph, planted: Mapping[str, int], given: argparse.Namespace
) -> str:
    """Return the table of one graph as text: the slowest of one run, or all, of five."""
    whole = given.all or bool(given.write) or bool(given.record)
    start = time.perf_counter()
    graph.ask("uncovered-text")
    first = time.perf_counter() - start
    lines = [
        f"{title}: first answer after {first:.2f} s",
        "",
        "| seconds | rows | rows/s | question | of |",
    ]
    lines.append("| ---: | ---: | ---: | --- | --- |")
    found = list(spent(graph, RUNS if whole else 1, given))
    if given.record:
        record(given.record, planted["statements"], found, stored=bool(given.store))
    slowest = sorted(found, key=lambda one: -one.seconds)
    return "\n".join([*lines, *(one.line() for one in slowest[: None if whole else SHOWN])]) + "\n"


def record(file: Path, size: int, found: Iterable[Timed], *, stored: bool) -> None:
    """Append what questions took as they stand to a file, with its first line where it is new."""
    where = {"default": "kept", "not kept": "disk"} if stored else {"default": "memory"}
    lines = [] if file.exists() else ["question\twhere\tstatements\tseconds\trows"]
    lines += [
        f"{one.name}\t{where[one.of]}\t{size}\t{one.seconds:.4f}\t{one.rows}"
        for one in found
        if one.of in where
    ]
    with file.open("a", encoding="utf-8") as stream:
        stream.write("".join(f"{line}\n" for line in lines))


def graphs(
    given: argparse.Namespace,
) -> Iterator[tuple[str, ivig_kg.KnowledgeGraph, Mapping[str, int]]]:
    """Yield a title, a graph and what is planted in it: the store, or a content a size."""
    if given.store:
        planted = json.loads((given.content / "planted.json").read_text("utf-8"))
        title = f"{planted['statements']} statements, store on disk"
        yield title, ivig_kg.open(given.content, store=given.store), planted
        return
    for size in given.sizes or SIZES:
        with tempfile.TemporaryDirectory() as folder:
            content = Path(folder) / "content"
            make(content, size)
            planted = json.loads((content / "planted.json").read_text("utf-8"))
            yield f"{size} statements", ivig_kg.open(content), planted


def main() -> None:
    """Print a table a size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", type=int, nargs="*")
    parser.add_argument("--write", type=Path)
    parser.add_argument("--store", type=Path)
    parser.add_argument("--content", type=Path)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--record", type=Path)
    parser.add_argument("--without", nargs="*", default=())
    given = parser.parse_args()
    stored._SLOW = math.inf  # noqa: SLF001 (what is timed is to be asked each time)
    if given.store and not given.content:
        parser.error("--store needs --content: the folder that generate.py made")
    wrong, tables = [], []
    for title, graph, planted in graphs(given):
        tables.append(table(title, graph, planted, given))
        print(f"\n{tables[-1]}")
        if not given.record:
            wrong += [f"{title}: {each}" for each in missing(graph, planted)]
    if given.write:
        (given.write / "scale.txt").write_text("\n".join(tables), "utf-8")
    if wrong:
        raise SystemExit("\n".join(wrong))


if __name__ == "__main__":
    main()
