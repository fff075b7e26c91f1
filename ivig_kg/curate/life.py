"""The life of a statement or judgement: review, retract, supersede.

What rests on a thing that is no longer current is taken back with it, as far as it goes: a
judgement on a retracted result would say more than is known. ``todo`` lists what to judge anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ivig_kg.answer import Iri, lexical
from ivig_kg.curate.agents import same_person
from ivig_kg.curate.bench import Bench
from ivig_kg.curate.desk import Desk
from ivig_kg.curate.ledger import Entry, entries_of, settle
from ivig_kg.errors import UsageError

__all__ = [
    "CURRENT",
    "Done",
    "reason",
    "require_current",
    "retract",
    "review",
    "since",
    "status_of",
    "supersede",
]

CURRENT = ("ivig:Draft", "ivig:Accepted")
_STATEMENT, _JUDGEMENT, _SOURCE = "ivig:Statement", "ivig:Judgement", "ivig:Source"
_LONGEST = 1000
_MEANING = {"ivig:Accepted": ": faithful to what it rests on, which does not make it true"}


class Done(NamedTuple):
    """What an act did.

    Args:
        notes: what happened, in words for the curator.
        files: the files that were changed.
        entry: the IRI of the main entry; empty where nothing was to do.
        things: the IRIs of the things that it made or changed.
        left_out: whether something with faults was left out, as was asked.
    """

    notes: tuple[str, ...]
    files: tuple[str, ...] = ()
    entry: str = ""
    things: tuple[str, ...] = ()
    left_out: bool = False


def review(desk: Desk, name: str, why: str, *, accept: bool) -> Done:
    """Accept or reject a draft: is it faithful to its source?

    Args:
        desk: who reviews, and where.
        name: the statement or judgement.
        why: the reason, in a sentence.
        accept: whether it is accepted.

    Raises:
        UsageError: it is the reviewer's own, or no draft.
        FindingsRefused: the content would have faults.
    """
    bench, thing = desk.bench(), desk.named(name, _STATEMENT, _JUDGEMENT)
    show, status = desk.namespaces.show, status_of(bench, thing)
    shown = show(thing)
    wanted = "ivig:Accepted" if accept else "ivig:Rejected"
    if status == wanted:
        return Done((f"{shown} is {_word(wanted)} already; nothing to do",))
    if status != "ivig:Draft":
        raise UsageError(
            f"{shown} is {_word(status)}, and only a draft is reviewed{since(desk, thing)}; undo "
            "that first, or enter a new one that supersedes it"
        )
    for creator in same_person(desk.asker, desk.agent) & {*bench.values(thing, "dcterms:creator")}:
        raise UsageError(
            f"{shown} was entered by {show(creator.value)}: nobody reviews their own, no program "
            "either; somebody else must do it, from their own account of git"
        )
    entry = Entry((thing,), wanted, because=reason(why), after=wanted)
    return _moved(desk, bench, thing, entry._replace(digest=desk.digest(thing) if accept else ""))


def retract(desk: Desk, name: str, why: str) -> Done:
    """Take back a statement, a judgement or a whole source, and what rests on it.

    Raises:
        UsageError: it is not current.
        FindingsRefused: the content would have faults.
    """
    bench, thing = desk.bench(), desk.named(name, _STATEMENT, _JUDGEMENT, _SOURCE)
    status, gone = status_of(bench, thing), "ivig:Retracted"
    if status == gone:
        shown = desk.namespaces.show(thing)
        return Done((f"{shown} is retracted already{since(desk, thing)}; nothing to do",))
    if status:
        require_current(desk, thing, status)
    return _moved(desk, bench, thing, Entry((thing,), gone, because=reason(why), after=gone))


def supersede(desk: Desk, old: str, new: str, why: str) -> Done:
    """Let a newer statement or judgement replace an older one.

    Raises:
        UsageError: they are the same, of different kinds, or one of them is not current.
        FindingsRefused: the content would have faults.
    """
    bench = desk.bench()
    older, newer = (desk.named(name, _STATEMENT, _JUDGEMENT) for name in (old, new))
    show, after = desk.namespaces.show, "ivig:Superseded"
    if older == newer:
        raise UsageError(f"{show(older)} cannot supersede itself")
    if bench.values(older, "ivig:supersededBy") == [Iri(newer)]:
        return Done((f"{show(older)} is superseded by {show(newer)} already; nothing to do",))
    for thing in (older, newer):
        require_current(desk, thing, status_of(bench, thing))
    _require_alike(desk, bench, older, newer)
    drafted = status_of(bench, older) == CURRENT[1] and status_of(bench, newer) == CURRENT[0]
    entry = Entry((older,), after, because=reason(why), after=after, replacement=newer)
    done = _moved(desk, bench, older, entry)
    told = f"{show(newer)} is a draft, and what it replaces was accepted: let somebody review it"
    return done._replace(notes=(*done.notes, told)) if drafted else done


def _require_alike(desk: Desk, bench: Bench, older: str, newer: str) -> None:
    show = desk.namespaces.show
    if (_STATEMENT in desk.kinds(older)) != (_STATEMENT in desk.kinds(newer)):
        raise UsageError(
            f"{show(older)} and {show(newer)}: a statement supersedes a statement, a judgement a "
            "judgement"
        )
    if bench.values(older, "ivig:statedIn") != bench.values(newer, "ivig:statedIn"):
        raise UsageError(
            f"{show(older)} and {show(newer)} are of different documents, so both stand: what a "
            "newer document says does not undo what an older one said; enter a dispute, or a "
            "currency assessment of the older document"
        )


def reason(why: str) -> str:
    """Return a reason fit to be kept.

    Raises:
        UsageError: it is empty, too long, or has a line break or control character.
    """
    text = why.replace("\u00a0", " ").replace("\u202f", " ").strip()
    if not text:
        raise UsageError("--why: give the reason in a sentence; it is kept for good")
    if len(text) > _LONGEST:
        raise UsageError(f"--why: {len(text)} characters; {_LONGEST} at most")
    if not text.isprintable():
        raise UsageError("--why: has a line break or a control character; write one plain sentence")
    return text


def _moved(desk: Desk, bench: Bench, thing: str, entry: Entry) -> Done:
    """Give a thing its new status, and take back what rests on it when it is no longer current."""
    main = settle(desk, bench, entry._replace(before=status_of(bench, thing)))
    show = desk.namespaces.show
    notes = [f"{show(thing)} is {_word(entry.after)} now{_MEANING.get(entry.after, '')}"]
    reached: list[str] = []
    if entry.after not in CURRENT:
        because = f"Rests on {show(thing)}, which is {_word(entry.after)}."
        for group in _groups(bench, _reach(desk, bench, thing)):
            reached += group
            back = Entry(group, "ivig:Retracted", status_of(bench, group[0]), "ivig:Retracted")
            settle(desk, bench, back._replace(led_by=main, because=because))
        if entry.replacement in reached:
            raise UsageError(
                f"{show(entry.replacement)} rests on {show(thing)}: it cannot replace it"
            )
        notes += [f"{show(other)} rests on it and is retracted with it" for other in reached]
        if any(_JUDGEMENT in desk.kinds(other) for other in reached):
            notes.append("what must be judged anew: ivig-kg todo")
    return Done(tuple(notes), tuple(desk.write(bench)), main, (thing, *reached))


def _reach(desk: Desk, bench: Bench, thing: str) -> list[str]:
    """Return what is current and rests on a thing, directly or through others, in order."""
    found: list[str] = []
    waiting, gone = [thing], {thing}
    while waiting:
        one = waiting.pop(0)
        for row in desk.asker.look_up("rests-on", thing=one).rows:
            other = lexical(row[0])
            if other not in gone and status_of(bench, other) in CURRENT:
                gone.add(other)
                found.append(other)
                waiting.append(other)
    return found


def _groups(bench: Bench, things: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Yield things that one entry can speak of: in one file, with one status."""
    groups: dict[tuple[str, str], list[str]] = {}
    for thing in things:
        groups.setdefault((bench.home(thing) or "", status_of(bench, thing)), []).append(thing)
    yield from map(tuple, groups.values())


def status_of(bench: Bench, thing: str) -> str:
    """Return the status of a thing as a CURIE; nothing where it has none."""
    values = bench.values(thing, "ivig:status")
    return bench.namespaces.show(values[0].value) if values else ""


def require_current(desk: Desk, thing: str, status: str) -> None:
    """Refuse what is no longer current.

    Raises:
        UsageError: its status is neither draft nor accepted.
    """
    if status not in CURRENT:
        raise UsageError(
            f"{desk.namespaces.show(thing)} is {_word(status)}{since(desk, thing)}: it is no "
            "longer current; undo that first, or name another"
        )


def since(desk: Desk, thing: str) -> str:
    """Return by whom, when and why a thing has its status, in brackets."""
    last = [entry for entry in entries_of(desk) if thing in entry.things][-1:]
    told = (f" (by {desk.namespaces.show(e.agent)} on {e.day}: {e.because})" for e in last)
    return "".join(told)


def _word(status: str) -> str:
    return status.partition(":")[2].lower() or "without status"
