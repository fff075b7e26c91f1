"""Canned questions as sh:SPARQLExecutable, in the way of sib-swiss/sparql-examples.

Each question has an IRI of its own, whose end is the stem of its file; so has each parameter. A
parameter is a sh:Parameter: its path ends in the name of the variable, its constraints say what it
takes. The texts are the files as they stand: any tool runs them with their defaults.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ivig_kg.answer import Blank, Iri, Literal, Term, Triple
from ivig_kg.ask import DISCLAIMER
from ivig_kg.engine.tokens import tokenise
from ivig_kg.listing import shown_default
from ivig_kg.model import Parameter, Question
from ivig_kg.namespaces import Namespaces
from ivig_kg.publish.site import Site

__all__ = ["executables"]

_FORMS = {
    "SELECT": ("sh:SPARQLSelectExecutable", "sh:select"),
    "ASK": ("sh:SPARQLAskExecutable", "sh:ask"),
    "CONSTRUCT": ("sh:SPARQLConstructExecutable", "sh:construct"),
}


@dataclass(frozen=True)
class _Writer:
    namespaces: Namespaces
    site: Site

    def iri(self, curie: str) -> Iri:
        return Iri(self.namespaces.expand(curie))

    def of(self, question: str) -> str:
        return self.namespaces.base("question") + question

    @property
    def collection(self) -> str:
        return self.namespaces.base("question").removesuffix("/")

    def text(self, value: str) -> Literal:
        return Literal(value, self.namespaces.expand("rdf:langString"), "en")

    def typed(self, value: str, datatype: str) -> Literal:
        return Literal(value, self.namespaces.expand(datatype))

    def said(self, subject: str, pairs: Iterable[tuple[str, Term | str]]) -> Iterator[Triple]:
        """Yield triples on a subject; a text stands for the IRI that its CURIE means."""
        for verb, value in pairs:
            thing = self.iri(value) if isinstance(value, str) else value
            yield Triple(Iri(subject), self.iri(verb), thing)


def executables(
    questions: Iterable[Question], namespaces: Namespaces, site: Site
) -> Iterator[Triple]:
    """Yield what is to be said of questions, of their parameters, and of the prefixes they use."""
    writer = _Writer(namespaces, site)
    found = list(questions)
    yield from _collection(writer)
    for question in found:
        yield from _question(question, writer)
    kinds = {each.kind for one in found for each in one.parameters if each.relation == "subclassOf"}
    for kind in sorted(kinds):
        yield from _under(kind, writer)


def _collection(writer: _Writer) -> Iterator[Triple]:
    """Yield what the questions have in common: the prefixes, and what must be read with answers."""
    yield from writer.said(
        writer.collection,
        [
            ("rdf:type", "owl:Ontology"),
            ("rdfs:label", writer.text("Questions, and the prefixes that they use")),
            ("dcterms:rights", writer.text(DISCLAIMER)),
            ("rdfs:seeAlso", Iri(writer.site.description)),
        ],
    )
    for prefix, namespace in writer.namespaces.prefixes.items():
        node = f"{writer.collection}#prefix-{prefix}"
        yield from writer.said(writer.collection, [("sh:declare", Iri(node))])
        yield from writer.said(
            node,
            [
                ("rdf:type", "sh:PrefixDeclaration"),
                ("sh:prefix", Literal(prefix)),
                ("sh:namespace", writer.typed(namespace, "xsd:anyURI")),
            ],
        )


def _question(question: Question, writer: _Writer) -> Iterator[Triple]:
    subject = writer.of(question.name)
    kind, verb = _FORMS[_form(question)]
    yield from writer.said(
        subject,
        [
            ("rdf:type", "sh:SPARQLExecutable"),
            ("rdf:type", kind),
            ("rdfs:label", Literal(question.name)),
            ("rdfs:comment", writer.text(question.summary)),
            ("rdfs:isDefinedBy", Iri(writer.collection)),
            ("rdfs:seeAlso", Iri(writer.site.answer(question.name))),
            ("sh:prefixes", Iri(writer.collection)),
            (verb, Literal(question.text)),
            ("schema:target", Iri(writer.site.endpoint)),
            *(("schema:keywords", writer.text(tag)) for tag in question.tags),
            *(("skos:note", writer.text(note)) for note in question.notes),
        ],
    )
    for order, parameter in enumerate(question.parameters):
        node = f"{subject}.{parameter.name}"
        yield from writer.said(subject, [("sh:parameter", Iri(node))])
        yield from writer.said(node, _parameter(parameter, order, subject, writer))


def _parameter(
    parameter: Parameter, order: int, question: str, writer: _Writer
) -> Iterator[tuple[str, Term | str]]:
    default = ", ".join(shown_default(parameter, writer.namespaces))
    yield "rdf:type", "sh:Parameter"
    yield "sh:path", Iri(f"{question}#{parameter.name}")
    yield "sh:name", writer.text(parameter.name)
    yield "sh:order", writer.typed(str(order), "xsd:integer")
    yield "sh:optional", writer.typed("true", "xsd:boolean")
    yield "sh:description", writer.text(f"Where none is given: {default}.")
    if not parameter.many:
        yield "sh:maxCount", writer.typed("1", "xsd:integer")
    if len(parameter.default) == 1:  # SHACL has room for one
        literal = parameter.relation == "datatype"
        value = parameter.default[0]
        yield "sh:defaultValue", Literal(value, parameter.kind) if literal else Iri(value)
    yield _constraint(parameter, writer)


def _constraint(parameter: Parameter, writer: _Writer) -> tuple[str, Iri]:
    """Return what a value must be: a literal, an instance of a class, or a class under one."""
    if parameter.relation == "subclassOf":  # sh:class asks for instances, which terms are not
        return "sh:node", Iri(_under_name(parameter.kind, writer))
    verb = "sh:datatype" if parameter.relation == "datatype" else "sh:class"
    return verb, Iri(parameter.kind)


def _under(kind: str, writer: _Writer) -> Iterator[Triple]:
    """Yield the shape of the classes at or under one."""
    shape = _under_name(kind, writer)
    path = Blank(f"path{len(kind)}-{shape.rpartition('-')[2]}")
    yield from writer.said(
        shape, [("rdf:type", "sh:NodeShape"), ("sh:property", Iri(f"{shape}-kind"))]
    )
    yield from writer.said(
        f"{shape}-kind",
        [("rdf:type", "sh:PropertyShape"), ("sh:path", path), ("sh:hasValue", Iri(kind))],
    )
    yield Triple(path, writer.iri("sh:zeroOrMorePath"), writer.iri("rdfs:subClassOf"))


def _under_name(kind: str, writer: _Writer) -> str:
    words = (writer.namespaces.compact(kind) or kind).replace(":", "-")
    return f"{writer.collection}#under-{words}"


def _form(question: Question) -> str:
    """Return the word that says what a query gives."""
    words: Sequence[str] = [token.word for token in tokenise(question.text)]
    return next((word for word in words if word in _FORMS), "SELECT")
