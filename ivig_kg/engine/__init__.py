"""Engines that answer SPARQL. Only this package imports pyoxigraph; its parts load when named.

Reading and writing documents is ``ivig_kg.engine.parse``.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ivig_kg.engine.embedded import EmbeddedEngine
    from ivig_kg.engine.gate import GateLimits, admit
    from ivig_kg.engine.workers import run_bounded

__all__ = ["EmbeddedEngine", "GateLimits", "admit", "run_bounded"]

_HOMES = {
    "EmbeddedEngine": "embedded",
    "GateLimits": "gate",
    "admit": "gate",
    "run_bounded": "workers",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 (PEP 562: whatever the part is)
    """Load a public part from its module when it is first asked for (cold start)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
