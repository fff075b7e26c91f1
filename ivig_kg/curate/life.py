"""The life of a statement or judgement: review, retract, supersede, dispute.

What rests on a thing that is no longer current is taken back with it, as far as it goes: a
judgement on a retracted result would say more than is known. ``todo`` lists what to judge anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ivig_kg.answer import Cell, Iri, Literal, Term, Triple
from ivig_kg.curate.bench import Bench
from ivig_kg.curate.desk import Desk
from ivig_kg.curate.ledger import Entry, enter, entries_of, in_english, settle, the_day
from ivig_kg.errors import InvalidInput, UsageError

__all__ = ["CURRENT", "Done", "dispute", "reason", "retract", "review", "supersede"]

CURRENT = ("ivig:Draft", "ivig:Accepted")
_STATEMENT, _JUDGEMENT, _SOURCE = "ivig:Statement", "ivig:Judgement", "ivig:Source"
_LONGEST = 1000


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
    show, status = desk.namespaces.show, _status(bench, thing)
    shown = show(thing)
    wanted = "ivig:Accepted" if accept else "ivig:Rejected"
    if status == wanted:
        return Done((f"{shown} is {_word(wanted)} already; nothing to do",))
    if status != "ivig:Draft":
        raise UsageError(
            f"{shown} is {_word(status)}, and only a draft is reviewed{_since(desk, thing)}; undo "
            "that first, or enter a new one that supersedes it"
        )
    if desk.agent in bench.values(thing, "dcterms:creator"):
        raise UsageError(
            f"{shown} was entered by {show(desk.agent.value)}: nobody reviews their own, no "
            "program either; let somebody else do it (--agent)"
        )
    return _moved(desk, bench, thing, Entry((thing,), wanted, because=reason(why), after=wanted))


def retract(desk: Desk, name: str, why: str) -> Done:
    """Take back a statement, a judgement or a whole source, and what rests on it.

    Raises:
        UsageError: it is not current.
        FindingsRefused: the content would have faults.
    """
    bench, thing = desk.bench(), desk.named(name, _STATEMENT, _JUDGEMENT, _SOURCE)
    status, gone = _status(bench, thing), "ivig:Retracted"
    if status == gone:
        shown = desk.namespaces.show(thing)
        return Done((f"{shown} is retracted already{_since(desk, thing)}; nothing to do",))
    if status:
        _require_current(desk, thing, status)
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
        _require_current(desk, thing, _status(bench, thing))
    if (_STATEMENT in desk.kinds(older)) != (_STATEMENT in desk.kinds(newer)):
        raise UsageError(
            f"{show(older)} and {show(newer)}: a statement supersedes a statement, a judgement a "
            "judgement"
        )
    entry = Entry((older,), after, because=reason(why), after=after, replacement=newer)
    return _moved(desk, bench, older, entry)


def dispute(desk: Desk, one: str, other: str, why: str, *, kind: str) -> Done:
    """Enter a disagreement of two statements, as a draft.

    Args:
        desk: who judges, and where.
        one: a statement.
        other: the other one.
        why: in what they do not go together, in a sentence.
        kind: the kind of disagreement, a name from its list.

    Raises:
        UsageError: they are the same, one is not current, or the kind is none.
        FindingsRefused: the content would have faults.
    """
    bench, show = desk.bench(), desk.namespaces.show
    sides = sorted({desk.named(name, _STATEMENT) for name in (one, other)})
    if len(sides) == 1:
        raise UsageError(f"{show(sides[0])} cannot be in dispute with itself")
    for side in sides:
        _require_current(desk, side, _status(bench, side))
    locals_ = [side.removeprefix(desk.namespaces.base("st")) for side in sides]
    judgement = desk.iri(f"as:disagreement-{'-and-'.join(locals_)}")
    for known in _disagreements_of(desk, bench, sides):
        return Done((f"{show(known)} is there already on these two; nothing to do",))
    said: list[tuple[str, Term]] = [
        ("rdf:type", desk.iri("ivig:Disagreement")),
        *(("ivig:side", Iri(side)) for side in sides),
        ("ivig:disagreementKind", Iri(desk.named(kind, "ivig:DisagreementCode"))),
        ("ivig:because", in_english(reason(why))),
        ("ivig:status", desk.iri("ivig:Draft")),
    ]
    _put(desk, bench, _disagreements(desk, bench, sides), judgement, said)
    added = Entry((judgement.value,), "ivig:Added", because=reason(why), after="ivig:Draft")
    entry = enter(desk, bench, added)
    note = f"{show(judgement.value)}: {' and '.join(map(show, sides))} are in dispute (draft)"
    return Done((note,), tuple(desk.write(bench)), entry, (judgement.value,))


def reason(why: str) -> str:
    """Return a reason fit to be kept.

    Raises:
        UsageError: it is empty, too long, or has a line break or control character.
    """
    text = why.strip()
    if not text:
        raise UsageError("--why: give the reason in a sentence; it is kept for good")
    if len(text) > _LONGEST:
        raise UsageError(f"--why: {len(text)} characters; {_LONGEST} at most")
    if not text.isprintable():
        raise UsageError("--why: has a line break or a control character; write one plain sentence")
    return text


def _disagreements_of(desk: Desk, bench: Bench, sides: Iterable[str]) -> list[str]:
    """Return the current disagreements of just these statements."""
    rows = [desk.asker.look_up("rests-on", thing=side).rows for side in sides]
    side = desk.namespaces.expand("ivig:side")
    upon = [{_text(one) for one, how in found if _text(how) == side} for found in rows]
    return sorted(one for one in set.intersection(*upon) if _status(bench, one) in CURRENT)


def _put(desk: Desk, bench: Bench, path: str, thing: Iri, said: Iterable[tuple[str, Term]]) -> None:
    """Put a judgement into a file, with who made it and when."""
    bench.remark(path, "# Where statements do not go together. Judgements, not evidence.")
    made = (("dcterms:creator", desk.agent), ("dcterms:created", the_day(desk)))
    bench.put(path, [Triple(thing, desk.iri(verb), value) for verb, value in (*said, *made)])


def _moved(desk: Desk, bench: Bench, thing: str, entry: Entry) -> Done:
    """Give a thing its new status, and take back what rests on it when it is no longer current."""
    main = settle(desk, bench, entry._replace(before=_status(bench, thing)))
    show = desk.namespaces.show
    notes = [f"{show(thing)} is {_word(entry.after)} now"]
    reached: list[str] = []
    if entry.after not in CURRENT:
        because = f"Rests on {show(thing)}, which is {_word(entry.after)}."
        for group in _groups(bench, _reach(desk, bench, thing)):
            reached += group
            back = Entry(group, "ivig:Retracted", _status(bench, group[0]), "ivig:Retracted")
            settle(desk, bench, back._replace(led_by=main, because=because))
        notes += [f"{show(other)} rests on it and is retracted with it" for other in reached]
    return Done(tuple(notes), tuple(desk.write(bench)), main, (thing, *reached))


def _reach(desk: Desk, bench: Bench, thing: str) -> list[str]:
    """Return what is current and rests on a thing, directly or through others, in order."""
    found: list[str] = []
    waiting, gone = [thing], {thing}
    while waiting:
        one = waiting.pop(0)
        for row in desk.asker.look_up("rests-on", thing=one).rows:
            other = _text(row[0])
            if other not in gone and _status(bench, other) in CURRENT:
                gone.add(other)
                found.append(other)
                waiting.append(other)
    return found


def _groups(bench: Bench, things: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Yield things that one entry can speak of: in one file, with one status."""
    groups: dict[tuple[str, str], list[str]] = {}
    for thing in things:
        groups.setdefault((bench.home(thing) or "", _status(bench, thing)), []).append(thing)
    yield from map(tuple, groups.values())


def _status(bench: Bench, thing: str) -> str:
    values = bench.values(thing, "ivig:status")
    return bench.namespaces.show(values[0].value) if values else ""


def _require_current(desk: Desk, thing: str, status: str) -> None:
    if status not in CURRENT:
        raise UsageError(
            f"{desk.namespaces.show(thing)} is {_word(status)}{_since(desk, thing)}: it is no "
            "longer current; undo that first, or name another"
        )


def _since(desk: Desk, thing: str) -> str:
    last = [entry for entry in entries_of(desk) if thing in entry.things][-1:]
    told = (f" (by {desk.namespaces.show(e.agent)} on {e.day}: {e.because})" for e in last)
    return "".join(told)


def _word(status: str) -> str:
    return status.partition(":")[2].lower() or "without status"


def _disagreements(desk: Desk, bench: Bench, sides: Iterable[str]) -> str:
    """Return the file for a disagreement: by the condition of its sides."""
    named = [bench.values(side, "ivig:condition") for side in sides]
    conditions = [values[0].value for values in named if values]
    if not conditions:
        return "data/assessments/disagreements.ttl"
    for path in bench.files:
        if path.endswith("-disagreements.ttl"):
            about = [
                t.object.value for t in bench.said(path) if t.predicate == desk.iri("ivig:side")
            ]
            kept = [bench.values(side, "ivig:condition") for side in about]
            if Iri(conditions[0]) in [value for values in kept for value in values]:
                return path
    local = conditions[0].rpartition("#")[2]
    stem = "".join(f"-{char.lower()}" if char.isupper() else char for char in local).strip("-")
    if not stem.replace("-", "").isalnum():
        raise InvalidInput(f"{conditions[0]}: no name for a file of disagreements")
    return f"data/assessments/{stem}-disagreements.ttl"


def _text(cell: Cell) -> str:
    return cell.value if isinstance(cell, Iri | Literal) else ""
