"""Disputes: that two statements do not go together, entered as a judgement of its own."""

from __future__ import annotations

from collections.abc import Iterable

from ivig_kg.answer import Iri, Term, Triple, lexical
from ivig_kg.curate.bench import Bench
from ivig_kg.curate.desk import Desk
from ivig_kg.curate.ledger import Entry, enter, in_english, the_day
from ivig_kg.curate.life import CURRENT, Done, reason, require_current, since, status_of
from ivig_kg.errors import InvalidInput, UsageError
from ivig_kg.names import Name, NameIndex

__all__ = ["dispute"]

_STATEMENT = "ivig:Statement"


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
        require_current(desk, side, status_of(bench, side))
    locals_ = [side.removeprefix(desk.namespaces.base("st")) for side in sides]
    judgement = desk.iri(f"as:disagreement-{'-and-'.join(locals_)}")
    if bench.home(judgement.value) and status_of(bench, judgement.value) not in CURRENT:
        raise UsageError(
            f"{show(judgement.value)} was taken back{since(desk, judgement.value)}; undo that"
        )
    for known in _disagreements_of(desk, bench, sides):
        return Done((f"{show(known)} is there already on these two; nothing to do",))
    said: list[tuple[str, Term]] = [
        ("rdf:type", desk.iri("ivig:Disagreement")),
        *(("ivig:side", Iri(side)) for side in sides),
        ("ivig:disagreementKind", _kind(desk, kind)),
        ("ivig:because", in_english(reason(why))),
        ("ivig:status", desk.iri("ivig:Draft")),
    ]
    _put(desk, bench, _disagreements(desk, bench, sides), judgement, said)
    added = Entry((judgement.value,), "ivig:Added", because=reason(why), after="ivig:Draft")
    entry = enter(desk, bench, added)
    note = f"{show(judgement.value)}: {' and '.join(map(show, sides))} are in dispute (draft)"
    return Done((note,), tuple(desk.write(bench)), entry, (judgement.value,))


def _kind(desk: Desk, name: str) -> Iri:
    """Return a kind of disagreement by its name, or refuse it with the list of them."""
    code = desk.namespaces.expand("ivig:DisagreementCode")
    rows = [tuple(map(lexical, row)) for row in desk.asker.look_up("instances-of", kind=code).rows]
    index = NameIndex([Name(*row) for row in rows if row[1]], desk.namespaces)
    return Iri(index.resolve(name, index.things, "--kind"))


def _disagreements_of(desk: Desk, bench: Bench, sides: Iterable[str]) -> list[str]:
    """Return the current disagreements of just these statements."""
    rows = [desk.asker.look_up("rests-on", thing=side).rows for side in sides]
    side = desk.namespaces.expand("ivig:side")
    upon = [{lexical(one) for one, how in found if lexical(how) == side} for found in rows]
    return sorted(one for one in set.intersection(*upon) if status_of(bench, one) in CURRENT)


def _put(desk: Desk, bench: Bench, path: str, thing: Iri, said: Iterable[tuple[str, Term]]) -> None:
    """Put a judgement into a file, with who made it and when."""
    bench.remark(path, "# Where statements do not go together. Judgements, not evidence.")
    made = (("dcterms:creator", desk.agent), ("dcterms:created", the_day(desk)))
    bench.put(path, [Triple(thing, desk.iri(verb), value) for verb, value in (*said, *made)])


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
