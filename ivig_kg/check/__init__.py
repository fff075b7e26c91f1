"""Checking: files as text, literals, shapes, whole-graph rules, and a document against its text.

Stages, each with findings of its own kind:
files      the file is whole, UTF-8, Turtle, in our prefixes, without blank nodes in data/
literals   a value is what its datatype says (what pySHACL lets through)
shapes     one thing at a time: SHACL
rules      the graph as a whole: queries/checks/
accepted   what was accepted says what it said then
change     all of these for what a change touches, before it is written
lately     all of these again for what changed since nothing was found
document   the spans and hashes of a text that is at hand
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ivig_kg.check.change import ChangeCheck
    from ivig_kg.check.document import check_document
    from ivig_kg.check.files import CheckedFile, read_files
    from ivig_kg.check.lately import check_content
    from ivig_kg.check.run import Checker

__all__ = [
    "ChangeCheck",
    "CheckedFile",
    "Checker",
    "check_content",
    "check_document",
    "read_files",
]

_HOMES = {
    "ChangeCheck": "change",
    "CheckedFile": "files",
    "Checker": "run",
    "check_content": "lately",
    "check_document": "document",
    "read_files": "files",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 (PEP 562: whatever the part is)
    """Load a public part from its module when it is first asked for (pySHACL is heavy)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
