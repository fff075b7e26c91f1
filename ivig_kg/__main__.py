"""``python -m ivig_kg``: the same as the command ``ivig-kg``."""

from __future__ import annotations

from ivig_kg.cli import start

__all__: list[str] = []

if __name__ == "__main__":
    start()
