"""A made-up content that acts of curators can be tried on: little ontology, a few statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pyoxigraph as ox

from ivig_kg.content import Content, find_content
from ivig_kg.engine.parse import parse
from ivig_kg.namespaces import read_namespaces
from ivig_kg.turtle.shape_order import order_of
from ivig_kg.turtle.write import write

__all__ = ["DATA", "content_of", "data_of", "lay", "little", "said_by", "source", "statement"]

PREFIXES = """@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix ivig: <https://w3id.org/ivig-kg/ontology#> .
@prefix src: <https://w3id.org/ivig-kg/source/> .
@prefix st: <https://w3id.org/ivig-kg/statement/> .
@prefix as: <https://w3id.org/ivig-kg/assessment/> .
@prefix agent: <https://w3id.org/ivig-kg/agent/> .
@prefix graph: <https://w3id.org/ivig-kg/graph/> .

"""
MADE = """  dcterms:creator agent:test-curator ;
  dcterms:created "2026-11-24"^^xsd:date .
"""


def agent(name: str) -> str:
    return f"""agent:{name}
  a prov:Person ;
  rdfs:label "{name}"@en ;
  dcterms:description "Made up."@en ;
  ivig:conflictOfInterest "none declared"@en ;
  ivig:conflictOfInterestDated "2026-11-24"^^xsd:date .
"""


def source(name: str) -> str:
    """Return a document as Turtle."""
    return f"""src:{name}
  a ivig:ResearchArticle ;
  rdfs:label "{name}"@en ;
  dcterms:title "not stated" ;
  ivig:identification ivig:Unverified ;
  ivig:verification ivig:Unverified .
"""


def statement(name: str, label: str = "", more: str = "") -> str:
    """Return a statement as Turtle, named by its source and number."""
    return f"""st:{name}
  a ivig:StudyDescription ;
  rdfs:label "{label or name}"@en ;
  ivig:statedIn src:{name.rpartition("-")[0]} ;
  ivig:locator "abstract" ;
  ivig:populationStated true ;{more}
  ivig:modality ivig:Asserted ;
  ivig:verification ivig:Abstract ;
  ivig:status ivig:Draft ;
{MADE}"""


def disagreement(name: str, *sides: str) -> str:
    said = "".join(f"  ivig:side st:{side} ;\n" for side in sides)
    return f"""as:{name}
  a ivig:Disagreement ;
{said}  ivig:disagreementKind ivig:Applicability ;
  ivig:because "Made up."@en ;
  ivig:status ivig:Draft ;
{MADE}"""


DATA: Mapping[str, tuple[str, ...]] = {
    "data/agents.ttl": (agent("test-curator"), agent("test-reviewer")),
    "data/sources/made-up-2011.ttl": (
        source("made-up-2011"),
        *(statement(f"made-up-2011-{number}") for number in (1, 2, 3)),
    ),
    "data/sources/other-2012.ttl": (
        source("other-2012"),
        statement("other-2012-1"),
        statement("other-2012-2", more="\n  ivig:seenIn src:made-up-2011 ;"),
    ),
    "data/assessments/disagreements.ttl": (
        disagreement("disagreement-one", "made-up-2011-1", "other-2012-1"),
        disagreement("disagreement-two", "made-up-2011-2", "made-up-2011-3"),
    ),
}
"""By file, what it says."""

_LITTLE = (
    *("ontology/prefixes.ttl", "ontology/ivig-kg.ttl", "ontology/terms/curation-codes.ttl"),
    *("ontology/terms/codes.ttl", "ontology/shapes/statement.ttl", "ontology/shapes/kinds.ttl"),
    *("ontology/shapes/study-description.ttl", "ontology/shapes/population.ttl"),
)
_RULES = (
    *("accepted-by-another", "entry-follows-entry", "judgement-rests-on-current", "one-file"),
    *("act-gives-its-status", "statement-in-its-source", "derived-rests-on-current"),
    *("retracted-source-reaches", "status-has-entry", "superseded-names-newer"),
    "superseded-without-circle",
)


def little(root: Path) -> Path:
    """Make a folder with what acts of curators need of the ontology, and no data yet."""
    for file in find_content().files:
        rule = file.path.startswith("queries/checks/") and Path(file.path).stem in _RULES
        if file.path in _LITTLE or file.path.startswith("queries/lookups/") or rule:
            (root / file.path).parent.mkdir(parents=True, exist_ok=True)
            (root / file.path).write_bytes(file.data)
    (root / "data").mkdir()
    return root


def content_of(root: Path) -> Content:
    """Return a folder as a content, read anew."""
    return Content(str(root), "--content")


def lay(root: Path, files: Mapping[str, Iterable[str]]) -> None:
    """Let these be all the data of a folder, in the style of the project."""
    for old in (root / "data").rglob("*.ttl"):
        old.unlink()
    content = content_of(root)
    spaces, shapes = read_namespaces(content), content.below("ontology/shapes")
    order = order_of(t for file in shapes for t in parse(file.data, where=file.path).triples)
    for path, blocks in files.items():
        triples = parse(PREFIXES + "\n".join(blocks), where=path).triples
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(write(triples, spaces, order), "utf-8")


def data_of(root: Path) -> dict[str, bytes]:
    """Return the files of data, by path."""
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in (root / "data").rglob("*.ttl")}


def said_by(files: Mapping[str, bytes]) -> set[ox.Triple]:
    """Return what files say, numbers as they are written."""
    quads = (quad for data in files.values() for quad in ox.parse(data, ox.RdfFormat.TURTLE))
    return {quad.triple for quad in quads}
