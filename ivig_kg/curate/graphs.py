"""Documents of RDF taken in: Turtle, TriG, N-Triples, N-Quads, JSON-LD.

What the content says already is left; what is new goes to the file where it belongs. A thing that
is there and says something else is refused: it is superseded, not overwritten.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from ivig_kg.answer import Blank, Iri, Literal, Term, Triple
from ivig_kg.curate.bench import Bench
from ivig_kg.curate.desk import Desk, FindingsRefused
from ivig_kg.curate.drafts import said_by, said_in, signature
from ivig_kg.curate.incoming import Document, read_document
from ivig_kg.curate.ledger import Entry, enter
from ivig_kg.curate.life import Done
from ivig_kg.curate.places import source_of
from ivig_kg.curate.unbidden import home_of, unbidden
from ivig_kg.engine.parse import parse
from ivig_kg.errors import InvalidInput, UsageError
from ivig_kg.mappings.graph import knowledge

__all__ = ["take_in_graph"]

_LISTED = 20
_PLAIN = re.compile(r"[a-z0-9][a-z0-9.-]*")


def take_in_graph(desk: Desk, path: Path, *, restore: bool = False) -> Done:
    """Enter what a document of RDF says of things that are not there yet.

    Args:
        desk: who enters it, and where.
        path: the document.
        restore: take it as a copy of a content, with status, entries and agents as they stand;
            else only drafts are taken, and an entry says who brought them.

    Raises:
        InvalidInput: it does not parse, has blank nodes, or contradicts what is there.
        FindingsRefused: the content would have faults.
    """
    intake = _Intake(desk, read_document(desk, path), restore)
    new = intake.new()
    shown = desk.namespaces.show
    intake.refuse_unfit(new)
    if not restore:
        intake.refuse_unbidden(new)
        intake.refuse_finished(new)
        intake.refuse_said(new)
    bench = desk.bench()
    for subject in new:
        bench.put(intake.place(subject), intake.by_subject[subject])
    drafts = [one for one in new if _is_statement(desk, intake.by_subject[one])]
    if drafts and not restore:
        _enter(desk, bench, drafts)
    files = intake.written(bench)
    owners = [one for one in new if "." not in one.rpartition("/")[2]]
    notes = [f"{len(owners)} new, {intake.present} already present"]
    notes += [f"{shown(one)} entered" for one in owners[:_LISTED]]
    notes += [f"and {len(owners) - _LISTED} more"] if len(owners) > _LISTED else []
    return Done(tuple(notes), files, "", tuple(owners))


def _is_statement(desk: Desk, triples: Iterable[Triple]) -> bool:
    verb = desk.iri("ivig:statedIn")
    return any(triple.predicate == verb for triple in triples)


def _enter(desk: Desk, bench: Bench, drafts: Iterable[str]) -> None:
    groups: dict[str, list[str]] = {}
    for one in drafts:
        groups.setdefault(source_of(one, desk.namespaces), []).append(one)
    main = ""
    for things in groups.values():
        entry = Entry(tuple(things), "ivig:Added", after="ivig:Draft", led_by=main)
        iri = enter(desk, bench, entry._replace(because="Entered from a document of RDF."))
        main = main or iri


@dataclass
class _Intake:
    desk: Desk
    document: Document
    restore: bool = False
    present: int = 0
    homes: dict[str, str | None] = field(default_factory=dict)

    @cached_property
    def by_subject(self) -> dict[str, list[Triple]]:
        """Return what is said of each thing; axioms and other blank nodes are passed over."""
        found: dict[str, list[Triple]] = {}
        for triple in self.document.parsed.triples:
            if isinstance(triple.subject, Iri):
                said = found.setdefault(triple.subject.value, [])
                said += [] if isinstance(triple.object, Blank) else [triple]
        return found

    @cached_property
    def graphs(self) -> dict[str, str]:
        """Return by thing the path of the file whose named graph speaks of it."""
        base = self.desk.namespaces.base("graph")
        parsed = self.document.parsed
        pairs = zip(parsed.triples, parsed.graphs, strict=True)
        return {
            triple.subject.value: graph.removeprefix(base)
            for triple, graph in pairs
            if graph is not None and graph.startswith(base)
        }

    @cached_property
    def known(self) -> dict[str, set[Triple]]:
        """Return what the content says of each thing, numbers as they are written in its files."""
        found: dict[str, set[Triple]] = {}
        files = knowledge(self.desk.content, self.desk.namespaces)
        for file in files:
            for triple in parse(file.data, where=file.path).triples:
                found.setdefault(triple.subject.value, set()).add(triple)
        return found

    def new(self) -> list[str]:
        """Return the things that are not there yet.

        Raises:
            InvalidInput: a thing is there and says something else.
        """
        new: list[str] = []
        other: list[str] = []
        for subject, triples in self.by_subject.items():
            there = self.known.get(subject, set())
            if not there:
                new.append(subject)
            elif extra := [t for t in triples if not there & {t, _composed(t)}]:
                other.append(self._otherwise(extra[0]))
            else:
                self.present += "." not in subject.rpartition("/")[2]
        if other:
            more = f"\nand {len(other) - _LISTED} more" if len(other) > _LISTED else ""
            listed = "\n".join(other[:_LISTED])
            raise InvalidInput(
                f"{listed}{more}\nwhat is there is not overwritten: enter a new statement and "
                "supersede the old one, or edit the file"
            )
        return new

    def _otherwise(self, triple: Triple) -> str:
        show = self.desk.namespaces.show
        said = f"{show(triple.predicate.value)} {triple.object.value[:60]!r}"
        place = self.document.place(*map(_value, triple))
        return f"{place}: {show(triple.subject.value)} is there and does not say {said}"

    def refuse_unfit(self, new: Iterable[str]) -> None:
        """Refuse literals that are none, all at once."""
        said = [triple for subject in new for triple in self.by_subject[subject]]
        if faults := list(self.document.unfit(said, self.desk)):
            raise InvalidInput("\n".join(faults))

    def refuse_said(self, new: Iterable[str]) -> None:
        """Refuse statements that say under another number what is said already."""
        said = said_by(self.desk, (t for subject in new for t in self.by_subject[subject]))
        sources = {source_of(one, self.desk.namespaces) for one in said}
        _, known = said_in(self.desk, sources)
        faults = []
        for statement, triples in said.items():
            name = self.desk.namespaces.show(statement)
            earlier = known.setdefault(signature(self.desk, triples, loosely=True), name)
            if earlier != name:
                faults.append(
                    f"{self.document.place(statement)}: {name} says what {earlier} says, apart "
                    "from spelling, case or order at most: take it out, or let it say what is "
                    "different"
                )
        if faults:
            raise InvalidInput("\n".join(faults))

    def written(self, bench: Bench) -> tuple[str, ...]:
        """Write the bench; what a check finds is told at its place in the document."""
        try:
            return tuple(self.desk.write(bench))
        except FindingsRefused as refused:
            placed = [
                self.document.placed(one) if one.focus in self.by_subject else one
                for one in refused.findings
            ]
            raise FindingsRefused(placed) from None

    def refuse_finished(self, new: Iterable[str]) -> None:
        """Refuse what is not a draft: an import reviews nothing."""
        status, draft = self.desk.iri("ivig:status"), self.desk.iri("ivig:Draft")
        show, place = self.desk.namespaces.show, self.document.place
        for subject in new:
            for triple in self.by_subject[subject]:
                if triple.predicate == status and triple.object != draft:
                    raise InvalidInput(
                        f"{place(subject)}: {show(subject)} is no draft: an import takes drafts, "
                        "which are then reviewed; --restore takes a copy of a content as it stands"
                    )

    def refuse_unbidden(self, new: Iterable[str]) -> None:
        """Refuse what is done by acts of the curator at the desk, and by no document."""
        say = self.desk.namespaces.show
        told = unbidden(self.desk, new, self.by_subject)
        if faults := [f"{self.document.place(one)}: {say(one)}{why}" for one, why in told]:
            raise InvalidInput("\n".join(faults[:_LISTED]))

    def place(self, subject: str) -> str:
        """Return the file in which a new thing belongs.

        Raises:
            InvalidInput: it is nothing that data hold.
            UsageError: the graph, or the name, that says where names no file of the data.
        """
        named = self.graphs.get(subject) if self.restore else None
        path = named or home_of(self.desk, subject, self.homes)
        if path is None:
            raise InvalidInput(
                f"{self.document.place(subject)}: {self.desk.namespaces.show(subject)} is nothing "
                "that data hold (a source, study, statement, judgement, agent or entry); terms are "
                "written into ontology/terms/"
            )
        return path if path in self.files else self._checked(path)

    @cached_property
    def files(self) -> frozenset[str]:
        """Return the paths of the files of data that are there."""
        return frozenset(file.path for file in self.desk.content.below("data"))

    def _checked(self, path: str) -> str:
        """Return the path of a file that is not there yet, where each system can have it."""
        shown = f"{self.document.shown}: the graph {path[:80]!r}"
        parts = path.split("/")
        plain = all(map(_PLAIN.fullmatch, parts))
        if parts[0] != "data" or not path.endswith(".ttl") or not plain:
            raise UsageError(
                f"{shown} names no file of the data: such as data/sources/author-2011.ttl, in "
                "lower case, digits, hyphens and dots"
            )
        if other := [one for one in self.files if one.lower() == path]:
            raise UsageError(f"{shown}: {other[0]} is there, which differs only by case; rename it")
        return path


def _composed(triple: Triple) -> Triple:
    """Return a triple with its words in Unicode normal form C, as files are written."""
    obj = triple.object
    if not isinstance(obj, Literal):
        return triple
    return triple._replace(object=replace(obj, value=unicodedata.normalize("NFC", obj.value)))


def _value(term: Term) -> str:
    return term.value
