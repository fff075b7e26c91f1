"""Formatting: every Turtle file of a content in the one style of the project."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ivig_kg.content import Content
from ivig_kg.engine.parse import parse
from ivig_kg.errors import InvalidInput
from ivig_kg.model import Finding
from ivig_kg.namespaces import PREFIX_FILE, Namespaces
from ivig_kg.turtle.intake import decode, has_bom, read_bytes
from ivig_kg.turtle.locate import LineIndex
from ivig_kg.turtle.order import PredicateOrder
from ivig_kg.turtle.shape_order import order_of
from ivig_kg.turtle.write import remarks_of, stray_comments, write

__all__ = ["Styled", "Styler"]

_RULE = "format"
_NUMBERED = ("st:", "entry:")
_MESSAGE = "not in the project's style: run ivig-kg format"


@dataclass(frozen=True, slots=True)
class Styled:
    """A file as it is and as it should be."""

    path: Path
    shown: str
    before: str
    after: str

    @property
    def changed(self) -> bool:
        """Say whether formatting changes the file."""
        return self.before != self.after


@dataclass(frozen=True)
class Styler:
    """Formats the Turtle of a content, or files beside it by the same rules."""

    content: Content
    namespaces: Namespaces

    @cached_property
    def order(self) -> PredicateOrder:
        """Return the order of predicates that the shapes give."""
        shapes = self.content.below("ontology/shapes")
        return order_of([t for f in shapes for t in parse(f.data, where=f.path).triples])

    def style(self, paths: Sequence[Path] = ()) -> list[Styled]:
        """Return every file with its formatted text; with paths, only these.

        Raises:
            InvalidInput: a file does not parse, or holds what the style cannot keep.
            ContentUnavailable: a file cannot be read.
        """
        return [self._styled(path, shown) for path, shown in self._files(paths)]

    def findings(self, styled: Iterable[Styled]) -> list[Finding]:
        """Report the files that are not in style, and the first line that is not."""
        return [
            Finding(
                one.shown,
                _first_change(one),
                _MESSAGE,
                _RULE,
            )
            for one in styled
            if one.changed
        ]

    def _files(self, paths: Sequence[Path]) -> list[tuple[Path, str]]:
        root = self.content.folder
        inside = [(root / f.path, f.path) for f in self.content.below("ontology", "data")]
        if not paths:
            return [pair for pair in inside if pair[1] != PREFIX_FILE]
        chosen: list[tuple[Path, str]] = []
        for path in paths:
            folder = os.path.realpath(path)  # unlike resolve, it takes links in a circle
            within = [p for p in inside if path.is_dir() and _real(p[0]).is_relative_to(folder)]
            chosen += within or [(path, str(path))]
        own = _real(root / PREFIX_FILE)
        return [pair for pair in chosen if _real(pair[0]) != own]

    def _styled(self, path: Path, shown: str) -> Styled:
        data = read_bytes(path)
        text = decode(data, shown)
        if stray := stray_comments(text):
            raise InvalidInput(
                f"{shown}:{stray[0]}: a comment below the prefixes would be lost: move it to the "
                "top of the file, or make it a skos:editorialNote"
            )
        _refuse_doubled(text, shown)
        triples = parse(text, where=shown).triples
        written = write(triples, self.namespaces, self.order, remarks=remarks_of(text))
        after = unicodedata.normalize("NFC", written)
        # A byte order mark is read, and not kept.
        return Styled(path, shown, "\ufeff" + text if has_bom(data) else text, after)


def _refuse_doubled(text: str, shown: str) -> None:
    """Refuse to make one thing of two that two branches gave the same number."""
    lines = text.split("\n")
    for line in LineIndex(text).doubled():
        name = lines[line - 1].strip()
        if name.startswith(_NUMBERED):
            raise InvalidInput(
                f"{shown}:{line}: {name} stands in two blocks, as after a merge of two branches: "
                "ivig-kg renumber gives the later one a free number"
            )


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))


def _first_change(one: Styled) -> int:
    before, after = one.before.split("\n"), one.after.split("\n")
    pairs = enumerate(zip(before, after, strict=False), 1)
    return next((line for line, (old, new) in pairs if old != new), min(len(before), len(after)))
