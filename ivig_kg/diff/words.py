"""A comparison in words, one plain text a line; each format makes them harmless in its own way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ivig_kg.answer import Cell, Literal, Term
from ivig_kg.answer.cells import in_order
from ivig_kg.answer.wording import Wording
from ivig_kg.diff.model import AnswerChange, Diff, Difference, FileChange, RowChange, Side, Thing

__all__ = ["GONE", "Lines", "Words", "counted"]

GONE = "Gone, and no IRI may be: retract or supersede a thing in place of deleting it"
_ANSWERS = "queries/answers/"
_LONGEST, _MOST = 160, 12
_UNCHANGED = frozenset({"added", "removed", "changed"})


class Lines(NamedTuple):
    """Something in words: what became of it, what it is, and lines about it.

    Args:
        change: what became of it.
        name: what it is called, or the key of the row.
        details: what differs.
        because: what made it so.
    """

    change: str
    name: str
    details: tuple[str, ...] = ()
    because: tuple[str, ...] = ()


class Words:
    """Words for a comparison, with its labels and prefixes."""

    def __init__(self, diff: Diff) -> None:
        """Take the comparison."""
        self._diff = diff
        self._wording = Wording(diff.names, diff.prefixes)

    @property
    def verdict(self) -> str:
        """Return what there is to say where no answer differs, else how many do."""
        diff = self._diff
        if diff.is_empty:
            return "Nothing differs."
        if not diff.answers:
            return f"No answer differs, to any of {counted(diff.asked, 'question')}."
        return f"{len(diff.answers)} of {counted(diff.asked, 'answer')} differ."

    @property
    def questions_of(self) -> str:
        """Return whose questions were put to both sides."""
        if self._diff.data_only:
            return "Ontology and questions are those of A; of B only the data was read."
        return "The questions of B were put to both sides."

    def side(self, side: Side) -> str:
        """Return a side on one line."""
        return f"{side.name} (version {side.version}, sha256 {side.digest[:12]}, {side.origin})"

    def iri(self, iri: str) -> str:
        """Return an IRI, or the path of a file, as short as can be."""
        return self._wording.curie(iri) or iri

    @property
    def things(self) -> Iterator[Lines]:
        """Yield the things that differ."""
        for thing in self._diff.things:
            name = " ".join(filter(None, (self.iri(thing.iri), _clipped(thing.label))))
            kind = self._diff.names.get(thing.kind) or self.iri(thing.kind)
            place = ", ".join(filter(None, (kind, thing.path)))
            yield Lines(self._change(thing), f"{name} ({place})", tuple(self._details(thing)))

    @property
    def files(self) -> Iterator[Lines]:
        """Yield the files that differ, but for those of the data, which things tell of."""
        for file in self._diff.files:
            if not file.path.startswith("data/"):
                yield Lines(file.change, file.path, _counts(file))

    @property
    def unread(self) -> int:
        """Return how many files of the data differ in their bytes alone."""
        data = (file for file in self._diff.files if file.path.startswith("data/"))
        return sum(not (file.added or file.removed or file.changed) for file in data)

    def rows(self, answer: AnswerChange) -> Iterator[Lines]:
        """Yield the rows of one answer that differ."""
        columns = answer.replies.columns
        for row in answer.rows:
            why = (("because of", row.because), ("touched by", row.touched_by))
            told = [f"{how} {', '.join(_few(list(map(self.iri, n))))}" for how, n in why if n]
            details = [f"{columns[n]}: {self._turned(row, n)}" for n in row.places]
            yield Lines(row.change, self._named(row, answer), tuple(details), tuple(told))

    def _change(self, thing: Thing) -> str:
        newer = f" by {self.iri(thing.superseded_by)}" if thing.superseded_by else ""
        if thing.change == "added" and thing.status[1]:
            return f"added, {self._wording_of_status(thing)}{newer}"
        if thing.change in _UNCHANGED:
            return f"{thing.change}{newer}"
        return f"{thing.change}{newer}{', and more of it changed' if thing.more else ''}"

    def _wording_of_status(self, thing: Thing) -> str:
        return self._diff.names.get(thing.status[1]) or self.iri(thing.status[1])

    def _details(self, thing: Thing) -> tuple[str, ...]:
        gone = [f"part gone: {self.iri(part)}" for part in thing.lost]
        if thing.change in {"added", "removed"} and thing.label:
            return tuple(gone)
        return _few([*gone, *(self._difference(each, thing) for each in thing.differences)])

    def _difference(self, each: Difference, thing: Thing) -> str:
        of = "" if each.subject == thing.iri else f" of {self.iri(each.subject)}"
        sides = (each.before, each.after)
        old, new = ([self._plain(term) for term in terms] for terms in sides)
        if set(old) & set(new):  # they differ in what a value is, or behind where it is cut
            old, new = ([self._exact(term) for term in terms] for terms in sides)
        return f"{self.iri(each.predicate)}{of}: {_arrow(old, new)}"

    def _plain(self, term: Term) -> str:
        return _clipped(self._wording.identified(term))

    def _exact(self, term: Term) -> str:
        text = self._wording.identified(term)
        if isinstance(term, Literal) and term.language:
            return f"{text} @{term.language}"
        return f"{text} ^^{self.iri(term.datatype)}" if isinstance(term, Literal) else text

    def _turned(self, row: RowChange, place: int) -> str:
        old, new = ((side or ())[place] for side in (row.before, row.after))
        if isinstance(old, tuple) and isinstance(new, tuple):
            kept = set(old) & set(new)
            old, new = (tuple(t for t in cell if t not in kept) for cell in (old, new))
        return _arrow(self._texts(old), self._texts(new))

    def _named(self, row: RowChange, answer: AnswerChange) -> str:
        """Return the cells by which a row is known; of one without another side, some more."""
        columns = answer.replies.columns
        brief = [n for n, name in enumerate(columns) if name in answer.replies.brief]
        shown = row.key or tuple(range(len(columns)))
        if row.change != "changed":
            shown = tuple(dict.fromkeys((*row.key, *(brief or range(len(columns))))))
        pairs = ((columns[n], self._texts(row.row[n])) for n in shown)
        return "; ".join(f"{name}: {', '.join(_few(texts))}" for name, texts in pairs if texts)

    def _texts(self, cell: Cell) -> list[str]:
        return [_clipped(text) for text in in_order(cell, self._wording.named)]


def counted(count: int, what: str) -> str:
    """Return a count with its noun."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _arrow(old: Sequence[str], new: Sequence[str]) -> str:
    """Return what was and what is; of what is only on one side, that it came or went."""
    if old and new:
        return f"{', '.join(_few(old))} → {', '.join(_few(new))}"
    return f"+ {', '.join(_few(new))}" if new else f"\N{MINUS SIGN} {', '.join(_few(old))}"


def _few(texts: Sequence[str]) -> tuple[str, ...]:
    if len(texts) <= _MOST:
        return tuple(texts)
    return (*texts[:_MOST], f"and {len(texts) - _MOST} more")


def _clipped(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}… ({len(text):,} characters)"


def _counts(file: FileChange) -> tuple[str, ...]:
    told = ((file.added, "added"), (file.removed, "removed"), (file.changed, "changed"))
    counts = [f"{counted(count, 'subject')} {how}" for count, how in told if count]
    if file.path.startswith(_ANSWERS):
        counts.append("a question")
    return (", ".join(counts),) if counts else ()
