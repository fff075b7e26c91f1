"""The reference in every format: the same content, nothing foreign taken for markup."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from ivig_kg.errors import UsageError
from ivig_kg.mappings.read import OutsideTerm
from ivig_kg.reference import FORMATS, Header, Reference, render
from ivig_kg.reference.model import Code, Property, Takes, Term, Use

EX = "https://example.org/o#"
HOSTILE = "\x1b[2J<script>alert(1)</script> | [x](javascript:y) `z` \"'&$title \u202e\ntwo"
OUTSIDE = OutsideTerm(f"{EX}A", "skos:exactMatch", "x:1", "https://x.example/1", "an x", "0.9")
BAD_OUTSIDE = OutsideTerm(f"{EX}A", "skos:exactMatch", "y:1", "javascript:alert(1)")
TERMS = (
    Term(f"{EX}Note", "ex:Note", "note", "A remark.", shaped=True),
    Term(
        f"{EX}A",
        "ex:A",
        "a",
        definition="The first.",
        source="Us.",
        synonyms=("alpha",),
        notes=("Wide.",),
        asserted=(f"{EX}Root",),
        inferred=(f"{EX}B",),
        close=(f"{EX}B",),
        disjoint=(f"{EX}Note",),
        words=("every a has b",),
        mappings=(OUTSIDE, BAD_OUTSIDE),
    ),
    Term(f"{EX}B", "ex:B", "b", asserted=(f"{EX}Root",), deprecated=True, instead=(f"{EX}A",)),
    Term(f"{EX}Root", "ex:Root", "root"),
    Term(
        f"{EX}List",
        "ex:List",
        "list",
        codes=(Code(f"{EX}One", "ex:One", "one", "The one.", notation="I", more=(("rank", "7"),)),),
    ),
    Term(f"{EX}More", "ex:More", "more", codes=(Code(f"{EX}One", "ex:One", "one"),)),
)
ON = Property(
    f"{EX}on",
    "ex:on",
    "on",
    "object",
    "What it is on.",
    domains=(f"{EX}Note", f"{EX}A"),
    uses=(
        Use((f"{EX}Note",), (Takes("term", f"{EX}Root"),), "1..n", "What it is on."),
        Use((f"{EX}A",), (Takes("instance", f"{EX}List"),), "0..1", "Another thing."),
    ),
)
FREE = Property(f"{EX}free", "ex:free", "free", "annotation")


def reference(*more: Term, title: str = "Made up") -> Reference:
    terms = {term.iri: term for term in (*TERMS, *more)}
    properties = {each.iri: each for each in (ON, FREE)}
    things: list[Term | Property | Code] = [*terms.values(), *properties.values()]
    things += [code for term in terms.values() for code in term.codes]
    return Reference(
        Header(
            title,
            iri="https://example.org/o",
            version="1",
            version_iri="https://example.org/o/1",
            licence="https://licence.example/",
            namespace=EX,
            disclaimer="No advice.",
            content_version="2026-01-02",
            content_digest="0123456789abcdef",
        ),
        terms,
        properties,
        {thing.iri: thing.label for thing in things},
        {thing.iri: thing.curie for thing in things},
    )


class Seen(HTMLParser):
    """The tags of a page, its ids, where its links lead, and its text by element with an id."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            if name == "href" and tag == "a":
                self.links.append(value or "")
            elif name in {"src", "href", "xlink:href", "srcset", "data", "action"}:
                self.loaded.append(value or "")
            assert not name.startswith("on")


def section(page: str, anchor: str) -> str:
    """Return the text of one class on the page."""
    found = re.search(rf'<section class="term" id="{anchor}".*?</section>', page, re.DOTALL)
    assert found
    return " ".join(re.sub("<[^>]+>", " ", found[0]).split())


def test_a_class_is_told_in_full_on_the_page() -> None:
    text = section(render(reference(), "html"), "A")
    for part in (
        "a ex:A The first. In words every a has b Synonyms alpha Notes Wide.",
        "Parents root , b inferred Close to b Disjoint with note",
        "Elsewhere x:1 (skos:exactMatch, an x, confidence 0.9) y:1 (skos:exactMatch)",
        "Properties 1 property Source Us.",
    ):
        assert part in text
    assert "Deprecated a (in its place)" in section(render(reference(), "html"), "B")
    assert "Children a inferred" in section(render(reference(), "html"), "B")


def test_a_property_says_which_values_and_how_many() -> None:
    page = render(reference(), "html")
    row = page[page.index('<li id="on">') :]
    text = " ".join(re.sub("<[^>]+>", " ", row[: row.index("\n</li>")]).split())
    assert text == (
        "on ex:on object property What it is on. "
        "0..1 list in a Another thing. 1..n root (or a class under it) in note"
    )


def test_each_class_is_one_section_and_each_place_is_there_once() -> None:
    page = Seen(render(reference(), "html"))
    assert len(page.ids) == len(set(page.ids))
    assert {"A", "B", "Note", "Root", "List", "More", "One", "on", "free"} <= set(page.ids)
    inner = {link.removeprefix("#") for link in page.links if link.startswith("#")}
    assert inner <= set(page.ids)
    assert page.tags.count("h1") == 1


def test_the_page_loads_nothing_and_links_only_to_plain_addresses() -> None:
    page = Seen(render(reference(), "html"))
    assert page.loaded == []
    outward = [link for link in page.links if not link.startswith("#")]
    assert outward == ["https://licence.example/", "https://x.example/1"]


@pytest.mark.parametrize("form", FORMATS)
def test_version_and_disclaimer_stand_in_every_format(form: str) -> None:
    text = render(reference(), form)
    for part in ("No advice.", "2026-01-02", "0123456789ab", "Made up"):
        assert part in text
    assert text.endswith("\n")


def test_the_disclaimer_stands_above_all_else_but_the_title() -> None:
    page = render(reference(), "html")
    assert page.index("No advice.") < page.index("<dl")
    assert render(reference(), "md").startswith("# Made up\n\n**No advice.**\n")


@pytest.mark.parametrize("form", FORMATS)
def test_a_hostile_text_is_no_markup(form: str) -> None:
    fields = dict.fromkeys(("definition", "source"), HOSTILE)
    lists = dict.fromkeys(("synonyms", "notes", "words"), (HOSTILE,))
    mapping = OUTSIDE._replace(label=HOSTILE, curie=HOSTILE, iri=f'https://x/">{HOSTILE}')
    odd = Term(
        f'{EX}"><script>',
        HOSTILE,
        HOSTILE,
        **fields,  # type: ignore[arg-type]
        **lists,  # type: ignore[arg-type]
        asserted=(f"{EX}Note",),
        mappings=(mapping,),
        codes=(Code(f"{EX}'x", HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, (HOSTILE,)),),
        shaped=True,
    )
    text = render(reference(odd, title=HOSTILE), form)
    assert "<script" not in text
    assert "&lt;script&gt;" in text or form == "svg"
    assert text.replace("\n", "").isprintable()
    if form == "html":
        assert "script" not in Seen(text).tags
        assert not [link for link in Seen(text).links if link.startswith("javascript:")]
    if form == "md":
        assert "[x](javascript:y)" not in text


def test_markdown_has_the_same_things_with_places_to_lead_to() -> None:
    text = render(reference(), "md")
    places = re.findall('<a id="([^"]+)"></a>', text)
    assert len(places) == len(set(places))
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) - {"part-contents"} <= set(places)
    for part in (
        "#### a <code>ex:A</code>",
        "- Parents: [root](#Root), [b](#B) (inferred)",
        "- In words: every a has b",
        "- Elsewhere:\n  - [<code>x:1</code>](<https://x.example/1>) (skos:exactMatch, an x, ",
        "  - 0..1 [list](#List) in [a](#A): Another thing.",
        "- note → root: on.",
        "  - [b](#B)\n    - [a](#A) (inferred)",
        '- <a id="One"></a>**one** (<code>ex:One</code>): The one.',
    ):
        assert part in text
    assert text.count("**one**") == 2


def test_an_unknown_format_is_named() -> None:
    with pytest.raises(UsageError, match="no format 'pdf'; there are: html, md, svg"):
        render(reference(), "pdf")
