"""Curating: everything that changes the evidence, each act whole or not at all.

desk       who is at work on which content, under the lock; checks a change and writes it
bench      the files of data as they would be, in memory
agents     who somebody is
ledger     the entries that say who did what to a thing, when and why
life       review, retract, supersede
disputing  that two statements do not go together
undone     undo: a further entry; nothing is deleted
places     which file a thing stands in, and the next free number
enrol      a new agent
skeleton   a new document
columns    the columns of a sheet, from the shapes; blank: the empty sheet
drafts     statements without a number; rows: rows of a sheet as drafts
sheet      taking in a sheet
graphs     documents of RDF taken in
history    what was done, newest first
renumber   two things under one number, after a merge
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ivig_kg.curate.blank import template
    from ivig_kg.curate.desk import Desk, at_desk, reading_desk
    from ivig_kg.curate.disputing import dispute
    from ivig_kg.curate.enrol import enrol
    from ivig_kg.curate.graphs import take_in_graph
    from ivig_kg.curate.history import history
    from ivig_kg.curate.life import Done, retract, review, supersede
    from ivig_kg.curate.renumber import renumber
    from ivig_kg.curate.sheet import read_sheet, take_in_table
    from ivig_kg.curate.skeleton import new_source
    from ivig_kg.curate.undone import undo

__all__ = [
    "Desk",
    "Done",
    "at_desk",
    "dispute",
    "enrol",
    "history",
    "new_source",
    "read_sheet",
    "reading_desk",
    "renumber",
    "retract",
    "review",
    "supersede",
    "take_in_graph",
    "take_in_table",
    "template",
    "undo",
]

_HOMES = {
    "blank": ("template",),
    "desk": ("Desk", "at_desk", "reading_desk"),
    "enrol": ("enrol",),
    "graphs": ("take_in_graph",),
    "history": ("history",),
    "disputing": ("dispute",),
    "life": ("Done", "retract", "review", "supersede"),
    "renumber": ("renumber",),
    "sheet": ("read_sheet", "take_in_table"),
    "skeleton": ("new_source",),
    "undone": ("undo",),
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 (PEP 562: whatever the part is)
    """Load a public part from its module when it is first asked for (cold start)."""
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{home}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
