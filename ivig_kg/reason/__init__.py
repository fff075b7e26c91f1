"""A reasoner for terms: HermiT by way of owlready2, in a process group of its own.

java     which Java runs it, or what to install
hermit   classes, from N-Triples, within a time and memory limit
child    the process that loads owlready2, which nothing else here does

Measured of owlready2 0.51 and kept to here: it reads N-Triples alone safely, one literal that it
cannot read spoils the whole, and what it saves is not what it loaded: so it gets axioms only, and
its world is thrown away.
"""

from __future__ import annotations

from ivig_kg.reason.hermit import Classes, Hermit
from ivig_kg.reason.java import Java, find_java

__all__ = ["Classes", "Hermit", "Java", "find_java"]
