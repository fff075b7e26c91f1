"""A knowledge graph of clinical evidence: what a text claims, kept apart from what was shown.

>>> import ivig_kg
>>> kg = ivig_kg.open()
>>> len(kg.ask("uncited-claims"))
14
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ivig_kg.version import __version__

if TYPE_CHECKING:
    from pathlib import Path

    from ivig_kg.answer import Answer
    from ivig_kg.audit import Audit
    from ivig_kg.errors import IvigKgError
    from ivig_kg.graph import KnowledgeGraph

__all__ = ["Answer", "Audit", "IvigKgError", "KnowledgeGraph", "__version__", "open"]

_HOMES = {
    "Answer": "ivig_kg.answer",
    "Audit": "ivig_kg.audit",
    "IvigKgError": "ivig_kg.errors",
    "KnowledgeGraph": "ivig_kg.graph",
}


def open(content: str | Path | None = None) -> KnowledgeGraph:  # noqa: A001 (ivig_kg.open())
    """Open a content and return the knowledge graph.

    Args:
        content: a folder with ontology/, data/ and queries/; None finds it.

    Raises:
        ContentUnavailable: there is no content there.
    """
    from ivig_kg.graph import KnowledgeGraph  # noqa: PLC0415 (cold start)

    return KnowledgeGraph(content)


def __getattr__(name: str) -> Any:  # noqa: ANN401 (PEP 562: whatever the part is)
    """Load a public name from its module when it is first asked for (cold start)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 (cold start)

    return getattr(import_module(_HOMES[name]), name)
