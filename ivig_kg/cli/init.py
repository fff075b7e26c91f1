"""``ivig-kg init``."""

from __future__ import annotations

from pathlib import Path

import click

from ivig_kg.cli.shared import content_option, note, opened, refuse_odd_path
from ivig_kg.copying import copy_content

__all__ = ["command"]


@click.command("init", short_help="Copy the content into a new folder of your own.")
@click.argument("folder")
@content_option
def command(folder: str, content: str | None) -> None:
    """Copy ontology/, data/ and queries/ into FOLDER, which must be new or empty.

    \b
    Example:
      ivig-kg init my-evidence
      ivig-kg check --content my-evidence
    """
    path = Path(folder)
    refuse_odd_path(path)
    graph = opened(content)
    count = copy_content(graph.content, path)
    note(f"{count} files in {folder}; use it with --content {folder}")
