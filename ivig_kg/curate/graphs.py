"""Documents of RDF taken in: Turtle, TriG, N-Triples, N-Quads, JSON-LD.

What the content says already is left; what is new goes to the file where it belongs. A thing that
is there and says something else is refused: it is superseded, not overwritten.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ivig_kg.answer import Blank, Iri, Triple
from ivig_kg.curate.bench import Bench
from ivig_kg.curate.desk import Desk
from ivig_kg.curate.ledger import Entry, enter
from ivig_kg.curate.life import Done
from ivig_kg.curate.places import review_file, source_file, source_of
from ivig_kg.engine.parse import Format, Parsed, parse
from ivig_kg.errors import InvalidInput, UsageError
from ivig_kg.mappings.graph import knowledge
from ivig_kg.turtle.intake import decode, read_bytes
from ivig_kg.turtle.locate import LineIndex
from ivig_kg.turtle.surface import surface_findings

__all__ = ["FORMATS", "take_in_graph"]

FORMATS: Mapping[str, Format] = {
    ".ttl": "turtle",
    ".trig": "trig",
    ".nt": "ntriples",
    ".nq": "nquads",
    ".jsonld": "jsonld",
}
_LISTED = 20
_DATA = ("src", "study", "st", "as", "agent", "entry")


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
    parsed = _read(desk, path)
    if not parsed.triples:
        raise InvalidInput(f"{path}: contains no statements (no triple at all); is it cut off?")
    intake = _Intake(desk, str(path), parsed)
    new = intake.new()
    shown = desk.namespaces.show
    if not restore:
        intake.refuse_finished(new)
    bench = desk.bench()
    for subject in new:
        bench.put(intake.place(subject), intake.by_subject[subject])
    drafts = [one for one in new if _is_statement(desk, intake.by_subject[one])]
    if drafts and not restore:
        _enter(desk, bench, drafts)
    files = tuple(desk.write(bench))
    owners = [one for one in new if "." not in one.rpartition("/")[2]]
    notes = [f"{len(owners)} new, {intake.present} already present"]
    notes += [f"{shown(one)} entered" for one in owners[:_LISTED]]
    notes += [f"and {len(owners) - _LISTED} more"] if len(owners) > _LISTED else []
    return Done(tuple(notes), files, "", tuple(owners))


def _read(desk: Desk, path: Path) -> Parsed:
    """Read a document, by the rules that hold for a file of the content where it is Turtle."""
    kind = FORMATS[path.suffix.lower()]
    text = decode(read_bytes(path), str(path), escapes=kind != "jsonld")
    parsed = parse(text, where=str(path), format=kind)
    if kind in {"turtle", "trig"}:
        found = surface_findings(text, str(path), desk.namespaces)
        if bad := [finding for finding in found if finding.rule != "nfc"]:
            raise InvalidInput("\n".join(map(str, bad)))
    if owners := _holding_blanks(desk, parsed.triples):
        line = LineIndex(text).line(owners[0]) if kind == "turtle" else 0
        place = f"{path}:{line}" if line else str(path)
        raise InvalidInput(
            f"{place}: a blank node in what is said of {desk.namespaces.show(owners[0])}: give "
            "each thing a name of its own, such as st:….result-1"
        )
    return parsed


def _holding_blanks(desk: Desk, triples: Iterable[Triple]) -> list[str]:
    """Return the things of the data with blank nodes; those of the ontology hold axioms in them."""
    bases = tuple(desk.namespaces.base(prefix) for prefix in _DATA)
    said = list(triples)
    held = {t.object for t in said if isinstance(t.object, Blank)}
    axioms = {t.subject for t in said if isinstance(t.object, Iri) and _is_axiom(desk, t.object)}
    loose = [t for t in said if isinstance(t.subject, Blank) and t.subject not in held | axioms]
    if loose:
        return [loose[0].predicate.value]
    return [
        t.subject.value
        for t in said
        if isinstance(t.object, Blank) and t.subject.value.startswith(bases)
    ]


def _is_axiom(desk: Desk, kind: Iri) -> bool:
    """Say whether a class is one of OWL, as that of an axiom that stands alone."""
    return kind.value.startswith(desk.namespaces.base("owl"))


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
    shown: str
    parsed: Parsed
    present: int = 0

    @cached_property
    def by_subject(self) -> dict[str, list[Triple]]:
        """Return what is said of each thing; axioms and other blank nodes are passed over."""
        found: dict[str, list[Triple]] = {}
        for triple in self.parsed.triples:
            if isinstance(triple.subject, Iri) and not isinstance(triple.object, Blank):
                found.setdefault(triple.subject.value, []).append(triple)
        return found

    @cached_property
    def graphs(self) -> dict[str, str]:
        """Return by thing the path of the file whose named graph speaks of it."""
        base = self.desk.namespaces.base("graph")
        pairs = zip(self.parsed.triples, self.parsed.graphs, strict=True)
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
            elif extra := [t for t in triples if t not in there]:
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
        return f"{self.shown}: {show(triple.subject.value)} is there and does not say {said}"

    def refuse_finished(self, new: Iterable[str]) -> None:
        """Refuse what is not a draft: an import reviews nothing."""
        status, draft = self.desk.iri("ivig:status"), self.desk.iri("ivig:Draft")
        for subject in new:
            for triple in self.by_subject[subject]:
                if triple.predicate == status and triple.object != draft:
                    raise InvalidInput(
                        f"{self.shown}: {self.desk.namespaces.show(subject)} is no draft: an "
                        "import takes drafts, which are then reviewed; --restore takes a copy of "
                        "a content as it stands"
                    )

    def place(self, subject: str) -> str:
        """Return the file in which a new thing belongs.

        Raises:
            InvalidInput: it is nothing that data hold.
        """
        names = self.desk.namespaces
        if (named := self.graphs.get(subject)) is not None:
            return _checked(named, self.shown)
        for prefix, of in (("src", "document"), ("study", "document")):
            if subject.startswith(names.base(prefix)):
                local = subject.removeprefix(names.base(prefix)).partition(".")[0]
                return source_file(local, self.desk.content, of)
        if subject.startswith(names.base("st")):
            return source_file(source_of(subject, names), self.desk.content)
        if subject.startswith(names.base("as")):
            return "data/assessments/imported.ttl"
        if subject.startswith(names.base("agent")):
            return "data/agents.ttl"
        if subject.startswith(names.base("entry")):
            return review_file(subject.removeprefix(names.base("entry")).rpartition("-")[0])
        raise InvalidInput(
            f"{self.shown}: {names.show(subject)} is nothing that data hold (a source, study, "
            "statement, judgement, agent or entry); terms are written into ontology/terms/"
        )


def _checked(path: str, shown: str) -> str:
    parts = path.split("/")
    plain = all(part.replace("-", "").replace(".", "").isalnum() for part in parts)
    if parts[0] != "data" or not path.endswith(".ttl") or ".." in parts or not plain:
        raise UsageError(f"{shown}: the graph {path[:80]!r} names no file of the data")
    return path
