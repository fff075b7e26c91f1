"""The ledger: entries that say who did what to a thing, when and why (PROV: activities)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ivig_kg.answer import Iri, Literal, Term, Triple, lexical
from ivig_kg.curate.bench import Bench
from ivig_kg.curate.desk import Desk
from ivig_kg.curate.places import next_number, review_file, stem_of

__all__ = ["ENGLISH", "Entry", "enter", "entries_of", "in_english", "settle", "the_day"]

ENGLISH = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
_DATE = "http://www.w3.org/2001/XMLSchema#date"
_TYPE = Iri("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


class Entry(NamedTuple):
    """One act on some things that had the same status before it and have the same after it.

    Args:
        things: the IRIs of the things.
        act: what was done, a CURIE.
        before: the status before, a CURIE; empty where there was none.
        after: the status after, a CURIE; empty for none.
        iri: its own IRI; empty until it is entered.
        replacement: the IRI of the newer thing, where it was superseded.
        undoes: the IRI of the entry that it undoes.
        led_by: the IRI of the main entry of the same act.
        because: the reason.
        agent: the IRI of who did it.
        day: when.
        digest: the hash of what the thing said when it was accepted.
    """

    things: tuple[str, ...]
    act: str
    before: str = ""
    after: str = ""
    iri: str = ""
    replacement: str = ""
    undoes: str = ""
    led_by: str = ""
    because: str = ""
    agent: str = ""
    day: str = ""
    digest: str = ""


def in_english(text: str) -> Literal:
    """Return words as a literal in English."""
    return Literal(text, ENGLISH, "en")


def the_day(desk: Desk) -> Literal:
    """Return the day of an act as a literal."""
    return Literal(desk.today.isoformat(), _DATE)


def enter(desk: Desk, bench: Bench, entry: Entry) -> str:
    """Put an entry on the bench, in the file of the things that it concerns.

    Returns:
        Its IRI.
    """
    names = desk.namespaces
    stem = stem_of(entry.things[0], bench)
    path = review_file(stem)
    start = f"entry:{stem}-"
    said = "\n".join(names.show(t.subject.value) for t in bench.said(path))
    number = next_number(start, [*bench.files.values(), said.encode()])
    iri = Iri(names.expand(f"{start}{number}"))
    values: list[tuple[str, Term]] = [("ivig:act", desk.iri(entry.act))]
    values += [("ivig:concerns", Iri(thing)) for thing in entry.things]
    for verb, status in (("ivig:statusBefore", entry.before), ("ivig:statusAfter", entry.after)):
        values += [(verb, desk.iri(status))] if status else []
    links = (
        ("ivig:replacement", entry.replacement),
        ("ivig:undoes", entry.undoes),
        ("prov:wasInformedBy", entry.led_by),
    )
    values += [(verb, Iri(other)) for verb, other in links if other]
    values += [("ivig:sha256", Literal(entry.digest))] if entry.digest else []
    values += [
        ("ivig:because", in_english(entry.because)),
        ("dcterms:creator", desk.agent),
        ("dcterms:created", the_day(desk)),
    ]
    bench.remark(path, f"# Reviews and other acts of curators on {stem}. Nothing here is deleted.")
    typed = Triple(iri, _TYPE, desk.iri("ivig:CurationEntry"))
    bench.put(path, [typed, *(Triple(iri, desk.iri(verb), value) for verb, value in values)])
    return iri.value


def settle(desk: Desk, bench: Bench, entry: Entry, newer: str = "") -> str:
    """Give things the status that an entry gives them, and enter it.

    Args:
        desk: who does it, and where.
        bench: the files.
        entry: the entry; its replacement is what supersedes the things.
        newer: what supersedes them, where the entry does not say it.

    Returns:
        The IRI of the entry.
    """
    newer = newer or entry.replacement
    for thing in entry.things:
        bench.give(thing, "ivig:status", [desk.iri(entry.after)] if entry.after else [])
        if newer or bench.values(thing, "ivig:supersededBy"):
            bench.give(thing, "ivig:supersededBy", [Iri(newer)] if newer else [])
    return enter(desk, bench, entry)


def entries_of(desk: Desk) -> list[Entry]:
    """Return all entries of a content, those of one file in their order."""
    rows = desk.asker.look_up("entries").rows
    found: dict[str, list[Sequence[str]]] = {}
    for row in rows:
        texts = tuple(map(lexical, row))
        found.setdefault(texts[0], []).append(texts)
    return sorted((_entry(desk, several) for several in found.values()), key=_by_number)


def _entry(desk: Desk, rows: Iterable[Sequence[str]]) -> Entry:
    several = list(rows)
    iri, act, _, before, after, replacement, undoes, led_by, because, agent, day = several[0][:11]
    show = desk.namespaces.show
    return Entry(
        things=tuple(dict.fromkeys(row[2] for row in several)),
        act=show(act),
        before=show(before) if before else "",
        after=show(after) if after else "",
        iri=iri,
        replacement=replacement,
        undoes=undoes,
        led_by=led_by,
        because=because,
        agent=agent,
        day=day,
    )


def _by_number(entry: Entry) -> tuple[str, int]:
    stem, _, number = entry.iri.rpartition("-")
    return stem, int(number) if number.isdecimal() else 0
