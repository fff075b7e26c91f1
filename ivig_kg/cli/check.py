"""``ivig-kg check``."""

from __future__ import annotations

import click

from ivig_kg.cli.findings import FORMS, counted, render
from ivig_kg.cli.shared import content_option, emit, note, opened
from ivig_kg.errors import UsageError

__all__ = ["command"]


@click.command("check", short_help="Check the content: syntax, shapes, rules.")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMS)),
    default="text",
    show_default=True,
    help="How to print the findings.",
)
@click.option(
    "--engine",
    type=click.Choice(["auto", "fast", "pyshacl"]),
    default="auto",
    show_default=True,
    help="What looks at shapes first.",
)
@click.option("--changed", is_flag=True, help="Only what changed since nothing was found.")
@click.option("--document", metavar="FILE", help="Compare a text with the hashes and spans held.")
@content_option
def command(  # noqa: PLR0913 (the options of the command)
    paths: tuple[str, ...],
    *,
    form: str,
    engine: str,
    changed: bool,
    document: str | None,
    content: str | None,
) -> int:
    """Check the content; with PATHs, report only what concerns these files.

    A file outside the content is checked as if it stood in it. Ends with 0 where nothing is
    found, or warnings only; 1 where something is, 3 where a file does not parse. The format
    github marks lines of a pull request in GitHub Actions, sarif is read by code scanners.

    With the extra ivig-kg[fast], shacl-rust tells the things that nothing is wrong with, and
    pySHACL judges the others. The findings are the same without it (--engine pyshacl); auto takes
    it where it is installed and was compared with pySHACL on all that the shapes use.

    With --changed, things are looked at only in files that changed since a check found nothing,
    or that refer to those, and rules only where any changed; what is found is the same.

    \b
    Examples:
      ivig-kg check --changed
      ivig-kg check data/sources/rist-2011.ttl
      ivig-kg check --format sarif > findings.sarif
      ivig-kg check --document summary.txt
    """
    if document and (paths or changed):
        raise UsageError("--document stands alone: check the content in a call of its own")
    graph = opened(content)
    if document:
        findings = graph.check_document(document)
    else:
        findings = graph.check(paths, engine=engine, changed=note if changed else None)
    note(counted(findings))
    code = 1 if any(finding.severity == "error" for finding in findings) else 0
    emit(render(findings, form, () if document else graph.catalog.checks), ending=code)
    return code
