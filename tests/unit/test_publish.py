"""What is published: the dataset, the endpoint and the questions, for machines that look."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pyshacl
import pytest
import rdflib
from rdflib import DCAT, OWL, RDF, RDFS, SH, VOID, XSD, URIRef

from ivig_kg.answer import Blank, Triple
from ivig_kg.engine.parse import serialise
from ivig_kg.errors import UsageError
from ivig_kg.graph import KnowledgeGraph
from ivig_kg.publish import Publisher, Site

pytestmark = pytest.mark.thorough

ORIGIN = "https://evidence.example.org"
BASE = "https://w3id.org/ivig-kg/"
IVIG = rdflib.Namespace(f"{BASE}ontology#")
SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
QUESTION = rdflib.Namespace(f"{BASE}questions/")
DATASET = URIRef(f"{BASE}graph/data")
ENDPOINT = URIRef(f"{ORIGIN}/sparql")
ANSWERS = Path(__file__).parents[2] / "queries" / "answers"


@cache
def graph() -> KnowledgeGraph:
    return KnowledgeGraph()


@cache
def published(what: str) -> tuple[Triple, ...]:
    publisher = Publisher(graph().asker, graph().content, Site(ORIGIN))
    found: tuple[Triple, ...] = getattr(publisher, what)()
    return found


@cache
def read(what: str) -> rdflib.Graph:
    """Return what is published as a reader of another make takes it in."""
    lines = serialise([(triple, None) for triple in published(what)], "ntriples")
    return rdflib.Graph().parse(data=lines, format="nt")


def number(what: str, subject: rdflib.term.Node, predicate: URIRef) -> int:
    (value,) = read(what).objects(subject, predicate)
    return int(str(value))


def partition(kind: URIRef, term: URIRef) -> rdflib.term.Node:
    (found,) = read("dataset").subjects(kind, term)
    return found


@pytest.mark.parametrize(
    ("class_", "things"),
    [
        ("EvidenceSummary", 1),  # the one summary,
        ("CitationMark", 14),  # its marks,
        ("TextUnit", 18 + 8),  # its sentences and headings (design, section 3),
        ("FidelityAssessment", 52 + 1),  # and a judgement on each claim and on the whole
        ("TrialRegistration", 1),
    ],
)
def test_the_dataset_counts_the_things_of_each_class(class_: str, things: int) -> None:
    of_class = partition(VOID["class"], IVIG[class_])
    assert number("dataset", of_class, VOID.entities) == things
    assert (DATASET, VOID.classPartition, of_class) in read("dataset")


def test_the_dataset_counts_what_another_reader_counts() -> None:
    whole = graph().graph()
    assert number("dataset", DATASET, VOID.triples) == len(whole)
    assert number("dataset", DATASET, VOID.properties) == len(set(whole.predicates()))
    assert number("dataset", DATASET, VOID.classes) == len(set(whole.objects(None, RDF.type)))


@pytest.mark.parametrize("property_", ["statedIn", "supportedBy", "status"])
def test_the_dataset_counts_the_uses_of_each_property(property_: str) -> None:
    pairs = set(graph().graph().subject_objects(IVIG[property_]))
    used = partition(VOID.property, IVIG[property_])
    assert number("dataset", used, VOID.triples) == len(pairs)
    assert number("dataset", used, VOID.distinctSubjects) == len({one for one, _ in pairs})
    assert number("dataset", used, VOID.distinctObjects) == len({other for _, other in pairs})


def test_the_dataset_says_where_it_is_and_what_it_is_not() -> None:
    told = read("dataset")
    kinds = set(told.objects(DATASET, RDF.type))
    assert kinds == {VOID.Dataset, DCAT.Dataset}
    assert set(told.objects(DATASET, VOID.sparqlEndpoint)) == {ENDPOINT}
    assert str(told.value(DATASET, VOID.uriSpace)) == BASE
    assert str(told.value(DATASET, URIRef(f"{DCAT}version"))) == graph().content.version
    assert "no medical advice" in str(told.value(DATASET, rdflib.DCTERMS.rights))
    assert {ENDPOINT, URIRef(f"{ORIGIN}/api/questions")} == set(
        told.subjects(RDF.type, DCAT.DataService)
    )
    vocabularies = set(map(str, told.objects(DATASET, VOID.vocabulary)))
    assert {str(IVIG), str(RDFS), str(OWL), "http://purl.org/dc/terms/"} <= vocabularies
    assert all(each.endswith(("/", "#")) for each in vocabularies)


def test_the_files_of_the_dataset_are_those_that_questions_run_on() -> None:
    dumps = set(map(str, read("dataset").objects(DATASET, VOID.dataDump)))
    assert f"{ORIGIN}/graph/data/sources/rist-2011.ttl" in dumps
    assert f"{ORIGIN}/graph/ontology/ivig-kg.ttl" in dumps
    assert not any("shapes" in each for each in dumps)
    assert len(dumps) == len(graph().content.knowledge)


def test_the_examples_are_things_that_have_an_address() -> None:
    examples = set(map(str, read("dataset").objects(DATASET, VOID.exampleResource)))
    folders = {each.removeprefix(BASE).split("/")[0] for each in examples}
    assert folders == {"source", "study", "statement", "assessment"}
    things = set(map(str, graph().graph().subjects()))
    assert examples <= things


def test_the_endpoint_says_what_it_speaks_and_calls_nobody() -> None:
    told = read("service")
    assert set(told.objects(ENDPOINT, SD.endpoint)) == {ENDPOINT}
    assert set(told.objects(ENDPOINT, SD.supportedLanguage)) == {SD.SPARQL11Query}
    assert set(told.objects(ENDPOINT, SD.feature)) == {SD.UnionDefaultGraph}
    formats = {str(each).rpartition("/")[2] for each in told.objects(ENDPOINT, SD.resultFormat)}
    assert formats == {
        *("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV"),
        *("Turtle", "N-Triples", "JSON-LD", "RDF_XML"),
    }


def test_the_endpoint_names_the_graph_of_each_file_with_its_size() -> None:
    told = read("service")
    (whole,) = told.objects(ENDPOINT, SD.defaultDataset)
    sizes = {}
    for named in told.objects(whole, SD.namedGraph):
        (held,) = told.objects(named, SD.graph)
        sizes[str(told.value(named, SD.name))] = number("service", held, VOID.triples)
    data = {file.path: file.data for file in graph().content.knowledge}
    del data["ontology/prefixes.ttl"]  # which says nothing
    assert {f"{BASE}graph/{path}" for path in data} <= set(sizes)
    header = rdflib.Graph().parse(data=data["data/dataset.ttl"], format="turtle")
    assert sizes[str(DATASET) + "/dataset.ttl"] == len(header)
    (union,) = told.objects(whole, SD.defaultGraph)
    assert number("service", union, VOID.triples) == number("dataset", DATASET, VOID.triples)


def test_each_question_is_published_as_it_stands() -> None:
    told = read("questions")
    files = {path.stem: path.read_text("utf-8") for path in ANSWERS.glob("*.rq")}
    texts = {str(s).removeprefix(QUESTION): str(o) for s, o in told.subject_objects(SH.select)}
    assert texts == files
    assert set(told.subjects(RDF.type, SH.SPARQLExecutable)) == {QUESTION[name] for name in files}
    targets = set(told.objects(None, rdflib.SDO.target))
    assert targets == {ENDPOINT}


def test_the_parameters_of_a_question_say_what_they_take() -> None:
    told = read("questions")
    date, subtype, status, study = (
        QUESTION[f"{name}"]
        for name in ("as-of.date", "as-of.subtype", "as-of.status", "poolable.study")
    )
    assert set(told.objects(QUESTION["as-of"], SH.parameter)) >= {date, subtype, status}
    assert told.value(date, SH.datatype) == XSD.date
    assert told.value(date, SH.path) == QUESTION["as-of#date"]
    assert told.value(status, SH["class"]) == IVIG.StatusCode
    assert told.value(status, SH.defaultValue) is None, "it has two, and SHACL has room for one"
    assert told.value(subtype, SH.defaultValue) == IVIG.PeripheralNeuropathy
    shape = told.value(subtype, SH.node)
    (part,) = told.objects(shape, SH.property)
    path = told.value(part, SH.path)
    assert told.value(part, SH.hasValue) == IVIG.Condition
    assert told.value(path, SH.zeroOrMorePath) == RDFS.subClassOf
    assert told.value(study, SH.maxCount) is None, "it takes several"
    assert number("questions", status, SH.maxCount) == 1


def test_the_prefixes_are_declared_for_tools() -> None:
    told = read("questions")
    (collection,) = set(told.objects(None, SH.prefixes))
    declared = {
        str(told.value(node, SH.prefix)): str(told.value(node, SH.namespace))
        for node in told.objects(collection, SH.declare)
    }
    assert declared == dict(graph().namespaces.prefixes)


def test_what_shacl_says_of_shapes_holds() -> None:
    conforms, _, report = pyshacl.validate(
        rdflib.Graph(), shacl_graph=read("questions"), meta_shacl=True
    )
    assert conforms, report


@pytest.mark.parametrize("what", ["dataset", "service", "questions"])
def test_blank_nodes_stand_for_paths_alone(what: str) -> None:
    blank = {t.predicate.value for t in published(what) if isinstance(t.object, Blank)}
    assert blank <= {str(SH.path)}


@pytest.mark.parametrize(
    "origin", ["", "ftp://x.org", "https://", "https://x.org/", "http://x> ?p ?o } #", "http://x\n"]
)
def test_what_is_no_origin_is_refused(origin: str) -> None:
    with pytest.raises(UsageError, match=r"is no origin; give http\(s\)://host:port"):
        Site(origin)


@pytest.mark.parametrize("origin", ["http://127.0.0.1:80", "http://[::1]:8000", "https://a.org"])
def test_the_addresses_of_a_site(origin: str) -> None:
    assert Site(origin).endpoint == f"{origin}/sparql"
    assert Site(origin).answer("as-of") == f"{origin}/api/questions/as-of"
