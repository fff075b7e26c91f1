"""The forest: rates as rows of a picture, by endpoint and subtype; it never pools."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from ivig_kg.appraise.rates import Rate, Rates, Row
from ivig_kg.appraise.scope import Scope

__all__ = ["Forest", "Line", "Panel", "Stand"]


class Line(NamedTuple):
    """One rate on the picture.

    Args:
        row: the result it comes from.
        rate: the rate.
        direct: whether the patients have the condition.
    """

    row: Row
    rate: Rate
    direct: bool

    @property
    def shows_control(self) -> bool:
        """Say whether the control group is to be shown: it counts who improved."""
        return self.rate is self.row.improved

    @property
    def about(self) -> str:
        """Return design and verification, and what else must be read with it, in words."""
        said, result = self.row.statement, self.row.result
        parts = [
            said.design or "design not stated",
            f"read as {said.verification}",
            f"improved means: {result.definition}" * bool(result.definition),
            f"control {self.row.control}" * bool(self.row.control),
            "other patients (indirect)" * (not self.direct),
        ]
        return "; ".join(part for part in parts if part)


class Stand(NamedTuple):
    """The lines of one subtype.

    Args:
        label: the subtype, in words.
        lines: the rates.
    """

    label: str
    lines: tuple[Line, ...]


class Panel(NamedTuple):
    """One endpoint.

    Args:
        endpoint: what was counted, in words.
        stands: the subtypes that have a rate of it.
        missing: the labels of results that do not count it.
        absence: the sentence for a panel without a rate.
    """

    endpoint: str
    stands: tuple[Stand, ...]
    missing: tuple[str, ...]
    absence: str


@dataclass(frozen=True, repr=False)
class Forest:
    """The rates of one scope, for a picture.

    Args:
        rates: the rates.
        refusal: why they are not pooled, in words.
    """

    rates: Rates
    refusal: str

    def __repr__(self) -> str:
        """Say what it is."""
        return f"<Forest: {len(self.rates.rows)} results of {len(self.rates.studies)} studies>"

    @property
    def scope(self) -> Scope:
        """Return what it is about."""
        return self.rates.scope

    @cached_property
    def panels(self) -> tuple[Panel, ...]:
        """Return the two endpoints apart: who improved; who improved or stayed stable."""
        return (
            self._panel("Improved", lambda row: row.improved),
            self._panel("Improved or stable", lambda row: row.either),
        )

    @property
    def title(self) -> str:
        """Return what the picture shows."""
        scope = self.scope
        return f"How patients fared: {scope.treatment} in {scope.subtype}"

    @property
    def told(self) -> Iterator[str]:
        """Yield a sentence for each line of the picture."""
        for panel in self.panels:
            for stand in panel.stands:
                for line in stand.lines:
                    yield (
                        f"{panel.endpoint}, {stand.label}, {line.row.label}: {line.rate}; "
                        f"{line.about}."
                    )

    def _panel(self, endpoint: str, rate: Callable[[Row], Rate | None]) -> Panel:
        stands: dict[str, list[Line]] = {}
        missing: list[str] = []
        for row in self.rates.rows:
            if found := rate(row):
                line = Line(row, found, row.statement.direct)
                stands.setdefault(_named(row), []).append(line)
            else:
                missing.append(f"{_named(row)}, {row.label}")
        return Panel(
            endpoint,
            tuple(Stand(label, tuple(lines)) for label, lines in stands.items()),
            tuple(missing),
            f"No count of it {'is left' if self.scope.left_out else 'is in the graph'}.",
        )

    def _repr_svg_(self) -> str:
        """Return the picture, which a notebook shows."""
        from ivig_kg.appraise.forest_picture import to_svg  # noqa: PLC0415 (only notebooks pay)

        return to_svg(self)


def _named(row: Row) -> str:
    """Return the subtype of a row, and that it is only close to the one asked for."""
    return row.term.label + " (close: not the same)" * (row.term.match == "close")
