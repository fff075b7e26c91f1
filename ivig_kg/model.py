"""Value types that pass between layers: findings, checks, questions and their parameters.

Named tuples, since frozen dataclasses cost a cold start three times as much.
"""

from typing import Literal as OneOf
from typing import NamedTuple

__all__ = ["Check", "Finding", "Parameter", "Question"]


class Finding(NamedTuple):
    """One fault that a check found, at a place a curator can go to.

    Args:
        path: the file, below the content root or as the user named it; empty when none fits.
        line: the line, counted from 1; 0 when it is not known.
        message: what is wrong and how to mend it.
        rule: the shape or check that found it, as a CURIE or a file stem.
        focus: the IRI of the thing it is about; empty when it is about a file.
        severity: ``error``, or ``warning`` for what is to be seen and may stay.
        property: the IRI of the property it is about; empty when it is about several or none.
    """

    path: str
    line: int
    message: str
    rule: str = ""
    focus: str = ""
    severity: OneOf["error", "warning"] = "error"
    property: str = ""

    def __str__(self) -> str:
        """Return ``file:line: message``, with ``warning:`` before the words of one."""
        place = f"{self.path}:{self.line}: " if self.line else f"{self.path}: "
        weak = "warning: " if self.severity == "warning" else ""
        return f"{place if self.path else ''}{weak}{self.message}"


class Parameter(NamedTuple):
    """A parameter of a question: one VALUES variable with its default terms.

    Args:
        name: the variable without its question mark.
        relation: ``subclassOf`` for terms, ``instanceOf`` for sources, statements and codes,
            ``datatype`` for literals.
        kind: the IRI of the class that a value must be under or an instance of, or of the datatype.
        default: the IRIs, or the lexical forms of the literals, that stand in the file.
        many: whether it takes several values.
    """

    name: str
    relation: OneOf["subclassOf", "instanceOf", "datatype"]
    kind: str
    default: tuple[str, ...]
    many: bool = False


class Question(NamedTuple):
    """A canned question: a SPARQL file with its header (design, section 5).

    Args:
        name: the stem of its file.
        path: where the file is, below the content root or as the user named it.
        summary: the question in words.
        text: the whole file.
        columns: what it selects, in order.
        parameters: its parameters.
        tags: subjects under which to list it.
        lists: the columns whose cells are lists.
        brief: the columns for a table on a terminal; empty for all.
        notes: what must be read with every answer.
    """

    name: str
    path: str
    summary: str
    text: str
    columns: tuple[str, ...]
    parameters: tuple[Parameter, ...] = ()
    tags: tuple[str, ...] = ()
    lists: frozenset[str] = frozenset()
    brief: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class Check(NamedTuple):
    """A rule on the whole graph: a query whose every row is a finding.

    Args:
        name: the stem of its file.
        path: where the file is, below the content root.
        rule: the rule as a sentence.
        mend: what to do about a breach.
        text: the whole file.
        severity: that of its findings.
    """

    name: str
    path: str
    rule: str
    mend: str
    text: str
    severity: OneOf["error", "warning"] = "error"
