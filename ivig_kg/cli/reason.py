"""``ivig-kg reason``."""

from __future__ import annotations

from time import monotonic

import click

from ivig_kg.cli.shared import content_option, emit, listed, note, opened, replace_file
from ivig_kg.errors import UsageError

__all__ = ["command"]


@click.command("reason", short_help="Find what follows from the axioms of the ontology.")
@click.option("--check", "only_check", is_flag=True, help="Write nothing; end with 1 if stale.")
@click.option(
    "--timeout",
    type=click.FloatRange(0, min_open=True, max=3600),
    default=60.0,
    show_default=True,
    metavar="SECONDS",
    help="For one run of the reasoner.",
)
@click.option(
    "--memory",
    type=click.IntRange(64, 65536),
    default=1000,
    show_default=True,
    metavar="MB",
    help="For Java's heap.",
)
@click.option("--java", metavar="FILE", help="The Java to run (else the extra's, else PATH's).")
@content_option
def command(
    content: str | None, java: str | None, timeout: float, memory: int, *, only_check: bool
) -> int:
    """Run a reasoner (HermiT) on the ontology, and write what follows to ontology/inferred.ttl.

    Only what no file says is written. Where the axioms cannot all hold, or a term can have no
    members, nothing is written: the axioms behind it are told, and the end is 1. It needs Java,
    which no other command does: pip install 'ivig-kg[java]' brings one.

    \b
    Examples:
      ivig-kg reason
      ivig-kg reason --check
    """
    if timeout != timeout:  # noqa: PLR0124 (not a number passes click's range)
        raise UsageError("a timeout of nan seconds: give a number of seconds")
    graph = opened(content)
    begun = monotonic()
    found = graph.infer(java=java, memory=memory, timeout=timeout)
    if found.findings:
        note(f"{len(found.findings)} fault{'' if len(found.findings) == 1 else 's'}")
        emit(listed(str(finding) for finding in found.findings), ending=1)
        return 1
    from ivig_kg.infer import INFERRED  # noqa: PLC0415 (cold start)

    state = "as it was" if not found.stale else "stale: run ivig-kg reason"
    if found.stale and not only_check:
        if graph.content.packaged:
            raise UsageError("the packaged content is read-only: 'ivig-kg init FOLDER' copies it")
        replace_file(graph.content.folder / INFERRED, found.text.encode())
        state = "written"
    seconds = monotonic() - begun
    note(f"{INFERRED}: {len(found.relations)} inferred relations; {state}; {seconds:.1f} s")
    ending = 1 if found.stale and only_check else 0
    emit(listed(found.words), ending=ending)
    return ending
