"""Prefixes and CURIEs: there and back, the longest namespace first, nothing guessed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivig_kg.content import Content
from ivig_kg.errors import ContentUnavailable, UsageError
from ivig_kg.namespaces import PREFIX_FILE, Namespaces, read_namespaces

BASE = "https://example.org/"
SPACES = Namespaces({"src": f"{BASE}source/", "root": BASE, "graph": f"{BASE}graph/"})
TEXT = "# Prefixes.\n\n@prefix src: <https://example.org/source/> .\n@prefix r2: <urn:x:> .\n"


def written(root: Path, text: str) -> Content:
    for folder in ("ontology", "data", "queries"):
        (root / folder).mkdir(parents=True)
    (root / PREFIX_FILE).write_text(text, "utf-8")
    return Content(str(root), "test")


@given(st.sampled_from(sorted(SPACES.prefixes)), st.from_regex(r"[A-Za-z0-9_]+", fullmatch=True))
def test_a_curie_goes_there_and_back(prefix: str, local: str) -> None:
    iri = SPACES.expand(f"{prefix}:{local}")
    assert iri == SPACES.prefixes[prefix] + local
    assert SPACES.compact(iri) == f"{prefix}:{local}"


@pytest.mark.parametrize("curie", ["nope:x", "src", "", ":x", "https://example.org/source/x"])
def test_what_is_no_curie_of_ours_is_refused_with_the_prefixes(curie: str) -> None:
    with pytest.raises(UsageError, match=r"no CURIE .* \(src, root, graph\)"):
        SPACES.expand(curie)


@pytest.mark.parametrize(
    ("iri", "curie"),
    [
        (f"{BASE}source/rist-2011", "src:rist-2011"),
        (f"{BASE}source/a.unit-3", "src:a.unit-3"),
        (f"{BASE}x", "root:x"),
        (f"{BASE}source/a/b", None),
        (f"{BASE}source/a.", None),
        (f"{BASE}source/", None),
        (f"{BASE}source/é", None),
        ("https://elsewhere.org/x", None),
    ],
)
def test_an_iri_is_shortened_only_where_the_rest_is_a_local_name(
    iri: str, curie: str | None
) -> None:
    assert SPACES.compact(iri) == curie
    assert SPACES.show(iri) == (curie or f"<{iri}>")


def test_the_longest_namespace_that_fits_gives_the_prefix() -> None:
    nested = Namespaces({"short": BASE, "long": f"{BASE}unit.", "middle": f"{BASE}un"})
    assert nested.compact(f"{BASE}unit.3") == "long:3"
    assert nested.compact(f"{BASE}unit3") == "middle:it3"


def test_a_file_has_a_graph() -> None:
    assert SPACES.graph("data/agents.ttl") == f"{BASE}graph/data/agents.ttl"


def test_prefixes_are_read_in_their_order(tmp_path: Path) -> None:
    found = read_namespaces(written(tmp_path, TEXT))
    assert list(found.prefixes.items()) == [("src", f"{BASE}source/"), ("r2", "urn:x:")]


@pytest.mark.parametrize("text", ["", "# nothing here\n"])
def test_a_file_without_prefixes_is_refused_by_name(tmp_path: Path, text: str) -> None:
    with pytest.raises(
        ContentUnavailable,
        match=r"ontology/prefixes\.ttl: missing, or no|prefixes\.ttl:1: not a line",
    ):
        read_namespaces(written(tmp_path, text))


@pytest.mark.parametrize(
    "line",
    [
        "@prefix  st:  <https://example.org/st/> .",
        "@prefix : <https://example.org/> .",
        "PREFIX st: <https://example.org/st/>",
        "@prefix st: <https://example.org/st/> . # here",
    ],
)
def test_a_prefix_line_in_another_form_is_not_lost(tmp_path: Path, line: str) -> None:
    with pytest.raises(ContentUnavailable, match=r"prefixes\.ttl:5: not a line of the form"):
        read_namespaces(written(tmp_path, f"{TEXT}{line}\n"))


def test_a_prefix_that_the_program_needs_is_missed_by_its_name(tmp_path: Path) -> None:
    found = read_namespaces(written(tmp_path, TEXT))
    assert found.base("src") == f"{BASE}source/"
    with pytest.raises(ContentUnavailable, match="no line for the prefix st:; add it"):
        found.base("st")
