"""The reference for a browser: one page that needs no other file and runs no script."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeAlias

from ivig_kg.pages import Html, fill, framed, joined
from ivig_kg.reference.chapters import Chapter, Section, chapters, header_facts
from ivig_kg.reference.diagram import heading, to_svg
from ivig_kg.reference.model import Code, Property, Reference, Term
from ivig_kg.reference.told import Fact, Piece, Teller, Told
from ivig_kg.reference.tree import Leaf, tree_of

__all__ = ["to_page", "to_section"]

Where: TypeAlias = Callable[[str], str | None]
"""Returns the address of the page of a thing; None where it has none."""

_TEMPLATE = "reference.html"


def to_page(reference: Reference) -> str:
    """Return a reference as a whole page."""
    header = reference.header
    parts = chapters(reference)
    writer = _Writer(reference, _nowhere)
    body = _block(
        "main",
        title=header.title,
        disclaimer=header.disclaimer,
        description=header.description,
        facts=_facts(header_facts(reference)),
        contents=joined(map(_entry, parts)),
        body=joined(map(writer.chapter, parts)),
        version=header.content_version,
        hash=header.content_digest[:12],
    )
    return framed(title=header.title, body=body)


def to_section(reference: Reference, where: Where) -> Html:
    """Return a reference for a page that has a header, a footer and all styles of its own.

    Args:
        reference: the reference.
        where: the address of the page of each class, which its heading leads to.
    """
    parts = chapters(reference)
    writer = _Writer(reference, where)
    return _block(
        "section_of_page",
        title=reference.header.title,
        description=reference.header.description,
        facts=_facts(header_facts(reference)),
        contents=joined(map(_entry, parts)),
        body=joined(map(writer.chapter, parts)),
    )


def _nowhere(iri: str) -> None:
    del iri


def _block(block: str, /, **values: str | int) -> Html:
    return fill(_TEMPLATE, block, **values)


def _inline(block: str, /, **values: str | int) -> Html:
    """Return a block without the line end behind it."""
    return Html(_block(block, **values).removesuffix("\n"))


class _Writer:
    """Writes the chapters; knows which codes have been described already."""

    def __init__(self, reference: Reference, where: Where) -> None:
        self._reference = reference
        self._where = where
        self._teller = Teller(reference)
        self._described: set[str] = set()

    def chapter(self, part: Chapter) -> Html:
        return _block(
            "chapter", anchor=part.anchor, name=part.name, about=part.about, body=self._body(part)
        )

    def _body(self, part: Chapter) -> Html:
        if part.kind == "diagram":
            svg = to_svg(self._reference, styled=self._where is _nowhere)
            name = heading(self._reference)
            return _block("figure", svg=svg, name=name)
        if part.kind == "tree":
            return _block("tree", items=joined(map(self._leaf, tree_of(self._reference))))
        return joined(each for section in part.sections for each in self._section(section))

    def _section(self, section: Section) -> Iterator[Html]:
        if section.name:
            count = len(section.terms) + len(section.properties)
            yield _block("sub", anchor=section.anchor, name=section.name, count=count)
        level = 4 if section.name else 3  # of headings, none is left out
        yield from (self._term(term, level) for term in section.terms)
        if section.properties:
            yield _block("rows", items=joined(map(self._property, section.properties)))

    def _leaf(self, leaf: Leaf) -> Html:
        below = joined(map(self._leaf, leaf.below))
        inner = _block("branch", items=below) if below else Html()
        if leaf.hidden:
            inner = _block("see", count=leaf.hidden)
        remark = "inferred" if leaf.inferred else ""
        return _block("leaf", name=_piece(self._teller.named(leaf.iri, remark)), below=inner)

    def _term(self, term: Term, level: int) -> Html:
        codes = joined(map(self._code, term.codes))
        return _block(
            "term",
            level=level,
            anchor=self._teller.anchor(term.iri),
            label=self._label(term),
            curie=term.curie,
            definition=_definition(term.definition),
            facts=_facts(self._teller.facts(term)),
            codes=_block("rows", items=codes) if codes else Html(),
        )

    def _label(self, term: Term) -> str:
        address = self._where(term.iri)
        return _inline("whole", address=address, text=term.label) if address else term.label

    def _code(self, code: Code) -> Html:
        facts = _facts(self._teller.code_facts(code))
        return self._row(code, kind="", facts=_block("row_facts", facts=facts) if facts else Html())

    def _property(self, prop: Property) -> Html:
        uses = joined(map(_use, self._teller.uses(prop)))
        facts = _block("uses", items=uses) if uses else Html()
        return self._row(prop, kind=f"{prop.kind} property", facts=facts)

    def _row(self, thing: Code | Property, *, kind: str, facts: Html) -> Html:
        """Return a row; only the first of a thing that stands in several lists is led to."""
        anchor = self._teller.anchor(thing.iri)
        place = Html() if thing.iri in self._described else _inline("row_id", anchor=anchor)
        self._described.add(thing.iri)
        return _block(
            "row",
            id=place,
            label=thing.label,
            curie=thing.curie,
            kind=kind,
            definition=thing.definition,
            facts=facts,
        )


def _entry(part: Chapter) -> Html:
    items = joined(
        _block("entry", anchor=anchor, text=name, inner=Html()) for anchor, name in part.entries
    )
    inner = _block("inner", items=items) if items else Html()
    return _block("entry", anchor=part.anchor, text=part.title, inner=inner)


def _definition(text: str) -> Html:
    return _block("definition", text=text) if text else Html()


def _facts(facts: Iterable[Fact]) -> Html:
    return joined(_block("fact", name=fact.name, value=_value(fact)) for fact in facts)


def _value(fact: Fact) -> Html:
    if fact.apart:
        return joined(_inline("paragraph", text=_piece(piece)) for piece in fact.pieces)
    return _listed(fact.pieces)


def _listed(pieces: Sequence[Piece], comma: str = ", ") -> Html:
    return Html(comma.join(map(_piece, pieces)))


def _use(told: Told) -> Html:
    return _block(
        "use",
        count=told.number,
        takes=_listed(told.takes, " or ") or _inline("plain", text="any value"),
        where=_inline("where", names=_listed(told.where)) if told.where else Html(),
        said=_inline("said", text=told.said) if told.said else Html(),
    )


def _piece(piece: Piece) -> Html:
    if piece.anchor:
        shown = _inline("link", anchor=piece.anchor, text=piece.text)
    elif piece.address:
        shown = _inline("outward", address=piece.address, text=piece.text)
    else:
        shown = _inline("code" if piece.code else "plain", text=piece.text)
    if piece.remark == "inferred":
        return _inline("inferred", piece=shown)
    return _inline("remark", piece=shown, text=piece.remark) if piece.remark else shown
