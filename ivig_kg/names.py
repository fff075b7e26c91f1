"""Names of things: from a label, synonym, identifier, CURIE or IRI to the one IRI it means.

A close concept is never taken for the one asked: what does not match by name is refused with the
nearest names, and a name that fits several things is refused with the candidates.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal as OneOf

from ivig_kg.errors import AmbiguousName, UsageError
from ivig_kg.namespaces import Namespaces

__all__ = ["Name", "NameIndex", "fold", "nearest"]

_LONGEST, _FEW = 300, 12
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212-_", " "))


@dataclass(frozen=True, slots=True)
class Name:
    """One name of one thing: its label, a synonym or an identifier."""

    thing: str
    text: str
    kind: OneOf["label", "synonym", "identifier"] = "label"


class NameIndex:
    """All names of a graph, looked up without regard to case, accents and hyphens."""

    def __init__(self, names: Iterable[Name], namespaces: Namespaces) -> None:
        """Index the names; labels and identifiers are kept for showing."""
        self._namespaces = namespaces
        self.labels: dict[str, str] = {}
        self.identifiers: dict[str, str] = {}
        self._folded: defaultdict[str, set[str]] = defaultdict(set)
        for name in names:
            self._folded[fold(name.text)].add(name.thing)
            if name.kind == "label":
                self.labels.setdefault(name.thing, name.text)
            elif name.kind == "identifier":
                self.identifiers.setdefault(name.thing, name.text)

    def resolve(self, text: str, among: Collection[str] | None = None, what: str = "name") -> str:
        """Return the IRI that a text means.

        Args:
            text: an IRI (bare or in angle brackets), a CURIE, a label, synonym or identifier.
            among: the IRIs that fit here; None when all do.
            what: what is asked for, for messages ("treatment").

        Raises:
            UsageError: nothing of that name fits; the message lists the nearest names.
            AmbiguousName: several things have the name; the message lists them.
        """
        if len(text) > _LONGEST:
            raise UsageError(f"{what}: a name of {len(text)} characters; {_LONGEST} at most")
        fitting = self._written_out(text) or self._folded.get(fold(text), set())
        known = {iri for iri in fitting if among is None or iri in among}
        if len(known) == 1:
            return known.pop()
        if known:
            raise AmbiguousName(f"{what}: {text!r} fits several things: {self._listed(known)}")
        raise UsageError(f"{what}: {_refusal(text, bool(fitting))}{self.hint(text, among)}")

    def _written_out(self, text: str) -> set[str]:
        bare = text[1:-1] if text.startswith("<") and text.endswith(">") else text
        if bare.startswith(("http://", "https://")):
            return {bare}
        prefix = bare.partition(":")[0]
        if ":" in bare and prefix in self._namespaces.prefixes:
            return {self._namespaces.expand(bare)}
        return set()

    def hint(self, text: str, among: Collection[str] | None = None) -> str:
        """Return the nearest names as the end of a message; nothing where none is near."""
        names = {
            name: things
            for name, things in self._folded.items()
            if among is None or not things.isdisjoint(among)
        }
        near = {
            iri
            for name in nearest(fold(text.rpartition(":")[2]), names)
            for iri in names[name]
            if among is None or iri in among
        }
        if near:
            return f"; nearest: {self._listed(near)}"
        few = among is not None and len(among) <= _FEW
        return f"; it may be: {self._listed(among or ())}" if few else ""

    def _listed(self, iris: Iterable[str]) -> str:
        label = self.labels.get
        shown = (f"{self._namespaces.show(iri)} ({label(iri, 'no label')})" for iri in iris)
        return ", ".join(sorted(shown))


def _refusal(text: str, known: bool) -> str:  # noqa: FBT001 (one caller, named there)
    shown = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)
    return f"{shown!r} is not of the kind asked for" if known else f"nothing is called {shown!r}"


def fold(text: str) -> str:
    """Return the search key of a name: NFKD, no marks, no case, dashes as spaces.

    >>> fold("Sjögren's  Syndrome") == fold("sjogren's syndrome")
    True
    """
    plain = (c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join("".join(plain).casefold().replace("\u2019", "'").translate(_DASHES).split())


def nearest(text: str, names: Iterable[str], count: int = 4) -> list[str]:
    """Return the names nearest to a text, the nearest first."""
    import difflib  # noqa: PLC0415 (only a wrong name needs it)

    return difflib.get_close_matches(text, list(names), n=count, cutoff=0.5)
