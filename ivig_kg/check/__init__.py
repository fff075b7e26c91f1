"""Checking: files as text, literals, shapes, whole-graph rules, and a document against its text.

Stages, each with findings of its own kind:
files      the file is whole, UTF-8, Turtle, in our prefixes, without blank nodes in data/
literals   a value is what its datatype says (what pySHACL lets through)
shapes     one thing at a time: SHACL
rules      the graph as a whole: queries/checks/
document   the spans and hashes of a text that is at hand
"""

from __future__ import annotations

from ivig_kg.check.document import check_document
from ivig_kg.check.files import CheckedFile, read_files
from ivig_kg.check.run import Checker

__all__ = ["CheckedFile", "Checker", "check_document", "read_files"]
