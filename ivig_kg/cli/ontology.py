"""``ivig-kg ontology``."""

from __future__ import annotations

import click

from ivig_kg.cli.shared import content_option, emit, opened

__all__ = ["command"]

_FORMATS = ("html", "md", "svg")


@click.command("ontology", short_help="Describe the ontology: page, Markdown or diagram.")
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    default="md",
    show_default=True,
    help="How to print it; svg is the diagram alone.",
)
@click.option("--out", metavar="FILE", help="Write to a new file.")
@click.option("--force", is_flag=True, help="Overwrite the file.")
@content_option
def command(form: str, out: str | None, content: str | None, *, force: bool) -> None:
    """Describe the ontology: its diagram, its classes, code lists and properties.

    What values a property takes, and how many, is read from the shapes. The page and the diagram
    need no other file.

    \b
    Examples:
      ivig-kg ontology
      ivig-kg ontology --format html --out ontology.html
      ivig-kg ontology --format svg --out model.svg
    """
    graph = opened(content)
    reference = graph.reference()
    from ivig_kg.reference import render  # noqa: PLC0415 (cold start)

    emit(render(reference, form), out, force=force, content=graph.content)
