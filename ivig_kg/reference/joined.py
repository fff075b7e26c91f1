"""What a reference takes from elsewhere: axioms said in words, and mappings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from ivig_kg.axioms import Axiom, Named, Speaker, files_of, read_axioms
from ivig_kg.content import Content
from ivig_kg.engine.parse import parse
from ivig_kg.mappings.read import OutsideTerm, read_sets
from ivig_kg.namespaces import Namespaces

__all__ = ["mappings_of", "words_of"]

_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"


def words_of(content: Content, namespaces: Namespaces) -> Mapping[str, Sequence[str]]:
    """Return the axioms on each class in words; what is under what is left out, being told anyway.

    Args:
        content: whose ontology.
        namespaces: the prefixes of the project, for things without a label.

    Raises:
        SyntaxFault: a file does not parse.
    """
    parsed = [(f.path, parse(f.data, where=f.path).triples) for f in files_of(content)]
    labels = {
        triple.subject.value: triple.object.value
        for _, triples in parsed
        for triple in triples
        if triple.predicate.value == _LABEL
    }
    speaker = Speaker(lambda iri: labels.get(iri) or namespaces.show(iri))
    found: defaultdict[str, list[str]] = defaultdict(list)
    for axiom in read_axioms(parsed).axioms:
        for iri in _on(axiom):
            said = speaker.say(axiom)
            found[iri].append(f"{said[:1].upper()}{said[1:]}.")
    return found


def _on(axiom: Axiom) -> Iterator[str]:
    """Yield the classes under which an axiom is told."""
    named = [part.iri for part in axiom.parts if isinstance(part, Named)]
    if axiom.kind == "disjoint":
        yield from named
    elif axiom.kind in {"subclass", "equivalent"} and len(named) < len(axiom.parts):
        yield from named[:1]


def mappings_of(content: Content, namespaces: Namespaces) -> tuple[OutsideTerm, ...]:
    """Return the outside terms to which terms of ours are mapped, in the order of the tables.

    Args:
        content: whose mapping tables.
        namespaces: the prefixes of the project.
    """
    return tuple(
        term
        for one in read_sets(content, namespaces)
        for term in one.terms
        if term.subject and term.curie
    )
