"""Sheets taken in: what a row becomes, what is there already, and the template it starts from."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.doors.small_desk import ROW as HALF

pytestmark = pytest.mark.thorough

Run = Callable[..., subprocess.CompletedProcess[str]]
Hash = Callable[[Path], str]
Take = Callable[..., subprocess.CompletedProcess[str]]
COLUMNS = (
    *("kind", "label", "stated in", "locator", "condition", "subtype", "population stated"),
    *("treatment", "outcome", "effect", "modality", "verification", "population: n"),
    *("result: total", "result: improved", "result: p-value", "result: assessor"),
)
ROW = {**HALF, "result: p-value": "<0.050"}
MORE = {"result: total": "10", "result: improved": "5", "result: assessor": "patient"}


def table(rows: list[dict[str, str]], delimiter: str = "\t") -> str:
    lines = [COLUMNS, *(tuple(row.get(column, "") for column in COLUMNS) for row in rows)]
    return "".join(delimiter.join(line) + "\n" for line in lines)


def workbook(rows: list[dict[str, str]]) -> bytes:
    from openpyxl import Workbook  # noqa: PLC0415 (only here)

    book, stream = Workbook(), io.BytesIO()
    assert book.active is not None
    for line in table(rows).splitlines():
        book.active.append(line.split("\t"))
    book.save(stream)
    return stream.getvalue()


@pytest.fixture
def take(call: Run, curated: Path, here: Path) -> Take:
    """Return what writes a sheet and takes it in as the made-up curator."""

    def takes(
        rows: list[dict[str, str]] | bytes, *words: str, name: str = "sheet.tsv"
    ) -> subprocess.CompletedProcess[str]:
        data = rows if isinstance(rows, bytes) else table(rows).encode()
        (here / name).write_bytes(data)
        return call("import", name, *words, "--agent", "test-curator", "--content", curated)

    return takes


def written(content: Path, subject: str) -> str:
    text = (content / "data/sources/mori-2005.ttl").read_text("utf-8")
    return text.partition(f"\n{subject}\n")[2].partition("\n\n")[0]


def test_a_row_becomes_a_draft_with_its_parts(take: Take, curated: Path) -> None:
    done = take([ROW, MORE])
    assert (done.returncode, done.stdout) == (
        0,
        "1 new, 0 already present\nst:mori-2005-12 entered as a draft\n",
    )
    # 12, since mori-2005.ttl has statements 1 to 11. MONDO:0016218 is GBS (facts.md section 3.1).
    assert written(curated, "st:mori-2005-12").splitlines()[:-1] == [
        "  a ivig:EffectStatement ;",
        '  rdfs:label "Half of them improved"@en ;',
        "  ivig:statedIn src:mori-2005 ;",
        '  ivig:locator "abstract" ;',
        "  ivig:condition ivig:SjogrenSyndrome ;",
        "  ivig:subtype ivig:GuillainBarreSyndrome ;",
        "  ivig:populationStated true ;",
        "  ivig:population st:mori-2005-12.population-1 ;",
        "  ivig:treatment ivig:IntravenousImmunoglobulin ;",
        "  ivig:outcome ivig:Improvement ;",
        "  ivig:effect ivig:NotStated ;",
        "  ivig:result st:mori-2005-12.result-1 ;",
        "  ivig:result st:mori-2005-12.result-2 ;",
        "  ivig:modality ivig:Observed ;",
        "  ivig:verification ivig:Abstract ;",
        "  ivig:status ivig:Draft ;",
        "  dcterms:creator agent:test-curator ;",
    ]
    assert written(curated, "st:mori-2005-12.result-1").splitlines() == [
        "  a ivig:OutcomeResult ;",
        "  ivig:total 12 ;",
        "  ivig:improved 6 ;",
        "  ivig:pValue 0.050 ;",
        '  ivig:pValueOperator "<" ;',
        "  ivig:derivation ivig:Printed .",
    ]
    assert "  ivig:assessor ivig:Patient" in written(curated, "st:mori-2005-12.result-2")


def test_the_same_sheet_twice_adds_nothing_in_whatever_form(
    take: Take, curated: Path, hashed: Hash
) -> None:
    assert take([ROW, MORE]).returncode == 0
    before = hashed(curated)
    comma = table([ROW, MORE], ",").encode()
    for again in (
        take([ROW, MORE]),
        take(comma, name="sheet.csv"),
        take(workbook([ROW, MORE]), name="sheet.xlsx"),
    ):
        assert (again.returncode, again.stdout) == (0, "0 new, 1 already present\n")
    assert hashed(curated) == before


def test_a_bad_row_keeps_all_out_or_is_left_out(take: Take, curated: Path, hashed: Hash) -> None:
    good = {**ROW, "label": "A second one"}
    bad = {**ROW, "effect": "improoves", "result: total": "5", "label": "A third one"}
    before = hashed(curated)
    done = take([good, bad])
    assert (done.returncode, done.stdout, hashed(curated)) == (3, "", before)
    place = COLUMNS.index("effect") + 1
    assert f"sheet.tsv:3:{place} effect: nothing is called 'improoves'; nearest: " in done.stderr
    assert f"sheet.tsv:3:{COLUMNS.index('result: improved') + 1} result: improved: " in done.stderr
    kept = take([good, bad], "--keep-good")
    assert kept.returncode == 1
    assert kept.stdout.startswith("1 new, 0 already present\nst:mori-2005-12 entered as a draft\n")
    assert "sheet.tsv:3" in kept.stdout
    assert "A third one" not in (curated / "data/sources/mori-2005.ttl").read_text("utf-8")


def test_the_template_has_a_column_a_property_in_the_order_of_the_shapes(
    call: Run, here: Path
) -> None:
    done = call("template", "effect statement", "--tsv")
    notes = [line for line in done.stdout.splitlines() if line.startswith("#")]
    headings = done.stdout.splitlines()[-1].split("\t")
    assert headings[0] == "kind"
    # sh:order of effect-statement.ttl and statement.ttl: condition 10 … effect 18, modality 50.
    order = [headings.index(name) for name in ("condition", "treatment", "effect", "modality")]
    assert order == sorted(order)
    assert "recommends" not in headings  # of recommendations alone
    assert not {"status", "creator", "created"} & set(headings)
    (effect,) = [note for note in notes if note.startswith("# effect")]
    assert "(required)" in effect
    assert "improves" in effect or "more)" in effect
    assert call("template", "--xlsx", "--out", "a.xlsx").returncode == 0
    from openpyxl import load_workbook  # noqa: PLC0415 (only here)
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 (only here)

    book = load_workbook(here / "a.xlsx")
    letters = map(get_column_letter, range(1, 200))
    cells = {
        cell.value: letter for cell, letter in zip(book["statements"][1], letters, strict=False)
    }
    lists = {
        str(rule.sqref).rstrip("0123456789").partition("2")[0]
        for rule in book["statements"].data_validations.dataValidation
    }
    assert {cells["effect"], cells["treatment"], cells["population stated"]} <= lists


def test_a_number_that_two_branches_gave_is_mended(call: Run, curated: Path) -> None:
    path = curated / "data/sources/mori-2005.ttl"
    text = path.read_text("utf-8")
    eleven = text[text.index("\nst:mori-2005-11\n") : text.index("\nstudy:mori-2005\n")]
    assert eleven.count("population-1") == 2
    path.write_text(text.replace(eleven, eleven + eleven.replace("93 %", "39 %")), "utf-8")
    refused = call("format", "--content", curated)
    assert (refused.returncode, refused.stdout) == (3, "")
    assert "st:mori-2005-11 stands in two blocks" in refused.stderr
    done = call("renumber", "--content", curated)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(
        "st:mori-2005-11 stood twice; the later one is st:mori-2005-12 now\n"
    )
    assert call("format", "--content", curated).returncode == 0
    assert '"39 %"' in written(curated, "st:mori-2005-12.population-1")
    assert '"93 %"' in written(curated, "st:mori-2005-11.population-1")
    again = call("renumber", "--content", curated)
    assert again.stdout == "no number is given twice; nothing to do\n"
