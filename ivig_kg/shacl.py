"""SHACL validation by pySHACL: triples in, plain violations out. Only this module knows pySHACL.

Only the report's own ``sh:result`` are read: nested details would double the findings.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyshacl
from pyshacl.errors import ConstraintLoadError, ReportableRuntimeError, ShapeLoadError
from rdflib import BNode, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.namespace import SH
from rdflib.term import Node

from ivig_kg.answer import Iri, Literal, Term, Triple
from ivig_kg.errors import InvalidInput

__all__ = ["Violation", "rdflib_graph", "validate"]

_XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One validation result.

    Args:
        focus: the IRI of the node, or a blank label.
        path: the IRI of the property; empty when the rule joins several.
        value: the offending value as text; empty when none is given.
        shape: the IRI of the shape.
        component: the IRI of the constraint component.
        message: what the shape tells a curator.
    """

    focus: str
    path: str
    value: str
    shape: str
    component: str
    message: str


def validate(data: Iterable[Triple], shapes: Iterable[Triple]) -> list[Violation]:
    """Validate triples against shapes; nothing is inferred, imported or fetched.

    Args:
        data: the triples, with the ontology among them (kinds of terms are tested by path).
        shapes: the shapes, SHACL Core.

    Raises:
        InvalidInput: a shape cannot be used (a bad pattern, a limit that is no number).
    """
    # rdflib logs each ill-typed literal; the stage before has reported these already.
    logging.getLogger("rdflib.term").setLevel(logging.ERROR)
    said, rules = rdflib_graph(data), rdflib_graph(shapes)
    try:
        return _validated(said, rules)
    except (TypeError, ArithmeticError):
        # pySHACL compares values without looking whether they are any: "12,5" as a number, NaN.
        # Such values are left out, with whatever is then found on what they were the value of.
        unfit = {(s, p, o) for s, p, o in said if isinstance(o, RdfLiteral) and _is_unfit(o)}
        if not unfit:
            raise
        for triple in unfit:
            said.remove(triple)
        left = {(str(s), str(p)) for s, p, _ in unfit}
        return [v for v in _validated(said, rules) if (v.focus, v.path) not in left]


def _is_unfit(literal: RdfLiteral) -> bool:
    """Say whether a literal is none of its datatype, or has no place in an order (NaN)."""
    return bool(literal.ill_typed) or literal.value != literal.value


def _validated(data: Graph, shapes: Graph) -> list[Violation]:
    try:
        # pySHACL does not annotate everything it returns; the report is an rdflib graph.
        _, report, _ = pyshacl.validate(
            data,
            shacl_graph=shapes,
            inference="none",
            advanced=False,
            do_owl_imports=False,
            inplace=True,
        )
    except (ConstraintLoadError, ShapeLoadError, ReportableRuntimeError, re.error) as error:
        raise InvalidInput(f"the shapes cannot be used: {error}; mend ontology/shapes/") from error
    if not isinstance(report, Graph):
        raise TypeError(f"pySHACL returned {type(report).__name__} in place of a report")
    results = {node for _, _, node in report.triples((None, SH.result, None))}
    return sorted(_violation(report, node) for node in results)


def rdflib_graph(triples: Iterable[Triple], prefixes: Mapping[str, str] | None = None) -> Graph:
    """Return the triples as an rdflib graph; lexical forms stay as they were written.

    Args:
        triples: what it holds.
        prefixes: prefix to namespace, for what is written of it.
    """
    graph = Graph()
    graph.addN((_node(s), URIRef(p.value), _node(o), graph) for s, p, o in triples)
    for prefix, namespace in (prefixes or {}).items():
        graph.bind(prefix, namespace)
    return graph


def _violation(report: Graph, node: Node) -> Violation:
    return Violation(
        focus=_text(report.value(node, SH.focusNode)),
        path=_text(report.value(node, SH.resultPath)),
        value=_text(report.value(node, SH.value)),
        shape=_text(report.value(node, SH.sourceShape)),
        component=_text(report.value(node, SH.sourceConstraintComponent)),
        message=_text(report.value(node, SH.resultMessage)),
    )


def _text(node: Node | None) -> str:
    return "" if node is None else str(node)


def _node(term: Term) -> URIRef | BNode | RdfLiteral:
    if isinstance(term, Iri):
        return URIRef(term.value)
    if isinstance(term, Literal):
        if term.language:
            return RdfLiteral(term.value, lang=term.language)
        return RdfLiteral(term.value, datatype=URIRef(term.datatype), normalize=False)
    return BNode(term.value)
