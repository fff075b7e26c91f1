"""The desk: who is at work on which content, under the lock; it checks a change and writes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path

from ivig_kg.answer import Iri, Triple
from ivig_kg.ask import Asker
from ivig_kg.catalog import Catalog
from ivig_kg.check import ChangeCheck
from ivig_kg.check.accepted import hash_of
from ivig_kg.content import Content
from ivig_kg.curate.agents import agent_of, agent_of_git, same_person
from ivig_kg.curate.bench import Bench
from ivig_kg.engine import EmbeddedEngine
from ivig_kg.engine.parse import parse
from ivig_kg.errors import ContentUnavailable, InvalidInput, UsageError
from ivig_kg.forms import Form, read_forms
from ivig_kg.mappings.graph import knowledge, outside_prefixes
from ivig_kg.model import Finding
from ivig_kg.namespaces import Namespaces, read_namespaces
from ivig_kg.turtle.shape_order import order_of
from ivig_kg.vault import Vault

__all__ = ["Desk", "FindingsRefused", "at_desk", "composed", "reading_desk"]

_ABOVE = "http://www.w3.org/2000/01/rdf-schema#subClassOf"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


class FindingsRefused(InvalidInput):
    """A change was refused because of what a check of it found; nothing was written.

    Args:
        findings: what was found.
    """

    def __init__(self, findings: Sequence[Finding]) -> None:
        """Keep the findings, so that a caller can say where they come from."""
        self.findings = tuple(findings)
        lines = "\n".join(f"{finding} [{finding.rule}]" for finding in findings)
        super().__init__(f"nothing was written, since the content would have faults:\n{lines}")


@dataclass(frozen=True)
class Desk:
    """A content that one agent is at work on.

    Args:
        content: the content, read after the lock was taken.
        vault: what writes it.
        given: who is at work, as the caller says; None for whoever git says.
        today: the day that entries bear.
        warnings: what checks warned of so far.
        recovered: what was found of an act that broke off before; empty for nothing.
    """

    content: Content
    vault: Vault
    given: str | None
    today: date
    warnings: list[Finding] = field(default_factory=list)
    recovered: str = ""

    @cached_property
    def namespaces(self) -> Namespaces:
        """Return the prefixes of the content."""
        return read_namespaces(self.content)

    @cached_property
    def asker(self) -> Asker:
        """Return what asks the content as it is."""
        files = knowledge(self.content, self.namespaces)
        graph = self.namespaces.graph
        engine = EmbeddedEngine([(graph(file.path), file.path, file.data) for file in files])
        catalog = Catalog(self.content, self.namespaces)
        return Asker(engine, catalog, self.namespaces, lambda: outside_prefixes(self.content))

    @cached_property
    def agent(self) -> Iri:
        """Return who is at work.

        Raises:
            UsageError: nobody of that name is known in data/agents.ttl.
        """
        agent = agent_of(self.asker, self.given, self.content.root)
        for other in agent_of_git(self.asker, self.content.root) - same_person(self.asker, agent):
            show = self.namespaces.show
            told = f"done as {show(agent.value)}, while git's user here is {show(other.value)}"
            self.warnings.append(Finding("", 0, told, "agent", severity="warning"))
        return agent

    @cached_property
    def shapes(self) -> tuple[Triple, ...]:
        """Return the triples of the shapes."""
        files = self.content.below("ontology/shapes")
        return tuple(t for file in files for t in parse(file.data, where=file.path).triples)

    @cached_property
    def forms(self) -> Mapping[str, Form]:
        """Return what each class has, by the IRI of the class."""
        return read_forms(self.shapes)

    def bench(self) -> Bench:
        """Return a bench with the files of data as they are."""
        return Bench(self.content, self.namespaces, order_of(self.shapes))

    def iri(self, curie: str) -> Iri:
        """Return a term by its CURIE."""
        return Iri(self.namespaces.expand(curie))

    def kinds(self, thing: str) -> set[str]:
        """Return the classes of a thing and those above them, as CURIEs where there is one."""
        waiting = {t.object.value for t in self._about(thing) if t.predicate.value == _TYPE}
        return {self.namespaces.show(iri) for iri in self.above(waiting)}

    def digest(self, thing: str) -> str:
        """Return the hash of what a thing says, which an acceptance keeps."""
        return hash_of(thing, self._engine, self.namespaces)

    def above(self, classes: set[str]) -> set[str]:
        """Return classes and those above them, as IRIs."""
        found: set[str] = set()
        while classes:
            found |= classes
            wider = {t.object.value for one in classes for t in self._about(one, _ABOVE)}
            classes = wider - found
        return found

    def named(self, name: str, *kinds: str) -> str:
        """Return the IRI that a name means, of one of some kinds.

        Args:
            name: a label, identifier, CURIE or IRI.
            kinds: the classes (CURIEs) that will do.

        Raises:
            UsageError: nothing is called that, or it is of another kind.
        """
        iri = self.asker.from_outside(name) or self.asker.names.resolve(name)
        if not self._about(iri):
            near = self.asker.names.hint(name)
            raise UsageError(f"the graph holds nothing on {name[:120]!r}{near}")
        if not self.kinds(iri) & set(kinds):
            wanted = " or ".join(kind.partition(":")[2] for kind in kinds)
            raise UsageError(f"{name}: {self.namespaces.show(iri)} is no {wanted}")
        return iri

    def write(self, bench: Bench, found: Sequence[Finding] | None = None) -> dict[str, bytes]:
        """Check what is on the bench and write it, all or nothing.

        Args:
            bench: the files.
            found: what a check of just these files found; None to check them now.

        Returns:
            The files that were changed.

        Raises:
            FindingsRefused: the check found faults that the change brings; nothing was written.
            ContentUnavailable: it could not be written.
        """
        changes = bench.changes()
        if not changes:
            return {}
        found = self.tried(changes) if found is None else found
        if faults := [finding for finding in found if finding.severity == "error"]:
            raise FindingsRefused(faults)
        self.warnings.extend(found)
        self.warnings.extend(map(composed, bench.composed()))
        self.vault.commit(changes, {path: self.raw(path) for path in changes})
        return changes

    def tried(self, changes: Mapping[str, bytes]) -> list[Finding]:
        """Return what a change would bring of findings, without writing it."""
        after = self.content.replaced(dict(changes))
        return ChangeCheck(self.content, after, self.namespaces, self.today).new()

    def raw(self, path: str) -> bytes | None:
        """Return the bytes of a file on the disk; they may begin with a byte order mark."""
        held = next((file.data for file in self.content.files if file.path == path), None)
        full = Path(self.content.root, path)
        raw = full.read_bytes() if held is not None and full.is_file() else held
        # Else it was changed by hand since it was read, which the vault will see.
        return raw if raw is None or raw.removeprefix(b"\xef\xbb\xbf") == held else held

    def saying(self, curie: str) -> list[Triple]:
        """Return all triples with a property."""
        return list(self._engine.triples(predicate=self.iri(curie)))

    def _about(self, thing: str, predicate: str | None = None) -> list[Triple]:
        return list(self._engine.triples(Iri(thing), Iri(predicate) if predicate else None))

    @property
    def _engine(self) -> EmbeddedEngine:
        engine = self.asker.engine
        if not isinstance(engine, EmbeddedEngine):
            raise TypeError("the desk asks the embedded engine")
        return engine


def composed(path: str) -> Finding:
    """Return the notice that letters and accents of what came in were put together."""
    message = "a letter and its accent stood apart: put together (Unicode normal form C)"
    return Finding(path, 0, message, "nfc", severity="warning")


def reading_desk(content: Content) -> Desk:
    """Return a desk at which nothing is written, without the lock."""
    return Desk(content, Vault(Path(content.root)), None, datetime.now(tz=UTC).date())


@contextmanager
def at_desk(
    content: Content, purpose: str, *, agent: str | None = None, wait: float = 60.0
) -> Iterator[Desk]:
    """Take the lock of a content, bring it in order after a crash, and sit down to it.

    Args:
        content: the content to change.
        purpose: what is being done, for whoever waits meanwhile.
        agent: who is at work; None for whoever git says.
        wait: seconds to wait for another process that writes.

    Raises:
        UsageError: the content is the read-only copy of the package.
        ContentUnavailable: another process holds the lock, or it cannot be taken.
    """
    if content.packaged:
        raise UsageError("the packaged content is read-only: 'ivig-kg init FOLDER' copies it")
    vault = Vault(Path(content.root), wait=wait)
    with vault.locked(purpose) as recovered:
        # Read anew: another process may have written while this one waited.
        fresh = Content(content.root, content.origin)
        desk = Desk(fresh, vault, agent, datetime.now(tz=UTC).date(), recovered=str(recovered))
        try:
            yield desk
        except Exception as error:
            with suppress(ContentUnavailable):  # what went wrong first is what to tell
                vault.note(act=purpose, outcome="refused", why=str(error)[:500])
            raise
        with suppress(ContentUnavailable):  # what was written stays written
            vault.note(act=purpose, outcome="done")
