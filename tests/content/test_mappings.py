"""The mapping sets: all that the facts name and nothing else, each leading to its term."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from ivig_kg.content import Content
from ivig_kg.errors import UsageError
from ivig_kg.graph import KnowledgeGraph
from ivig_kg.mappings.read import MappingSet, read_sets
from ivig_kg.namespaces import Namespaces

GOLDEN = Path(__file__).parents[1] / "fixtures" / "golden" / "outside-identifiers.txt"
# Named in the facts from memory alone, so not released.
FROM_MEMORY = {
    "ATC:H02",
    "LOINC:75859-9",
    "MESH:D000305",
    "MESH:D000914",
    "MESH:D010951",
    "MESH:D010956",
    "MESH:D016756",
    "NCIT:C121331",
    "SNOMED:20720000",
    "SNOMED:247398009",
    "SNOMED:350344000",
    "SNOMED:76065003",
}
CODES_ONLY = {"atc", "icd10cm", "icd11", "icd9cm", "loinc", "meddra", "medgen", "omim", "snomedct"}


@pytest.fixture(scope="module")
def sets(content: Content, namespaces: Namespaces) -> tuple[MappingSet, ...]:
    return read_sets(content, namespaces)


@pytest.fixture(scope="module")
def graph() -> KnowledgeGraph:
    return KnowledgeGraph()


def stem(one: MappingSet) -> str:
    return Path(one.path).name.partition(".")[0]


def test_each_identifier_that_was_read_is_mapped_or_denied_and_no_other(
    sets: tuple[MappingSet, ...],
) -> None:
    named = {line for line in GOLDEN.read_text("utf-8").splitlines() if not line.startswith("#")}
    mapped = {term.curie for one in sets for term in one.terms if term.curie}
    shown = {iri: prefix for one in sets for prefix, iri in one.prefixes.items()}
    denied = {
        f"{prefix}:{denial.iri.removeprefix(base)}"
        for one in sets
        for denial in one.denials
        for base, prefix in shown.items()
        if denial.iri.startswith(base)
    }
    assert len(named) > 200
    assert mapped | {curie for curie in denied if not curie.startswith("obo:")} == named
    assert not (mapped | denied) & FROM_MEMORY


def test_no_set_has_a_fault_and_each_states_its_licence(sets: tuple[MappingSet, ...]) -> None:
    assert [str(fault) for one in sets for fault in one.faults] == []
    for one in sets:
        if one.denials:
            continue
        assert one.header["license"].startswith("https://"), one.path
        assert one.header["comment"], one.path
        assert one.header["mapping_set_id"].endswith(f"/{stem(one)}"), one.path


def test_restricted_vocabularies_are_there_by_code_alone(sets: tuple[MappingSet, ...]) -> None:
    restricted = {stem(one): one for one in sets if "unspecified" in one.header.get("license", "")}
    assert {*CODES_ONLY, "umls"} <= restricted.keys()
    for one in restricted.values():
        assert "outside the CC BY grant" in one.header["comment"], one.path
        assert [term.label for term in one.terms if term.label] == []


def test_rows_are_sorted_and_stand_once(sets: tuple[MappingSet, ...]) -> None:
    rows = Counter(
        (t.subject, t.predicate, t.curie) for one in sets for t in one.terms if t.subject
    )
    doubled = {row for row, count in rows.items() if count > 1 and row[2]}
    assert doubled == set()


@pytest.mark.parametrize(
    ("outside", "ours"),
    [
        ("MONDO:0016218", "GuillainBarreSyndrome"),
        ("DOID:12842", "GuillainBarreSyndrome"),
        ("SNOMED:40956001", "GuillainBarreSyndrome"),
        ("MONDO:0010030", "SjogrenSyndrome"),
        ("Orphanet:289390", "PrimarySjogrenSyndrome"),
        ("HP:0003434", "SensoryAtaxicNeuropathy"),
        ("MONDO:0006702", "ChronicInflammatoryDemyelinatingPolyneuropathy"),
        ("MONDO:0958122", "IdiopathicSmallFiberNeuropathy"),  # right for this one alone
        ("DOID:0070701", "SmallFiberNeuropathy"),
        ("MAXO:0001480", "IntravenousImmunoglobulin"),
        ("MONDO:0006662", "AsepticMeningitis"),
    ],
)
def test_an_outside_identifier_leads_to_the_term_that_is_the_same(
    graph: KnowledgeGraph, outside: str, ours: str
) -> None:
    assert graph.asker.from_outside(outside) == graph.namespaces.expand(f"ivig:{ours}")


def test_what_is_asked_by_an_outside_identifier_is_what_is_asked_by_name(
    graph: KnowledgeGraph,
) -> None:
    """The issue's own example."""
    by_code = graph.ask("statements-about", subtype="MONDO:0016218")
    by_name = graph.ask("statements-about", subtype="Guillain-Barré syndrome")
    assert by_code.rows == by_name.rows
    assert len(by_code.rows) > 30


@pytest.mark.parametrize(
    ("outside", "words"),
    [
        ("MONDO:0016500", "on the list of traps"),
        ("MONDO:0009752", "use ivig:PainfulSensoryNeuropathy"),
        ("MONDO:0007691", "use MONDO:0006702, MONDO:0016218"),
        ("MONDO:0017629", "Obsolete"),
        ("MONDO:0700415", "broader than ivig:AtaxicSensoryNeuronopathy"),
        ("MONDO:0002492", "close to ivig:AcuteRenalFailure"),
        ("HP:0007141", "close to ivig:SensorimotorNeuropathy"),
        ("MONDO:0005399", "narrower than ivig:ThromboembolicEvent"),
        ("HP:0012533", "the same as no term here, and near none"),
        ("MONDO:1", "the same as no term here, and near none"),
    ],
)
def test_what_is_near_or_a_trap_is_refused_and_told(
    graph: KnowledgeGraph, outside: str, words: str
) -> None:
    with pytest.raises(UsageError) as caught:
        graph.ask("statements-about", subtype=outside)
    assert words in str(caught.value)


def test_a_slip_in_a_name_of_ours_is_told_with_the_nearest(graph: KnowledgeGraph) -> None:
    slip = graph.namespaces.expand("ivig:SmallFibreNeuropathy")
    with pytest.raises(UsageError, match=r"nearest: .*ivig:SmallFiberNeuropathy"):
        graph.ask("statements-about", subtype=slip)


def test_what_is_no_condition_is_refused_as_a_subtype(graph: KnowledgeGraph) -> None:
    with pytest.raises(
        UsageError, match=r"is ivig:AsepticMeningitis \(aseptic meningitis\), which"
    ):
        graph.ask("statements-about", subtype="MONDO:0006662")


@pytest.mark.thorough
def test_mappings_are_in_every_graph_that_leaves_the_house(graph: KnowledgeGraph) -> None:
    assert b"skos:exactMatch obo:MONDO_0016218" in graph.export("ttl", ontology=True)
    same = "<http://purl.obolibrary.org/obo/MONDO_0016218>"
    asked = f"SELECT ?s {{ ?s <http://www.w3.org/2004/02/skos/core#exactMatch> {same} }}"
    assert len(graph.sparql(asked).rows) == 1
    assert len(graph.graph().query(asked)) == 1
