"""Formatting: which files, where they first differ, and what the style cannot keep."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivig_kg.content import Content
from ivig_kg.errors import ContentUnavailable, InvalidInput, SyntaxFault
from ivig_kg.namespaces import read_namespaces
from ivig_kg.style import Styler

PREFIXES = """\
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix ivig: <https://example.org/o#> .
"""
GOOD = """\
# A remark.

@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix ivig: <https://example.org/o#> .

ivig:A
  a ivig:Thing ;
  rdfs:label "A"@en ;
  ivig:z 1 ;
  ivig:b 2 .
"""
SHAPE = """\
ivig:S a sh:NodeShape ; sh:targetClass ivig:Thing ; sh:property ivig:Sz, ivig:Sb .
ivig:Sz sh:path ivig:z ; sh:order 1 . ivig:Sb sh:path ivig:b ; sh:order 2 .
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    files = {
        "ontology/prefixes.ttl": PREFIXES,
        "ontology/shapes/s.ttl": PREFIXES + SHAPE,
        "data/a.ttl": GOOD,
        "data/sub/b.ttl": GOOD,
    }
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    (tmp_path / "queries").mkdir()
    return tmp_path


def styler(root: Path) -> Styler:
    content = Content(str(root), "test")
    return Styler(content, read_namespaces(content))


def test_what_is_in_style_stays_as_it_is(root: Path) -> None:
    styled = {one.shown: one for one in styler(root).style()}
    assert sorted(styled) == ["data/a.ttl", "data/sub/b.ttl", "ontology/shapes/s.ttl"]
    assert not styled["data/a.ttl"].changed
    assert styled["data/a.ttl"].after == GOOD


def test_predicates_come_in_the_order_of_the_shapes(root: Path) -> None:
    (root / "data/a.ttl").write_text(GOOD.replace("z 1", "b 2", 1).replace("b 2 .", "z 1 ."))
    (styled,) = styler(root).style([root / "data/a.ttl"])
    assert (styled.changed, styled.after) == (True, GOOD)


def test_formatting_twice_is_formatting_once(root: Path) -> None:
    for one in styler(root).style():
        one.path.write_text(one.after, "utf-8")
    assert [one.shown for one in styler(root).style() if one.changed] == []


@pytest.mark.parametrize(
    ("broken", "line"),
    [
        (GOOD.replace("  ivig:z", "\tivig:z"), 9),
        (GOOD + "\n", 11),
        (GOOD[:-1], 10),
        (GOOD.replace("\n", "\r\n"), 1),
    ],
)
def test_the_first_line_that_is_not_in_style_is_told(root: Path, broken: str, line: int) -> None:
    (root / "data/a.ttl").write_text(broken, "utf-8", newline="")
    found = styler(root)
    (finding,) = found.findings(found.style([root / "data/a.ttl"]))
    assert (finding.path, finding.line, finding.rule) == (str(root / "data/a.ttl"), line, "format")
    assert "run ivig-kg format" in finding.message


def test_a_folder_stands_for_the_files_in_it(root: Path) -> None:
    styled = styler(root).style([root / "data", root / "ontology"])
    assert [one.shown for one in styled] == [
        "data/a.ttl",
        "data/sub/b.ttl",
        "ontology/shapes/s.ttl",
    ]


def test_a_file_outside_the_content_is_styled_by_its_rules(root: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.ttl"
    outside.write_text(GOOD.replace("\n\n", "\n\n\n"))
    (styled,) = styler(root).style([outside])
    assert (styled.shown, styled.after) == (str(outside), GOOD)


@pytest.mark.parametrize(
    "text", [GOOD + "# below\n", GOOD.replace("ivig:z 1 ;", "ivig:z 1 ; # here")]
)
def test_a_comment_that_would_be_lost_is_refused_with_its_line(root: Path, text: str) -> None:
    (root / "data/a.ttl").write_text(text)
    with pytest.raises(InvalidInput, match=r"data/a\.ttl:(9|11): a comment below the prefixes"):
        styler(root).style()


def test_a_file_that_does_not_parse_is_named(root: Path) -> None:
    (root / "data/a.ttl").write_text(GOOD[:-3])
    with pytest.raises(SyntaxFault, match=r"^data/a\.ttl:\d+: "):
        styler(root).style()


@pytest.mark.parametrize("name", ["data/nope.ttl", "queries"])
def test_what_is_no_file_is_refused(root: Path, name: str) -> None:
    with pytest.raises(ContentUnavailable, match=r"no such file|a folder"):
        styler(root).style([root / name])


def test_a_byte_order_mark_is_not_in_style(root: Path) -> None:
    (root / "data/a.ttl").write_bytes(b"\xef\xbb\xbf" + GOOD.encode())
    (styled,) = styler(root).style([root / "data/a.ttl"])
    assert styled.changed
    assert styled.after == GOOD
