"""Reading: answers to the look-ups ``ontology-…`` become a reference."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from ivig_kg.answer import Answer, lexical
from ivig_kg.answer.cells import natural_key
from ivig_kg.mappings.read import OutsideTerm
from ivig_kg.namespaces import Namespaces
from ivig_kg.reference.model import (
    Code,
    Header,
    Property,
    Reference,
    Takes,
    Term,
    Use,
)

__all__ = ["read_reference"]

_Facts: TypeAlias = Mapping[str, Mapping[str, Sequence[str]]]
"""By subject and property (a CURIE where there is one), the values."""

_LABEL, _DEFINITION, _SOURCE = "rdfs:label", "skos:definition", "dcterms:source"
_SYNONYM, _NOTATION, _DOMAIN = "skos:altLabel", "skos:notation", "schema:domainIncludes"
_NOTES = ("skos:scopeNote", "skos:editorialNote")
_INSTEAD = ("obo:IAO_0100001", "oio:consider")
_SHOWN = frozenset({_LABEL, _DEFINITION, _SOURCE, _SYNONYM, _NOTATION})
_ABOUT = ("dcterms:description", "dcterms:abstract")
_KINDS = {
    "owl:ObjectProperty": "object",
    "owl:DatatypeProperty": "datatype",
    "owl:AnnotationProperty": "annotation",
}


def read_reference(
    look_up: Callable[[str], Answer],
    namespaces: Namespaces,
    header: Header,
    *,
    words: Mapping[str, Sequence[str]] | None = None,
    mappings: Iterable[OutsideTerm] = (),
) -> Reference:
    """Read a reference.

    Args:
        look_up: runs a look-up of this name on the ontology and its shapes.
        namespaces: the prefixes, for CURIEs.
        header: what the ontology itself does not know: the disclaimer, version and hash of the
            content; the rest is filled in.
        words: by the IRI of a class, its axioms as sentences.
        mappings: terms of other vocabularies to which classes are mapped.
    """
    reader = _Reader(namespaces)
    classes = reader.facts(look_up("ontology-classes"))
    properties = reader.facts(look_up("ontology-properties"))
    codes = reader.facts(_without_first(listed := look_up("ontology-codes")))
    reader.name(classes, properties, codes)
    uses = reader.uses(look_up("ontology-shapes"))
    terms = reader.terms(classes, reader.parents(look_up("ontology-parents")))
    members, mapped = reader.members(listed, codes), _by_subject(mappings)
    shaped = {iri for told in uses.values() for use in told for iri in use.classes}
    complete = (
        replace(
            term,
            words=tuple((words or {}).get(term.iri, ())),
            mappings=mapped.get(term.iri, ()),
            codes=members.get(term.iri, ()),
            shaped=term.iri in shaped,
        )
        for term in terms
    )
    found = {prop.iri: prop for prop in reader.properties(properties, uses)}
    about, known = reader.header(look_up("ontology-header"), header), {t.iri: t for t in complete}
    return Reference(about, known, found, reader.names, reader.curies)


def _without_first(answer: Answer) -> Answer:
    return replace(answer, rows=tuple(row[1:] for row in answer.rows))


def _by_subject(mappings: Iterable[OutsideTerm]) -> Mapping[str, tuple[OutsideTerm, ...]]:
    found: dict[str, list[OutsideTerm]] = {}
    for outside in mappings:
        found.setdefault(outside.subject, []).append(outside)
    return {subject: tuple(sorted(terms)) for subject, terms in found.items()}


class _Reader:
    """Knows prefixes and labels while it reads."""

    def __init__(self, namespaces: Namespaces) -> None:
        self._namespaces = namespaces
        self.names: dict[str, str] = {}
        self.curies: dict[str, str] = {}

    def curie(self, iri: str) -> str:
        return self._namespaces.show(iri)

    def facts(self, answer: Answer) -> _Facts:
        found: dict[str, dict[str, list[str]]] = {}
        for subject, predicate, value in answer.rows:
            about = found.setdefault(lexical(subject), {})
            about.setdefault(self.curie(lexical(predicate)), []).append(lexical(value))
        return found

    def name(self, *groups: _Facts) -> None:
        """Learn the labels and CURIEs of all things."""
        for facts in groups:
            for iri, about in facts.items():
                self.curies[iri] = self.curie(iri)
                self.names[iri] = _one(about, _LABEL) or self.curie(iri)

    def shown(self, value: str) -> str:
        """Return a value in words: the label of a thing, else the value itself."""
        return self.names.get(value, value)

    def in_order(self, iris: Iterable[str]) -> list[str]:
        return sorted(iris, key=lambda iri: (natural_key(self.names[iri].casefold()), iri))

    def parents(self, answer: Answer) -> Mapping[str, Mapping[str, list[str]]]:
        found: dict[str, dict[str, list[str]]] = {}
        for child, parent, how in (map(lexical, row) for row in answer.rows):
            found.setdefault(child, {}).setdefault(how, []).append(parent)
        return found

    def terms(
        self, facts: _Facts, parents: Mapping[str, Mapping[str, list[str]]]
    ) -> Iterable[Term]:
        for iri in self.in_order(facts):
            about = facts[iri]

            def known(name: str, about: Mapping[str, Sequence[str]] = about) -> tuple[str, ...]:
                ours = {other for other in about.get(name, ()) if other in facts}
                return tuple(self.in_order(ours))

            above = parents.get(iri, {})
            yield Term(
                iri=iri,
                curie=self.curie(iri),
                label=self.names[iri],
                definition=_one(about, _DEFINITION),
                source=_one(about, _SOURCE),
                synonyms=tuple(sorted(about.get(_SYNONYM, ()), key=str.casefold)),
                notes=tuple(note for name in _NOTES for note in about.get(name, ())),
                asserted=tuple(self.in_order(above.get("asserted", ()))),
                inferred=tuple(self.in_order(above.get("inferred", ()))),
                close=known("skos:closeMatch"),
                related=known("skos:related"),
                disjoint=known("owl:disjointWith"),
                deprecated=_one(about, "owl:deprecated") in {"true", "1"},
                instead=tuple(iri for name in _INSTEAD for iri in known(name)),
            )

    def members(self, listed: Answer, codes: _Facts) -> Mapping[str, tuple[Code, ...]]:
        found: dict[str, set[str]] = {}
        for kind, individual, *_ in listed.rows:
            found.setdefault(lexical(kind), set()).add(lexical(individual))
        return {
            kind: tuple(sorted((self._code(iri, codes[iri]) for iri in iris), key=_code_order))
            for kind, iris in found.items()
        }

    def _code(self, iri: str, about: Mapping[str, Sequence[str]]) -> Code:
        more = {name: values for name, values in about.items() if name not in _SHOWN}
        return Code(
            iri=iri,
            curie=self.curie(iri),
            label=self.names[iri],
            definition=_one(about, _DEFINITION),
            source=_one(about, _SOURCE),
            notation=_one(about, _NOTATION),
            synonyms=tuple(about.get(_SYNONYM, ())),
            more=tuple(
                (self._called(name), ", ".join(map(self.shown, values)))
                for name, values in sorted(more.items())
            ),
        )

    def _called(self, curie: str) -> str:
        """Return the label of a property that is given as CURIE."""
        iri = next((iri for iri, known in self.curies.items() if known == curie), "")
        return self.names.get(iri, curie)

    def properties(self, facts: _Facts, uses: Mapping[str, tuple[Use, ...]]) -> Iterable[Property]:
        for iri in self.in_order(facts):
            about = facts[iri]
            kinds = [
                _KINDS[kind]
                for kind in map(self.curie, about.get("rdf:type", ()))
                if kind in _KINDS
            ]
            yield Property(
                iri=iri,
                curie=self.curie(iri),
                label=self.names[iri],
                kind=", ".join(kinds),
                definition=_one(about, _DEFINITION),
                source=_one(about, _SOURCE),
                domains=tuple(about.get(_DOMAIN, ())),
                uses=uses.get(iri, ()),
            )

    def uses(self, answer: Answer) -> Mapping[str, tuple[Use, ...]]:
        """Gather what shapes ask of each property: classes that ask the same stand together."""
        asked: dict[tuple[str, str], tuple[str, str]] = {}
        takes: defaultdict[tuple[str, str], set[Takes]] = defaultdict(set)
        for kind, prop, how, value, least, most, said in (map(lexical, row) for row in answer.rows):
            asked[prop, kind] = (_count(least, most), said)
            if how:
                takes[prop, kind].add(Takes(how, value))
                self.curies.setdefault(value, value if how == "one of" else self.curie(value))
        alike: dict[str, dict[Use, list[str]]] = {}
        for (prop, kind), (count, said) in asked.items():
            rule = Use((), tuple(sorted(takes[prop, kind])), count, said)
            alike.setdefault(prop, {}).setdefault(rule, []).append(kind)
        return {
            prop: tuple(rule._replace(classes=tuple(kinds)) for rule, kinds in rules.items())
            for prop, rules in alike.items()
        }

    def header(self, answer: Answer, given: Header) -> Header:
        iri, facts = next(iter(self.facts(answer).items()), ("", {}))
        return replace(
            given,
            title=_one(facts, "dcterms:title") or given.title,
            description=" ".join(filter(None, (_one(facts, name) for name in _ABOUT))),
            iri=iri,
            version=_one(facts, "owl:versionInfo"),
            version_iri=_one(facts, "owl:versionIRI"),
            licence=_one(facts, "dcterms:license"),
            creator=_one(facts, "dcterms:creator"),
            citation=_one(facts, "dcterms:bibliographicCitation"),
            namespace=_one(facts, "vann:preferredNamespaceUri"),
        )


def _one(about: Mapping[str, Sequence[str]], name: str) -> str:
    return next(iter(about.get(name, ())), "")


def _code_order(code: Code) -> tuple[object, str]:
    """Order codes by the ranks and numbers that are given for them, else by label."""
    ranks = tuple(value for _, value in code.more if value.isdecimal())
    return natural_key(f"{' '.join(ranks)} {code.label.casefold()}"), code.iri


def _count(least: str, most: str) -> str:
    low = least or "0"
    return low if low == most else f"{low}..{most or 'n'}"
