"""Names of things: from a label, synonym, identifier, CURIE or IRI to the one IRI it means.

A close concept is never taken for the one asked: what does not match by name is refused with the
nearest names, and a name that fits several things is refused with the candidates.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from ivig_kg.errors import AmbiguousName, UsageError
from ivig_kg.namespaces import Namespaces

__all__ = ["AskedLabels", "LateNames", "Name", "NameIndex", "fold", "nearest", "written_out"]

_LONGEST, _FEW, _TOO_MANY = 300, 12, 50_000
_IRI = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x20\x7f-\x9f]+")
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212-_", " "))


class Name(NamedTuple):
    """One name of one thing; ``role`` is label, synonym or identifier."""

    thing: str
    text: str
    role: str = "label"


class NameIndex:
    """Names of things, matched without regard to case, accents and hyphens."""

    def __init__(
        self, names: Iterable[Name], namespaces: Namespaces, things: Iterable[str] = ()
    ) -> None:
        """Take the names, and the IRIs of things that have none."""
        self._namespaces = namespaces
        self._names = tuple(names)
        self.things = {name.thing for name in self._names}.union(things)

    def __contains__(self, iri: str) -> bool:
        """Say whether a thing is among those named."""
        return iri in self.things

    @cached_property
    def labels(self) -> dict[str, str]:
        """Return the label of each thing that has one."""
        return {name.thing: name.text for name in self._names if name.role == "label"}

    @cached_property
    def identifiers(self) -> dict[str, str]:
        """Return the identifier of each thing that has one."""
        return {name.thing: name.text for name in self._names if name.role == "identifier"}

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
        fitting = self._written_out(text) or self._called(fold(text))
        known = {iri for iri in fitting if among is None or iri in among}
        if len(known) == 1:
            return known.pop()
        if known:
            raise AmbiguousName(f"{what}: {text!r} fits several things: {self._listed(known)}")
        raise UsageError(f"{what}: {_refusal(text, bool(fitting))}{self.hint(text, among)}")

    def _written_out(self, text: str) -> set[str]:
        iri = written_out(text, self._namespaces)
        return set() if iri is None else {iri}

    def _called(self, key: str) -> set[str]:
        return {name.thing for name in self._names if fold(name.text) == key}

    def hint(self, text: str, among: Collection[str] | None = None) -> str:
        """Return the nearest names as the end of a message; nothing where none is near.

        Of a very large graph, none is looked for.
        """
        if (
            len(self._names) > _TOO_MANY
        ):  # looking through them would take longer than to look it up
            return ""
        names: defaultdict[str, set[str]] = defaultdict(set)
        for name in self._names:
            if among is None or name.thing in among:
                names[fold(name.text)].add(name.thing)
        key = fold(text.rpartition(":")[2])
        near = {iri for name in nearest(key, names) for iri in names[name]}
        if near:
            return f"; nearest: {self._listed(near)}"
        few = among is not None and len(among) <= _FEW
        return f"; it may be: {self._listed(among or ())}" if few else ""

    def _listed(self, iris: Iterable[str]) -> str:
        label = self.labels.get
        shown = (f"{self._namespaces.show(iri)} ({label(iri, 'no label')})" for iri in iris)
        return ", ".join(sorted(shown))


def written_out(text: str, namespaces: Namespaces) -> str | None:
    """Return the IRI that a text is, as IRI (bare or in angle brackets) or CURIE; None of others.

    Nothing but a whole IRI leaves here: it is put between < and > in a query.
    """
    bare = text[1:-1] if text.startswith("<") and text.endswith(">") else text
    if ":" in bare and bare.partition(":")[0] in namespaces.prefixes:
        bare = namespaces.expand(bare)
    return bare if len(text) <= _LONGEST and _IRI.fullmatch(bare) else None


class AskedLabels(Mapping[str, str]):
    """The labels of things, each looked up when it is first asked for: for a graph of any size."""

    def __init__(self, look_up: Callable[[str], str]) -> None:
        """Take what looks up the label of one thing; it gives nothing where there is none."""
        self._look_up = look_up
        self._known: dict[str, str] = {}

    def __getitem__(self, key: str) -> str:
        """Return the label of an IRI.

        Raises:
            KeyError: it has none.
        """
        if key not in self._known:
            self._known[key] = self._look_up(key)
        if not self._known[key]:
            raise KeyError(key)
        return self._known[key]

    def __iter__(self) -> Iterator[str]:
        """Yield the IRIs whose labels were found so far."""
        return (iri for iri, label in self._known.items() if label)

    def __len__(self) -> int:
        """Return how many labels were found so far."""
        return sum(1 for _ in self)


class LateNames(Mapping[str, str]):
    """Names for showing that are looked up only when a format shows them (cold start)."""

    def __init__(self, look_up: Callable[[], Mapping[str, str]]) -> None:
        """Take what looks them up."""
        self._look_up = look_up

    @cached_property
    def _names(self) -> Mapping[str, str]:
        return self._look_up()

    def __getitem__(self, key: str) -> str:
        """Return the name of an IRI."""
        return self._names[key]

    def __iter__(self) -> Iterator[str]:
        """Yield the IRIs that have a name."""
        return iter(self._names)

    def __len__(self) -> int:
        """Return how many IRIs have a name."""
        return len(self._names)


def _refusal(text: str, known: bool) -> str:  # noqa: FBT001 (one caller, named there)
    shown = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)
    return f"{shown!r} is not of the kind asked for" if known else f"nothing is called {shown!r}"


def fold(text: str) -> str:
    """Return the search key of a name: NFKD, no marks, no case, dashes as spaces.

    >>> fold("Sjögren's  Syndrome") == fold("sjogren's syndrome")
    True
    """
    if text.isascii():
        return " ".join(text.casefold().translate(_DASHES).split())
    plain = (c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join("".join(plain).casefold().replace("\u2019", "'").translate(_DASHES).split())


def nearest(text: str, names: Iterable[str], count: int = 4) -> list[str]:
    """Return the names nearest to a text, the nearest first."""
    import difflib  # noqa: PLC0415 (only a wrong name needs it)

    return difflib.get_close_matches(text, list(names), n=count, cutoff=0.5)
