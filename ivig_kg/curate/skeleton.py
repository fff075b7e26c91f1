"""A new document: its file with what is known of it, and what else it can say as remarks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from ivig_kg.answer import Iri, Literal, Term, Triple
from ivig_kg.check.literals import fault_of
from ivig_kg.curate.columns import Columns
from ivig_kg.curate.desk import Desk
from ivig_kg.curate.ledger import in_english
from ivig_kg.curate.life import Done
from ivig_kg.curate.places import source_file
from ivig_kg.errors import InvalidInput, UsageError
from ivig_kg.forms import Form, FormField
from ivig_kg.turtle.characters import describe

__all__ = ["Known", "new_source", "plain_doi"]

_XSD = "http://www.w3.org/2001/XMLSchema#"
_PRECISIONS = (("gYear", "[0-9]{4}"), ("gYearMonth", "[0-9]{4}-[0-9]{2}"))
_ADDRESS = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
_UNKNOWN = "not stated"


@dataclass(frozen=True)
class Known:
    """What is known of a new document and of the study it reports.

    Args:
        kind: the class of the document, by name.
        label: its short label; empty to take it from its name.
        title: its title as printed; empty where it is not known.
        authors: as printed.
        issued: a year, month or day.
        citation: journal, year, volume, pages.
        doi: its DOI, in any of the usual forms.
        pmid: its PubMed identifier.
        identification: how sure it is that it exists as described, by name.
        verification: in what form it was read, by name.
        seen_at: addresses of copies.
        covers: the conditions it treats, by name.
        design: the design of the study that it reports, by name; empty for no study.
        enrolled: how many were in that study; empty where it is not known.
        statement: the kind of statement to explain in the remarks, by name.
    """

    kind: str = "research article"
    label: str = ""
    title: str = ""
    authors: tuple[str, ...] = ()
    issued: str = ""
    citation: str = ""
    doi: str = ""
    pmid: str = ""
    identification: str = "unverified"
    verification: str = "unverified"
    seen_at: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    design: str = ""
    enrolled: str = ""
    statement: str = "effect statement"


def new_source(desk: Desk, source: str, known: Known) -> Done:
    """Write the file of a new document.

    Args:
        desk: who enters it, and where.
        source: its name: author and year, such as ``author-2011``.
        known: what is known of it.

    Raises:
        UsageError: it is there already, or a name fits nothing.
        InvalidInput: a text is not what its field takes.
        FindingsRefused: the content would have faults.
    """
    bench, path = desk.bench(), source_file(source, desk.content, "document")
    iri = desk.iri(f"src:{source}")
    if path in bench.files or bench.home(iri.value):
        raise UsageError(
            f"src:{source} is there already ({path}); statements of it come by 'ivig-kg import', "
            "or are written into that file"
        )
    _refuse_known(desk, known)
    columns = Columns(desk)
    form = desk.forms[_leaf(desk, known.kind, "ivig:Source")]
    statement = desk.forms[_leaf(desk, known.statement, "ivig:Statement")]
    writer = _Writer(desk, columns, known, source)
    bench.remark(path, "\n".join(writer.remarks(form, statement)))
    bench.put(path, [*writer.document(iri, form), *writer.study(desk.iri(f"study:{source}"))])
    files = tuple(desk.write(bench))
    needed = f"{path}: written. What else it can say stands at its top, with a statement to copy."
    notes = [needed]
    if not known.design:
        notes.append("it reports no study: its results are counted in none; else give --design")
    return Done(tuple(notes), files, "", (iri.value,))


def _refuse_known(desk: Desk, known: Known) -> None:
    """Refuse an identifier that another document has: it is that document."""
    for curie, given in (("bibo:doi", plain_doi(known.doi)), ("fabio:hasPubMedId", known.pmid)):
        for subject, _, obj in desk.saying(curie) if given else ():
            if obj.value.casefold() == given:
                shown = desk.namespaces.show(subject.value)
                raise UsageError(f"{curie} {given}: {shown} has it already, the same document")


def plain_doi(text: str) -> str:
    """Return a DOI in small letters, without address, %-codes, and what ends a sentence.

    Case does not count in a DOI (DOI Handbook, section 2.4), so there is one form of each here.

    >>> plain_doi("https://doi.org/10.1000%2FXyz123.")
    '10.1000/xyz123'
    """
    return unquote(_ADDRESS.sub("", text.strip(), count=1)).rstrip(".,;").casefold()


def _leaf(desk: Desk, name: str, root: str) -> str:
    """Return the class that a name means, below a root and with a form."""
    under = desk.namespaces.expand(root)
    kinds = [kind for kind in desk.forms if under in desk.above({kind})]
    label = desk.asker.label
    for kind in kinds:
        if name.casefold() in {label(kind).casefold(), kind.rpartition("#")[2].casefold()}:
            return kind
    there = ", ".join(sorted(label(kind) or kind for kind in kinds))
    raise UsageError(f"{name[:80]!r} is no kind of {root.partition(':')[2].lower()}: {there}")


@dataclass(frozen=True)
class _Writer:
    desk: Desk
    columns: Columns
    known: Known
    source: str

    def document(self, iri: Iri, form: Form) -> Iterator[Triple]:
        label = self.known.label or " ".join(self.source.split("-")).title()
        texts = {
            "dcterms:title": (self.known.title or _UNKNOWN,),
            "dcterms:creator": self.known.authors,
            "dcterms:issued": (self.known.issued,),
            "dcterms:bibliographicCitation": (self.known.citation,),
            "bibo:doi": (plain_doi(self.known.doi),),
            "fabio:hasPubMedId": (self.known.pmid,),
            "ivig:identification": (self.known.identification,),
            "ivig:verification": (self.known.verification,),
            "ivig:seenAt": self.known.seen_at,
            "ivig:coversCondition": self.known.covers,
        }
        yield Triple(iri, self.desk.iri("rdf:type"), Iri(form.kind))
        yield Triple(iri, self.desk.iri("rdfs:label"), in_english(label))
        for curie, values in texts.items():
            for text in filter(None, values):
                yield Triple(iri, self.desk.iri(curie), self._value(form, curie, text))
        if self.known.design:
            yield Triple(iri, self.desk.iri("ivig:reports"), self.desk.iri(f"study:{self.source}"))

    def study(self, iri: Iri) -> Iterator[Triple]:
        if not self.known.design:
            return
        form = self.desk.forms[self.desk.namespaces.expand("ivig:Study")]
        label = self.known.label or " ".join(self.source.split("-")).title()
        yield Triple(iri, self.desk.iri("rdf:type"), Iri(form.kind))
        yield Triple(iri, self.desk.iri("rdfs:label"), in_english(label))
        texts = {
            "ivig:studyDesign": (self.known.design,),
            "ivig:condition": self.known.covers[:1],
            "ivig:enrolled": (self.known.enrolled,),
            "ivig:verification": (self.known.verification,),
            "ivig:seenAt": self.known.seen_at,
        }
        for curie, values in texts.items():
            for text in filter(None, values):
                yield Triple(iri, self.desk.iri(curie), self._value(form, curie, text))

    def remarks(self, form: Form, statement: Form) -> Iterator[str]:
        """Yield the help: what a document of this kind can say, and a statement to copy."""
        label = self.desk.asker.label
        yield f"# {label(form.kind).capitalize()}. What it can say, in order (* is needed):"
        yield from (self._help(field) for field in form.fields)
        yield "#"
        yield f"# A statement of it ({label(statement.kind)}): copy below, fill in, cut the rest."
        yield f"# st:{self.source}-1"
        yield f"#   a {self.desk.namespaces.show(statement.kind)} ;"
        yield from (self._help(field) for field in statement.fields)
        yield "#"
        yield "# Or by a sheet: ivig-kg template, then ivig-kg import. Then take this help out."

    def _help(self, field: FormField) -> str:
        star = "*" if field.least else " "
        shown = self.desk.namespaces.show(field.path)
        return f"# {star} {shown} - {field.about}{self._list(field)}"

    def _list(self, field: FormField) -> str:
        codes = [one.value for one in field.takes if one.kind == "instance"]
        choices = self.columns.choices(field.takes) if codes else ()
        return f" One of: {', '.join(choices)}." if 0 < len(choices) <= 16 else ""  # noqa: PLR2004

    def _value(self, form: Form, curie: str, text: str) -> Term:
        field = form.field(self.desk.namespaces.expand(curie))
        if field is None:
            raise UsageError(f"{curie}: is no property of this kind of document")
        datatypes = [one.value for one in field.takes if one.kind == "literal"]
        if not datatypes:
            return self.columns.meant(text, field, field.name)
        literal = Literal(text, datatypes[0] if len(datatypes) == 1 else _precision(text))
        odd = describe(text)
        if fault := f"{odd}; delete it" if odd else fault_of(literal, self.desk.today):
            raise InvalidInput(f"{field.name}: {fault}. {field.message}")
        return literal


def _precision(text: str) -> str:
    for name, pattern in _PRECISIONS:
        if re.fullmatch(pattern, text):
            return f"{_XSD}{name}"
    return f"{_XSD}date"
