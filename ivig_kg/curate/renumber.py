"""Two things under one number, as after a merge: the later one gets a free number.

A parser sees one thing that says everything twice. The text still shows two blocks, so this works
on blocks, before the file is written anew by anything else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ivig_kg.curate.desk import Desk
from ivig_kg.curate.life import Done
from ivig_kg.curate.places import next_number
from ivig_kg.errors import InvalidInput
from ivig_kg.turtle.intake import decode

__all__ = ["renumber"]

_SUBJECT = re.compile(r"^((?:st|entry):[a-z0-9-]+?-[0-9]+)(\.[a-z0-9-]+)?$")
_DRAFT = re.compile(r"^\s+ivig:status ivig:Draft [;.]$", re.MULTILINE)


@dataclass
class _Block:
    text: str
    owner: str = ""
    part: str = ""


@dataclass
class _File:
    path: str
    blocks: list[_Block]
    renamed: list[tuple[str, str]] = field(default_factory=list)


def renumber(desk: Desk, paths: Sequence[str] = ()) -> Done:
    """Give the later of two things with one number a free one, with its parts.

    Args:
        desk: where.
        paths: files of the data; none for all.

    Raises:
        InvalidInput: the later one is no draft, or it cannot be told which parts are whose.
    """
    bench = desk.bench()
    notes: list[str] = []
    texts: dict[str, bytes] = {}
    for path in paths or bench.files:
        if path not in bench.files:
            raise InvalidInput(f"{path}: no file of the data; name one such as data/sources/….ttl")
        file = _read(path, decode(bench.files[path], path))
        _mend(file, [*bench.files.values(), *texts.values()])
        if file.renamed:
            texts[path] = "".join(block.text for block in file.blocks).encode()
            notes += [f"{old} stood twice; the later one is {new} now" for old, new in file.renamed]
            notes += _others(file, bench.files)
    if not texts:
        return Done(("no number is given twice; nothing to do",))
    desk.vault.commit(texts, {path: desk.raw(path) for path in texts})
    return Done((*notes, "now: ivig-kg format, and ivig-kg check"), tuple(texts))


def _read(path: str, text: str) -> _File:
    """Cut a text into blocks, each from a subject at the margin to the next."""
    blocks = [_Block("")]
    for line in text.splitlines(keepends=True):
        if found := _SUBJECT.match(line.strip()) if not line[:1].isspace() else None:
            blocks.append(_Block("", found[1], found[2] or ""))
        elif line[:1] not in {"", " ", "\t", "\n", "#", "@", "\r"}:
            blocks.append(_Block(""))
        blocks[-1].text += line
    return _File(path, blocks)


def _mend(file: _File, texts: Iterable[bytes]) -> None:
    known = list(texts)
    for owner in dict.fromkeys(block.owner for block in file.blocks if block.owner):
        heads = [b for b in file.blocks if (b.owner, b.part) == (owner, "")]
        for number, later in enumerate(heads[1:], 1):
            if owner.startswith("st:") and not _DRAFT.search(later.text):
                raise InvalidInput(
                    f"{file.path}: the later {owner} is no draft, and its number may be known "
                    "elsewhere: mend it by hand"
                )
            start = f"{owner.rpartition('-')[0]}-"
            new = f"{start}{next_number(start, known)}"
            parts = _parts_of(file, owner, heads, number)
            for block in (later, *parts):
                block.text = _renamed(block.text, owner, new)
            known.append("".join(block.text for block in file.blocks).encode())
            file.renamed.append((owner, new))


def _parts_of(file: _File, owner: str, heads: Sequence[_Block], number: int) -> list[_Block]:
    """Return the blocks of parts that belong to the head with this number, counted from 0.

    Raises:
        InvalidInput: two heads name a part that has one block.
    """
    found: list[_Block] = []
    for part in dict.fromkeys(b.part for b in file.blocks if b.owner == owner and b.part):
        blocks = [b for b in file.blocks if (b.owner, b.part) == (owner, part)]
        named = re.compile(rf"(?<![\w.-]){re.escape(owner + part)}(?![\w-])")
        holders = [index for index, head in enumerate(heads) if named.search(head.text)]
        if number not in holders:
            continue
        if len(blocks) != len(holders):
            raise InvalidInput(
                f"{file.path}: {owner}{part} stands {len(blocks)} times and is named by "
                f"{len(holders)}: it cannot be told whose it is; mend it by hand"
            )
        found.append(blocks[holders.index(number)])
    return found


def _renamed(text: str, old: str, new: str) -> str:
    return re.sub(rf"(?<![\w.-]){re.escape(old)}(?![0-9])", new, text)


def _others(file: _File, files: dict[str, bytes]) -> list[str]:
    """Say which other files name a number that stood twice: a person must see which is meant."""
    notes = []
    for old, new in file.renamed:
        named = re.compile(rb"(?<![\w.-])%b(?![0-9])" % re.escape(old.encode()))
        for path, data in files.items():
            if path != file.path and named.search(data):
                notes.append(f"{path} names {old}: see whether it means {new}")
    return notes
