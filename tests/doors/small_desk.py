"""A content with one document, which a made-up curator works on, and what is sent in to it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import pytest

from ivig_kg.content import Content
from ivig_kg.curate import Desk, reading_desk
from tests.doors.conftest import AGENTS, digest

__all__ = [
    "COLUMNS",
    "HEAD",
    "ROW",
    "acting",
    "copied",
    "refused",
    "sheet",
    "statement",
    "untouched",
]

Done = subprocess.CompletedProcess[str]
Run = Callable[..., Done]
RULES = ("contradiction-within-source", "counts-add-up", "estimate-in-interval", "one-class")
HEAD = """@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix ivig: <https://w3id.org/ivig-kg/ontology#> .
@prefix src: <https://w3id.org/ivig-kg/source/> .
@prefix st: <https://w3id.org/ivig-kg/statement/> .
@prefix agent: <https://w3id.org/ivig-kg/agent/> .

"""
COLUMNS = (
    *("kind", "label", "stated in", "locator", "condition", "subtype", "population stated"),
    *("treatment", "outcome", "effect", "modality", "verification", "population: n"),
    *("result: total", "result: improved", "result: effect measure", "result: estimate"),
    *("result: lower", "result: upper", "result: interval level", "result: p-value"),
)
ROW = {
    "kind": "effect statement",
    "label": "Half of them improved",
    "stated in": "mori-2005",
    "locator": "abstract",
    "condition": "Sjogren syndrome",
    "subtype": "MONDO:0016218",
    "population stated": "yes",
    "treatment": "IVIg",
    "outcome": "ivig:Improvement",
    "effect": "not stated",
    "modality": "Observed",
    "verification": "abstract",
    "population: n": "12",
    "result: total": "12",
    "result: improved": "6",
}


def untouched(shipped: Path, folder: Path) -> Iterator[Path]:
    """Make a content of the ontology, the questions, Mori 2005 and two made-up agents.

    Whoever got it may change none of it.
    """
    content = _made(shipped, folder)
    known, before = reading_desk(Content(str(content), "--content")), digest(content)
    with pytest.MonkeyPatch.context() as patch:
        # The shapes are the same in each of these many acts: they are read once.
        patch.setattr(Desk, "shapes", known.shapes)
        patch.setattr(Desk, "forms", known.forms)
        yield content
    assert digest(content) == before


def copied(desk: Path, folder: Path) -> Path:
    """Return a content that a test may change; the files of both are the same until then."""
    return Path(shutil.copytree(desk, folder, copy_function=os.link))


def acting(call: Run, desk: Path) -> Run:
    """Return what runs a command as the made-up curator; only what it is told may change."""

    def acts(*words: str, into: Path | None = None, agent: str = "test-curator") -> Done:
        before = digest(desk / "data")
        done = call(*words, "--agent", agent, "--content", into or desk)
        assert digest(desk / "data") == before
        return done

    return acts


def _made(shipped: Path, folder: Path) -> Path:
    def left_out(_: str, names: list[str]) -> list[str]:
        rules = [name for name in names if name.endswith(".rq") and name[:-3] not in RULES]
        return rules if "one-class.rq" in names else []  # they take their time

    for name in ("ontology", "queries"):
        shutil.copytree(shipped / name, folder / name, ignore=left_out)
    for name in ("dataset.ttl", "agents.ttl", "sources/mori-2005.ttl"):
        (folder / "data" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(shipped / "data" / name, folder / "data" / name)
    agents = folder / "data/agents.ttl"
    text, start = agents.read_text("utf-8"), "@prefix agent:"
    needed = (["xsd:"], ["ivig:"])
    more = "".join(line for line in HEAD.splitlines(keepends=True) if line.split()[1:2] in needed)
    agents.write_text(text.replace(start, f"{more}{start}", 1) + AGENTS, "utf-8")
    return folder


def statement(label: str = '"Made up"@en', more: str = "", name: str = "mori-2005-12") -> str:
    """Return a statement as Turtle; Mori 2005 has those numbered 1 to 11."""
    return f"""st:{name}
  a ivig:StudyDescription ;
  rdfs:label {label} ;
  ivig:statedIn src:mori-2005 ;
  ivig:locator "abstract" ;
  ivig:condition ivig:SjogrenSyndrome ;
  ivig:populationStated true ;
  ivig:modality ivig:Asserted ;
  ivig:verification ivig:Abstract ;{more}
  ivig:status ivig:Draft ;
  dcterms:creator agent:test-curator ;
  dcterms:created "2026-11-24"^^xsd:date .
"""


def sheet(rows: Iterable[Mapping[str, str]], delimiter: str = "\t") -> str:
    """Return rows as a sheet; each says what ROW says where it says nothing itself."""
    lines: list[tuple[str, ...]] = [COLUMNS]
    for number, row in enumerate(rows, 2):
        full = {**ROW, "label": f"Row {number}", **row}
        lines.append(tuple(full.get(column, "") for column in COLUMNS))
    return "".join(delimiter.join(line) + "\n" for line in lines)


def refused(done: Done, code: int, *said: str) -> None:
    """Require that a command ended with this code, these words, and nothing on stdout."""
    assert (done.returncode, done.stdout) == (code, ""), done.stderr
    assert [words for words in said if words not in done.stderr] == [], done.stderr
    assert len(done.stderr) < 4000
