"""Markup of template files: what comes in is escaped, unless it is markup that came from here."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from ivig_kg.markup import Html, fill, joined, text_of

PACKAGE, TEMPLATE = "ivig_kg.draw", "picture.svg"


def text(words: str) -> Html:
    return fill(PACKAGE, TEMPLATE, "text", x=1, y="2", kind="p-strong", text=words)


class Read(HTMLParser):
    """Keeps the elements, attributes and text of a piece of markup."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.given: dict[str, str | None] = {}
        self.said = ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.given |= dict(attrs)

    def handle_data(self, data: str) -> None:
        self.said += data


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("plain", "plain"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("a & b &amp; c", "a & b &amp; c"),
        ("]]> --> <!--", "]]> --> <!--"),
        ("\"two\" 'one'", "\"two\" 'one'"),
        ("$name ${name} $$", "$name ${name} $$"),
        ("\x1b[2J", "\u241b[2J"),
        ("\x00\x7f", "\u2400\u2421"),
        ("a\u202eb", "a\\u202Eb"),
        ("\u00e9 \u6f22 \u200d", "\u00e9 \u6f22 \u200d"),
    ],
)
def test_a_text_is_shown_as_it_is_or_made_harmless(words: str, shown: str) -> None:
    read = Read(text(words))
    assert read.tags == ["text"]
    assert read.said.rstrip("\n") == shown


def test_a_value_leaves_no_attribute() -> None:
    kind = '" onload="alert(1)" x=\''
    read = Read(fill(PACKAGE, TEMPLATE, "text", x=1, y=2, kind=kind, text=""))
    assert read.given == {"x": "1", "y": "2", "class": kind}


def test_markup_from_here_stays_markup_and_is_not_filled_again() -> None:
    inner = text("$text & <b>")
    assert isinstance(inner, Html)
    outer = fill(PACKAGE, TEMPLATE, "group", title="t", body=inner)
    assert inner in outer
    assert Read(outer).tags == ["g", "title", "text"]
    assert str(inner) != fill(PACKAGE, TEMPLATE, "text", x=1, y=2, kind="", text=str(inner))


def test_markup_in_a_plain_string_is_a_text() -> None:
    body = fill(PACKAGE, TEMPLATE, "group", title="t", body="<i>x")
    assert "&lt;i&gt;x" in body


def test_pieces_are_joined_to_markup() -> None:
    whole = joined(text(each) for each in "ab")
    assert isinstance(whole, Html)
    assert whole == text("a") + text("b")
    assert joined([]) == ""


@pytest.mark.parametrize("values", [{}, {"x": 1, "y": 2, "kind": ""}])
def test_a_value_that_is_missing_is_an_error(values: dict[str, str | int]) -> None:
    with pytest.raises(KeyError):
        fill(PACKAGE, TEMPLATE, "text", **values)


def test_an_unknown_block_is_an_error() -> None:
    with pytest.raises(KeyError):
        fill(PACKAGE, TEMPLATE, "no_such_block")


@pytest.mark.parametrize(
    ("package", "name"), [(PACKAGE, TEMPLATE), ("ivig_kg.pages", "appraise.html")]
)
def test_no_template_has_anything_of_another_place(package: str, name: str) -> None:
    whole = text_of(package, name).replace("http://www.w3.org/2000/svg", "")
    for outside in ("http:", "https:", "//", "@import", "url(", "<script"):
        assert outside not in whole
