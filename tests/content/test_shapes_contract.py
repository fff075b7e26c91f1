"""What the design says of every class, told by hand: needed, single, described, known.

The faults of test_shapes.py are made from the shapes, so a constraint that is taken out of a shape
is missed here, and not there.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from ivig_kg.answer import Iri, Triple
from ivig_kg.namespaces import Namespaces
from tests.content.shape_faults import IVIG, RDF, SHAPE, XSD, Kinds, Shapes

FIXTURES = Path(__file__).parents[1] / "fixtures" / "shapes"
KINDS = ("datatype", "class", "nodeKind")
OWL = "http://www.w3.org/2002/07/owl#"
DOMAIN = "https://schema.org/domainIncludes"

SOURCE = "rdfs:label dcterms:title ivig:identification ivig:verification"
STATEMENT = (
    "rdfs:label ivig:statedIn ivig:populationStated ivig:modality ivig:verification ivig:status "
    "dcterms:creator dcterms:created"
)
JUDGEMENT = "ivig:because ivig:status dcterms:creator dcterms:created"
AGENT = "rdfs:label dcterms:description"
NEEDED = {
    "AttributionStatement": f"{STATEMENT} ivig:attributedTo",
    "ClassificationStatement": f"{STATEMENT} ivig:summarises",
    "ComparisonStatement": f"{STATEMENT} ivig:comparator ivig:outcome",
    "DosingStatement": f"{STATEMENT} ivig:regimen",
    "EffectStatement": f"{STATEMENT} ivig:outcome ivig:effect",
    "MechanismStatement": f"{STATEMENT} ivig:action ivig:target",
    "MonitoringStatement": STATEMENT,
    "RationaleStatement": f"{STATEMENT} ivig:rationaleFor ivig:reason",
    "RecommendationStatement": STATEMENT,
    "SafetyStatement": f"{STATEMENT} ivig:outcome ivig:effect",
    "StudyDescription": STATEMENT,
    "CitationMark": "ivig:inUnit ivig:citedAs",
    "TextUnit": "ivig:ofDocument ivig:unitKind ivig:section oa:start oa:end ivig:sha256",
    "Study": "rdfs:label ivig:studyDesign ivig:verification",
    "Population": "",
    "OutcomeResult": "ivig:derivation",
    "DoseRegimen": "ivig:derivation",
    "CurrencyAssessment": f"{JUDGEMENT} ivig:assesses ivig:currency",
    "CitationResolution": f"{JUDGEMENT} ivig:mark ivig:resolution",
    "Disagreement": f"{JUDGEMENT} ivig:side ivig:disagreementKind",
    "EvidenceAssessment": f"{JUDGEMENT} ivig:condition ivig:treatment ivig:outcome",
    "FidelityAssessment": f"{JUDGEMENT} ivig:assesses ivig:citedSupport ivig:overallSupport",
    "OverlapAssessment": f"{JUDGEMENT} ivig:overlapOf ivig:overlap",
    "CurationEntry": "ivig:act ivig:concerns ivig:because dcterms:creator dcterms:created",
    "Person": f"{AGENT} ivig:conflictOfInterest ivig:conflictOfInterestDated",
    "SoftwareAgent": AGENT,
    "Dataset": f"{AGENT} schema:version dcterms:license dcterms:rights",
}
"""What a thing of a class must have; a class that is not listed is one of document."""

SEVERAL = {
    *("ivig:citation", "ivig:restates", "ivig:coTreatment", "ivig:regimen", "ivig:result"),
    *("ivig:attributes", "ivig:reason", "ivig:summarises", "ivig:riskFactor", "ivig:timing"),
    *("ivig:statedStrength", "ivig:statedLevel", "ivig:statedGrade", "ivig:designFeature"),
    *("ivig:seenIn", "ivig:seenAt", "skos:editorialNote", "prov:wasDerivedFrom"),
    *("ivig:coversCondition", "ivig:reports", "ivig:includesStudy", "ivig:includesDesign"),
    *("ivig:excludes", "ivig:priorTreatment", "ivig:fault", "ivig:comparedWith"),
    *("ivig:supportedBy", "ivig:contradictedBy", "ivig:disagreementKind", "ivig:certaintyReason"),
    *("ivig:evidenceFor", "ivig:evidenceAgainst", "ivig:evidenceInconclusive"),
    *("ivig:severity", "ivig:comorbidity", "ivig:bias", "ivig:newerSource"),
    *("ivig:concerns", "ivig:gitIdentity"),
}
"""What may stand more than once; besides the authors of a document, and the sets below."""

OF_ONE_FORM = {
    *("dcterms:identifier", "bibo:doi", "fabio:hasPubMedId", "fabio:hasPubMedCentralId"),
    *("ivig:sha256", "ivig:citedAs", "ivig:timeFrom", "ivig:timeTo"),
}
"""Strings that are no phrases."""

ALSO_SEVERAL = {("Population", "ivig:subtype")}
PAIRS = {("Disagreement", "ivig:side"), ("OverlapAssessment", "ivig:overlapOf")}


@pytest.fixture(scope="module")
def shapes(shape_triples: list[Triple]) -> Shapes:
    return Shapes(shape_triples)


@pytest.fixture(scope="module")
def listed(shapes: Shapes, namespaces: Namespaces) -> dict[tuple[str, str], str]:
    """Return the property shape of each class and property."""
    return {
        (shape.removeprefix(SHAPE), namespaces.show(shapes.one(prop, "path"))): prop
        for shape in shapes.using("closed")
        for prop in shapes.all(shape, "property")
    }


def _is_document(name: str) -> bool:
    return name not in NEEDED


def test_what_is_needed_is_needed(shapes: Shapes, listed: dict[tuple[str, str], str]) -> None:
    needed = {
        (name, prop)
        for name in {name for name, _ in listed}
        for prop in NEEDED.get(name, SOURCE).split()
    }
    least = {pair: shapes.all(prop, "minCount") for pair, prop in listed.items()}
    assert {pair: count for pair, count in least.items() if count} == {
        pair: ["2"] if pair in PAIRS else ["1"] for pair in needed
    }


def test_what_is_single_is_single(shapes: Shapes, listed: dict[tuple[str, str], str]) -> None:
    several = {
        (name, prop)
        for name, prop in listed
        if prop in SEVERAL or (_is_document(name) and prop == "dcterms:creator")
    } | ALSO_SEVERAL
    most = {pair: shapes.all(prop, "maxCount") for pair, prop in listed.items()}
    assert {pair: count for pair, count in most.items() if count != ["1"]} == {
        **{pair: [] for pair in several},
        **{pair: ["2"] for pair in PAIRS},
    }


def test_values_are_of_the_kind_that_is_told(
    shapes: Shapes, listed: dict[tuple[str, str], str], namespaces: Namespaces
) -> None:
    told = _told_kinds()
    unlike = {
        pair: kind
        for pair, prop in listed.items()
        if (kind := _kind(prop, shapes, namespaces)) not in told.get(pair[1], ())
    }
    assert unlike == {}


def _told_kinds() -> dict[str, list[str]]:
    kinds: dict[str, list[str]] = {}
    for row in (FIXTURES / "kinds.txt").read_text("utf-8").splitlines()[1:]:
        kind, props = row.split(": ")
        for prop in props.split():
            kinds.setdefault(prop, []).append(kind)
    return kinds


def _kind(shape: str, shapes: Shapes, namespaces: Namespaces) -> str:
    """Describe the values that a shape lets in, in the words of kinds.txt."""
    kinds = [namespaces.show(value) for term in KINDS for value in shapes.all(shape, term)]
    kinds += [
        namespaces.show(v.value) if isinstance(v, Iri) else f'"{v.value}"'
        for head in shapes.all(shape, "in")
        for v in shapes.members(head)
    ]
    for part in shapes.all(shape, "property"):
        kinds.append(f"under {namespaces.show(shapes.one(part, 'hasValue'))}")
    kinds += [_kind(part, shapes, namespaces) for part in shapes.all(shape, "node")]
    choice = [_kind(part, shapes, namespaces) for part in shapes.alternatives(shape)]
    return " ".join([*kinds, " or ".join(choice)]).strip()


def test_words_are_english_and_not_endless(shapes: Shapes) -> None:
    for prop in shapes.using("datatype"):
        if shapes.one(prop, "datatype") == f"{RDF}langString":
            languages = [value.value for value in shapes.members(shapes.one(prop, "languageIn"))]
            assert (languages, shapes.all(prop, "maxLength")) == (["en"], ["1000"]), prop


def test_a_string_has_its_own_pattern_or_is_a_plain_phrase(
    shapes: Shapes, listed: dict[tuple[str, str], str]
) -> None:
    for (_, path), prop in listed.items():
        if shapes.all(prop, "datatype") == [f"{XSD}string"]:
            phrase = (shapes.one(prop, "pattern"), shapes.all(prop, "maxLength"))
            assert (phrase == (r"^\S(.*\S)?$", ["1000"])) == (path not in OF_ONE_FORM), prop


def test_each_property_shape_names_itself_and_says_what_to_do(shapes: Shapes) -> None:
    for prop in shapes.using("path"):
        for term in ("name", "description", "order", "message"):
            assert shapes.one(prop, term), prop


def test_each_rule_says_what_to_do(shapes: Shapes) -> None:
    rules = shapes.using("targetClass") & shapes.using("or")
    assert [rule for rule in rules if not shapes.one(rule, "message")] == []


def test_no_two_properties_of_a_class_have_the_same_place(shapes: Shapes) -> None:
    for shape in shapes.using("closed"):
        places = Counter(shapes.one(prop, "order") for prop in shapes.all(shape, "property"))
        assert [place for place, count in places.items() if count > 1] == [], shape


def test_a_class_has_the_properties_that_are_meant_for_it(
    shapes: Shapes, ontology: list[Triple], namespaces: Namespaces
) -> None:
    """Shapes and schema:domainIncludes agree: no shape without it, no class without a shape."""
    kinds = Kinds(ontology, shapes)
    meant = {(s.value, o.value) for s, predicate, o in ontology if predicate.value == DOMAIN}
    had = {
        (shapes.one(prop, "path"), shapes.one(shape, "targetClass"))
        for shape in shapes.using("closed")
        for prop in shapes.all(shape, "property")
        if shapes.one(prop, "path").startswith(IVIG)
    }
    shaped = {above for _, leaf in had for above in kinds.above(leaf)}
    not_meant = {(p, leaf) for p, leaf in had if not meant & {(p, up) for up in kinds.above(leaf)}}
    not_had = {
        (p, c) for p, c in meant if c in shaped and not had & {(p, d) for d in kinds.below(c)}
    }
    assert [tuple(map(namespaces.show, pair)) for pair in not_meant | not_had] == []


def test_a_literal_in_a_shape_is_one_in_the_ontology(
    shapes: Shapes, ontology: list[Triple]
) -> None:
    declared = {(subject.value, value.value) for subject, _, value in ontology}
    opposite = {"datatype": f"{OWL}ObjectProperty", "class": f"{OWL}DatatypeProperty"}
    unlike = {
        prop
        for term, kind in opposite.items()
        for prop in shapes.using(term) & shapes.using("path")
        if (shapes.one(prop, "path"), kind) in declared
    }
    assert unlike == set()
