"""Names: what is typed means one thing, several or nothing, and never its neighbour."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivig_kg.errors import AmbiguousName, UsageError
from ivig_kg.names import Name, NameIndex, fold, nearest
from ivig_kg.namespaces import Namespaces

X = "https://example.org/x#"
SPACES = Namespaces({"x": X, "st": "https://example.org/st/"})
INDEX = NameIndex(
    [
        Name(f"{X}Ganglionopathy", "sensory ganglionopathy"),
        Name(f"{X}Ganglionopathy", "ganglionopathy", "synonym"),
        Name(f"{X}Neuronopathy", "ataxic sensory neuronopathy"),
        Name(f"{X}Ataxic", "sensory ataxic neuropathy"),
        Name(f"{X}Sjogren", "Sjögren's syndrome"),
        Name(f"{X}Sjogren", "SS", "synonym"),
        Name(f"{X}Spine", "SS", "synonym"),
        Name(f"{X}Sfn", "small-fiber neuropathy"),
        Name(f"{X}Sfn", "Small fiber neuropathy", "synonym"),
        Name("https://example.org/st/a-41", "A claim"),
        Name("https://example.org/st/a-41", "C41", "identifier"),
    ],
    SPACES,
)


@pytest.mark.parametrize(
    ("text", "local"),
    [
        ("sensory ganglionopathy", "Ganglionopathy"),
        ("Ganglionopathy", "Ganglionopathy"),
        ("x:Ganglionopathy", "Ganglionopathy"),
        (f"{X}Ganglionopathy", "Ganglionopathy"),
        (f"<{X}Ganglionopathy>", "Ganglionopathy"),
        ("SJOGREN'S  SYNDROME", "Sjogren"),
        ("Sjo\u0308gren\u2019s syndrome", "Sjogren"),
        ("small\u2013fiber_neuropathy ", "Sfn"),
    ],
)
def test_a_thing_is_found_by_each_of_its_names(text: str, local: str) -> None:
    assert INDEX.resolve(text) == X + local


def test_an_identifier_names_its_statement() -> None:
    assert INDEX.resolve("c41") == "https://example.org/st/a-41"
    assert INDEX.identifiers == {"https://example.org/st/a-41": "C41"}
    assert INDEX.labels["https://example.org/st/a-41"] == "A claim"


def test_a_name_of_several_things_lists_them() -> None:
    with pytest.raises(AmbiguousName) as caught:
        INDEX.resolve("ss", what="condition")
    assert str(caught.value) == (
        "condition: 'ss' fits several things: x:Sjogren (Sjögren's syndrome), x:Spine (no label)"
    )


def test_what_cannot_be_meant_makes_no_name_ambiguous() -> None:
    assert INDEX.resolve("SS", among={f"{X}Sjogren", f"{X}Ataxic"}) == f"{X}Sjogren"


@pytest.mark.parametrize(
    "text", ["ataxic neuropathy", "sensory neuropathy ataxic", "neuronopathy", "ganglionopath"]
)
def test_what_is_only_near_is_offered_and_never_taken(text: str) -> None:
    with pytest.raises(UsageError, match=r"nothing is called .*; nearest: x:\w+ \("):
        INDEX.resolve(text)


def test_the_nearest_are_of_the_kind_asked_for() -> None:
    with pytest.raises(UsageError) as caught:
        INDEX.resolve("ganglionopaty", {f"{X}Ataxic", f"{X}Ganglionopathy"}, "subtype")
    assert str(caught.value) == (
        "subtype: nothing is called 'ganglionopaty'; nearest: "
        "x:Ganglionopathy (sensory ganglionopathy)"
    )


def test_a_thing_of_another_kind_is_refused_as_such() -> None:
    with pytest.raises(UsageError, match=r"'C41' is not of the kind asked for; it may be: x:Atax"):
        INDEX.resolve("C41", {f"{X}Ataxic"}, "subtype")


def test_few_choices_are_listed_where_none_is_near() -> None:
    with pytest.raises(UsageError, match=r"it may be: x:Ataxic .*, x:Sfn "):
        INDEX.resolve("qqqq", {f"{X}Sfn", f"{X}Ataxic"})
    many = {f"{X}{number}" for number in range(20)}
    with pytest.raises(UsageError, match=r"nothing is called 'qqqq'$"):
        INDEX.resolve("qqqq", many)


def test_an_unknown_iri_is_refused_where_a_kind_is_asked_for() -> None:
    with pytest.raises(UsageError, match="not of the kind"):
        INDEX.resolve(f"{X}Nope", {f"{X}Sfn"})
    assert INDEX.resolve(f"{X}Nope") == f"{X}Nope"


def test_a_name_beyond_measure_is_refused_without_a_search() -> None:
    with pytest.raises(UsageError, match="a name of 1000000 characters; 300 at most"):
        INDEX.resolve("x" * 1_000_000)


def test_a_refused_name_cannot_drive_a_terminal() -> None:
    with pytest.raises(UsageError) as caught:
        INDEX.resolve("a\x1b[2J\u202eb\n")
    assert str(caught.value).isprintable()


@given(st.text(max_size=80))
def test_folding_is_done_once_and_for_all(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(text.upper().lower()) == fold(fold(text.upper()).lower())


@given(st.text(max_size=40))
def test_whatever_is_typed_gives_a_thing_or_a_usage_error(text: str) -> None:
    try:
        assert isinstance(INDEX.resolve(text), str)
    except UsageError as error:
        assert error.exit_code == 2  # noqa: PT017 (either is good)


def test_the_nearest_comes_first_and_the_far_not_at_all() -> None:
    names = ["harms", "dosing", "mechanisms", "comparisons"]
    assert nearest("harm", names)[0] == "harms"
    assert nearest("comparison", names, 1) == ["comparisons"]
    assert nearest("zzz", names) == []
