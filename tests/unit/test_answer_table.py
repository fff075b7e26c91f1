"""The answer: rows, columns and records for programs, HTML for notebooks."""

from __future__ import annotations

import sys
from html.parser import HTMLParser

import pytest

from ivig_kg.answer import Answer, Cell, Iri, Literal, Triple
from ivig_kg.errors import MissingPart, UsageError

INTEGER = "http://www.w3.org/2001/XMLSchema#integer"
TRIPLES = (
    Triple(Iri("https://x/a-10"), Iri("https://x/p"), Literal("3", INTEGER)),
    Triple(Iri("https://x/a-2"), Iri("https://x/p"), Literal("2", INTEGER)),
    Triple(Iri("https://x/a-2"), Iri("https://x/p"), Literal("2", INTEGER)),
)
ANSWER = Answer(
    ("study", "n"),
    ((Iri("https://x/a"), Literal("9", INTEGER)), (Iri("https://x/b"), None)),
)
GRAPH = Answer((), (), form="CONSTRUCT", triples=TRIPLES)


def test_an_answer_is_read_by_row_and_by_column() -> None:
    assert list(ANSWER) == [ANSWER[0], ANSWER[1]]
    assert ANSWER[-1] == {"study": Iri("https://x/b"), "n": None}
    assert ANSWER.column("n") == (Literal("9", INTEGER), None)
    with pytest.raises(IndexError):
        ANSWER[2]


def test_an_unknown_column_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(UsageError, match=r"no column 'N'; there are: study, n"):
        ANSWER.column("N")


def test_records_are_plain_python() -> None:
    assert ANSWER.to_records() == [
        {"study": "https://x/a", "n": 9},
        {"study": "https://x/b", "n": None},
    ]


def test_triples_become_rows_in_natural_order_each_once() -> None:
    assert GRAPH.to_records() == [
        {"subject": "https://x/a-2", "predicate": "https://x/p", "object": 2},
        {"subject": "https://x/a-10", "predicate": "https://x/p", "object": 3},
    ]
    assert len(GRAPH) == 0
    assert GRAPH.holds


def test_without_pandas_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(MissingPart, match=r"pip install 'ivig-kg\[pandas\]'"):
        ANSWER.to_pandas()


def test_with_pandas_columns_and_records_are_handed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    class Pandas:
        @staticmethod
        def DataFrame(records: object, columns: object) -> tuple[object, object]:  # noqa: N802 - its name
            return records, columns

    monkeypatch.setitem(sys.modules, "pandas", Pandas)
    assert ANSWER.to_pandas() == (ANSWER.to_records(), ["study", "n"])
    assert GRAPH.to_pandas()[1] == ["subject", "predicate", "object"]


class _Page(HTMLParser):
    """Collects what a browser would make of a fragment."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.texts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.texts.append(data.strip())

    @property
    def links(self) -> list[str | None]:
        return [value for name, value in self.attributes if name == "href"]


@pytest.mark.parametrize(
    ("cell", "links"),
    [
        (Iri("https://x/a"), ["https://x/a"]),
        (Iri("HTTP://x/a"), ["HTTP://x/a"]),
        (Iri("javascript:alert(1)"), []),
        (Iri("data:text/html,<script>alert(1)</script>"), []),
        (Iri(" https://x/a"), []),
        (Iri('https://x/"onclick="alert(1)'), ['https://x/"onclick="alert(1)']),
        (Literal("https://x/a"), []),
        ((Iri("https://x/a-10"), Iri("https://x/a-2")), ["https://x/a-2", "https://x/a-10"]),
    ],
)
def test_only_web_iris_are_links(cell: Cell, links: list[str]) -> None:
    page = _Page(Answer(("a",), ((cell,),))._repr_html_())
    assert page.links == links
    assert {name for name, _ in page.attributes} <= {"class", "scope", "href", "rel"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ('"><img src=x onerror=alert(1)>', '"><img src=x onerror=alert(1)>'),
        ("&lt;b&gt;", "&lt;b&gt;"),
        ("\x1b[31m\u202e", "␛[31m\\u202E"),
    ],
)
def test_html_shows_texts_wherever_they_stand(text: str, shown: str) -> None:
    rows = ((Literal(text),), (Iri(f"https://x/{text}"),))
    names = {f"https://x/{text}": text}
    answer = Answer((text,), rows, summary=text, notes=(text,), names=names)
    page = _Page(answer._repr_html_())
    assert set(page.tags) == {
        "div",
        "table",
        "caption",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "a",
        "ul",
        "li",
    }
    assert page.texts.count(shown) == 5


def test_html_breaks_lines_where_a_text_does() -> None:
    html = Answer(("a",), ((Literal("x\r\ny\nz"),), (None,)))._repr_html_()
    assert "<td>x<br>y<br>z</td>" in html
    assert "<td></td>" in html
    assert "<ul>" not in html


def test_html_shows_triples_as_rows() -> None:
    assert _Page(GRAPH._repr_html_()).tags.count("td") == 6
