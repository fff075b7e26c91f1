"""Rows of a sheet that belong together, rows that are left out, and rows that say the same."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copytree

import pytest

from tests.doors.small_desk import COLUMNS, acting, refused, sheet, untouched

pytestmark = pytest.mark.thorough

Done = subprocess.CompletedProcess[str]
Run = Callable[..., Done]
Take = Callable[..., Done]
Cells = dict[str, str]
EMPTY = dict.fromkeys(COLUMNS, "")
MORE = {**EMPTY, "result: total": "10", "result: improved": "5"}
ENTERED = "data/sources/mori-2005.ttl"


@pytest.fixture(scope="module")
def desk(shipped: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a content that no test of this file changes."""
    yield from untouched(shipped, tmp_path_factory.mktemp("desk"))


@pytest.fixture
def own(desk: Path, tmp_path: Path) -> Path:
    """Return a content that a test may change."""
    return Path(copytree(desk, tmp_path / "own"))


@pytest.fixture
def take(call: Run, desk: Path, own: Path, here: Path) -> Take:
    """Return what sends a sheet in to the test's own content."""
    act = acting(call, desk)

    def takes(data: str | bytes, *words: str, name: str = "rows.tsv") -> Done:
        (here / name).write_bytes(data if isinstance(data, bytes) else data.encode())
        return act("import", name, *words, into=own)

    return takes


def left_out(done: Done, own: Path, *labels: str) -> str:
    """Return what was left out; of all statements just those with these labels were entered."""
    assert done.returncode == 1, done.stderr
    assert done.stdout.startswith(f"{len(labels)} new, 0 already present\n")
    made = entered(own)
    assert re.findall(r'^  rdfs:label "([^"]*)"@en ;$', made, re.MULTILINE) == list(labels)
    return done.stdout.partition("left out:\n")[2]


def entered(own: Path) -> str:
    """Return what stands below the statements that were there."""
    text = (own / ENTERED).read_text("utf-8")
    return text[text.index("\nst:mori-2005-12\n") : text.index("\nstudy:")]


def ragged(text: str, *rows: int) -> str:
    lines = text.splitlines()
    for row in rows:
        lines[row - 1] += "\ttoo much"
    return "\n".join(lines)


def test_a_further_row_does_not_go_to_the_statement_above_a_dropped_one(
    take: Take, own: Path
) -> None:
    one, two = {"label": "One"}, {"label": "Two"}
    text = sheet([one, {"locator": "page\x01"}, MORE, two, {"locator": "ragged"}, MORE])
    said = left_out(take(ragged(text, 6), "--keep-good"), own, "One", "Two").splitlines()
    for row in (3, 6):
        assert (
            f"rows.tsv:{row + 1}: belongs to the row above, which has a fault (row {row})" in said
        )
    assert len(said) == 4
    assert entered(own).count("\n  ivig:result ") == 2  # one each


def test_a_further_row_below_a_statement_that_cannot_be_read_is_told_so(take: Take) -> None:
    done = take(sheet([{}, {"kind": "nonsense"}, MORE]))
    refused(done, 3, "rows.tsv:3:1 kind: ", "rows.tsv:4: belongs to the row above", "(row 3)")


def test_a_statement_is_left_out_with_a_further_row_that_has_a_fault(take: Take, own: Path) -> None:
    faults = (
        ({"result: effect measure": "nonsense"}, "result: effect measure: nothing is called"),
        ({"result: total": "abc"}, "result: total: 'abc' is no whole number"),
        ({"result: total": "1\x01"}, "result: total: has the control character U+0001"),
        ({"result: total": "4"}, "result: improved: "),  # 5 of 4: only the check sees it
    )
    rows: list[Cells] = [{"label": "First"}]
    for cells, _ in faults:
        rows += [{}, {**MORE, **cells}, MORE]
    done = take(sheet([*rows, {"label": "Last"}]), "--keep-good")
    said = left_out(done, own, "First", "Last").splitlines()
    for line, row, (_, words) in zip(said, range(4, 14, 3), faults, strict=True):
        place = COLUMNS.index(": ".join(words.split(": ")[:2])) + 1
        assert line.startswith(f"rows.tsv:{row}:{place} {words}")


def test_a_statement_is_left_out_where_a_ragged_row_may_be_its_own(take: Take, own: Path) -> None:
    text = sheet([{"label": "First"}, {}, MORE])
    said = left_out(take(ragged(text, 4), "--keep-good"), own, "First")
    assert said.startswith("rows.tsv:4: has ")


INTERVAL = {
    "result: effect measure": "mean difference",
    "result: estimate": "-1.5",
    "result: lower": "-2.0",
    "result: upper": "-1.0",
    "result: interval level": "95",
}


def test_another_sign_or_operator_makes_another_statement(take: Take) -> None:
    pairs: list[tuple[Cells, Cells]] = [
        (INTERVAL, {**INTERVAL, "result: upper": "1.0"}),
        ({"result: p-value": "<0.05"}, {"result: p-value": ">0.05"}),
        ({"label": "Change of -2 points"}, {"label": "Change of 2 points"}),
        ({"label": "In those with p<0.05"}, {"label": "In those with p >0.05"}),
    ]
    done = take(sheet({"label": "Made up", **row} for pair in pairs for row in pair))
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("8 new, 0 already present\n")


def test_words_alone_make_no_other_statement(take: Take) -> None:
    pairs = [
        ("Change of \u22122 points, IL-6", "change of -2 POINTS (IL 6)"),
        ("Improved if p < 0.05", "improved if p <0.05"),
        ("Within 2-3 weeks", "within 2\u20133 weeks."),
    ]
    done = take(sheet({"label": label} for pair in pairs for label in pair))
    words = "says what row {} says, but for spelling, case or order"
    refused(done, 3, *(f"rows.tsv:{row + 1}: {words.format(row)}" for row in (2, 4, 6)))


def test_the_bytes_of_a_workbook_are_no_text_with_letters_apart(take: Take) -> None:
    from openpyxl import Workbook  # noqa: PLC0415 (only here)

    book, stream = Workbook(), io.BytesIO()
    assert book.active is not None
    for line in sheet([{}]).splitlines():
        book.active.append(line.split("\t"))
    # Whatever the bytes of a zip are: its comment, at its end, is any bytes.
    book.save(stream)
    data = bytearray(stream.getvalue())
    apart = "e\u0301".encode()
    data[-2:] = len(apart).to_bytes(2, "little")
    done = take(bytes(data) + apart, name="rows.xlsx")
    assert done.returncode == 0, done.stderr
    assert "apart" not in done.stderr
