"""``ivig-kg new``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from ivig_kg.cli.curating import Seat, curating_options, tell

__all__ = ["command"]

_WORDS = {
    "kind": "The kind of document (else research article).",
    "label": "A short label (else made from SOURCE).",
    "title": "The title as printed (else not stated).",
    "issued": "A year, month or day: 2011, 2011-05, 2011-05-31.",
    "citation": "Journal, year, volume, pages.",
    "doi": "The DOI, with or without its address.",
    "pmid": "The PubMed identifier.",
    "identification": "How sure it is that it exists as described (else unverified).",
    "verification": "In what form it was read (else unverified).",
    "design": "The design of the study it reports (else it has no study).",
    "enrolled": "How many were in the study.",
    "statement": "The kind of statement to explain (else effect statement).",
}
_SEVERAL = {
    "author": "An author as printed; may be given several times.",
    "seen-at": "The address of a copy; may be given several times.",
    "covers": "A condition that it treats; may be given several times.",
}


def _word_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for name, about in reversed([*_WORDS.items(), *_SEVERAL.items()]):
        command = click.option(f"--{name}", multiple=name in _SEVERAL, help=about)(command)
    return command


@click.command("new", short_help="Write the file of a new document, with help at its top.")
@click.argument("source")
@_word_options
@curating_options
def command(
    source: str,
    seat: Seat,
    **words: Any,  # noqa: ANN401 (texts and tuples of texts, as click gives them)
) -> None:
    """Write data/sources/SOURCE.ttl: what is given, and as remarks what else it can say.

    SOURCE is author and year, such as author-2011. Nothing is fetched: title and identifiers are
    taken as you give them.

    \b
    Example:
      ivig-kg new author-2011 --title "As printed" --issued 2011 --verification abstract
    """
    from ivig_kg.curate.skeleton import Known, new_source  # noqa: PLC0415 (cold start)

    authors = words.pop("author")
    given = {name: word for name, word in words.items() if word}
    with seat.taken("new") as desk:
        tell(desk, new_source(desk, source, Known(authors=authors, **given)))
