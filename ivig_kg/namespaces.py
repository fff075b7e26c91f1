"""Prefixes, CURIEs and the IRIs of graphs, read from ontology/prefixes.ttl."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from ivig_kg.content import Content
from ivig_kg.errors import ContentUnavailable, UsageError

__all__ = ["PREFIX_FILE", "Namespaces", "read_namespaces"]

PREFIX_FILE = "ontology/prefixes.ttl"
_LINE = re.compile(r"^@prefix ([a-z][a-z0-9]*): <([^<>\s]+)> \.$", re.MULTILINE)
# PN_LOCAL of Turtle 1.1, narrowed to what this project mints or meets (no %-escapes, no slash).
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")


@dataclass(frozen=True)
class Namespaces:
    """The prefixes of the project, in the order in which files list them."""

    prefixes: Mapping[str, str]

    def expand(self, curie: str) -> str:
        """Return the IRI of a CURIE such as ``ivig:Draft``.

        Raises:
            UsageError: the prefix is not one of the project.
        """
        prefix, colon, local = curie.partition(":")
        if not colon or prefix not in self.prefixes:
            known = ", ".join(self.prefixes)
            raise UsageError(f"{curie!r} is no CURIE with a prefix of this project ({known})")
        return self.prefixes[prefix] + local

    def compact(self, iri: str) -> str | None:
        """Return the CURIE of an IRI, or None when no prefix fits or the rest is no local name."""
        for prefix, namespace in self._longest_first:
            if iri.startswith(namespace) and _LOCAL.fullmatch(iri, len(namespace)):
                return f"{prefix}:{iri[len(namespace) :]}"
        return None

    def show(self, iri: str) -> str:
        """Return the CURIE of an IRI, else the IRI in angle brackets."""
        return self.compact(iri) or f"<{iri}>"

    def base(self, prefix: str) -> str:
        """Return the namespace of a prefix that the program needs.

        Raises:
            ContentUnavailable: the content has no line for it.
        """
        if prefix not in self.prefixes:
            raise ContentUnavailable(f"{PREFIX_FILE}: no line for the prefix {prefix}:; add it")
        return self.prefixes[prefix]

    def graph(self, path: str) -> str:
        """Return the IRI of the named graph that holds the file at this path."""
        return self.base("graph") + path

    def joined(self, more: Mapping[str, str]) -> Namespaces:
        """Return these with more prefixes behind them; the project's own stay as they are."""
        return Namespaces(
            {**self.prefixes, **{k: v for k, v in more.items() if k not in self.prefixes}}
        )

    @cached_property
    def _longest_first(self) -> tuple[tuple[str, str], ...]:
        return tuple(sorted(self.prefixes.items(), key=lambda pair: -len(pair[1])))


def read_namespaces(content: Content) -> Namespaces:
    """Read the prefixes of a content.

    Raises:
        ContentUnavailable: ontology/prefixes.ttl is missing or has no prefix.
    """
    for file in content.below("ontology"):
        if file.path == PREFIX_FILE:
            text = file.data.decode("utf-8", "replace")
            found = dict(_LINE.findall(text))
            _refuse_other_lines(text)
            if found:
                return Namespaces(found)
    raise ContentUnavailable(f"{content.root}/{PREFIX_FILE}: missing, or no @prefix line in it")


def _refuse_other_lines(text: str) -> None:
    for number, line in enumerate(text.split("\n"), 1):
        if line and not line.startswith("#") and not _LINE.fullmatch(line):
            raise ContentUnavailable(
                f"{PREFIX_FILE}:{number}: not a line of the form '@prefix name: <IRI> .'; "
                "write it so, without spaces around it"
            )
