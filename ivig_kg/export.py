"""Exporting the graph as one file that Protégé or a triple store opens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ivig_kg.answer import Blank, Triple
from ivig_kg.content import Content, ContentFile
from ivig_kg.engine.parse import Format, parse, serialise
from ivig_kg.errors import UsageError
from ivig_kg.mappings.graph import knowledge
from ivig_kg.namespaces import Namespaces
from ivig_kg.turtle.shape_order import order_of
from ivig_kg.turtle.write import write

__all__ = ["FORMATS", "export", "triples_of"]

FORMATS: Mapping[str, Format] = {
    "ttl": "turtle",
    "nq": "nquads",
    "jsonld": "jsonld",
    "rdfxml": "rdfxml",
}
_REMARK = (
    "# Exported from ivig-kg. Informs research and is no medical advice; no clinician has reviewed "
    "the content yet.\n# Data and ontology: CC BY 4.0. Base IRI https://w3id.org/ivig-kg/ is not "
    "registered yet."
)


def export(content: Content, namespaces: Namespaces, kind: str, *, ontology: bool = False) -> bytes:
    """Return the ontology and the data as one file.

    Args:
        content: what to export.
        namespaces: its prefixes.
        kind: ``ttl``, ``nq`` (with a named graph a file), ``jsonld`` or ``rdfxml``.
        ontology: leave the data out.

    Raises:
        UsageError: an unknown format.
        InvalidInput: a file of the content does not parse.
    """
    if kind not in FORMATS:
        raise UsageError(f"no format {kind!r}: one of {', '.join(FORMATS)}")
    everything = knowledge(content, namespaces)
    files = [f for f in everything if not ontology or f.path.startswith("ontology/")]
    pairs = list(_pairs(files, namespaces))
    if kind == "ttl":
        triples = dict.fromkeys(triple for triple, _ in pairs)
        order = order_of(triples_of(content.below("ontology/shapes")))
        return write(triples, namespaces, order, remarks=_REMARK).encode()
    graphs = pairs if kind == "nq" else [(triple, None) for triple, _ in pairs]
    return serialise(graphs, FORMATS[kind], namespaces.prefixes)


def triples_of(files: Iterable[ContentFile]) -> Iterator[Triple]:
    """Return the triples of some files; blank nodes get the same labels each time, none shared."""
    return (triple for triple, _ in _labelled(files))


def _pairs(
    files: Iterable[ContentFile], namespaces: Namespaces
) -> Iterator[tuple[Triple, str | None]]:
    return ((triple, namespaces.graph(path)) for triple, path in _labelled(files))


def _labelled(files: Iterable[ContentFile]) -> Iterator[tuple[Triple, str]]:
    for number, file in enumerate(files):
        labels: dict[str, Blank] = {}
        for subject, predicate, obj in parse(file.data, where=file.path).triples:
            for term in (subject, obj):
                if isinstance(term, Blank):
                    labels.setdefault(term.value, Blank(f"f{number}n{len(labels)}"))
            said = labels[subject.value] if isinstance(subject, Blank) else subject
            of = labels[obj.value] if isinstance(obj, Blank) else obj
            yield Triple(said, predicate, of), file.path
