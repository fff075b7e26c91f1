"""What a parser no longer sees: comments, strings, normal form, prefixes, relative IRIs."""

from __future__ import annotations

import time

import pytest

from ivig_kg.namespaces import Namespaces
from ivig_kg.turtle.surface import declarations, not_nfc, surface_findings
from ivig_kg.turtle.tokens import pieces, unescape

SPACES = Namespaces({"ex": "http://ex/", "MONDO": "http://mondo/"})
NFD = "Sjo\u0308gren"


def findings(text: str) -> list[tuple[int, str]]:
    return [(found.line, found.rule) for found in surface_findings(text, "data/f.ttl", SPACES)]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("# a 'b\n'c'", ["comment", "string"]),
        ('"a # b" # c', ["string", "comment"]),
        (r'"a\"#" <x#y>', ["string", "iri"]),
        ('"""a\n"#"" # b""" # c', ["long", "comment"]),
        ("'''it''s # ''' <a>", ["long", "iri"]),
        (r"ex:a\#b ex:c\'d # e", ["other", "other", "comment"]),
        ('"open\n# c', ["other", "comment"]),
        ('"" # c', ["string", "comment"]),
    ],
)
def test_comments_strings_and_iris_are_told_apart(text: str, kinds: list[str]) -> None:
    found = list(pieces(text))
    assert [piece.kind for piece in found] == kinds
    assert all(text.startswith(piece.text, piece.start) for piece in found)


def test_a_piece_knows_the_plain_text_before_it() -> None:
    found = [piece.before for piece in pieces("a 'b' c # d\n e <f> g 'h'")]
    assert found == ["a ", " c ", " c \n e ", " g "]


def test_numeric_escapes_are_resolved_and_others_left() -> None:
    assert unescape(r"\u0041\U0001F9EC \\u0041 \n \U00110000") == r"A🧬 \\u0041 \n \U00110000"
    assert unescape(r"\U0010FFFF") == "\U0010ffff"


def test_one_literal_of_50_mb_is_one_pass() -> None:
    text = f'"{"a" * 50_000_000}" # c'
    start = time.process_time()
    assert [piece.kind for piece in pieces(text)] == ["string", "comment"]
    assert time.process_time() - start < 2


@pytest.mark.parametrize("quote", ['"""', "'''", '"', "'"])
def test_open_quotes_stay_linear(quote: str) -> None:
    start = time.process_time()
    list(pieces((quote + " a\n") * 20_001))
    assert time.process_time() - start < 2


def test_bad_input_08_lines_not_in_normal_form_c_are_numbered() -> None:
    assert not_nfc(f"# Sjögren\n# {NFD}\n\n'{NFD}'\n'Sjo\\u0308gren'\n") == [2, 4, 5]
    assert not_nfc("'Sjögren' 'Sj\\u00F6gren' '\\\\u0308'") == []


def test_bad_input_08_a_stored_file_not_in_normal_form_is_a_finding() -> None:
    (found,) = surface_findings(f"\n# {NFD}\n", "data/f.ttl", SPACES)
    assert str(found).startswith("data/f.ttl:2: not in Unicode normal form C")


def test_bad_input_17_a_prefix_redefined_inside_a_file() -> None:
    text = "@prefix a: <http://a/> .\n@prefix a: <http://a/> .\n\nPREFIX a: <http://b/>\n"
    (found,) = surface_findings(text, "data/f.ttl", SPACES)
    assert (found.line, found.rule) == (4, "prefix")
    assert "<http://b/> here and to <http://a/> on line 1" in found.message


def test_bad_input_17_a_prefix_of_ours_bound_elsewhere() -> None:
    (found,) = surface_findings("@prefix MONDO: <http://elsewhere/> .", "data/f.ttl", SPACES)
    assert "ontology/prefixes.ttl has <http://mondo/>" in found.message


@pytest.mark.parametrize(
    "text",
    [
        '@prefix ex: # why\n <http://ex/> .\nex:a ex:b "@prefix ex: <http://no/> ." .',
        "# @prefix ex: <http://no/> .\n@prefix ex: <http://\\u0065x/> .",
        '@prefix ex: <http://ex/> . ex:a ex:b """\n@prefix ex: <http://no/> .\n@base <x> .""" .',
        'ex:a ex:b "x"@base , "y"@prefix , <http://c> .',
        "ex:a ex:base <http://c> . ex:a ex:prefix <http://c> .",
    ],
)
def test_bad_input_17_no_finding_for_what_only_looks_like_a_prefix(text: str) -> None:
    assert findings(text) == []


@pytest.mark.parametrize("base", ["@base <http://x/> .", "base <http://x/>", "\nBASE\n<http://x/>"])
def test_bad_input_06_a_base_is_a_finding(base: str) -> None:
    assert [rule for _, rule in findings(base)] == ["relative-iri"]


@pytest.mark.parametrize("iri", ["<x>", "<>", "<#a>", "<//host/x>", "<1a:b>"])
def test_bad_input_06_a_relative_iri_is_a_finding(iri: str) -> None:
    assert findings(f"\nex:a ex:b {iri} .") == [(2, "relative-iri")]


def test_findings_stand_in_order_of_line() -> None:
    assert findings(f"<x> a 1 .\n# {NFD}\n<y> a 1 .") == [
        (1, "relative-iri"),
        (2, "nfc"),
        (3, "relative-iri"),
    ]


def test_each_iri_is_declared_with_its_use() -> None:
    text = "@prefix : # why\n  <http://a> .\n@base <http://b> .\n<http://c> a <http://d> ."
    assert [(d.line, d.iri[-1], d.prefix, d.base) for d in declarations(text)] == [
        (2, "a", "", False),
        (3, "b", None, True),
        (4, "c", None, False),
        (4, "d", None, False),
    ]
