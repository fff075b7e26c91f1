"""What the gate refuses to let out: SERVICE, FROM elsewhere, updates, in any disguise."""

from __future__ import annotations

import pytest

from ivig_kg.engine import admit
from ivig_kg.errors import RefusedQuery, SyntaxFault

GRAPHS = "https://w3id.org/ivig-kg/graph/"
EVIL = "<http://127.0.0.1:9/>"
BODY = "{ ?a ?b ?c }"


def refused(text: str, allow_service: str | None = None) -> str:
    with pytest.raises(RefusedQuery, match=r"^query:\d+: ") as refusal:
        admit(text, graphs=GRAPHS, allow_service=allow_service)
    return str(refusal.value)


SERVICES = [
    f"SELECT * {{ SERVICE {EVIL} {BODY} }}",
    f"SELECT * {{ SERVICE SILENT {EVIL} {BODY} }}",
    f"SELECT * {{ sErViCe {EVIL} {BODY} }}",
    f"SELECT * {{SERVICE{EVIL}{BODY}}}",
    f"SELECT * {{ # SERVICE\nSERVICE # <http://ok/>\n{EVIL} {BODY} }}",
    f"SELECT * {{ #\rSERVICE {EVIL} {BODY} }}",
    rf"SELECT * {{ SERV\u0049CE {EVIL} {BODY} }}",
    rf"SELECT * {{ \U00000053ERVICE {EVIL} {BODY} }}",
    f"SELECT * {{ # \\u000A SERVICE {EVIL} {BODY}\n}}",
    f"SELECT * {{ {{ SELECT * {{ {{ SERVICE {EVIL} {BODY} }} }} }} }}",
    f"ASK {{ FILTER NOT EXISTS {{ SERVICE {EVIL} {BODY} }} }}",
    f"SELECT (EXISTS {{ SERVICE {EVIL} {BODY} }} AS ?x) {{}}",
    f"SELECT * {{ SERVICE ?endpoint {BODY} }}",
    f"PREFIX ex: {EVIL} SELECT * {{ SERVICE ex:p {BODY} }}",
    f"DESCRIBE ?x {{ SERVICE {EVIL} {BODY} }}",
    f"CONSTRUCT {{}} {{ SERVICE {EVIL} {BODY} }}",
    f"SELECT * {{ ?s ?p 'a'. SERVICE {EVIL} {BODY} ?s ?p 'b' }}",
    f"SELECT * {{ ?s ?p '''a'b''' . SERVICE {EVIL} {BODY} ?s ?p '''c''' }}",
    f"SELECT * {{ ?s ex:a\\'b ?o . SERVICE {EVIL} {BODY} ?s ex:a\\'b ?o }}",
    f"SELECT * {{ ?s ?p <http://a/#> . SERVICE {EVIL} {BODY} }}",
]

# Read without a scanner, as pyoxigraph does, each of these calls the endpoint (tried: it did).
DISGUISES = [
    f"SELECT * {{ SERVICEex:p {BODY} }}",
    f"SELECT * {{ service:p {BODY} }}",
    f"SELECT * {{ SERVICESILENT ex:p {BODY} }}",
    f"SELECT * {{ SERVICESILENTex:p#\n{BODY} }}",
    f"SELECT * {{ ?s ?p 1SERVICE ex:p {BODY} }}",
    f"SELECT * {{ ?s ?p 1.SERVICE ex:p {BODY} }}",
    f"SELECT * {{ ?s ?p trueSERVICE ex:p {BODY} }}",
    f"SELECT * {{ ?s ?p falseSERVICEex:p {BODY} }}",
    f"SELECT * {{ ?s ?p ?o FILTER(0<?o)SERVICE?o#>\n{BODY} }}",
    f"SELECT * {{ ?s ?p ?o FILTER(0<=?o)SERVICEex:p#>\n{BODY} }}",
    f"SELECT * {{ FILTER(1<'>')SERVICE ex:p {BODY} FILTER('x'='x') }} #'",
    f"SELECT * {{ FILTER((1)<'>')SERVICE ex:p {BODY} FILTER('x'='x') }} #'",
    f"SELECT * {{ BIND(1<2#>'''\n AS ?x)SERVICE ex:p {BODY} #'''\n}}",
    f"SELECT * {{ BIND(ex:a<<http://x#> AS ?x)SERVICE ex:p {BODY}\n}}",
    rf"SELECT * {{ BIND('\u0027 != ' AS ?z)SERVICEex:p {BODY} BIND('' AS ?q) }} #'",
]


@pytest.mark.parametrize("text", [*SERVICES, *DISGUISES])
def test_service_is_found_wherever_it_hides(text: str) -> None:
    assert "SERVICE" in refused(text).upper() or "comparison" in refused(text)
    refused(text, allow_service="http://allowed.example/sparql")


@pytest.mark.parametrize(
    "text",
    [
        f"SELECT * {{ VALUES ?x {{ '''a'}} SERVICE {EVIL} {BODY} #\\q'''\n}}",
        f"SELECT * {{ VALUES ?x {{ '''a'}} SERVICE {EVIL} {BODY} #\\uD800'''\n}}",
    ],
)
def test_a_string_that_is_none_hides_nothing(text: str) -> None:
    with pytest.raises((RefusedQuery, SyntaxFault)):
        admit(text, graphs=GRAPHS, allow_service="http://allowed.example/sparql")


LOOK_ALIKES = [
    "SELECT ?service { ?service ?load ?insert }",
    "PREFIX service: <http://x/service#> SELECT * { service:a ex:service service:b , ex:load }",
    "PREFIX load: <http://x/> PREFIX from: <http://x/> ASK { load:x from:y _:service }",
    "SELECT * { ?s rdfs:label 'SERVICE <http://x/> { }' , \"DROP ALL\" , '''LOAD <x:>''' }",
    "SELECT * { ?s ?p ?o } # SERVICE <http://x/> { ?a ?b ?c } FROM <http://x/>\n",
    "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> ASK { ?s a sd:Service }",
    "SELECT * { ?s <http://x/service> <http://x/(service)'s#SERVICE> }",
    "SELECT * { ?s <http://x/a> 'x'@en . FILTER(?a<?b && ?c>?d || ?a <= 3) }",
    "SELECT * { FILTER(REGEX(?x, '^\\\\u0053ERVICE')) }",
    "BASE <http://x/> PREFIX ex: <#> SELECT * { <#a> ex:p <b> }",
    "SELECT * { ?s ?p '\\u0053ERVICE' }",
]


@pytest.mark.parametrize("text", LOOK_ALIKES)
def test_what_only_looks_like_it_passes(text: str) -> None:
    admit(text, graphs=GRAPHS)


ALLOWED = "http://data.example:8080/sparql"


@pytest.mark.parametrize(
    "endpoint",
    [
        "<http://data.example:8080/sparql>",
        "SILENT <http://data.example:8080/other?x=1>",
        "<HTTP://DATA.example:8080>",
        r"<http://d\u0061ta.example:8080/>",
    ],
)
def test_service_may_call_the_origin_that_is_allowed(endpoint: str) -> None:
    admit(f"SELECT * {{ SERVICE {endpoint} {BODY} }}", graphs=GRAPHS, allow_service=ALLOWED)


@pytest.mark.parametrize(
    "endpoint",
    [
        "?e",
        "SILENT $e",
        "ex:sparql",
        "<sparql>",
        "<http://data.example/sparql>",
        "<https://data.example:8080/sparql>",
        "<http://data.example:80801/sparql>",
        "<http://data.example.evil:8080/sparql>",
        "<http://data.example:8080@evil.example/>",
        "<http://evil.example/?http://data.example:8080/sparql>",
        "<file:///etc/passwd>",
        r"<http://\u0065vil.example:8080/>",
        "",
    ],
)
def test_service_may_call_nothing_else(endpoint: str) -> None:
    text = f"PREFIX ex: <http://data.example:8080/> SELECT * {{ SERVICE {endpoint} {BODY} }}"
    assert ALLOWED in refused(text, allow_service=ALLOWED)


def test_the_port_of_a_scheme_may_be_left_out() -> None:
    text = f"ASK {{ SERVICE <https://data.example:443/> {BODY} }}"
    admit(text, graphs=GRAPHS, allow_service="https://data.example/sparql")


UPDATES = [
    "LOAD <http://x/>",
    "PREFIX x: <http://x/> INSERT DATA { x:a x:b x:c }",
    "delete where { ?s ?p ?o }",
    "WITH <http://x/> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "CLEAR ALL",
    "DROP GRAPH <http://x/>",
    "CREATE GRAPH <http://x/>",
    "COPY <http://x/> TO <http://y/>",
    "MOVE <http://x/> TO <http://y/>",
    "ADD <http://x/> TO <http://y/>",
    "SELECT * {} ; LOAD <file:///etc/passwd>",
    "# SELECT\nlOaD <http://x/>",
    r"L\u004FAD <http://x/>",
]


@pytest.mark.parametrize("text", UPDATES)
def test_updates_are_refused(text: str) -> None:
    assert "Update" in refused(text)


@pytest.mark.parametrize(
    "dataset",
    [
        "FROM <http://evil.example/>",
        "FROM NAMED <file:///etc/passwd>",
        "from named <http://evil.example/>",
        "FROM ex:graph",
        "FROM NAMED ex:graph",
        "FROM missing:graph",
        "FROM <graph/data>",
        f"FROM <{GRAPHS}a> FROM <http://evil.example/>",
        f"FROM <{GRAPHS}../evil>",
        "# FROM\nFROM # <\n<http://evil.example/>",
        r"FR\u004FM <http://evil.example/>",
        r"FROM <http://\u0065vil.example/>",
        "FROM",
    ],
)
def test_from_elsewhere_is_refused(dataset: str) -> None:
    text = f"PREFIX ex: <http://evil.example/>\nBASE <{GRAPHS}> SELECT * {dataset} {{ ?s ?p ?o }}"
    assert "FROM" in refused(text)


@pytest.mark.parametrize(
    "dataset",
    [
        f"FROM <{GRAPHS}data/agents.ttl>",
        "FROM graph:agents",
        "FROM NAMED graph:data\\/agents.ttl FROM g:",
    ],
)
def test_from_a_graph_of_the_content_passes(dataset: str) -> None:
    head = f"PREFIX graph: <{GRAPHS}> PREFIX g: <{GRAPHS}data/> PREFIX ex: <http://x/>"
    admit(f"{head} SELECT * {dataset} {{ ?s ?p ?o }}", graphs=GRAPHS)


def test_the_last_declaration_of_a_prefix_counts() -> None:
    prefixes = f"PREFIX g: <{GRAPHS}> PREFIX g: <http://evil.example/>"
    assert "FROM" in refused(f"{prefixes} ASK FROM g:a {{ ?s ?p ?o }}")
