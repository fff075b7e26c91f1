"""The tree of classes: one with several parents stands under each, what is below it only once."""

from __future__ import annotations

from typing import NamedTuple

from ivig_kg.reference.model import Reference

__all__ = ["Leaf", "tree_of"]


class Leaf(NamedTuple):
    """A class at one place of the tree.

    Args:
        iri: which it is.
        inferred: whether it was inferred that it stands here.
        below: the classes under it, where this is its first place.
        hidden: how many classes are directly under it, where it is not.
    """

    iri: str
    inferred: bool = False
    below: tuple[Leaf, ...] = ()
    hidden: int = 0


def tree_of(reference: Reference) -> tuple[Leaf, ...]:
    """Return the roots with all that is below them, in the order of labels."""
    seen: set[str] = set()

    def leaf(iri: str, parent: str) -> Leaf:
        inferred = parent in reference.classes[iri].inferred
        children = reference.children.get(iri, ())
        if iri in seen:
            return Leaf(iri, inferred, hidden=len(children))
        seen.add(iri)
        return Leaf(iri, inferred, tuple(leaf(child, iri) for child in children))

    return tuple(leaf(root, "") for root in reference.roots)
