"""The history of the evidence: the entries of curators, newest first, and the commits of git."""

from __future__ import annotations

from ivig_kg.answer import Answer, Cell, Iri, Literal
from ivig_kg.ask import DISCLAIMER
from ivig_kg.curate.desk import Desk
from ivig_kg.curate.ledger import Entry, entries_of
from ivig_kg.revisions import commits

__all__ = ["COLUMNS", "history"]

COLUMNS = ("day", "entry", "who", "act", "thing", "before", "after", "because", "undone_by")
_MOST = 50


def history(desk: Desk, name: str | None = None, *, git: bool = False) -> Answer:
    """Return what was done to a thing, or to all, newest first.

    Args:
        desk: the content.
        name: a statement, judgement or source; None for all.
        git: also the latest commits that changed the file of the thing.

    Raises:
        UsageError: nothing is called that.
    """
    kinds = ("ivig:Statement", "ivig:Judgement", "ivig:Source")
    thing = desk.named(name, *kinds) if name else None
    entries = [e for e in entries_of(desk) if thing is None or thing in e.things]
    undone = {entry.undoes: entry.iri for entry in entries_of(desk) if entry.undoes}
    latest = sorted(enumerate(entries), key=lambda pair: (pair[1].day, pair[0]), reverse=True)
    rows = [_row(desk, entry, undone.get(entry.iri, "")) for _, entry in latest]
    if git and thing:
        rows += _commits(desk, thing)
    answer = Answer(COLUMNS, tuple(rows), notes=(DISCLAIMER,))
    return desk.asker.named(answer)


def _row(desk: Desk, entry: Entry, undone: str) -> tuple[Cell, ...]:
    names = desk.namespaces
    return (
        Literal(entry.day),
        Literal(names.show(entry.iri)),
        Iri(entry.agent),
        Literal(_word(entry.act)),
        Literal(" ".join(names.show(thing) for thing in entry.things)),
        Literal(_word(entry.before) or "none"),
        Literal(_word(entry.after) or "none"),
        Literal(entry.because),
        Literal(names.show(undone) if undone else "no"),
    )


def _commits(desk: Desk, thing: str) -> list[tuple[Cell, ...]]:
    path = desk.bench().home(thing)
    if path is None:
        return []
    shown = desk.namespaces.show(thing)
    return [
        tuple(
            Literal(text)
            for text in (c.day, c.hash[:12], c.author, "commit", shown, "", "", c.subject, "")
        )
        for c in commits(desk.content.root, path, _MOST)
    ]


def _word(curie: str) -> str:
    return curie.partition(":")[2].lower()
