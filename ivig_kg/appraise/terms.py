"""The subtypes of an appraisal in the order of their hierarchy, each once."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from ivig_kg.appraise.read import Row, grouped

__all__ = ["Term", "Terms", "read_terms"]

_CLOSE = "close"


class Term(NamedTuple):
    """A subtype.

    Args:
        iri: which it is.
        label: the same in words.
        match: how it lies to the one that was asked for: same, narrower or close.
        parents: the IRIs of its parents.
        close: the IRIs of what is close to it, and not the same.
        depth: how deep it stands below the first, where it stands.
        also: the labels of parents under which it does not stand, since it stands once.
    """

    iri: str
    label: str
    match: str
    parents: tuple[str, ...] = ()
    close: tuple[str, ...] = ()
    depth: int = 0
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Terms:
    """The subtypes, from the root down; those that are only close come last."""

    ordered: tuple[Term, ...]

    @cached_property
    def by_iri(self) -> Mapping[str, Term]:
        """Return the subtypes by their IRI."""
        return {term.iri: term for term in self.ordered}

    def label(self, iri: str) -> str:
        """Return the words for a subtype; its IRI where it is none of these."""
        return self.by_iri[iri].label if iri in self.by_iri else iri


def read_terms(rows: Iterable[Row]) -> Terms:
    """Read the rows of the look-up ``appraise-terms``, in the order of labels."""
    terms = {term.iri: term for term in map(_term, grouped(rows, "term"))}
    below: dict[str, list[Term]] = {}
    for term in terms.values():
        below.setdefault(_home(term, terms), []).append(term)
    return Terms(tuple(_placed("", terms, below, 0)))


def _term(rows: list[Row]) -> Term:
    first = rows[0]
    others = {
        relation: tuple(row["other"] for row in rows if row["relation"] == relation)
        for relation in ("parent", _CLOSE)
    }
    return Term(first["term"], first["label"], first["match"], others["parent"], others[_CLOSE])


def _home(term: Term, terms: Mapping[str, Term]) -> str:
    """Return the parent that a term stands under: the deepest, of several the first by label."""
    if term.match != "narrower":
        return ""
    known = [parent for parent in term.parents if parent in terms]
    return min(known, key=lambda iri: (-_depth(iri, terms), terms[iri].label), default="")


def _depth(iri: str, terms: Mapping[str, Term]) -> int:
    """Return how many steps it is from the root, on the longest way (the terms have no cycle)."""
    parents = [parent for parent in terms[iri].parents if parent in terms]
    return max((1 + _depth(parent, terms) for parent in parents), default=0)


def _above(iri: str, terms: Mapping[str, Term]) -> Iterator[str]:
    for parent in terms[iri].parents if iri in terms else ():
        yield parent
        yield from _above(parent, terms)


def _placed(
    home: str, terms: Mapping[str, Term], below: Mapping[str, list[Term]], depth: int
) -> Iterator[Term]:
    here = sorted(
        below.get(home, ()), key=lambda term: (term.match == _CLOSE, term.label.casefold())
    )
    for term in here:
        above = {step for parent in term.parents for step in _above(parent, terms)}
        others = [p for p in term.parents if p in terms and p != home and p not in above]
        also = tuple(sorted((terms[p].label for p in others), key=str.casefold))
        yield Term(term.iri, term.label, term.match, term.parents, term.close, depth, also)
        yield from _placed(term.iri, terms, below, depth + 1)
