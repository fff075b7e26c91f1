"""An empty sheet as TSV: its notes, one line each, and its headings."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Literal, NamedTuple, TypeAlias

from ivig_kg.sheets.headings import fold

__all__ = ["Field", "Kind", "choices_of", "note_of", "one_line", "refuse_headings", "tsv_template"]

Kind: TypeAlias = Literal["text", "integer", "decimal", "date", "boolean"]
"""What a value of a field is."""

_KINDS: dict[Kind, str] = {
    "text": "",
    "integer": "a whole number",
    "decimal": "a number as printed, with a decimal point",
    "date": "a day as YYYY-MM-DD",
    "boolean": "",
}
_FORMULA = ("=", "+", "-", "@", "#")
_SHOWN_CHOICES = 8


class Field(NamedTuple):
    """A column of an empty sheet.

    Args:
        heading: its heading.
        note: what to put there.
        required: whether each row must have it.
        choices: what it may be, when that is a list.
        kind: what its values are.
        many: whether a cell may hold several, so that the list cannot bind.
    """

    heading: str
    note: str
    required: bool = False
    choices: tuple[str, ...] = ()
    kind: Kind = "text"
    many: bool = False


def tsv_template(fields: Sequence[Field], about: Sequence[str]) -> bytes:
    """Return an empty sheet as TSV: note lines that begin with ``#``, then the headings.

    Args:
        fields: its columns.
        about: what the sheet is, in lines.
    """
    refuse_headings(fields)
    out = io.StringIO()
    for line in about:
        out.write(f"# {one_line(line)}".rstrip() + "\n")
    for field in fields:
        choices = choices_of(field)
        more = len(choices) - _SHOWN_CHOICES
        listed = ", ".join(map(one_line, choices[:_SHOWN_CHOICES]))
        listed += f" ({more} more)" if more > 0 else ""
        parts = [note_of(field), f"one of: {listed}" if listed else ""]
        word = " (required)" if field.required else ""
        out.write(f"# {field.heading}{word}: {'; '.join(filter(None, parts))}\n")
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    writer.writerow([field.heading for field in fields])
    return out.getvalue().encode("utf-8")


def choices_of(field: Field) -> tuple[str, ...]:
    """Return what a field may be, when that is a list."""
    return field.choices or (("true", "false") if field.kind == "boolean" else ())


def note_of(field: Field) -> str:
    """Return what to put into a field, in one line."""
    several = "several may stand in a cell: a | b" if field.many else ""
    parts = filter(None, (one_line(field.note), _KINDS[field.kind], several))
    return "; ".join(part.removesuffix(".") for part in parts)


def one_line(text: str) -> str:
    """Return a text with single spaces for all its white space."""
    return " ".join(text.split())


def refuse_headings(fields: Sequence[Field]) -> None:
    """Refuse headings that would be read as a formula, as a note, or as one another.

    Raises:
        ValueError: there is one, which is a mistake of the caller.
    """
    seen: set[str] = set()
    for field in fields:
        heading = field.heading
        name = fold(heading)
        if not name or heading != one_line(heading) or heading.startswith(_FORMULA):
            raise ValueError(f"{heading!r} cannot be a heading")
        if name in seen:
            raise ValueError(f"two headings are read as {name!r}")
        seen.add(name)
