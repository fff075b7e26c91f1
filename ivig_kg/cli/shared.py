"""What commands share: the --content option, opening the graph, writing a result."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ivig_kg.content import FOLDERS, Content
from ivig_kg.errors import ContentUnavailable, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from ivig_kg.graph import KnowledgeGraph

__all__ = [
    "color_wanted",
    "content_option",
    "emit",
    "graph_options",
    "listed",
    "note",
    "opened",
    "refuse_odd_path",
    "replace_file",
    "store_option",
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


def store_option(command: _Command) -> _Command:
    """Add ``--store FOLDER`` to a command."""
    return click.option(
        "--store",
        metavar="FOLDER",
        help="Ask a store on the disk, made by 'ivig-kg store build', in place of the files.",
    )(command)


def graph_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say what is asked, and give the command the graph that they open."""

    @content_option
    @store_option
    @click.option(
        "--endpoint",
        metavar="URL",
        help="Ask a SPARQL endpoint in place of the files: its data, the content's questions.",
    )
    @wraps(command)
    def opening(
        content: str | None,
        store: str | None,
        endpoint: str | None,
        **options: Any,  # noqa: ANN401 (click gives what the options are)
    ) -> Any:  # noqa: ANN401 (and the command returns what it does)
        return command(graph=opened(content, store, endpoint), **options)

    return opening


def opened(
    content: str | None, store: str | None = None, endpoint: str | None = None
) -> KnowledgeGraph:
    """Open the content, a store of it or an endpoint, and say on stderr what is asked."""
    from ivig_kg.graph import KnowledgeGraph  # noqa: PLC0415 (cold start)

    graph = KnowledgeGraph(content, store=store, endpoint=endpoint, tell=note)
    found = graph.content
    if endpoint is not None:
        note("endpoint: which data it holds is not known; 'ivig-kg conformance' compares it")
        return graph
    note(f"content: version {found.version}, sha256 {found.digest[:12]} ({found.origin})")
    return graph


def note(text: str) -> None:
    """Write words for a person to stderr."""
    click.echo(text, err=True)


def emit(
    text: str | bytes,
    out: str | None = None,
    *,
    force: bool = False,
    content: Content | None = None,
    ending: int = 0,
) -> None:
    """Write a result to stdout, or to a new file.

    Args:
        text: the result.
        out: the file, in or below the current folder; None for stdout.
        force: overwrite the file.
        content: the content, no file of which is overwritten.
        ending: the code to end with where whoever read stdout has gone.

    Raises:
        UsageError: the file exists or is elsewhere, and may not be written.
        ContentUnavailable: it is no file or cannot be written; an existing file is as it was.
    """
    data = text if isinstance(text, bytes) else text.encode()
    if out is None:
        _print(data, ending)
        return
    from pathlib import Path  # noqa: PLC0415 (cold start)

    path = Path(out)
    refuse_odd_path(path)
    _refuse_elsewhere(path, content)
    if path.exists() and not force:
        raise UsageError(f"{out}: exists already; name another file or give --force")
    replace_file(path, data)


def _print(data: bytes, ending: int) -> None:
    if sys.stdout is None:
        raise ContentUnavailable("there is no standard output; name a file (--out)")
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except OSError as error:
        # What is left in the buffer must not be written again when Python closes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):  # whoever read it has gone: no fault
            raise SystemExit(ending) from None
        message = f"standard output: cannot be written ({error.strerror})"
        raise ContentUnavailable(message) from error


def refuse_odd_path(path: Path) -> None:
    """Refuse a path that climbs out of where it starts, or holds control characters.

    Raises:
        UsageError: the path is such a one.
    """
    if any(not char.isprintable() for char in str(path)):
        raise UsageError("the path holds control characters; name a plain one")
    if ".." in path.parts:
        raise UsageError(f"{path}: a path with '..' is refused; name the folder itself")


def _refuse_elsewhere(path: Path, content: Content | None) -> None:
    full = path.__class__(os.path.realpath(path))
    if not full.is_relative_to(path.cwd()):
        raise UsageError(f"{path}: outside the current folder; name a file in or below it")
    if os.path.lexists(path) and not path.is_file():
        raise ContentUnavailable(f"{path}: cannot be written (no regular file); name a new one")
    folders = [(content.folder / name).resolve() for name in FOLDERS] if content else []
    if any(full.is_relative_to(folder) for folder in folders):
        raise UsageError(f"{path}: lies within the content; name a file elsewhere")


def replace_file(path: Path, data: bytes) -> None:
    """Write beside the target and rename, so that a failure leaves what was there.

    A link is followed, and an existing file keeps its rights.

    Raises:
        ContentUnavailable: it cannot be written.
    """
    target = path.__class__(os.path.realpath(path))  # unlike resolve, it takes links in a circle
    partial = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        partial.write_bytes(data)
        if target.exists():
            partial.chmod(target.stat().st_mode & 0o7777)
        partial.replace(target)
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


def color_wanted() -> bool:
    """Say whether stdout is a terminal on which nobody asked for no colour."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return sys.stdout is not None and sys.stdout.isatty()


def listed(items: Iterable[str]) -> str:
    """Return items one a line, with a line feed at the end of each."""
    return "".join(f"{item}\n" for item in items)
