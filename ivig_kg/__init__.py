"""A knowledge graph of clinical evidence: what a text claims, kept apart from what was shown."""

from __future__ import annotations

__all__ = ["__version__"]

__version__ = "0.1.0"
