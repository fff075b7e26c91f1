"""Reading rows of the look-ups of an appraisal into records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from ivig_kg.answer import LIST_SEPARATOR
from ivig_kg.appraise.beside import Harm, Reading, Untold
from ivig_kg.appraise.records import Judged, Result, Statement, Word

__all__ = [
    "Row",
    "grouped",
    "harm",
    "judged",
    "reading",
    "result",
    "statement",
    "untold",
    "word",
]

Row: TypeAlias = Mapping[str, str]
"""A row by column; what a query left open is empty."""

_YEAR = 4  # digits


def grouped(rows: Iterable[Row], *keys: str) -> Iterator[list[Row]]:
    """Yield the rows that agree in these columns together, in the order of the first of each."""
    groups: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        groups.setdefault(tuple(row[key] for key in keys), []).append(row)
    yield from groups.values()


def statement(rows: list[Row]) -> Statement:
    """Return one statement of its rows, one for each design and each drug beside."""
    first = rows[0]
    patients = [_count(row["part"] or row["counted"] or row["enrolled"]) for row in rows]
    return Statement(
        iri=first["statement"],
        label=first["label"],
        subtype=first["subtype"],
        treatment=first["treatment"],
        given=first["given"],
        condition=first["condition"],
        outcome=first["outcome"],
        composite=first["composite"] == "true",
        effect=first["effect"],
        direction=first["direction"],
        comparator=", ".join(_several(rows, "comparator")),
        beside=_several(rows, "beside"),
        study=first["study"],
        title=first["title"],
        design=", ".join(_several(rows, "design")),
        gathers=first["gathers"] == "true",
        patients=max((n for n in patients if n is not None), default=None),
        verification=first["verification"],
        source=first["source"],
        year=_year(first["issued"]),
        overtaken=first["overtaken"] == "true",
        direct=first["directness"] == "direct",
        reviewed=_reviewed(rows),
    )


def result(rows: list[Row]) -> Result:
    """Return one result of its rows, one for each property."""
    found = {row["property"]: row["value"] for row in rows}

    def text(name: str) -> str:
        return found.get(name, "")

    def count(name: str) -> int | None:
        return _count(text(name))

    return Result(
        iri=rows[0]["result"],
        statement=rows[0]["statement"],
        total=count("total"),
        improved=count("improved"),
        stable=count("stable"),
        worsened=count("worsened"),
        either=count("improved_or_stable"),
        others_improved=count("comparator_improved"),
        others_total=count("comparator_total"),
        instrument=text("instrument"),
        assessor=text("assessor"),
        since=text("from"),
        until=text("to"),
        measure=text("measure"),
        estimate=text("estimate"),
        lower=text("lower"),
        upper=text("upper"),
        positive_means=text("positive_means"),
        p=f"{text('p_operator') or '='} {text('p')}" if text("p") else "",
        derivation=text("derivation"),
        arithmetic=text("arithmetic"),
        definition=text("definition"),
        among=tuple(sorted(filter(None, rows[0]["among"].split(LIST_SEPARATOR)))),
    )


def word(row: Row) -> Word:
    """Return one claim or recommendation of its row."""
    return Word(
        iri=row["statement"],
        label=row["label"],
        subtype=row["subtype"],
        treatment=row["treatment"],
        given=row["given"],
        role=row["role"],
        stance=row["stance"],
        says=row["says"],
        source=row["source"],
        title=row["title"],
        verification=row["verification"],
        year=_year(row["issued"]),
        overtaken=row["overtaken"] == "true",
        reviewed=_reviewed([row]),
    )


def harm(rows: list[Row]) -> Harm:
    """Return one count of a harm of its rows, one for each design."""
    first = rows[0]
    return Harm(
        iri=first["statement"],
        label=first["label"],
        subtype=first["subtype"],
        form=first["form"],
        outcome=first["outcome"],
        study=first["study"],
        title=first["title"],
        design=", ".join(_several(rows, "design")),
        effect=first["effect"],
        events=_count(first["events"]),
        total=_count(first["total"]),
        others_events=_count(first["comparator_events"]),
        others_total=_count(first["comparator_total"]),
        measure=first["measure"],
        estimate=first["estimate"],
        lower=first["lower"],
        upper=first["upper"],
        verification=first["verification"],
        year=_year(first["issued"]),
        overtaken=first["overtaken"] == "true",
        reviewed=_reviewed(rows),
    )


def reading(rows: list[Row]) -> Reading:
    """Return one reading of its rows, one for each study that it is about."""
    first = rows[0]
    return Reading(
        iri=first["statement"],
        label=first["label"],
        subtype=first["subtype"],
        treatment=first["treatment"],
        about=_several(rows, "about"),
        title=first["title"],
        effect=first["effect"],
        verification=first["verification"],
        year=_year(first["issued"]),
        overtaken=first["overtaken"] == "true",
        reviewed=_reviewed(rows),
    )


def untold(row: Row) -> Untold:
    """Return one study without a result, as one statement describes it."""
    return Untold(
        iri=row["study"],
        title=row["title"],
        registration=row["registration"],
        design=row["design"],
        enrolled=_count(row["enrolled"]),
        subtype=row["subtype"],
        form=row["form"],
        treatment=row["treatment"],
        given=row["given"],
        statement=row["statement"],
        label=row["label"],
        verification=row["verification"],
        year=_year(row["issued"]),
        overtaken=row["overtaken"] == "true",
        reviewed=_reviewed([row]),
    )


def judged(rows: list[Row]) -> Judged:
    """Return one judgement of its rows, one for each reason and each statement it rests on."""
    first = rows[0]
    told = {
        detail: tuple(dict.fromkeys(row["value"] for row in rows if row["detail"] == detail))
        for detail in ("reason", "for", "against", "inconclusive")
    }
    return Judged(
        iri=first["assessment"],
        subtype=first["subtype"],
        treatment=first["treatment"],
        outcome=first["outcome"],
        certainty=first["certainty"],
        rank=_count(first["rank"]),
        level=first["level"],
        direct=first["directness"] == "direct" if first["directness"] else None,
        because=first["because"],
        reasons=told["reason"],
        supporting=told["for"],
        opposing=told["against"],
        open=told["inconclusive"],
        reviewed=_reviewed(rows),
    )


def _several(rows: Iterable[Row], column: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row[column] for row in rows if row[column]))


def _reviewed(rows: Iterable[Row]) -> bool:
    return all(row["review"] == "reviewed" for row in rows)


def _count(text: str) -> int | None:
    return int(text) if text else None


def _year(text: str) -> int | None:
    return int(text[:_YEAR]) if text[:_YEAR].isdecimal() else None
