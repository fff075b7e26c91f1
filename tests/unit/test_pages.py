"""Pages: what comes in is escaped, the page needs nothing else, and its colours can be read."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from ivig_kg.pages import Html, fill, framed, joined

STYLE = files("ivig_kg.pages").joinpath("style.css").read_text("utf-8")
HOSTILE = "<script>alert(1)</script> \"'&$title \x1b[2J\u202e"


def test_a_text_is_escaped_and_harmless() -> None:
    block = fill("audit.html", "note", text=HOSTILE)
    assert "<script" not in block
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &quot;&#x27;&amp;$title" in block
    assert block.replace("\n", "").isprintable()


def test_html_of_our_own_is_put_in_as_it_is() -> None:
    inner = fill("audit.html", "badge", tone="bad", word="<b>")
    outer = fill("audit.html", "unjudged", badge=inner)
    assert '<span class="badge bad">&lt;b&gt;</span>' in outer
    assert isinstance(joined([inner, inner]), Html)


def test_a_block_without_one_of_its_values_is_refused() -> None:
    with pytest.raises(KeyError):
        fill("audit.html", "note")
    with pytest.raises(KeyError):
        fill("audit.html", "nothing", text="")


def test_a_page_names_language_and_title_and_lets_nothing_in() -> None:
    page = framed(title="<script>", body=fill("audit.html", "note", text="x"))
    assert page.startswith('<!doctype html>\n<html lang="en">')
    assert "<title>&lt;script&gt;" in page
    assert "default-src 'none'" in page
    assert page.endswith("</html>\n")
    assert not re.search(r"<script|<link|<img|@import|url\(|https?:|\$[a-z]", page)


def colours(text: str) -> dict[str, str]:
    return dict(re.findall("--([a-z-]+): (#[0-9a-f]{6})", text))


LIGHT, DARK = (colours(part) for part in STYLE.split("prefers-color-scheme: dark"))
PAIRS = [
    *((text, back) for text in ("text", "muted", "link") for back in ("page", "card")),
    *((f"{tone}-text", tone) for tone in ("good", "fair", "bad", "plain")),
]


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(w * part for w, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("pair", PAIRS, ids=" on ".join)
def test_text_stands_out_as_wcag_asks(scheme: dict[str, str], pair: tuple[str, str]) -> None:
    high, low = sorted((luminance(scheme[name]) for name in pair), reverse=True)
    assert (high + 0.05) / (low + 0.05) >= 4.5


def test_both_schemes_set_the_same_colours_and_no_other_is_used() -> None:
    assert LIGHT.keys() == DARK.keys()
    rules = STYLE.rpartition("--plain-edge")[2].partition("}")[2]
    assert not re.search("#[0-9a-f]{3,8}[; ]", rules)
    assert set(re.findall(r"var\(--([a-z-]+)\)", STYLE)) <= LIGHT.keys()
