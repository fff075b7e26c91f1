"""One validation result, as plain text: what both engines speak of."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Violation"]


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One validation result.

    Args:
        focus: the IRI of the node, or a blank label.
        path: the IRI of the property; empty when the rule joins several.
        value: the offending value as text, ``[]`` for a blank node; empty when none is given.
        shape: the IRI of the shape.
        component: the IRI of the constraint component.
        message: what the shape tells a curator.
    """

    focus: str
    path: str
    value: str
    shape: str
    component: str
    message: str
