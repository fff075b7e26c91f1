"""What FOOPS!, the scanner of ontologies for FAIR, asks: here what needs no network, one case each.

The checks are those of ``URIBenchmark`` in oeg-upm/fair_ontologies, by the names of its
``testCatalogue.properties``. FOOPS! takes a piece of metadata by any of several properties; the
tables below name those of them that this ontology uses.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pytest

from ivig_kg.answer import Iri, Literal, Triple
from ivig_kg.namespaces import Namespaces

FOOPS = (
    *("PURL1", "URI1", "CN1", "DOC1", "RDF1", "OM1", "OM2", "OM3", "OM4.1", "OM4.2", "OM5.1"),
    *("OM5.2", "FIND1", "FIND2", "FIND3", "FIND_3_BIS", "HTTP1", "VOC1", "VOC2", "VOC3", "VOC4"),
    *("VER1", "VER2", "URI2"),
)
"""All checks of FOOPS!, in its order."""

NOT_ASSESSED = {
    "CN1": "asks the address for RDF and HTML; w3id.org does not know the base IRI yet",
    "DOC1": "asks the address for HTML",
    "FIND2": "asks prefix.cc and LOV for the prefix",
    "FIND3": "asks LOV for the ontology",
    "FIND_3_BIS": "asks LOV for the ontology",
    "OM4.2": "asks the address of the licence",
    "URI1": "asks the address of the ontology",
    "URI2": "compares the address that was asked with the IRI in what came back",
    "VER2": "asks the address of the version",
}
"""Those that need the network, and why; no result is claimed for them."""

FALLS_SHORT = {"OM3": {"doi", "logo"}}
"""Those that the ontology fails, and by what alone: there is no DOI and no logo."""

DETAILED = ("doi", "publisher", "logo", "status", "source", "issued")
"""What OM3 asks for."""

METADATA = {
    "title": "dcterms:title",
    "description": "dcterms:description",
    "license": "dcterms:license",
    "version iri": "owl:versionIRI",
    "author": "dcterms:creator",
    "namespace URI": "vann:preferredNamespaceUri",
    "namespace prefix": "vann:preferredNamespacePrefix",
    "version info": "owl:versionInfo",
    "creation date": "dcterms:created",
    "citation": "dcterms:bibliographicCitation",
    "publisher": "dcterms:publisher",
    "status": "bibo:status",
    "source": "dcterms:source",
    "issued": "dcterms:issued",
    "modified": "dcterms:modified",
    "doi": "bibo:doi",
    "logo": "schema:logo",
}
"""What FOOPS! calls a piece of metadata, and the property that holds it here."""

PERSISTENT = ("https://w3id.org/", "http://purl.org/", "https://doi.org/")
OURS = "https://w3id.org/ivig-kg/ontology"


@dataclass(frozen=True)
class Ontology:
    """The ontology as FOOPS! sees it."""

    triples: Sequence[Triple]
    namespaces: Namespaces

    @cached_property
    def iri(self) -> str:
        (iri,) = self.of_kind("owl:Ontology")
        return iri

    @cached_property
    def header(self) -> Mapping[str, str]:
        """What the header says, by property."""
        return {p: o for s, p, o in self.rows if s == self.iri and o}

    @cached_property
    def rows(self) -> Sequence[tuple[str, str, str]]:
        """All triples between things with names, the property as CURIE."""
        named = [(s, p, o) for s, p, o in self.triples if isinstance(s, Iri)]
        return [
            (s.value, self.namespaces.compact(p.value) or p.value, o.value)
            for s, p, o in named
            if isinstance(o, Iri | Literal)
        ]

    @cached_property
    def terms(self) -> set[str]:
        kinds = ("owl:Class", "owl:ObjectProperty", "owl:DatatypeProperty")
        return {iri for kind in kinds for iri in self.of_kind(kind)}

    @cached_property
    def own(self) -> set[str]:
        return {iri for iri in self.terms if iri.startswith(self.iri)}

    def of_kind(self, kind: str) -> set[str]:
        wanted = self.namespaces.expand(kind)
        return {s for s, p, o in self.rows if (p, o) == ("rdf:type", wanted)}

    def lacks(self, *names: str) -> set[str]:
        """Return which of these pieces of metadata the header does not have."""
        return {name for name in names if METADATA[name] not in self.header}

    def without(self, prop: str) -> set[str]:
        """Return the project's own terms that lack a property."""
        return self.own - {s for s, p, o in self.rows if p == prop and o}


@pytest.fixture(scope="module")
def seen(ontology: list[Triple], namespaces: Namespaces) -> Ontology:
    return Ontology(ontology, namespaces)


def _vocabularies(properties: Mapping[str, str]) -> set[str]:
    return {curie.partition(":")[0] for curie in properties}


ASSESSED: Mapping[str, Callable[[Ontology], object]] = {
    "PURL1": lambda it: it.iri.startswith(PERSISTENT),
    "RDF1": lambda it: it.iri == OURS and it.own,
    "OM1": lambda it: (
        not it.lacks("title", "description", "license", "version iri", "author", "namespace URI")
    ),
    "OM2": lambda it: not it.lacks("namespace prefix", "version info", "creation date", "citation"),
    "OM4.1": lambda it: it.header["dcterms:license"].startswith("https://creativecommons.org/"),
    "OM5.1": lambda it: not it.lacks("creation date", "author"),
    "OM5.2": lambda it: not it.lacks("issued", "publisher"),
    "FIND1": lambda it: it.header["vann:preferredNamespacePrefix"] == "ivig",
    "HTTP1": lambda it: it.iri.startswith("http"),
    "VOC1": lambda it: {"dcterms", "vann"} <= _vocabularies(it.header),
    "VOC2": lambda it: it.terms - it.own,
    "VOC3": lambda it: it.own and not it.without("rdfs:label"),
    "VOC4": lambda it: it.own and not it.without("skos:definition"),
    "VER1": lambda it: it.header["owl:versionIRI"] not in {"", it.iri},
}


@pytest.mark.parametrize("name", ASSESSED)
def test_a_check_of_foops_passes(name: str, seen: Ontology) -> None:
    assert ASSESSED[name](seen)


def test_detailed_metadata_lack_what_there_is_not_and_nothing_else(seen: Ontology) -> None:
    assert seen.lacks(*DETAILED) == FALLS_SHORT["OM3"]


def test_each_check_is_in_one_of_the_tables() -> None:
    assert sorted([*ASSESSED, *FALLS_SHORT, *NOT_ASSESSED]) == sorted(FOOPS)


def test_the_header_names_one_version_throughout(seen: Ontology) -> None:
    version = seen.header["owl:versionInfo"]
    assert seen.header["owl:versionIRI"] == f"{seen.iri}/{version}"
    assert seen.header["dcterms:issued"] == version
    assert f"version {version}" in seen.header["dcterms:bibliographicCitation"]


def test_its_dates_are_in_order(seen: Ontology) -> None:
    created, issued, modified = (
        date.fromisoformat(seen.header[METADATA[each]])
        for each in ("creation date", "issued", "modified")
    )
    assert created <= issued <= modified


def test_the_namespace_is_that_of_its_terms(seen: Ontology, namespaces: Namespaces) -> None:
    prefix = seen.header["vann:preferredNamespacePrefix"]
    assert seen.header["vann:preferredNamespaceUri"] == namespaces.prefixes[prefix]
    assert seen.own == {iri for iri in seen.own if iri.startswith(namespaces.prefixes[prefix])}


def test_tools_of_obo_find_definitions_and_their_sources(seen: Ontology) -> None:
    under = {(s, o) for s, p, o in seen.rows if p == "rdfs:subPropertyOf"}
    expand = seen.namespaces.expand
    assert (expand("skos:definition"), expand("obo:IAO_0000115")) in under
    assert (expand("dcterms:source"), expand("obo:IAO_0000119")) in under
