"""push, pull and conformance as a user calls them, with an endpoint that misbehaves."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.doors.fake_endpoint import MemoryStore, Said, endpoint

pytestmark = pytest.mark.thorough
Run = Callable[..., subprocess.CompletedProcess[str]]
EMPTY = b'{"head":{"vars":["graph","file","hash"]},"results":{"bindings":[]}}'


@pytest.mark.parametrize("command", ["push", "pull", "conformance"])
@pytest.mark.parametrize(
    ("said", "why"),
    [
        (Said(b"<html>", kind="text/html"), "a web page"),
        (Said(b"", 401), "set IVIG_KG_ENDPOINT_USER and IVIG_KG_ENDPOINT_PASSWORD"),
        (
            Said(b"no space", 500, "text/plain"),
            "failed (500); its log tells why; it said: no space",
        ),
        (Said(b"", 302, headers={"Location": "http://x.example/"}), "sends us on (302)"),
        (Said(EMPTY[:-3], length=len(EMPTY)), "broke off before its end"),
    ],
)
def test_an_endpoint_that_fails_ends_with_6_and_writes_nothing(
    call: Run, here: Path, command: str, said: Said, why: str
) -> None:
    with endpoint(said) as fake:
        words = ["--out", "there.nq"] if command == "pull" else []
        done = call(command, fake.url, "--timeout", "5", *words)
    assert (done.returncode, done.stdout) == (6, "")
    assert f"ivig-kg: {fake.url}: " in done.stderr
    assert why in done.stderr
    assert list(here.iterdir()) == []


@pytest.mark.parametrize("command", ["push", "pull", "conformance"])
@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["file:///etc/passwd"], "give it as http://host/path"),
        (["http://me:secret@localhost/"], "IVIG_KG_ENDPOINT_PASSWORD"),
        (["http://localhost/", "--timeout", "0"], "more than 0"),
        (["http://localhost/", "--timeout", "nan"], "more than 0"),
        ([], "Missing argument 'URL'"),
    ],
)
def test_a_wrong_call_ends_with_2(call: Run, command: str, words: list[str], why: str) -> None:
    done = call(command, *words)
    assert done.returncode == 2
    assert why in done.stderr
    assert "secret" not in done.stderr


def test_read_goes_with_update_alone(call: Run) -> None:
    done = call("push", "http://localhost/", "--read", "http://localhost/query")
    assert done.returncode == 2
    assert "--via update" in done.stderr


def test_conformance_knows_its_questions_before_it_asks_anything(call: Run) -> None:
    with endpoint(Said(EMPTY)) as fake:
        done = call("conformance", fake.url, "--question", "harm")
    assert (done.returncode, fake.asked) == (2, [])
    assert "'harm'" in done.stderr


def test_an_endpoint_without_our_content_is_no_list_of_differences(call: Run) -> None:
    with endpoint(Said(EMPTY)) as fake:
        done = call("conformance", fake.url)
    assert (done.returncode, done.stdout) == (1, "")
    assert "holds nothing that 'ivig-kg push' sent; push there first" in done.stderr
    with endpoint(Said(EMPTY)) as fake:
        assert call("pull", fake.url).returncode == 6


def test_a_push_tells_what_it_did_and_a_second_one_that_nothing_was_left(
    call: Run, small: Path
) -> None:
    store = MemoryStore()
    with endpoint(store) as fake:
        store.left = 20
        cut = call("push", fake.url, "--content", small)
        assert cut.returncode == 6
        store.left = None
        done = call("push", fake.url, "--content", small)
        again = call("push", fake.url, "--content", small)
    sent, there, _ = (int(line.split("\t")[1]) for line in done.stdout.splitlines())
    assert there == 9  # the ledger, then nine graphs with their hashes, and one without
    assert f"sent {sent} of {sent}: " in done.stderr
    assert again.stdout == f"sent\t0\nthere already\t{sent + there}\ntaken away\t0\n"
    assert len(store.graphs) == sent + there + 1


def test_the_ledger_is_made_of_terms_that_the_ontology_declares(shipped: Path) -> None:
    declared = "".join(
        path.read_text("utf-8") for path in (shipped / "ontology/properties").glob("*.ttl")
    )
    assert "\nschema:name\n" in declared
    assert "\nivig:sha256\n" in declared
