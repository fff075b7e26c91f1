"""``ivig-kg show``: both sides first, parts and judgements with it, in three forms."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable

import pyoxigraph as ox
import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]


def test_c41_shows_what_speaks_against_it_before_what_it_says(run: Run) -> None:
    done = run("show", "C41")
    assert done.returncode == 0
    title, curie, *_ = done.stdout.splitlines()
    assert "ataxic sensory neuronopathy" in title
    assert curie == "  st:ivig-summary-41"
    places = [
        done.stdout.index(words)
        for words in (
            "What speaks for it\n  st:takahashi-2003-1 ",
            "subtype: same;",
            "named by the judgement]\n",
            "st:isho-1406100284-1 ",
            "What speaks against it\n  st:rist-2011-6  ",
            "2 improved, 3 were stable and 4",
            "subtype: close; named",
            "  st:australian-ig-criteria-2497-4\n",
            "What is said of it\n  kind ",
            "Judgement: as:resolution-mark-10",
            "What points to it",
        )
    ]
    assert places == sorted(places)
    assert max(map(len, done.stdout.splitlines())) <= 100
    assert "note: Informs research and is no medical advice." in done.stderr


@pytest.mark.thorough
@pytest.mark.parametrize(
    "name",
    ["st:ivig-summary-41", "c41", "<https://w3id.org/ivig-kg/statement/ivig-summary-41>"],
)
def test_a_thing_is_shown_by_each_of_its_names(call: Run, name: str) -> None:
    assert call("show", name).stdout == call("show", "C41").stdout


def test_json_has_the_same_sections(run: Run) -> None:
    told = json.loads(run("show", "C41", "--format", "json").stdout)
    assert told["iri"] == "https://w3id.org/ivig-kg/statement/ivig-summary-41"
    against = told["sections"][1]
    assert against["heading"] == "What speaks against it"
    assert against["lines"][0]["name"] == "st:rist-2011-6"
    names = [line["name"] for section in told["sections"][:2] for line in section["lines"]]
    assert len(names) == len(set(names)) == 5  # each statement once
    assert told["notes"][0].startswith("Informs research")
    text = run("show", "C41").stdout
    assert all(f"\n{section['heading']}\n" in text for section in told["sections"])


def test_turtle_holds_the_thing_its_parts_and_its_judgements(run: Run) -> None:
    turtle = run("show", "C41", "--format", "ttl").stdout
    subjects = {str(quad.subject) for quad in ox.parse(turtle, ox.RdfFormat.TURTLE)}
    base = "https://w3id.org/ivig-kg/"
    for local in ("statement/ivig-summary-41", "assessment/resolution-mark-10"):
        assert f"<{base}{local}>" in subjects


def test_close_concepts_stay_two(run: Run) -> None:
    lesion = run("show", "ataxic sensory neuronopathy").stdout.splitlines()
    syndrome = run("show", "sensory ataxic neuropathy").stdout.splitlines()
    assert lesion[1].strip() == "ivig:AtaxicSensoryNeuronopathy"
    assert syndrome[1].strip() == "ivig:SensoryAtaxicNeuropathy"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("ataxic sensory neuropathies", "nearest: "),
        ("ivig:Nope", "holds nothing on 'ivig:Nope'"),
        ("https://example.org/nothing", "holds nothing on 'https://example.org/nothing'"),
        ("", "nothing is called ''"),
        ("x" * 400, "a name of 400 characters; 300 at most"),
        ("\x1b[31mred", "\N{REPLACEMENT CHARACTER}[31mred"),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest(call: Run, name: str, said: str) -> None:
    done = call("show", name)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "\x1b" not in done.stderr


def test_an_outside_iri_shows_the_term_that_it_is_the_same_as(run: Run) -> None:
    full = run("show", "http://purl.obolibrary.org/obo/MONDO_0016218")
    short = run("show", "MONDO:0016218")
    assert full.stdout == short.stdout
    assert "ivig:GuillainBarreSyndrome" in full.stdout
