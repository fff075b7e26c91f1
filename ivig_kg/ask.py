"""Asking: bind the parameters of a question, run it, and say what must be read with the answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Protocol, TypeAlias

from ivig_kg.answer import Answer, Cell, lexical, sorted_list
from ivig_kg.catalog import Catalog, fill, read_date
from ivig_kg.errors import AmbiguousName, InvalidInput, UsageError
from ivig_kg.model import Parameter, Question
from ivig_kg.names import LateNames, Name, NameIndex, nearest, written_out
from ivig_kg.namespaces import Namespaces

__all__ = ["DISCLAIMER", "Asker", "Engine", "Given"]

Given: TypeAlias = str | Sequence[str]
"""What may be given for a parameter: a value, or several where it takes several."""

DISCLAIMER = "Informs research and is no medical advice. No clinician has reviewed the content yet."
_STATUS, _ACCEPTED, _REVIEW, _UNREVIEWED = "status", "ivig:Accepted", "review", "unreviewed"
_MOST = 100  # values of one parameter
_AT_ONCE = 2_000  # things whose names are asked for in one query


class Engine(Protocol):
    """What answers a query: the embedded engine now, a remote one by the same method."""

    def query(self, text: str) -> Answer:
        """Run a query on the union of all graphs."""
        ...


@dataclass(frozen=True)
class Asker:
    """Asks canned questions and look-ups of one engine."""

    engine: Engine
    catalog: Catalog
    namespaces: Namespaces
    outside: Callable[[], Mapping[str, str]] = dict
    """Gives the prefixes of outside vocabularies, when a name has a prefix that is not ours."""

    @cached_property
    def names(self) -> NameIndex:
        """Return the names of everything in the graph."""
        return self._index(self.look_up("names"))

    def find(self, name: str) -> Question:
        """Return the canned question of a name.

        Raises:
            UsageError: there is none; the message lists the nearest.
        """
        if name in self.catalog.questions:
            return self.catalog.question(name)
        near = nearest(name, self.catalog.questions)
        known = ", ".join(sorted(self.catalog.questions))
        hint = f"did you mean: {', '.join(near)}?" if near else f"there are: {known}"
        raise UsageError(f"no question is called {name[:80]!r}; {hint}")

    def ask(
        self, question: Question, given: Mapping[str, Given], *, reviewed_only: bool = False
    ) -> Answer:
        """Answer a question.

        Args:
            question: the question.
            given: parameter to value, each a label, synonym, identifier, CURIE or IRI, or a date;
                to several where it takes several.
            reviewed_only: rest the answer on accepted statements and judgements alone.

        Raises:
            UsageError: an unknown parameter or value, or a value of the wrong kind.
            AmbiguousName: a value that fits several things.
        """
        values = self.bound(question, given)
        if reviewed_only:
            _require(question, _STATUS)
            if _STATUS in given:
                raise UsageError("status is given, and reviewed-only sets it: take one of the two")
            values[_STATUS] = (self.namespaces.expand(_ACCEPTED),)
        answer = self._dressed(self.engine.query(fill(question, values)), question)
        return answer if answer.rows else self._explained(answer, question, values)

    def _explained(
        self, answer: Answer, question: Question, values: Mapping[str, tuple[str, ...]]
    ) -> Answer:
        """Say with which values nothing was found: a default may have kept everything out."""
        told = [
            f"{p.name}={self._told(values.get(p.name, p.default))}" for p in question.parameters
        ]
        note = f"No row. It was asked with {'; '.join(told)}."
        return replace(answer, notes=(note, *answer.notes))

    def _told(self, values: Iterable[str]) -> str:
        return ", ".join(self.namespaces.compact(value) or value for value in values)

    def look_up(self, name: str, **values: Given) -> Answer:
        """Run one of the project's own look-ups with IRIs that are already known to be good."""
        question = self.catalog.lookup(name)
        given = {n: (iris,) if isinstance(iris, str) else tuple(iris) for n, iris in values.items()}
        return self.engine.query(fill(question, given))

    def names_of(self, things: Iterable[str]) -> NameIndex:
        """Return the names of some things, or those of all, where these are known."""
        if "names" in self.__dict__ or not self.catalog.has_lookup("names-of"):
            return self.names
        wanted = sorted(iri for iri in set(things) if written_out(iri, self.namespaces) == iri)
        parts = [wanted[first : first + _AT_ONCE] for first in range(0, len(wanted), _AT_ONCE)]
        rows = [row for part in parts for row in self.look_up("names-of", thing=part).rows]
        return self._index(Answer(("thing", "name", "role"), tuple(rows)))

    def bound(self, question: Question, given: Mapping[str, Given]) -> dict[str, tuple[str, ...]]:
        """Return what ``fill`` takes: by parameter, the IRIs or dates that its values mean.

        Raises:
            UsageError: an unknown parameter, a value of the wrong kind, or too many of them.
            AmbiguousName: a value that fits several things.
        """
        return {name: self.bind(question, name, values) for name, values in given.items()}

    def bind(self, question: Question, name: str, given: Given) -> tuple[str, ...]:
        """Return the IRIs that values mean, of the kind that the parameter takes, or the dates.

        The order is kept, and what is given twice stands once.

        Raises:
            UsageError: an unknown parameter, a value of the wrong kind, or too many of them.
            AmbiguousName: a value that fits several things.
        """
        parameter = _require(question, name)
        texts = _texts(question, parameter, given)
        if parameter.relation == "datatype":
            return tuple(dict.fromkeys(read_date(text, name) for text in texts))
        return tuple(dict.fromkeys(self._meant(text, parameter) for text in texts))

    def meant(self, question: Question, name: str, text: str | None) -> str:
        """Return the one thing that a parameter means: that of a text, else the default.

        Raises:
            UsageError: an unknown parameter, or a value of the wrong kind.
            AmbiguousName: a value that fits several things.
        """
        bound = _require(question, name).default if text is None else ()
        return (bound or self.bind(question, name, text or ""))[0]

    def label(self, iri: str) -> str:
        """Return the label of one thing, without the names of all others; nothing without one."""
        return self.names_of([iri]).labels.get(iri, "")

    def from_outside(self, text: str, what: str = "name") -> str | None:
        """Return the term that an outside identifier is the same as; None where it is none such.

        Raises:
            UsageError: it is the same as nothing here; the message says what it is near.
        """
        known = self.namespaces.prefixes
        home = known.get("graph", "").removesuffix("graph/")
        prefix, colon, _ = text.partition(":")
        ours = prefix in known and known[prefix].startswith(home)
        whole = bool(home) and text.removeprefix("<").startswith(home)
        if not colon or ours or whole:
            return None
        from ivig_kg.mappings.lookup import outside_iri, same_term  # noqa: PLC0415 (cold start)

        theirs = self.outside()
        iri = outside_iri(text, self.namespaces.prefixes, theirs)
        if iri is None or iri in self.names:
            return None
        told = [tuple(map(lexical, row)) for row in self.look_up("outside", thing=iri).rows]
        return same_term(text, told, self.namespaces.joined(theirs), what)

    def _meant(self, text: str, parameter: Parameter) -> str:
        """Return what a value means; of one that is written out, only whether it fits is asked."""
        iri = written_out(text, self.namespaces)
        lookup = "is-under" if parameter.relation == "subclassOf" else "is-instance"
        known = iri is not None and self.catalog.has_lookup(lookup)
        if known and self.look_up(lookup, thing=iri or "", kind=parameter.kind).rows:
            return iri or ""
        return self._resolved(text, parameter.name, self.fitting(parameter))

    def _resolved(self, text: str, name: str, fitting: NameIndex) -> str:
        if (same := self.from_outside(text, name)) is not None:
            if same in fitting:
                return same
            kind = f"{self.namespaces.show(same)} ({self.label(same)})"
            raise UsageError(f"{name}: {text!r} is {kind}, which is not of the kind asked for")
        try:
            iri = fitting.resolve(text, what=name)
        except AmbiguousName:
            raise
        except UsageError:  # all names, to say what is wrong and what is near
            iri = self.names.resolve(text, fitting.things, name)
        if iri not in fitting:
            iri = self.names.resolve(text, fitting.things, name)
        return iri

    def fitting(self, parameter: Parameter) -> NameIndex:
        """Return the names of the things that a parameter takes."""
        lookup = "terms-under" if parameter.relation == "subclassOf" else "instances-of"
        return self._index(self.look_up(lookup, kind=parameter.kind))

    def _index(self, answer: Answer) -> NameIndex:
        rows = [tuple(map(lexical, row)) for row in answer.rows]
        names = [Name(thing, name, role) for thing, name, role in rows if name]
        return NameIndex(names, self.namespaces, (row[0] for row in rows))

    def _dressed(self, answer: Answer, question: Question) -> Answer:
        _expect_columns(answer, question)
        split = tuple(column in question.lists for column in answer.columns)
        rows = tuple(_split(row, split) for row in answer.rows)
        return replace(
            answer,
            rows=rows,
            question=question.name,
            summary=question.summary,
            notes=(*question.notes, *_review_notes(answer), DISCLAIMER),
            prefixes=self.namespaces.prefixes,
        )

    def named(self, answer: Answer) -> Answer:
        """Return the answer with names for showing: a statement by its identifier, if any.

        An answer that has no notes yet, to a query of a user's own, gets the disclaimer.
        """
        answer = replace(answer, notes=answer.notes or (DISCLAIMER,))
        names = LateNames(partial(self._shown, answer))
        return replace(answer, names=names, prefixes=self.namespaces.prefixes)

    def _shown(self, answer: Answer) -> Mapping[str, str]:
        names, statements = self.names_of(answer.iris), self.namespaces.base("st")
        labels = names.labels.items()
        short = {iri: label for iri, label in labels if not iri.startswith(statements)}
        return {**short, **names.identifiers}


def _require(question: Question, name: str) -> Parameter:
    for parameter in question.parameters:
        if parameter.name == name:
            return parameter
    known = ", ".join(parameter.name for parameter in question.parameters) or "none"
    raise UsageError(f"{question.name} has no parameter {name[:80]!r}; it has: {known}")


def _texts(question: Question, parameter: Parameter, given: Given) -> tuple[str, ...]:
    """Return the values as texts, none of them read yet.

    Raises:
        UsageError: there is none, too many, or one that is no text.
    """
    name = parameter.name
    texts = (given,) if isinstance(given, str) else tuple(given) if _is_series(given) else ()
    if not texts or any(not isinstance(text, str) for text in texts):
        raise UsageError(f"{name}: give a text, or a list of texts")
    if len(texts) > 1 and not parameter.many:
        several = ", ".join(each.name for each in question.parameters if each.many) or "none"
        raise UsageError(
            f"{name}: given {len(texts)} times and takes one value; "
            f"parameters of {question.name} that take several: {several}"
        )
    if len(texts) > _MOST:
        raise UsageError(f"{name}: {len(texts)} values; {_MOST} at most")
    return texts


def _is_series(given: object) -> bool:
    return isinstance(given, Iterable)


def _expect_columns(answer: Answer, question: Question) -> None:
    if question.columns and answer.form == "SELECT" and answer.columns != question.columns:
        raise InvalidInput(
            f"{question.path}: the header names the columns {list(question.columns)}, "
            f"the query gives {list(answer.columns)}"
        )


def _split(row: Iterable[Cell], split: Iterable[bool]) -> tuple[Cell, ...]:
    return tuple(
        sorted_list(lexical(cell)) if listed and cell is not None else cell
        for cell, listed in zip(row, split, strict=True)
    )


def _review_notes(answer: Answer) -> tuple[str, ...]:
    if _REVIEW not in answer.columns or not answer.rows:
        return ()
    column = answer.columns.index(_REVIEW)
    open_rows = sum(lexical(row[column]) == _UNREVIEWED for row in answer.rows)
    return (f"{open_rows} of {len(answer.rows)} rows rest on unreviewed statements.",)
