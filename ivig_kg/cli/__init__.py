"""The command line: parse, call one act, print. A command's file is loaded when it is called."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection
from importlib import import_module

import click

from ivig_kg.errors import IvigKgError, LimitReached

__all__ = ["cli", "main", "start"]

_COMMANDS = {
    "ask": "Answer a canned question, or a query of your own.",
    "questions": "List the canned questions, or describe one.",
    "show": "Show all on one thing, both sides first.",
    "audit": "Show the claims of a text with the judgement on each.",
    "map": "Show what is studied: subtypes by treatments, gaps too.",
    "rates": "Show who improved, of how many, with intervals.",
    "forest": "Draw the rates, study by study.",
    "profile": "Show the evidence profile of a subtype and a treatment.",
    "gaps": "List what nobody studied, and trials without a result.",
    "check": "Check the content: syntax, shapes, rules.",
    "format": "Write the Turtle in the one style of the project.",
    "reason": "Find what follows from the axioms of the ontology.",
    "ontology": "Describe the ontology: page, Markdown or diagram.",
    "export": "Write ontology and data as one file.",
    "store": "Build, describe or drop a store on the disk.",
    "serve": "Serve a SPARQL endpoint, an API and pages.",
    "init": "Copy the content into a new folder of your own.",
    "new": "Write the file of a new document, with help at its top.",
    "template": "Write an empty sheet for statements.",
    "import": "Enter statements from a sheet, or a document of RDF.",
    "review": "Accept or reject a draft that somebody else entered.",
    "retract": "Take back a statement, judgement or source.",
    "supersede": "Let a newer statement replace an older one.",
    "dispute": "Enter that two statements do not go together.",
    "undo": "Undo an act by a further entry; nothing is deleted.",
    "renumber": "Mend a number that two branches gave, after a merge.",
    "agent": "Enter yourself, or a program, as one who curates.",
    "todo": "List what waits for a curator.",
    "log": "List what curators did, newest first.",
    "diff": "Compare two contents: statements, and answers that change.",
    "push": "Send the content to a store that others run.",
    "pull": "Fetch what push sent, as one file.",
    "conformance": "Compare the answers of an endpoint with ours.",
}
_FILES = {"import": "importing"}  # import is a word of Python
_LISTED = ", ".join(_COMMANDS)
_INTERRUPTED = 130


def _questions() -> Collection[str]:
    from ivig_kg.graph import KnowledgeGraph  # noqa: PLC0415 (only a wrong name needs it)

    try:
        return KnowledgeGraph().catalog.questions
    except IvigKgError:
        return ()


class _LazyGroup(click.Group):
    """A group that knows the names and one-line helps of its commands, and loads them late."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return super().get_command(ctx, cmd_name)
        module = import_module(f"ivig_kg.cli.{_FILES.get(cmd_name, cmd_name)}")
        command = module.command
        return command if isinstance(command, click.Command) else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in _COMMANDS and not args[0].startswith("-"):
            from ivig_kg.names import nearest  # noqa: PLC0415 (cold start)

            if args[0] in _questions():
                ctx.fail(f"{args[0]} is a question: ivig-kg ask {args[0]}")
            near = nearest(args[0], _COMMANDS)
            hint = f"did you mean: {', '.join(near)}?" if near else f"there are: {_LISTED}"
            ctx.fail(f"no command {args[0][:80]!r}; {hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))


def _version(ctx: click.Context, _: click.Parameter, value: bool) -> None:  # noqa: FBT001 (click)
    if value:
        from ivig_kg.version import __version__  # noqa: PLC0415 (cold start)

        click.echo(f"ivig-kg {__version__}")
        ctx.exit()


@click.group(
    cls=_LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Informs research and is no medical advice. No clinician has reviewed the content yet.",
)
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version)
def cli() -> None:
    """Ask, check and keep a knowledge graph of clinical evidence.

    It keeps what a text claims apart from what its references show.

    \b
    Example:
      ivig-kg ask subtypes-with-response treatment=IVIG
    """


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and end the process with the exit code of the design.

    Args:
        arguments: the words after the program's name; None takes those of the process.
    """
    sys.exit(_run(arguments))


def start() -> None:
    """Run the command line as a process of its own, and leave without tearing it down.

    Taking the store and the modules apart takes 6 ms at the end of each command, and nobody needs
    it: the system frees the memory. What was printed is flushed before.
    """
    code = 0
    try:
        code = _run(None)
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except SystemExit as leaving:
        code = leaving.code if isinstance(leaving.code, int) else 0
    except OSError:
        code = code or 4
    os._exit(code)


def _told(error: IvigKgError | RecursionError) -> int:
    if isinstance(error, RecursionError):
        error = LimitReached("something is nested or linked too deep; make it shallower")
    click.echo(f"ivig-kg: {error}", err=True)
    return error.exit_code


def _run(arguments: list[str] | None) -> int:
    try:
        result = cli.main(arguments, prog_name="ivig-kg", standalone_mode=False)
        sys.stdout.flush()
    except (IvigKgError, RecursionError) as error:
        return _told(error)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo("ivig-kg: stopped", err=True)
        return _INTERRUPTED
    except BrokenPipeError:
        # Whoever read the output has gone; nothing may be written when Python closes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        name = f"{error.filename}: " if error.filename else ""
        click.echo(f"ivig-kg: {name}{error.strerror or error}", err=True)
        return 4
    return result if isinstance(result, int) else 0
