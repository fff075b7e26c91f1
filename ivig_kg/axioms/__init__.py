"""Axioms of an OWL ontology as values: read from triples, said in words, cut down to what matters.

values   expressions and axioms
read     from the triples of files (OWL 2 mapping from RDF graphs, section 3)
words    an axiom as a sentence
module   the axioms that can matter for some names (syntactic locality)

No reasoner is here.
"""

from __future__ import annotations

from ivig_kg.axioms.module import module_of
from ivig_kg.axioms.read import Reading, files_of, read_axioms
from ivig_kg.axioms.values import Axiom, Combination, Expression, Named, Negation, Restriction
from ivig_kg.axioms.words import Speaker

__all__ = [
    "Axiom",
    "Combination",
    "Expression",
    "Named",
    "Negation",
    "Reading",
    "Restriction",
    "Speaker",
    "files_of",
    "module_of",
    "read_axioms",
]
