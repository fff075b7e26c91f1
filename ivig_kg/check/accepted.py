"""What was accepted is what stands there: a later change by hand needs another review.

The hash is SHA-256 over the triples of a thing and of its parts, sorted, without its status: as the
engine holds them, so that another spelling of the same number is no change.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from ivig_kg.answer import Iri, Literal, Term
from ivig_kg.check.place import Places
from ivig_kg.engine import EmbeddedEngine
from ivig_kg.model import Finding
from ivig_kg.namespaces import Namespaces

__all__ = ["accepted_findings", "hash_of"]

_LEFT = ("ivig:status", "ivig:supersededBy")


def hash_of(thing: str, engine: EmbeddedEngine, namespaces: Namespaces) -> str:
    """Return the hash of what a thing and its parts say.

    Args:
        thing: the IRI of a statement or judgement.
        engine: what holds it.
        namespaces: for the names of properties.
    """
    left = {namespaces.expand(curie) for curie in _LEFT}
    own = [t for t in engine.triples(Iri(thing)) if t.predicate.value not in left]
    parts = {t.object for t in own if t.object.value.startswith(f"{thing}.")}
    said = [*own, *(t for part in parts if isinstance(part, Iri) for t in engine.triples(part))]
    lines = sorted("\t".join(map(_written, triple)) for triple in said)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def accepted_findings(
    engine: EmbeddedEngine, places: Places, namespaces: Namespaces
) -> Iterator[Finding]:
    """Report what says something else than when it was accepted."""
    accepted = Iri(namespaces.expand("ivig:Accepted"))
    status, act, kept, concerns = (
        Iri(namespaces.expand(f"ivig:{name}")) for name in ("status", "act", "sha256", "concerns")
    )
    show = namespaces.show
    for current in engine.triples(None, status, accepted):
        thing = current.subject
        entries = [t.subject for t in engine.triples(None, concerns, Iri(thing.value))]
        acts = [e for e in entries if isinstance(e, Iri) and any(engine.triples(e, act, accepted))]
        hashes = {t.object.value for entry in acts for t in engine.triples(entry, kept)}
        if hashes and hash_of(thing.value, engine, namespaces) not in hashes:
            where, line = places.of(thing.value)
            message = (
                f"{show(thing.value)}: was changed after it was accepted: put back what was "
                "accepted, or enter a new statement and supersede it"
            )
            yield Finding(where, line, message, "accepted-unchanged", thing.value)


def _written(term: Term) -> str:
    if isinstance(term, Literal):
        return f"{term.value!r}^^{term.datatype}@{term.language}"
    return term.value
