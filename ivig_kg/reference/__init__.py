"""The reference of the ontology, made from the ontology: a page, Markdown, or a diagram.

model      the reference as values
joined     axioms in words, and mappings
read       from the answers to look-ups
tree       the classes below one another
chapters   what stands where, the same in every format
told       what is told of a class, a code and a property
page       a page for a browser
markdown   the same for GitHub
links      which boxes the diagram has, and what leads from one to another
layout     where they stand
diagram    the diagram as SVG
"""

from __future__ import annotations

from ivig_kg.reference.formats import FORMATS, render
from ivig_kg.reference.joined import mappings_of, words_of
from ivig_kg.reference.model import Header, Reference
from ivig_kg.reference.read import read_reference

__all__ = [
    "FORMATS",
    "Header",
    "Reference",
    "mappings_of",
    "read_reference",
    "render",
    "words_of",
]
