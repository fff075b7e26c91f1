"""The knowledge graph as one object: what ``ivig_kg.open()`` gives and the doors call."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from ivig_kg.answer import Answer
from ivig_kg.ask import DISCLAIMER, Asker, Given
from ivig_kg.backing import InFiles, Tell, backing, ontology_engine
from ivig_kg.catalog import Catalog
from ivig_kg.content import Content, ContentFile
from ivig_kg.errors import UsageError
from ivig_kg.mappings.graph import knowledge, outside_prefixes
from ivig_kg.model import Finding, Question
from ivig_kg.names import AskedLabels, written_out
from ivig_kg.namespaces import Namespaces

if TYPE_CHECKING:
    from pathlib import Path

    from rdflib import Graph

    from ivig_kg.appraise import Appraiser
    from ivig_kg.audit import Audit
    from ivig_kg.infer import Inference
    from ivig_kg.reference import Reference
    from ivig_kg.show import Portrait
    from ivig_kg.turtle.order import PredicateOrder

__all__ = ["KnowledgeGraph"]


class KnowledgeGraph:
    """A content, ready to be asked, shown and checked; parts load when they are first needed."""

    def __init__(
        self,
        content: Content | str | Path | None = None,
        *,
        store: str | Path | None = None,
        endpoint: str | None = None,
        tell: Tell = lambda _: None,
    ) -> None:
        """Open a content.

        Args:
            content: a folder with ontology/, data/ and queries/; None finds it (IVIG_KG_CONTENT,
                the checkout, the copy in the package), or takes that of the store.
            store: a store of it on the disk, which is asked in place of its files.
            endpoint: the URL of a SPARQL endpoint, which is asked in place of both.
            tell: is told why and how far a store is built anew.

        Raises:
            ContentUnavailable: there is no content, or no store.
            UsageError: it is the store of another content, or the URL is none.
        """
        given = content if isinstance(content, Content | None) else str(content)
        place = None if store is None else str(store)
        self.backing = backing(given, store=place, endpoint=endpoint, tell=tell)
        self.content = self.backing.content

    def __repr__(self) -> str:
        """Say which content it is."""
        it = self.content
        return f"<KnowledgeGraph: {it.root}, version {it.version}, {it.digest[:12]}>"

    @cached_property
    def namespaces(self) -> Namespaces:
        """Return the prefixes of the content."""
        return self.backing.namespaces

    @cached_property
    def catalog(self) -> Catalog:
        """Return the question files."""
        return Catalog(self.content, self.namespaces)

    @cached_property
    def asker(self) -> Asker:
        """Return what asks the engine."""
        return Asker(self.backing.engine, self.catalog, self.namespaces, self._outside)

    @cached_property
    def appraise(self) -> Appraiser:
        """Return what gives rates, pool, map, forest, profile and gaps."""
        from ivig_kg.appraise import Appraiser  # noqa: PLC0415 (cold start)

        return Appraiser(self.asker, self.content, DISCLAIMER)

    @cached_property
    def predicate_order(self) -> PredicateOrder:
        """Return the order in which the shapes list properties: that of files, pages and forms."""
        from ivig_kg.style import Styler  # noqa: PLC0415 (cold start)

        return Styler(self.content, self.namespaces).order

    @property
    def questions(self) -> Mapping[str, Question]:
        """Return all canned questions by name."""
        return {name: self.catalog.question(name) for name in self.catalog.questions}

    def ask(
        self,
        question: str,
        /,
        parameters: Mapping[str, Given] | None = None,
        *,
        reviewed_only: bool = False,
        **more: Given,
    ) -> Answer:
        """Answer a canned question.

        Args:
            question: its name, such as ``subtypes-with-response``.
            parameters: values by parameter name: labels, synonyms, identifiers, CURIEs or IRIs, or
                a date; a list of them where a parameter takes several.
            reviewed_only: rest the answer on accepted statements alone.
            more: the same as ``parameters``.

        Raises:
            UsageError: an unknown question, parameter or value; the nearest are named.
        """
        found = self.asker.find(question)
        answer = self.asker.ask(found, {**(parameters or {}), **more}, reviewed_only=reviewed_only)
        return self.asker.named(answer)

    def ask_file(
        self,
        text: str,
        where: str,
        parameters: Mapping[str, Given] | None = None,
        *,
        timeout: float = 60.0,
        allow_service: str | None = None,
    ) -> Answer:
        """Answer a query of a user's own, with parameters where it has our kind of header.

        Raises:
            RefusedQuery: the gate does not let it through.
            LimitReached: it took too long or too much.
        """
        from ivig_kg.foreign import Bounds, ask_foreign_file  # noqa: PLC0415 (cold start)

        file, bounds = ContentFile(where, text.encode()), Bounds(timeout, allow_service)
        return ask_foreign_file(file, parameters or {}, self.asker, self.backing, bounds)

    def sparql(
        self, text: str, *, timeout: float = 60.0, allow_service: str | None = None
    ) -> Answer:
        """Answer a SPARQL query of a user's own: through the gate, in a child process.

        Args:
            text: SELECT, ASK, CONSTRUCT or DESCRIBE.
            timeout: seconds until the child is killed.
            allow_service: the address of the one host that SERVICE may call; None for none.

        Raises:
            RefusedQuery: the gate does not let it through.
            LimitReached: it took too long or too much.
            SyntaxFault: it is not SPARQL.
        """
        from ivig_kg.foreign import Bounds, ask_foreign  # noqa: PLC0415 (cold start)

        return ask_foreign(text, self.asker, self.backing, Bounds(timeout, allow_service))

    def show(self, name: str) -> Portrait:
        """Return all that the graph holds on one thing, both sides first.

        Args:
            name: a label, synonym, identifier (C41), CURIE or IRI.

        Raises:
            UsageError: nothing is called that; the nearest names are listed.
        """
        from ivig_kg.show import portrait_of  # noqa: PLC0415 (cold start)

        asker = self.asker
        iri = asker.from_outside(name) or written_out(name, self.namespaces)
        iri = iri or asker.names.resolve(name)
        portrait = portrait_of(
            iri,
            look_up=asker.look_up,
            labels=AskedLabels(asker.label),
            namespaces=self.namespaces.joined(self._outside()),
            order=self.predicate_order,
        )
        if portrait is None:
            hint = asker.names.hint(name)
            raise UsageError(f"name: the graph holds nothing on {name[:120]!r}{hint}")
        return portrait

    def audit(self, source: str | None = None, *, reviewed_only: bool = False) -> Audit:
        """Return the claims of a document in reading order, with the judgement on each, and totals.

        Args:
            source: a label, CURIE or IRI; None takes the one that the question ``audit`` names.
            reviewed_only: rest the answer on accepted statements and judgements alone.

        Raises:
            UsageError: no source is called that; the nearest names are listed.
        """
        from ivig_kg.audit import read_audit  # noqa: PLC0415 (cold start)

        question = self.asker.find("audit")
        document = self.asker.meant(question, "document", source)
        given = {} if source is None else {"document": document}
        answer = self.asker.ask(question, given, reviewed_only=reviewed_only)
        audit = read_audit(answer, document, content=self.content)
        return audit if audit.whole else audit.titled(self.asker.label(document))

    def check(
        self, paths: Iterable[str | Path] = (), *, engine: str = "auto", changed: Tell | None = None
    ) -> list[Finding]:
        """Check the content, or report only what concerns some files.

        Args:
            paths: the files; none for the whole content.
            engine: what looks at shapes first, which finds the same: auto, fast or pyshacl.
            changed: look only at what changed since nothing was found; is told how much that is.

        Raises:
            InvalidInput: a file does not parse or says nothing.
            MissingPart: the fast engine was asked for, and is not there.
        """
        from ivig_kg.check import check_content  # noqa: PLC0415 (pySHACL is heavy)
        from ivig_kg.infer import stale_finding  # noqa: PLC0415 (cold start)

        more = (found for found in map(stale_finding, [self.content]) if found)  # once all parse
        it = self.content, self.catalog, self.namespaces
        return check_content(*it, paths, more, engine=engine, changed=changed)

    def check_document(self, path: str | Path) -> list[Finding]:
        """Compare a text with the length, hash, spans and span hashes that the graph holds.

        Raises:
            UsageError: the graph knows no document of this length or hash.
        """
        from pathlib import Path  # noqa: PLC0415 (cold start)

        from ivig_kg.check.document import check_document  # noqa: PLC0415 (cold start)

        look_up = self.asker.look_up
        documents, units = look_up("documents"), look_up("units")
        return check_document(Path(path), documents, units, self.namespaces)

    def infer(
        self, *, java: str | None = None, memory: int = 1000, timeout: float = 60.0
    ) -> Inference:
        """Return what follows from the axioms of the ontology, or why they cannot all hold.

        Args:
            java: the Java to run; None takes that of the extra ``java``, else the one on PATH.
            memory: megabytes for its heap.
            timeout: seconds for one run of the reasoner.

        Raises:
            MissingPart: there is no Java, or it is too old.
            InvalidInput: the axioms hold an import, or a literal beyond the reasoner.
            LimitReached: the reasoner took too long or too much memory.
        """
        from ivig_kg.infer import infer  # noqa: PLC0415 (cold start)
        from ivig_kg.reason import Hermit, find_java  # noqa: PLC0415 (cold start)

        reasoner = Hermit(find_java(java), memory)
        return infer(self.content, self.namespaces, reasoner, seconds=timeout)

    def reference(self) -> Reference:
        """Return the ontology as values, for ``ivig_kg.reference.render``."""
        from ivig_kg import reference  # noqa: PLC0415 (cold start)

        content, names = self.content, self.namespaces
        return reference.read_reference(
            Asker(ontology_engine(content, names), self.catalog, names).look_up,
            names,
            reference.Header.of(content, DISCLAIMER),
            words=reference.words_of(content, names),
            mappings=reference.mappings_of(content, names),
        )

    def graph(self) -> Graph:
        """Return ontology and data as an rdflib graph (a copy; changing it changes no file)."""
        from ivig_kg.export import triples_of  # noqa: PLC0415 (cold start)
        from ivig_kg.shacl import rdflib_graph  # noqa: PLC0415 (rdflib is heavy)

        triples = triples_of(knowledge(self.content, self.namespaces))
        return rdflib_graph(triples, self.namespaces.prefixes)

    def export(self, kind: str, *, ontology: bool = False) -> bytes:
        """Return ontology and data as one file: ``ttl``, ``nq``, ``jsonld`` or ``rdfxml``."""
        from ivig_kg.export import export  # noqa: PLC0415 (cold start)

        return export(self.content, self.namespaces, kind, ontology=ontology)

    def graph_files(self) -> list[tuple[str, str, bytes]]:
        """Return what questions run on: each graph's IRI, its file's name, and its Turtle."""
        return InFiles(self.content).graph_files

    def _outside(self) -> Mapping[str, str]:
        return outside_prefixes(self.content)
