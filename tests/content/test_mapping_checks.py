"""Faults planted in the mapping tables of a copy of the content are found at their lines."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from ivig_kg.content import Content
from ivig_kg.copying import copy_content
from ivig_kg.graph import KnowledgeGraph
from ivig_kg.model import Finding

pytestmark = pytest.mark.thorough

MONDO = "ontology/mappings/mondo.sssom.tsv"
NONATAXIC = "ivig:NonataxicSensoryNeuropathy\tnonataxic sensory neuropathy"
DENIED = "ontology/mappings/denied.tsv"
# Each row begins with old, which new replaces, and is found by the rule, with words.
PLANTS = [
    (
        MONDO,
        "ivig:GuillainBarreSyndrome\tGuillain-Barré syndrome\tskos:exactMatch\tMONDO:0016218",
        "ivig:GuillainBarreSyndrome\tGuillain-Barré syndrome\tskos:exactMatch\tMONDO:0007691",
        "ontology-mapping-not-denied",
        "is denied (The familial form of Guillain-Barre syndrome",
    ),
    (
        MONDO,
        "ivig:MotorNeuropathy\t",
        "ivig:MotorNeuropaty\t",
        "ontology-mapping-subjects-known",
        "is mapped to obo:MONDO_0002316 and is no term of the ontology",
    ),
    (
        MONDO,
        "ivig:Polyneuropathy\tpolyneuropathy\t",
        "ivig:Polyneuropathy\tpolyneuropathies\t",
        "mappings",
        "the label of this term is 'polyneuropathy', not 'polyneuropathies'",
    ),
    (
        MONDO,
        f"{NONATAXIC}\tskos:broadMatch\tMONDO:0002321",
        f"{NONATAXIC}\tskos:exactMatch\tMONDO:0002321",
        "ontology-mapping-one-exact",
        "is the exact match of ivig:SensoryNeuropathy too",
    ),
    (
        "ontology/mappings/hp.sssom.tsv",
        "#  HP: http://purl.obolibrary.org/obo/HP_",
        "#  HP: http://purl.obolibrary.org/hp/HP_",
        "mappings",
        "the prefix HP: stands for another IRI in ontology/mappings/denied.tsv",
    ),
    (MONDO, "ivig:AsepticMeningitis\t", "ivig AsepticMeningitis\t", "mappings", "is no identifier"),
    (DENIED, "MONDO:0011835\t", "MONDO 0011835\t", "mappings", "'MONDO 0011835' is no identifier"),
]


@pytest.fixture(scope="module")
def folder(content: Content, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("planted")
    copy_content(content, folder)
    for file, old, new, _, _ in PLANTS:
        path = folder / file
        text = path.read_text("utf-8")
        assert text.count(f"\n{old}") == 1, old
        path.write_text(text.replace(f"\n{old}", f"\n{new}"), "utf-8")
    return folder


@pytest.fixture(scope="module")
def findings(folder: Path) -> Sequence[Finding]:
    return KnowledgeGraph(folder).check()


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant[3])
def test_a_fault_is_found_at_its_line(
    plant: tuple[str, str, str, str, str], folder: Path, findings: Sequence[Finding]
) -> None:
    file, _, new, rule, words = plant
    lines = (folder / file).read_text("utf-8").split("\n")
    (line,) = (number for number, text in enumerate(lines, 1) if text.startswith(new))
    (found,) = (f for f in findings if (f.path, f.line, f.rule) == (file, line, rule))
    assert words in found.message


def test_nothing_else_is_found(findings: Sequence[Finding]) -> None:
    assert len(findings) == len(PLANTS), [str(finding) for finding in findings]
