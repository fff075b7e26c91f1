"""A sheet that a picture is drawn on from the top down, and what stands at its head and foot."""

from __future__ import annotations

from collections.abc import Iterable

from ivig_kg import draw
from ivig_kg.appraise.scope import Scope
from ivig_kg.draw import LINE, Html

__all__ = ["BOLD", "EDGE", "LEAST", "USUAL", "WIDEST", "Paper", "fitting"]

EDGE = 14
"""Around all, in pixels."""

BOLD = 1.12
"""How much wider bold text is, about."""

LEAST, USUAL, WIDEST = 320, 960, 4000
"""The width of a picture: the least, the usual and the most, in pixels."""

_SMALL = 11.5
_BOLDS = ("p-title", "p-strong")


class Paper:
    """Marks, and how far down the sheet they reach; ``y`` is the upper edge of what comes next."""

    def __init__(self, width: int) -> None:
        """Begin a sheet of this width, in pixels."""
        self.width = width
        self.y = float(EDGE)
        self._marks: list[Html] = []

    @property
    def room(self) -> int:
        """Return how wide what stands between the edges may be."""
        return self.width - 2 * EDGE

    def add(self, *marks: Html) -> None:
        """Add marks where they stand."""
        self._marks += marks

    def __len__(self) -> int:
        """Return how many marks there are."""
        return len(self._marks)

    def put(self, place: int, mark: Html) -> None:
        """Add a mark behind those that came after a place."""
        self._marks.insert(place, mark)

    def told(
        self, words: str, kind: str = "", *, size: float = draw.SIZE, before: float = 0
    ) -> None:
        """Add a text as lines below what is there."""
        self.y += before
        step = LINE if size >= draw.SIZE else LINE - 2
        broad = BOLD * size if kind.startswith(_BOLDS) else size
        for each in draw.wrapped(words, self.room, broad):
            self.y += step if size <= draw.SIZE else LINE + 4
            self.add(draw.text((EDGE, self.y - 5), each, kind))

    def head(self, title: str, scope: Scope, more: Iterable[str] = ()) -> None:
        """Add the title, what must be read first, and whom it is about."""
        self.told(title, "p-title", size=17)
        self.told(scope.disclaimer, "p-strong", before=4)
        self.told(scope.whom)
        for words in more:
            self.told(words)
        if scope.left_out:
            self.told(scope.left_out)

    def foot(self, scope: Scope, notes: Iterable[str]) -> None:
        """Add what must be read with the picture, and of which graph it was made."""
        self.y += 10
        for note in notes:
            self.told(note, "p-muted p-small", size=_SMALL)
        self.told(f"{scope.made}.", "p-muted p-small", size=_SMALL, before=4)

    def picture(self, name: str, title: str, told: Iterable[str], *, styled: bool) -> Html:
        """Return the picture, as high as what was drawn."""
        size, marks = (self.width, self.y + EDGE), draw.joined(self._marks)
        return draw.picture(name, size, title, " ".join(told), marks, styled=styled)


def fitting(width: int) -> int:
    """Return a width that a picture can have: the given one, within bounds."""
    return min(max(width, LEAST), WIDEST)
