"""What the reasoner found: each relation that ships, why it is right, and answers that it changes.

The reasons are derived by hand from the definitions of the terms and the sources named there.
"""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from ivig_kg.answer import Cell, Iri, Literal
from ivig_kg.content import Content
from ivig_kg.copying import copy_content
from ivig_kg.engine.parse import parse
from ivig_kg.graph import KnowledgeGraph
from ivig_kg.infer import INFERRED, stale_finding
from ivig_kg.namespaces import Namespaces

WHY = {
    # Both have ataxia, and neither is a kind of the other.
    ("AtaxicSensoryNeuronopathy", "NeuropathyWithAtaxia"): "defined by ataxia and the ganglion",
    ("SensoryAtaxicNeuropathy", "NeuropathyWithAtaxia"): "the syndrome is named by ataxia",
    # Who asks about demyelination wants it too.
    ("ChronicInflammatoryDemyelinatingPolyneuropathy", "DemyelinatingNeuropathy"): "its name",
    # Roots and nerves, so a radiculoneuropathy, whatever the pathology.
    ("DemyelinatingPolyradiculoneuropathy", "Radiculoneuropathy"): "roots and nerves",
    # EULAR's branch for motor involvement reaches it, though it is no motor neuropathy.
    ("SensorimotorNeuropathy", "NeuropathyWithMotorInvolvement"): "motor nerves among others",
    ("SensorimotorNeuropathy", "NeuropathyWithSensoryInvolvement"): "sensory nerves among others",
    # Fiber class, in Sjögren's syndrome: Mori 2005 for both, Kizawa 2006 for the painful form.
    ("SensoryAtaxicNeuropathy", "NeuropathyWithLargeFiberInvolvement"): "large-fiber loss",
    ("PainfulSensoryNeuropathy", "NeuropathyWithSmallFiberInvolvement"): "small-fiber loss",
    # By what is given: a glucocorticoid is a corticosteroid, so treatment with one is, too.
    ("Glucocorticoid", "Corticosteroid"): "the substance",
    # What two reviews add to the summary acts on Fc receptors as well.
    ("FcGammaRIIBModulation", "FcReceptorMechanism"): "Fc gamma RIIB",
    ("FcRnSaturation", "FcReceptorMechanism"): "FcRn",
}
SUBCLASS = "http://www.w3.org/2000/01/rdf-schema#subClassOf"


@pytest.fixture(scope="module")
def graph() -> KnowledgeGraph:
    return KnowledgeGraph()


@pytest.fixture(scope="module")
def told_only(content: Content, tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    """Return the graph without what was inferred."""
    folder = tmp_path_factory.mktemp("told")
    copy_content(content, folder)
    (folder / INFERRED).unlink()
    return KnowledgeGraph(folder)


def local(cell: Cell) -> str:
    assert isinstance(cell, Iri | Literal)
    return cell.value.rpartition("#")[2]


def column(graph: KnowledgeGraph, question: str, name: str, **given: str) -> set[str]:
    return set(map(local, graph.ask(question, given).column(name)))


def rows(graph: KnowledgeGraph, names: Sequence[str], **given: str) -> set[tuple[str, ...]]:
    answer = graph.ask("subtypes-with-response", given).select(names)
    return {tuple(map(local, row)) for row in answer.rows}


def test_what_ships_was_made_from_the_axioms_as_they_are(content: Content) -> None:
    assert stale_finding(content) is None


def test_each_relation_has_a_reason_and_no_file_says_it(
    content: Content, namespaces: Namespaces
) -> None:
    ivig = namespaces.base("ivig")
    (file,) = (f for f in content.below("ontology") if f.path == INFERRED)
    triples = parse(file.data, where=file.path).triples
    assert {t.predicate.value for t in triples} == {SUBCLASS}
    found = {(t.subject.value, t.object.value) for t in triples}
    assert found == {(ivig + below, ivig + above) for below, above in WHY}
    others = [f for f in content.below("ontology") if f.path != INFERRED]
    said = {t for f in others for t in parse(f.data, where=f.path).triples}
    assert not set(triples) & said


def test_the_syndrome_and_the_neuronopathy_stay_apart(graph: KnowledgeGraph) -> None:
    """Design, section 3: close, and neither a kind of the other; so are painful and small fiber."""
    for one, other in (
        ("SensoryAtaxicNeuropathy", "AtaxicSensoryNeuronopathy"),
        ("PainfulSensoryNeuropathy", "SmallFiberNeuropathy"),
    ):
        for asked, near in ((one, other), (other, one)):
            found = rows(graph, ["subtype", "match"], subtype=f"ivig:{asked}")
            assert (near, "close") in found


def test_motor_involvement_holds_sensorimotor_neuropathy(
    graph: KnowledgeGraph, told_only: KnowledgeGraph
) -> None:
    """EULAR's first line for motor involvement, and what was seen of sensorimotor forms."""
    asked = {"subtype": "neuropathy with motor involvement"}
    told = {"NeuropathyWithMotorInvolvement", "MotorNeuropathy"}
    assert column(told_only, "subtypes-with-response", "subtype", **asked) == told
    found = column(graph, "subtypes-with-response", "subtype", **asked)
    assert found == told | {"SensorimotorNeuropathy"}


def test_ataxia_gathers_both_sides_of_the_dispute_each_on_its_own_row(
    graph: KnowledgeGraph, told_only: KnowledgeGraph
) -> None:
    """One of two studies of the syndrome says the contrary (Rist: 2 of 9 improved, 4 worsened)."""
    asked = {"subtype": "neuropathy with ataxia"}
    assert column(told_only, "subtypes-with-response", "subtype", **asked) == set()
    names = ["subtype", "studies_for", "studies_against", "disputed"]
    assert rows(graph, names, **asked) == {
        ("SensoryAtaxicNeuropathy", "1", "1", "yes"),
        ("AtaxicSensoryNeuronopathy", "1", "0", "with a close subtype"),
    }


def test_demyelinating_neuropathy_holds_what_is_said_of_cidp(
    graph: KnowledgeGraph, told_only: KnowledgeGraph
) -> None:
    """The ICE trial (32 of 59 against 12 of 58), AAN 2012, EULAR's three lines, and others."""
    asked = {"subtype": "demyelinating neuropathy"}
    before = column(told_only, "statements-about", "label", **asked)
    assert len(before) == 4  # the four mechanisms of Dalakas 2002
    added = column(graph, "statements-about", "label", **asked) - before
    assert {
        "Under IVIG 32 of 59 patients responded, in the comparison group 12 of 58",
        "IVIG is recommended for the long-term treatment of CIDP",
        "IVIG is first line in CIDP",
        "Methylprednisolone pulses are second line in CIDP",
        "Cyclophosphamide is rescue in CIDP",
    } <= added


def test_mechanisms_by_fc_receptors_hold_what_the_summary_leaves_out(
    graph: KnowledgeGraph, told_only: KnowledgeGraph
) -> None:
    asked = {"mechanism": "mechanism by Fc receptors"}
    assert column(told_only, "mechanisms", "mechanism", **asked) == {"FcReceptorBlockade"}
    wanted = {"FcReceptorBlockade", "FcRnSaturation", "FcGammaRIIBModulation"}
    assert column(graph, "mechanisms", "mechanism", **asked) == wanted


def test_corticosteroids_hold_what_eular_says_of_glucocorticoids(
    graph: KnowledgeGraph, told_only: KnowledgeGraph
) -> None:
    """EULAR 2020: high doses first where it is vasculitic, pulses second line elsewhere."""
    asked = {"treatment": "corticosteroid"}
    pulse = "Methylprednisolone pulses are second line in CIDP"
    assert pulse not in column(told_only, "statements-about", "label", **asked)
    assert pulse in column(graph, "statements-about", "label", **asked)


def test_a_content_without_what_was_inferred_is_found(told_only: KnowledgeGraph) -> None:
    found = stale_finding(told_only.content)
    assert found is not None
    assert found.message == "is missing: run ivig-kg reason, which writes the file"
