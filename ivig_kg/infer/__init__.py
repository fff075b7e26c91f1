"""Inferring: what follows from the axioms of the ontology that no file says, or why none can hold.

tbox        the axioms of a content, fit for a reasoner, with what it must not meet refused
relations   from classes as the reasoner found them to the few triples that say what is new
explain     an irreducible set of axioms behind a fault
inferred    ontology/inferred.ttl: how it is written, and whether it is stale
run         all of it
"""

from __future__ import annotations

from ivig_kg.infer.inferred import INFERRED, stale_finding
from ivig_kg.infer.relations import Relation
from ivig_kg.infer.run import Inference, Inferrer, infer
from ivig_kg.infer.tbox import Terminology, read_terminology

__all__ = [
    "INFERRED",
    "Inference",
    "Inferrer",
    "Relation",
    "Terminology",
    "infer",
    "read_terminology",
    "stale_finding",
]
