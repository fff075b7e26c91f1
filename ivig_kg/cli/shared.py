"""What commands share: the --content option, opening the graph, writing a result."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ivig_kg.errors import ContentUnavailable, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from ivig_kg.graph import KnowledgeGraph

__all__ = [
    "content_option",
    "emit",
    "listed",
    "note",
    "opened",
    "refuse_odd_path",
    "replace_file",
    "terminal_width",
]

_WIDTH = 100
_Command = TypeVar("_Command", bound=Callable[..., Any])


def content_option(command: _Command) -> _Command:
    """Add ``--content FOLDER`` to a command."""
    return click.option(
        "--content",
        metavar="FOLDER",
        help="Folder with ontology/, data/ and queries/ (else $IVIG_KG_CONTENT, the checkout, "
        "the copy in the package).",
    )(command)


def opened(content: str | None) -> KnowledgeGraph:
    """Open the content and say on stderr which one it is."""
    from ivig_kg.graph import KnowledgeGraph  # noqa: PLC0415 (cold start)

    graph = KnowledgeGraph(content)
    found = graph.content
    note(f"content: version {found.version}, sha256 {found.digest[:12]} ({found.origin})")
    return graph


def note(text: str) -> None:
    """Write words for a person to stderr."""
    click.echo(text, err=True)


def emit(text: str | bytes, out: str | None = None, *, force: bool = False) -> None:
    """Write a result to stdout, or to a new file.

    Raises:
        UsageError: the file exists, and it is not said that it may be overwritten.
        ContentUnavailable: it cannot be written; an existing file is as it was.
    """
    data = text if isinstance(text, bytes) else text.encode()
    if out is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    from pathlib import Path  # noqa: PLC0415 (cold start)

    path = Path(out)
    refuse_odd_path(path)
    if path.exists() and not force:
        raise UsageError(f"{out}: exists already; name another file or give --force")
    replace_file(path, data)


def refuse_odd_path(path: Path) -> None:
    """Refuse a path that climbs out of where it starts, or holds control characters.

    Raises:
        UsageError: the path is such a one.
    """
    if any(not char.isprintable() for char in str(path)):
        raise UsageError("the path holds control characters; name a plain one")
    if ".." in path.parts:
        raise UsageError(f"{path}: a path with '..' is refused; name the folder itself")


def replace_file(path: Path, data: bytes) -> None:
    """Write beside the target and rename, so that a failure leaves what was there.

    Raises:
        ContentUnavailable: it cannot be written.
    """
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        partial.write_bytes(data)
        partial.replace(path)
    except OSError as error:
        raise ContentUnavailable(f"{path}: cannot be written ({error.strerror})") from error
    finally:
        partial.unlink(missing_ok=True)


def terminal_width() -> int:
    """Return the columns of the terminal; COLUMNS goes before."""
    if (given := os.environ.get("COLUMNS", "")).isdecimal() and int(given):
        return int(given)
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns if sys.__stdout__ else _WIDTH
    except (OSError, ValueError):
        return _WIDTH


def listed(items: Iterable[str]) -> str:
    """Return items one a line, with a line feed at the end of each."""
    return "".join(f"{item}\n" for item in items)
