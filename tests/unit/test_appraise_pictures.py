"""Pictures of maps and forests: whole XML, nothing over the edge or over another, all in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import combinations
from math import cos, radians, sin
from typing import NamedTuple
from xml.etree import ElementTree as ET

import pytest

import ivig_kg
from ivig_kg.appraise import EvidenceMap, Forest, Rates, render
from ivig_kg.draw import width_of
from ivig_kg.errors import UsageError
from tests.unit.test_appraise_map import ADVICE, DOWN, FLAT, JUDGED, UP, WORD, mapped
from tests.unit.test_appraise_rates import RESULT, SAID, SCOPE, but, evidence, rates

SVG = "{http://www.w3.org/2000/svg}"
WIDTHS = (320, 390, 700, 860, 1280, 4000)
LONG = "a form with motor and sensory involvement of large and of small fibers " * 3
LONG_DRUG = "immunoglobulin together with an oral immunosuppressive and prednisolone"
Shown = EvidenceMap | Forest


class Placed(NamedTuple):
    """A text on a picture, and where it stands, in pixels."""

    words: str
    left: float
    right: float
    line: float
    size: float


@cache
def shipped(name: str) -> Shown:
    appraise = ivig_kg.open().appraise
    return appraise.map() if name == "map" else appraise.forest()


def forest(found: Rates) -> Forest:
    return Forest(found, "Not pooled: made up.")


@cache
def made(name: str) -> Shown:
    """Return a map with every kind of cell, or a forest, with long labels and many patients."""
    if name == "map":
        other = [but(each, subtype="x:near", treatment="x:other") for each in (UP, FLAT)]
        claimed = but(WORD, subtype="x:root", treatment="x:other")
        words = (WORD, but(ADVICE, subtype="x:near"), claimed)
        found = mapped(UP, DOWN, *other, words=words, judgements=(JUDGED,))
        rows = tuple(but(term, label=LONG + term.label) for term in found.rows)
        labels = {iri: f"{label} {LONG_DRUG}" for iri, label in found.columns.items()}
        return EvidenceMap(SCOPE, rows, labels, found.cells, 0, 1, 2)
    many = but(RESULT, total=12_345, improved=12_344, stable=1, others_improved=9, others_total=10)
    said = [
        but(SAID, title=LONG),
        but(SAID, iri="x:2", direct=False, beside=(LONG,), subtype="x:near"),
    ]
    return forest(rates(many, but(RESULT, statement="x:2", among=(LONG, "b")), said=said))


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 (our own)


@cache
def drawn(name: str, width: int, *, ours: bool = False) -> ET.Element:
    return parsed(render((made if ours else shipped)(name), "svg", width=width))


def turned(root: ET.Element) -> list[ET.Element]:
    return [each for each in root.iter(f"{SVG}text") if each.get("transform")]


def placed(root: ET.Element) -> Iterator[Placed]:
    """Yield the level texts; bold is 1.12 times as wide (as the brief of the pictures has it)."""
    for each in root.iter(f"{SVG}text"):
        if not each.get("transform"):
            kinds = (each.get("class") or "").split()
            size = 17 if "p-title" in kinds else 11.5 if "p-small" in kinds else 13
            bold = 1.12 if {"p-title", "p-strong"} & set(kinds) else 1.0
            words = each.text or ""
            wide = bold * width_of(words, size)
            share = 1.0 if "p-end" in kinds else 0.5 if "p-middle" in kinds else 0.0
            left = float(each.get("x", "")) - share * wide
            yield Placed(words, left, left + wide, float(each.get("y", "")), size)


EACH = [
    (name, width, ours) for name in ("map", "forest") for width in WIDTHS for ours in (False, True)
]


@pytest.mark.parametrize(("name", "width", "ours"), EACH)
def test_a_picture_names_itself_and_where_it_comes_from(name: str, width: int, ours: bool) -> None:  # noqa: FBT001
    shown, root = (made if ours else shipped)(name), drawn(name, width, ours=ours)
    assert (root.tag, root.get("role"), root.get("width")) == (f"{SVG}svg", "img", str(width))
    title, desc = root.findtext(f"{SVG}title"), root.findtext(f"{SVG}desc")
    assert title
    assert desc
    ids = (root.get("aria-labelledby") or "").split()
    assert ids == [each.get("id") for each in (root[0], root[1])]
    texts = " ".join(each.words for each in placed(root))
    scope = shown.scope
    for told in (scope.version, scope.drawn, scope.digest[:12], scope.disclaimer, scope.condition):
        assert told in texts
    assert scope.disclaimer in desc
    assert title.startswith("Evidence map" if name == "map" else "How patients fared")


@pytest.mark.parametrize(("name", "width", "ours"), EACH)
def test_no_text_runs_over_an_edge(name: str, width: int, ours: bool) -> None:  # noqa: FBT001
    root = drawn(name, width, ours=ours)
    height = float(root.get("height", ""))
    over = [t for t in placed(root) if t.left < 0 or t.right > width or not 0 < t.line <= height]
    assert over == []


@pytest.mark.parametrize(("width", "ours"), [(w, ours) for w in WIDTHS for ours in (False, True)])
def test_no_slanted_head_runs_over_an_edge(width: int, ours: bool) -> None:  # noqa: FBT001
    for each in turned(drawn("map", width, ours=ours)):
        angle = re.match(r"rotate\((-?\d+) ", each.get("transform", ""))
        assert angle
        long, slope = width_of(each.text or ""), radians(-int(angle[1]))
        assert float(each.get("x", "")) + long * cos(slope) <= width, each.text
        assert float(each.get("y", "")) - long * sin(slope) >= 0, each.text


@pytest.mark.parametrize(("name", "width", "ours"), EACH)
def test_no_text_lies_on_another(name: str, width: int, ours: bool) -> None:  # noqa: FBT001
    texts = sorted(placed(drawn(name, width, ours=ours)), key=lambda t: t.line)
    lying = [
        (one, two)
        for one, two in combinations(texts, 2)
        if two.line - one.line < 0.8 * two.size
        and min(one.right, two.right) - max(one.left, two.left) > 0.5
    ]
    assert lying == []


@pytest.mark.parametrize("width", WIDTHS)
def test_the_words_of_a_tile_fit_into_it(width: int) -> None:
    for group in drawn("map", width).iter(f"{SVG}g"):
        box = group.find(f"{SVG}rect")
        assert box is not None
        left, room = float(box.get("x", "")), float(box.get("width", ""))
        for each in placed(group):
            if each.left < left + room and each.right > left:  # in a list, the name stands beside
                assert left <= each.left, each
                assert each.right <= left + room, each


@pytest.mark.parametrize("width", WIDTHS)
def test_every_cell_is_told_in_words_and_so_needs_no_colour(width: int) -> None:
    shown, root = shipped("map"), drawn("map", width)
    assert isinstance(shown, EvidenceMap)
    groups = list(root.iter(f"{SVG}g"))
    assert len(groups) == len(shown.cells) > 30
    told = [group.findtext(f"{SVG}title") or "" for group in groups]
    faces = [" ".join(t.words for t in placed(group)) for group in groups]
    desc = root.findtext(f"{SVG}desc") or ""
    for cell in shown.cells.values():
        assert any(cell.told in each for each in told)
        assert cell.told in desc
        word = cell.word.removeprefix("only ")
        assert any(
            word in face for each, face in zip(told, faces, strict=True) if cell.told in each
        )
    for term in shown.rows:
        assert term.label in " ".join(t.words for t in placed(root)) or term.label in desc


@pytest.mark.parametrize("width", [320, 700])
def test_every_rate_is_a_square_and_a_number_as_text(width: int) -> None:
    shown, root = shipped("forest"), drawn("forest", width)
    assert isinstance(shown, Forest)
    told = list(shown.told)
    groups = list(root.iter(f"{SVG}g"))
    assert len(groups) == len(told) > 15
    for group in groups:
        texts = [each.words for each in placed(group)]
        assert any(re.fullmatch(r"\d+/\d+", each) for each in texts)
        percent = [re.fullmatch(r"\d+ % \(\d+\u2013\d+ %\)", each) for each in texts]
        square = group.find(f"{SVG}rect")
        assert any(percent) == (square is not None) == ("1/1" not in texts)
        assert square is None or (square.get("class") or "").startswith("p-square")
    assert shown.refusal.startswith("Not pooled: ")
    assert shown.refusal in (root.findtext(f"{SVG}desc") or "")
    assert "Not pooled:" in " ".join(each.words for each in placed(root))


def test_other_patients_are_drawn_hollow_and_squares_grow_with_patients() -> None:
    said = [SAID, but(SAID, iri="x:2", direct=False)]
    few = but(RESULT, total=2, improved=2, stable=None)
    root = parsed(render(forest(rates(RESULT, few, but(few, statement="x:2"), said=said)), "svg"))
    squares = [g.find(f"{SVG}rect") for g in root.iter(f"{SVG}g")]
    hollow = ["p-hollow" in (s.get("class") or "") for s in squares if s is not None]
    sides = [float(s.get("width", "")) for s in squares if s is not None]
    assert hollow == [False, False, True, False]  # improved: 2/9, 2/2, 2/2 of others; either: 5/9
    assert sides[0] == sides[3] > sides[1] == sides[2]


@pytest.mark.parametrize("name", ["map", "forest"])
def test_the_same_input_gives_the_same_bytes(name: str) -> None:
    fresh = ivig_kg.open().appraise
    again = fresh.map() if name == "map" else fresh.forest()
    for form in ("svg", "html", "json", "table"):
        assert render(again, form) == render(shipped(name), form)


def test_the_two_pictures_of_a_page_have_ids_of_their_own() -> None:
    page = render(shipped("forest"), "html")
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert page.count("<svg ") == 2
    assert len(ids) == len(set(ids)) >= 4


@pytest.mark.parametrize("name", ["map", "forest"])
def test_a_picture_loads_nothing_and_runs_nothing(name: str) -> None:
    svg = render(shipped(name), "svg").replace('xmlns="http://www.w3.org/2000/svg"', "")
    for forbidden in ("http", "<script", "<image", "<use", "<a ", "@import", "url(", " on"):
        assert forbidden not in re.sub(r">[^<]*<", "><", svg)


@pytest.mark.parametrize("width", [1, 319, 4001, 100_000])
def test_a_width_out_of_range_is_brought_into_it(width: int) -> None:
    root = parsed(render(shipped("map"), "svg", width=width))
    assert root.get("width") == ("320" if width < 320 else "4000")


def test_what_holds_nothing_is_a_picture_that_says_so() -> None:
    for shown in (mapped(), forest(rates())):
        root = parsed(render(shown, "svg"))
        texts = " ".join(each.words for each in placed(root))
        assert SCOPE.disclaimer in texts
        assert "No count of it" in texts or "Nothing is held on: root" in (
            root.findtext(f"{SVG}desc") or ""
        )


def test_an_unknown_format_names_those_there_are() -> None:
    with pytest.raises(UsageError, match="no format 'pdf'; there are: table, svg, html, json"):
        render(shipped("map"), "pdf")
    assert evidence().scope == {}


@pytest.mark.parametrize("width", [320, 860, 1280])
def test_a_tile_holds_the_word_of_many_studies(width: int) -> None:
    flat = but(FLAT, study="x:flat")
    many = [but(UP, study=f"x:{n}", iri=f"x:s{n}", title=f"Study {n}") for n in range(112)]
    columns = [but(UP, treatment=f"x:drug-{n}") for n in range(11)]
    root = parsed(render(mapped(*many, flat, *columns), "svg", width=width))
    tiles = [(g.find(f"{SVG}rect"), list(placed(g))) for g in root.iter(f"{SVG}g")]
    for box, texts in tiles:
        assert box is not None
        room = float(box.get("width", ""))
        for each in (t for t in texts if re.match(r"\d+ ", t.words)):
            assert each.right - each.left <= room, (each.words, room)
