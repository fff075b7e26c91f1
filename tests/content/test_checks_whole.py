"""One fault of each kind, planted in a copy of the content, is found at its file and line."""

from __future__ import annotations

import logging
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from ivig_kg.content import Content
from ivig_kg.copying import copy_content
from ivig_kg.graph import KnowledgeGraph
from ivig_kg.model import Finding

pytestmark = pytest.mark.thorough

FIXTURE = Path(__file__).parents[1] / "fixtures" / "checks" / "plants.toml"


@dataclass(frozen=True)
class Plant:
    """A fault to plant, and the finding that it is to give: see the top of the table."""

    name: str
    file: str
    subject: str
    old: str
    new: Sequence[str]
    rule: str
    words: Sequence[str]
    at: str = ""
    block: Sequence[str] = ()
    also: Sequence[str] = ()
    elsewhere: Sequence[Sequence[str]] = ()


TABLE = tomllib.loads(FIXTURE.read_text("utf-8"))
PLANTS = [Plant(**row) for row in TABLE["plant"]]


@pytest.fixture(scope="module")
def folder(content: Content, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the content with all faults in it."""
    folder = tmp_path_factory.mktemp("planted")
    copy_content(content, folder)
    for plant in PLANTS:
        _plant(folder / plant.file, plant)
    return folder


@pytest.fixture(scope="module")
def spoken() -> list[str]:
    """Return where what programs log during the check is kept."""
    return []


@pytest.fixture(scope="module")
def findings(folder: Path, spoken: list[str]) -> Sequence[Finding]:
    ear = logging.Handler()
    ear.emit = lambda record: spoken.append(record.getMessage())  # type: ignore[method-assign]
    logging.getLogger().addHandler(ear)
    try:
        return KnowledgeGraph(folder).check()
    finally:
        logging.getLogger().removeHandler(ear)


def test_no_program_speaks_to_the_curator_but_ours(
    findings: Sequence[Finding], spoken: list[str]
) -> None:
    """Libraries log tracebacks of values they cannot read; a curator is told by a finding."""
    assert findings
    assert spoken == []


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.name)
def test_a_fault_is_found_where_it_stands(
    plant: Plant, folder: Path, findings: Sequence[Finding]
) -> None:
    file, line = _place(folder, plant)
    found = [f for f in findings if (f.path, f.line, f.rule) == (file, line, plant.rule)]
    assert len(found) == 1, [str(f) for f in findings if f.rule == plant.rule]
    for words in plant.words:
        assert words in found[0].message


def test_nothing_else_is_found(folder: Path, findings: Sequence[Finding]) -> None:
    planted = {
        (_place(folder, plant)[0], rule) for plant in PLANTS for rule in (plant.rule, *plant.also)
    } | {(file, rule) for plant in PLANTS for file, rule in plant.elsewhere}
    assert [str(f) for f in findings if (f.path, f.rule) not in planted] == []
    assert len(findings) == sum(1 + len(p.also) + len(p.elsewhere) for p in PLANTS)


def _plant(path: Path, plant: Plant) -> None:
    lines = path.read_text("utf-8").split("\n")
    if plant.old:
        row = _row(lines, plant.subject, plant.old)
        indent, end = lines[row][: -len(lines[row].lstrip())], lines[row][-2:]
        lines[row : row + 1] = [f"{indent}{new}{end}" for new in plant.new]
    else:
        lines += [plant.subject, *(f"  {new} ;" for new in plant.new[:-1]), f"  {plant.new[-1]} ."]
    path.write_text("\n".join(lines), "utf-8")


def _place(folder: Path, plant: Plant) -> tuple[str, int]:
    """Return the file and line that the finding is to name."""
    file, subject = plant.block or (plant.file, plant.subject)
    lines = (folder / file).read_text("utf-8").split("\n")
    return file, _row(lines, subject, plant.at or plant.new[0]) + 1


def _row(lines: Sequence[str], subject: str, start: str) -> int:
    """Return the index of the first row of a block that begins so."""
    for number in _block(lines, subject):
        if lines[number].lstrip().startswith(start):
            return number
    raise AssertionError(f"no {start!r} in the block {subject!r}: plant the fault elsewhere")


def _block(lines: Sequence[str], subject: str) -> Iterator[int]:
    first = lines.index(subject) if subject else 0
    for number in range(first, len(lines)):
        if subject and not lines[number]:
            return
        yield number
