"""SHACL validation: triples in, plain violations out. Only this package knows SHACL engines.

pySHACL is the reference, and what it finds is what is told. A faster engine, where one is
installed, only says which things pySHACL need not look at, since nothing is wrong with them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ivig_kg.shacl.fast import Screen, screen_of
    from ivig_kg.shacl.reference import (
        Incomparable,
        Rules,
        rdflib_graph,
        validate,
        validate_strictly,
    )
    from ivig_kg.shacl.violation import Violation

__all__ = [
    "Incomparable",
    "Rules",
    "Screen",
    "Violation",
    "rdflib_graph",
    "screen_of",
    "validate",
    "validate_strictly",
]

_HOMES = {
    "Incomparable": "reference",
    "Rules": "reference",
    "Screen": "fast",
    "Violation": "violation",
    "rdflib_graph": "reference",
    "screen_of": "fast",
    "validate": "reference",
    "validate_strictly": "reference",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 (PEP 562: whatever the part is)
    """Load a part from its module when it is first asked for (pySHACL is heavy)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
