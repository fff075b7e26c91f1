"""``ivig-kg store``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ivig_kg.cli.shared import content_option, emit, listed, note, refuse_odd_path
from ivig_kg.errors import UsageError

if TYPE_CHECKING:
    from ivig_kg.load import StorePlace, StoreReport

__all__ = ["command"]

_MEGABYTE = 10**6


@click.group("store", short_help="Build, describe or drop a store on the disk.")
def command() -> None:
    """Keep a store of a large content on the disk, which --store of other commands asks.

    A store is a cache of the text files. It is built anew by whoever asks it after they changed.

    \b
    Example:
      ivig-kg store build evidence-store
      ivig-kg ask subtypes-with-response --store evidence-store
    """


@command.command("build", short_help="Build the store of a content anew.")
@click.argument("folder")
@click.option("--graphs", is_flag=True, help="With named graphs, for GRAPH and FROM: twice as big.")
@content_option
def _build(folder: str, content: str | None, *, graphs: bool) -> None:
    """Build the store in FOLDER anew; whoever asks the old one meanwhile is not disturbed.

    \b
    Examples:
      ivig-kg store build evidence-store
      ivig-kg store build evidence-store --content my-evidence --graphs
    """
    from ivig_kg.load import build_anew, report_of  # noqa: PLC0415 (cold start)

    place = _place(folder)
    build_anew(place, content, graphs=graphs, tell=note)
    emit(_told(report_of(place)))


@command.command("info", short_help="Describe a store.")
@click.argument("folder")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
    help="How to print it.",
)  # fmt: skip
def _info(folder: str, form: str) -> None:
    """Say what the store in FOLDER was built of, by what, how large it is, and its state.

    The state is current, stale (the content has changed), older or newer (by another version), or
    damaged; newer ones cannot be asked, the others are built anew when they are.

    \b
    Example:
      ivig-kg store info evidence-store
    """
    from ivig_kg.load import report_of  # noqa: PLC0415 (cold start)

    report = report_of(_place(folder))
    emit(json.dumps(report._asdict(), indent=2) + "\n" if form == "json" else _told(report))


@command.command("drop", short_help="Remove a store.")
@click.argument("folder")
def _drop(folder: str) -> None:
    """Remove the store in FOLDER; the content that it was built of is not touched.

    \b
    Example:
      ivig-kg store drop evidence-store
    """
    from ivig_kg.load import drop_store  # noqa: PLC0415 (cold start)

    place = _place(folder)
    drop_store(place)
    note(f"store: {folder} is removed")


def _place(folder: str) -> StorePlace:
    from ivig_kg.load import StorePlace  # noqa: PLC0415 (cold start)

    path = Path(folder)
    if not folder:
        raise UsageError("FOLDER: the name is empty")
    refuse_odd_path(path)
    return StorePlace(path.absolute())


def _told(report: StoreReport) -> str:
    told = {
        "state": f"{report.state}{f' ({report.why})' if report.why else ''}",
        "content": f"version {report.version}, sha256 {report.digest[:12]}, {report.root}",
        "triples": f"{report.triples:,}",
        "named graphs": "yes" if report.graphs else "no",
        "size": f"{report.bytes / _MEGABYTE:,.1f} MB",
        "built": f"{report.built} in {report.seconds:,.1f} s by {report.engine}",
        "answers kept": f"{report.answers}, asked in {report.answering:,.1f} s",
        "left since": f"{report.given} that took long",
    }
    width = max(map(len, told)) + 1
    return listed(f"{name + ':':{width}} {value}" for name, value in told.items())
