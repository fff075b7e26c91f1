"""The triples of the files that differ, told thing by thing: an owner with its parts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from ivig_kg.answer import Blank, Iri, Term, Triple
from ivig_kg.answer.cells import natural_key
from ivig_kg.diff.model import Difference, FileChange, NamedFile, Thing
from ivig_kg.engine.parse import parse
from ivig_kg.namespaces import Namespaces

__all__ = ["ChangedFile", "Teller", "owner_of", "read_changed"]

_DATA = "data/"
_NO_LABEL = Blank("")
_Node = TypeVar("_Node", Iri | Blank, Term)


@dataclass(frozen=True)
class ChangedFile:
    """One file of which the triples differ.

    Args:
        path: where it is, below the content.
        before: its triples in A; none where it is not there.
        after: its triples in B.
    """

    path: str
    before: frozenset[Triple]
    after: frozenset[Triple]

    @cached_property
    def removed(self) -> frozenset[Triple]:
        """Return the triples that A alone has in it."""
        return self.before - self.after

    @cached_property
    def added(self) -> frozenset[Triple]:
        """Return the triples that B alone has in it."""
        return self.after - self.before

    @property
    def is_data(self) -> bool:
        """Say whether it holds data, and no ontology."""
        return self.path.startswith(_DATA)

    @cached_property
    def has_blank(self) -> bool:
        """Say whether a node in it has no name, so that its triples cannot be told apart."""
        return any(_NO_LABEL in triple for triple in (*self.before, *self.after))


def read_changed(
    before: Mapping[str, NamedFile], after: Mapping[str, NamedFile]
) -> list[ChangedFile]:
    """Parse the files of which the bytes differ; those that say the same are left out.

    Raises:
        SyntaxFault: one does not parse; the fault names its side.
    """
    found = []
    for path in sorted({*before, *after}):
        old, new = before.get(path), after.get(path)
        if (old and old[-1]) == (new and new[-1]):
            continue
        file = ChangedFile(path, _triples(old), _triples(new))
        # Nodes without a name look all the same here: such a file may differ all the same.
        if file.before != file.after or file.has_blank:
            found.append(file)
    return found


def _triples(file: NamedFile | None) -> frozenset[Triple]:
    if file is None:
        return frozenset()
    return frozenset(
        Triple(_unnamed(subject), predicate, _unnamed(value))
        for subject, predicate, value in parse(file[-1], where=file[-2]).triples
    )


def _unnamed(term: _Node) -> _Node | Blank:
    """Return a term; of a node without a name, without the label that the parser gave it."""
    return _NO_LABEL if isinstance(term, Blank) else term


def owner_of(iri: str, known: Container[str]) -> str:
    """Return the thing that a part belongs to: ``st:a-1`` for ``st:a-1.result-1``; else itself."""
    start = max(iri.rfind("/"), iri.rfind("#")) + 1
    owner = iri[:start] + iri[start:].partition(".")[0]
    return owner if owner in known else iri


class Teller:
    """Tells which things differ, and how."""

    def __init__(
        self,
        files: Iterable[ChangedFile],
        namespaces: Namespaces,
        labels: tuple[Mapping[str, str], Mapping[str, str]],
    ) -> None:
        """Take the files that differ, and the labels of all things of A and of B."""
        self._files = tuple(files)
        self._labels = labels
        names = ("rdf:type", "rdfs:label", "ivig:status", "ivig:supersededBy")
        self._type, self._label, self._status, self._newer = map(namespaces.expand, names)
        data = [file for file in self._files if file.is_data]
        self._before = _by_subject(triple for file in data for triple in file.before)
        self._after = _by_subject(triple for file in data for triple in file.after)
        self.known = {*self._before, *self._after, *labels[0], *labels[1]}

    @cached_property
    def things(self) -> tuple[Thing, ...]:
        """Return the things of the data that differ: those that are gone first, then by file."""
        subjects: defaultdict[str, set[str]] = defaultdict(set)
        for subject in {*self._before, *self._after}:
            if self._before.get(subject) != self._after.get(subject):
                subjects[owner_of(subject, self.known)].add(subject)
        told = [self._thing(owner, changed) for owner, changed in subjects.items()]
        return tuple(sorted(told, key=_by_place))

    def counted(self, told: FileChange, file: ChangedFile) -> FileChange:
        """Return what is told of a file with what differs in it, by subject."""
        old, new = _by_subject(file.before), _by_subject(file.after)
        gone = set() if file.is_data else old.keys() - self._terms_after
        return told._replace(
            added=len(new.keys() - old.keys()),
            removed=len(old.keys() - new.keys()),
            changed=sum(old[iri] != new[iri] for iri in old.keys() & new.keys()),
            lost=tuple(sorted(gone, key=natural_key)),
        )

    @cached_property
    def _terms_after(self) -> set[str]:
        files = (file for file in self._files if not file.is_data)
        return {*self._labels[1], *_by_subject(t for file in files for t in file.after)}

    def _thing(self, owner: str, subjects: set[str]) -> Thing:
        old, new = self._before.get(owner, set()), self._after.get(owner, set())
        differences = tuple(self._differences(owner, subjects))
        status = (_only(old, self._status), _only(new, self._status))
        newer = _only(new - old, self._newer)
        beside = {self._status, self._newer}
        label = _only(new, self._label) or _only(old, self._label)
        return Thing(
            iri=owner,
            kind=_only(new, self._type) or _only(old, self._type),
            label=label or self._labels[1].get(owner, "") or self._labels[0].get(owner, ""),
            path=self._paths.get(owner) or self._paths[min(subjects, key=natural_key)],
            change=self._change(owner, status),
            status=status,
            superseded_by=newer,
            more=any(each.subject != owner or each.predicate not in beside for each in differences),
            lost=self._lost(owner, subjects),
            differences=differences,
        )

    def _change(self, owner: str, status: tuple[str, str]) -> str:
        if owner not in self._before and owner not in self._labels[0]:
            return "added"
        if owner not in self._after and owner not in self._labels[1]:
            return "removed"
        was, now = status
        return _word(now) if now and now != was else "changed"

    def _lost(self, owner: str, subjects: set[str]) -> tuple[str, ...]:
        if owner not in self._after and owner not in self._labels[1]:
            return ()  # it is gone itself, which is told
        gone = (iri for iri in subjects if iri not in self._after and iri not in self._labels[1])
        return tuple(sorted(gone, key=natural_key))

    @cached_property
    def _paths(self) -> dict[str, str]:
        """Return the file that speaks of each subject, that of B where there are two."""
        data = [file for file in self._files if file.is_data]
        sides = [(file.path, file.before) for file in data] + [(f.path, f.after) for f in data]
        return {iri: path for path, triples in sides for iri in _by_subject(triples)}

    def _differences(self, owner: str, subjects: set[str]) -> Iterator[Difference]:
        for subject in sorted(subjects, key=lambda iri: (iri != owner, natural_key(iri))):
            old, new = self._before.get(subject, set()), self._after.get(subject, set())
            for predicate in sorted({triple.predicate.value for triple in old ^ new}):
                gone, come = _values(old - new, predicate), _values(new - old, predicate)
                yield Difference(subject, predicate, gone, come)


def _by_subject(triples: Iterable[Triple]) -> dict[str, set[Triple]]:
    found: defaultdict[str, set[Triple]] = defaultdict(set)
    for triple in triples:
        if isinstance(triple.subject, Iri):
            found[triple.subject.value].add(triple)
    return dict(found)


def _values(triples: Iterable[Triple], predicate: str) -> tuple[Term, ...]:
    found = [triple.object for triple in triples if triple.predicate.value == predicate]
    return tuple(sorted(found, key=lambda term: (natural_key(term.value), repr(term))))


def _only(triples: Iterable[Triple], predicate: str) -> str:
    """Return the first value of a property; nothing where there is none."""
    return next((term.value for term in _values(triples, predicate)), "")


def _word(iri: str) -> str:
    """Return a code as a word, from its local name."""
    return iri[max(iri.rfind("/"), iri.rfind("#")) + 1 :].lower()


def _by_place(thing: Thing) -> tuple[object, ...]:
    return thing.change != "removed", thing.path, natural_key(thing.iri)
