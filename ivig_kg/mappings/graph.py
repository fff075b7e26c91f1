"""The mapping tables as triples, quickly and without judgement: a row that is none is passed over.

What is wrong with a row is for ``read`` to tell, which a check asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ivig_kg.content import Content, ContentFile
from ivig_kg.namespaces import Namespaces

__all__ = [
    "DENIED",
    "FOLDER",
    "NOT_FOUND",
    "PREDICATES",
    "as_turtle",
    "knowledge",
    "outside_prefixes",
    "prefixes_of",
]

FOLDER = "ontology/mappings"
DENIED = f"{FOLDER}/denied.tsv"
NOT_FOUND = "sssom:NoTermFound"
"""What SSSOM writes where a vocabulary was searched and has nothing."""

PREDICATES = tuple(f"skos:{kind}Match" for kind in ("exact", "close", "broad", "narrow", "related"))
ADDRESS = r"https?://[A-Za-z0-9](?:[A-Za-z0-9._~:/?#@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*"
"""An address of ASCII, as a pattern: no character of it needs an escape between < and >."""

_PREFIX = re.compile(rf"^#  ([A-Za-z][A-Za-z0-9._-]*): ({ADDRESS})\r?$", re.MULTILINE)
_ODD = re.compile(r"[^A-Za-z0-9._-]")


def knowledge(content: Content, namespaces: Namespaces) -> tuple[ContentFile, ...]:
    """Return all that questions run on: ontology, data, and the mapping tables as Turtle."""
    return (*content.knowledge, *as_turtle(content, namespaces))


def as_turtle(content: Content, namespaces: Namespaces) -> list[ContentFile]:
    """Return the mapping tables as Turtle, each under the path of its file.

    A set gives a triple for each mapping; the traps give the reason, what to use instead, and for
    which terms the identifier is right.
    """
    tables = content.below(FOLDER, suffix=".tsv")
    if not tables:
        return []
    relations = {curie: namespaces.expand(curie) for curie in PREDICATES}
    why, better, right = map(
        namespaces.expand, ("ivig:deniedBecause", "ivig:useInstead", "ivig:rightFor")
    )
    made = []
    for file in tables:
        text = file.data.decode("utf-8", "replace")
        prefixes = prefixes_of(text)
        if file.path == DENIED:
            lines = [
                line
                for iri, because, others in _denials(text, prefixes)
                for line in _of_denial(iri, because, others, (why, better, right))
            ]
        else:
            lines = list(_of_set(text, prefixes, relations))
        made.append(ContentFile(file.path, "\n".join(lines).encode()))
    return made


def outside_prefixes(content: Content) -> dict[str, str]:
    """Return the prefixes of all mapping tables of a content, with their IRIs."""
    tables = content.below(FOLDER, suffix=".tsv")
    return {
        prefix: iri
        for file in tables
        for prefix, iri in prefixes_of(file.data.decode("utf-8", "replace")).items()
    }


def prefixes_of(text: str) -> dict[str, str]:
    """Return the prefixes that the header of a table states, with their IRIs."""
    return dict(_PREFIX.findall(text))


def _of_set(text: str, prefixes: dict[str, str], relations: dict[str, str]) -> Iterator[str]:
    for line in text.split("\n"):
        if line.startswith("#") or line.count("\t") < 3:  # noqa: PLR2004 (the columns read)
            continue
        subject, _, predicate, thing, *_ = line.split("\t", 4)
        ours, theirs = _expanded(subject, prefixes), _expanded(thing, prefixes)
        if ours and theirs and predicate in relations:
            yield f"<{ours}> <{relations[predicate]}> <{theirs}> ."


def _denials(
    text: str, prefixes: dict[str, str]
) -> Iterator[tuple[str, str, tuple[list[str], list[str]]]]:
    for line in text.split("\n"):
        cells = line.removesuffix("\r").split("\t")
        if line.startswith("#") or len(cells) != 5 or not cells[4].isprintable():  # noqa: PLR2004 (the columns of the list)
            continue
        thing, _, allowed, instead, because = cells
        if iri := _expanded(thing, prefixes):
            found = [
                [full for one in cell.split("|") if (full := _expanded(one, prefixes))]
                for cell in (instead, allowed)
            ]
            yield iri, because, (found[0], found[1])


def _of_denial(
    iri: str, because: str, others: tuple[list[str], list[str]], words: tuple[str, str, str]
) -> Iterator[str]:
    why, better, right = words
    text = because.replace("\\", "\\\\").replace('"', '\\"')
    yield f'<{iri}> <{why}> "{text}" .'
    for predicate, things in ((better, others[0]), (right, others[1])):
        for thing in things:
            yield f"<{iri}> <{predicate}> <{thing}> ."


def _expanded(curie: str, prefixes: dict[str, str]) -> str:
    """Return the IRI of a CURIE; nothing for one that is none, or stands for nothing found."""
    prefix, _, local = curie.partition(":")
    base = "" if curie == NOT_FOUND else prefixes.get(prefix, "")
    return base + local if base and local and not _ODD.search(local) else ""
