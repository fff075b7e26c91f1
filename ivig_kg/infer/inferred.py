"""The file of what was inferred: nothing but these triples, and of which axioms, at its top."""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import sha256

from ivig_kg.answer import Iri, Triple
from ivig_kg.content import Content
from ivig_kg.engine.parse import parse
from ivig_kg.errors import InvalidInput
from ivig_kg.infer.relations import Relation
from ivig_kg.infer.tbox import read_terminology
from ivig_kg.model import Finding
from ivig_kg.namespaces import Namespaces
from ivig_kg.turtle.order import PredicateOrder
from ivig_kg.turtle.write import write

__all__ = ["INFERRED", "stale_finding", "text_of", "turtle_of"]

INFERRED = "ontology/inferred.ttl"
"""Where the file is, below the content root."""

_RULE = "inferred-fresh"
_MEND = "run ivig-kg reason, which writes the file"
_HASH = re.compile(r"^# Axioms: sha256 ([0-9a-f]{64})$", re.MULTILINE)
_OWN_HASH = re.compile(r"^# Triples: sha256 ([0-9a-f]{64})$", re.MULTILINE)
_REMARK = """\
# What follows from the axioms of the ontology and stands in no other file, found by a reasoner
# (HermiT). Not written by hand: ivig-kg reason makes it, ivig-kg reason --check compares it.
# Axioms: sha256 {digest}
# Triples: sha256 {own}"""
_SUBCLASS = Iri("http://www.w3.org/2000/01/rdf-schema#subClassOf")


def turtle_of(
    relations: Iterable[Relation], digest: str, namespaces: Namespaces, order: PredicateOrder
) -> str:
    """Return the whole text of the file.

    Args:
        relations: what was inferred.
        digest: the hash of the axioms from which it was.
        namespaces: the prefixes of the project.
        order: the order of predicates.
    """
    triples = [Triple(Iri(one.below), _SUBCLASS, Iri(one.above)) for one in relations]
    remarks = _REMARK.format(digest=digest, own=_hash_of(triples))
    return write(triples, namespaces, order, remarks=remarks)


def _hash_of(triples: Iterable[Triple]) -> str:
    lines = sorted(" ".join(term.value for term in triple) for triple in triples)
    return sha256("\n".join(lines).encode()).hexdigest()


def text_of(content: Content) -> str:
    """Return the file as it is; nothing where there is none."""
    found = (file.data for file in content.below("ontology") if file.path == INFERRED)
    return next(found, b"").decode("utf-8", "replace")


def stale_finding(content: Content) -> Finding | None:
    """Return a finding where the file was made from other axioms; no reasoner is asked."""
    text = text_of(content)
    if not text:
        return Finding(INFERRED, 0, f"is missing: {_MEND}", _RULE)
    found, own = _HASH.search(text), _OWN_HASH.search(text)
    if found is None or own is None:
        return Finding(INFERRED, 1, f"does not say from which axioms it is: {_MEND}", _RULE)
    try:
        digest = read_terminology(content).digest
    except InvalidInput as fault:
        return Finding("", 0, str(fault), _RULE)
    if own[1] != _hash_of(parse(text, where=INFERRED).triples):
        return Finding(INFERRED, 1, f"was changed by hand: {_MEND}", _RULE)
    if found[1] == digest:
        return None
    line = text.count("\n", 0, found.start()) + 1
    return Finding(INFERRED, line, f"the axioms have changed since: {_MEND}", _RULE)
