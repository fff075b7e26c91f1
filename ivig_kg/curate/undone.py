"""Undo: a further entry that gives things the status they had before; nothing is deleted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ivig_kg.curate.agents import same_person
from ivig_kg.curate.bench import Bench
from ivig_kg.curate.desk import Desk
from ivig_kg.curate.ledger import Entry, entries_of, settle
from ivig_kg.curate.life import Done, reason
from ivig_kg.errors import UsageError

__all__ = ["undo"]


def undo(desk: Desk, name: str, why: str) -> Done:
    """Undo an act: an entry and those that were led by it.

    Args:
        desk: who undoes, and where.
        name: an entry (``entry:rist-2011-2``), or a thing, whose latest entry is meant.
        why: the reason, in a sentence.

    Raises:
        UsageError: there is nothing to undo, it was undone already, or something happened since.
        FindingsRefused: the content would have faults.
    """
    entries = entries_of(desk)
    chosen = _chosen(desk, name, entries)
    lead = chosen.led_by or chosen.iri
    act = [entry for entry in entries if lead in (entry.iri, entry.led_by)]
    _refuse_wider(desk, name, chosen, act)
    bench = desk.bench()
    for entry in act:
        _require_last(desk, entry, entries)
    main = ""
    for entry in sorted(act, key=lambda one: one.iri != lead):
        back = _back(entry, entries, reason(why))._replace(led_by=main)
        _refuse_own(desk, bench, back)
        # Only an act of superseding names what is newer; its undoing twice gives it back.
        written = settle(desk, bench, back._replace(replacement=""), newer=back.replacement)
        main = main or written
    things = tuple(thing for entry in act for thing in entry.things)
    show = desk.namespaces.show
    # What was added is retracted, and never was that before.
    how = "now" if chosen.act == "ivig:Added" else "again"
    notes = tuple(f"{show(thing)} is {_now(bench, thing)} {how}" for thing in things)
    if chosen.act == "ivig:Undone":
        notes += (f"{show(chosen.iri)} was an undo itself: what it undid stands again",)
    return Done(notes, tuple(desk.write(bench)), main, things)


def _chosen(desk: Desk, name: str, entries: Sequence[Entry]) -> Entry:
    names = desk.namespaces
    by_iri = {iri: entry for entry in entries for iri in (entry.iri, names.show(entry.iri))}
    if name in by_iri:
        return by_iri[name]
    if name.startswith("entry:"):
        raise UsageError(f"there is no entry {name[:80]}; ivig-kg log lists them")
    thing = desk.named(name, "ivig:Statement", "ivig:Judgement", "ivig:Source")
    last = [entry for entry in entries if thing in entry.things][-1:]
    if not last:
        raise UsageError(f"{names.show(thing)}: no act on it is recorded, so none can be undone")
    return last[0]


def _refuse_wider(desk: Desk, name: str, chosen: Entry, act: Sequence[Entry]) -> None:
    """Refuse to undo, by the name of one thing, an act that was on others in their own right."""
    show = desk.namespaces.show
    lead = next(entry for entry in act if not entry.led_by)
    alone = chosen is lead and len(lead.things) == 1  # the rest only followed from it
    if alone or name in {chosen.iri, show(chosen.iri)}:
        return
    count = sum(len(entry.things) for entry in act)
    raise UsageError(
        f"{name} was one of {count} things in one act ({show(lead.iri)}): name that entry to undo "
        "all of it; for this one alone there are retract, and a statement entered anew"
    )


def _require_last(desk: Desk, entry: Entry, entries: Sequence[Entry]) -> None:
    """Refuse to undo what something else has followed on any of its things."""
    show = desk.namespaces.show
    for thing in entry.things:
        later = [one for one in entries if thing in one.things][-1]
        if later.undoes == entry.iri:
            raise UsageError(f"{show(entry.iri)} was undone already, by {show(later.iri)}")
        if later.iri != entry.iri:
            raise UsageError(
                f"{show(entry.iri)} cannot be undone: {show(later.iri)} followed it on "
                f"{show(thing)}; undo that first"
            )


def _back(entry: Entry, entries: Sequence[Entry], because: str) -> Entry:
    """Return the entry that undoes one. What was added is retracted, since nothing is deleted."""
    after = "ivig:Retracted" if entry.act == "ivig:Added" else entry.before
    newer = _newer(entry, {one.iri: one for one in entries}) if after == "ivig:Superseded" else ""
    back = Entry(entry.things, "ivig:Undone", entry.after, after, undoes=entry.iri)
    return back._replace(because=because, replacement=newer)


def _newer(entry: Entry, entries: Mapping[str, Entry]) -> str:
    """Return what superseded the things, as the act says that was undone, however often."""
    while entry.undoes in entries and not entry.replacement:
        entry = entries[entry.undoes]
    return entry.replacement


def _refuse_own(desk: Desk, bench: Bench, back: Entry) -> None:
    if back.after != "ivig:Accepted":
        return
    for thing in back.things:
        if same_person(desk.asker, desk.agent) & {*bench.values(thing, "dcterms:creator")}:
            shown = desk.namespaces.show(thing)
            raise UsageError(
                f"{shown} would be accepted again, and {desk.namespaces.show(desk.agent.value)} "
                "entered it: somebody else must undo this"
            )


def _now(bench: Bench, thing: str) -> str:
    values = bench.values(thing, "ivig:status")
    return values[0].value.rpartition("#")[2].lower() if values else "without status"
