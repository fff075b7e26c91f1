"""``ivig-kg diff``."""

from __future__ import annotations

import os

import click

from ivig_kg.cli.shared import content_option, emit, note, terminal_width
from ivig_kg.content import FOLDERS, Content, find_content
from ivig_kg.errors import UsageError

__all__ = ["command"]

_FORMATS = ("text", "md", "json")
_FILE_WIDTH = 100


@click.command("diff", short_help="Compare two contents: statements, and answers that change.")
@click.argument("before", metavar="A")
@click.argument("after", metavar="[B]", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    default="text",
    show_default=True,
    help="How to print it; md is for a pull request.",
)
@click.option("--data-only", is_flag=True, help="Of B take the data alone: a stranger's branch.")
@click.option("--exit-code", is_flag=True, help="End with 1 where anything differs.")
@click.option("--out", metavar="FILE", help="Write to a new file.")
@click.option("--force", is_flag=True, help="Overwrite the file.")
@content_option
def command(before: str, after: str | None, content: str | None, **options: object) -> int:
    """Compare A with B: statements added, changed, retracted, and the rows of answers that differ.

    A and B are folders with content, or what git calls a revision of the content; without B, the
    content as it is now. A folder goes before a revision of the same name.

    \b
    Examples:
      ivig-kg diff HEAD
      ivig-kg diff main my-branch --format md
      ivig-kg diff origin/main HEAD --data-only --format md --out comment.md
    """
    from ivig_kg.diff import compare, render  # noqa: PLC0415 (cold start)

    here = find_content(content)
    sides = (_side("A", before, here), _side("B", after, here))
    names = (before, "the content now" if after is None else after)
    diff = compare(*sides, data_only=bool(options["data_only"]), names=names)
    out = str(options["out"]) if options["out"] else None
    width = terminal_width() if out is None else _FILE_WIDTH
    ending = 1 if options["exit_code"] and not diff.is_empty else 0
    text = render(diff, str(options["form"]), width=width)
    emit(text, out, force=bool(options["force"]), content=here, ending=ending)
    return ending


def _side(side: str, text: str | None, here: Content) -> Content:
    """Return the content that a side means, and say on stderr which it is."""
    if text is None:
        note(f"{side}: the content as it is now, {here.root} ({here.origin})")
        return here
    if all(os.path.isdir(f"{text}/{folder}") for folder in FOLDERS):  # noqa: PTH112 (cold start)
        note(f"{side}: the folder {text!r}")
        return Content(find_content(text).root, "folder")
    if os.path.isdir(text):  # noqa: PTH112 (cold start)
        note(f"{side}: the folder {text!r} has no content; is it the name of a revision, too?")
    from ivig_kg.revisions import read_revision  # noqa: PLC0415 (a folder does without git)

    if here.packaged:
        raise UsageError(
            f"{text[:80]!r} is no folder with content, and the copy in the package has no "
            "revisions; name a folder, or the content whose revision it is (--content)"
        )
    found = read_revision(here.root, text)
    note(f"{side}: the revision {text!r} of {here.root}")
    return found
