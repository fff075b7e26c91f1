"""The answer itself: what was asked, columns, rows, and what has to be said with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib import import_module
from typing import Any
from typing import Literal as OneOf

from ivig_kg.answer.cells import LIST_SEPARATOR, Cell, natural_key, plain_cell
from ivig_kg.answer.terms import Iri, Literal, Triple
from ivig_kg.answer.wording import Wording
from ivig_kg.errors import MissingPart, UsageError

__all__ = ["LIST_SEPARATOR", "Answer", "Cell"]


@dataclass(frozen=True, repr=False)
class Answer:
    """What a query returned.

    Args:
        columns: the names of the columns, in order.
        rows: one tuple a row, as long as ``columns``.
        form: SELECT, ASK (one row, one column) or CONSTRUCT (triples, no rows).
        triples: what CONSTRUCT or DESCRIBE returned.
        question: the name of the question, or where the query came from.
        summary: the question in words.
        notes: what must be read with the answer (review state, disclaimer).
        names: IRI to label, for showing; identity is always the IRI.
        prefixes: prefix to namespace, for CURIEs.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    form: OneOf["SELECT", "ASK", "CONSTRUCT"] = "SELECT"
    triples: tuple[Triple, ...] = ()
    question: str = ""
    summary: str = ""
    notes: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    prefixes: Mapping[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        """Say what it is; what it holds may be long."""
        what = self.question or self.form
        return f"<Answer to {what}: {len(self.rows)} rows, {len(self.columns)} columns>"

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, Cell]]:
        """Yield each row as a dictionary from column to cell."""
        return (dict(zip(self.columns, row, strict=True)) for row in self.rows)

    def __getitem__(self, index: int) -> dict[str, Cell]:
        """Return one row as a dictionary; -1 is the last."""
        return dict(zip(self.columns, self.rows[index], strict=True))

    @property
    def holds(self) -> bool:
        """Return the answer to an ASK query; for others, whether there is anything."""
        if self.form == "ASK":
            return self.rows[0][0] == Literal("true", "http://www.w3.org/2001/XMLSchema#boolean")
        return bool(self.rows or self.triples)

    @property
    def iris(self) -> frozenset[str]:
        """Return the IRIs in all cells, lists and triples."""
        cells = (cell for row in (*self.rows, *self.triples) for cell in row)
        terms = (term for cell in cells for term in (cell if type(cell) is tuple else (cell,)))
        return frozenset(term.value for term in terms if isinstance(term, Iri))

    def column(self, name: str) -> tuple[Cell, ...]:
        """Return the cells of one column, from the first row to the last.

        Raises:
            UsageError: there is no column of that name.
        """
        if name not in self.columns:
            raise UsageError(f"no column {name!r}; there are: {', '.join(self.columns)}")
        index = self.columns.index(name)
        return tuple(row[index] for row in self.rows)

    def select(self, columns: Sequence[str]) -> Answer:
        """Return the answer with these columns alone, in this order.

        Raises:
            UsageError: there is no column of that name.
        """
        cells = [self.column(name) for name in columns]
        rows = tuple(zip(*cells, strict=True)) if cells else ()
        return replace(self, columns=tuple(columns), rows=rows)

    def tabular(self) -> Answer:
        """Return the answer as rows: triples become subject, predicate and object."""
        if self.form != "CONSTRUCT":
            return self
        rows = tuple(tuple(triple) for triple in sorted(set(self.triples), key=_triple_key))
        return replace(self, columns=Triple._fields, rows=rows, form="SELECT", triples=())

    def to_records(self) -> list[dict[str, object]]:
        """Return each row as plain Python: text, int, bool, list or None, triples as rows too."""
        answer = self.tabular()
        return [{name: plain_cell(cell) for name, cell in row.items()} for row in answer]

    def to_pandas(self) -> Any:  # noqa: ANN401 - pandas is an extra, its types may be missing
        """Return a ``pandas.DataFrame`` of the plain values of ``to_records``.

        Raises:
            MissingPart: pandas is not installed.
        """
        try:
            pandas = import_module("pandas")
        except ImportError as error:
            message = "to_pandas needs pandas: pip install 'ivig-kg[pandas]'"
            raise MissingPart(message) from error
        return pandas.DataFrame(self.to_records(), columns=list(self.tabular().columns))

    def _repr_html_(self) -> str:
        """Return what a notebook shows: the escaped table with its notes under it."""
        from ivig_kg.answer.notebook import to_html  # noqa: PLC0415 - only notebooks pay for it

        answer = self.tabular()
        wording = Wording(self.names, self.prefixes)
        return to_html(answer.columns, answer.rows, wording, summary=self.summary, notes=self.notes)


def _triple_key(triple: Triple) -> list[tuple[object, ...]]:
    return [natural_key(term.value) for term in triple]
