"""From an outside identifier to the term of ours that is the same; what is only near is offered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from ivig_kg.errors import UsageError
from ivig_kg.mappings.graph import ADDRESS
from ivig_kg.namespaces import Namespaces

__all__ = ["outside_iri", "same_term"]

_LOCAL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")
_ADDRESS = re.compile(ADDRESS)
_NEAR = {
    "skos:closeMatch": "close to",
    "skos:broadMatch": "broader than",
    "skos:narrowMatch": "narrower than",
    "skos:relatedMatch": "related to",
}


def outside_iri(text: str, ours: Mapping[str, str], theirs: Mapping[str, str]) -> str | None:
    """Return the IRI of an outside identifier; None where a text is no such identifier.

    Args:
        text: a CURIE such as ``MONDO:0016218``, in any case of its prefix, or an IRI, bare or in
            angle brackets.
        ours: the prefixes of the project, whose names are no outside identifiers.
        theirs: the prefixes of the mapping sets.
    """
    bare = text[1:-1] if text.startswith("<") and text.endswith(">") else text
    prefix, colon, local = bare.partition(":")
    if not colon:
        return None
    if prefix in ours:  # obo:MONDO_0016218 is an address of theirs, written with a prefix of ours
        bare = ours[prefix] + local
        return bare if _ADDRESS.fullmatch(bare) and _of(bare, ours, theirs) else None
    known = {name.casefold(): base for name, base in theirs.items() if name not in ours}
    if base := known.get(prefix.casefold()):
        return base + local if _LOCAL.fullmatch(local) else None
    return bare if _ADDRESS.fullmatch(bare) and _of(bare, ours, theirs) else None


def _of(iri: str, ours: Mapping[str, str], theirs: Mapping[str, str]) -> bool:
    return any(iri.startswith(base) for base in {*theirs.values()} - {*ours.values()})


def same_term(
    text: str, rows: Iterable[Sequence[str]], namespaces: Namespaces, what: str = "name"
) -> str:
    """Return the IRI of the term of which an outside identifier is the exact match.

    Args:
        text: the identifier as it was given.
        rows: what is known of it: the IRI of a relation, what stands on its other side, and the
            label of that, as the look-up ``outside`` gives them.
        namespaces: the prefixes of the project and of the mapping sets.
        what: what is asked for, for messages ("subtype").

    Raises:
        UsageError: it is the exact match of nothing here; the message says what it is near, or
            why it must not be used and what to use instead.
    """
    said = [(namespaces.show(row[0]), row[1], row[2]) for row in rows]
    for relation, other, _ in said:
        if relation == "skos:exactMatch":
            return other
    raise UsageError(f"{what}: {_refusal(text, said, namespaces)}")


def _refusal(text: str, said: Sequence[tuple[str, str, str]], namespaces: Namespaces) -> str:
    traps = [other for relation, other, _ in said if relation == "ivig:deniedBecause"]
    if traps:
        better = [namespaces.show(other) for how, other, _ in said if how == "ivig:useInstead"]
        use = f": use {', '.join(better)}" if better else ""
        return f"{text!r} is on the list of traps ({traps[0]}){use}"
    near = [
        f"{_NEAR[relation]} {namespaces.show(other)} ({label or 'no label'})"
        for relation, other, label in said
        if relation in _NEAR
    ]
    if near:
        return f"{text!r} is the same as no term here; it is {', '.join(near)}: name the one meant"
    return (
        f"{text!r} is the same as no term here, and near none: it is not in this graph's lists "
        "(ontology/mappings/)"
    )
