"""Axioms from triples, after the OWL 2 mapping from RDF graphs (section 3.2).

Only what a reasoner of terms needs is read: axioms of classes and properties, and the classes of
individuals. Annotations, and what is said of individuals by properties, are no axioms here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ivig_kg.answer import Blank, Iri, Literal, Term, Triple
from ivig_kg.axioms.values import (
    BUILT_IN,
    OWL,
    RDF,
    RDFS,
    Axiom,
    Combination,
    Expression,
    Named,
    Negation,
    Opaque,
    Restriction,
)
from ivig_kg.content import Content, ContentFile
from ivig_kg.errors import InvalidInput, LimitReached

__all__ = ["Reading", "files_of", "read_axioms"]

_APART = ("ontology/shapes/", "ontology/mappings/", "ontology/inferred.ttl")

_TYPE, _FIRST, _REST, _NIL = f"{RDF}type", f"{RDF}first", f"{RDF}rest", f"{RDF}nil"
_KINDS = {
    f"{RDFS}subClassOf": "subclass",
    f"{OWL}equivalentClass": "equivalent",
    f"{OWL}disjointWith": "disjoint",
    f"{RDFS}domain": "domain",
    f"{RDFS}range": "range",
    f"{RDFS}subPropertyOf": "subproperty",
}
_OTHERS = {
    OWL + name
    for name in (
        "disjointUnionOf",
        "hasKey",
        "equivalentProperty",
        "inverseOf",
        "propertyDisjointWith",
        "propertyChainAxiom",
        "sameAs",
        "differentFrom",
    )
}
_DIRECT = {f"{OWL}{name}" for name in ("complementOf", "unionOf", "intersectionOf", "oneOf")}
"""Said of a class with a name, these are an equivalence (section 3.2.5)."""

_DEEPEST = 64
_OF_PROPERTIES = {"domain", "range", "subproperty"}
_DECLARATIONS = {
    OWL + name
    for name in (
        "Class",
        "ObjectProperty",
        "DatatypeProperty",
        "AnnotationProperty",
        "NamedIndividual",
    )
} | {f"{RDFS}Datatype"}
_PASSED = {OWL + name for name in ("Ontology", "Restriction", "Axiom")}


@dataclass(frozen=True)
class Reading:
    """What some files say to a reasoner.

    Args:
        axioms: the axioms, in the order of the files.
        declarations: the triples that say what is a class, a property, an individual.
    """

    axioms: tuple[Axiom, ...]
    declarations: tuple[Triple, ...]


def files_of(content: Content) -> list[ContentFile]:
    """Return the files that hold axioms: no shapes, no mappings, nothing that was inferred."""
    return [file for file in content.below("ontology") if not file.path.startswith(_APART)]


def read_axioms(files: Iterable[tuple[str, Sequence[Triple]]]) -> Reading:
    """Read the axioms of some files.

    Args:
        files: the path of each, and its triples; blank nodes are apart from file to file.

    Raises:
        InvalidInput: a blank node stands in two places or in a circle, which no axiom in OWL does.
        LimitReached: blank nodes are nested too deep.
    """
    readers = [_Reader(path, triples) for path, triples in files]
    declarations = tuple(t for reader in readers for t in reader.declarations())
    annotations = {t.subject for t in declarations if t.object == Iri(f"{OWL}AnnotationProperty")}
    axioms = tuple(axiom for reader in readers for axiom in reader.axioms(annotations))
    return Reading(axioms, declarations)


class _Reader:
    def __init__(self, path: str, triples: Sequence[Triple]) -> None:
        self._path = path
        self._triples = triples
        self._of: defaultdict[Term, list[Triple]] = defaultdict(list)
        for triple in triples:
            self._of[triple.subject].append(triple)
        about = {f"{OWL}annotatedSource", f"{OWL}annotatedTarget"}
        inner = [
            t.object
            for t in triples
            if isinstance(t.object, Blank) and t.predicate.value not in about
        ]
        self._inner = set(inner)
        if len(inner) > len(self._inner):
            raise InvalidInput(
                f"{path}: a blank node stands in two places, or in a circle: write it out in each"
            )
        roots = (t.subject for t in triples if isinstance(t.subject, Blank))
        loose = dict.fromkeys(root for root in roots if root not in self._inner)
        self._loose = {root: number for number, root in enumerate(loose)}
        self._seen: Counter[tuple[str, str]] = Counter()

    def declarations(self) -> Iterator[Triple]:
        for triple in self._triples:
            if isinstance(triple.subject, Iri) and _is(triple, _DECLARATIONS):
                yield triple

    def axioms(self, annotations: Collection[Term]) -> Iterator[Axiom]:
        for triple in self._triples:
            if triple.subject in self._inner:
                continue
            kind = self._kind(triple, annotations)
            if kind == "together":
                yield self._together(triple)
            elif kind:
                yield self._axiom(triple, kind)

    def _kind(self, triple: Triple, annotations: Collection[Term]) -> str:
        predicate = triple.predicate.value
        if predicate == _TYPE:
            return self._kind_of_type(triple)
        if predicate in _DIRECT:
            return "" if isinstance(triple.subject, Blank) else "direct"
        kind = _KINDS.get(predicate, "other" if predicate in _OTHERS else "")
        return "" if kind in _OF_PROPERTIES and triple.subject in annotations else kind

    def _kind_of_type(self, triple: Triple) -> str:
        if _is(triple, _DECLARATIONS | _PASSED):
            return ""
        if isinstance(triple.subject, Blank):  # AllDisjointClasses and its like
            return "together" if _is(triple, {f"{OWL}AllDisjointClasses"}) else "other"
        own = isinstance(triple.object, Blank) or not _built_in(triple.object.value)
        return "type" if own else "other"  # TransitiveProperty and its like

    def _axiom(self, triple: Triple, kind: str) -> Axiom:
        own = [triple, *self._below(triple.object)]
        if isinstance(triple.subject, Blank):
            own += [t for t in self._below(triple.subject) if t not in own]
        form = f"{self._form(triple.subject)} {triple.predicate.value} {self._form(triple.object)}"
        kind, parts = self._parts(triple, kind)
        return self._made(kind, parts, form, triple, own)

    def _parts(self, triple: Triple, kind: str) -> tuple[str, tuple[Expression, ...]]:
        if kind == "other":
            return kind, ()
        if kind == "direct":
            said = {triple.predicate.value.removeprefix(OWL): triple.object}
            names = frozenset(_names([triple, *self._below(triple.object)]))
            whole = self._joined(said) or Opaque(self._form(triple.object), names)
            return "equivalent", (self._expression(triple.subject), whole)
        return kind, (self._expression(triple.subject), self._expression(triple.object))

    def _together(self, triple: Triple) -> Axiom:
        own, form = self._below(triple.subject), self._form(triple.subject)
        heads = [t.object for t in self._of[triple.subject] if t.predicate.value == f"{OWL}members"]
        parts = tuple(self._expression(one) for head in heads for one in self._listed(head))
        return self._made("disjoint", parts, form, triple, own)

    def _made(
        self,
        kind: str,
        parts: tuple[Expression, ...],
        form: str,
        triple: Triple,
        own: Sequence[Triple],
    ) -> Axiom:
        subject = "" if isinstance(triple.subject, Blank) else triple.subject.value
        place = (subject, triple.predicate.value if subject else "")
        root = triple.subject
        nth = self._loose[root] if isinstance(root, Blank) else self._seen[place]
        self._seen[place] += isinstance(triple.object, Blank)
        names = frozenset(_names(own))
        return Axiom(kind, parts, form, self._path, subject, place[1], nth, tuple(own), names)

    def _below(self, term: Term) -> list[Triple]:
        """Return the triples of a blank node and of those below it; a circle is gone once round."""
        found: list[Triple] = []
        waiting, seen = [term], {term}
        while waiting:
            node = waiting.pop()
            for triple in self._of[node] if isinstance(node, Blank) else ():
                found.append(triple)
                if isinstance(triple.object, Blank) and triple.object not in seen:
                    seen.add(triple.object)
                    waiting.append(triple.object)
        return found

    def _form(self, term: Term, deep: int = 0) -> str:
        if isinstance(term, Literal):
            return (
                f'"{term.value}"{f"@{term.language}" if term.language else ""}^^<{term.datatype}>'
            )
        if not isinstance(term, Blank):
            return f"<{term.value}>"
        if deep > _DEEPEST:
            raise LimitReached(f"{self._path}: blank nodes are nested more than {_DEEPEST} deep")
        if any(t.predicate.value == _FIRST for t in self._of[term]):
            return f"({' '.join(self._form(one, deep + 1) for one in self._listed(term))})"
        rows = (f"<{t.predicate.value}> {self._form(t.object, deep + 1)}" for t in self._of[term])
        return f"[{'; '.join(sorted(rows))}]"

    def _expression(self, term: Term) -> Expression:
        if isinstance(term, Iri):
            return Named(term.value)
        said = {t.predicate.value.removeprefix(OWL): t.object for t in self._of[term]}
        return self._restriction(said) or self._joined(said) or self._opaque(term)

    def _restriction(self, said: Mapping[str, Term]) -> Expression | None:
        prop = said.get("onProperty")
        for key, kind in (("someValuesFrom", "some"), ("allValuesFrom", "only")):
            if key in said and isinstance(prop, Iri):
                filler = self._expression(said[key])
                return Restriction("some" if kind == "some" else "only", prop.value, filler)
        return None

    def _joined(self, said: Mapping[str, Term]) -> Expression | None:
        if "intersectionOf" in said:
            return Combination("and", self._all(said["intersectionOf"]))
        if "unionOf" in said:
            return Combination("or", self._all(said["unionOf"]))
        if "complementOf" in said:
            return Negation(self._expression(said["complementOf"]))
        return None

    def _all(self, head: Term) -> tuple[Expression, ...]:
        return tuple(self._expression(one) for one in self._listed(head))

    def _opaque(self, term: Term) -> Opaque:
        return Opaque(self._form(term), frozenset(_names(self._below(term))))

    def _listed(self, head: Term) -> Iterator[Term]:
        seen: set[Term] = set()
        while isinstance(head, Blank) and head not in seen:
            seen.add(head)
            said = {t.predicate.value: t.object for t in self._of[head]}
            if _FIRST in said:
                yield said[_FIRST]
            head = said.get(_REST, Iri(_NIL))


def _is(triple: Triple, kinds: set[str]) -> bool:
    return triple.predicate.value == _TYPE and triple.object.value in kinds


def _built_in(iri: str) -> bool:
    return iri.startswith(BUILT_IN)


def _names(triples: Iterable[Triple]) -> Iterator[str]:
    for triple in triples:
        for term in (triple.subject, triple.object):
            if isinstance(term, Iri) and not _built_in(term.value):
                yield term.value
