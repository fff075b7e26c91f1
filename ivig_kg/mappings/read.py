"""The mapping tables with all that they say, and what is wrong with a row, at its line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ivig_kg.content import Content, ContentFile
from ivig_kg.mappings.graph import DENIED, FOLDER, NOT_FOUND, PREDICATES, prefixes_of
from ivig_kg.model import Finding
from ivig_kg.namespaces import Namespaces

__all__ = ["Denial", "MappingSet", "OutsideTerm", "read_sets"]

_COLUMNS = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "object_id",
    "object_label",
    "mapping_justification",
    "confidence",
    "comment",
)
_DENIED_COLUMNS = ("object_id", "object_label", "allowed_for", "instead", "because")
_JUSTIFICATIONS = {"semapv:ManualMappingCuration", "semapv:MappingChaining"}
_KEY = re.compile(r"^#([a-z_]+): (.+)$", re.MULTILINE)
_LOCAL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")
_CONFIDENCE = re.compile(r"(?:0\.[0-9]{2}|1\.00)")
_CODES_ONLY = "https://w3id.org/sssom/license/unspecified"
_RULE = "mappings"


class OutsideTerm(NamedTuple):
    """One row of a mapping set: how a term of ours is to an identifier of a vocabulary.

    Args:
        subject: the IRI of our term; empty where we have none for the identifier.
        predicate: the CURIE of the relation, such as ``skos:exactMatch``.
        curie: the outside identifier; empty where the vocabulary was found to have none.
        iri: the same as an IRI.
        label: its label; empty where the licence or the source gives none.
        confidence: from 0 to 1, as written, by the scale that the set states.
        justification: how it was found, a CURIE of semapv.
        comment: a caution.
        subject_label: the label that the row gives our term.
        line: its line in the file.
    """

    subject: str
    predicate: str
    curie: str
    iri: str
    label: str = ""
    confidence: str = ""
    justification: str = ""
    comment: str = ""
    subject_label: str = ""
    line: int = 0


class Denial(NamedTuple):
    """An identifier that must not be used, save for the terms for which it is right.

    Args:
        iri: the identifier.
        allowed: the IRIs of the terms of ours for which it is right.
        instead: the IRIs to use in its place.
        because: the reason.
        line: its line in the file.
    """

    iri: str
    allowed: tuple[str, ...]
    instead: tuple[str, ...]
    because: str
    line: int


@dataclass(frozen=True)
class MappingSet:
    """One file: its header, its rows, and the rows that are none.

    Args:
        path: the file.
        header: the keys of its header, such as ``license`` and ``mapping_set_title``.
        prefixes: prefix to IRI, as the file states them.
        places: prefix to the line that states it.
        terms: its mappings.
        denials: its traps (of ``denied.tsv``).
        faults: what is wrong with it, at its line.
    """

    path: str
    header: Mapping[str, str]
    prefixes: Mapping[str, str]
    places: Mapping[str, int]
    terms: tuple[OutsideTerm, ...]
    denials: tuple[Denial, ...]
    faults: tuple[Finding, ...]


def read_sets(content: Content, namespaces: Namespaces) -> tuple[MappingSet, ...]:
    """Read all mapping sets of a content; a row that is none is a fault, and is left out."""
    files = content.below(FOLDER, suffix=".tsv")
    return tuple(_Reader(file, namespaces).read() for file in files)


class _Reader:
    def __init__(self, file: ContentFile, namespaces: Namespaces) -> None:
        self._path = file.path
        self._data = file.data
        self._lines = file.data.decode("utf-8", "replace").split("\n")
        self._ours = namespaces.prefixes
        head = "\n".join(line for line in self._lines if line.startswith("#"))
        self._prefixes = prefixes_of(head)
        self._header = {key: value.strip('"') for key, value in _KEY.findall(head)}
        self._places = {
            prefix: number
            for number, line in enumerate(self._lines, 1)
            for prefix in prefixes_of(line)
        }
        self._faults: list[Finding] = []

    def read(self) -> MappingSet:
        self._refuse_bytes()
        self._refuse_prefixes()
        rows = self._rows(_DENIED_COLUMNS if self._path == DENIED else _COLUMNS)
        terms: tuple[OutsideTerm, ...] = ()
        denials: tuple[Denial, ...] = ()
        if self._path == DENIED:
            denials = tuple(d for line, row in rows if (d := self._denial(line, row)))
        else:
            terms = tuple(t for line, row in rows if (t := self._term(line, row)))
        return MappingSet(
            self._path,
            self._header,
            self._prefixes,
            self._places,
            terms,
            denials,
            tuple(self._faults),
        )

    def _rows(self, columns: Sequence[str]) -> list[tuple[int, list[str]]]:
        rows = [
            (number, line.split("\t"))
            for number, line in enumerate(self._lines, 1)
            if line and not line.startswith("#")
        ]
        if not rows or tuple(rows[0][1]) != tuple(columns):
            self._fault(rows[0][0] if rows else 1, f"the columns must be: {', '.join(columns)}")
            return []
        whole = []
        for number, row in rows[1:]:
            if len(row) != len(columns):
                self._fault(number, f"has {len(row)} cells, and the table {len(columns)} columns")
            elif odd := [cell for cell in row if not cell.isprintable()]:
                self._fault(number, f"{odd[0][:60]!r} holds a control character or a line end")
            else:
                whole.append((number, row))
        return whole

    def _term(self, line: int, row: Sequence[str]) -> OutsideTerm | None:
        subject_id, ours, predicate, object_id, label, justification, confidence, comment = row
        subject = "" if subject_id == NOT_FOUND else self._expanded(line, subject_id)
        iri = "" if object_id == NOT_FOUND else self._expanded(line, object_id)
        faults = list(self._row_faults(predicate, label, justification, confidence))
        for fault in faults:
            self._fault(line, fault)
        if subject is None or iri is None or faults:
            return None
        curie = "" if object_id == NOT_FOUND else object_id
        about = justification, comment, ours
        return OutsideTerm(subject, predicate, curie, iri, label, confidence, *about, line)

    def _row_faults(
        self, predicate: str, label: str, justification: str, confidence: str
    ) -> Iterator[str]:
        if predicate not in PREDICATES:
            yield f"{predicate!r} is no relation: one of {', '.join(PREDICATES)}"
        if justification not in _JUSTIFICATIONS:
            known = ", ".join(sorted(_JUSTIFICATIONS))
            yield f"{justification!r} is no justification used here: one of {known}"
        if not _CONFIDENCE.fullmatch(confidence):
            yield f"the confidence {confidence!r} is no number from 0.00 to 1.00"
        if label and self._header.get("license") == _CODES_ONLY:
            yield "the vocabulary allows codes alone: take the label out"

    def _denial(self, line: int, row: Sequence[str]) -> Denial | None:
        object_id, _, allowed, instead, because = row
        iri = self._expanded(line, object_id)
        right = [self._expanded(line, one) for one in allowed.split("|") if one]
        better = [self._expanded(line, one) for one in instead.split("|") if one]
        if not because:
            self._fault(line, "gives no reason: say why the identifier must not be used")
        if iri is None or None in right or None in better or not because:
            return None
        return Denial(iri, tuple(filter(None, right)), tuple(filter(None, better)), because, line)

    def _expanded(self, line: int, curie: str) -> str | None:
        prefix, _, local = curie.partition(":")
        base = self._prefixes.get(prefix)
        if base is None or not _LOCAL.fullmatch(local):
            self._fault(line, f"{curie!r} is no identifier with a prefix of the file's curie_map")
            return None
        return base + local

    def _refuse_bytes(self) -> None:
        try:
            self._data.decode("utf-8")
        except UnicodeDecodeError as error:
            line = self._data.count(b"\n", 0, error.start) + 1
            self._fault(line, f"not UTF-8 at byte {error.start + 1}; save it as UTF-8")

    def _refuse_prefixes(self) -> None:
        for prefix, iri in self._prefixes.items():
            if self._ours.get(prefix, iri) != iri:
                message = f"the prefix {prefix}: stands for another IRI in ontology/prefixes"
                self._fault(self._places.get(prefix, 1), message)
        if self._path != DENIED:
            for key in ("mapping_set_id", "mapping_set_title", "license", "object_source"):
                if key not in self._header:
                    self._fault(1, f"the header has no {key}")

    def _fault(self, line: int, message: str) -> None:
        self._faults.append(Finding(self._path, line, message, _RULE))
