"""The gate's limits: what kills the engine is refused, what people really ask passes."""

from __future__ import annotations

import time

import pytest

from ivig_kg.engine import EmbeddedEngine, GateLimits, admit
from ivig_kg.errors import LimitReached, RefusedQuery, SyntaxFault

GRAPHS = "https://w3id.org/ivig-kg/graph/"


def nest(start: str, end: str, times: int, core: str = "") -> str:
    return start * times + core + end * times


DOUBLING = "".join(f"BIND(CONCAT(?x{n},?x{n}) AS ?x{n + 1})" for n in range(30))

# Each crashed pyoxigraph 0.5.13, or kept it busy for more than ten seconds (traps, section 2.5; the
# last eight were found while this gate was built).
KILLERS = {
    "groups": f"SELECT * {nest('{', '}', 2_212)}",
    "parentheses": f"SELECT * {{ FILTER({nest('(', ')', 4_688, '1')}) }}",
    "not": f"SELECT * {{ FILTER({'!' * 9_487}1) }}",
    "plus": f"SELECT * {{ FILTER(1{'+1' * 6_902}) }}",
    "path parentheses": f"SELECT * {{ ?s {nest('(', ')', 13_908, '<x:a>')} ?o }}",
    "path parentheses, shorter": f"SELECT * {{ ?s {nest('(', ')', 8_000, '<x:a>')} ?o }}",
    "union": f"SELECT * {{ {{}} {'UNION{}' * 6_593} }}",
    "union, shorter": f"SELECT * {{ {{}} {'UNION{}' * 2_200} }}",
    "or": f"SELECT * {{ FILTER(true{' || true' * 9_448}) }}",
    "or, shorter": f"SELECT * {{ FILTER(true{'||true' * 2_500}) }}",
    "blank nodes": f"SELECT * {{ {nest('[ ?p ', ']', 160, '1')} }}",
    "concat": f"SELECT (STRLEN(?x30) AS ?n) {{ BIND('abcdefghij' AS ?x0) {DOUBLING} }}",
    "collection": f"SELECT * {{ ({'1 ' * 8_000}) ?p ?o }}",
    "negative collection": f"SELECT * {{ ({'-1 1 ' * 490}) ?p ?o }}",
    "nested collection": f"SELECT * {{ {nest('(', ')', 5_000, '1')} ?p ?o }}",
    "describe": f"DESCRIBE {'<x:a>' * 3_000}",
    "reifiers": f"SELECT * {{ ?s ?p ?o {'~' * 16_000} }}",
    "coalesce": f"SELECT * {{ FILTER({nest('COALESCE(', ')', 1_594, '1')}) }}",
    "times": f"SELECT * {{ FILTER(1{'*1' * 8_000}) }}",
    "annotations": f"SELECT * {{ ?s ?p ?o {nest('{|?p ?o ', '|}', 160)} }}",
}


@pytest.mark.parametrize("name", KILLERS)
def test_what_kills_the_engine_is_refused_at_once(name: str) -> None:
    start = time.process_time()
    with pytest.raises((RefusedQuery, LimitReached), match=r"^query"):
        admit(KILLERS[name], graphs=GRAPHS)
    assert time.process_time() - start < 1
    admit("ASK {}", graphs=GRAPHS)


AT_LIMIT = {
    "depth": lambda n: f"SELECT * {nest('{', '}', n)}",
    "depth of parentheses": lambda n: f"SELECT * {{ FILTER{nest('(', ')', n - 1, '1')} }}",
    "blank_depth": lambda n: f"SELECT * {{ {nest('[ ?p ', ']', n, '1')} }}",
    "operators": lambda n: f"SELECT ?x {{ FILTER(1 {'|| 1' * (n - 2)}) }}",
    "operators as clauses": lambda n: f"SELECT ?x {{ {'OPTIONAL {} ' * (n - 1)} }}",
    "listed": lambda n: f"SELECT ?x {{ ({'1 ' * n}) ?p ?o }}",
    "listed by DESCRIBE": lambda n: f"PREFIX x: <http://x/> DESCRIBE {'x:a ' * n}",
    "growing": lambda n: f"SELECT ?x {{ FILTER(1 IN ({'CONCAT(1),' * n} 1)) }}",
}


@pytest.mark.parametrize("name", AT_LIMIT)
def test_a_limit_is_the_last_that_passes(name: str) -> None:
    limit = getattr(GateLimits(), name.partition(" ")[0])
    admit(AT_LIMIT[name](limit), graphs=GRAPHS)
    with pytest.raises(RefusedQuery, match=r"too complex.*smaller"):
        admit(AT_LIMIT[name](limit + 1), graphs=GRAPHS)


def test_the_size_counts_bytes() -> None:
    head = "ASK {} #"
    admit(head + "é" * ((16_384 - len(head)) // 2), graphs=GRAPHS)
    with pytest.raises(LimitReached, match="16,384"):
        admit(head + "é" * ((16_384 - len(head)) // 2 + 1), graphs=GRAPHS)


def test_limits_can_be_set() -> None:
    with pytest.raises(RefusedQuery):
        admit("ASK {{}}", graphs=GRAPHS, limits=GateLimits(depth=1))


def test_a_refusal_names_the_line() -> None:
    text = "SELECT * {\n?s ?p ?o .\n" + "{\n" * 70
    with pytest.raises(RefusedQuery, match=r"^query:66: "):
        admit(text, graphs=GRAPHS)


@pytest.mark.parametrize(
    "text", ["SELECT * { ?s ?p 'open }", "ASK { \ud800 }", r"ASK { '\uD800' }"]
)
def test_what_has_no_tokens_is_a_syntax_fault(text: str) -> None:
    with pytest.raises(SyntaxFault):
        admit(text, graphs=GRAPHS)


def honest(size: int) -> str:
    """Return a query as people write them: 8 levels of brackets, filters, lists, paths."""
    block = (
        "  OPTIONAL { ?s{n} rdfs:subClassOf*/skos:closeMatch? ?t{n} . # the term\n"
        "    FILTER (!BOUND(?x) || (?t{n} IN (ivig:A, ivig:B, ivig:C) && STR(?s{n}) != 'a{b')) }\n"
        "  ?s{n} ivig:condition ivig:PrimarySjogrenSyndrome ; rdfs:label ?label{n} ;\n"
        "    ivig:treatment [ a ivig:Treatment ; rdfs:label 'IVIg, 5%'@en ] .\n"
    )
    head = "".join(f"PREFIX {name}: <http://{name}/>\n" for name in ("ivig", "rdfs", "skos"))
    deep = "{ SELECT ?y { { OPTIONAL { { FILTER EXISTS { { ?y ?z (1 2 3) } } } } } } }\n"
    body, number = deep, 0
    while len(head + body) < size:
        body += block.replace("{n}", str(number))
        number += 1
    return f"{head}SELECT * WHERE {{\n{body}}}\nORDER BY ?s1 LIMIT 10"


@pytest.mark.parametrize(
    "text",
    [
        honest(12_000),
        f"SELECT * {{ {'?s ?p ?o . ' * 800} }}",
        f"SELECT * {{ FILTER(?x IN ({', '.join(map(str, range(2_000)))})) }}",
        f"SELECT * {{ VALUES ?x {{ {'ex:a ' * 2_000} }} }}",
        f"SELECT * {{ VALUES (?x ?y) {{ {'(1 2) ' * 2_000} }} }}",
        "SELECT * { (" + "'a'@en " * 100 + ") ?p ?o }",
        f"SELECT * {{ FILTER({' || '.join(f'?x = ex:a{n}' for n in range(200))}) }}",
        f"SELECT {' '.join(f'?v{n}' for n in range(100))} {{ ?s ?p ?o }}",
        f"{'PREFIX ex: <http://x/> ' * 150} SELECT * {{ ?s ?p ?o }}",
        f"ASK {{ FILTER(?x = '{'({[!+' * 1_000}') }} # {'!({[' * 1_000}",
    ],
    ids=lambda text: text[:40],
)
def test_honest_queries_pass(text: str) -> None:
    admit(text, graphs=GRAPHS)


def test_the_honest_query_is_one_that_the_engine_takes() -> None:
    text = honest(2_000)
    assert EmbeddedEngine([]).query(text).columns
