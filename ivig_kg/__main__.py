"""``python -m ivig_kg``: the same as the command ``ivig-kg``."""

from __future__ import annotations

from ivig_kg.cli import main

__all__: list[str] = []

if __name__ == "__main__":
    main()
