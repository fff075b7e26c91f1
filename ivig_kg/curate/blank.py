"""The template of a sheet: a column a property, with notes and lists made from the shapes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal as OneOf

from ivig_kg.ask import DISCLAIMER
from ivig_kg.curate.columns import KIND, Column, Columns
from ivig_kg.curate.desk import Desk
from ivig_kg.forms import FormField
from ivig_kg.sheets import Field, Kind, tsv_template, xlsx_template

__all__ = ["template"]

_ABOUT = (
    "One row a statement: what one document says, in your own words. No sentence of it is copied.",
    "Names are labels, synonyms, CURIEs or identifiers of the graph; several in a cell: a | b.",
    "A further result or regimen of the same statement: a row below it with those columns alone.",
    "Bare counts have the effect not stated; what only stayed as it was did not improve.",
    "Numbers count as printed ones, unless 'result: derivation' says otherwise.",
    "Then: ivig-kg import FILE. All rows or none; each fault is told by row and column.",
    DISCLAIMER,
)
_KINDS: dict[str, Kind] = {
    "integer": "integer",
    "decimal": "decimal",
    "date": "date",
    "boolean": "boolean",
}


def template(desk: Desk, form: OneOf["tsv", "xlsx"], kinds: Sequence[str] = ()) -> bytes:
    """Return an empty sheet for statements.

    Args:
        desk: the content whose shapes and terms it is made from.
        form: TSV, or an Excel workbook.
        kinds: the kinds of statement to have columns for, by name; none for all.

    Raises:
        UsageError: a kind is none; the nearest are named.
        MissingPart: the workbook needs an extra.
    """
    columns = Columns(desk)
    wanted = {columns.kind(kind) for kind in kinds} or set(columns.kinds)
    chosen = [c for c in columns.all.values() if c.part or c.kinds & wanted]
    labels = tuple(sorted(desk.asker.label(kind) for kind in wanted))
    first = Field(KIND, "The kind of statement.", required=True, choices=labels)
    fields = [first, *(_field(columns, column, wanted) for column in chosen)]
    if form == "tsv":
        return tsv_template(fields, _ABOUT)
    return xlsx_template(fields, _ABOUT, title="statements")


def _field(columns: Columns, column: Column, wanted: set[str]) -> Field:
    field = column.field
    own = [found for kind in wanted if (found := columns.kinds[kind].field(field.path))]
    if not column.part and own:
        field = min(own, key=lambda one: -one.least)
    # What only some kinds need is not needed in each row.
    needed = not column.part and len(own) == len(wanted) and all(one.least for one in own)
    return Field(
        heading=column.heading,
        note=f"{field.about} {field.message}".strip(),
        required=needed,
        choices=columns.choices(field.takes),
        kind=_kind(field),
        many=field.most != 1,
    )


def _kind(field: FormField) -> Kind:
    datatypes = [one.value.rpartition("#")[2] for one in field.takes if one.kind == "literal"]
    return _KINDS.get(datatypes[0], "text") if len(datatypes) == 1 else "text"
