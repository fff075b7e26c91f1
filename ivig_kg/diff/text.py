"""A comparison for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ivig_kg.answer.widths import wrap
from ivig_kg.answer.wording import harmless
from ivig_kg.diff.model import Diff
from ivig_kg.diff.words import GONE, Lines, Words, counted

__all__ = ["to_text"]

_LEAST, _MOST = 40, 120


def to_text(diff: Diff, *, width: int) -> str:
    """Return a comparison for a terminal of this many columns."""
    room = min(max(width, _LEAST), _MOST)
    lines = (piece for line in _lines(diff) for piece in _wrapped(line, room))
    return "".join(f"{line}\n" for line in lines)


def _wrapped(line: str, room: int) -> Iterator[str]:
    text = harmless(line.lstrip())
    indent = len(line) - len(line.lstrip())
    for number, piece in enumerate(wrap(text, room - indent - 2)):
        yield " " * (indent + 2 * bool(number)) + piece


def _lines(diff: Diff) -> Iterator[str]:
    words = Words(diff)
    yield f"A: {words.side(diff.before)}"
    yield f"B: {words.side(diff.after)}"
    yield words.questions_of
    if diff.lost:
        yield from ("", f"{GONE}:")
        yield from (f"  {words.iri(iri)}" for iri in diff.lost)
    yield from _listed("Things", words.things)
    yield from _listed("Ontology and queries", words.files)
    if words.unread:
        yield from ("", f"{counted(words.unread, 'file')} of the data written otherwise, no more.")
    yield from ("", words.verdict)
    for answer in diff.answers:
        yield from _listed(
            f"{answer.replies.question}: {answer.replies.summary}", words.rows(answer)
        )
    yield ""
    yield from (f"note: {note}" for note in diff.notes)


def _listed(title: str, found: Iterable[Lines]) -> Iterator[str]:
    for number, each in enumerate(found):
        if not number:
            yield from ("", title)
        yield f"  {each.change}: {each.name}"
        yield from (f"    {line}" for line in (*each.details, *each.because))
