"""``ivig-kg show``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from ivig_kg.answer import Answer, render
from ivig_kg.ask import DISCLAIMER
from ivig_kg.cli.shared import emit, graph_options, listed, note, terminal_width
from ivig_kg.namespaces import Namespaces
from ivig_kg.show import Portrait

if TYPE_CHECKING:
    from ivig_kg.graph import KnowledgeGraph

__all__ = ["command"]

_WIDEST_NAME = 24


@click.command("show", short_help="Show all on one thing, both sides first.")
@click.argument("name")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "ttl"]),
    default="text",
    show_default=True,
    help="How to print it.",
)
@graph_options
def command(graph: KnowledgeGraph, name: str, form: str) -> None:
    """Show all that the graph holds on NAME: an identifier, a label, a CURIE or an IRI.

    \b
    Examples:
      ivig-kg show C41
      ivig-kg show "sensory ataxic neuropathy"
      ivig-kg show src:rist-2011 --format ttl
    """
    portrait = graph.show(name)
    emit(_printed(portrait, form, graph.namespaces))
    note(f"note: {DISCLAIMER}")


def _printed(portrait: Portrait, form: str, namespaces: Namespaces) -> str:
    if form == "json":
        return _json(portrait)
    if form == "ttl":
        prefixes = namespaces.prefixes
        answer = Answer((), (), "CONSTRUCT", triples=portrait.triples, prefixes=prefixes)
        return render(answer, "ttl")
    return _text(portrait, terminal_width())


def _json(portrait: Portrait) -> str:
    sections = [
        {"heading": s.heading, "lines": [{"name": n, "value": v} for n, v, *_ in s.lines]}
        for s in portrait.sections
    ]
    whole = {
        "iri": portrait.iri,
        "curie": portrait.curie,
        "label": portrait.label,
        "sections": sections,
        "notes": [DISCLAIMER],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _text(portrait: Portrait, width: int) -> str:
    import textwrap  # noqa: PLC0415 (cold start)

    lines = [_plain(f"{portrait.label or portrait.curie}"), f"  {portrait.curie}"]
    for section in portrait.sections:
        lines += ["", _plain(section.heading)]
        column = min(max(len(name) for name, *_ in section.lines), _WIDEST_NAME) + 2
        for name, value, *_ in section.lines:
            head = f"  {_plain(name):{column}}"
            body = textwrap.wrap(_plain(value), max(width - column - 2, 30)) or [""]
            if len(name) > _WIDEST_NAME:  # a long name stands alone, its value below
                lines.append(head)
                head = " " * (column + 2)
            lines += [head + body[0], *(" " * (column + 2) + more for more in body[1:])]
    return listed(line.rstrip() for line in lines)


def _plain(text: str) -> str:
    """Return the text with what could drive a terminal made visible."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
