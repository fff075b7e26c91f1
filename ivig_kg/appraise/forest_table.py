"""The forest for a terminal: a bar of characters for each rate, and the number as text."""

from __future__ import annotations

from collections.abc import Iterator

from ivig_kg.answer.widths import shown_width, wrap
from ivig_kg.answer.wording import harmless
from ivig_kg.appraise.forest import Forest, Line, Panel

__all__ = ["to_table"]

_LEAST, _NUMBER, _GAP = 40, 26, 2
_LINE = 60  # columns that bar and number need beside each other
_BAR = 31  # columns from 0 to 100 %, odd, so that 50 % has one
_BOLD, _DIM, _END = "\x1b[1m", "\x1b[2m", "\x1b[0m"


def to_table(forest: Forest, *, width: int, color: bool) -> str:
    """Return the forest for a terminal of this many columns."""
    width = max(width, _LEAST)
    scope = forest.scope
    lines = [*_wrapped(forest.title, width), *_wrapped(scope.whom, width)]
    lines += [*_wrapped(forest.refusal, width), *_wrapped(scope.left_out, width)]
    for panel in forest.panels:
        lines += ["", *_panel(panel, width, color=color)]
    lines.append("")
    notes = (
        (
            "# is the share, of other patients (indirect) o; |---| the Wilson 95 % interval. Rows "
            "of one study overlap; claims of texts are no evidence and are not shown."
        ),
        f"{scope.made}.",
        scope.disclaimer,
    )
    for note in notes:
        lines += _wrapped(f"note: {note}", width)
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _panel(panel: Panel, width: int, *, color: bool) -> Iterator[str]:
    room = width - _BAR - _NUMBER - 2 * _GAP
    beside = room >= _LINE // 2
    margin = " " * (room + _GAP if beside else 2)
    yield _paint(panel.endpoint, _BOLD, color=color)
    if not panel.stands:
        yield f"  {panel.absence}"
    else:
        yield f"{margin}0 %{'50 %':^{_BAR - 7}}100 %"
    for stand in panel.stands:
        yield from (_paint(line, _BOLD, color=color) for line in wrap(harmless(stand.label), width))
        for line in stand.lines:
            yield from _row(line, room if beside else width - 2, margin, beside=beside)
    if panel.missing:
        yield from _wrapped(f"These do not count it: {'; '.join(panel.missing)}.", width)


def _row(line: Line, room: int, margin: str, *, beside: bool) -> Iterator[str]:
    label = ["  " + each for each in wrap(harmless(line.row.label), room - 2)]
    about = ["    " + each for each in wrap(harmless(line.about), room - 4)]
    texts = [*label, *about]
    bar = f"{_bar(line)}  {line.rate}"
    if not beside:
        yield from texts
        if room < _LINE - len(margin):
            yield from (margin + _bar(line), f"{margin}{line.rate}")
        else:
            yield margin + bar
        return
    yield texts[0] + " " * (len(margin) - shown_width(texts[0])) + bar
    yield from texts[1:]


def _bar(line: Line) -> str:
    """Return the bar of a rate; one patient has none."""
    if line.rate.single:
        return " " * _BAR
    low, high = (round(end * (_BAR - 1)) for end in line.rate.interval)
    middle = round(line.rate.share * (_BAR - 1))
    marks = ["-" if low < n < high else "|" if n in (low, high) else " " for n in range(_BAR)]
    marks[middle] = "#" if line.direct else "o"
    return "".join(marks)


def _paint(text: str, style: str, *, color: bool) -> str:
    return f"{style}{text}{_END}" if color and text else text


def _wrapped(text: str, width: int) -> list[str]:
    return wrap(harmless(text), width) if text else []
