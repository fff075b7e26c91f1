"""The ontology is in OWL 2 DL. How that is established: the OWL API's own checker of the profile
(version 3.4.3, in the package of the reasoner) reads the exported ontology, and finds no violation.
"""

from __future__ import annotations

import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest

from ivig_kg.content import Content
from ivig_kg.copying import copy_content
from ivig_kg.graph import KnowledgeGraph

PROGRAM = Path(__file__).parents[1] / "fixtures" / "owl" / "Profile.java"

SOME = "ivig:Ataxia rdfs:subClassOf [ a owl:Restriction ;"
TRANSITIVE = "ivig:route a owl:TransitiveProperty ."

pytestmark = pytest.mark.java


def violations(graph: KnowledgeGraph, folder: Path) -> list[str]:
    ontology = folder / "ontology.owl"
    ontology.write_bytes(graph.export("rdfxml", ontology=True))
    found = find_spec("owlready2")
    assert found is not None
    assert found.origin is not None
    jar = Path(found.origin).parent / "hermit" / "HermiT.jar"
    done = subprocess.run(
        ["java", "-cp", jar, PROGRAM, ontology],  # noqa: S607 (the JDK on PATH, as CI installs it)
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert int(done.stderr.split(" axioms")[0].rpartition("\n")[2]) > 300, done.stderr
    return done.stdout.splitlines()


def test_the_ontology_is_in_owl_2_dl(content: Content, tmp_path: Path) -> None:
    assert violations(KnowledgeGraph(content), tmp_path) == []


@pytest.mark.parametrize(
    ("axiom", "words"),
    [
        (f"{SOME} owl:onProperty ivig:unknown ; owl:someValuesFrom ivig:Pathology ] .", "unknown"),
        (f"{SOME} owl:onProperty ivig:route ; owl:cardinality 1 ] . {TRANSITIVE}", "route"),
        ("ivig:route a owl:DatatypeProperty .", "route"),
    ],
    ids=["undeclared", "not simple", "two kinds of property"],
)
def test_what_is_not_in_owl_2_dl_is_found(
    content: Content, tmp_path: Path, axiom: str, words: str
) -> None:
    copy_content(content, tmp_path / "content")
    head = (
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
        "@prefix ivig: <https://w3id.org/ivig-kg/ontology#> .\n"
    )
    (tmp_path / "content/ontology/terms/planted.ttl").write_text(head + axiom, "utf-8")
    found = violations(KnowledgeGraph(tmp_path / "content"), tmp_path)
    assert any(words in line for line in found), found
