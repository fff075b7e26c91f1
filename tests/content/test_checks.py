"""Every whole-graph check finds what its fixture breaks, and lets a near miss pass."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ivig_kg.answer import Answer, Cell, Iri, Literal
from ivig_kg.catalog import read_check
from ivig_kg.content import Content, ContentFile, find_content
from ivig_kg.engine import EmbeddedEngine
from ivig_kg.namespaces import Namespaces

FIXTURES = Path(__file__).parents[1] / "fixtures" / "checks"
CHECKS = find_content().below("queries/checks", suffix=".rq")
EXPECTS = re.compile(r"\A# expects: (\S+(?: \S+)*)\n# \S")


def _name(check: ContentFile) -> str:
    return Path(check.path).stem


each_check = pytest.mark.parametrize("check", CHECKS, ids=_name)


@each_check
def test_a_check_begins_with_its_rule_and_how_to_mend_a_breach(check: ContentFile) -> None:
    told = read_check(check)
    assert told.rule[0].isupper()
    assert told.mend[0].isupper()
    assert told.mend.endswith(".")


@each_check
def test_a_near_miss_passes(check: ContentFile, content: Content, namespaces: Namespaces) -> None:
    assert _run(check, "passes", content, namespaces).rows == ()


@each_check
def test_each_breach_is_found_and_nothing_else(
    check: ContentFile, content: Content, namespaces: Namespaces
) -> None:
    rows = _run(check, "fails", content, namespaces).rows
    assert {namespaces.show(_iri(row[0])) for row in rows} == _expected(check)


@each_check
def test_a_row_says_what_where_and_why(
    check: ContentFile, content: Content, namespaces: Namespaces
) -> None:
    answer = _run(check, "fails", content, namespaces)
    assert answer.columns == ("focus", "path", "detail")
    for _, where, why in answer.rows:
        assert namespaces.compact(_iri(where))
        assert isinstance(why, Literal)
        assert why.value


def test_no_fixture_is_left_without_a_check() -> None:
    folders = {path.name for path in FIXTURES.iterdir() if path.is_dir()}
    assert folders == set(map(_name, CHECKS))


def _expected(check: ContentFile) -> set[str]:
    found = EXPECTS.match((FIXTURES / _name(check) / "fails.ttl").read_text("utf-8"))
    assert found, "begin with '# expects: st:x-1 …'; the next comment says what is broken"
    return set(found[1].split())


def _run(check: ContentFile, stem: str, content: Content, namespaces: Namespaces) -> Answer:
    """Run a check on the ontology, shapes among it, and the files of a fixture: a graph each."""
    fixture = sorted((FIXTURES / _name(check)).glob(f"{stem}*.ttl"))
    assert fixture, f"no {stem}.ttl in tests/fixtures/checks/{_name(check)}/"
    files = [ContentFile(f"data/{path.name}", path.read_bytes()) for path in fixture]
    engine = EmbeddedEngine(
        (namespaces.graph(file.path), file.path, file.data)
        for file in (*content.below("ontology"), *files)
    )
    return engine.query(check.data.decode())


def _iri(cell: Cell) -> str:
    assert isinstance(cell, Iri)
    return cell.value
