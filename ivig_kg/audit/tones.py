"""What a judgement looks like: its tone stands beside its word, and never instead of it."""

from __future__ import annotations

__all__ = ["tone"]

_TONES = {
    "supported": "good",
    "partly": "fair",
    "unknown": "fair",
    "unverified": "fair",
    "no citation": "fair",
    "disputed": "bad",
    "contradicted": "bad",
    "not found": "bad",
    "unsupported": "bad",
}


def tone(judgement: str) -> str:
    """Return ``good``, ``fair``, ``bad``, or ``plain`` for a word that has no tone."""
    return _TONES.get(judgement, "plain")
