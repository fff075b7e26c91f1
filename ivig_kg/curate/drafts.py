"""Drafts: statements that are not numbered yet, and whether the same is said already."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from ivig_kg.answer import Iri, Literal, Term, Triple
from ivig_kg.answer.terms import XSD_STRING
from ivig_kg.curate.desk import Desk
from ivig_kg.curate.ledger import the_day
from ivig_kg.names import fold

__all__ = ["Draft", "Part", "Said", "said_by", "said_in", "signature"]

Said: TypeAlias = list[tuple[str, Term]]
"""Properties (IRIs) and values, in order."""

_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_BOOKKEEPING = ("dcterms:creator", "dcterms:created", "ivig:status", "ivig:supersededBy")

_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2212"
_SIGNS = "-+<>=\u2264\u2265"
# A dash after a letter or digit joins (IL-6, 2-3 weeks); else it is the sign of the number.
_SIGN = re.compile(
    rf"((?<![^\W_])[{_DASHES}+](?=\.?\d)|[<>=\u2264\u2265](?=\s*[{_DASHES}+]?\.?\d))"
)


class Part(NamedTuple):
    """A result, regimen or population of a statement: the property that leads there, its class."""

    leads: str
    kind: str
    said: Said


@dataclass
class Draft:
    """A statement to be entered.

    Args:
        kind: the IRI of its class.
        source: the local name of its source.
        said: what it says, but its parts, and who entered it when.
        parts: its parts, each with a name of its own.
        number: its number within the source; 0 until it is given.
    """

    kind: str
    source: str
    said: Said
    parts: list[Part] = field(default_factory=list)
    number: int = 0

    def names(self, desk: Desk) -> tuple[Iri, list[Iri]]:
        """Return its IRI and those of its parts."""
        iri = desk.iri(f"st:{self.source}-{self.number}")
        counts: dict[str, int] = {}
        parts = []
        for part in self.parts:
            counts[part.leads] = counts.get(part.leads, 0) + 1
            local = part.leads.rpartition("#")[2]
            parts.append(Iri(f"{iri.value}.{local}-{counts[part.leads]}"))
        return iri, parts

    def triples(self, desk: Desk) -> list[Triple]:
        """Return what it says as triples, as a draft that the agent at the desk entered."""
        iri, names = self.names(desk)
        rows = [(_TYPE, Iri(self.kind)), *self.said]
        rows += [(part.leads, name) for part, name in zip(self.parts, names, strict=True)]
        rows += [
            (desk.namespaces.expand(curie), value)
            for curie, value in (
                ("ivig:status", desk.iri("ivig:Draft")),
                ("dcterms:creator", desk.agent),
                ("dcterms:created", the_day(desk)),
            )
        ]
        found = [Triple(iri, Iri(verb), value) for verb, value in rows]
        for part, name in zip(self.parts, names, strict=True):
            told = [(_TYPE, Iri(part.kind)), *part.said]
            found += [Triple(name, Iri(verb), value) for verb, value in told]
        return found


def said_by(desk: Desk, triples: Iterable[Triple]) -> Mapping[str, Sequence[Triple]]:
    """Return by the IRI of each statement what it and its parts say."""
    base = desk.namespaces.base("st")
    found: dict[str, list[Triple]] = {}
    for triple in triples:
        if isinstance(triple.subject, Iri) and triple.subject.value.startswith(base):
            owner = base + triple.subject.value.removeprefix(base).partition(".")[0]
            found.setdefault(owner, []).append(triple)
    return found


def said_in(
    desk: Desk, sources: Iterable[str]
) -> tuple[dict[frozenset[object], str], dict[frozenset[object], str]]:
    """Return what some sources say already, exactly and loosely, with its name (a CURIE)."""
    bench, exact, loose = desk.bench(), {}, {}
    numbered = "|".join(f"{re.escape(source)}-" for source in sorted(sources))
    # By what stands in a file, not by its name: a file may have been renamed.
    block = re.compile(rb"^\s*st:(?:%b)[0-9]" % numbered.encode(), re.MULTILINE)
    files = [path for path, data in bench.files.items() if numbered and block.search(data)]
    said = [triple for path in files for triple in bench.said(path)]
    for statement, triples in said_by(desk, said).items():
        name = desk.namespaces.show(statement)
        exact[signature(desk, triples)] = name
        loose[signature(desk, triples, loosely=True)] = name
    return exact, loose


def signature(desk: Desk, triples: Iterable[Triple], *, loosely: bool = False) -> frozenset[object]:
    """Return what a statement says, apart from its number and who entered it.

    Args:
        desk: for the names of properties.
        triples: what it and its parts say.
        loosely: whether words count without case, accents, punctuation and order; all else, and
            the sign of a number among words, counts as it is.
    """
    skipped = {desk.namespaces.expand(curie) for curie in _BOOKKEEPING}
    base = desk.namespaces.base("st")
    own: list[object] = []
    parts: dict[str, list[object]] = {}
    for subject, predicate, obj in triples:
        value = _loose(desk, predicate.value, obj) if loosely else obj
        if predicate.value in skipped:
            continue
        if isinstance(obj, Iri) and obj.value.startswith(base) and "." in obj.value[len(base) :]:
            continue  # the parts themselves are compared
        name = subject.value.removeprefix(base)
        if "." in name:
            parts.setdefault(name, []).append((predicate, value))
        else:
            own.append((predicate, value))
    return frozenset([*own, *(frozenset(part) for part in parts.values())])


def _loose(desk: Desk, predicate: str, term: Term) -> object:
    """Return words without case, accents, punctuation and order; numbers keep their order.

    What is no prose is exact: numbers, days, yes and no, and signs from a list.
    """
    if not isinstance(term, Literal) or not _is_prose(desk, predicate, term):
        return term
    found = list(_signed_words(term.value))
    words = sorted(word for word in found if not word.lstrip(_SIGNS).isdecimal())
    return tuple(words), tuple(word for word in found if word.lstrip(_SIGNS).isdecimal())


def _is_prose(desk: Desk, predicate: str, literal: Literal) -> bool:
    if literal.language:
        return True
    fields = (form.field(predicate) for form in desk.forms.values())
    listed = any(one.kind == "text" for field in fields if field for one in field.takes)
    return literal.datatype == XSD_STRING and not listed


def _signed_words(text: str) -> Iterator[str]:
    """Yield the words of a text; a number has the signs before it, as -2 is not 2."""
    signs = ""
    for place, piece in enumerate(_SIGN.split(text)):
        if place % 2:
            signs += "-" if piece in _DASHES else piece
            continue
        plain = "".join(char if char.isalnum() else " " for char in fold(piece))
        for word in plain.split():
            yield signs + word
            signs = ""
