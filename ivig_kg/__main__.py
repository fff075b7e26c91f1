"""The process: ``ivig-kg``, and the same as ``python -m ivig_kg``."""

from __future__ import annotations

import gc

__all__ = ["start"]

_RARELY = 50_000
"""New objects between two looks for garbage. Python's 700 cost a short command a twentieth."""


def start() -> None:
    """Run the command line as a process of its own."""
    gc.set_threshold(_RARELY)  # before the imports, which make most of the objects
    from ivig_kg.cli import start as run  # noqa: PLC0415 (as above)

    run()


if __name__ == "__main__":
    start()
