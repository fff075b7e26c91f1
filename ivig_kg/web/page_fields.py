"""The fields of a form: a parameter of a query as a menu of what may be chosen, or as a date."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ivig_kg.answer.cells import natural_key
from ivig_kg.errors import UsageError
from ivig_kg.model import Parameter
from ivig_kg.names import fold
from ivig_kg.web.snapshot import Snapshot

__all__ = ["Field", "Option", "field_of", "flag", "labels_of", "value_of"]

_YES, _NO = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


class Option(NamedTuple):
    """An entry of a menu."""

    value: str
    text: str
    chosen: bool


class Field(NamedTuple):
    """A parameter as a field of a form.

    Args:
        name: the parameter.
        label: the same in words.
        kind: ``menu`` or ``date``.
        many: whether it takes several.
        options: the entries of the menu.
        value: the date.
    """

    name: str
    label: str
    kind: str
    many: bool
    options: tuple[Option, ...] = ()
    value: str = ""


def flag(name: str, value: str) -> bool:
    """Return what a box of a form says.

    Raises:
        UsageError: it is neither true nor false.
    """
    if value.lower() not in _YES | _NO:
        raise UsageError(f"{name}: {value[:40]!r} is neither true nor false")
    return value.lower() in _YES


def field_of(
    snapshot: Snapshot, parameter: Parameter, values: Mapping[str, Sequence[str]]
) -> Field:
    """Return a parameter as a field that shows what was given, else the default.

    Args:
        snapshot: the content, for what may be chosen.
        parameter: the parameter.
        values: what was given, by the name of the parameter: IRIs or dates.
    """
    label = parameter.name.replace("_", " ")
    chosen = values.get(parameter.name, parameter.default)
    if parameter.relation == "datatype":
        return Field(parameter.name, label, "date", parameter.many, value=chosen[0])
    options = sorted(_options(snapshot, parameter, chosen), key=_by_label)
    root = value_of(snapshot, parameter.kind)
    options.sort(key=lambda option: option.value != root)  # any of them comes first
    if not parameter.many and len(parameter.default) > 1:
        text = " or ".join(labels_of(snapshot, parameter.default))
        options.insert(0, Option("", text, parameter.name not in values))
        options[1:] = [o._replace(chosen=o.chosen and not options[0].chosen) for o in options[1:]]
    return Field(parameter.name, label, "menu", parameter.many, tuple(options))


def labels_of(snapshot: Snapshot, iris: Sequence[str]) -> list[str]:
    """Return how things are called."""
    show = snapshot.graph.namespaces.show
    return [snapshot.labels.get(iri) or show(iri) for iri in iris]


def value_of(snapshot: Snapshot, iri: str) -> str:
    """Return a thing as an address says it: its CURIE, else its IRI."""
    return snapshot.graph.namespaces.compact(iri) or iri


def _by_label(option: Option) -> tuple[object, ...]:
    return natural_key(fold(option.text))


def _options(snapshot: Snapshot, parameter: Parameter, chosen: Sequence[str]) -> Iterator[Option]:
    show, index = snapshot.graph.namespaces.show, snapshot.graph.asker.fitting(parameter)
    for iri in index.things:
        name = index.identifiers.get(iri)
        label = index.labels.get(iri) or show(iri)
        text = f"{name}: {label}" if name else label
        text = f"any {text}" if iri == parameter.kind else text
        yield Option(value_of(snapshot, iri), text, iri in chosen)
