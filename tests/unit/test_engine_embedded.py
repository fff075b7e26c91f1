"""The embedded engine: the union of files, the forms of answers, faults with their places."""

from __future__ import annotations

import subprocess
import sys

import pytest

from ivig_kg import engine as engine_package
from ivig_kg.answer import Blank, Iri, Literal, Triple
from ivig_kg.engine import EmbeddedEngine
from ivig_kg.errors import InvalidInput, SyntaxFault

XSD = "http://www.w3.org/2001/XMLSchema#"
ONE = b'@prefix : <http://x/> . :a :p :b ; :q "1.10" . [] :r [] .'
TWO = b'@prefix : <http://x/> . :a :p :b . :c :q "hi"@en .'
PREFIX = "PREFIX : <http://x/> "
PATTERNS = (
    (None, None, None),
    (Iri("x:a"), None, None),
    (None, None, Iri("x:c")),
    (None, Iri("x:b"), None),
)


@pytest.fixture(scope="module")
def engine() -> EmbeddedEngine:
    return EmbeddedEngine([("http://g/1", ONE), ("http://g/2", "two.ttl", TWO)])


def number(engine: EmbeddedEngine, pattern: str, dataset: str = "") -> int:
    return len(engine.query(f"{PREFIX} SELECT * {dataset} {{ {pattern} }}"))


def test_the_union_is_a_set_of_triples(engine: EmbeddedEngine) -> None:
    assert engine.size == 4
    assert number(engine, "?s ?p ?o") == 4
    assert number(engine, ":a :p ?o") == 1


def test_graph_tells_the_files_of_a_triple(engine: EmbeddedEngine) -> None:
    answer = engine.query(f"{PREFIX} SELECT ?g {{ GRAPH ?g {{ :a :p :b }} }} ORDER BY ?g")
    assert answer.rows == ((Iri("http://g/1"),), (Iri("http://g/2"),))
    assert engine.size == 4


def test_a_blank_node_is_the_same_in_the_union_and_in_its_graph(engine: EmbeddedEngine) -> None:
    assert number(engine, "?s :r ?o . GRAPH ?g { ?s :r ?o }") == 1


def test_files_do_not_share_blank_nodes() -> None:
    same = b"_:x <http://x/p> 1 ."
    other = b"_:x <http://x/p> 2 ."
    engine = EmbeddedEngine([("http://g/1", same), ("http://g/2", other)])
    assert number(engine, "?x :p 1, 2") == 0


@pytest.mark.parametrize(
    ("dataset", "rows"),
    [("FROM <http://g/2>", 2), ("FROM <http://g/unknown>", 0), ("FROM NAMED <http://g/1>", 0)],
)
def test_from_names_the_graphs_that_are_asked(
    engine: EmbeddedEngine, dataset: str, rows: int
) -> None:
    assert number(engine, "?s ?p ?o", dataset) == rows


def test_select_keeps_columns_in_order_and_empty_cells(engine: EmbeddedEngine) -> None:
    answer = engine.query(f"{PREFIX} SELECT ?z ?o {{ :c :q ?o OPTIONAL {{ :c :none ?z }} }}")
    tagged = Literal("hi", "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString", "en")
    assert answer.columns == ("z", "o")
    assert answer.rows == ((None, tagged),)


@pytest.mark.parametrize(("pattern", "truth"), [(":a :p :b", "true"), (":a :p :c", "false")])
def test_ask_is_one_boolean(engine: EmbeddedEngine, pattern: str, truth: str) -> None:
    answer = engine.query(f"{PREFIX} ASK {{ {pattern} }}")
    assert (answer.form, answer.rows) == ("ASK", ((Literal(truth, f"{XSD}boolean"),),))
    assert answer.holds is (truth == "true")


def test_construct_is_a_sorted_set_of_triples(engine: EmbeddedEngine) -> None:
    answer = engine.query(
        f"{PREFIX} CONSTRUCT {{ :z :p 2, _:b, 1, :a . :a :p 1 }} WHERE {{ VALUES ?x {{ 1 2 }} }}"
    )
    objects = [triple.object for triple in answer.triples if triple.subject == Iri("http://x/z")]
    numbers = [Literal(str(n), f"{XSD}integer") for n in (1, 2)]
    assert answer.form == "CONSTRUCT"
    assert answer.triples[0] == Triple(Iri("http://x/a"), Iri("http://x/p"), numbers[0])
    assert [type(node) for node in objects] == [Iri, Blank, Blank, Literal, Literal]
    assert objects[3:] == numbers


def test_describe_gives_triples(engine: EmbeddedEngine) -> None:
    assert len(engine.query("DESCRIBE <http://x/c>").triples) == 1


FAULTS = [
    ("SELECT * {\n ?s ?p ?o\n FILTER ?x }", 3, "?x"),
    ("SELECT * WHERE {\n ?s ?p \n}", 2, "?s"),
    ("SELECT *\nWHERE {\n ?s ?p ?o .\n FOO }\n", 4, "FOO"),
    ("SELECT ?x WHERE {\n ?s ?p ?o .\n ?s ?p", 3, "end"),
    ("SELECT *\n{ ?s ?p ?o } }\n", 2, "}"),
    ("# é\n# ö\nSELECT * { ?s 'é' ?o }", 3, "?s"),
    ("SELECT * {\n FILTER(1 + )\n}", 2, ")"),
    ("SELEC * {}", 1, "SELEC"),
    ("SELECT *\n{ ?s\n ex:p ?o }", 3, "ex:"),
    ("SELECT *\n{ ?s <rel> ?o }", 2, "<rel>"),
    ("SELECT *\n{ ?s ?p 'abc }\n", 2, "quote"),
    ("SELECT ?x (COUNT(*) AS ?c) { ?s ?p ?x }", 1, "unbound"),
    ("", 1, "end"),
    ("SELECT * { ?s ?p\n'\ud800' }", 2, "surrogate"),
]


@pytest.mark.parametrize(("text", "line", "word"), FAULTS)
def test_a_query_that_does_not_parse_names_its_line(
    engine: EmbeddedEngine, text: str, line: int, word: str
) -> None:
    with pytest.raises(SyntaxFault) as fault:
        engine.query(text)
    assert (fault.value.where, fault.value.line) == ("query", line)
    assert word in fault.value.reason


@pytest.mark.parametrize(
    "text", ["CLEAR ALL", "PREFIX : <http://x/>\ninsert data { :a :b :c }", "LOAD <http://x/>"]
)
def test_an_update_is_refused_and_changes_nothing(engine: EmbeddedEngine, text: str) -> None:
    with pytest.raises(InvalidInput, match="update"):
        engine.query(text)
    assert engine.size == number(engine, "?s ?p ?o") == 4


def test_an_unknown_function_and_rdf_1_2_are_no_tracebacks(engine: EmbeddedEngine) -> None:
    with pytest.raises(InvalidInput, match="http://x/f"):
        engine.query(f"{PREFIX} SELECT (:f(1) AS ?x) {{}}")
    with pytest.raises(InvalidInput, match=r"RDF 1\.2"):
        engine.query(f"{PREFIX} SELECT (<<( :a :p :b )>> AS ?x) {{}}")


@pytest.mark.parametrize("name", ["http://g/1", "data/one.ttl"])
def test_a_file_that_does_not_parse_is_named_with_its_line(name: str) -> None:
    with pytest.raises(SyntaxFault) as fault:
        EmbeddedEngine([("http://g/1", name, b"@prefix : <http://x/> .\n:a :p\n z:b .")])
    assert str(fault.value).startswith(f"{name}:3: ")
    assert "z:" in fault.value.reason


def test_the_parts_of_the_engine_are_found_by_name() -> None:
    assert {name: getattr(engine_package, name).__name__ for name in engine_package.__all__} == {
        "EmbeddedEngine": "EmbeddedEngine",
        "GateLimits": "GateLimits",
        "admit": "admit",
        "run_bounded": "run_bounded",
    }
    with pytest.raises(AttributeError, match="no_such_part"):
        _ = engine_package.no_such_part


def test_importing_the_engine_loads_nothing_that_a_question_does_not_need() -> None:
    code = (
        "import sys, ivig_kg.engine.embedded as e; e.EmbeddedEngine([]).query('ASK {}');"
        "print(*sorted(n for n in sys.modules if n.startswith('ivig_kg.engine.')));"
        "print('json' in sys.modules, 'subprocess' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    parts = "ivig_kg.engine.convert ivig_kg.engine.embedded ivig_kg.engine.oxigraph"
    assert run.stdout.splitlines() == [parts, "False False"]


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?g { GRAPH ?g { ?s ?p ?o } }",
        "SELECT ?g { graph?g { ?s ?p ?o } }",
        "PREFIX x: <http://g/> SELECT ?s { GRAPHx:1 { ?s ?p ?o } }",
        "PREFIX x: <http://g/> SELECT ?s FROM x:1 { ?s ?p ?o }",
        "SELECT ?s FROM<http://g/1> { ?s ?p ?o }",
    ],
)
def test_a_query_that_names_a_graph_finds_it(text: str) -> None:
    assert EmbeddedEngine([("http://g/1", b"<urn:s> <urn:p> 1 .")]).query(text).holds


def test_a_prefix_called_graph_names_no_graph() -> None:
    engine = EmbeddedEngine([("http://g/1", b"<http://g/s> <urn:p> 1 .")])
    text = "PREFIX graph: <http://g/> PREFIX from: <http://f/> ASK { graph:s ?p ?o } # GRAPH"
    assert engine.query(text).holds
    assert not engine.__dict__["_named"]


def test_triples_of_a_union_that_is_filled_later_are_those_of_the_union() -> None:
    same = b"<x:a> <x:b> <x:c> . <x:a> <x:b> 1 ."
    files = [("http://g/1", same), ("http://g/2", same), ("http://g/3", b"<x:c> <x:b> <x:a> .")]
    later = EmbeddedEngine(files, named=True, union_later=True)
    before = [sorted(map(str, later.triples(*pattern))) for pattern in PATTERNS]
    later.join()
    assert before == [sorted(map(str, later.triples(*pattern))) for pattern in PATTERNS]
    assert [len(found) for found in before] == [3, 2, 1, 3]


def test_a_query_fills_the_union_and_blank_nodes_are_the_same_in_it_and_in_their_file() -> None:
    files = [("http://g/1", b"<x:a> <x:b> [ <x:c> 1 ] ."), ("http://g/2", b"<x:a> <x:d> 2 .")]
    engine = EmbeddedEngine(files, named=True, union_later=True)
    rows = engine.query("SELECT ?f ?o { <x:a> <x:b> ?n . GRAPH ?f { ?n <x:c> ?o } <x:a> <x:d> 2 }")
    assert rows.rows == ((Iri("http://g/1"), Literal("1", f"{XSD}integer")),)
    assert engine.size == 3


def test_bad_input_a_file_whose_name_no_iri_can_have_is_told() -> None:
    file = ("https://x.org/graph/data/my file.ttl", "data/my file.ttl", b"")
    assert EmbeddedEngine([file]).size == 0
    with pytest.raises(InvalidInput, match=r"data/my file\.ttl: its name .* rename the file"):
        EmbeddedEngine([file], named=True)
