"""The diagram: what is drawn follows from the shapes, and nothing lies upon anything else."""

from __future__ import annotations

import re
from importlib.resources import files
from itertools import combinations
from xml.etree import ElementTree as ET

import pytest

from ivig_kg.draw import wrapped
from ivig_kg.reference import Header, Reference, render
from ivig_kg.reference.layout import PAD, Picture, arrange
from ivig_kg.reference.links import Link, Node, nodes_of
from ivig_kg.reference.model import Property, Takes, Term, Use

SVG = "{http://www.w3.org/2000/svg}"
NAMES = "top left right end also far"
TEMPLATE = files("ivig_kg.pages").joinpath("diagram.svg").read_text("utf-8")


def node(name: str, **links: str) -> Node:
    made = (Link(target, target, tuple(names.split())) for target, names in links.items())
    return Node(name, name, (), tuple(made))


NODES = (
    node("top", left="one two", right="three", top="self", end="four"),
    node("left", right="five", far="six", end="seven eight nine ten eleven twelve thirteen more"),
    node("right", top="back", also="nine"),
    node("end"),
    node("also"),
    node("far"),
)


@pytest.fixture
def picture() -> Picture:
    return arrange(NODES, top=50)


def test_no_box_meets_another_and_all_stand_within(picture: Picture) -> None:
    assert {box.node.iri for box in picture.boxes} == set(NAMES.split())
    for one, two in combinations(picture.boxes, 2):
        apart = one.x + one.width < two.x or two.x + two.width < one.x
        assert apart or one.y + one.height < two.y or two.y + two.height < one.y
    for box in picture.boxes:
        assert box.x > 0
        assert box.y > 50
        assert box.x + box.width < picture.width
        assert box.y + box.height < picture.height


def test_lanes_run_outside_of_all_boxes_and_each_has_its_own_place(picture: Picture) -> None:
    places = [lane.x for lane in picture.lanes]
    assert len(places) == len(set(places)) == 6
    assert min(places) > 0
    for box in picture.boxes:
        assert not [x for x in places if box.x <= x <= box.x + box.width]


def test_no_line_to_or_from_a_lane_crosses_a_box(picture: Picture) -> None:
    for lane in picture.lanes:
        for x, y in (*lane.starts, lane.end):
            low, high = sorted((lane.x, x))
            crossed = [b for b in picture.boxes if b.x < high and low < b.x + b.width]
            assert not [b for b in crossed if b.y <= y <= b.y + b.height]


def test_a_line_leaves_at_the_row_that_names_it_and_ends_at_its_target(picture: Picture) -> None:
    boxes = {box.node.iri: box for box in picture.boxes}
    rows = {(row.link.target, row.y) for box in picture.boxes for row in box.rows}
    assert rows == {(lane.target, y) for lane in picture.lanes for _, y in lane.starts}
    for lane in picture.lanes:
        assert lane.end == (boxes[lane.target].x, boxes[lane.target].entry)
    for box in picture.boxes:
        assert all(box.y < row.y < box.y + box.height for row in box.rows)


@pytest.mark.parametrize("width", [60, 200])
def test_a_text_is_broken_where_it_is_too_wide(width: int) -> None:
    text = "several words and one-that-is-much-too-long-for-any-line-of-these 免疫グロブリン"
    lines = wrapped(text, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert max(map(len, lines)) <= width / 13 / 0.38
    assert wrapped("", width) == ()


def term(name: str, *parents: str, shaped: bool = False) -> Term:
    return Term(name, f"ex:{name}", name, asserted=parents, shaped=shaped)


def made(*uses: tuple[str, str, str], label: str = "kind a") -> Reference:
    terms = [
        *(term("family"), term(label, "family", shaped=True), term("kind b", "family")),
        *(term("part", shaped=True), term("value"), term("below", "value"), term("alone")),
    ]
    properties = [
        Property(name, f"ex:{name}", name, "object", uses=(Use((whose,), (Takes("t", to),), "1"),))
        for whose, name, to in uses
    ]
    things: list[Term | Property] = [*terms, *properties]
    names = {each.iri: each.label for each in things}
    return Reference(
        Header("Made up", version="7", disclaimer="No advice.", content_version="2026-01-02"),
        {each.iri: each for each in terms},
        {each.iri: each for each in properties},
        names,
    )


def test_boxes_are_roots_and_properties_to_one_root_share_a_line() -> None:
    uses = (("kind a", "on", "below"), ("kind a", "at", "value"), ("part", "of", "kind a"))
    drawn = nodes_of(made(*uses, ("kind a", "free", "no class")))
    assert [(n.label, n.kinds, [(k.label, k.names) for k in n.links]) for n in drawn] == [
        ("part", (), [("family", ("of",))]),
        ("family", ("kind a",), [("value", ("at", "on"))]),
        ("value", ("below",), []),
    ]


def test_the_diagram_is_xml_that_says_what_it_shows() -> None:
    uses = (("kind a", "on", "value"), ("kind a", "of", "part"), ("part", "to", "value"))
    root = ET.fromstring(render(made(*uses), "svg"))  # noqa: S314 (our own)
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == "Model of: Made up"
    told = root.findtext(f"{SVG}desc") or ""
    assert told == "family → part: of. family → value: on. part → value: to. No advice."
    texts = ["".join(each.itertext()) for each in root.iter(f"{SVG}text")]
    assert "No advice." in texts
    assert any("version 7; content version 2026-01-02" in text for text in texts)
    assert "on → value" in texts
    assert not [each for each in root.iter() if each.tag.endswith(("script", "image", "use"))]


def test_a_diagram_of_nothing_is_still_one() -> None:
    root = ET.fromstring(render(made(), "svg"))  # noqa: S314 (our own)
    assert not list(root.iter(f"{SVG}g"))


def test_a_hostile_label_stays_text() -> None:
    bad = "<script>alert(1)</script>&\x1b"
    text = render(made((bad, bad, "value"), label=bad), "svg")
    assert "<script" not in text
    root = ET.fromstring(text)  # noqa: S314 (our own)
    assert "<script>" in "".join(root.itertext())


def colours(text: str) -> dict[str, str]:
    return dict(re.findall("--d-([a-z-]+): (#[0-9a-f]{6})", text))


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(w * part for w, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("scheme", TEMPLATE.split("prefers-color-scheme: dark"), ids=["l", "d"])
def test_texts_and_lines_stand_out_as_wcag_asks(scheme: str) -> None:
    known = colours(scheme)
    assert len(known) == 9
    for name in known.keys() - {"page", "card", "line"}:
        for back in ("page", "card"):
            high, low = sorted((luminance(known[name]), luminance(known[back])), reverse=True)
            assert (high + 0.05) / (low + 0.05) >= 4.5, name


def test_the_first_line_of_a_box_is_where_lines_enter(picture: Picture) -> None:
    assert all(box.entry - box.y < PAD + 18 for box in picture.boxes)
