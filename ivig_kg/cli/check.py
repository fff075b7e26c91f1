"""``ivig-kg check``."""

from __future__ import annotations

import json
from collections.abc import Sequence

import click

from ivig_kg.cli.shared import content_option, emit, listed, note, opened
from ivig_kg.errors import UsageError
from ivig_kg.model import Finding

__all__ = ["command"]


@click.command("check", short_help="Check the content: syntax, shapes, rules.")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
    help="How to print the findings.",
)
@click.option("--document", metavar="FILE", help="Compare a text with the hashes and spans held.")
@content_option
def command(paths: tuple[str, ...], form: str, document: str | None, content: str | None) -> int:
    """Check the content; with PATHs, report only what concerns these files.

    A file outside the content is checked as if it stood in it. Ends with 0 where nothing is
    found, 1 where something is, 3 where a file does not parse.

    \b
    Examples:
      ivig-kg check
      ivig-kg check data/sources/rist-2011.ttl
      ivig-kg check --document summary.txt
    """
    if document and paths:
        raise UsageError("--document stands alone: check the PATHs in a call of their own")
    graph = opened(content)
    findings = graph.check_document(document) if document else graph.check(paths)
    note(f"{len(findings)} finding{'' if len(findings) == 1 else 's'}")
    emit(_PRINTERS[form](findings), ending=1 if findings else 0)
    return 1 if findings else 0


def _as_text(findings: Sequence[Finding]) -> str:
    return listed(f"{finding} [{finding.rule}]" for finding in findings)


def _as_json(findings: Sequence[Finding]) -> str:
    return json.dumps([f._asdict() for f in findings], ensure_ascii=False, indent=2) + "\n"


def _as_github(findings: Sequence[Finding]) -> str:
    """Print workflow commands of GitHub Actions, with their escapes of % and line ends."""
    return listed(
        f"::error file={_escaped(f.path, more=True)},line={max(f.line, 1)}::{_escaped(f.message)}"
        for f in findings
    )


def _escaped(text: str, *, more: bool = False) -> str:
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if more else text


_PRINTERS = {"text": _as_text, "json": _as_json, "github": _as_github}
