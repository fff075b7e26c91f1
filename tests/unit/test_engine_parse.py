"""Documents to triples and back: lexical forms, places of faults, what is refused unread."""

from __future__ import annotations

import time
from typing import get_args

import pytest

from ivig_kg.answer import Blank, Iri, Literal, Triple
from ivig_kg.engine.parse import Format, parse, serialise
from ivig_kg.errors import InvalidInput, IvigKgError, LimitReached, SyntaxFault

XSD = "http://www.w3.org/2001/XMLSchema#"
S, P = Iri("http://x/s"), Iri("http://x/p")
RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="http://x/"'
FORMATS: tuple[Format, ...] = get_args(Format)


def test_lexical_forms_stay_as_written() -> None:
    text = '<http://x/s> <http://x/p> 1.10, 01, "2024"^^<http://x/year>, "ü"@de .'
    objects = [triple.object for triple in parse(text, where="x").triples]
    assert objects == [
        Literal("1.10", f"{XSD}decimal"),
        Literal("01", f"{XSD}integer"),
        Literal("2024", "http://x/year"),
        Literal("ü", "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString", "de"),
    ]


def test_prefixes_graphs_and_order_are_kept() -> None:
    text = "@prefix b: <http://b/> . b:g { b:z b:p b:o } b:a b:p _:n ."
    parsed = parse(text, where="x", format="trig")
    assert parsed.prefixes == {"b": "http://b/"}
    assert [triple.subject for triple in parsed.triples] == [Iri("http://b/z"), Iri("http://b/a")]
    assert parsed.graphs == ("http://b/g", None)
    assert parsed.triples[1].object == Blank("n")


def test_a_byte_order_mark_is_passed_over() -> None:
    assert len(parse(b"\xef\xbb\xbf<http://x/s> <http://x/p> 1 .", where="x").triples) == 1


FAULTS: list[tuple[Format, bytes | str, int, str]] = [
    ("turtle", b"@prefix a: <http://a/> .\na:b a:c\n d:e .", 3, "@prefix"),
    ("turtle", b"<http://x/s> <http://x/p>\n <o> .", 2, "relative IRI"),
    ("turtle", b"\n<http://x/a b> <http://x/p> 1 .", 2, "percent-encode"),
    ("turtle", b"\n\n<http://x/s> <http://x/p> '\xf6' .", 3, "UTF-8"),
    ("turtle", "\n'\ud800'", 2, "surrogate"),
    ("turtle", b"<http://x/s> <http://x/p>", 1, "missing?"),
    ("turtle", b"<http://x/s> <http://x/p>\n 'open .\n", 2, "missing?"),
    ("ntriples", b"<http://x/s> <http://x/p> 'a' .", 1, "parse"),
    ("nquads", b"<http://x/s> <http://x/p> <http://x/o> .\n1", 2, "parse"),
    ("trig", b"<http://x/g> {\n<http://x/s> }", 2, "parse"),
    ("jsonld", b'{"@id": "http://x/s",\n "http://x/p": [}', 2, "JSON"),
    ("jsonld", b'{"@id":\n "\xf6"}', 2, "UTF-8"),
    ("rdfxml", f"<rdf:RDF {RDF}>\n<rdf:Description>\n</rdf:RDF>", 3, "parse"),
    ("rdfxml", f"<rdf:RDF {RDF}>\n</rdf:RDF>".encode("utf-16"), 1, "UTF-8"),
    ("rdfxml", f"<rdf:RDF {RDF}></rdf:RDF>".encode("utf-16-le"), 1, "UTF-8"),
]


@pytest.mark.parametrize(("kind", "data", "line", "hint"), FAULTS)
def test_a_fault_names_file_and_line_and_mends(
    kind: Format, data: bytes | str, line: int, hint: str
) -> None:
    with pytest.raises(SyntaxFault) as fault:
        parse(data, where="a/file", format=kind)
    assert str(fault.value).startswith(f"a/file:{line}: ")
    assert hint in fault.value.reason


def test_a_fault_of_meaning_in_xml_has_no_line_but_a_name() -> None:
    data = f'<rdf:RDF {RDF}><rdf:Description rdf:about="relative"/></rdf:RDF>'
    with pytest.raises(SyntaxFault, match=r"^a\.rdf: .*relative IRI"):
        parse(data, where="a.rdf", format="rdfxml")


def test_rdf_1_2_is_refused_by_name() -> None:
    with pytest.raises(InvalidInput, match=r"^f\.ttl: .*RDF 1\.2"):
        parse(b"<http://x/s> <http://x/p> 'a'@en--ltr .", where="f.ttl")


REACHING: list[tuple[Format, str, str]] = [
    ("rdfxml", "<!DOCTYPE r [<!ENTITY e SYSTEM '{url}'>]><r>&e;</r>", "DOCTYPE"),
    ("rdfxml", "<?xml version='1.0'?>\n<!DOCTYPE r SYSTEM '{url}'><r/>", ":2: RDF/XML"),
    ("jsonld", '{{"@context": "{url}", "@id": "http://x/s"}}', "{url}"),
    ("jsonld", '{{"@context": [{{"a": "http://a/"}}, "{url}"]}}', "{url}"),
    ("jsonld", '{{"@graph": [{{"@context": {{"a": {{"@context": "{url}"}}}}}}]}}', "{url}"),
    ("jsonld", '{{"@context": {{"@import": "{url}"}}}}', "{url}"),
    ("jsonld", '{{"\\u0040context": "{url}"}}', "{url}"),
    ("jsonld", '{{"@context": "{url}", "@context": {{}}}}', "{url}"),
]


@pytest.mark.parametrize("url", ["file:///etc/passwd", "http://127.0.0.1:9/c"])
@pytest.mark.parametrize(("kind", "text", "named"), REACHING)
def test_a_document_that_reaches_out_is_refused_unread(
    kind: Format, text: str, named: str, url: str
) -> None:
    start = time.process_time()
    with pytest.raises(InvalidInput) as fault:
        parse(text.format(url=url), where="x", format=kind)
    assert time.process_time() - start < 0.1
    assert named.format(url=url) in str(fault.value)


def test_an_entity_bomb_is_refused_at_once() -> None:
    lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 20))
    start = time.process_time()
    with pytest.raises(InvalidInput):
        parse(f"<!DOCTYPE r [<!ENTITY e0 'x'>{lines}]><r>&e19;</r>", where="x", format="rdfxml")
    assert time.process_time() - start < 0.1


DEEP: list[tuple[Format, str]] = [
    ("jsonld", "[" * 65 + "]" * 65),
    ("jsonld", '{"http://x/p":' * 10_000 + "1" + "}" * 10_000),
    ("rdfxml", "<a>" * 65 + "</a>" * 65),
    ("rdfxml", "<a b='>'>" * 100_000),
]


@pytest.mark.parametrize(("kind", "text"), DEEP)
def test_deep_nesting_is_refused_before_the_parser_sees_it(kind: Format, text: str) -> None:
    with pytest.raises(LimitReached, match="nested deeper than 64"):
        parse(text, where="x", format=kind)


def test_brackets_in_strings_and_empty_elements_are_not_nesting() -> None:
    text = f'{{"http://x/p": "{"[" * 100}\\"{"{" * 100}", "@id": "http://x/s"}}'
    assert len(parse(text, where="x", format="jsonld").triples) == 1
    each = '<rdf:Description rdf:about="http://x/s"><x:p rdf:resource="http://x/o"/><!-- <a> -->'
    body = f"{each}</rdf:Description>" * 100
    parsed = parse(f"<rdf:RDF {RDF}>{body}</rdf:RDF>", where="x", format="rdfxml")
    assert len(set(parsed.triples)) == 1


def test_turtle_may_be_nested_as_deep_as_it_likes() -> None:
    text = "<http://x/s> <http://x/p> " + "[ <http://x/p> " * 20_000 + "1" + "]" * 20_000 + "."
    assert len(parse(text, where="x").triples) == 20_001


TRIPLES = [
    Triple(S, P, Literal("1.10", f"{XSD}decimal")),
    Triple(S, P, Literal('a "b"\n\\')),
    Triple(S, P, Literal("ü", language="de", datatype="ignored")),
    Triple(Iri("http://x/a"), P, S),
    Triple(Blank("b"), P, Blank("c")),
]


@pytest.mark.parametrize("kind", FORMATS)
def test_what_is_written_is_read_again_and_order_does_not_matter(kind: Format) -> None:
    pairs = [(triple, None) for triple in TRIPLES if kind != "jsonld" or triple.subject == S]
    written = serialise(pairs, kind, {"x": "http://x/"})
    assert written == serialise([*reversed(pairs), *pairs], kind, {"x": "http://x/"})
    values = {getattr(pair[0].object, "value", None) for pair in pairs if pair[0].subject == S}
    again = parse(written, where="x", format=kind).triples
    assert len(again) == len(pairs)
    assert {triple.object.value for triple in again if triple.subject == S} == values


def test_the_bytes_are_those_of_the_format() -> None:
    nquads = b'<http://x/s> <http://x/p> "a" <http://g/1> .\n<http://x/s> <http://x/p> "b" .\n'
    pairs = [(Triple(S, P, Literal("a")), "http://g/1"), (Triple(S, P, Literal("b")), None)]
    assert sorted(serialise(pairs, "nquads").splitlines()) == sorted(nquads.splitlines())
    plain = nquads.replace(b" <http://g/1>", b"")
    assert serialise(pairs, "ntriples") == plain
    assert b"@prefix x: <http://x/> ." in serialise(pairs, "turtle", {"x": "http://x/"})


@pytest.mark.parametrize("kind", ["nquads", "trig", "jsonld"])
def test_graphs_are_written_where_the_format_has_them(kind: Format) -> None:
    written = serialise([(TRIPLES[0], "http://g/1")], kind)
    assert parse(written, where="x", format=kind).graphs == ("http://g/1",)


@pytest.mark.parametrize(
    "triple",
    [
        Triple(Iri("no scheme"), P, S),
        Triple(S, P, Literal("a", language="not a tag")),
        Triple(S, P, Literal("a", datatype="")),
        Triple(Blank("a b"), P, S),
    ],
)
def test_a_malformed_term_is_not_written(triple: Triple) -> None:
    with pytest.raises(InvalidInput):
        serialise([(triple, None)], "ntriples")


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\ufffe"])
def test_what_xml_cannot_hold_is_not_written_as_xml(character: str) -> None:
    pairs = [(Triple(S, P, Literal(f"a{character}")), None)]
    with pytest.raises(InvalidInput, match="XML"):
        serialise(pairs, "rdfxml")
    assert parse(serialise(pairs, "turtle"), where="x").triples[0] == pairs[0][0]


@pytest.mark.parametrize("data", [b"\x00", b"<", b"{", b"[[", b"<a", b"\xff\xfe", b'{"a":"\\'])
@pytest.mark.parametrize("kind", FORMATS)
def test_rubbish_is_a_fault_and_no_traceback(kind: Format, data: bytes) -> None:
    with pytest.raises(IvigKgError, match=r"^x:"):
        parse(data, where="x", format=kind)
