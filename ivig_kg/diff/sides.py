"""The two contents as they are read and asked, and whose fault a fault is."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from ivig_kg.answer import Answer
from ivig_kg.ask import Asker
from ivig_kg.catalog import Catalog, fill
from ivig_kg.content import FOLDERS, Content
from ivig_kg.diff.model import NamedFile
from ivig_kg.engine import EmbeddedEngine
from ivig_kg.errors import ContentUnavailable, IvigKgError, LimitReached, SyntaxFault
from ivig_kg.mappings.graph import knowledge
from ivig_kg.model import Question
from ivig_kg.namespaces import Namespaces

__all__ = ["Posed", "Poser", "faults_of", "graph_files", "refuse_links", "with_data_of"]

_DATA = "data/"
_MOST_BYTES = 64 * 2**20


@contextmanager
def faults_of(side: str) -> Iterator[None]:
    """Put the name of a side in front of what is said of a fault."""
    try:
        yield
    except SyntaxFault as fault:
        where = f"{side}: {fault.where}"
        raise SyntaxFault(fault.reason, where=where, line=fault.line) from None
    except IvigKgError as fault:
        raise type(fault)(f"{side}: {fault}") from None


def with_data_of(rules: Content, data: Content) -> Content:
    """Return a content with the data of one, and ontology and questions of another."""
    kept = [file for file in rules.files if not file.path.startswith(_DATA)]
    new = [file for file in data.files if file.path.startswith(_DATA)]
    return Content(data.root, data.origin, (*kept, *new))


def refuse_links(content: Content) -> None:
    """Refuse a folder of a stranger in which a link leads elsewhere, before any file is read.

    Raises:
        ContentUnavailable: something in it is a link.
        LimitReached: it holds over 64 MB.
    """
    size = 0
    for folder in FOLDERS if content.held is None else ():
        _refuse_link(content.root, folder)
        for where, folders, names in os.walk(f"{content.root}/{folder}"):
            for name in (*folders, *names):
                _refuse_link(where, name, content.root)
            size += sum(os.lstat(f"{where}/{name}").st_size for name in names)
    if size > _MOST_BYTES:
        raise LimitReached(f"{content.root}: {size:,} bytes; {_MOST_BYTES:,} at most")


def _refuse_link(where: str, name: str, root: str = "") -> None:
    full = f"{where}/{name}"
    if os.path.islink(full):  # noqa: PTH114 (cold start)
        path = full[len(root or where) + 1 :]
        raise ContentUnavailable(
            f"{path}: a link, which is not followed in data of others; put the file itself there"
        )


def graph_files(content: Content, namespaces: Namespaces, side: str) -> dict[str, NamedFile]:
    """Return what questions run on, by path, named so that a fault tells the side."""
    return {
        file.path: (namespaces.graph(file.path), f"{side}: {file.path}", file.data)
        for file in knowledge(content, namespaces)
    }


class Posed(NamedTuple):
    """What a graph answered, by the name of the question, and the labels of all its things."""

    answers: Mapping[str, Answer]
    labels: Mapping[str, str]


@dataclass(frozen=True)
class Poser:
    """Puts the same questions to any graph.

    Args:
        catalog: the questions, and the look-up of names.
        namespaces: the prefixes of the same content.
        side: whose questions they are, for faults.
    """

    catalog: Catalog
    namespaces: Namespaces
    side: str

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """Return the canned questions.

        Raises:
            InvalidInput: the header of one is broken.
        """
        with faults_of(self.side):
            return tuple(map(self.catalog.question, self.catalog.questions))

    def admit(self, others: Content) -> None:
        """Send the questions that the other side does not have, word for word, through the gate.

        Raises:
            RefusedQuery: the gate does not let it through.
            SyntaxFault: it is not SPARQL.
        """
        from ivig_kg.engine.gate import admit  # noqa: PLC0415 (cold start)

        known = {file.data for file in others.below("queries", suffix=".rq")}
        with faults_of(self.side):
            asked = (*self.questions, self.catalog.lookup("names"))
        for question in asked:
            if question.text.encode() not in known:
                with faults_of(f"{self.side}: {question.path}"):
                    admit(fill(question, {}), graphs=self.namespaces.base("graph"))

    def asker(self, files: Iterable[NamedFile]) -> Asker:
        """Return what asks a graph of these files.

        Raises:
            SyntaxFault: a file does not parse; the fault names its side.
        """
        return Asker(EmbeddedEngine(files), self.catalog, self.namespaces)

    def pose(self, files: Iterable[NamedFile]) -> Posed:
        """Return what a graph of these files answers to all questions, and its labels."""
        asker = self.asker(files)
        with faults_of(self.side):
            labels = asker.names.labels
        return Posed(self.answers(asker, self.questions), labels)

    def answers(self, asker: Asker, questions: Iterable[Question]) -> dict[str, Answer]:
        """Return what a graph answers to questions, each with its defaults, by name.

        Raises:
            InvalidInput: a question is not fit to be asked.
        """
        found = {}
        for question in questions:
            with faults_of(f"{self.side}: {question.path}"):
                found[question.name] = asker.ask(question, {}).tabular()
        return found
