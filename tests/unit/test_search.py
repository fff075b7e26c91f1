"""Searching: what is typed finds the thing meant, the best first, however it is typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivig_kg.answer import Answer, Iri, Literal
from ivig_kg.errors import UsageError
from ivig_kg.graph import KnowledgeGraph
from ivig_kg.namespaces import Namespaces
from ivig_kg.search import Hit, NameSearch

X, OUT = "https://example.org/x#", "https://example.org/out/"
SPACES = Namespaces({"x": X, "OUT": OUT})
ROWS = [
    ("Fever", "Séjour's fever", "label", ""),
    ("Fever", "FVR", "synonym", ""),
    ("Fever", f"{OUT}0042", "mapping", ""),
    ("Mild", "mild Séjour's fever", "label", ""),
    ("Late", "fever of late onset", "label", ""),
    ("Hay", "hay-fever", "label", ""),
    ("Feverish", "unfevered", "label", ""),
    ("a-7", "One patient in seven had a fever", "label", "report"),
    ("a-7", "R07", "identifier", "report"),
    ("a-10", "One patient in ten had a fever", "label", "report"),
]


def asked(name: str, /) -> Answer:
    assert name == "searchable"
    rows = tuple(
        (Iri(X + thing), Iri(text) if role == "mapping" else Literal(text), *map(Literal, more))
        for thing, text, role, kind in ROWS
        for more in [(role, kind)]
    )
    return Answer(("thing", "name", "role", "kind"), rows)


NAMES = NameSearch(asked, SPACES)


def found(text: str, limit: int = 20) -> list[str]:
    return [hit.iri.removeprefix(X) for hit in NAMES.find(text, limit).hits]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Séjour's fever", "Fever"),
        ("SEJOURS  FEVER", "Fever"),
        ("se\u0301jour\u2019s\u2011fever", "Fever"),
        ("fvr", "Fever"),
        ("r07", "a-7"),
        ("x:Hay", "Hay"),
        ("Hay", "Hay"),
        (f"{X}Late", "Late"),
        (f"<{X}Late>", "Late"),
        ("OUT:0042", "Fever"),
        (f"{OUT}0042", "Fever"),
        ("x:a-10", "a-10"),
    ],
)
def test_a_thing_is_found_by_each_of_its_names(text: str, first: str) -> None:
    assert found(text)[0] == first


def test_exact_names_come_first_then_beginnings_then_words_then_the_rest() -> None:
    # The names that begin so stand before a word that does, and the shorter before the longer.
    assert found("fever") == ["Fever", "Late", "Feverish", "Hay", "Mild", "a-10", "a-7"]
    assert found("hay fever") == ["Hay"]
    assert found("fever hay") == ["Hay"]


def test_a_thing_stands_once_with_the_name_that_fits_best() -> None:
    hits = NAMES.find("fever séjour").hits
    assert [hit.iri for hit in hits] == [f"{X}Fever", f"{X}Mild"]
    assert NAMES.find("R07").hits == (
        Hit(f"{X}a-7", "One patient in seven had a fever", "R07", "identifier", "report"),
    )
    assert NAMES.find("OUT:0042").hits[0].name == "OUT:0042"


def test_the_number_is_bounded_and_the_rest_is_counted() -> None:
    some = NAMES.find("fever", 2)
    assert (len(some.hits), some.total) == (2, 7)


@pytest.mark.parametrize("text", ["", "  ", "...", "'", "-_-", "nothing of the kind"])
def test_what_names_nothing_finds_nothing(text: str) -> None:
    assert NAMES.find(text) == ((), 0)


@pytest.mark.parametrize("limit", [0, -1, 101])
def test_a_limit_out_of_bounds_is_refused(limit: int) -> None:
    with pytest.raises(UsageError, match=r"limit: -?[0-9]+; give a number from 1 to 100"):
        NAMES.find("fever", limit)


def test_a_text_that_is_too_long_is_refused() -> None:
    assert NAMES.find("f" * 300).total == 0
    with pytest.raises(UsageError, match="q: a text of 301 characters; 300 at most"):
        NAMES.find("f" * 301)


@given(st.text(max_size=60))
def test_any_text_is_answered_and_no_more_than_asked(text: str) -> None:
    some = NAMES.find(text, 3)
    assert len(some.hits) == min(3, some.total)
    assert len({hit.iri for hit in some.hits}) == len(some.hits)


@pytest.mark.parametrize(
    ("text", "curie"),
    [
        ("sjogren's syndrome", "ivig:SjogrenSyndrome"),
        ("C41", "st:ivig-summary-41"),
        ("ivig", "ivig:IntravenousImmunoglobulin"),
        ("NCT03700138", "src:nct03700138"),
        ("rist 2011", "src:rist-2011"),
    ],
)
def test_the_content_is_found_by_the_names_that_people_know(text: str, curie: str) -> None:
    graph = KnowledgeGraph()
    names = NameSearch(graph.asker.look_up, graph.namespaces)
    assert graph.namespaces.show(names.find(text).hits[0].iri) == curie
