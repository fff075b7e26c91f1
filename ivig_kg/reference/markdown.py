"""The reference for GitHub: headings with places that links lead to, and the diagram in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ivig_kg.answer.markdown import inline
from ivig_kg.reference.chapters import Chapter, Section, chapters, header_facts
from ivig_kg.reference.diagram import in_words
from ivig_kg.reference.links import nodes_of
from ivig_kg.reference.model import Code, Property, Reference, Term
from ivig_kg.reference.told import Fact, Piece, Teller, Told
from ivig_kg.reference.tree import Leaf, tree_of

__all__ = ["to_markdown"]


def to_markdown(reference: Reference) -> str:
    """Return a reference as GitHub-flavoured Markdown."""
    return "".join(f"{line}\n" for line in _Writer(reference).lines())


class _Writer:
    """Writes the chapters; knows which things have been described already."""

    def __init__(self, reference: Reference) -> None:
        self._reference = reference
        self._teller = Teller(reference)
        self._described: set[str] = set()

    def lines(self) -> Iterator[str]:
        header = self._reference.header
        yield f"# {inline(header.title)}"
        yield from ("", f"**{inline(header.disclaimer)}**", "")
        if header.description:
            yield from (inline(header.description), "")
        yield from _facts(header_facts(self._reference))
        parts = chapters(self._reference)
        yield from ("", "## Contents", "")
        for part in parts:
            yield f"- [{inline(part.title)}](#{part.anchor})"
            yield from (f"  - [{inline(name)}](#{anchor})" for anchor, name in part.entries)
        for part in parts:
            yield from self._chapter(part)

    def _chapter(self, part: Chapter) -> Iterator[str]:
        yield from ("", _place(part.anchor), "", f"## {inline(part.name)}", "", part.about, "")
        if part.kind == "diagram":
            yield from (f"- {inline(text)}" for text in in_words(nodes_of(self._reference)))
        elif part.kind == "tree":
            for root in tree_of(self._reference):
                yield from self._leaf(root, 0)
        for section in part.sections:
            yield from self._section(section)

    def _section(self, section: Section) -> Iterator[str]:
        if section.name:
            yield from ("", _place(section.anchor), "", f"### {inline(section.name)}", "")
        for term in section.terms:
            yield from self._term(term)
        for prop in section.properties:
            yield from self._property(prop)

    def _leaf(self, leaf: Leaf, depth: int) -> Iterator[str]:
        remark = "inferred" if leaf.inferred else ""
        below = f" ({leaf.hidden} below, listed above)" if leaf.hidden else ""
        yield f"{'  ' * depth}- {_piece(self._teller.named(leaf.iri, remark))}{below}"
        for each in leaf.below:
            yield from self._leaf(each, depth + 1)

    def _term(self, term: Term) -> Iterator[str]:
        yield from ("", _place(self._teller.anchor(term.iri)), "")
        yield from (f"#### {inline(term.label)} <code>{inline(term.curie)}</code>", "")
        if term.definition:
            yield from (inline(term.definition), "")
        yield from _facts(self._teller.facts(term))
        for code in term.codes:
            yield from self._code(code)

    def _code(self, code: Code) -> Iterator[str]:
        yield self._row(code, "")
        yield from (f"  {line}" for line in _facts(self._teller.code_facts(code)))

    def _property(self, prop: Property) -> Iterator[str]:
        yield self._row(prop, f", {prop.kind} property")
        yield from (f"  - {_use(told)}" for told in self._teller.uses(prop))

    def _row(self, thing: Code | Property, kind: str) -> str:
        """Return a row; only the first of a thing that stands in several lists is led to."""
        new = thing.iri not in self._described
        self._described.add(thing.iri)
        place = _place(self._teller.anchor(thing.iri)) if new else ""
        name = f"**{inline(thing.label)}** (<code>{inline(thing.curie)}</code>{kind})"
        return f"- {place}{name}{f': {inline(thing.definition)}' if thing.definition else ''}"


def _place(anchor: str) -> str:
    return f'<a id="{anchor}"></a>'


def _facts(facts: Iterable[Fact]) -> Iterator[str]:
    for fact in facts:
        if fact.apart and len(fact.pieces) > 1:
            yield f"- {inline(fact.name)}:"
            yield from (f"  - {_piece(piece)}" for piece in fact.pieces)
        else:
            yield f"- {inline(fact.name)}: {', '.join(map(_piece, fact.pieces))}"


def _use(told: Told) -> str:
    takes = " or ".join(map(_piece, told.takes)) or "any value"
    where = f" in {', '.join(map(_piece, told.where))}" if told.where else ""
    said = f": {inline(told.said)}" if told.said else ""
    return f"{inline(told.number)} {takes}{where}{said}"


def _piece(piece: Piece) -> str:
    text = inline(piece.text)
    shown = f"<code>{text}</code>" if piece.code else text
    remark = f" ({inline(piece.remark)})" if piece.remark else ""
    if piece.anchor:
        return f"[{shown}](#{piece.anchor}){remark}"
    return f"[{shown}](<{inline(piece.address)}>){remark}" if piece.address else f"{shown}{remark}"
