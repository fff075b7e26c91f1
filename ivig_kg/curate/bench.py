"""The bench: files of data on which triples are put and values changed, all in memory.

A file that is changed is written anew in the style of the project, with its remarks. What the style
cannot keep (a comment among the triples) is refused, so that nothing is lost silently.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from ivig_kg.answer import Iri, Term, Triple
from ivig_kg.content import Content
from ivig_kg.engine.parse import parse
from ivig_kg.errors import InvalidInput
from ivig_kg.namespaces import Namespaces
from ivig_kg.turtle.locate import LineIndex
from ivig_kg.turtle.order import PredicateOrder
from ivig_kg.turtle.write import remarks_of, stray_comments, write

__all__ = ["Bench"]


@dataclass
class Bench:
    """Files of data as they would be.

    Args:
        content: the content as it is.
        namespaces: its prefixes.
        order: the order of predicates, as the shapes give it.
    """

    content: Content
    namespaces: Namespaces
    order: PredicateOrder
    _said: dict[str, dict[str, dict[Triple, None]]] = field(default_factory=dict)
    _homes: dict[str, str] = field(default_factory=dict)
    _read_for_homes: set[str] = field(default_factory=set)
    _remarks: dict[str, str] = field(default_factory=dict)
    _touched: set[str] = field(default_factory=set)

    @cached_property
    def files(self) -> dict[str, bytes]:
        """Return the files of data as they are, by path."""
        return {file.path: file.data for file in self.content.below("data")}

    @cached_property
    def _texts(self) -> dict[str, str]:
        return {path: data.decode("utf-8", "replace") for path, data in self.files.items()}

    def home(self, subject: str) -> str | None:
        """Return the path of the file in which a thing is described; None where it is in none."""
        if subject not in self._homes:
            shown = self.namespaces.compact(subject) or subject
            written = re.compile(rf"(?<![\w.-]){re.escape(shown)}(?![\w-])|{re.escape(subject)}>")
            for path, text in self._texts.items():
                if path not in self._read_for_homes and written.search(text):
                    self._note_homes(path, parse(text, where=path).triples)
                if subject in self._homes:
                    break
        return self._homes.get(subject)

    def _note_homes(self, path: str, triples: Iterable[Triple]) -> None:
        self._read_for_homes.add(path)
        for triple in triples:
            self._homes.setdefault(triple.subject.value, path)

    def said(self, path: str) -> list[Triple]:
        """Return the triples of a file as they would be; none for a file that is not there yet.

        Raises:
            InvalidInput: it does not parse, or holds what writing it anew would lose.
        """
        self._load(path)
        return [triple for triples in self._said[path].values() for triple in triples]

    def _load(self, path: str) -> dict[str, dict[Triple, None]]:
        """Return by thing what a file says of it, read when it is first asked for."""
        if path not in self._said:
            self._said[path] = {}
            triples = self._read(path) if path in self.files else ()
            for triple in triples:
                self._said[path].setdefault(triple.subject.value, {})[triple] = None
            self._note_homes(path, triples)
        return self._said[path]

    def about(self, subject: str) -> list[Triple]:
        """Return the triples of a thing as they would be."""
        path = self.home(subject)
        return list(self._load(path).get(subject, ())) if path else []

    def values(self, subject: str, predicate: str) -> list[Term]:
        """Return the values of a property (a CURIE) of a thing as they would be."""
        verb = Iri(self.namespaces.expand(predicate))
        return [triple.object for triple in self.about(subject) if triple.predicate == verb]

    def holding(self, predicate: str, text: str) -> list[str]:
        """Return the things of data/agents.ttl of which a property (a CURIE) has these words."""
        verb = Iri(self.namespaces.expand(predicate))
        rows = [t for t in self.said("data/agents.ttl") if t.predicate == verb]
        return [triple.subject.value for triple in rows if triple.object.value == text]

    def put(self, path: str, triples: Iterable[Triple]) -> None:
        """Put triples into a file, which need not be there yet."""
        held = self._load(path)
        for triple in triples:
            held.setdefault(triple.subject.value, {})[triple] = None
            self._homes.setdefault(triple.subject.value, path)
        self._touched.add(path)

    def give(self, subject: str, predicate: str, values: Iterable[Term]) -> None:
        """Let a property (a CURIE) of a thing have these values and no others.

        Raises:
            InvalidInput: the thing is described in no file of the data.
        """
        path = self.home(subject)
        if path is None:
            raise InvalidInput(f"{self.namespaces.show(subject)}: no file of the data describes it")
        verb, thing = Iri(self.namespaces.expand(predicate)), Iri(subject)
        held = self._load(path)
        kept = [triple for triple in held[subject] if triple.predicate != verb]
        new = [Triple(thing, verb, value) for value in values]
        held[subject] = dict.fromkeys([*kept, *new])
        self._touched.add(path)

    def remark(self, path: str, text: str) -> None:
        """Give a new file the remarks at its top."""
        self._remarks.setdefault(path, text)

    def changes(self) -> dict[str, bytes]:
        """Return the files that would change, by path, in the style of the project."""
        written = {path: self._written(path) for path in sorted(self._touched)}
        return {path: data for path, data in written.items() if self.files.get(path) != data}

    def composed(self) -> list[str]:
        """Return the files in which a letter and its accent stood apart, as they were put there."""
        said = ((path, t.object) for path in sorted(self._touched) for t in self.said(path))
        apart = (path for path, term in said if not unicodedata.is_normalized("NFC", term.value))
        return list(dict.fromkeys(apart))

    def _read(self, path: str) -> tuple[Triple, ...]:
        text = self.files[path].decode("utf-8", "replace")
        if stray := stray_comments(text):
            raise InvalidInput(
                f"{path}:{stray[0]}: a comment below the prefixes would be lost: move it to the "
                "top of the file, or make it a skos:editorialNote"
            )
        if doubled := LineIndex(text).doubled():
            raise InvalidInput(
                f"{path}:{doubled[0]}: a thing stands in two blocks, as after a merge of two "
                "branches that gave the same number: ivig-kg renumber mends it"
            )
        self._remarks[path] = remarks_of(text)
        return parse(text, where=path).triples

    def _written(self, path: str) -> bytes:
        text = write(
            self.said(path), self.namespaces, self.order, remarks=self._remarks.get(path, "")
        )
        return unicodedata.normalize("NFC", text).encode()
