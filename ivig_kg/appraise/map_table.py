"""The evidence map for a terminal: as many treatments side by side as fit, then the others."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ivig_kg.answer.widths import shown_width, wrap
from ivig_kg.answer.wording import harmless
from ivig_kg.appraise.evidence_map import Cell, EvidenceMap
from ivig_kg.appraise.map_words import notes_of, title_of, tone_of, words_on
from ivig_kg.appraise.terms import Term

__all__ = ["to_table"]

_LEAST, _GAP, _MOST_LABEL = 40, 2, 46
_COLORS = {"good": "\x1b[32m", "bad": "\x1b[31m", "fair": "\x1b[33m"}
_BOLD, _DIM, _END = "\x1b[1m", "\x1b[2m", "\x1b[0m"


class _Part(NamedTuple):
    """Treatments that stand side by side."""

    found: EvidenceMap
    columns: tuple[tuple[str, int], ...]
    label: int
    color: bool

    def line(self, label: str, cells: Sequence[str], styles: Sequence[str] = ()) -> str:
        """Return a line: the label and a text a column, each in its style."""
        painted = [_padded(label, self.label)]
        for n, ((_, width), text) in enumerate(zip(self.columns, cells, strict=True)):
            style = styles[n] if n < len(styles) else ""
            painted.append(self.paint(_padded(text, width), style))
        return (" " * _GAP).join(painted)

    def paint(self, text: str, style: str) -> str:
        """Return a text in a style, where there is colour and something to see."""
        return f"{style}{text}{_END}" if self.color and style and text.strip() else text


def to_table(found: EvidenceMap, *, width: int, color: bool) -> str:
    """Return the map for a terminal of this many columns."""
    width = max(width, _LEAST)
    lines = [*_wrapped(title_of(found), width)]
    lines += _wrapped(f"{found.scope.whom} {found.scope.left_out}", width)
    for n, part in enumerate(_parts(found, width, color=color)):
        lines += ["", *_head(part), *_rows(part, whole=n == 0)]
    lines.append("")
    for note in (*notes_of(found), found.review, f"{found.scope.made}.", found.scope.disclaimer):
        lines += _wrapped(f"note: {note}", width)
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _parts(found: EvidenceMap, width: int, *, color: bool) -> Iterator[_Part]:
    widest = max((shown_width(_label(term)) + 2 * term.depth for term in found.rows), default=10)
    label = min(widest, _MOST_LABEL, width // 2)
    columns: list[tuple[str, int]] = []
    room = width - label
    for iri in found.columns:
        needed = _needed(found, iri)
        if columns and room < needed + _GAP:
            yield _Part(found, tuple(columns), label, color)
            columns, room = [], width - label
        columns.append((iri, min(needed, width - label - _GAP)))
        room -= needed + _GAP
    yield _Part(found, tuple(columns), label, color)


def _needed(found: EvidenceMap, treatment: str) -> int:
    """Return how wide a column must be so that no word of it breaks."""
    cells = (cell for (_, iri), cell in found.cells.items() if iri == treatment)
    texts = [text for cell in cells for text in _texts(cell)]
    words = [*harmless(found.columns[treatment]).split(), *texts]
    return max(map(shown_width, words))


def _head(part: _Part) -> Iterator[str]:
    names = part.found.columns
    heads = [wrap(harmless(names[iri]), width) for iri, width in part.columns]
    for level in range(max(map(len, heads), default=0)):
        cells = [head[level] if level < len(head) else "" for head in heads]
        yield part.line("", cells, [_BOLD] * len(cells))
    rules = ["-" * width for _, width in part.columns]
    yield part.line("-" * part.label, rules, [_DIM] * len(rules))


def _rows(part: _Part, *, whole: bool) -> Iterator[str]:
    """Yield the rows; the empty ones once, with the first treatments."""
    for term in part.found.rows:
        cells = [part.found.cells.get((term.iri, iri)) for iri, _ in part.columns]
        if whole or any(cells):
            yield from _row(part, term, cells)


def _row(part: _Part, term: Term, cells: Sequence[Cell | None]) -> Iterator[str]:
    indent = "  " * min(term.depth, max((part.label - 12) // 2, 0))
    names = [indent + line for line in wrap(_label(term), part.label - len(indent))]
    sized = zip(cells, part.columns, strict=True)
    texts = [[ln for text in _texts(c) for ln in wrap(text, width)] for c, (_, width) in sized]
    styles = [_COLORS.get(tone_of(cell), "") if cell else "" for cell in cells]
    for level in range(max(len(names), *map(len, texts), 1)):
        here = [text[level] if level < len(text) else "" for text in texts]
        yield part.line(names[level] if level < len(names) else "", here, styles)


def _texts(cell: Cell | None) -> list[str]:
    if cell is None or not cell.word:
        return ["."]
    first, *others = map(harmless, words_on(cell))
    return [f"({first})" if cell.hollow else first, *others]


def _label(term: Term) -> str:
    return harmless(term.label) + " (close)" * (term.match == "close")


def _padded(text: str, width: int) -> str:
    return text + " " * (width - shown_width(text))


def _wrapped(text: str, width: int) -> list[str]:
    return wrap(harmless(text.strip()), width)
