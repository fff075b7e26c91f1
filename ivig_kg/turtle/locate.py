"""The line of a subject, predicate or object, found by looking for their text.

This works because a line is a triple and a subject stands at the margin; no parser is involved.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ivig_kg.turtle.order import RDF
from ivig_kg.turtle.surface import declarations
from ivig_kg.turtle.tokens import pieces, unescape

__all__ = ["LineIndex"]

_WORD = re.compile(r"\S+")
_END = re.compile(r"\s*[;.,]?\s*\Z")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*+)"')
_ESCAPE = re.compile(r"\\([tnrbf\"'\\])")
_MEANT = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    indent: int
    verb: str
    rest: str


@dataclass(slots=True)
class _Block:
    line: int
    rows: list[_Row] = field(default_factory=list)


class LineIndex:
    """The lines of a Turtle text in our style, or near it, by what they say."""

    def __init__(self, text: str) -> None:
        """Note the subjects at the margin and the rows below each."""
        self._prefixes = {
            found.prefix: found.iri for found in declarations(text) if found.prefix is not None
        }
        self._blocks: dict[str, list[_Block]] = {}
        block: _Block | None = None
        for number, line in enumerate(_without_long_strings(text).split("\n"), 1):
            block = self._note(number, line, block)

    def line(self, subject: str, predicate: str | None = None, obj: str | None = None) -> int:
        """Return the line, counted from 1, that says this.

        Args:
            subject: a CURIE or an IRI, with or without angle brackets.
            predicate: likewise, or ``a``; None for the subject's own line.
            obj: likewise, or a literal as written or its bare value; None for any.

        Returns:
            The line of the triple, else of the predicate, else of the subject, else 0.
        """
        blocks = self._blocks.get(self._expand(subject), [])
        rows = self._rows(blocks, predicate) if predicate is not None else []
        if obj is not None:
            rows = self._saying(rows, obj) or rows
        places: list[_Row] | list[_Block] = rows or blocks
        return places[0].line if places else 0

    def doubled(self) -> list[int]:
        """Return the lines on which a subject that had a block before begins another."""
        again = (
            block.line
            for name, found in self._blocks.items()
            if name != "[]"
            for block in found[1:]
        )
        return sorted(again)

    def opening(self, subject: str, predicate: str) -> list[int]:
        """Return the lines on which a predicate of a subject opens a bracket or a list.

        Args:
            subject: as for :meth:`line`; an empty text for blocks without a subject, each of which
                is one line, whatever the predicate.
            predicate: as for :meth:`line`.
        """
        blocks = self._blocks.get(self._expand(subject or "[]"), [])
        if not subject:
            return [block.line for block in blocks]
        rows = self._rows(blocks, predicate)
        return [
            row.line
            for row in rows
            if row.rest.startswith(("[", "(")) and row.indent == rows[0].indent
        ]

    def _note(self, number: int, line: str, block: _Block | None) -> _Block | None:
        """Take in one line and return the block that it leaves open."""
        word = _WORD.search(line)
        if not word or word[0].startswith(("#", "@")):
            return block
        if word.start() == 0 and not word[0].startswith(("]", ")")):
            block = _Block(number)
            self._blocks.setdefault(self._expand(word[0]), []).append(block)
            word = _WORD.search(line, word.end())
        if block and word:
            rest = _END.sub("", line[word.end() :]).strip()
            block.rows.append(_Row(number, word.start(), word[0], rest))
        return block

    def _rows(self, blocks: list[_Block], predicate: str) -> list[_Row]:
        """Return the rows with this predicate, those of the subject itself first."""
        sought = self._verb(predicate)
        rows = [row for block in blocks for row in block.rows if self._verb(row.verb) == sought]
        return sorted(rows, key=lambda row: row.indent)

    def _verb(self, word: str) -> str:
        return f"{RDF}type" if word == "a" else self._expand(word)

    def _saying(self, rows: list[_Row], obj: str) -> list[_Row]:
        """Return the rows with this object: those that write it so, else those that mean it."""
        sought = self._expand(obj)
        written = [row for row in rows if row.rest == obj]
        return written or [row for row in rows if {sought, obj} & set(self._readings(row.rest))]

    def _readings(self, rest: str) -> Iterator[str]:
        """Yield what the object of a row means: the value of a literal, or an IRI."""
        if match := _QUOTED.match(rest):
            value = unescape(match[1])
            yield _ESCAPE.sub(lambda found: _MEANT.get(found[1], found[1]), value)
        else:
            yield from (self._expand(word) for word in _WORD.findall(rest))

    def _expand(self, word: str) -> str:
        if word.startswith("<") and word.endswith(">"):
            return unescape(word[1:-1])
        prefix, colon, local = word.partition(":")
        return self._prefixes[prefix] + local if colon and prefix in self._prefixes else word


def _without_long_strings(text: str) -> str:
    """Return the text with strings in triple quotes cut down to their line ends."""
    if '"""' not in text and "'''" not in text:
        return text
    parts, end = [], 0
    for piece in pieces(text):
        if piece.kind == "long":
            parts += [text[end : piece.start], '""', "\n" * piece.text.count("\n")]
            end = piece.start + len(piece.text)
    return "".join([*parts, text[end:]])
