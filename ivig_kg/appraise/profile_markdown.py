"""The evidence profile as GitHub-flavoured Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ivig_kg.answer.markdown import inline
from ivig_kg.appraise.profile import Profile
from ivig_kg.appraise.profile_words import Section, notes_of, sections_of

__all__ = ["to_markdown"]


def to_markdown(profile: Profile) -> str:
    """Return a profile as Markdown: a heading a section, a table or sentences below it."""
    return "".join(f"{line}\n" for line in _lines(profile))


def _lines(profile: Profile) -> Iterator[str]:
    yield f"# {inline(profile.title)}"
    yield from ("", f"> **{inline(profile.scope.disclaimer)}**")
    for section in sections_of(profile):
        yield from ("", f"## {inline(section.title)}", "")
        yield from _section(section)
    yield ""
    yield from (f"- note: {inline(note)}" for note in notes_of(profile))


def _section(section: Section) -> Iterator[str]:
    if section.columns:
        yield _row(section.columns)
        yield _row(["---"] * len(section.columns))
        yield from map(_row, section.rows)
        yield from [""] * bool(section.words)
    yield from map(inline, section.words)


def _row(cells: Sequence[str]) -> str:
    inner = (cell if cell == "---" else inline(cell) for cell in cells)
    return f"| {' | '.join(inner)} |"
