"""The end of a command: the exit code of the design, one message, and never a traceback."""

from __future__ import annotations

import click
import pytest

from ivig_kg import cli, errors
from ivig_kg.errors import IvigKgError
from ivig_kg.model import Check, Question
from ivig_kg.namespaces import Namespaces

KINDS = [getattr(errors, name) for name in errors.__all__ if name != "SyntaxFault"]


def ended(monkeypatch: pytest.MonkeyPatch, outcome: object) -> int | str | None:
    """Run a command line whose command ends with this outcome; return the exit code."""

    def act(*_: object, **__: object) -> object:
        if isinstance(outcome, BaseException):
            raise outcome
        return outcome

    monkeypatch.setattr(cli.cli, "main", act)
    with pytest.raises(SystemExit) as caught:
        cli.main([])
    return caught.value.code


@pytest.mark.parametrize("kind", KINDS)
def test_an_error_of_ours_ends_with_its_code_and_its_words(
    kind: type[IvigKgError], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ended(monkeypatch, kind("what, where, why, how")) == kind.exit_code
    assert capsys.readouterr() == ("", "ivig-kg: what, where, why, how\n")


@pytest.mark.parametrize(
    ("outcome", "code", "said"),
    [
        (None, 0, ""),
        (1, 1, ""),
        (KeyboardInterrupt(), 130, "stopped"),
        (click.Abort(), 130, "stopped"),
        (click.UsageError("no such option"), 2, "no such option"),
        (PermissionError(13, "Permission denied", "x.ttl"), 4, "x.ttl: Permission denied"),
        (OSError(28, "No space left on device"), 4, "ivig-kg: No space left on device"),
    ],
)
def test_any_other_end_has_its_code(
    outcome: object,
    code: int,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert ended(monkeypatch, outcome) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err


@pytest.mark.parametrize("name", list(cli.cli.list_commands(click.Context(cli.cli))))
def test_a_command_is_loaded_by_its_name_and_listed_with_its_own_words(name: str) -> None:
    command = cli.cli.get_command(click.Context(cli.cli), name)
    assert command is not None
    assert command.name == name
    listed = cli._COMMANDS[name]  # noqa: SLF001 (the two must not drift apart)
    assert command.get_short_help_str(200) == listed


def test_the_page_of_questions_lists_them_all() -> None:
    from ivig_kg.listing import markdown  # noqa: PLC0415 (only here)

    spaces = Namespaces({"x": "https://example.org/x#"})
    question = Question("which", "q/which.rq", "Which?", "", ("a", "b"), notes=("Read this.",))
    check = Check("marks", "c/marks.rq", "Every mark is meant.", "Mend.", "")
    page = markdown([question], [check], spaces)
    assert "### which\n\nWhich?\n\n\nColumns: `a`, `b`.\n\nRead this.\n\n## Checks" in page
    assert page.endswith("| `marks` | Every mark is meant. |\n")
