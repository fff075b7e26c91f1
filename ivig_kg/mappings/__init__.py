"""Mappings to outside vocabularies: SSSOM tables in ontology/mappings/, and the list of traps.

graph   the tables as triples, quickly: what a question needs
read    the tables with all that they say, and with their faults

Source of the form: A Simple Standard for Sharing Ontological Mappings (SSSOM), TSV with the header
of the set embedded in comment lines. ``denied.tsv`` is this project's own: identifiers that one
would take for a concept and must not.
"""

from __future__ import annotations

__all__: list[str] = []
