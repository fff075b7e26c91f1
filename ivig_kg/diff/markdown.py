"""A comparison as a comment on a pull request.

What comes from the two contents is the text of strangers: it stands in code spans only, where
GitHub makes no link, mention, reference or HTML of it. The whole is bounded, since a comment is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ivig_kg.answer.wording import harmless
from ivig_kg.diff.model import Diff
from ivig_kg.diff.words import GONE, Lines, Words, counted

__all__ = ["MOST_CHARACTERS", "code", "to_markdown"]

MOST_CHARACTERS = 60_000
"""How long it may be: GitHub takes 65,536 characters."""

_THINGS = 20_000  # characters that things may take of them, so that answers have room
_END = 2_000  # kept free for what must be said at the end
_NOTES = str.maketrans({"<": "&lt;", ">": "&gt;", "&": "&amp;"})


class _Page:
    """Lines up to a number of characters, and what was left out for that."""

    def __init__(self, room: int) -> None:
        self.lines: list[str] = []
        self.left_out: dict[str, int] = {}
        self._room = room

    def put(self, *lines: str) -> bool:
        """Put lines that belong together, where there is room for them."""
        size = sum(len(line) + 1 for line in lines)
        if size > self._room:
            return False
        self._room -= size
        self.lines += lines
        return True

    def table(self, what: str, head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
        """Put a table as far as there is room, and count the rows that are left out.

        Args:
            what: what a row is, for the count.
            head: what stands above the first row, the names of the columns last.
            rows: the cells, harmless already.
        """
        above = (*head[:-1], head[-1], "|" + " --- |" * (head[-1].count("|") - 1))
        full = False
        for cells in rows:
            full = full or not self.put(*above, f"| {' | '.join(cells)} |")
            above = ()
            if full:
                self.left_out[what] = self.left_out.get(what, 0) + 1

    def within(self, room: int) -> _Page:
        """Return a page for a part of this one."""
        return _Page(min(room, self._room))

    def take(self, part: _Page) -> None:
        """Put what another page holds, for which there is room."""
        self.put(*part.lines)
        for what, count in part.left_out.items():
            self.left_out[what] = self.left_out.get(what, 0) + count


def to_markdown(diff: Diff) -> str:
    """Return a comparison as GitHub-flavoured Markdown of a bounded length."""
    words, page = Words(diff), _Page(MOST_CHARACTERS - _END)
    page.put("### What changes from A to B", "")
    page.put(f"- A: {code(words.side(diff.before))}", f"- B: {code(words.side(diff.after))}")
    page.put(f"- {words.questions_of}", "", f"**{words.verdict}**")
    _gone(diff, words, page)
    _things(words, page)
    _answers(diff, words, page)
    return "".join(f"{line}\n" for line in (*page.lines, *_ending(diff, page)))


def code(text: str) -> str:
    r"""Return a text as a code span on one line, fit for a cell of a table.

    Example:
        >>> code("a | b")
        '`a \\| b`'
    """
    text = harmless(" ".join(text.split())) or "nothing"
    runs = [len(run) for run in re.findall("`+", text)]
    fence = "`" * (max(runs, default=0) + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    # A backslash before the escape of a bar would escape that in turn: they are held apart.
    text = re.sub(r"\\(?=\|)", r"\\ ", text).replace("|", r"\|")
    return f"{fence}{pad}{text}{pad}{fence}"


def _gone(diff: Diff, words: Words, page: _Page) -> None:
    if not diff.lost:
        return
    part = page.within(_THINGS // 4)
    part.put("", "> [!CAUTION]", f"> {GONE}:")
    left = [iri for iri in diff.lost if not part.put(f"> - {code(words.iri(iri))}")]
    if left:
        part.left_out["lost IRI"] = len(left)
    page.take(part)


def _things(words: Words, page: _Page) -> None:
    part = page.within(_THINGS)
    head = ("", "#### Things", "", "| change | thing | what differs |")
    part.table("thing", head, map(_cells, words.things))
    head = ("", "#### Ontology and queries", "", "| change | file | what differs |")
    part.table("file", head, map(_cells, words.files))
    if words.unread:
        part.put("", f"{counted(words.unread, 'file')} of the data written otherwise, no more.")
    page.take(part)


def _answers(diff: Diff, words: Words, page: _Page) -> None:
    head = ("", "#### Answers", "", "| question | rows added | removed | changed |")
    rows = (
        (code(answer.replies.question), *(str(answer.count(how)) for how in _HOW))
        for answer in diff.answers
    )
    page.table("question", head, rows)
    for answer in diff.answers:
        title = f"#### {code(answer.replies.question)}"
        head = ("", title, "", "| row | which | what differs | why |")
        rows = ((*_cells(row), _cell(row.because)) for row in words.rows(answer))
        page.table("row", head, rows)


_HOW = ("added", "removed", "changed")


def _cells(each: Lines) -> tuple[str, ...]:
    return code(each.change), code(each.name), _cell(each.details)


def _cell(lines: Iterable[str]) -> str:
    return "<br>".join(map(code, lines))


def _ending(diff: Diff, page: _Page) -> Iterator[str]:
    if page.left_out:
        told = ", ".join(counted(count, what) for what, count in page.left_out.items())
        yield from ("", f"**Left out, for length: {told}.** `ivig-kg diff` prints them all.")
    yield ""
    yield from (f"- {note.translate(_NOTES)}" for note in diff.notes)
