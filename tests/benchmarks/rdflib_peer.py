"""The peer: a plain rdflib script that answers the headline question from the same files."""

from __future__ import annotations

import sys
from pathlib import Path

from rdflib import Graph

root = Path(sys.argv[1])
graph = Graph()
for path in sorted([*root.glob("ontology/**/*.ttl"), *root.glob("data/**/*.ttl")]):
    if "shapes" not in path.parts:
        graph.parse(path, format="turtle")
query = (root / "queries/answers/subtypes-with-response.rq").read_text(encoding="utf-8")
result = graph.query(query)
print("\t".join(str(variable) for variable in result.vars or []))
for bindings in result.bindings:
    print("\t".join(str(cell) for cell in bindings.values()))
