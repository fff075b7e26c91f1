"""Asking every question in both places, and telling what differs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from ivig_kg.answer import Answer, Literal
from ivig_kg.ask import Asker
from ivig_kg.catalog import LOOKUPS, fill
from ivig_kg.conform.known import Known
from ivig_kg.conform.rows import differences
from ivig_kg.conform.variants import Values, variants
from ivig_kg.engine.remote import RemoteEngine
from ivig_kg.errors import RemoteFailure
from ivig_kg.model import Question

__all__ = ["Case", "compare_all", "report"]

_COLUMNS = ("question", "asked_with", "rows", "verdict", "difference")


class Case(NamedTuple):
    """One question with some values, asked in both places.

    Args:
        question: its name.
        asked_with: its values as CURIEs; empty for the defaults.
        rows: how many rows (or triples) it has here.
        verdict: ``equal``, ``differs``, ``failed`` (the endpoint gave no answer), ``known`` (on the
            list of known differences), or ``not asked`` (on the list, since it would do harm).
        told: what differs, or why it failed; for a known one the cause first.
    """

    question: str
    asked_with: str
    rows: int
    verdict: str
    told: tuple[str, ...] = ()

    @property
    def good(self) -> bool:
        """Say whether nothing new is wrong."""
        return self.verdict in {"equal", "known", "not asked"}


def compare_all(
    asker: Asker, there: RemoteEngine, known: Sequence[Known], only: Sequence[str] = ()
) -> Iterator[Case]:
    """Ask every canned question and look-up in both places.

    Args:
        asker: asks here.
        there: the endpoint.
        known: the differences that were looked into.
        only: the names of those to ask; none for all but those that are known to do harm there.

    Raises:
        RemoteFailure: the endpoint answers nothing any more.
    """
    catalog = asker.catalog
    asked = [catalog.question(name) for name in catalog.questions]
    names = [f.path.rsplit("/", 1)[1][:-3] for f in catalog.content.below(LOOKUPS, suffix=".rq")]
    asked += [catalog.lookup(name) for name in names]
    for question in asked:
        if only and question.name not in only:
            continue
        fitting = [each for each in known if each.fits(there.server, question.name)]
        asks = bool(only) or not any(each.harmful for each in fitting)
        for values in variants(question, asker):
            yield _case(question, values, asker, there if asks else None, known=fitting)


def _case(
    question: Question,
    values: Values,
    asker: Asker,
    there: RemoteEngine | None,
    *,
    known: Sequence[Known],
) -> Case:
    text = fill(question, values)
    here = asker.engine.query(text)
    shown = asker.namespaces.show
    told_with = " ".join(f"{name}={shown(iri)}" for name, (iri,) in values.items())
    verdict, told = _compared(question, here, text, asker, there) if there else ("not asked", ())
    if known and verdict != "equal":
        verdict = "known" if there else verdict
        told = (*(each.cause for each in known), *told)
    return Case(question.name, told_with, len(here.rows) or len(here.triples), verdict, told)


def _compared(
    question: Question, here: Answer, text: str, asker: Asker, there: RemoteEngine
) -> tuple[str, tuple[str, ...]]:
    try:
        told = tuple(differences(here, there.query(text), question))
    except RemoteFailure as failure:
        _require_alive(asker, there)
        return "failed", (str(failure).partition(": ")[2],)
    return "differs" if told else "equal", told


def _require_alive(asker: Asker, there: RemoteEngine) -> None:
    """Ask the smallest look-up: an endpoint that fails it is down, and no list helps."""
    there.query(asker.catalog.lookup("remote-union").text)


def report(cases: Iterable[Case], tell: Callable[[Case], None] | None = None) -> Answer:
    """Return the cases as a table: a row for each, or for each thing that differs in it."""
    rows = []
    for case in cases:
        if tell is not None:
            tell(case)
        first = (case.question, case.asked_with or "defaults", str(case.rows), case.verdict)
        rows += [tuple(map(Literal, (*first, told))) for told in case.told or ("",)]
    return Answer(_COLUMNS, tuple(rows), summary="Every question, there and here.")
