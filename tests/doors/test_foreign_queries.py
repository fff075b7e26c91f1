"""``ivig-kg ask FILE``: queries of a user's own, bounded, without a way out."""

from __future__ import annotations

import io
import json
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

pytestmark = pytest.mark.thorough

Run = Callable[..., subprocess.CompletedProcess[str]]
IVIG = "https://w3id.org/ivig-kg/ontology#"
SELECT = f"SELECT ?s {{ ?s a <{IVIG}EvidenceSummary> }}"
HEADED = f"""\
#+ params: {{"drug": {{"subclassOf": "ivig:Treatment", "default": "ivig:Treatment"}}}}
SELECT ?drug {{ VALUES ?drug {{ <{IVIG}Treatment> }} }}
"""
SEVERAL = f"""\
#+ summary: "Which drugs, on which day?"
#+ params: {{"drug": {{"subclassOf": "ivig:Treatment", "many": true, "default": "ivig:Treatment"}}, "date": {{"datatype": "xsd:date", "default": "2026-11-24"}}}}
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
SELECT ?drug ?date ?kind {{
  VALUES ?drug {{ <{IVIG}Treatment> }}
  VALUES ?date {{ "2026-11-24"^^xsd:date }}
  BIND (DATATYPE(?date) AS ?kind)
}}
"""  # noqa: E501 (a header line is one line)
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@pytest.fixture
def listener() -> Iterator[tuple[str, list[bytes]]]:
    """Return the address of a listener on this computer, and what was sent to it."""
    seen: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.02)
        stop = threading.Event()

        def listen() -> None:
            while not stop.is_set():
                try:
                    client, _ = server.accept()
                except TimeoutError:
                    continue
                with client:
                    seen.append(client.recv(65536))
                    body = b'{"head":{"vars":["s"]},"results":{"bindings":[]}}'
                    kind = b"Content-Type: application/sparql-results+json\r\n"
                    size = b"Content-Length: %d\r\n\r\n" % len(body)
                    client.sendall(b"HTTP/1.1 200 OK\r\n" + kind + size + body)

        thread = threading.Thread(target=listen)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/sparql", seen
        stop.set()
        thread.join()


def test_a_file_without_header_is_asked_as_it_stands(run: Run, here: Path) -> None:
    (here / "mine.rq").write_text(SELECT)
    done = run("ask", "mine.rq")
    assert (done.returncode, done.stdout) == (0, "s\nsrc:ivig-summary\n")
    table = run("ask", here / "mine.rq", "--format", "table")
    assert "Summary on IVIG" in table.stdout


def test_a_query_is_read_from_standard_input(run: Run) -> None:
    done = run("ask", "-", stdin=SELECT)
    assert (done.returncode, done.stdout) == (0, "s\nsrc:ivig-summary\n")


def test_a_header_gives_a_file_parameters(run: Run, here: Path) -> None:
    (here / "mine.rq").write_text(HEADED)
    assert run("ask", "mine.rq").stdout == "drug\nivig:Treatment\n"
    assert run("ask", "mine.rq", "drug=IVIG").stdout == "drug\nivig:IntravenousImmunoglobulin\n"
    refused = run("ask", "mine.rq", "dose=1")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "mine has no parameter 'dose'; it has: drug" in refused.stderr


def test_a_header_may_ask_for_several_values_and_for_a_date(run: Run, here: Path) -> None:
    (here / "mine.rq").write_text(SEVERAL)
    head = "drug\tdate\tkind\n"
    assert run("ask", "mine.rq").stdout == f"{head}ivig:Treatment\t2026-11-24\txsd:date\n"
    given = ("drug=IVIG", "drug=rituximab", "drug=ivig:Rituximab", "date=2024-02-29")
    assert run("ask", "mine.rq", *given).stdout == (
        f"{head}ivig:IntravenousImmunoglobulin\t2024-02-29\txsd:date\n"
        "ivig:Rituximab\t2024-02-29\txsd:date\n"
    )
    refused = run("ask", "mine.rq", "date=2024-02-29", "date=2024-02-29")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert (
        "date: given 2 times and takes one value; parameters of mine that take several: drug"
        in (refused.stderr)
    )


@pytest.mark.parametrize(
    "value",
    [
        '2026-11-24"^^xsd:date } #',
        "\u0662\u0660\u0662\u0666-11-24",
        "2026-02-30",
        "2026-11-24\n",
        "2026",
        "2026-11",
        "",
        "1" * 1_000_000,
    ],
    ids=lambda text: ascii(text[:20]),
)
def test_a_hostile_date_is_wrong_use_and_told_on_one_line(
    call: Run, here: Path, value: str
) -> None:
    (here / "mine.rq").write_text(SEVERAL)
    done = call("ask", "mine.rq", f"date={value}")
    assert (done.returncode, done.stdout) == (2, "")
    assert "is no date; give a day as YYYY-MM-DD, such as 2026-11-24\n" in done.stderr
    assert done.stderr.count("\n") == 2
    assert len(done.stderr) < 500


def test_a_datatype_that_is_not_known_names_the_file(call: Run, here: Path) -> None:
    (here / "mine.rq").write_text(SEVERAL.replace('"xsd:date"', '"xsd:gYear"'))
    done = call("ask", "mine.rq")
    assert (done.returncode, done.stdout) == (3, "")
    assert "mine.rq: parameter date: datatype 'xsd:gYear'; there is xsd:date alone" in done.stderr


def test_a_canned_question_takes_and_describes_several_values_and_a_date(
    call: Run, content: Path
) -> None:
    (content / "queries/answers/several.rq").write_text(SEVERAL)
    own = ("--content", content)
    done = call("ask", "several", "drug=rituximab", "drug=IVIG", "date=2000-01-01", *own)
    found = [line.split("\t")[0] for line in done.stdout.splitlines()[1:]]
    assert found == ["ivig:Rituximab", "ivig:IntravenousImmunoglobulin"]
    told = call("questions", "several", *own).stdout
    assert "\n  drug=ivig:Treatment  (a class under ivig:Treatment; several may be given)\n" in told
    assert "\n  date=2026-11-24  (a date, YYYY-MM-DD)\n" in told
    page = call("questions", "--markdown", *own).stdout
    assert "\n- `drug`: a class under `ivig:Treatment`, several; default `ivig:Treatment`\n" in page
    assert "\n- `date`: a date, YYYY-MM-DD; default `2026-11-24`\n" in page


def test_triples_print_as_rows_or_as_turtle(run: Run) -> None:
    query = f"CONSTRUCT {{ ?s a ?o }} {{ ?s a ?o FILTER (?o = <{IVIG}EvidenceSummary>) }}"
    assert run("ask", "-", stdin=query).stdout == (
        "subject\tpredicate\tobject\nsrc:ivig-summary\trdf:type\tivig:EvidenceSummary\n"
    )
    turtle = run("ask", "-", "--format", "ttl", stdin=query).stdout
    assert len(list(ox.parse(turtle, ox.RdfFormat.TURTLE))) == 1


def test_yes_or_no_is_an_answer(run: Run) -> None:
    done = run("ask", "-", "--format", "json", stdin="ASK { ?s ?p ?o }")
    assert json.loads(done.stdout) == {"head": {}, "boolean": True}


def test_reviewed_only_is_refused_for_a_query_that_knows_no_status(call: Run) -> None:
    done = call("ask", "-", "--reviewed-only", stdin=SELECT)
    assert (done.returncode, done.stdout) == (2, "")
    assert "--reviewed-only is for canned questions" in done.stderr


SERVICES = {
    "plain": "SELECT ?s { SERVICE <URL> { ?s ?p ?o } }",
    "silent": "SELECT ?s { SERVICE SILENT <URL> { ?s ?p ?o } }",
    "mixed case": "SELECT ?s { sErViCe <URL> { ?s ?p ?o } }",
    "behind a comment": "SELECT ?s { # nothing here }\n SERVICE#x\n<URL> { ?s ?p ?o } }",
    "in a sub-select": "SELECT ?s { { SELECT ?s { SERVICE <URL> { ?s ?p ?o } } } }",
    "by a variable": "SELECT ?s { VALUES ?e { <URL> } SERVICE ?e { ?s ?p ?o } }",
    "by a prefix": "PREFIX e: <URL> SELECT ?s { SERVICE e: { ?s ?p ?o } }",
    "escaped": "SELECT ?s { \\u0053ERVICE <URL> { ?s ?p ?o } }",
    "glued": "SELECT ?s { FILTER(true)SERVICE<URL>{ ?s ?p ?o } }",
    "load": "LOAD <URL>",
    "from": "SELECT ?s FROM <URL> { ?s ?p ?o }",
    "from named": "SELECT ?s FROM NAMED <URL> { GRAPH ?g { ?s ?p ?o } }",
}


@pytest.mark.parametrize("form", SERVICES)
def test_a_query_cannot_call_out(run: Run, listener: tuple[str, list[bytes]], form: str) -> None:
    url, seen = listener
    done = run("ask", "-", stdin=SERVICES[form].replace("URL", url))
    assert (done.returncode, done.stdout) == (3, "")
    assert (
        "refused" in done.stderr or "nothing is fetched" in done.stderr or "SPARQL" in done.stderr
    )
    assert seen == []


def test_service_may_call_the_one_host_that_is_allowed(
    run: Run, listener: tuple[str, list[bytes]]
) -> None:
    url, seen = listener
    query = SERVICES["plain"].replace("URL", url)
    done = run("ask", "-", "--allow-service", url, stdin=query)
    assert (done.returncode, done.stdout) == (0, "s\n")
    assert len(seen) == 1


def test_service_may_call_no_other_host(call: Run, listener: tuple[str, list[bytes]]) -> None:
    url, seen = listener
    query = SERVICES["plain"].replace("URL", url)
    done = call("ask", "-", "--allow-service", "https://example.org/sparql", stdin=query)
    assert (done.returncode, done.stdout) == (3, "")
    assert "SERVICE may call https://example.org/sparql and nothing else" in done.stderr
    assert seen == []


def test_a_slow_query_ends_in_time_and_says_how_to_go_on(run: Run) -> None:
    start = time.monotonic()
    done = run("ask", "-", "--timeout", "0.5", stdin=SLOW)
    assert time.monotonic() - start < 5
    assert (done.returncode, done.stdout) == (5, "")
    assert "no answer within 0.5 s" in done.stderr
    assert "--timeout" in done.stderr


def test_an_answer_beyond_measure_is_not_given_in_part(run: Run) -> None:
    done = run("ask", "-", stdin="SELECT * { ?a ?b ?c . ?d ?e ?f }")
    assert (done.returncode, done.stdout) == (5, "")
    assert "none is given rather than part" in done.stderr


@pytest.mark.parametrize("timeout", ["nan", "inf", "1e300", "0", "-1"])
def test_a_time_that_is_none_is_wrong_use(call: Run, timeout: str) -> None:
    done = call("ask", "-", "--timeout", timeout, stdin=SELECT)
    assert (done.returncode, done.stdout) == (2, "")
    assert "timeout" in done.stderr


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("INSERT DATA { <x:a> <x:b> <x:c> }", "INSERT is SPARQL Update, and questions change"),
        ("DROP ALL", "DROP is SPARQL Update"),
        ("SELECT * { ?s ?p }", ":1: not SPARQL 1.1"),
        ("", "not SPARQL 1.1 at its end"),
        ('SELECT * { ?s ?p "open }', "a quote"),
        ("SELECT * " + "{" * 2300 + "}" * 2300, "too complex to be run: brackets are nested"),
        ("SELECT * { FILTER(" + "!" * 9000 + "true) }", "too complex to be run"),
    ],
)
def test_what_is_no_query_is_refused_with_its_line(call: Run, query: str, said: str) -> None:
    done = call("ask", "-", stdin=query)
    assert (done.returncode, done.stdout) == (3, "")
    assert said in done.stderr


def test_a_fault_of_a_query_names_its_file(call: Run, here: Path) -> None:
    (here / "mine.rq").write_text("SELECT * { ?s ?p }")
    assert "mine.rq:1: not SPARQL" in call("ask", "mine.rq").stderr


def test_a_broken_content_is_named_by_its_file(call: Run, content: Path) -> None:
    (content / "data/agents.ttl").write_text("junk\n")
    done = call("ask", "-", "--content", content, stdin=SELECT)
    assert done.returncode == 3
    assert "ivig-kg: data/agents.ttl:1: does not parse" in done.stderr


class Endless(io.BytesIO):
    """Standard input that never ends: whoever reads all of it must fail."""

    def read(self, size: int | None = -1, /) -> bytes:
        assert size is not None
        assert 0 <= size <= 2**27
        return b" " * size


def test_bad_input_12_standard_input_without_end_is_refused(
    monkeypatch: pytest.MonkeyPatch, shipped: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from ivig_kg.cli import main  # noqa: PLC0415 (only here)

    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(Endless()))
    with pytest.raises(SystemExit) as ended:
        main(["ask", "-", "--content", str(shipped)])
    assert ended.value.code == 5
    assert "standard input" in capsys.readouterr().err


def test_a_query_too_long_is_refused_with_both_sizes(call: Run) -> None:
    done = call("ask", "-", stdin=SELECT + " " * 20_000)
    assert (done.returncode, done.stdout) == (5, "")
    assert "at most 16,384 are read" in done.stderr
