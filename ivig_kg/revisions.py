"""Git, as a command: the content at a revision, who works here, the history of a file.

Objects are read as they are stored (``ls-tree``, ``cat-file``), never through ``git archive``: the
attributes of a branch can make an archive leave files out, or write other bytes into them.
Nothing is fetched, nothing is written, and git asks nobody anything.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ivig_kg.answer.wording import harmless
from ivig_kg.content import FOLDERS, Content, ContentFile
from ivig_kg.errors import ContentUnavailable, LimitReached, MissingPart, UsageError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Commit", "Identity", "commits", "identity", "read_revision"]

_SUFFIXES = frozenset({".ttl", ".rq", ".tsv"})
_REGULAR = frozenset({"100644", "100755", "100664"})
_ODD = {"120000": "a link", "160000": "a submodule"}
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_MOST_BYTES, _LONGEST, _SECONDS = 64 * 2**20, 200, 30.0
# What else the environment says to git is about another repository or index: that of a hook.
_KEPT = ("GIT_CONFIG", "GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM")
_QUIET = {
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
    "LANGUAGE": "",
}


class Identity(NamedTuple):
    """As whom git would commit here; empty texts where nobody told it."""

    name: str
    email: str


class Commit(NamedTuple):
    """One commit: its hash, its author's name, the day (YYYY-MM-DD) and the first line."""

    hash: str
    author: str
    day: str
    subject: str


class _Entry(NamedTuple):
    """One entry of a tree, with its path below the content."""

    mode: str
    object: bytes
    size: int
    path: str


def read_revision(folder: str | Path, revision: str) -> Content:
    """Read ontology/, data/ and queries/ as they are at a revision.

    Args:
        folder: where the content is on the disk: a repository, or a folder within one.
        revision: what git calls a commit: a branch, a tag, a hash, HEAD~1.

    Raises:
        UsageError: there is no such revision, or the folder is in no repository.
        ContentUnavailable: there is no content at the revision, or it holds links.
        LimitReached: it holds over 64 MB, or git takes too long.
        MissingPart: there is no git.
    """
    root = os.path.abspath(folder)  # noqa: PTH100 (cold start)
    commit = _commit(root, revision)
    entries = [entry for entry in _tree(root, commit, revision) if _is_ours(entry, revision)]
    held = {entry.path.partition("/")[0] for entry in entries}
    if missing := [name for name in FOLDERS if name not in held]:
        raise ContentUnavailable(
            f"{revision}: no content there ({root} at this revision): nothing in "
            f"{', '.join(missing)}"
        )
    if (size := sum(entry.size for entry in entries)) > _MOST_BYTES:
        raise LimitReached(f"{revision}: {size:,} bytes of content; {_MOST_BYTES:,} at most")
    return Content(root, "git", tuple(_files(root, entries, revision)))


def identity(folder: str | Path) -> Identity:
    """Return as whom git would commit in a folder, with empty texts where nothing is known."""
    try:
        code, said, _ = _git(str(folder), ("config", "-z", "--get-regexp", r"^user\.(name|email)$"))
    except (MissingPart, UsageError):
        return Identity("", "")
    pairs = [record.partition("\n") for record in said.decode("utf-8", "replace").split("\0")]
    found = {key: value.strip() for key, _, value in pairs} if code == 0 else {}
    return Identity(found.get("user.name", ""), found.get("user.email", ""))


def commits(folder: str | Path, path: str, limit: int = 100) -> list[Commit]:
    """Return the commits that changed a file, the newest first.

    Args:
        folder: the content, in a repository.
        path: the file, below the folder.
        limit: how many at most.

    Raises:
        UsageError: the folder is in no repository.
        MissingPart: there is no git.
    """
    wanted = "--format=%H%x00%an%x00%ad%x00%s"
    words = ("log", "-z", f"-n{limit:d}", "--no-show-signature", "--date=short", wanted, "--", path)
    code, said, why = _git(str(folder), ("-c", "i18n.logOutputEncoding=UTF-8", *words))
    if code and "does not have any commits" in why:
        return []
    _refuse_failure(code, why, str(folder))
    texts = said.decode("utf-8", "replace").removesuffix("\0").split("\0")
    return [Commit(*texts[n : n + 4]) for n in range(0, len(texts) - 3, 4)]


def _commit(root: str, revision: str) -> str:
    shown = repr(revision[:_LONGEST])
    if revision.startswith("-") or not revision.isprintable() or not revision.strip():
        raise UsageError(f"{shown} is no revision; name a branch, a tag or a commit")
    if len(revision) > _LONGEST:
        raise UsageError(f"a revision of {len(revision)} characters; {_LONGEST} at most")
    words = ("rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}")
    code, said, why = _git(root, words)
    if code and "not a git repository" not in why and "dubious" not in why:
        raise UsageError(
            f"{shown}: git knows no commit of that name in {root} ({_first_line(why)}); "
            "'git log --oneline' and 'git branch --all' list what there is"
        )
    _refuse_failure(code, why, root)
    return said.decode("ascii", "replace").strip()


def _tree(root: str, commit: str, revision: str) -> Iterator[_Entry]:
    code, said, why = _git(root, ("ls-tree", "-r", "-z", "-l", commit, *FOLDERS))
    _refuse_failure(code, why, root)
    for record in said.split(b"\0"):
        head, tab, path = record.partition(b"\t")
        if not tab:
            continue
        mode, _, name, size = head.split()
        yield _Entry(
            mode.decode("ascii"),
            name,
            int(size) if size.isdigit() else 0,
            _plain_path(path, revision),
        )


def _plain_path(path: bytes, revision: str) -> str:
    text = path.decode("utf-8", "replace")
    steps = text.split("/")
    if not text.isprintable() or "\ufffd" in text or "\\" in text or {"", ".", ".."} & set(steps):
        raise ContentUnavailable(f"{revision}: {harmless(text)!r}: no plain path; rename that file")
    return text


def _is_ours(entry: _Entry, revision: str) -> bool:
    """Say whether an entry is a file of the content.

    Raises:
        ContentUnavailable: it is a link or a submodule.
    """
    if entry.mode in _ODD:
        what = _ODD[entry.mode]
        raise ContentUnavailable(
            f"{revision}: {entry.path}: {what}; put the file itself there, or take it out"
        )
    return (
        entry.mode in _REGULAR
        and "/" in entry.path
        and os.path.splitext(entry.path)[1] in _SUFFIXES  # noqa: PTH122 (cold start)
    )


def _files(root: str, entries: Sequence[_Entry], revision: str) -> Iterator[ContentFile]:
    request = b"".join(entry.object + b"\n" for entry in entries)
    code, said, why = _git(root, ("cat-file", "--batch"), request)
    _refuse_failure(code, why, root)
    place = 0
    for entry in entries:
        end = said.find(b"\n", place)
        if said[place:end] != b"%s blob %d" % (entry.object, entry.size):
            raise ContentUnavailable(
                f"{revision}: {entry.path}: git does not have it here (a clone without its "
                "history, or a broken one); 'git fetch --unshallow' may mend it"
            )
        place = end + 1 + entry.size
        data = said[end + 1 : place].removeprefix(_BYTE_ORDER_MARK)
        yield ContentFile(entry.path, data)
        place += 1  # the line end behind each object


def _git(folder: str, words: Sequence[str], request: bytes = b"") -> tuple[int, bytes, str]:
    """Run git in a folder, and return how it ended, what it gave and what it said.

    Raises:
        UsageError: there is no such folder.
        MissingPart: there is no git.
        LimitReached: it took too long.
    """
    from subprocess import TimeoutExpired  # noqa: PLC0415 (cold start)

    from ivig_kg.process import converse  # noqa: PLC0415 (cold start)

    if not os.path.isdir(folder):  # noqa: PTH112 (cold start)
        raise UsageError(f"{folder}: no folder there")
    command = ("git", "--no-pager", "--literal-pathspecs", *words)
    try:
        code, said, why = converse(command, request, _SECONDS, env=_environment(), folder=folder)
    except TimeoutExpired:
        raise LimitReached(f"git {words[0]}: not done after {_SECONDS:.0f} seconds") from None
    except OSError as error:
        raise MissingPart(
            f"git cannot be run here ({error.strerror}): install git, or name folders in place of "
            "revisions"
        ) from error
    return code, said, why.decode("utf-8", "replace")


def _environment() -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or name.startswith(_KEPT)
    }
    return kept | _QUIET


def _refuse_failure(code: int, why: str, folder: str) -> None:
    if code == 0:
        return
    if "not a git repository" in why:
        raise UsageError(f"{folder}: in no git repository, so that it has no revisions")
    if "dubious" in why:
        raise ContentUnavailable(
            f"{folder}: git does not read a repository of another user; if you trust it: "
            f"git config --global --add safe.directory {folder!r}"
        )
    raise ContentUnavailable(f"{folder}: git failed ({_first_line(why)})")


def _first_line(why: str) -> str:
    lines = [line for line in why.splitlines() if line.strip()]
    return harmless(lines[0][:300]) if lines else "it said nothing"
