"""Which file a thing stands in, and the next free number: names are never used twice."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ivig_kg.content import Content
from ivig_kg.curate.bench import Bench
from ivig_kg.errors import InvalidInput
from ivig_kg.namespaces import Namespaces

__all__ = ["next_number", "review_file", "source_file", "source_of", "stem_of"]

_STEM = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_REMARK = re.compile(rb"^#.*$", re.MULTILINE)
_NUMBERED = re.compile(r"(?P<stem>[a-z0-9-]+?)-[1-9][0-9]{0,8}(?:\..*)?")


def source_of(statement: str, namespaces: Namespaces) -> str:
    """Return the local name of the source that the number of a statement runs within.

    Args:
        statement: the IRI of a statement, or of a part of one.
        namespaces: the prefixes.

    Raises:
        InvalidInput: it is not named ``st:<source>-<number>``.
    """
    local = statement.removeprefix(namespaces.base("st"))
    found = _NUMBERED.fullmatch(local)
    if local == statement or not found:
        raise InvalidInput(
            f"{namespaces.show(statement)}: no name of a statement; it is st:<source>-<number>"
        )
    return found["stem"]


def stem_of(thing: str, bench: Bench) -> str:
    """Return the stem of the file in data/reviews/ that keeps the entries on a thing.

    It is the local name of the source for a source and its statements, and the stem of its file for
    a judgement.

    Raises:
        InvalidInput: no file of the data describes it.
    """
    names = bench.namespaces
    if thing.startswith(names.base("st")):
        return source_of(thing, names)
    if thing.startswith(names.base("src")):
        return thing.removeprefix(names.base("src"))
    path = bench.home(thing)
    if path is None:
        raise InvalidInput(f"{names.show(thing)}: no file of the data describes it")
    return path.rpartition("/")[2].removesuffix(".ttl")


def review_file(stem: str) -> str:
    """Return the path of the file with the entries of a stem."""
    return f"data/reviews/{stem}.ttl"


def source_file(source: str, content: Content, what: str = "statements") -> str:
    """Return the path of the file that takes something new of a source.

    Where a file describes the source already, under whatever name, it is that file or its folder.

    Args:
        source: the local name of the source.
        content: the content.
        what: the stem of the file, where the source is a folder.

    Raises:
        InvalidInput: the name is none for a file.
    """
    if not _STEM.fullmatch(source):
        raise InvalidInput(
            f"{source[:80]!r}: no name for a document: lower case, digits and hyphens, "
            "such as author-2011"
        )
    folder = f"data/sources/{source}/"
    if any(file.path.startswith(folder) for file in content.files):
        return f"{folder}{what}.ttl"
    plain = f"data/sources/{source}.ttl"
    home = _describing(source, content)
    if plain in home or not home:
        return plain
    within = home[0].rpartition("/")[0]
    return home[0] if within in {"data", "data/sources"} else f"{within}/{what}.ttl"


def _describing(source: str, content: Content) -> list[str]:
    """Return the files with a block on a source."""
    name = f"src:{source}".encode()
    block = re.compile(rb"^%b\s" % re.escape(name), re.MULTILINE)
    return [f.path for f in content.below("data") if name in f.data and block.search(f.data)]


def next_number(start: str, texts: Iterable[bytes]) -> int:
    """Return the number after the highest that any text names.

    Args:
        start: what stands before the number, such as ``st:rist-2011-``.
        texts: all files of data: a name that something only refers to is taken, too.
    """
    sought = re.compile(rb"(?<![\w.-])%b([0-9]{1,9})(?![0-9])" % re.escape(start.encode()))
    said = (_REMARK.sub(b"", text) for text in texts)
    found = [int(number) for text in said for number in sought.findall(text)]
    return max(found, default=0) + 1
