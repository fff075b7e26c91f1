"""``ivig-kg conformance``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ivig_kg.answer import render
from ivig_kg.cli.remoting import endpoint_of, timeout_option
from ivig_kg.cli.shared import content_option, emit, note, opened, terminal_width
from ivig_kg.errors import UsageError

if TYPE_CHECKING:
    from ivig_kg.ask import Asker
    from ivig_kg.catalog import Catalog
    from ivig_kg.graph import KnowledgeGraph
    from ivig_kg.transfer import Ledger

__all__ = ["command"]


@click.command("conformance", short_help="Compare the answers of an endpoint with ours.")
@click.argument("url")
@click.option(
    "--format", "form", type=click.Choice(["table", "json", "md"]), default="table",
    show_default=True, help="For a terminal, a program or a page.",
)  # fmt: skip
@click.option(
    "--question", "only", multiple=True, metavar="NAME", help="This one; may be repeated."
)
@timeout_option
@content_option
def command(url: str, form: str, only: tuple[str, ...], timeout: float, content: str | None) -> int:
    """Ask the endpoint at URL, and this content here, every question, and compare the answers.

    The endpoint has to hold what push sent. Each question is asked with its defaults, and with
    other values; look-ups, too. Differences that are known and reviewed stand in
    queries/differences.tsv; what would end the endpoint is asked only by --question. The code is 0
    where nothing else differs, 1 where something does.

    \b
    Examples:
      ivig-kg conformance http://localhost:7878/query
      ivig-kg conformance http://localhost:8890/sparql --question audit --format md
    """
    from ivig_kg.conform import compare_all, other_content, read_known, report  # noqa: PLC0415
    from ivig_kg.engine.remote import RemoteEngine  # noqa: PLC0415 (cold start)

    graph = opened(content)
    there = RemoteEngine(endpoint_of(url, timeout))
    asker, whole = _with_ledger(graph)
    catalog = graph.catalog
    _require_known(only, catalog)
    other = other_content(asker.look_up, lambda name: there.query(catalog.lookup(name).text), whole)
    if other:
        note(f"{there.endpoint.shown}: {other}")
        return 1
    cases = list(compare_all(asker, there, read_known(graph.content), only))
    width = terminal_width() if form == "table" else 0
    emit(render(report(cases), form, width=width), ending=0 if all(c.good for c in cases) else 1)
    good = sum(case.verdict == "equal" for case in cases)
    note(f"{there.server or 'the endpoint'}: {good} of {len(cases)} answers are equal")
    return 0 if all(case.good for case in cases) else 1


def _require_known(only: tuple[str, ...], catalog: Catalog) -> None:
    from ivig_kg.catalog import LOOKUPS  # noqa: PLC0415 (cold start)

    lookups = {f.path.rsplit("/", 1)[1][:-3] for f in catalog.content.below(LOOKUPS, suffix=".rq")}
    if odd := sorted(set(only) - lookups - set(catalog.questions)):
        raise UsageError(f"no question or look-up is called {odd[0][:80]!r}: see ivig-kg questions")


def _with_ledger(graph: KnowledgeGraph) -> tuple[Asker, Ledger]:
    """Return what asks here, with the graph that push writes beside the files it sends."""
    from ivig_kg.ask import Asker  # noqa: PLC0415 (cold start)
    from ivig_kg.engine import EmbeddedEngine  # noqa: PLC0415 (cold start)
    from ivig_kg.transfer import ledger_graph, ledger_of  # noqa: PLC0415 (cold start)

    files, names = graph.graph_files(), graph.namespaces
    whole = ledger_of(files)
    ledger = (ledger_graph(names), "push", whole.turtle(names))
    engine = EmbeddedEngine([*files, ledger], named=True)
    return Asker(engine, graph.catalog, names), whole
