"""How portraits are printed: nothing that steers a terminal."""

from __future__ import annotations

import pytest

from ivig_kg.cli import show
from ivig_kg.show import Line, Portrait, Section


@pytest.mark.parametrize("width", [20, 60, 200])
def test_a_portrait_fits_the_terminal_and_cannot_drive_it(width: int) -> None:
    lines = (Line("a name", "word " * 40), Line("b", "\x1b[2Jgone\u202e"))
    portrait = Portrait("https://example.org/a", "x:a", "A\x07", (Section("Said", lines),), ())
    text = show._text(portrait, width)  # noqa: SLF001 (what the command prints)
    assert text.splitlines()[0] == "A\N{REPLACEMENT CHARACTER}"
    assert all(line.isprintable() for line in text.splitlines())
    assert max(map(len, text.splitlines())) <= max(width, 50)
    assert text.count("word") == 40
