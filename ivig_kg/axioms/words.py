"""An axiom as a sentence, with the labels of the ontology; labels of properties are verbs."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ivig_kg.axioms.values import (
    OWL,
    Axiom,
    Combination,
    Expression,
    Named,
    Negation,
    Restriction,
)

__all__ = ["Speaker"]

_IRI = re.compile(r"<([^<>]+)>")
_SPECIAL = {f"{OWL}Thing": "anything", f"{OWL}Nothing": "nothing that can be"}


@dataclass(frozen=True)
class Speaker:
    """Says axioms in words.

    Args:
        label: returns the label of an IRI.
    """

    label: Callable[[str], str]

    def say(self, axiom: Axiom) -> str:
        """Return an axiom as a sentence without a full stop."""
        told = {
            "subclass": self._subclass,
            "equivalent": self._equivalent,
            "disjoint": self._disjoint,
            "type": self._type,
            "domain": self._domain,
            "range": self._range,
            "subproperty": self._subproperty,
        }.get(axiom.kind)
        return told(axiom.parts) if told else self._spelled(axiom.form)

    def condition(self, part: Expression) -> str:
        """Return what an expression says of a thing: ``is a …``, ``has the feature …``.

        What stands inside another expression is in brackets where it could be taken for a part of
        what is around it.
        """
        if isinstance(part, Named):
            return f"is {self._a(part)}"
        if isinstance(part, Restriction):
            only = "" if part.kind == "some" else "nothing but "
            return f"{self.label(part.prop)} {only}{self._noun(part.filler)}"
        if isinstance(part, Combination) and part.kind == "or":
            return " or ".join(self._inside(one, "or") for one in part.parts)
        if isinstance(part, Combination):
            return self._conditions(part.parts)
        if isinstance(part, Negation):
            return f"never {self._inside(part.of)}"
        return f"is of the form {self._spelled(part.text)}"

    def _inside(self, part: Expression, around: str = "") -> str:
        """Return a condition that stands in another: in brackets, unless it is of the same kind."""
        said = self.condition(part)
        joined = isinstance(part, Combination) and part.kind != around and len(part.parts) > 1
        return f"({said})" if joined else said

    def _conditions(self, parts: Sequence[Expression]) -> str:
        first, *more = parts
        rest = " and ".join(self._inside(one, "and") for one in more)
        joint = " that " if isinstance(first, Named) else " and "
        return f"{self._inside(first, 'and')}{joint if more else ''}{rest}"

    def _spelled(self, form: str) -> str:
        """Return the structure of what has no words of its own, with labels for IRIs."""
        return _IRI.sub(lambda found: self.label(found[1]), form)

    def _subclass(self, parts: Sequence[Expression]) -> str:
        below, above = parts
        if isinstance(below, Named) and isinstance(above, Named):
            return f"{self._noun(below)} is a kind of {self._noun(above)}"
        return f"every {self._noun(below)} {self.condition(above)}"

    def _equivalent(self, parts: Sequence[Expression]) -> str:
        first, *more = parts
        rest = ", which is exactly what ".join(map(self.condition, more))
        return f"{self._noun(first)} is exactly what {rest}"

    def _disjoint(self, parts: Sequence[Expression]) -> str:
        if len(parts) == 2:  # noqa: PLR2004 (a pair)
            return f"nothing is both {self._a(parts[0])} and {self._a(parts[1])}"
        return f"nothing is two of: {', '.join(map(self._noun, parts))}"

    def _type(self, parts: Sequence[Expression]) -> str:
        return f"{self._noun(parts[0])} {self.condition(parts[1])}"

    def _domain(self, parts: Sequence[Expression]) -> str:
        return f"whatever {self._noun(parts[0])} anything {self.condition(parts[1])}"

    def _range(self, parts: Sequence[Expression]) -> str:
        return f"whatever anything {self._noun(parts[0])} {self.condition(parts[1])}"

    def _subproperty(self, parts: Sequence[Expression]) -> str:
        return f"what {self._noun(parts[0])} something also {self._noun(parts[1])} it"

    def _noun(self, part: Expression) -> str:
        if isinstance(part, Named):
            return _SPECIAL.get(part.iri) or self.label(part.iri)
        return f"thing that {self._inside(part)}"

    def _a(self, part: Expression) -> str:
        noun = self._noun(part)
        if isinstance(part, Named) and part.iri in _SPECIAL:
            return noun
        return f"{'an' if noun[:1].casefold() in 'aeiou' else 'a'} {noun}"
