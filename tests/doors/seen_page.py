"""A page as tests see it: its texts, where it leads, its menus and its tables."""

from __future__ import annotations

from html.parser import HTMLParser

from tests.doors.served import Got, Served

__all__ = ["Page", "got", "page"]

HTML = {"Accept": "text/html"}


class Page(HTMLParser):
    """What a page holds: texts by the part they stand in, links, menus and tables."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.links: dict[str, str] = {}  # by what they say, the last of a name
        self.hrefs: list[str] = []
        self.chosen: dict[str, list[str]] = {}
        self.options: dict[str, list[str]] = {}
        self.rows: list[list[str]] = []
        self.texts: list[str] = []
        self._open: list[list[str]] = []
        self._href = self._menu = ""
        self._chosen = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        self.tags.append((tag, known))
        if tag == "a":
            self._href = known.get("href", "")
            self.hrefs.append(self._href)
        elif tag == "select":
            self._menu = known["name"]
            self.options[self._menu], self.chosen[self._menu] = [], []
        elif tag == "option":
            self._chosen = "selected" in known
        elif tag == "tr":
            self.rows.append([])
        elif tag in {"td", "th"}:
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._href = ""
        elif tag == "select":
            self._menu = ""

    def handle_data(self, data: str) -> None:
        words = " ".join(data.split())
        if not words:
            return
        self.texts.append(words)
        if self._href:
            self.links[words] = self._href
        if self._menu:
            self.options[self._menu].append(words)
            self.chosen[self._menu] += [words] if self._chosen else []
        elif self.rows and self.rows[-1]:
            self.rows[-1][-1] = f"{self.rows[-1][-1]} {words}".strip()

    @property
    def text(self) -> str:
        return " ".join(self.texts)


def got(served: Served, path: str, status: int = 200) -> Got:
    found = served.get(path, HTML)
    assert (found.status, found.headers["content-type"]) == (status, "text/html; charset=utf-8")
    return found


def page(served: Served, path: str, status: int = 200) -> Page:
    return Page(got(served, path, status).text)
