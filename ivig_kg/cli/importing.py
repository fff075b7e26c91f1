"""``ivig-kg import``."""

from __future__ import annotations

from pathlib import Path

import click

from ivig_kg.cli.curating import Seat, curating_options, tell
from ivig_kg.cli.progress import told_meanwhile
from ivig_kg.errors import InvalidInput, UsageError

__all__ = ["command"]


@click.command("import", short_help="Enter statements from a sheet, or a document of RDF.")
@click.argument("path", metavar="FILE")
@click.option("--keep-good", is_flag=True, help="Enter the rows without fault, leave out the rest.")
@click.option("--restore", is_flag=True, help="Take RDF as a copy of a content, as it stands.")
@curating_options
def command(path: str, *, keep_good: bool, restore: bool, seat: Seat) -> int:
    """Enter the statements of FILE as drafts: TSV, CSV, XLSX, Turtle, TriG, N-Triples or JSON-LD.

    All or nothing: faults are told as sheet:row:column field: message, and nothing is written. What
    is there already is counted and left, so the same file twice adds nothing. An empty sheet:
    'ivig-kg template'. Ends with 1 where --keep-good left rows out.

    \b
    Examples:
      ivig-kg import evidence.xlsx
      ivig-kg import evidence.tsv --keep-good --agent first-last
    """
    from ivig_kg.curate.graphs import take_in_graph  # noqa: PLC0415 (cold start)
    from ivig_kg.curate.incoming import FORMATS  # noqa: PLC0415 (cold start)
    from ivig_kg.curate.sheet import SHEETS, read_sheet, take_in_table  # noqa: PLC0415 (cold start)

    file = Path(path)
    suffix = file.suffix.lower()
    if suffix not in {*FORMATS, *SHEETS}:
        taken = ", ".join((*SHEETS, *FORMATS))
        raise InvalidInput(f"{file}: an import takes files that end in {taken}: save it as one")
    if (graph := suffix in FORMATS) and keep_good:
        raise UsageError("--keep-good is for sheets; a document of RDF is taken whole or not")
    if restore and not graph:
        raise UsageError("--restore is for a document of RDF, as 'ivig-kg export' writes it")
    with seat.taken("import") as desk, told_meanwhile(f"taking in {file.name}"):
        if graph:
            done = take_in_graph(desk, file, restore=restore)
        else:
            done = take_in_table(desk, read_sheet(desk, file), keep_good=keep_good)
    tell(desk, done)
    return 1 if done.left_out else 0
