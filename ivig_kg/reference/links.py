"""What the diagram shows: the roots of the model as boxes, and what points from one to another.

Nothing is chosen by name. A class stands for all below it; a box is the root of a class that a
shape describes, or whose instances or names such a shape asks for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ivig_kg.reference.model import Reference

__all__ = ["Link", "Node", "nodes_of"]


class Link(NamedTuple):
    """Properties that lead to one node.

    Args:
        target: the IRI of the node.
        label: what it is called.
        names: the labels of the properties.
    """

    target: str
    label: str
    names: tuple[str, ...]


class Node(NamedTuple):
    """A box.

    Args:
        iri: the root class.
        label: its label.
        kinds: the labels of the classes below it that shapes know.
        links: where its properties lead, by label of the target.
    """

    iri: str
    label: str
    kinds: tuple[str, ...]
    links: tuple[Link, ...]


def nodes_of(reference: Reference) -> tuple[Node, ...]:
    """Return the boxes that a line leads from or to; what points before what it points to."""
    names: dict[str, dict[str, set[str]]] = {}
    known: set[str] = set()
    for prop in reference.properties.values():
        for use in prop.uses:
            values = [take.value for take in use.takes if take.value in reference.classes]
            sources = [iri for iri in use.classes if values and iri in reference.root_of]
            known.update(sources, values)
            for source in {reference.root_of[iri] for iri in sources}:
                for target in {reference.root_of[iri] for iri in values}:
                    links = names.setdefault(source, {})
                    links.setdefault(target, set()).add(prop.label)
    roots = reference.ordered(reference.root_of[iri] for iri in known)
    nodes = [_node(reference, root, known, names.get(root, {})) for root in roots]
    return tuple(_downwards(nodes))


def _node(reference: Reference, root: str, known: set[str], links: dict[str, set[str]]) -> Node:
    below = [iri for iri in reference.under(root) if iri != root]
    shaped = {iri for iri in below if reference.classes[iri].shaped} | (known & set(below))
    return Node(
        iri=root,
        label=reference.label(root),
        kinds=tuple(map(reference.label, reference.ordered(shaped))),
        links=tuple(
            Link(target, reference.label(target), tuple(sorted(links[target], key=str.casefold)))
            for target in reference.ordered(links)
        ),
    )


def _downwards(nodes: Sequence[Node]) -> Iterable[Node]:
    """Yield the nodes so that few lines lead upwards: each time the one that fewest point to."""
    left = list(nodes)
    while left:

        def pointed(node: Node, among: Sequence[Node] = tuple(left)) -> tuple[int, int]:
            inward = sum(node.iri in _targets(other) for other in among if other is not node)
            outward = len(_targets(node) & {other.iri for other in among})
            return inward, -outward

        chosen = min(left, key=pointed)
        left.remove(chosen)
        yield chosen


def _targets(node: Node) -> set[str]:
    return {link.target for link in node.links}
