"""Mapping tables: as triples, with their faults, and from an outside identifier to a term."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from ivig_kg.content import Content
from ivig_kg.engine.parse import parse
from ivig_kg.errors import UsageError
from ivig_kg.mappings.graph import as_turtle, outside_prefixes
from ivig_kg.mappings.lookup import outside_iri, same_term
from ivig_kg.mappings.read import MappingSet, read_sets
from ivig_kg.namespaces import Namespaces

IVIG, SKOS = "https://w3id.org/ivig-kg/ontology#", "http://www.w3.org/2004/02/skos/core#"
OURS = Namespaces({"ivig": IVIG, "skos": SKOS, "obo": "http://example.org/obo/"})
HEAD = f"""\
#curie_map:
#  ivig: {IVIG}
#  skos: {SKOS}
#  OUT: http://example.org/out/
#mapping_set_id: https://example.org/set
#mapping_set_title: "A set"
#license: https://creativecommons.org/licenses/by/4.0/
#object_source: http://example.org/out
subject_id\tsubject_label\tpredicate_id\tobject_id\tobject_label\tmapping_justification\tconfidence\tcomment
"""
ROW = "ivig:A\ta\tskos:exactMatch\tOUT:1\tone\tsemapv:ManualMappingCuration\t0.95\t"
TRAPS = f"""\
#curie_map:
#  ivig: {IVIG}
#  OUT: http://example.org/out/
object_id\tobject_label\tallowed_for\tinstead\tbecause
OUT:2\t\tivig:A\tOUT:1|ivig:B\tA "trap" \\ here
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("ontology/mappings", "data", "queries"):
        (tmp_path / name).mkdir(parents=True)
    return tmp_path


def one(folder: Path, text: str, name: str = "out.sssom.tsv") -> MappingSet:
    (folder / "ontology/mappings" / name).write_text(text, "utf-8")
    (found,) = read_sets(Content(str(folder), "test"), OURS)
    return found


def faults(folder: Path, text: str, name: str = "out.sssom.tsv") -> list[str]:
    return [str(fault) for fault in one(folder, text, name).faults]


def test_a_row_is_read_with_all_that_it_says(folder: Path) -> None:
    found = one(folder, f"{HEAD}{ROW}with care\n")
    (term,) = found.terms
    assert (term.subject, term.predicate, term.curie) == (f"{IVIG}A", "skos:exactMatch", "OUT:1")
    assert (term.iri, term.label, term.confidence) == ("http://example.org/out/1", "one", "0.95")
    assert (term.comment, term.line, term.subject_label) == ("with care", 10, "a")
    assert found.header["mapping_set_title"] == "A set"
    assert found.faults == ()


def test_the_tables_are_triples_and_what_was_not_found_is_none(folder: Path) -> None:
    none = ROW.replace("OUT:1", "sssom:NoTermFound")
    lost = ROW.replace("ivig:A", "sssom:NoTermFound")
    one(folder, f"{HEAD}{ROW}\n{none}\n{lost}\n")
    (folder / "ontology/mappings/denied.tsv").write_text(TRAPS, "utf-8")
    files = as_turtle(Content(str(folder), "test"), OURS)
    triples = {
        (t.subject.value, t.predicate.value.rpartition("#")[2], t.object.value)
        for file in files
        for t in parse(file.data, where=file.path).triples
    }
    out = "http://example.org/out/"
    assert triples == {
        (f"{IVIG}A", "exactMatch", f"{out}1"),
        (f"{out}2", "deniedBecause", 'A "trap" \\ here'),
        (f"{out}2", "useInstead", f"{out}1"),
        (f"{out}2", "useInstead", f"{IVIG}B"),
        (f"{out}2", "rightFor", f"{IVIG}A"),
    }


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("skos:exactMatch", "skos:sameMatch", "10: 'skos:sameMatch' is no relation: one of skos:e"),
        ("0.95", "95 %", "10: the confidence '95 %' is no number from 0.00 to 1.00"),
        ("0.95", "1.01", "the confidence '1.01' is no number"),
        ("semapv:Manual", "semapv:My", "10: 'semapv:MyMappingCuration' is no justification used"),
        ("OUT:1", "ELSE:1", "10: 'ELSE:1' is no identifier with a prefix of the file's curie_map"),
        ("OUT:1", "OUT:a> <b", "'OUT:a> <b' is no identifier with a prefix"),
        ("\tone", "", "10: has 7 cells, and the table 8 columns"),
    ],
)
def test_a_row_that_is_none_is_told_and_left_out(
    folder: Path, old: str, new: str, words: str
) -> None:
    found = one(folder, f"{HEAD}{ROW.replace(old, new)}\n")
    assert found.terms == ()
    (fault,) = found.faults
    assert words in str(fault)
    (file,) = as_turtle(Content(str(folder), "test"), OURS)
    assert b"<b" not in file.data


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("#license", "#other", "1: the header has no license"),
        (f"ivig: {IVIG}", "ivig: http://example.org/", "the prefix ivig: stands for another IRI"),
        ("\tcomment", "", "9: the columns must be: subject_id, subject_label, predicate_id"),
        (
            "https://creativecommons.org/licenses/by/4.0/",
            "https://w3id.org/sssom/license/unspecified",
            "10: the vocabulary allows codes alone: take the label out",
        ),
    ],
)
def test_a_header_that_is_wrong_is_told(folder: Path, old: str, new: str, words: str) -> None:
    assert any(words in fault for fault in faults(folder, HEAD.replace(old, new) + ROW + "\n"))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('A "trap" \\ here', "", "5: gives no reason"),
        ("ivig:B", "ELSE:1", "5: 'ELSE:1' is no identifier"),
        (" here", "\r", "holds a control character or a line end"),
        ("trap", "tr\x1bap", "holds a control character or a line end"),
        ("\tivig:A", "", "5: has 4 cells, and the table 5 columns"),
    ],
)
def test_a_trap_that_is_none_is_told(folder: Path, old: str, new: str, words: str) -> None:
    (fault,) = faults(folder, TRAPS.replace(old, new), "denied.tsv")
    assert words in fault


def test_an_odd_row_or_prefix_is_no_triple_that_does_not_parse(folder: Path) -> None:
    odd = TRAPS.replace(" here", " here\r") + "OUT:3\t\t\t\ta \x01 b\n"
    (folder / "ontology/mappings/denied.tsv").write_bytes(odd.encode())
    head = HEAD.replace("http://example.org/out/", "http://example.org/%zz/")
    (folder / "ontology/mappings/out.sssom.tsv").write_text(f"{head}{ROW}\n", "utf-8")
    files = as_turtle(Content(str(folder), "test"), OURS)
    found = [len(parse(file.data, where=file.path).triples) for file in files]
    assert found == [4, 0]


def test_bytes_that_are_no_utf_8_are_told(folder: Path) -> None:
    path = folder / "ontology/mappings/out.sssom.tsv"
    path.write_bytes(f"{HEAD}{ROW}".encode() + b"Sj\xf6gren\n")
    (found,) = read_sets(Content(str(folder), "test"), OURS)
    assert [fault.line for fault in found.faults] == [10]
    assert "not UTF-8" in str(found.faults[0])


THEIRS = {
    "MONDO": "http://example.org/obo/MONDO_",
    "OUT": "http://example.org/out/",
    "icd11.x": "http://example.org/icd/",
    "ivig": IVIG,
}


@pytest.mark.parametrize(
    ("text", "iri"),
    [
        ("OUT:1", "http://example.org/out/1"),
        ("out:G61.0", "http://example.org/out/G61.0"),
        ("icd11.x:4A43.2", "http://example.org/icd/4A43.2"),
        ("http://example.org/out/1", "http://example.org/out/1"),
        ("<http://example.org/out/1>", "http://example.org/out/1"),
        ("ivig:A", None),
        (f"{IVIG}Aa", None),
        ("obo:MONDO_1", "http://example.org/obo/MONDO_1"),
        ("http://example.org/out/[", None),
        ("http://example.org/out/\ue000", None),
        ("label: with a colon", None),
        ("OUT:", None),
        ("OUT:1> } #", None),
        ("http://elsewhere.example/1", None),
        ("http://example.org/out/1> } #", None),
        ("plain", None),
    ],
)
def test_an_outside_identifier_is_known_by_its_prefix(text: str, iri: str | None) -> None:
    assert outside_iri(text, OURS.prefixes, THEIRS) == iri


def row(relation: str, other: str, label: str = "") -> Sequence[str]:
    return OURS.expand(relation), other, label


def test_the_same_term_goes_before_all_else() -> None:
    rows = [row("ivig:deniedBecause", "A trap."), row("skos:exactMatch", f"{IVIG}A", "a")]
    assert same_term("OUT:1", rows, OURS) == f"{IVIG}A"


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([], "subtype: 'OUT:1' is the same as no term here, and near none"),
        ([row("skos:closeMatch", f"{IVIG}A", "a")], "it is close to ivig:A (a): name the one"),
        ([row("skos:broadMatch", f"{IVIG}A")], "it is broader than ivig:A (no label)"),
        ([row("skos:narrowMatch", f"{IVIG}A", "a")], "it is narrower than ivig:A (a)"),
        (
            [row("ivig:deniedBecause", "A trap."), row("ivig:useInstead", f"{IVIG}B")],
            "is on the list of traps (A trap.): use ivig:B",
        ),
        ([row("ivig:deniedBecause", "A trap.")], "is on the list of traps (A trap.)"),
    ],
)
def test_what_is_near_or_a_trap_is_told(rows: list[Sequence[str]], words: str) -> None:
    with pytest.raises(UsageError) as caught:
        same_term("OUT:1", rows, OURS, "subtype")
    assert words in str(caught.value)


def test_prefixes_of_all_tables_are_gathered(folder: Path) -> None:
    one(folder, HEAD)
    assert outside_prefixes(Content(str(folder), "test"))["OUT"] == "http://example.org/out/"
