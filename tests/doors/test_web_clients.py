"""curl and Comunica, which nobody here wrote, as clients of the server.

Comunica comes from npm: the environment variable IVIG_KG_COMUNICA names the folder in which
``npm install @comunica/query-sparql@4.5.0`` was run.
"""

from __future__ import annotations

import csv
import json
import os
import re
import shlex
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from tests.doors.served import Served

pytestmark = pytest.mark.clients

VERSION = "4.5.0"
ROOT = Path(__file__).parents[2]
PACKAGE = "node_modules/@comunica/query-sparql"
IVIG = "https://w3id.org/ivig-kg/ontology#"
ST = "https://w3id.org/ivig-kg/statement/"
RIST = "https://w3id.org/ivig-kg/source/rist-2011"
# What its 19 patients came to by disability and by judgement, the 10 in cycles, the 9 with ataxia.
IMPROVED = {"rist-2011-1": 8, "rist-2011-2": 9, "rist-2011-6": 2, "rist-2011-16": 7}
RESULTS = f"?s <{IVIG}statedIn> <{RIST}> ; <{IVIG}result> ?r . ?r <{IVIG}improved> ?n"
SELECT = f"SELECT ?s ?n {{ {RESULTS} }}"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
SOON = 0.5  # seconds after which the log has what has been answered
JSON = "application/sparql-results+json"


def run(*words: str) -> str:
    done = subprocess.run(
        words, capture_output=True, check=False, timeout=60, stdin=subprocess.DEVNULL
    )
    out, err = done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
    assert done.returncode == 0, f"{words}\n{out[-2000:]}\n{err[-2000:]}"
    return out


def program(name: str) -> str:
    found = shutil.which(name)
    assert found, f"{name} is not on PATH (Debian: apt-get install {name})"
    return found


def improved(text: str) -> dict[str, int]:
    """Return what results as JSON say of each statement."""
    rows = json.loads(text)["results"]["bindings"]
    return {row["s"]["value"].removeprefix(ST): int(row["n"]["value"]) for row in rows}


class TestCurl:
    """curl, as in the lines that pages and README print."""

    @staticmethod
    def curl(*words: str) -> str:
        return run(program("curl"), "--silent", "--show-error", "--max-time", "30", *words)

    def status(self, *words: str) -> tuple[int, dict[str, str]]:
        """Return status and headers of an answer whose body does not matter."""
        text = self.curl("--dump-header", "-", "--output", os.devnull, *words)
        first, *lines = text.split("\r\n")
        pairs = (line.partition(": ") for line in lines if line)
        return int(first.split()[1]), {name.lower(): value for name, _, value in pairs}

    def test_a_query_in_the_address(self, served: Served) -> None:
        got = self.curl(
            *("--get", "--data-urlencode", f"query={SELECT}", f"{served.origin}/sparql"),
            *("--header", f"Accept: {JSON}"),
        )
        assert improved(got) == IMPROVED

    def test_a_query_in_a_form(self, served: Served) -> None:
        got = self.curl("--data-urlencode", f"query={SELECT}", f"{served.origin}/sparql")
        assert improved(got) == IMPROVED

    def test_a_query_as_the_body_from_a_file(self, served: Served, tmp_path: Path) -> None:
        (tmp_path / "query.rq").write_text(SELECT, "utf-8")
        got = self.curl(
            *("--data-binary", f"@{tmp_path / 'query.rq'}", f"{served.origin}/sparql"),
            *("--header", "Content-Type: application/sparql-query"),
        )
        assert improved(got) == IMPROVED

    @pytest.mark.parametrize(
        ("media", "start"),
        [
            (JSON, '{"head":'),
            ("application/sparql-results+xml", "<?xml"),
            ("text/csv", "s,n\r\n"),
            ("text/tab-separated-values", "?s\t?n\n"),
            ("text/html", "<!DOCTYPE html>"),
        ],
    )
    def test_a_form_of_answer_for_each_wish(self, served: Served, media: str, start: str) -> None:
        words = ("--get", "--data-urlencode", f"query={SELECT}", f"{served.origin}/sparql")
        wish = ("--header", f"Accept: {media};q=0.9, image/png")
        assert self.curl(*words, *wish).lower().startswith(start.lower())
        status, headers = self.status(*words, *wish)
        assert (status, headers["content-type"].partition(";")[0]) == (200, media)

    @pytest.mark.parametrize("path", ["/source/rist-2011", "/graph/data/sources/rist-2011.ttl"])
    def test_a_thing_and_a_file_as_turtle(self, served: Served, path: str) -> None:
        got = self.curl("--header", "Accept: text/turtle", f"{served.origin}{path}")
        assert "10.1002/acr.20495" in got
        assert "@prefix ivig: <https://w3id.org/ivig-kg/ontology#>" in got

    def test_a_tag_saves_the_body(self, served: Served, tmp_path: Path) -> None:
        address = f"{served.origin}/api/questions/uncited-claims"
        kept = tmp_path / "tag"
        got = self.curl("--etag-save", str(kept), address)
        assert len(json.loads(got)["rows"]) == 14  # of the 52 claims, those without a number
        assert re.fullmatch(r'"[0-9a-f]{12}-[0-9a-f]{16}"\s*', kept.read_text("utf-8"))
        assert self.curl("--etag-compare", str(kept), address) == ""
        assert self.status("--etag-compare", str(kept), address)[0] == 304
        assert self.status("--compressed", address)[1]["content-encoding"] == "gzip"
        assert self.curl("--compressed", address) == got

    def test_a_limit_of_time_is_told_and_the_next_is_answered(self, served: Served) -> None:
        words = ("--get", "--data-urlencode", f"query={ENDLESS}", f"{served.origin}/sparql")
        status, headers = self.status(*words)
        assert (status, headers["content-type"]) == (504, "application/problem+json")
        assert int(headers["retry-after"]) > 0
        assert self.curl("--data-urlencode", "query=ASK {}", f"{served.origin}/sparql")

    def test_the_lines_of_the_readme_answer_as_printed(self, served: Served) -> None:
        text = (ROOT / "README.md").read_text("utf-8")
        lines = [line for line in text.splitlines() if line.startswith("curl ")]
        assert len(lines) == 2
        asked, table = (
            run(*shlex.split(line.replace("http://127.0.0.1:8000", served.origin)), "--fail")
            for line in lines
        )
        assert json.loads(asked)["boolean"] is True
        header, *rows = csv.reader(table.splitlines())
        assert header[0] == "subtype"
        assert len(rows) == int(re.findall(r"of (\d+) rows rest on unreviewed", text)[0])

    def test_curl_may_ask_twice_on_one_connection(self, served: Served) -> None:
        address = f"{served.origin}/api/questions"
        told = "%{num_connects} "
        assert self.curl("-w", told, "-o", os.devnull, address, "-o", os.devnull, address) == "1 0 "


class TestComunica:
    """Comunica, which plans queries itself and asks several sources at once."""

    @staticmethod
    def ask(query: str, *sources: str, media: str = JSON) -> str:
        named = os.environ.get("IVIG_KG_COMUNICA")
        assert named, "IVIG_KG_COMUNICA does not name the folder where Comunica is installed"
        package = Path(named) / PACKAGE
        assert package.is_dir(), f"{named}: npm install @comunica/query-sparql@{VERSION}"
        told: Any = json.loads((package / "package.json").read_text("utf-8"))
        assert told["version"] == VERSION
        script = str(package / "bin/query.js")
        return run(program("node"), script, *sources, query, "-t", media)

    def test_it_asks_the_endpoint(self, served: Served) -> None:
        assert improved(self.ask(SELECT, f"sparql@{served.origin}/sparql")) == IMPROVED

    def test_it_reads_the_description_before_it_asks(self, served: Served) -> None:
        time.sleep(SOON)  # lines are written a few times a second
        before = served.log.read_text("utf-8")
        assert improved(self.ask(SELECT, f"{served.origin}/sparql")) == IMPROVED
        time.sleep(SOON)
        lines = served.log.read_text("utf-8")[len(before) :].splitlines()
        told = [json.loads(line) for line in lines]
        # First the description, then the whole query in one.
        assert ["query_sha256" in line for line in told] == [False, True]
        assert [line["status"] for line in told] == [200, 200]
        assert {line["path"] for line in told} == {"/sparql"}

    @pytest.mark.parametrize(("kind", "true"), [("DosingStatement", "true"), ("Claim", "false")])
    def test_it_asks_yes_or_no(self, served: Served, kind: str, true: str) -> None:
        query = f"ASK {{ ?s a <{IVIG}{kind}> }}"
        got = self.ask(query, f"sparql@{served.origin}/sparql", media="simple")
        assert got.strip() == true

    def test_it_constructs(self, served: Served) -> None:
        query = f"CONSTRUCT {{ ?s <urn:n> ?n }} WHERE {{ {RESULTS} }}"
        source = f"sparql@{served.origin}/sparql"
        got = self.ask(query, source, media="application/n-triples").splitlines()
        whole = "http://www.w3.org/2001/XMLSchema#integer"
        assert sorted(filter(None, got)) == sorted(
            f'<{ST}{name}> <urn:n> "{number}"^^<{whole}> .' for name, number in IMPROVED.items()
        )

    def test_it_joins_the_endpoint_with_a_file_that_is_served(self, served: Served) -> None:
        sources = f"sparql@{served.origin}/sparql", f"{served.origin}/graph/data/agents.ttl"
        query = f"SELECT DISTINCT ?s ?n {{ {RESULTS} . ?s <http://purl.org/dc/terms/creator> ?a . "
        query += "?a a <http://www.w3.org/ns/prov#SoftwareAgent> }"
        assert improved(self.ask(query, *sources)) == IMPROVED

    def test_it_reads_a_thing_at_its_address(self, served: Served) -> None:
        got = self.ask(
            f"SELECT ?doi {{ <{RIST}> <http://purl.org/ontology/bibo/doi> ?doi }}",
            f"{served.origin}/source/rist-2011",
        )
        (row,) = json.loads(got)["results"]["bindings"]
        assert row["doi"]["value"] == "10.1002/acr.20495"
