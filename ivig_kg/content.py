"""Where ontology/, data/ and queries/ are, which files they hold, and their hash.

Content is found as: ``--content`` > ``IVIG_KG_CONTENT`` > the checkout of an editable install > the
copy in the wheel. It is never guessed from the working directory (design, section 4).
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from ivig_kg.errors import ContentUnavailable

if TYPE_CHECKING:
    from hashlib import sha256
    from pathlib import Path
else:
    # hashlib loads OpenSSL, which takes longer than to hash the content; as random does.
    try:
        from _sha256 import sha256  # Python 3.11
    except ImportError:
        from hashlib import sha256

__all__ = ["ENVIRONMENT", "FOLDERS", "Content", "ContentFile", "find_content"]

ENVIRONMENT = "IVIG_KG_CONTENT"
FOLDERS = ("ontology", "data", "queries")
_SUFFIXES = frozenset({".ttl", ".rq", ".tsv"})
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_HEADER = "data/dataset.ttl"
_VERSION = re.compile(rb'schema:version "([^"\n]{1,40})"')


class ContentFile(NamedTuple):
    """One text file of the content: its path below the root (with ``/``) and its bytes."""

    path: str
    data: bytes


@dataclass(frozen=True)
class Content:
    """A folder with ontology/, data/ and queries/, and how it was found.

    Args:
        root: the folder's absolute path, as text: pathlib is not needed to answer a question.
        origin: ``--content``, the environment variable, ``checkout`` or ``package``.
        held: its files, where they are not those on the disk: a revision, a change that is tried.
        told: its version and its hash, where a store remembers them: the files are not read for it.
    """

    root: str
    origin: str
    held: tuple[ContentFile, ...] | None = None
    told: tuple[str, str] | None = None

    @property
    def folder(self) -> Path:
        """Return the folder as a path object."""
        from pathlib import Path  # noqa: PLC0415 (cold start)

        return Path(self.root)

    @property
    def packaged(self) -> bool:
        """Say whether this is the read-only copy inside the installed package."""
        return self.origin == "package"

    @cached_property
    def files(self) -> tuple[ContentFile, ...]:
        """Read every .ttl, .rq and .tsv file, in the order of their paths.

        Raises:
            ContentUnavailable: a file cannot be read.
        """
        return tuple(file for folder in sorted(FOLDERS) for file in self._of_folder(folder))

    @cached_property
    def _folders(self) -> dict[str, tuple[ContentFile, ...]]:
        return {}

    def _of_folder(self, folder: str) -> tuple[ContentFile, ...]:
        """Read a folder once; the others are not touched: the data may be large."""
        if folder not in self._folders:
            self._folders[folder] = tuple(self.stream(folder))
        return self._folders[folder]

    def stream(self, *folders: str) -> Iterator[ContentFile]:
        """Yield the files of some folders in the order of their paths, and keep none of them.

        Args:
            folders: of ``ontology``, ``data`` and ``queries``.

        Raises:
            ContentUnavailable: a file cannot be read.
        """
        for folder in sorted(folders):
            if self.held is not None:
                found = (file for file in self.held if file.path.startswith(f"{folder}/"))
                yield from sorted(found, key=lambda file: file.path)
            else:
                yield from map(self._file, sorted(self._paths(folder)))

    def replaced(self, changes: Mapping[str, bytes | None]) -> Content:
        """Return this content with some files changed, added or (None) taken away, on no disk."""
        kept = [file for file in self.files if file.path not in changes]
        new = [ContentFile(path, data) for path, data in changes.items() if data is not None]
        return Content(self.root, self.origin, (*kept, *new))

    def below(self, *folders: str, suffix: str = ".ttl") -> tuple[ContentFile, ...]:
        """Return the files below the given folders, for example ``"ontology/shapes"``."""
        starts = tuple(f"{folder}/" for folder in folders)
        tops = sorted({folder.split("/", 1)[0] for folder in folders})
        return tuple(
            file
            for top in tops
            for file in self._of_folder(top)
            if file.path.startswith(starts) and file.path.endswith(suffix)
        )

    @property
    def knowledge(self) -> tuple[ContentFile, ...]:
        """Return what questions run on: the ontology without its shapes, and the data."""
        shapes = {file.path for file in self.below("ontology/shapes")}
        return tuple(file for file in self.below("ontology", "data") if file.path not in shapes)

    @property
    def version(self) -> str:
        """Return the dated version that the header of the data gives, or ``unversioned``."""
        if self.told is not None:
            return self.told[0]
        for file in self.below("data"):
            if file.path == _HEADER and (found := _VERSION.search(file.data)):
                return found[1].decode("ascii", "replace")
        return "unversioned"

    @cached_property
    def digest(self) -> str:
        """Return the SHA-256 of all paths and bytes: the identity of this content."""
        return self.told[1] if self.told is not None else _hash_of(self.files)

    def digest_of_disk(self) -> str:
        """Return what ``digest`` is for the files as they are now, without keeping any of them."""
        return _hash_of(self.stream(*FOLDERS))

    def known_as(self, version: str, digest: str) -> Content:
        """Return this content with a version and a hash that were found before."""
        return replace(self, told=(version, digest))

    def signature(self) -> tuple[tuple[str, int, int, int], ...]:
        """Return what changes when a file does: paths, times in ns, sizes in bytes."""
        found = []
        for full in (full for folder in FOLDERS for full in self._paths(folder)):
            try:
                told = os.stat(full)  # noqa: PTH116 (many files)
            except FileNotFoundError:  # it has just been taken away
                continue
            found.append((self._relative(full), told.st_mtime_ns, told.st_ctime_ns, told.st_size))
        return tuple(sorted(found))

    def _paths(self, folder: str) -> Iterator[str]:
        if folder in _missing(self.root):
            return
        for where, folders, names in os.walk(f"{self.root}/{folder}", onerror=_unreadable):
            self._refuse_links(where, folders)
            for name in names:
                if os.path.splitext(name)[1] in _SUFFIXES:  # noqa: PTH122 (cold start)
                    yield os.path.join(where, name)  # noqa: PTH118 (cold start)

    def _relative(self, full: str) -> str:
        # Cheaper than os.path.relpath, which shows at 200 files; os.walk put the root in front.
        return full[len(self.root) + 1 :].replace(os.sep, "/")

    def _refuse_links(self, where: str, folders: list[str]) -> None:
        for folder in folders:
            if os.path.islink(f"{where}/{folder}"):  # noqa: PTH114 (cold start)
                path = os.path.relpath(f"{where}/{folder}", self.root)
                raise ContentUnavailable(f"{path}: a link to a folder; put the folder itself there")

    def _file(self, full: str) -> ContentFile:
        path = self._relative(full)
        if not os.path.isfile(full):  # noqa: PTH113 (cold start)
            raise ContentUnavailable(f"{path}: not a regular file; take it out of the content")
        try:
            with open(full, "rb") as stream:  # noqa: PTH123 (cold start)
                return ContentFile(path, stream.read().removeprefix(_BYTE_ORDER_MARK))
        except OSError as error:
            raise ContentUnavailable(f"{path}: cannot be read ({error.strerror})") from error


def find_content(given: str | None = None) -> Content:
    """Find the content: what the caller names, else the environment, checkout or package.

    Args:
        given: the folder named by the caller (``--content``), or None.

    Raises:
        ContentUnavailable: the folder does not hold ontology/, data/ and queries/.
    """
    package = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120 (cold start)
    checkout = os.path.dirname(package)  # noqa: PTH120 (cold start)
    if given is not None:
        return _checked(given, "--content")
    if named := os.environ.get(ENVIRONMENT):
        return _checked(named, ENVIRONMENT)
    if os.path.isfile(f"{checkout}/pyproject.toml") and _missing(checkout) == []:  # noqa: PTH113
        return _checked(checkout, "checkout")
    return _checked(f"{package}/_content", "package")


def _hash_of(files: Iterable[ContentFile]) -> str:
    whole = sha256()
    for file in files:
        whole.update(f"{file.path}\0{len(file.data)}\0".encode())
        whole.update(file.data)
    return whole.hexdigest()


def _unreadable(error: OSError) -> None:
    raise ContentUnavailable(f"{error.filename}: cannot be read ({error.strerror})") from error


def _missing(root: str) -> list[str]:
    return [folder for folder in FOLDERS if not os.path.isdir(f"{root}/{folder}")]  # noqa: PTH112


def _checked(root: str, origin: str) -> Content:
    if missing := _missing(root):
        raise ContentUnavailable(
            f"{root}: no content there ({origin}): it has no {', '.join(missing)}; "
            "'ivig-kg init FOLDER' makes a folder that has them"
        )
    return Content(os.path.abspath(root), origin)  # noqa: PTH100 (cold start)
