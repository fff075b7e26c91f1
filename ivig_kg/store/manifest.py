"""What a store was built of and by what, in one small JSON file that tells when it was altered."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import NamedTuple

from ivig_kg.errors import DamagedStore

__all__ = ["FORMAT", "Manifest", "read_manifest", "write_manifest"]

FORMAT = 2
"""The form of what lies in a store; another number means that it must be built anew."""


class Manifest(NamedTuple):
    """What is known of a store.

    Args:
        format: the form of what lies there.
        engine: what wrote it, with its version, such as ``pyoxigraph 0.5.13``.
        root: the folder of the content that it was built from.
        version: the dated version of that content.
        digest: the SHA-256 of that content.
        signature: the SHA-256 of its files' paths, sizes and times, to tell quickly of changes.
        graphs: whether the named graphs are in it.
        triples: how many triples the files state.
        bytes: the size of the store on the disk.
        seconds: how long it took to fill.
        answering: how long it took to ask what is kept.
        built: when, in UTC, by ISO 8601.
        folder: the name of the folder that holds the engine's files.
        files: the SHA-256 of the engine's files, by their names.
        answers: the SHA-256 of the answers that are kept, by their names.
        seen: the hash of their sizes and times when they were last found to be so.
    """

    format: int
    engine: str
    root: str
    version: str
    digest: str
    signature: str
    graphs: bool
    triples: int
    bytes: int
    seconds: float
    answering: float
    built: str
    folder: str
    files: dict[str, str]
    answers: dict[str, str]
    seen: str

    @property
    def build(self) -> str:
        """Return a hash that no other build shares, of this content or of another."""
        told = (self.format, self.engine, self.digest, self.built, sorted(self.files.items()))
        return sha256(repr(told).encode()).hexdigest()


_NOTHING: dict[str, object] = {
    **dict.fromkeys(Manifest._fields, ""),
    **dict.fromkeys(("format", "triples", "bytes", "seconds", "answering"), 0),
    "graphs": False,
    "files": {},
    "answers": {},
}
"""What is said of a field that another form does not have."""


def write_manifest(manifest: Manifest) -> bytes:
    """Return the file of a manifest, with the hash of what it says."""
    said = manifest._asdict()
    return json.dumps({**said, "sha256": _hash(said)}, indent=1).encode() + b"\n"


def read_manifest(data: bytes, where: str) -> Manifest:
    """Read the file of a manifest.

    Args:
        data: its bytes.
        where: its name, for messages.

    Raises:
        DamagedStore: it is none, was altered, or is of another form of which nothing is known.
    """
    try:
        said = json.loads(data)
        told = said.pop("sha256")
        if told != _hash(said):
            raise DamagedStore(f"{where}: was altered since it was written")
        if said["format"] != FORMAT:  # only these two are known to be there
            said = {**_NOTHING, **_known(said)}
        return Manifest(**said)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise DamagedStore(f"{where}: is no description of a store") from None


def _known(said: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in said.items() if key in Manifest._fields}


def _hash(said: dict[str, object]) -> str:
    return sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
