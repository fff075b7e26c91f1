"""The one form of a file: its order, its layout, its spelling, its remarks."""

from __future__ import annotations

import random

import pyoxigraph as ox
import pytest

from ivig_kg.answer.terms import Blank, Iri, Literal, Term, Triple
from ivig_kg.errors import InvalidInput
from ivig_kg.namespaces import Namespaces
from ivig_kg.turtle.order import natural
from ivig_kg.turtle.write import PredicateOrder, remarks_of, stray_comments, write

XSD = "http://www.w3.org/2001/XMLSchema#"
SPACES = Namespaces(
    {
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "xsd": XSD,
        "zz": "http://zz/",
        "ex": "http://ex/",
    }
)
ORDER = PredicateOrder({"http://ex/C": {"http://ex/late": 2, "http://ex/early": 1}})
HEAD = "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"

SAMPLE = """\
# Rist 2011. Remarks stand here.

@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix zz: <http://zz/> .
@prefix ex: <http://ex/> .

<http://other/thing>
  rdfs:label "Sjögren's \\"x\\"\\n"@en .

ex:s-2
  a ex:C ;
  rdfs:label "Anfang"@de ;
  rdfs:label "beginning"@en ;
  ex:early -3 ;
  ex:early 1.10 ;
  ex:early 2e0 ;
  ex:early 10 ;
  ex:late true ;
  ex:apart "2026-11-22"^^xsd:date ;
  ex:beside ex:s-2 ;
  ex:beside ex:s-10 ;
  zz:last "" .

ex:s-2.result-1
  ex:n 9 .

ex:s-10
  a zz:a.b-c .
"""


def terms(text: str) -> list[Triple]:
    def term(value: object) -> Term:
        if isinstance(value, ox.NamedNode):
            return Iri(value.value)
        if isinstance(value, ox.Literal):
            return Literal(value.value, value.datatype.value, value.language or "")
        assert isinstance(value, ox.BlankNode)
        return Blank(value.value)

    found = []
    for quad in ox.parse(text.encode(), format=ox.RdfFormat.TURTLE):
        subject, predicate = term(quad.subject), term(quad.predicate)
        assert isinstance(subject, Iri | Blank)
        assert isinstance(predicate, Iri)
        found.append(Triple(subject, predicate, term(quad.object)))
    return found


def one(thing: Term) -> str:
    text = write([Triple(Iri("http://ex/s"), Iri("http://ex/p"), thing)], SPACES, ORDER)
    return text.split(" ex:p ", 1)[1].removesuffix(" .\n")


def test_a_file_in_our_form_is_left_as_it_is() -> None:
    assert write(terms(SAMPLE), SPACES, ORDER, remarks=remarks_of(SAMPLE)) == SAMPLE


def test_the_order_of_the_triples_and_repetition_do_not_show() -> None:
    shuffled = terms(SAMPLE) * 2
    random.Random(7).shuffle(shuffled)  # noqa: S311 (no secret)
    assert write(shuffled, SPACES, ORDER, remarks=remarks_of(SAMPLE)) == SAMPLE


def test_one_more_block_changes_no_other_line() -> None:
    more = [
        *terms(SAMPLE),
        Triple(Iri("http://ex/s-3"), Iri("http://ex/beside"), Iri("http://zz/a")),
    ]
    lines = write(more, SPACES, ORDER, remarks=remarks_of(SAMPLE)).splitlines()
    start = lines.index("ex:s-3")
    assert lines[start : start + 3] == ["ex:s-3", "  ex:beside zz:a .", ""]
    assert lines[:start] + lines[start + 3 :] == SAMPLE.splitlines()


def test_a_class_without_a_shape_has_its_predicates_by_the_alphabet() -> None:
    text = write(terms(SAMPLE.replace("ex:C", "ex:D")), SPACES, ORDER)
    words = [line.split()[0] for line in text.splitlines() if line.startswith("  ")]
    assert words[4:8] == ["ex:apart", "ex:beside", "ex:beside", "ex:early"]


def test_the_rank_is_the_lowest_of_the_classes() -> None:
    order = PredicateOrder({"a": {"p": 3}, "b": {"p": 1.5}})
    assert order.rank(("a", "b", "c"), "p") == 1.5
    assert order.rank((), "p") == order.rank(("a",), "q") == float("inf")


def test_natural_order_takes_digits_as_numbers() -> None:
    names = ["a-02", "a-2", "a-2.r-1", "a-10", "a-10b", f"a-{'9' * 5000}", "b"]
    shuffled = sorted(names, key=len, reverse=True)
    assert sorted(shuffled, key=natural) == names


@pytest.mark.parametrize(
    ("value", "kind", "written"),
    [
        ("5", "integer", "5"),
        ("+05", "integer", "+05"),
        ("5.0", "integer", '"5.0"^^xsd:integer'),
        ("\u0665", "integer", '"\u0665"^^xsd:integer'),
        ("5\n", "integer", '"5\\n"^^xsd:integer'),
        ("1.10", "decimal", "1.10"),
        (".5", "decimal", ".5"),
        ("5", "decimal", '"5"^^xsd:decimal'),
        ("5.", "decimal", '"5."^^xsd:decimal'),
        ("1.5e3", "double", "1.5e3"),
        ("1.5", "double", '"1.5"^^xsd:double'),
        ("INF", "double", '"INF"^^xsd:double'),
        ("true", "boolean", "true"),
        ("1", "boolean", '"1"^^xsd:boolean'),
        ("1", "string", '"1"'),
        ("2024", "gYear", '"2024"^^xsd:gYear'),
    ],
)
def test_a_literal_keeps_its_lexical_form(value: str, kind: str, written: str) -> None:
    thing = Literal(value, f"{XSD}{kind}")
    assert one(thing) == written
    head = f"@prefix xsd: <{XSD}> . <http://a> <http://b> "
    assert [triple.object for triple in terms(f"{head}{written} .")] == [thing]


def test_numbers_that_no_decimal_holds_are_sorted_as_text() -> None:
    things = [Literal(f"{n}e99999999999999999999", f"{XSD}double") for n in "12"]
    triples = [Triple(Iri("http://ex/s"), Iri("http://ex/p"), thing) for thing in things]
    text = write(reversed(triples), SPACES, ORDER)
    assert text.index("1e9") < text.index("2e9")


@pytest.mark.parametrize(
    ("iri", "written"),
    [
        ("http://ex/a.b-c_1", "ex:a.b-c_1"),
        ("http://ex/a.", "<http://ex/a.>"),
        ("http://ex/a/b", "<http://ex/a/b>"),
        ("http://ex/", "<http://ex/>"),
        ("http://ex/1", "ex:1"),
        ("http://ex/ö", "<http://ex/ö>"),
        ("urn:x", "<urn:x>"),
    ],
)
def test_an_iri_is_a_curie_where_turtle_has_it(iri: str, written: str) -> None:
    assert one(Iri(iri)) == written
    text = f"@prefix ex: <http://ex/> . <http://a> <http://b> {written} ."
    assert [triple.object for triple in terms(text)] == [Iri(iri)]


BAD_IRIS = ["", "x", "//x", "http://a b", "http://a>", "http://{}", "a:|", "a:\n", "a:\\", "a:^"]
BAD_IRIS += ["a:#b#", "a:%zz", "a:[b]", "http://[::1/", "a:\x85", "a:\ue000", "a:\U000f0000"]


@pytest.mark.parametrize("iri", BAD_IRIS)
def test_bad_input_06_an_iri_that_turtle_cannot_hold_is_refused(iri: str) -> None:
    with pytest.raises(InvalidInput, match="not an absolute IRI"):
        one(Iri(iri))
    with pytest.raises(SyntaxError):
        terms(f"<{iri}> a 1 .")


@pytest.mark.parametrize("iri", ["a:", "a:#", "http://[::1]/%20", "http://x/a'b(c)*;,$&!@:?/é#/?"])
def test_an_odd_iri_that_turtle_can_hold_is_written(iri: str) -> None:
    assert [t.object for t in terms(f"<http://a> <http://b> {one(Iri(iri))} .")] == [Iri(iri)]


@pytest.mark.parametrize("mark", ["\u2028", "\u202e", "\ufffe"])
def test_bad_input_30_an_iri_that_reads_otherwise_than_it_is_is_refused(mark: str) -> None:
    with pytest.raises(InvalidInput, match="not an absolute IRI"):
        one(Iri(f"http://a/{mark}"))


@pytest.mark.parametrize("tag", ["e n", "en .", "en_GB", "-", "ninechars"])
def test_a_language_tag_that_is_none_is_refused(tag: str) -> None:
    with pytest.raises(InvalidInput, match="not a language tag"):
        one(Literal("x", language=tag))


@pytest.mark.parametrize("code", [0xD800, 0xDFFF])
def test_bad_input_07_half_a_surrogate_pair_is_refused(code: int) -> None:
    with pytest.raises(InvalidInput, match=rf"U\+{code:04X} in a string"):
        one(Literal(chr(code)))


def test_bad_input_30_free_text_comes_back_as_it_was_on_one_line() -> None:
    value = '<script>"""\\ \r\n\t\u202e\x00\u2028 = \U0010ffff ö ' + "x" * 100_000
    written = one(Literal(value))
    assert len(written.splitlines()) == 1
    assert "\\u202E" in written
    assert one(Literal("\uffff\U0001ffff")) == r'"\uFFFF\U0001FFFF"'
    assert [t.object for t in terms(f"<http://a> <http://b> {written} .")] == [Literal(value)]


def test_the_remarks_are_kept_and_cannot_become_triples() -> None:
    text = write([], SPACES, ORDER, remarks="\n# One  \n\n\n\n  two\r<a> <b> <c> .\n")
    assert text == "# One\n\n# two\n# <a> <b> <c> .\n"
    assert write([], SPACES, ORDER, remarks=remarks_of(text)) == text


def test_only_prefixes_that_are_used_are_declared() -> None:
    triple = Triple(Iri("urn:s"), Iri(f"{SPACES.prefixes['rdfs']}label"), Literal("ex:a"))
    assert write([triple], SPACES, ORDER) == f'{HEAD}\n<urn:s>\n  rdfs:label "ex:a" .\n'
    assert write([], SPACES, ORDER) == ""


def test_the_remarks_are_the_comments_above_the_first_prefix() -> None:
    assert remarks_of(f"\n# a\n\n  # b\n{HEAD}# c\n") == "# a\n\n# b"
    assert remarks_of(HEAD) == ""
    assert remarks_of("# only") == "# only"


def test_comments_that_formatting_would_lose_are_numbered() -> None:
    text = f"# a\n# b\n{HEAD}# c\n\n<http://a#b> a 'x # y' . # d\n"
    assert stray_comments(text) == [4, 6]
    assert stray_comments(SAMPLE) == []
