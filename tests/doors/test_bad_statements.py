"""Statements and documents as they should not be (bad-inputs 19 to 30).

What is refused leaves each byte of the content as it was. Columns of a sheet are counted by hand:
kind 1, condition 5, subtype 6, treatment 8, outcome 9, effect 10, modality 11, verification 12,
population: n 13, result: total 14, improved 15, effect measure 16, estimate 17, lower 18, upper 19,
interval level 20, p-value 21.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.doors.conftest import digest
from tests.doors.small_desk import HEAD, acting, copied, refused, sheet, statement, untouched

pytestmark = pytest.mark.thorough

Done = subprocess.CompletedProcess[str]
Run = Callable[..., Done]


@pytest.fixture(scope="module")
def desk(shipped: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a content that no test of this file changes."""
    yield from untouched(shipped, tmp_path_factory.mktemp("desk"))


@pytest.fixture
def own(desk: Path, tmp_path: Path) -> Path:
    """Return a content that a test may change."""
    return copied(desk, tmp_path / "own")


@pytest.fixture
def act(call: Run, desk: Path) -> Run:
    """Return what runs a command; only a content of the test's own may change."""
    return acting(call, desk)


@pytest.fixture
def take(act: Run, here: Path) -> Run:
    """Return what takes in a sheet, each row of which says what is given, and else what is good."""

    def takes(*rows: dict[str, str], into: Path | None = None) -> Done:
        (here / "s.tsv").write_text(sheet(rows), "utf-8")
        return act("import", "s.tsv", into=into)

    return takes


NEW = ("new", "made-up-2011")


@pytest.mark.parametrize("pmid", ["0", "12345678901", "PMID:123", "123\n", "١٢٣"])
def test_bad_input_19_a_pubmed_identifier_that_is_none(act: Run, pmid: str) -> None:
    pattern = "Give the PubMed identifier once: one to eight digits, not starting with 0."
    refused(act(*NEW, "--pmid", pmid), 3, pattern, repr(pmid))


def test_bad_input_19_a_statement_without_source(take: Run) -> None:
    said = "s.tsv:2:3 stated in: Name the one document that states it (ivig:statedIn src:…)."
    unknown = "s.tsv:3:3 stated in: nothing is called 'mori-2006'; nearest: src:mori-2005"
    refused(take({"stated in": ""}, {"stated in": "mori-2006"}), 3, said, unknown)


@pytest.mark.parametrize(
    "doi",
    [
        *("10.1093/brain/awh605", "10.1093%2Fbrain%2Fawh605", "10.1093/brain/awh605."),
        *("https://doi.org/10.1093/BRAIN/awh605", "doi: 10.1093/Brain/AWH605"),
    ],
)
def test_bad_input_20_one_document_has_one_doi_in_one_form(act: Run, doi: str) -> None:
    said = "bibo:doi 10.1093/brain/awh605: src:mori-2005 has it already, the same document"
    refused(act(*NEW, "--doi", doi), 2, said)


def test_bad_input_20_a_doi_is_stored_in_one_form_or_not_at_all(act: Run, own: Path) -> None:
    refused(act(*NEW, "--doi", "10.1000/made up"), 3, "without address, spaces, %-codes or a dot")
    done = act(*NEW, "--doi", "https://dx.doi.org/10.1000%2FMade-Up-1.", into=own)
    assert done.returncode == 0, done.stderr
    text = (own / "data/sources/made-up-2011.ttl").read_text("utf-8")
    assert '  bibo:doi "10.1000/made-up-1" ;' in text
    again = act("new", "other-2011", "--doi", "10.1000/MADE-UP-1", into=own)
    refused(again, 2, "src:made-up-2011 has it already")
    same = act("new", "other-2011", "--pmid", "16049042", into=own)
    refused(same, 2, "fabio:hasPubMedId 16049042: src:mori-2005 has it already")


# facts.md section 3: what stands for what, and what must not.
OUTSIDE = {
    "MONDO:0007691": "is on the list of traps",
    "MONDO:0011835": "use HP:0003434, ivig:SensoryAtaxicNeuropathy",
    "http://purl.obolibrary.org/obo/MONDO_0007691": "use MONDO:0006702, MONDO:0016218",
    "HP:0007141": "it is close to ivig:SensorimotorNeuropathy",
    "MONDO:9999999": "it is not in this graph's lists (ontology/mappings/)",
    "MADEUP:1": "nothing is called 'MADEUP:1'",
}


def test_bad_input_21_outside_identifiers(take: Run) -> None:
    rows = [{"subtype": name} for name in OUTSIDE]
    said = [f"s.tsv:{row}:6 subtype: " for row, _ in enumerate(OUTSIDE, 2)]
    kind = "'MONDO:0016218' is ivig:GuillainBarreSyndrome (Guillain-Barré syndrome), which is not"
    done = take(*rows, {"treatment": "MONDO:0016218"})
    refused(done, 3, *said, *OUTSIDE.values(), f"s.tsv:8:8 treatment: {kind} of the kind asked for")


CODES = {
    "kind": ("1", "efect statement", "nearest: ivig:EffectStatement (effect statement)"),
    "effect": ("10", "improoves", "nearest: ivig:Improves (improves)"),
    "modality": ("11", "obsreved", "ivig:Observed (observed)"),
    "verification": ("12", "ful text", "nearest: ivig:FullText (full text)"),
    "outcome": ("9", "ivig:Improvment", "nearest: ivig:Improvement (improvement)"),
    "population stated": ("7", "perhaps", "is neither true nor false"),
}


def test_bad_input_22_a_code_that_is_none_is_answered_with_the_nearest(take: Run) -> None:
    done = take(*({column: word} for column, (_, word, _) in CODES.items()))
    for row, (column, (place, word, near)) in enumerate(CODES.items(), 2):
        assert f"s.tsv:{row}:{place} {column}: " in done.stderr
        (line,) = [line for line in done.stderr.splitlines() if f"s.tsv:{row}:" in line]
        assert word in line
        assert near in line
    refused(done, 3)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--design", "cohort studdy"), "ivig:CohortStudy (cohort study)"),
        (("--kind", "letter"), "'letter' is no kind of source: clinical guideline, "),
        (("--verification", "abstrct"), "nearest: ivig:Abstract (abstract)"),
    ],
)
def test_bad_input_22_a_code_of_a_document(act: Run, words: tuple[str, str], said: str) -> None:
    refused(act(*NEW, *words), 2, said)


@pytest.mark.parametrize(
    ("issued", "said"),
    [
        ("13", "is no day of the calendar"),
        ("3024", "is no likely year"),
        ("2024-02-30", "is no day of the calendar"),
        ("2024-13", "is no month of a year"),
        ("2024-1-5", "is no day of the calendar"),
        ("2999-01-01", "lies in the future"),
        ("2999-01", "lies in the future"),
        ("2024-05-05Z", "is no day of the calendar"),
        ("2024-05-05+01:00", "is no day of the calendar"),
    ],
)
def test_bad_input_23_a_date_that_is_none(act: Run, issued: str, said: str) -> None:
    how = "as a year, month or day that exists"
    refused(act(*NEW, "--issued", issued), 3, f"issued: '{issued}' {said}", how)


def test_bad_input_24_numbers_that_are_none(take: Run) -> None:
    odds = {"result: effect measure": "odds ratio"}
    numbers = {
        ("21", "result: p-value"): ("1,5", "NaN", "INF", "<0,001", "p < 0.05"),
        ("17", "result: estimate"): ("1,5", "NaN", "-INF", "1.5e3"),
        ("14", "result: total"): ("10.5", "12 of 13", "1,000", "١٢"),
        ("13", "population: n"): ("10.5", "1e3"),
    }
    rows, said = [], []
    for (column, field), values in numbers.items():
        for value in values:
            rows.append({**odds, field: value} if column == "17" else {field: value})
            said.append(f"s.tsv:{len(rows) + 1}:{column} {field}: '{value.removeprefix('<')}' ")
    done = take(*rows)
    refused(done, 3, *said)
    assert done.stderr.count("has a decimal comma: write a point") == 3
    assert done.stderr.count("s.tsv:") == len(rows)  # one fault a row, not one a rule


def test_bad_input_24_numbers_come_back_as_they_were_printed(
    take: Run, call: Run, own: Path
) -> None:
    row = {
        "result: effect measure": "odds ratio",
        "result: estimate": "1.10",
        "result: lower": "0.90",
        "result: upper": "1.350",
        "result: interval level": "95",
        "result: p-value": "<0.001",
    }
    assert take(row, into=own).returncode == 0
    text = (own / "data/sources/mori-2005.ttl").read_text("utf-8")
    for line in (
        "estimate 1.10",
        "lower 0.90",
        "upper 1.350",
        "pValue 0.001",
        'pValueOperator "<"',
    ):
        assert f"  ivig:{line} ;\n" in text
    told = call("export", "--format", "nq", "--content", own).stdout
    for number in ("1.10", "0.90", "1.350", "0.001"):
        assert f'"{number}"^^<http://www.w3.org/2001/XMLSchema#decimal>' in told


def test_bad_input_25_numbers_that_do_not_go_together(take: Run) -> None:
    odds = {"result: effect measure": "odds ratio", "result: interval level": "95"}
    between = {"result: lower": "0.2", "result: upper": "0.9"}
    turned = {"result: lower": "0.9", "result: upper": "0.2"}
    done = take(
        {**odds, **turned, "result: estimate": "0.5"},
        {**odds, **between, "result: estimate": "1.5"},
        {"result: p-value": "1.5"},
        {"result: p-value": "-0.1"},
        {"population: n": "-1"},
        {"result: total": "-3"},
        {"result: improved": "13"},
    )
    refused(
        done,
        3,
        "s.tsv:2:18 result: lower: Give the lower end of the interval once, as a decimal no larger",
        "s.tsv:3:17 result: estimate: 1.5 is not between 0.2 and 0.9.",
        "s.tsv:4:21 result: p-value: Give the p-value once, a decimal from 0 to 1",
        "s.tsv:5:21 result: p-value: Give the p-value once, a decimal from 0 to 1",
        "s.tsv:6:13 population: n: Give the number of patients once, a whole number from 1.",
        "s.tsv:7:14 result: total: Give the total once, a whole number from 1.",
        "s.tsv:8:15 result: improved: Give improved once, a whole number from 0",
    )


def test_bad_input_26_the_same_in_other_words_order_or_number(
    take: Run, act: Run, own: Path, here: Path
) -> None:
    assert take({"label": "Half of the patients, 6, improved"}, into=own).returncode == 0
    before = digest(own)
    again = take({"label": "half of the PATIENTS improved: 6"}, into=own)
    refused(again, 3, "s.tsv:2: says what st:mori-2005-12 says, but for spelling, case or order")
    twins = take({"label": "A made up one"}, {"label": "One made-up: a"}, into=own)
    refused(twins, 3, "s.tsv:3: says what row 2 says")
    path = own / "data/sources/mori-2005.ttl"
    twelve = f"\nst:mori-2005-12{path.read_text('utf-8').partition('st:mori-2005-12')[2]}"
    block = twelve.partition("\nstudy:")[0].replace("mori-2005-12", "mori-2005-13")
    (here / "s.ttl").write_text(HEAD + block.replace("Half of", "HALF of"), "utf-8")
    done = act("import", "s.ttl", into=own)
    refused(done, 3, "s.ttl:10: st:mori-2005-13 says what st:mori-2005-12 says")
    assert digest(own) == before


def test_bad_input_27_one_source_for_and_against_is_taken_with_a_warning(
    take: Run, own: Path
) -> None:
    done = take({"effect": "improves"}, {"effect": "no benefit shown"}, into=own)
    assert (done.returncode, done.stdout[:5]) == (0, "2 new")
    (warning,) = [line for line in done.stderr.splitlines() if "warning: " in line]
    assert "st:mori-2005-13: goes against st:mori-2005-12, which the same source states" in warning


TEXT = '<script>alert(1)</script> """ \'\' \\n \\ =1+1 | \t&amp;'


def test_bad_input_30_free_text_is_kept_and_does_nothing(
    call: Run, act: Run, own: Path, here: Path
) -> None:
    escaped = TEXT.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")
    (here / "s.ttl").write_text(HEAD + statement(f'"{escaped}"@en'), "utf-8")
    assert act("import", "s.ttl", into=own).returncode == 0
    shown = call("show", "st:mori-2005-12", "--content", own)
    assert shown.stdout.splitlines()[0] == TEXT.replace("\t", "\N{REPLACEMENT CHARACTER}")
    told = call("export", "--format", "nq", "--content", own)
    assert f'#label> "{escaped}"@en' in told.stdout
    why = '=HYPERLINK("http://x") <b>bold</b> | x'
    assert act("retract", "st:mori-2005-12", "--why", why, into=own).returncode == 0
    cells = call("log", "st:mori-2005-12", "--format", "sheet", "--content", own).stdout
    assert '"\'=HYPERLINK(""http://x"")' in cells
    table = call("log", "st:mori-2005-12", "--format", "md", "--content", own).stdout
    assert "<b>" not in table


def test_bad_input_30_free_text_is_harmless_in_a_pull_request(
    call: Run, act: Run, desk: Path, own: Path, here: Path
) -> None:
    label = "<script>alert(1)</script> [x](http://x) | `a`"
    (here / "s.ttl").write_text(HEAD + statement(f'"{label}"@en'), "utf-8")
    assert act("import", "s.ttl", into=own).returncode == 0
    done = call("diff", desk, own, "--format", "md")
    assert "<script>" in done.stdout
    bare = re.sub(r"(`+)(?!`).+?(?<!`)\1(?!`)", "", done.stdout)  # code is shown as it stands
    assert [part for part in ("<script", "[x](", "alert") if part in bare] == []


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("a\u202eb", "title: bidirectional control U+202E"),
        ("x" * 100_000, 'Give the title once as printed, or "not stated".'),
        ("a\r\nb", "begins or ends with white space, or has a line break"),
        ("a\0b", "title: control character U+0000"),
        ("a\udcffb", "title: half of a surrogate pair U+DCFF"),
    ],
    ids=["right to left", "100 KB", "line break", "NUL", "no UTF-8"],
)
def test_bad_input_30_free_text_that_is_refused(act: Run, title: str, said: str) -> None:
    refused(act(*NEW, "--title", title), 3, said)


def test_bad_input_30_cells_that_are_refused(take: Run) -> None:
    done = take({"label": "a\u202eb"}, {"label": "x" * 10_001}, {"label": "x" * 1_001})
    refused(
        done,
        3,
        "s.tsv:2:2 label: has the bidirectional control",
        "s.tsv:3:2 label: has 10,001 characters, over the limit of 10,000",
    )
