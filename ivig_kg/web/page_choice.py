"""The form in which a reader chooses what an appraisal is about, and what is left out."""

from __future__ import annotations

from typing import NamedTuple

from ivig_kg.pages import Html
from ivig_kg.web import choosing
from ivig_kg.web.choosing import ABOUT, Chosen, look_up
from ivig_kg.web.page_fields import Field, Option, field_of
from ivig_kg.web.page_frame import part
from ivig_kg.web.snapshot import Snapshot

__all__ = ["choice_form"]

_TOLD = {
    "indirect": "indirect: patients of another condition",
    "superseded": "superseded or retired documents",
    "unverified": "what nobody could verify",
    "secondary": "what was read in a secondary report",
    "abstract": "what was read in an abstract alone",
}


class _Number(NamedTuple):
    """A field for a number."""

    name: str
    label: str
    value: int | None
    bounds: tuple[int, int]


def choice_form(snapshot: Snapshot, path: str, chosen: Chosen, *, every: bool) -> Html:
    """Return the form.

    Args:
        snapshot: the content, for what may be chosen.
        path: the address that answers it.
        chosen: what was chosen.
        every: whether all treatments are meant where none is given.
    """
    numbers = (
        _Number(
            choosing.FEWER, "studies of fewer patients than", chosen.fewer_than, choosing.FEWEST
        ),
        _Number(choosing.SINCE, "documents before the year", chosen.since, choosing.YEARS),
        _Number(choosing.UNTIL, "documents after the year", chosen.until, choosing.YEARS),
    )
    return part(
        "choose.html",
        path=path,
        fields=_fields(snapshot, chosen, every=every),
        words=[
            Option(word, _TOLD.get(word, word), word in chosen.without) for word in choosing.WORDS
        ],
        numbers=numbers,
        designs=_designs(snapshot, chosen),
        chosen=chosen,
    )


def _fields(snapshot: Snapshot, chosen: Chosen, *, every: bool) -> list[Field]:
    known = {each.name: each for each in look_up(snapshot).parameters}
    values = {name: (iri,) for name, iri in chosen.about.items()}
    fields = {name: field_of(snapshot, known[name], values) for name in ABOUT}
    if every:
        fields["treatment"] = _any(fields["treatment"], given="treatment" in values)
    return list(fields.values())


def _any(field: Field, *, given: bool) -> Field:
    """Return a field whose first entry, any of them, is what an empty field means."""
    first, *rest = field.options
    others = (each._replace(chosen=each.chosen and given) for each in rest)
    return field._replace(options=(first._replace(value="", chosen=not given), *others))


def _designs(snapshot: Snapshot, chosen: Chosen) -> Field:
    wanted = {design.casefold() for design in chosen.designs}
    options = (Option(name, name, name.casefold() in wanted) for name in choosing.designs(snapshot))
    return Field(choosing.DESIGN, "only these designs", "menu", many=True, options=tuple(options))
