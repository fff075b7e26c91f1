"""Question files: their headers, their parameters, and putting terms into them.

A question is a SPARQL file that any tool can run as it stands. Its header is made of lines
``#+ key: value`` with JSON values; a parameter is a ``VALUES ?name { … }`` block that holds the
default (design, section 5).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ivig_kg.content import Content, ContentFile
from ivig_kg.errors import InvalidInput, UsageError
from ivig_kg.model import Check, Parameter, Question
from ivig_kg.namespaces import Namespaces

__all__ = ["ANSWERS", "CHECKS", "LOOKUPS", "Catalog", "fill", "read_check", "read_question"]

ANSWERS, CHECKS, LOOKUPS = "queries/answers", "queries/checks", "queries/lookups"
_HEADER = re.compile(r"^#\+ ([a-z]+): (.*)$", re.MULTILINE)
_RULE = re.compile(r"\A# (\S[^\n]*\.)\n#\+ mend: (\"[^\n]*\")\n")
_RELATIONS = ("subclassOf", "instanceOf")


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

    def question(self, name: str) -> Question:
        """Read one canned question.

        Raises:
            KeyError: there is none of this name.
            InvalidInput: its header is broken.
        """
        return read_question(self.questions[name], self.namespaces)

    def lookup(self, name: str) -> Question:
        """Read one of the project's own look-ups (names, kinds, what there is about a thing)."""
        return read_question(self._by_name(LOOKUPS)[name], self.namespaces)

    def _by_name(self, folder: str) -> dict[str, ContentFile]:
        files = self.content.below(folder, suffix=".rq")
        return {file.path.rsplit("/", 1)[1][:-3]: file for file in files}


def read_question(file: ContentFile, namespaces: Namespaces) -> Question:
    """Read the header of a question file; a file without one is a question without parameters.

    Raises:
        InvalidInput: the header is no JSON, or a parameter does not fit its VALUES block.
    """
    text = file.data.decode("utf-8")
    header = dict(_header(text, file.path))
    parameters = header.get("params", {})
    return Question(
        name=file.path.rsplit("/", 1)[-1].removesuffix(".rq"),
        path=file.path,
        summary=header.get("summary", ""),
        text=text,
        columns=tuple(header.get("columns", ())),
        parameters=tuple(
            _parameter(name, spec, namespaces, file.path) for name, spec in parameters.items()
        ),
        tags=tuple(header.get("tags", ())),
        lists=frozenset(header.get("lists", ())),
        brief=tuple(header.get("brief", ())),
        notes=tuple(header.get("notes", ())),
    )


def read_check(file: ContentFile) -> Check:
    """Read a check: its first line is the rule, its second says how to mend a breach.

    Raises:
        InvalidInput: the file does not begin with both.
    """
    text = file.data.decode("utf-8")
    found = _RULE.match(text)
    if found is None:
        raise InvalidInput(
            f'{file.path}:1: begin with the rule as a sentence ("# Every … .") and '
            'with how to mend a breach (#+ mend: "…")'
        )
    name = file.path.rsplit("/", 1)[1].removesuffix(".rq")
    return Check(name, file.path, found[1], json.loads(found[2]), text)


def fill(question: Question, values: Mapping[str, tuple[str, ...]]) -> str:
    """Return the query with the given terms in place of the defaults.

    Args:
        question: the question.
        values: parameter name to IRIs that were parsed and found to fit; no text of a user.

    Raises:
        UsageError: the query has no VALUES block for a parameter.
    """
    # The header is of no use to an engine, and its words might look like keywords.
    text = _HEADER.sub("#", question.text)
    for name, iris in values.items():
        terms = " ".join(f"<{iri}>" for iri in iris)
        text, count = _slot(name).subn(lambda _, terms=terms: terms, text)  # type: ignore[misc]
        if not count:
            raise UsageError(f"{question.path}: no 'VALUES ?{name} {{ … }}' to put {name} into")
    return text


def _slot(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<=VALUES \?{name} \{{ )[^{{}}]*(?= \}})")


def _header(text: str, path: str) -> Iterator[tuple[str, Any]]:
    for key, value in _HEADER.findall(text):
        try:
            yield key, json.loads(value)
        except json.JSONDecodeError as error:
            raise InvalidInput(
                f"{path}: header line '#+ {key}:' is no JSON ({error.msg} at column {error.colno})"
            ) from error


def _parameter(name: str, spec: Mapping[str, Any], namespaces: Namespaces, path: str) -> Parameter:
    for relation in _RELATIONS:
        if relation in spec and "default" in spec:
            default = spec["default"]
            curies = default if isinstance(default, list) else [default]
            return Parameter(
                name=name,
                relation=relation,  # type: ignore[arg-type]
                kind=namespaces.expand(spec[relation]),
                default=tuple(namespaces.expand(curie) for curie in curies),
            )
    raise InvalidInput(
        f"{path}: parameter {name}: give 'default' and one of {', '.join(_RELATIONS)}"
    )
