"""The five commands that appraise, as a user runs them, and runs them wrong."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from ivig_kg.answer.widths import shown_width
from tests.content.test_appraise_pool import NUMBERS, turtle
from tests.unit.test_stats_pool import PRITZ, needs_statsmodels

pytestmark = pytest.mark.thorough

Ran = subprocess.CompletedProcess[str]
Run = Callable[..., Ran]
ATAXIC = "sensory ataxic neuropathy"
COMMANDS: dict[str, tuple[str, ...]] = {
    "rates": ("rates",),
    "map": ("map",),
    "forest": ("forest",),
    "profile": ("profile", ATAXIC, "IVIG"),
    "gaps": ("gaps",),
}
ROWS = ("table", "tsv", "csv", "sheet", "json", "records", "md")
PICTURES = ("table", "svg", "html", "json")
FORMATS = [
    *(("rates", form) for form in ROWS),
    *(("gaps", form) for form in ROWS),
    *(("map", form) for form in PICTURES),
    *(("forest", form) for form in PICTURES),
    *(("profile", form) for form in ("md", "html", "json")),
]


def whole(ran: Ran) -> str:
    return " ".join((ran.stdout + ran.stderr).split())


@pytest.mark.parametrize(("name", "form"), FORMATS)
def test_each_format_of_each_command(call: Run, name: str, form: str) -> None:
    done = call(*COMMANDS[name], "--format", form)
    assert done.returncode == 0, done.stderr
    assert done.stderr.startswith("content: version ")
    assert "no medical advice" in whole(done).replace("</strong>", "")
    if form == "json":
        assert json.loads(done.stdout)
    if form == "svg":
        assert ET.fromstring(done.stdout).get("role") == "img"  # noqa: S314 (our own)
    if form == "csv":
        rows = list(csv.reader(done.stdout.splitlines()))
        assert len({len(row) for row in rows}) == 1
        assert len(rows) > 10


@pytest.mark.parametrize("name", COMMANDS)
def test_a_file_holds_what_would_be_printed(call: Run, here: Path, name: str) -> None:
    form = "json" if name != "rates" else "csv"
    printed = call(*COMMANDS[name], "--format", form)
    written = call(*COMMANDS[name], "--format", form, "--out", "out")
    assert (written.returncode, written.stdout) == (0, "")
    assert (here / "out").read_text("utf-8").splitlines() == printed.stdout.splitlines()


@pytest.mark.parametrize("name", COMMANDS)
def test_a_file_that_is_there_stays_unless_forced(call: Run, here: Path, name: str) -> None:
    (here / "out").write_text("mine", "utf-8")
    refused = call(*COMMANDS[name], "--out", "out")
    assert refused.returncode == 2
    assert "--force" in refused.stderr
    assert (here / "out").read_text("utf-8") == "mine"
    assert call(*COMMANDS[name], "--out", "out", "--force").returncode == 0
    assert (here / "out").read_text("utf-8") != "mine"


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("out", ["no/such/folder/out", "folder", "file/out"])
def test_a_file_that_cannot_be_written_leaves_nothing(
    call: Run, here: Path, name: str, out: str
) -> None:
    (here / "folder").mkdir()
    (here / "file").write_text("", "utf-8")
    done = call(*COMMANDS[name], "--out", out, "--force")
    assert done.returncode == 4, done.stderr
    assert done.stdout == ""
    assert sorted(path.name for path in here.rglob("*")) == ["file", "folder"]


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("rates", "sensory ataxic neuropthy"), ATAXIC),
        (("rates", "--treatment", "rituximb"), "rituximab"),
        (("rates", "--condition", "Sjogrens syndroma"), "Sj\u00f6gren's syndrome"),
        (("forest", "sensory ataxic neuropthy"), ATAXIC),
        (("forest", "--treatment", "plasma exchang"), "plasma exchange"),
        (("map", "sensory ataxic neuropthy"), ATAXIC),
        (("map", "--treatment", "rituximb"), "rituximab"),
        (("gaps", "sensory ataxic neuropthy"), ATAXIC),
        (("profile", "sensory ataxic neuropthy", "IVIG"), ATAXIC),
        (("profile", ATAXIC, "rituximb"), "rituximab"),
        (("profile", ATAXIC, "IVIG", "--condition", "Sjogrens syndroma"), "Sj\u00f6gren's"),
        (("rates", "--design", "case seriesx"), "case series"),
        (("map", "--design", "randomized controlled trial"), "randomised controlled trial"),
    ],
)
def test_an_unknown_name_names_the_nearest(call: Run, words: tuple[str, ...], named: str) -> None:
    done = call(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert named in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("--without", "nonsense"),
        ("--without", "n<0"),
        ("--without", "n<x"),
        ("--without", "indirect;unverified"),
        ("--since", "soon"),
        ("--since", "1"),
        ("--until", "99999"),
        ("--design", ""),
        ("--format", "pdf"),
        ("--no-such-option",),
    ],
)
@pytest.mark.parametrize("name", COMMANDS)
def test_wrong_use_is_2_and_prints_nothing(call: Run, name: str, words: tuple[str, ...]) -> None:
    done = call(*COMMANDS[name], *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr


@pytest.mark.parametrize("name", ["map", "forest"])
@pytest.mark.parametrize(
    "words",
    [
        ("--format", "svg", "--width", "319"),
        ("--format", "svg", "--width", "4001"),
        ("--format", "svg", "--width", "wide"),
        ("--format", "html", "--width", "700"),
        ("--format", "json", "--width", "700"),
        ("--width", "700"),
    ],
)
def test_a_width_out_of_range_or_of_no_picture(
    call: Run, name: str, words: tuple[str, ...]
) -> None:
    done = call(name, *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert "width" in done.stderr


@pytest.mark.parametrize("name", ["map", "forest"])
@pytest.mark.parametrize("width", ["320", "4000"])
def test_a_width_is_that_of_the_picture(call: Run, name: str, width: str) -> None:
    done = call(name, "--format", "svg", "--width", width)
    assert ET.fromstring(done.stdout).get("width") == width  # noqa: S314 (our own)


@pytest.mark.parametrize("name", COMMANDS)
def test_nothing_in_these_years_is_fine(call: Run, name: str) -> None:
    done = call(*COMMANDS[name], "--since", "2021", "--until", "1990", "--format", "json")
    assert done.returncode == 0
    assert json.loads(done.stdout)


@pytest.mark.parametrize(
    "words",
    [
        ("forest", "trigeminal neuropathy", "--treatment", "plasma exchange", "--format", "svg"),
        ("map", "trigeminal neuropathy", "--treatment", "plasma exchange", "--format", "svg"),
    ],
)
def test_a_pair_without_data_is_a_picture_that_says_so(call: Run, words: tuple[str, ...]) -> None:
    done = call(*words)
    assert done.returncode == 0
    picture = ET.fromstring(done.stdout)  # noqa: S314 (our own)
    text = " ".join(" ".join(picture.itertext()).split())
    assert "trigeminal neuropathy" in text
    assert "No count of it" in text or "Nothing is held on: trigeminal" in text


@pytest.mark.parametrize("form", ["md", "html", "json"])
def test_a_profile_without_data_says_so(call: Run, form: str) -> None:
    done = call("profile", "trigeminal neuropathy", "plasma exchange", "--format", form)
    assert done.returncode == 0
    assert "no study" in done.stdout


@pytest.mark.parametrize("name", ["rates", "gaps", "map", "forest"])
@pytest.mark.parametrize("columns", ["60", "80", "100", "200"])
def test_a_table_is_no_wider_than_its_terminal(
    call: Run, monkeypatch: pytest.MonkeyPatch, name: str, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    done = call(*COMMANDS[name])
    assert max(map(shown_width, done.stdout.splitlines())) <= int(columns)


def test_rates_tell_what_is_left_out_and_why(call: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """facts.md 1.4 and 1.2: 2 of 9 stay; single patients go."""
    monkeypatch.setenv("COLUMNS", "250")
    plain, strict = call("rates"), call("rates", "--without", "n<5,indirect")
    assert "12/30" in plain.stdout
    assert "2/9 = 22 % (6\u201355 %)" in strict.stdout
    text = " ".join(strict.stdout.split())
    assert "left out" in text
    assert "n = 1, fewer than 5" in text
    assert "indirect: other patients" in text
    assert "indirect evidence; fewer than 5 patients." in whole(strict)
    assert "painful sensory neuropathy: 3 results before, 1 after." in whole(strict)


def test_rates_in_a_pipe_are_numbers_without_a_claim(run: Run) -> None:
    done = run("rates", "--format", "csv")
    rows = list(csv.DictReader(done.stdout.splitlines()))
    assert len(rows) == 14  # counted in tests/content/test_appraise_rates.py from facts.md
    (ataxic,) = (row for row in rows if (row["improved"], row["total"]) == ("2", "9"))
    assert float(ataxic["improved_low"]) == pytest.approx(0.06, abs=0.005)  # facts.md, section 8
    assert not [row for row in rows if (row["improved"], row["total"]) == ("4", "5")]
    assert "Takahashi" not in done.stdout


def test_pooling_is_refused_with_its_reasons_and_1(run: Run, here: Path) -> None:
    done = run("rates", "--pool")
    assert done.returncode == 1
    for reason in ("overlap not assessed", "different designs", "an instrument is not stated"):
        assert reason in done.stdout
    assert "Not pooled." in done.stderr
    assert run("rates", "--pool", "--format", "json", "--out", "why.json").returncode == 1
    assert "overlap not assessed" in (here / "why.json").read_text("utf-8")


@pytest.fixture
def poolable(content: Path) -> Path:
    """Return a content whose only data are the fourteen studies of Pritz 1997, made alike."""
    shutil.rmtree(content / "data")
    (content / "data/sources").mkdir(parents=True)
    (content / "data/sources/pool.ttl").write_text(turtle(PRITZ), "utf-8")
    return content


@pytest.mark.thorough
@needs_statsmodels
def test_studies_that_are_alike_are_pooled_as_metafor_pools_them(run: Run, poolable: Path) -> None:
    done = run("rates", "--pool", "--format", "csv", "--content", poolable)
    assert done.returncode == 0, done.stderr
    (row,) = csv.DictReader(done.stdout.splitlines())
    found = [float(row[name]) for name in ("rate", "low", "high", "tau2", "q", "q_p", "i2")]
    assert found == pytest.approx(NUMBERS, abs=6e-5)  # R's metafor, test_stats_pool.py
    assert "random effects" in row["method"]


def test_without_its_library_pooling_is_7_and_names_the_extra(
    call: Run, poolable: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "statsmodels.stats.meta_analysis", None)
    done = call("rates", "--pool", "--content", poolable)
    assert (done.returncode, done.stdout) == (7, "")
    assert "ivig-kg[meta]" in done.stderr


@pytest.mark.parametrize("name", COMMANDS)
def test_nothing_needs_more_than_a_newcomer_has(
    call: Run, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("numpy", "statsmodels", "pandas", "matplotlib", "altair"):
        monkeypatch.setitem(sys.modules, module, None)
    assert call(*COMMANDS[name]).returncode == 0


def test_gaps_name_the_trial(call: Run) -> None:
    done = call("gaps", "--format", "md")
    assert "NCT03700138" in done.stdout  # facts.md 2.1, E12
    assert "NCT02637700" not in done.stdout
    assert "NCT00220740" not in done.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_names_of_all_kinds_mean_the_same(call: Run, name: str) -> None:
    if name == "profile":
        found = [call(name, each, "IVIG") for each in (ATAXIC, "ivig:SensoryAtaxicNeuropathy")]
    else:
        words = ("IVIG", "intravenous immunoglobulin", "ivig:IntravenousImmunoglobulin")
        found = [call(name, "--treatment", each) for each in words]
    assert len({ran.stdout for ran in found}) == 1
    assert found[0].returncode == 0
