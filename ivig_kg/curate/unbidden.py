"""What a document of RDF may not bring in, and the files to which what it brings belongs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ivig_kg.answer import Term, Triple
from ivig_kg.curate.desk import Desk
from ivig_kg.curate.places import next_number, review_file, source_file, source_of

__all__ = ["home_of", "unbidden"]

_REACH = 1000
_FIXED = {"as": "data/assessments/imported.ttl", "agent": "data/agents.ttl"}
_KINDS = ("src", "study", "st", "entry", *_FIXED)
_BY_ACTS = {
    "entry": ": entries are made by acts: ivig-kg review, retract, supersede, undo",
    "agent": ": agents enter themselves: ivig-kg agent",
}


def home_of(desk: Desk, subject: str, known: dict[str, str | None]) -> str | None:
    """Return the file to which a new thing goes; None for what data do not hold.

    Args:
        desk: whose content it is.
        subject: the IRI of the thing.
        known: the answers so far, by kind and source, since many things go to one file.

    Raises:
        InvalidInput: its name is none for a thing of its kind.
    """
    names = desk.namespaces
    if subject == f"{names.base('graph')}data":  # the header: version, licence
        return "data/dataset.ttl"
    kind, local = _kind(desk, subject)
    if kind == "entry":
        return review_file(local.rpartition("-")[0])
    if kind not in {"src", "study", "st"}:
        return _FIXED.get(kind)
    stem = source_of(subject, names) if kind == "st" else local.partition(".")[0]
    what = "statements" if kind == "st" else "document"
    if f"{what} {stem}" not in known:
        known[f"{what} {stem}"] = source_file(stem, desk.content, what)
    return known[f"{what} {stem}"]


def unbidden(
    desk: Desk, new: Iterable[str], said: Mapping[str, Sequence[Triple]]
) -> Iterator[tuple[str, str]]:
    """Yield new things that only an act of a curator makes, and why each is refused.

    Args:
        desk: who takes them in.
        new: their IRIs.
        said: what is said of each.
    """
    creator = desk.iri("dcterms:creator")
    numbered: dict[str, dict[int, str]] = {}
    for subject in new:
        kind, local = _kind(desk, subject)
        if kind in _BY_ACTS:
            yield subject, _BY_ACTS[kind]
        if kind in {"st", "as"}:
            made = [triple.object for triple in said[subject] if triple.predicate == creator]
            yield from ((subject, _foreign(desk, agent)) for agent in made if agent != desk.agent)
        if kind == "st" and "." not in local:
            stem = source_of(subject, desk.namespaces)
            numbered.setdefault(stem, {})[int(local.rpartition("-")[2])] = subject
    yield from _far(desk, numbered)


def _foreign(desk: Desk, agent: Term) -> str:
    show = desk.namespaces.show
    return (
        f" says it was entered by {show(agent.value)}; an import enters it as "
        f"{show(desk.agent.value)}: say so, or leave it out"
    )


def _far(desk: Desk, numbered: Mapping[str, Mapping[int, str]]) -> Iterator[tuple[str, str]]:
    """Yield statements whose numbers leave a gap that nobody meant: numbers are never used again.

    Many statements may come at once: each moves on the number that the next may have.
    """
    texts = [file.data for file in desk.content.below("data")]
    for stem, by_number in numbered.items():
        free = next_number(f"st:{stem}-", texts)
        for number, subject in sorted(by_number.items()):
            if number > free + _REACH:
                yield subject, f": number far beyond the next free one, {free}"
            else:
                free = max(free, number + 1)


def _kind(desk: Desk, subject: str) -> tuple[str, str]:
    """Return the prefix of a thing of the data and its local name; two empty ones for others."""
    for kind in _KINDS:
        base = desk.namespaces.base(kind)
        if subject.startswith(base):
            return kind, subject.removeprefix(base)
    return "", ""
