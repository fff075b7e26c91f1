"""Question files: their headers, their parameters, and putting terms into them.

A question is a SPARQL file that any tool can run as it stands. Its header is made of lines
``#+ key: value`` with JSON values; a parameter is a ``VALUES ?name { … }`` block that holds the
default (design, section 5): terms, or dates as literals.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from typing import Literal as OneOf

from ivig_kg.content import Content, ContentFile
from ivig_kg.errors import ContentUnavailable, InvalidInput, UsageError
from ivig_kg.model import Check, Parameter, Question
from ivig_kg.namespaces import Namespaces

__all__ = [
    "ANSWERS",
    "CHECKS",
    "LOOKUPS",
    "TODOS",
    "Catalog",
    "fill",
    "read_check",
    "read_date",
    "read_question",
]

ANSWERS, CHECKS, LOOKUPS = "queries/answers", "queries/checks", "queries/lookups"
TODOS = "queries/todo"
_HEADER = re.compile(r"^#\+ ([a-z]+): (.*)$", re.MULTILINE)
_RULE = re.compile(
    r"\A# (\S[^\n]*\.)\n#\+ mend: (\"[^\n]*\")\n(?:#\+ severity: \"(error|warning)\"\n)?"
)
_SHAPES = dict.fromkeys(("columns", "lists", "tags", "notes", "brief"), list) | {"params": dict}
_RELATIONS = ("subclassOf", "instanceOf", "datatype")
_DATE = "http://www.w3.org/2001/XMLSchema#date"
_ISO_DATE = re.compile("([0-9]{4})-([0-9]{2})-([0-9]{2})")
_LITERAL = re.compile(r'"([^"\\]*)"\^\^(\S+)')


@dataclass(frozen=True)
class Catalog:
    """The question files of a content, by the folder they stand in."""

    content: Content
    namespaces: Namespaces

    @cached_property
    def questions(self) -> Mapping[str, ContentFile]:
        """Return the canned questions by name, unread."""
        return self._by_name(ANSWERS)

    @cached_property
    def checks(self) -> tuple[Check, ...]:
        """Return the whole-graph checks, in the order of their names.

        Raises:
            InvalidInput: a file does not begin with its rule.
        """
        return tuple(read_check(file) for file in self._by_name(CHECKS).values())

    @cached_property
    def todos(self) -> Mapping[str, Question]:
        """Return the kinds of what waits for a curator, by name.

        Raises:
            InvalidInput: a header is broken.
        """
        return {n: read_question(f, self.namespaces) for n, f in self._by_name(TODOS).items()}

    def question(self, name: str) -> Question:
        """Read one canned question.

        Raises:
            KeyError: there is none of this name.
            InvalidInput: its header is broken.
        """
        return read_question(self.questions[name], self.namespaces)

    def has_lookup(self, name: str) -> bool:
        """Say whether the content has a look-up, which a copy made long ago may lack."""
        return name in self._by_name(LOOKUPS)

    def lookup(self, name: str) -> Question:
        """Read one of the project's own look-ups (names, kinds, what there is about a thing).

        Raises:
            ContentUnavailable: the content lacks it.
        """
        files = self._by_name(LOOKUPS)
        if name not in files:
            raise ContentUnavailable(f"{self.content.root}/{LOOKUPS}/{name}.rq: missing")
        return read_question(files[name], self.namespaces)

    def _by_name(self, folder: str) -> dict[str, ContentFile]:
        files = self.content.below(folder, suffix=".rq")
        return {file.path.rsplit("/", 1)[1][:-3]: file for file in files}


def read_question(file: ContentFile, namespaces: Namespaces) -> Question:
    """Read the header of a question file; a file without one is a question without parameters.

    Raises:
        InvalidInput: the header is no JSON, or a parameter does not fit its VALUES block.
    """
    text = _decoded(file)
    header = dict(_header(text, file.path))
    specs = header.get("params", {})
    parameters = [_parameter(n, spec, namespaces, file.path) for n, spec in specs.items()]
    for parameter in parameters:
        _compare_default(parameter, text, namespaces, file.path)
    return Question(
        name=file.path.rsplit("/", 1)[-1].removesuffix(".rq"),
        path=file.path,
        summary=header.get("summary", ""),
        text=text,
        columns=tuple(header.get("columns", ())),
        parameters=tuple(parameters),
        tags=tuple(header.get("tags", ())),
        lists=frozenset(header.get("lists", ())),
        brief=tuple(header.get("brief", ())),
        notes=tuple(header.get("notes", ())),
    )


def read_check(file: ContentFile) -> Check:
    """Read a check: its first line is the rule, its second says how to mend a breach.

    A third may say that its findings are warnings.

    Raises:
        InvalidInput: the file does not begin with both.
    """
    text = _decoded(file)
    found = _RULE.match(text)
    if found is None:
        raise InvalidInput(
            f'{file.path}:1: begin with the rule as a sentence ("# Every … .") and '
            'with how to mend a breach (#+ mend: "…")'
        )
    name = file.path.rsplit("/", 1)[1].removesuffix(".rq")
    severity: OneOf["error", "warning"] = "warning" if found[3] == "warning" else "error"
    return Check(name, file.path, found[1], json.loads(found[2]), text, severity)


def fill(question: Question, values: Mapping[str, tuple[str, ...]]) -> str:
    """Return the query with the given terms in place of the defaults.

    Args:
        question: the question.
        values: parameter name to IRIs that were parsed and found to fit, or to dates; no text of a
            user. A date is read once more and written anew, so that nothing else can enter here.

    Raises:
        UsageError: the query has no VALUES block for a parameter, or a date is none.
    """
    # The header is of no use to an engine, and its words might look like keywords.
    text = _HEADER.sub("#", question.text)
    defaults = {each.name: each.default for each in question.parameters}
    literals = {each.name: each.kind for each in question.parameters if _is_literal(each)}
    for name, given in values.items():
        if given == defaults.get(name):
            continue  # the same text as that of the question: its answer may be known
        if name in literals:
            terms = " ".join(f'"{read_date(each, name)}"^^<{literals[name]}>' for each in given)
        else:
            terms = " ".join(f"<{iri}>" for iri in given)
        text, count = _slot(name).subn(lambda _, terms=terms: terms, text)  # type: ignore[misc]
        if not count:
            raise UsageError(f"{question.path}: no 'VALUES ?{name} {{ … }}' to put {name} into")
    return text


def read_date(text: str, what: str = "date") -> str:
    """Return a full ISO date, written anew from the numbers that were read.

    Args:
        text: YYYY-MM-DD, a day that there is, in the years 0001 to 9999.
        what: what is asked for, for messages.

    Raises:
        UsageError: it is anything else.
    """
    from datetime import date  # noqa: PLC0415 (cold start)

    try:
        if found := _ISO_DATE.fullmatch(text):
            return date(*map(int, found.groups())).isoformat()
    except ValueError:  # 30 February, year 0
        pass
    shown = f"{text[:40]!r}{'…' if len(text) > 40 else ''}"  # noqa: PLR2004 (a glance)
    raise UsageError(f"{what}: {shown} is no date; give a day as YYYY-MM-DD, such as 2026-11-24")


def _slot(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<=VALUES \?{name} \{{ )[^{{}}]*(?= \}})")


def _header(text: str, path: str) -> Iterator[tuple[str, Any]]:
    for key, value in _HEADER.findall(text):
        try:
            read = json.loads(value)
        except json.JSONDecodeError as error:
            raise InvalidInput(
                f"{path}: header line '#+ {key}:' is no JSON ({error.msg} at column {error.colno})"
            ) from error
        if not _fits(read, _SHAPES.get(key, str)):
            raise InvalidInput(f"{path}: header line '#+ {key}:' has a value of the wrong kind")
        yield key, read


def _fits(value: object, kind: type) -> bool:
    if kind is list:
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    return isinstance(value, kind)


def _decoded(file: ContentFile) -> str:
    try:
        return file.data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InvalidInput(
            f"{file.path}: not UTF-8 at byte {error.start}; save it as UTF-8"
        ) from None


def _compare_default(parameter: Parameter, text: str, namespaces: Namespaces, path: str) -> None:
    for block in _slot(parameter.name).findall(text):
        if tuple(_term(word, parameter, namespaces) for word in block.split()) != parameter.default:
            raise InvalidInput(
                f"{path}: the header's default of {parameter.name} is not what "
                f"'VALUES ?{parameter.name} {{ {block} }}' holds"
            )


def _is_literal(parameter: Parameter) -> bool:
    return parameter.relation == "datatype"


def _term(word: str, parameter: Parameter, namespaces: Namespaces) -> str | None:
    """Return what a word of a VALUES block is: an IRI, the form of a literal, or None of these."""
    if not _is_literal(parameter):
        return _iri(word, namespaces)
    found = _LITERAL.fullmatch(word)
    return found[1] if found and _iri(found[2], namespaces) == parameter.kind else None


def _iri(word: str, namespaces: Namespaces) -> str:
    return word[1:-1] if word.startswith("<") else namespaces.expand(word)


def _parameter(name: str, spec: object, namespaces: Namespaces, path: str) -> Parameter:
    spec = spec if isinstance(spec, dict) else {}
    default, many = spec.get("default"), spec.get("many", False)
    given = [default] if isinstance(default, str) else default
    relations = [relation for relation in _RELATIONS if isinstance(spec.get(relation), str)]
    if not (_fits(given, list) and given and len(relations) == 1):
        raise InvalidInput(
            f"{path}: parameter {name}: give 'default' and one of {', '.join(_RELATIONS)}"
        )
    if not isinstance(many, bool):
        raise InvalidInput(f"{path}: parameter {name}: 'many' is true or false")
    (relation,) = relations
    if relation == "datatype":
        kind = _datatype(name, spec[relation], namespaces, path)
        forms = tuple(_default_date(name, text, path) for text in given)
        return Parameter(name, "datatype", kind, forms, many)
    return Parameter(
        name=name,
        relation=relation,  # type: ignore[arg-type]
        kind=namespaces.expand(spec[relation]),
        default=tuple(namespaces.expand(curie) for curie in given),
        many=many,
    )


def _datatype(name: str, curie: str, namespaces: Namespaces, path: str) -> str:
    prefix, _, local = curie.partition(":")
    if namespaces.prefixes.get(prefix, "") + local != _DATE:
        raise InvalidInput(f"{path}: parameter {name}: datatype {curie!r}; there is xsd:date alone")
    return _DATE


def _default_date(name: str, text: str, path: str) -> str:
    try:
        return read_date(text, f"parameter {name}")
    except UsageError as error:
        raise InvalidInput(f"{path}: {error}") from None
