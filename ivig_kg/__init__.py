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


def open(  # noqa: A001 (ivig_kg.open())
    content: str | Path | None = None,
    *,
    store: str | Path | None = None,
    endpoint: str | None = None,
) -> KnowledgeGraph:
    """Open a content and return the knowledge graph.

    Args:
        content: a folder with ontology/, data/ and queries/; None finds it, or takes that of the
            store.
        store: the folder of a store on the disk, which is asked in place of the content's files.
        endpoint: the URL of a SPARQL endpoint, which is asked in place of both.

    Raises:
        ContentUnavailable: there is no content there, or no store.
        UsageError: it is the store of another content, or the URL is none.
    """
    from ivig_kg.graph import KnowledgeGraph  # noqa: PLC0415 (cold start)

    return KnowledgeGraph(content, store=store, endpoint=endpoint)


def __getattr__(name: str) -> Any:  # noqa: ANN401 (PEP 562: whatever the part is)
    """Load a public name from its module when it is first asked for (cold start)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 (cold start)

    return getattr(import_module(_HOMES[name]), name)
