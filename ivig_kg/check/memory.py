"""What the last check that found nothing has seen: kept outside the content, between two calls.

It is believed only whole and of the same rules: with its seal, of the same versions, program,
ontology, shapes and rules, and of no later day. (Days matter in one way alone: a date that did not
lie in the future does not come to lie there.)
"""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from importlib import metadata
from pathlib import Path
from typing import Any, NamedTuple

from ivig_kg.content import Content
from ivig_kg.vault.note import read_note, write_note
from ivig_kg.version import __version__

__all__ = ["Memory", "Seen", "keep", "key_of", "packed", "recall"]

_NAME = "checked.json"
_FORM = 1
_HASH, _TIME = re.compile(r"[0-9a-f]{64}"), re.compile(r"[0-9: UTC-]{0,24}")
_PROGRAMS = ("pyshacl", "rdflib", "pyoxigraph", "shacl-rust")


class Seen(NamedTuple):
    """A file of data: the SHA-256 of its bytes, and the IRIs of its subjects, packed."""

    digest: str
    subjects: bytes

    def names(self) -> frozenset[str]:
        """Return the IRIs of the subjects."""
        return frozenset(zlib.decompress(self.subjects).decode().split("\n")) - {""}


@dataclass(frozen=True)
class Memory:
    """What a check that found nothing has seen.

    Args:
        key: what the rules were, as :func:`key_of` gives it.
        day: on which dates were measured.
        time: when it was, for people.
        files: the files of data, by path.
    """

    key: str
    day: date
    time: str
    files: Mapping[str, Seen]


def packed(subjects: Iterable[str]) -> bytes:
    """Return the IRIs of some subjects in little room."""
    return zlib.compress("\n".join(sorted(subjects)).encode(), 1)


def key_of(content: Content) -> str:
    """Return what stands for all that findings depend on, apart from the data and the day."""
    whole = sha256(f"{_FORM} {__version__}".encode())
    for name in _PROGRAMS:
        whole.update(f"\0{name} {_version(name)}".encode())
    whole.update(_program())
    for file in (
        *content.below("ontology", suffix=""),
        *content.below("queries/checks", suffix=""),
    ):
        whole.update(f"\0{file.path}\0".encode() + sha256(file.data).digest())
    return whole.hexdigest()


def recall(content: Content, key: str, today: date) -> Memory | str:
    """Return what was seen; or why that cannot be leant on, in words.

    Args:
        content: the content.
        key: what the rules are now.
        today: the day on which dates are measured.
    """
    note = read_note(content.folder, _NAME)
    if note is None:
        return "no check that found nothing is remembered"
    try:
        memory = _read(note)
    except (ValueError, KeyError, TypeError, AttributeError, zlib.error):
        return "what is remembered of the last check is damaged"
    if memory.key != key:
        return "the ontology, the rules or the program changed since the last check"
    if memory.day > today:
        return "the last check is of a later day"
    return memory


def keep(content: Content, memory: Memory) -> bool:
    """Keep what was seen, in place of what was; say whether that could be done."""
    files = {path: [seen.digest, _text(seen.subjects)] for path, seen in memory.files.items()}
    said = {"key": memory.key, "day": f"{memory.day}", "time": memory.time, "files": files}
    body = json.dumps(said, sort_keys=True).encode()
    return write_note(content.folder, _NAME, _seal(body) + b"\n" + body)


def _read(note: bytes) -> Memory:
    """Return what a note says.

    Raises:
        ValueError: it has another seal, or another form.
        KeyError: likewise.
        TypeError: likewise.
        AttributeError: likewise.
        zlib.error: subjects that cannot be unpacked.
    """
    seal, _, body = note.partition(b"\n")
    if seal != _seal(body):
        raise ValueError("seal")
    said = json.loads(body)
    if not _TIME.fullmatch(said["time"]):  # it is shown
        raise ValueError("time")
    files = dict(_files(said["files"]))
    return Memory(str(said["key"]), date.fromisoformat(said["day"]), said["time"], files)


def _files(said: dict[str, Any]) -> Iterator[tuple[str, Seen]]:
    for path, (digest, subjects) in said.items():
        if not _HASH.fullmatch(digest):
            raise ValueError(path)
        seen = Seen(digest, base64.b64decode(subjects, validate=True))
        seen.names()  # which can be unpacked, then
        yield path, seen


def _seal(body: bytes) -> bytes:
    return sha256(f"ivig-kg check {_FORM}\n".encode() + body).hexdigest().encode()


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


@cache
def _program() -> bytes:
    """Return the hash of our own program: of one version there may be several in a checkout."""
    whole, package = sha256(), Path(__file__).parents[1]
    for path in sorted(p for p in package.rglob("*.[pr][yu]") if p.is_file()):
        whole.update(path.relative_to(package).as_posix().encode() + b"\0")
        whole.update(sha256(path.read_bytes()).digest())
    return whole.digest()


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "none"
