"""Triples as Turtle, a line a triple, sorted: the same triples are always the same text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import groupby

from ivig_kg.answer.cells import natural_key
from ivig_kg.answer.table import Answer
from ivig_kg.answer.terms import XSD_STRING, Blank, Iri, Literal, Term, Triple
from ivig_kg.answer.wording import Wording, code_escape, is_harmless
from ivig_kg.errors import InvalidInput

__all__ = ["to_turtle"]

_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_FIRST = (_TYPE, "http://www.w3.org/2000/01/rdf-schema#label")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_NOT_IN_IRIS = frozenset('<>"{}|^`\\ ')
_LANGUAGE = "[A-Za-z]+(?:-[A-Za-z0-9]+)*"
_BLANK_LABEL = "[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?"


def to_turtle(answer: Answer) -> str:
    """Return the triples of a CONSTRUCT as Turtle, with the prefixes that are used.

    Raises:
        InvalidInput: a language tag or a blank node's label is none that Turtle can hold.
    """
    writer = _Writer(answer.prefixes)
    ordered = sorted(set(answer.triples), key=_key)
    blocks = [writer.block(list(group)) for _, group in groupby(ordered, lambda each: each.subject)]
    head = "".join(f"@prefix {prefix}: <{name}> .\n" for prefix, name in writer.used())
    return "\n".join([head, *blocks] if head else blocks)


class _Writer:
    """Writes terms, and remembers which prefixes that took."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._prefixes = prefixes
        self._wording = Wording({}, prefixes)
        self._used: set[str] = set()

    def used(self) -> Iterator[tuple[str, str]]:
        return (pair for pair in self._prefixes.items() if pair[0] in self._used)

    def block(self, triples: list[Triple]) -> str:
        lines = [
            f"  {self._predicate(each.predicate)} {self._term(each.object)}" for each in triples
        ]
        return self._term(triples[0].subject) + "\n" + " ;\n".join(lines) + " .\n"

    def _predicate(self, iri: Iri) -> str:
        return "a" if iri.value == _TYPE else self._iri(iri.value)

    def _term(self, term: Term) -> str:
        if isinstance(term, Iri):
            return self._iri(term.value)
        if isinstance(term, Blank):
            return f"_:{_checked(term.value, _BLANK_LABEL, 'label of a blank node')}"
        return self._literal(term)

    def _literal(self, term: Literal) -> str:
        text = f'"{_string(term.value)}"'
        if term.language:
            return f"{text}@{_checked(term.language, _LANGUAGE, 'language tag')}"
        return text if term.datatype == XSD_STRING else f"{text}^^{self._iri(term.datatype)}"

    def _iri(self, iri: str) -> str:
        curie = self._wording.curie(iri)
        if curie is None:
            return f"<{_address(iri)}>"
        self._used.add(curie.partition(":")[0])
        return curie


def _key(triple: Triple) -> tuple[object, ...]:
    subject, predicate, thing = triple
    rank = _FIRST.index(predicate.value) if predicate.value in _FIRST else len(_FIRST)
    return (
        isinstance(subject, Blank),
        natural_key(subject.value),
        rank,
        predicate.value,
        type(thing).__name__,
        natural_key(thing.value),
        repr(thing),
    )


def _string(text: str) -> str:
    if text.isprintable() and '"' not in text and "\\" not in text:
        return text
    return "".join(
        _ESCAPES.get(each) or (each if is_harmless(each) else code_escape(each)) for each in text
    )


def _address(iri: str) -> str:
    return "".join(
        each if is_harmless(each) and each not in _NOT_IN_IRIS else code_escape(each)
        for each in iri
    )


def _checked(text: str, pattern: str, what: str) -> str:
    if re.fullmatch(pattern, text):
        return text
    raise InvalidInput(f"{text!r} is no {what} that Turtle can hold; ask for another format")
