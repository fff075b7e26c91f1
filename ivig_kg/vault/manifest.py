"""What a change consists of: the record by which a crash is cleared up.

It is replaced whole. What it says is what holds: "staging" is undone, "commit" is completed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from ivig_kg.errors import ContentUnavailable, UsageError
from ivig_kg.vault.disk import Disk, write_whole
from ivig_kg.vault.paths import target_of

__all__ = ["Manifest", "Records", "StagedFile", "digest"]

_FORMAT = 1
_NAME = re.compile(r"[0-9a-f]{16}")


def digest(data: bytes) -> str:
    """Return the SHA-256 of bytes."""
    return sha256(data).hexdigest()


@dataclass(frozen=True)
class StagedFile:
    """One file of a change.

    Args:
        target: the file that is to be written.
        part: the temporary file beside it that holds the new bytes.
        before: the hash of the file as it was; None where there was none.
        after: the hash of the new bytes.
    """

    target: Path
    part: Path
    before: str | None
    after: str


@dataclass(frozen=True)
class Manifest:
    """A change of several files.

    Args:
        name: its own name, which no other change has.
        root: the real path of the content.
        files: the files, by their paths below the root: the hashes before and after.
        made_folders: the paths of folders that the change makes, the uppermost first.
        state: whether it is to be undone or to be completed after a crash.
    """

    name: str
    root: Path
    files: Mapping[str, tuple[str | None, str]]
    made_folders: tuple[str, ...] = ()
    state: Literal["staging", "commit"] = "staging"

    def committed(self) -> Manifest:
        """Return the same change as one that is to be completed."""
        return replace(self, state="commit")

    @cached_property
    def staged(self) -> list[StagedFile]:
        """Return its files with their places.

        Raises:
            UsageError: a path is none that may be written.
        """
        return [self._staged(path, *hashes) for path, hashes in self.files.items()]

    @cached_property
    def folders(self) -> list[Path]:
        """Return the folders that it makes, the uppermost first.

        Raises:
            UsageError: a path is none that may be written.
        """
        return [target_of(self.root, path) for path in self.made_folders]

    def in_bytes(self) -> bytes:
        """Return it as JSON."""
        files = [
            {"target": path, "part": self._part(path), "before": before, "after": after}
            for path, (before, after) in self.files.items()
        ]
        whole = {
            "format": _FORMAT,
            "state": self.state,
            "id": self.name,
            "root": str(self.root),
            "files": files,
            "made_folders": self.made_folders,
        }
        return json.dumps(whole, indent=1).encode("ascii")

    @classmethod
    def from_bytes(cls, data: bytes, root: Path) -> Manifest:
        """Read one of a content.

        Args:
            data: the JSON.
            root: the real path of the content.

        Raises:
            ValueError: it is none, or of a later version, or of another content.
        """
        whole: dict[str, Any] = json.loads(data)
        try:
            files = {file["target"]: (file["before"], file["after"]) for file in whole["files"]}
            made = tuple(whole["made_folders"])
            read = cls(whole["id"], Path(whole["root"]), files, made, whole["state"])
            safe = len(read.staged) == len(files) and len(read.folders) == len(made)
            known = whole["format"] == _FORMAT and read.state in {"staging", "commit"}
            good = safe and known and _NAME.fullmatch(read.name)
        except (KeyError, TypeError, AttributeError, UsageError) as error:
            raise ValueError("it is not in the expected form") from error
        if not good:
            raise ValueError("it is of another version")
        if read.root != root:
            raise ValueError(f"it is of another content, {read.root}")
        return read

    def _part(self, path: str) -> str:
        folder, _, name = path.rpartition("/")
        return f"{folder}/.{name}.{self.name}.part".lstrip("/")

    def _staged(self, path: str, before: str | None, after: str) -> StagedFile:
        return StagedFile(target_of(self.root, path), self.root / self._part(path), before, after)


@dataclass(frozen=True)
class Records:
    """The place of the manifest: there is one at most.

    Args:
        folder: the state folder.
        root: the real path of the content.
        disk: the file system.
    """

    folder: Path
    root: Path
    disk: Disk

    @property
    def path(self) -> Path:
        """Return the file."""
        return self.folder / "manifest.json"

    def read(self) -> Manifest | None:
        """Return the manifest of a change that is not finished.

        Raises:
            ContentUnavailable: it is none that can be understood, or of another content.
            OSError: it cannot be read.
        """
        if self.disk.status(self.path) is None:
            return None
        try:
            return Manifest.from_bytes(self.disk.read(self.path), self.root)
        except ValueError as error:
            raise ContentUnavailable(
                f"{self.path}: the record of a change that broke off cannot be used ({error}); "
                "compare the content with its history, remove leftover '.part' files and this "
                "record, and run it again"
            ) from error

    def write(self, manifest: Manifest) -> None:
        """Put a manifest in its place, whole, and wait until it is on the disk."""
        write_whole(self.disk, self.path, manifest.in_bytes())

    def remove(self) -> None:
        """Remove the manifest: the change is finished."""
        self.disk.unlink(self.path)
        self.disk.fsync_folder(self.folder)
