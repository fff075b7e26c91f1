"""Made-up terms: trees of conditions and subtypes, six deep, and treatments with weights."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

__all__ = ["ASKED", "QUARREL", "Vocabulary", "vocabulary"]

DEEP, SUBTYPES, CONDITIONS, TREATMENTS, CLOSE = 6, 300, 100, 60, 20
ASKED, ASKED_SHARE = "IntravenousImmunoglobulin", 0.02
"""The treatment that the questions ask for by default, and its part of the made-up statements."""

QUARREL = "MadeUpDisputedTreatment"
PARENTS = 10  # treatments that others are under; the busiest has none under it
FLATTEN = 10  # weight of the treatment at place n is 1/(n + this): the first gets a twentieth


@dataclass(frozen=True)
class Term:
    """A made-up class, the class above it, and its depth: one where that class is not made up."""

    name: str
    parent: str
    depth: int


@dataclass(frozen=True)
class Vocabulary:
    """What statements can be about; the earlier in a list, the more is said of it."""

    subtypes: tuple[Term, ...]
    conditions: tuple[Term, ...]
    close: dict[str, str]

    @cached_property
    def leaves(self) -> tuple[str, ...]:
        """Return the subtypes that nothing is under and that are close to none."""
        inner = {term.parent for term in self.subtypes} | self.close.keys()
        return tuple(term.name for term in self.subtypes if term.name not in inner)

    @cached_property
    def elsewhere(self) -> tuple[str, ...]:
        """Return the conditions that have nothing to do with the one asked for by default."""
        return tuple(t.name for t in self.conditions if t.name.startswith("MadeUpOther"))

    @cached_property
    def above(self) -> dict[str, frozenset[str]]:
        """Return for each condition itself and the made-up ones above it."""
        found: dict[str, frozenset[str]] = {}
        for term in self.conditions:
            found[term.name] = found.get(term.parent, frozenset()) | {term.name}
        return found

    @cached_property
    def treatments(self) -> tuple[str, ...]:
        """Return the treatments of studies: the made-up ones, then the asked one."""
        return (*(f"MadeUpTreatment{n}" for n in range(TREATMENTS)), ASKED)

    @cached_property
    def weights(self) -> list[float]:
        """Return the running sums of the treatments' parts, of 1."""
        parts = [1 / (n + FLATTEN) for n in range(1, TREATMENTS + 1)]
        whole = sum(parts) / (1 - ASKED_SHARE)
        return list(accumulate([*(part / whole for part in parts), ASKED_SHARE]))

    def turtle(self) -> Iterator[str]:
        """Yield the terms as Turtle, a block a term."""
        for term in (*self.subtypes, *self.conditions):
            label = f"made-up {term.name.removeprefix('MadeUp')}, {term.depth} deep"
            yield _block(term.name, label, term.parent, self.close.get(term.name))
        for n in range(TREATMENTS):
            parent = "Treatment" if n < PARENTS else f"MadeUpTreatment{1 + n % (PARENTS - 1)}"
            yield _block(f"MadeUpTreatment{n}", f"made-up treatment {n}", parent)
        yield _block(QUARREL, "made-up treatment that studies dispute", "Treatment")


def vocabulary(statements: int, chance: random.Random) -> Vocabulary:
    """Make terms for a number of statements: no more than they can be about, each of them."""
    subtypes = tuple(
        _tree("MadeUpSubtype", "PeripheralNeuropathy", min(SUBTYPES, statements // 3), chance)
    )
    number = min(CONDITIONS, statements // 10)
    others = number * 3 // 10
    conditions = (
        *_tree("MadeUpCondition", "SjogrenSyndrome", number - others, chance),
        *_tree("MadeUpOther", "Condition", others, chance),
    )
    inner = {term.parent for term in subtypes}
    leaves = [term.name for term in subtypes if term.name not in inner]
    pairs = min(CLOSE, len(leaves) // 4)
    return Vocabulary(
        subtypes, conditions, dict(zip(leaves[:pairs], leaves[pairs : 2 * pairs], strict=True))
    )


def _tree(stem: str, root: str, number: int, chance: random.Random) -> Iterator[Term]:
    """Yield a chain to the deepest level, then the rest, each under any that is not so deep."""
    above = [Term(root, "", 0)]
    for n in range(number):
        parent = above[-1] if n < DEEP else chance.choice(above)
        term = Term(f"{stem}{n}", parent.name, parent.depth + 1)
        if term.depth < DEEP:
            above.append(term)
        yield term


def _block(name: str, label: str, parent: str, near: str | None = None) -> str:
    close = f"  skos:closeMatch ivig:{near} ;\n" if near else ""
    return f"""ivig:{name}
  a owl:Class ;
  rdfs:label "{label}"@en ;
  rdfs:subClassOf ivig:{parent} ;
  dcterms:source "Made up."@en ;
{close}  skos:definition "Made up: {label}."@en .

"""
