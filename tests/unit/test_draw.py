"""Drawing: texts are broken within their room, measured on the safe side, and marked up as text."""

from __future__ import annotations

from itertools import count, pairwise
from xml.etree import ElementTree as ET

import pytest

from ivig_kg import draw
from ivig_kg.draw import Html, joined, measure, width_of, wrapped

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<script>x</script> ]]> & \"q\" 'a' \x1b[2J \u202e \x00"
# Advance widths of Helvetica, in thousandths of an em, which Arial shares (Adobe's core font AFM).
PLAIN = {
    **dict.fromkeys(" ft.,/I!", 278),
    **dict.fromkeys("abdeghnopqu0123456789L", 556),
    **dict.fromkeys("ijl", 222),
    **dict.fromkeys("cksvxyzJ", 500),
    **dict.fromkeys("r()-", 333),
    **dict.fromkeys("CDHNRUw", 722),
    **dict.fromkeys("ABEKPSVXY", 667),
    **dict.fromkeys("GOQ", 778),
    **dict.fromkeys("FTZ", 611),
    **dict.fromkeys("mM", 833),
    **dict.fromkeys(";:", 278),
    **dict.fromkeys("%", 889),
    **dict.fromkeys("W", 944),
    **dict.fromkeys("'", 191),
}
BOLD = {
    **dict.fromkeys(" .,/Iijl", 278),
    **dict.fromkeys("aceksxvy0123456789J", 556),
    **dict.fromkeys("bdghnopquFTZL", 611),
    **dict.fromkeys("ft-()!:;", 333),
    **dict.fromkeys("ABCDHKNRUV", 722),
    **dict.fromkeys("EPSXY", 667),
    **dict.fromkeys("GOQw", 778),
    **dict.fromkeys("m%", 889),
    **dict.fromkeys("r", 389),
    **dict.fromkeys("z", 500),
    **dict.fromkeys("M", 833),
    **dict.fromkeys("W", 944),
    **dict.fromkeys("'", 238),
}
LABELS = (
    "chronic inflammatory demyelinating polyneuropathy",
    "neuropathy with conduction block",
    "small fiber neuropathy",
    "Rist 2011: global assessment, global evaluation, practitioner",
    "uncontrolled retrospective study; read as secondary report",
    "Summary on IVIG in Sjogren's neuropathies",
    "NCT03700138",
    "9/19",
    "100 % (57-100 %)",
)


@pytest.mark.parametrize("label", LABELS)
def test_a_label_is_taken_for_no_narrower_than_arial_prints_it(label: str) -> None:
    assert sum(PLAIN[each] for each in label) * 13 / 1000 <= width_of(label)


@pytest.mark.parametrize("label", LABELS)
def test_bold_is_no_more_than_an_eighth_wider(label: str) -> None:
    assert sum(BOLD[each] for each in label) * 17 / 1000 <= 1.12 * width_of(label, 17)


def test_width_adds_up_and_grows_with_the_size() -> None:
    assert width_of("") == 0
    assert width_of("Rist") == pytest.approx(sum(map(width_of, "Rist")))
    assert width_of("Rist", 26) == pytest.approx(2 * width_of("Rist", 13))
    assert draw.SIZE == 13
    for narrow, wide in pairwise("inNW"):
        assert width_of(narrow) < width_of(wide)
    assert width_of("\u6f22", 10) == 10  # a full-width character is an em
    assert width_of("e\u0301") >= width_of("e")


def test_words_stay_whole_and_in_order_where_they_fit() -> None:
    text = "sensory ataxic  neuropathy\nwith\tpain"
    for room in (90, 120, 150, 1000):
        lines = wrapped(text, room)
        assert " ".join(lines).split() == text.split()
        assert all(width_of(line) <= room for line in lines)
    assert wrapped(text, 1000) == ("sensory ataxic neuropathy with pain",)


def test_a_line_holds_all_that_fits() -> None:
    lines = wrapped("a b c d e f g h i j k l m n o p q r s", 60)
    assert len(lines) > 1
    for line, following in pairwise(lines):
        assert width_of(f"{line} {following.split()[0]}") > 60


def test_a_text_that_just_fits_is_one_line() -> None:
    assert wrapped("one two", width_of("one two")) == ("one two",)
    assert wrapped("one two", width_of("one two") - 0.01) == ("one", "two")


@pytest.mark.parametrize("size", [11.5, 13.0, 17.0])
def test_a_word_that_is_too_long_is_broken_and_loses_nothing(size: float) -> None:
    word = "x" * 97 + "W" * 5
    lines = wrapped(f"a {word} b", 50, size)
    assert "".join(lines).replace(" ", "") == f"a{word}b"
    assert all(width_of(line, size) <= 50 for line in lines)


def test_a_room_for_nothing_gives_a_character_a_line() -> None:
    assert wrapped("abc", 0) == ("a", "b", "c")
    assert wrapped("abc", -5) == ("a", "b", "c")


@pytest.mark.parametrize("text", ["", " ", "\n\t "])
def test_nothing_is_no_line(text: str) -> None:
    assert wrapped(text, 100) == ()
    assert draw.lines((0, 0), text, 100) == ("", 0)


def test_a_text_of_ten_thousand_characters_is_not_measured_over_and_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    word, seen = "y" * 10_000, count()
    monkeypatch.setattr(measure, "shown_width", lambda _: _fewer(next(seen), 50 * len(word)))
    assert "".join(wrapped(word, 300)) == word


def _fewer(number: int, most: int) -> int:
    assert number < most, "each character was measured 50 times, and on it goes"
    return 1


def part(mark: str) -> ET.Element:
    return ET.fromstring(mark)  # noqa: S314 (our own)


def test_lines_stand_one_below_the_other() -> None:
    marks, count = draw.lines((5, 20), "one two three", 40, "p-muted")
    found = part(f"<g>{marks}</g>").findall("text")
    assert count == len(found) == 3
    assert [each.get("y") for each in found] == ["20", "38", "56"]
    assert {(each.get("x"), each.get("class")) for each in found} == {("5", "p-muted")}
    assert [each.text for each in found] == ["one", "two", "three"]


def test_coordinates_have_one_digit_at_most() -> None:
    mark = part(draw.line((1.04, 2), (3.96, 1 / 3), "p-rule"))
    assert [mark.get(name) for name in ("x1", "y1", "x2", "y2")] == ["1", "2", "4", "0.3"]
    box = part(draw.box((0.25, 10.0), (7, 1e3), "p-tile", 4))
    names = ("x", "y", "width", "height", "rx")
    assert [box.get(name) for name in names] == ["0.2", "10", "7", "1000", "4"]
    turned = part(draw.slanted((3, 4), "up", -38))
    assert turned.get("transform") == "rotate(-38 3 4)"


@pytest.mark.parametrize("draws", [lambda t: draw.text((0, 0), t), lambda t: draw.group(t, [])])
def test_a_hostile_text_is_text(draws: object) -> None:
    assert callable(draws)
    mark = draws(HOSTILE)
    found = part(mark)
    assert [each.tag for each in found.iter()].count("script") == 0
    text = "".join(found.itertext())
    assert "<script>x</script> ]]> & \"q\" 'a'" in text
    assert "\u202e" not in mark
    assert "\x1b" not in mark


def test_a_picture_says_what_it_is() -> None:
    body = joined([draw.text((1, 2), "three"), Html("<g/>")])
    root = part(draw.picture("one", (320, 99.5), "A & B", "It <shows>.", body))
    assert (root.tag, root.get("role"), root.get("viewBox")) == (f"{SVG}svg", "img", "0 0 320 99.5")
    assert (root.get("width"), root.get("height")) == ("320", "99.5")
    named = {each.get("id"): each.text for each in root if each.get("id")}
    assert named == {"one-title": "A & B", "one-desc": "It <shows>."}
    assert root.get("aria-labelledby") == "one-title one-desc"
    assert (root[0].tag, root[1].tag) == (f"{SVG}title", f"{SVG}desc")
    assert root.findtext(f"{SVG}text") == "three"


def test_the_style_stands_in_the_picture_or_on_the_page() -> None:
    styled = draw.picture("a", (1, 1), "", "", Html())
    bare = draw.picture("a", (1, 1), "", "", Html(), styled=False)
    assert "<style" not in bare
    assert draw.style() in styled
    for needed in ("prefers-color-scheme: dark", ".p-hollow", "stroke-dasharray"):
        assert needed in draw.style()
