"""The reviewed list of known differences: queries/differences.tsv."""

from __future__ import annotations

import re
from typing import NamedTuple

from ivig_kg.catalog import read_date
from ivig_kg.content import Content
from ivig_kg.errors import InvalidInput, UsageError

__all__ = ["LIST", "Known", "read_known"]

LIST = "queries/differences.tsv"
_COLUMNS = ("engine", "version", "question", "cause", "reference", "reviewed-on")
_HARMFUL = "Not asked: "
_HEADLINE = re.compile(r"^#\+ headline: (.+)$", re.MULTILINE)


class Known(NamedTuple):
    """A difference that was looked into.

    Args:
        engine: what the endpoint calls itself before the slash, such as ``Virtuoso``.
        version: the beginning of what stands behind it; ``*`` for any.
        question: the name of the question or look-up.
        cause: why the answers differ; it begins with ``Not asked: `` where asking does harm.
        reference: where those who make the engine tell of it.
    """

    engine: str
    version: str
    question: str
    cause: str
    reference: str

    @property
    def harmful(self) -> bool:
        """Say whether asking it ends the endpoint: then it is asked only by name."""
        return self.cause.startswith(_HARMFUL)

    def fits(self, server: str, question: str) -> bool:
        """Say whether this is about a question on an engine that calls itself so."""
        name, _, version = server.split(" ", maxsplit=1)[0].partition("/")
        return (
            name.casefold() == self.engine.casefold()
            and (self.version == "*" or version.startswith(self.version))
            and question == self.question
        )


def read_known(content: Content) -> tuple[Known, ...]:
    """Read the list; a content without one knows no difference.

    Raises:
        InvalidInput: a line is none, or about a question that may not be on the list.
    """
    for file in content.below("queries", suffix=".tsv"):
        if file.path == LIST:
            return tuple(_read(file.data.decode("utf-8", "replace")))
    return ()


def _read(text: str) -> list[Known]:
    found = _HEADLINE.search(text)
    headline = set(found[1].split()) if found else set()
    lines = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line[:1] not in {"#", ""}]
    if not lines or tuple(lines[0][1].split("\t")) != _COLUMNS:
        raise InvalidInput(f"{LIST}: its first line names the columns {', '.join(_COLUMNS)}")
    return [_line(line, number, headline) for number, line in lines[1:]]


def _line(line: str, number: int, headline: set[str]) -> Known:
    cells = line.split("\t")
    if len(cells) != len(_COLUMNS) or not all(cells):
        raise InvalidInput(f"{LIST}:{number}: {len(_COLUMNS)} cells are wanted, none empty")
    if cells[2] in headline:
        raise InvalidInput(
            f"{LIST}:{number}: {cells[2]} is a headline question, which has to give the same "
            "everywhere; write the query so that it does"
        )
    if cells[3].casefold().startswith(_HARMFUL.strip(": ").casefold()) and not (
        cells[3].startswith(_HARMFUL)
    ):
        raise InvalidInput(f"{LIST}:{number}: what is not to be asked begins with {_HARMFUL!r}")
    try:
        read_date(cells[5], "reviewed-on")
    except UsageError as error:
        raise InvalidInput(f"{LIST}:{number}: {error}") from None
    return Known(*cells[:5])
