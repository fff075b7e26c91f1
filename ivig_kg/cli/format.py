"""``ivig-kg format``."""

from __future__ import annotations

from pathlib import Path

import click

from ivig_kg.cli.shared import content_option, emit, listed, note, opened, replace_file
from ivig_kg.errors import UsageError
from ivig_kg.style import Styler

__all__ = ["command"]


@click.command("format", short_help="Write the Turtle in the one style of the project.")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--check", "only_check", is_flag=True, help="Change nothing; end with 1 if needed.")
@content_option
def command(paths: tuple[str, ...], content: str | None, *, only_check: bool) -> int:
    """Write every Turtle file, or the PATHs, in style: sorted, a line a triple.

    \b
    Examples:
      ivig-kg format
      ivig-kg format --check
      ivig-kg format data/sources/rist-2011.ttl
    """
    graph = opened(content)
    styler = Styler(graph.content, graph.namespaces)
    styled = styler.style([Path(path) for path in paths])
    changed = [one for one in styled if one.changed]
    if only_check:
        emit(listed(str(finding) for finding in styler.findings(styled)))
        note(f"{len(changed)} of {len(styled)} files are not in style")
        return 1 if changed else 0
    root = graph.content.folder.resolve()
    if graph.content.packaged and any(one.path.resolve().is_relative_to(root) for one in changed):
        raise UsageError("the packaged content is read-only: 'ivig-kg init FOLDER' copies it")
    for one in changed:
        replace_file(one.path, one.after.encode())
    emit(listed(one.shown for one in changed))
    note(f"{len(changed)} of {len(styled)} files changed")
    return 0
