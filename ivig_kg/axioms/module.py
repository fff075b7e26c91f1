"""The axioms that can matter for some names: a module by syntactic locality.

Source: B. Cuenca Grau, I. Horrocks, Y. Kazakov, U. Sattler, "Modular Reuse of Ontologies: Theory
and Practice", Journal of Artificial Intelligence Research 31 (2008), section 5: an axiom is local
for a signature where it holds whatever lies outside is empty. What is not recognised is kept, so a
module may be larger than it must, and never smaller.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from ivig_kg.axioms.values import (
    BUILT_IN,
    OWL,
    Axiom,
    Combination,
    Expression,
    Named,
    Negation,
    Opaque,
    Restriction,
)

__all__ = ["module_of"]

_THING, _NOTHING = f"{OWL}Thing", f"{OWL}Nothing"


def module_of(axioms: Iterable[Axiom], names: Collection[str]) -> list[Axiom]:
    """Return the axioms from which all follows that follows on these names.

    Args:
        axioms: all axioms.
        names: the IRIs of classes asked about, where the whole is consistent; none keeps what
            may make the whole inconsistent, and with it all that is said of individuals.
    """
    signature = set(names)
    apart = bool(signature)
    waiting = list(axioms)
    found: list[Axiom] = []
    while True:
        taken: list[Axiom] = []
        left: list[Axiom] = []
        for axiom in waiting:
            (left if _is_local(axiom, signature, apart=apart) else taken).append(axiom)
        if not taken:
            return found
        found += taken
        for axiom in taken:
            signature |= axiom.names
        waiting = left


def _is_local(axiom: Axiom, signature: Collection[str], *, apart: bool) -> bool:
    parts = axiom.parts
    if axiom.kind == "subclass":
        return _is_empty(parts[0], signature) or _is_all(parts[1], signature)
    if axiom.kind == "equivalent":
        return _each(parts, signature, empty=True) or _each(parts, signature, empty=False)
    if axiom.kind == "disjoint":
        return sum(not _is_empty(part, signature) for part in parts) <= 1
    if axiom.kind in {"domain", "range", "subproperty"}:
        above = axiom.kind != "subproperty" and _is_all(parts[1], signature)
        return above or _is_outside(parts[0], signature)
    # Individuals that no class names cannot empty a class of what is consistent.
    return axiom.kind == "type" and apart and _is_outside(parts[0], signature)


def _each(parts: Sequence[Expression], signature: Collection[str], *, empty: bool) -> bool:
    test = _is_empty if empty else _is_all
    return all(test(part, signature) for part in parts)


def _is_outside(part: Expression, signature: Collection[str]) -> bool:
    return isinstance(part, Named) and _lies_outside(part.iri, signature)


def _lies_outside(iri: str, signature: Collection[str]) -> bool:
    return iri not in signature and not iri.startswith(BUILT_IN)


def _is_empty(part: Expression, signature: Collection[str]) -> bool:
    """Say whether an expression is empty once every name outside the signature is."""
    if isinstance(part, Named):
        return part.iri == _NOTHING or _lies_outside(part.iri, signature)
    if isinstance(part, Restriction):
        if part.kind == "only":
            return False
        return _lies_outside(part.prop, signature) or _is_empty(part.filler, signature)
    if isinstance(part, Combination):
        tests = [_is_empty(one, signature) for one in part.parts]
        return any(tests) if part.kind == "and" else all(tests)
    return isinstance(part, Negation) and _is_all(part.of, signature)


def _is_all(part: Expression, signature: Collection[str]) -> bool:
    """Say whether an expression holds everything once every name outside is empty."""
    if isinstance(part, Named):
        return part.iri == _THING
    if isinstance(part, Restriction):
        if part.kind == "some":
            return False
        return _lies_outside(part.prop, signature) or _is_all(part.filler, signature)
    if isinstance(part, Combination):
        tests = [_is_all(one, signature) for one in part.parts]
        return all(tests) if part.kind == "and" else any(tests)
    return not isinstance(part, Opaque) and _is_empty(part.of, signature)
