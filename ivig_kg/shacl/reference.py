"""SHACL validation by pySHACL: triples in, plain violations out. Only this module knows pySHACL.

Only the report's own ``sh:result`` are read: nested details would double the findings.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Mapping
from functools import cached_property

import pyshacl
from pyshacl.errors import ConstraintLoadError, ReportableRuntimeError, ShapeLoadError
from rdflib import BNode, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.namespace import SH
from rdflib.term import Node

from ivig_kg.answer import Iri, Literal, Term, Triple
from ivig_kg.errors import InvalidInput
from ivig_kg.shacl.violation import Violation

__all__ = ["Incomparable", "Rules", "rdflib_graph", "validate", "validate_strictly"]

_UNUSABLE, _MEND = "the shapes cannot be used", "mend ontology/shapes/"


class Incomparable(Exception):
    """pySHACL broke off: it compared a value that is none, such as "12,5" as a number, or NaN."""


class Rules:
    """Some shapes, as pySHACL takes them; what is made of them is kept."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        """Take the triples of the shapes."""
        self.triples = tuple(triples)

    @cached_property
    def graph(self) -> Graph:
        """Return them as a graph, to which pySHACL adds two triples of its own."""
        return rdflib_graph(self.triples)


def validate(data: Iterable[Triple], shapes: Iterable[Triple] | Rules) -> list[Violation]:
    """Validate triples against shapes; nothing is inferred, imported or fetched.

    Args:
        data: the triples, with the ontology among them (kinds of terms are tested by path).
        shapes: the shapes, SHACL Core.

    Raises:
        InvalidInput: a shape cannot be used (a bad pattern, a limit that is no number).
    """
    said, rules = rdflib_graph(data), _rules(shapes)
    try:
        return _validated(said, rules)
    except Incomparable as broken_off:
        # Such values are left out, with whatever is then found on what they were the value of.
        unfit = {(s, p, o) for s, p, o in said if _is_unfit(o)}
        if not unfit:
            raise InvalidInput(f"{_UNUSABLE}: {broken_off}; {_MEND}") from broken_off
        for triple in unfit:
            said.remove(triple)
        left = {(str(s), str(p)) for s, p, _ in unfit}
        return [v for v in _validated(said, rules) if (v.focus, v.path) not in left]


def validate_strictly(data: Iterable[Triple], shapes: Iterable[Triple] | Rules) -> list[Violation]:
    """Validate as :func:`validate` does, but leave nothing out.

    Raises:
        Incomparable: a value cannot be compared, so that nothing is known of the others either.
        InvalidInput: a shape cannot be used.
    """
    return _validated(rdflib_graph(data), _rules(shapes))


def _rules(shapes: Iterable[Triple] | Rules) -> Graph:
    return (shapes if isinstance(shapes, Rules) else Rules(shapes)).graph


def _is_unfit(value: Node) -> bool:
    """Say whether a value has no place in an order: a blank node, an ill-typed literal, NaN."""
    if isinstance(value, RdfLiteral):
        return bool(value.ill_typed) or value.value != value.value
    return isinstance(value, BNode)


def _validated(data: Graph, shapes: Graph) -> list[Violation]:
    # rdflib logs each ill-typed literal; the stage before has reported these already.
    logging.getLogger("rdflib.term").setLevel(logging.ERROR)
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
    except (TypeError, ArithmeticError, ReportableRuntimeError) as error:
        raise Incomparable(str(error)) from error
    except (ConstraintLoadError, ShapeLoadError, re.error) as error:
        raise InvalidInput(f"{_UNUSABLE}: {error}; {_MEND}") from error
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
        value=_value(report.value(node, SH.value)),
        shape=_text(report.value(node, SH.sourceShape)),
        component=_text(report.value(node, SH.sourceConstraintComponent)),
        message=_text(report.value(node, SH.resultMessage)),
    )


def _value(node: Node | None) -> str:
    """Return a value as text; of a blank node, whose label is another each time, as in Turtle."""
    return "[]" if isinstance(node, BNode) else _text(node)


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
