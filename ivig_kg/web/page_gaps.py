"""The gaps as tables of a page, with links to terms, profiles and studies."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from ivig_kg.appraise.gaps import Gaps, Open, Unstudied, Waiting
from ivig_kg.appraise.tables import gaps_answer
from ivig_kg.pages import Html
from ivig_kg.web.page_frame import Link, link, part
from ivig_kg.web.page_table import Column, Table
from ivig_kg.web.snapshot import Snapshot

__all__ = ["gaps_section", "gaps_title"]

_ASKED = (
    *("subtype", "treatment", "claimed by", "advised by"),
    *("studied in other patients", "studied near it"),
)
_WAITING = ("study", "treatment", "subtype", "design", "patients", "what is said of it")
_NOT_STATED = Link("not stated")


def gaps_title(gaps: Gaps) -> str:
    """Return what the page shows."""
    return f"Gaps: {gaps.scope.treatment} in {gaps.scope.subtype}"


def gaps_section(
    snapshot: Snapshot, gaps: Gaps, where: Callable[[str, str], str], lead: Html
) -> Html:
    """Return the main part of the page.

    Args:
        snapshot: where things stand.
        gaps: what is not known.
        where: the address of the profile of a subtype and a treatment.
        lead: what stands below the title.
    """
    asked = (_open(snapshot, each, where) for each in gaps.open)
    waiting = (_waiting(snapshot, each) for each in gaps.waiting)
    return part(
        "gaps.html",
        title=gaps_title(gaps),
        lead=lead,
        about=f"patients with {gaps.scope.condition}",
        unstudied=[_unstudied(snapshot, each) for each in gaps.without],
        asked=_table(_ASKED, asked),
        waiting=_table(_WAITING, waiting),
        notes=(*gaps_answer(gaps).notes[:-1], f"{gaps.scope.made}."),
    )


def _table(columns: tuple[str, ...], rows: Iterable[tuple[tuple[Link, ...], ...]]) -> Table:
    heads = (Column(name, numeric=False, head=not n, long=False) for n, name in enumerate(columns))
    return Table(tuple(heads), tuple(rows))


def _unstudied(snapshot: Snapshot, each: Unstudied) -> tuple[Link, str]:
    """Return a subtype, and what is studied near it, in words."""
    told = "; ".join(_near(each))
    return link(snapshot, each.term.iri, each.term.label), f"studied, {told}" if told else ""


def _near(each: Unstudied | Open) -> Iterator[str]:
    if each.narrower:
        yield f"narrower: {', '.join(each.narrower)}"
    if each.close:
        yield f"close: {', '.join(each.close)}"


def _open(
    snapshot: Snapshot, asked: Open, where: Callable[[str, str], str]
) -> tuple[tuple[Link, ...], ...]:
    cell = asked.cell
    return (
        (link(snapshot, asked.term.iri, asked.term.label),),
        (Link(asked.treatment, where(cell.subtype, cell.treatment), "evidence profile"),),
        tuple(map(Link, cell.claimed)),
        tuple(map(Link, cell.recommended)),
        tuple(link(snapshot, study.iri, study.title) for study in cell.indirect),
        tuple(map(Link, _near(asked))),
    )


def _waiting(snapshot: Snapshot, each: Waiting) -> tuple[tuple[Link, ...], ...]:
    study = each.study
    return (
        (link(snapshot, study.iri, study.registration or study.title),),
        (link(snapshot, study.treatment, study.given),),
        (link(snapshot, study.subtype, study.form) if study.subtype else _NOT_STATED,),
        (Link(study.design) if study.design else _NOT_STATED,),
        (_NOT_STATED if study.enrolled is None else Link(str(study.enrolled)),),
        tuple(map(Link, each.labels)),
    )
