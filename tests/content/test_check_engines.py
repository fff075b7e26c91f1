"""A whole check finds the same with either engine, in one part or in several."""

from __future__ import annotations

import os
from datetime import date
from importlib import metadata

import pytest

from ivig_kg.catalog import Catalog
from ivig_kg.check import parts
from ivig_kg.check.run import Checker
from ivig_kg.content import Content
from ivig_kg.errors import MissingPart
from ivig_kg.model import Finding
from ivig_kg.namespaces import Namespaces
from ivig_kg.shacl import fast, screen_of

TODAY = date(2026, 11, 30)
KEPT = ("agents.ttl", "rist-2011.ttl", "takahashi-2003.ttl", "sjogren-disagreements.ttl")
RIST = "data/sources/rist-2011.ttl"
FAULTS = (
    (b"ivig:effect ivig:NotStated", b"ivig:effect ivig:NotStatedd"),  # a code of no list
    (b"ivig:statedIn src:rist-2011", b"ivig:statedin src:rist-2011"),  # closed; no value
    (
        b"ivig:total ",
        b'ivig:total "12,5"^^<http://www.w3.org/2001/XMLSchema#integer> ; ivig:total ',
    ),
    (
        b"a ivig:ResearchArticle",
        b"a ivig:ResearchArtikel",
    ),  # what refers to it has a value of no class
    (b"ivig:status ivig:Draft", b"ivig:status [ a ivig:StatusCode ]"),  # a blank node
)


@pytest.fixture(scope="module")
def small(content: Content) -> Content:
    """Return the ontology, some documents that refer to each other, and no rules."""
    kept = {
        file.path: file.data
        for file in content.files
        if file.path.startswith("ontology/") or file.path.endswith(KEPT)
    }
    return content.replaced({f.path: kept.get(f.path) for f in content.files})


def findings(content: Content, namespaces: Namespaces, engine: str) -> list[Finding]:
    return Checker(content, Catalog(content, namespaces), namespaces, TODAY, engine).check()


def broken(small: Content, number: int) -> Content:
    data = dict(small.files)[RIST]
    old, new = FAULTS[number]
    assert old in data
    return small.replaced({RIST: data.replace(old, new, 1)})


@pytest.mark.thorough
@pytest.mark.parametrize("number", range(len(FAULTS)))
def test_both_engines_find_the_same(small: Content, namespaces: Namespaces, number: int) -> None:
    faulty = broken(small, number)
    told = findings(faulty, namespaces, "fast")
    assert told == findings(faulty, namespaces, "pyshacl")
    assert any(finding.path == RIST for finding in told)
    assert set(told) - set(findings(small, namespaces, "fast"))


@pytest.mark.thorough
def test_parts_find_what_the_whole_finds(
    small: Content, namespaces: Namespaces, monkeypatch: pytest.MonkeyPatch
) -> None:
    faulty = small
    for number in range(len(FAULTS)):
        data = dict(faulty.files)[RIST].replace(*FAULTS[number], 1)
        faulty = faulty.replaced({RIST: data})
    whole = findings(faulty, namespaces, "fast")
    monkeypatch.setattr(parts, "_SMALL", 0)
    monkeypatch.setattr(os, "cpu_count", lambda: 3)
    monkeypatch.setattr(parts, "_LARGEST", 1)
    assert findings(faulty, namespaces, "fast") == whole
    assert len(whole) > len(FAULTS)


@pytest.mark.thorough
def test_a_thing_of_which_two_files_speak_is_judged_by_all_that_is_said(
    small: Content, namespaces: Namespaces, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "_LARGEST", 1)
    head, _, rest = dict(small.files)[RIST].partition(b"\nst:rist-2011-1\n")
    block, _, rest = rest.partition(b" .\n")
    lines = block.split(b"\n")
    two = b"\nst:rist-2011-1\n" + b"\n".join(lines[:3]).removesuffix(b" ;") + b" .\n"
    more = b"\nst:rist-2011-1\n" + b"\n".join(lines[3:]) + b" .\n"
    prefixes = head[: head.rindex(b"@prefix")] + head[head.rindex(b"@prefix") :].partition(b"\n")[0]
    apart = small.replaced(
        {RIST: head + two + rest, "data/sources/zz-more.ttl": prefixes + b"\n" + more}
    )
    together = findings(small, namespaces, "fast")
    assert _placeless(findings(apart, namespaces, "fast")) == _placeless(together)


@pytest.mark.thorough
def test_a_thing_whose_class_another_file_tells_is_of_that_class(
    small: Content, namespaces: Namespaces
) -> None:
    odd = (
        b"@prefix ivig: <https://w3id.org/ivig-kg/ontology#> .\n"
        b"@prefix st: <https://w3id.org/ivig-kg/statement/> .\n\n"
        b'st:rist-2011-1\n  ivig:n "NaN"^^<http://www.w3.org/2001/XMLSchema#double> .\n'
    )
    faulty = small.replaced({"data/sources/zz.ttl": odd})
    told = findings(faulty, namespaces, "fast")
    assert told == findings(faulty, namespaces, "pyshacl")
    new = set(_placeless(told)) - _placeless(findings(small, namespaces, "fast"))
    assert new
    others = [f.message for f in new if "st:rist-2011-1" not in f.message and f.focus]
    assert [message for message in others if not message.startswith("datatype ")] == []


def _placeless(found: list[Finding]) -> set[Finding]:
    return {finding._replace(path="", line=0) for finding in found}


@pytest.mark.thorough
def test_where_the_fast_engine_fails_pyshacl_looks_at_all(
    small: Content, namespaces: Namespaces, monkeypatch: pytest.MonkeyPatch
) -> None:
    faulty = broken(small, 1)
    told = findings(faulty, namespaces, "pyshacl")
    monkeypatch.setattr("shacl_rust.validate", _panic)
    assert findings(faulty, namespaces, "fast") == told


def _panic(*_: object, **__: object) -> None:
    class PanicError(BaseException):
        pass

    raise PanicError


def test_fast_without_the_package_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fast, "find_spec", lambda _: None)
    assert screen_of([], "", "auto") is None
    with pytest.raises(MissingPart, match=r"ivig-kg\[fast\]") as told:
        screen_of([], "", "fast")
    assert told.value.exit_code == 7


def test_a_version_that_was_not_compared_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metadata, "version", lambda _: "9.0")
    assert screen_of([], "", "auto") is None
    with pytest.raises(MissingPart, match="not compared"):
        screen_of([], "", "fast")


def test_a_term_that_was_not_compared_is_left_to_pyshacl() -> None:
    from ivig_kg.engine.parse import parse  # noqa: PLC0415

    text = "<https://e.org/s> <http://www.w3.org/ns/shacl#uniqueLang> true ."
    shapes = parse(text, where="test").triples
    assert screen_of(shapes, "", "auto") is None
    with pytest.raises(MissingPart, match="sh:uniqueLang"):
        screen_of(shapes, "", "fast")
