"""``ivig-kg ontology``: what the ontology is, on one page, in every format."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import pyoxigraph as ox
import pytest

import ivig_kg

pytestmark = pytest.mark.thorough

Done = subprocess.CompletedProcess[str]
Run = Callable[..., Done]
Printed = Callable[[str], Done]
OWL = "http://www.w3.org/2002/07/owl#"
NAMESPACE = "https://w3id.org/ivig-kg/ontology#"
SVG = "{http://www.w3.org/2000/svg}"
LOADS = {"src", "srcset", "data", "poster", "action", "xlink:href"}
HOSTILE = """
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix ivig: <https://w3id.org/ivig-kg/ontology#> .
ivig:Odd a owl:Class ; rdfs:label "<script>alert(1)</script>"@en ; rdfs:subClassOf ivig:Source ;
  skos:definition "<img src=x onerror=alert(1)>"@en .
ivig:OddCode a owl:NamedIndividual , ivig:StatusCode ; rdfs:label "</style><b>"@en .
"""


class Seen(HTMLParser):
    """What a page consists of."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.terms: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.ids.append(given["id"])
        if (tag, given.get("class")) == ("section", "term"):
            self.terms.append(given["id"])
        if tag == "a":
            self.links.append(given["href"])
        elif "href" in given:
            self.loaded.append(given["href"])
        self.loaded += [value for name, value in given.items() if name in LOADS]


_PRINTED: dict[str, Done] = {}


@pytest.fixture
def printed(call: Run) -> Printed:
    """Return what prints the shipped ontology in a format, once for all tests that only read it."""

    def prints(form: str) -> Done:
        if form not in _PRINTED:
            _PRINTED[form] = call("ontology", "--format", form)
            assert _PRINTED[form].returncode == 0
        return _PRINTED[form]

    return prints


@pytest.fixture(scope="module")
def store(shipped: Path) -> ox.Store:
    found = ox.Store()
    for path in (shipped / "ontology").rglob("*.ttl"):
        found.load(path.read_bytes(), ox.RdfFormat.TURTLE)
    return found


def named(store: ox.Store, *kinds: str) -> set[str]:
    """Return the local names or CURIEs of all things of some kinds."""
    types = [ox.NamedNode(OWL + kind) for kind in kinds]
    found = (quad.subject for kind in types for quad in store.quads_for_pattern(None, None, kind))
    return {node.value for node in found if isinstance(node, ox.NamedNode)}


def anchor(iri: str) -> str:
    return iri.removeprefix(NAMESPACE)


def test_every_class_is_on_the_page_once(printed: Printed, store: ox.Store) -> None:
    page = Seen(printed("html").stdout)
    classes = {anchor(iri) for iri in named(store, "Class") if iri.startswith(NAMESPACE)}
    assert len(classes) > 200
    assert {each for each in page.terms if "-" not in each} == classes
    assert len(page.terms) == len(set(page.terms)) == len(named(store, "Class"))
    others = named(store, "ObjectProperty", "DatatypeProperty", "NamedIndividual")
    assert {anchor(iri) for iri in others if iri.startswith(NAMESPACE)} <= set(page.ids)


def test_places_are_there_once_and_every_link_leads_to_one(printed: Printed) -> None:
    page = Seen(printed("html").stdout)
    assert len(page.ids) == len(set(page.ids))
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)


def test_the_page_needs_nothing_else(printed: Printed) -> None:
    text = printed("html").stdout
    page = Seen(text)
    assert page.loaded == []
    assert not page.tags & {"script", "link", "img", "iframe", "object", "embed", "form"}
    assert not re.search(r"@import|url\(", text)
    assert "default-src 'none'" in text
    assert all(re.match("#|https?://", link) for link in page.links)


@pytest.mark.parametrize("form", ["html", "md", "svg"])
def test_version_and_disclaimer_are_in_every_format(
    printed: Printed, shipped: Path, form: str
) -> None:
    done = printed(form)
    content = ivig_kg.open(shipped).content
    for part in ("No clinician has reviewed", content.version, content.digest[:12]):
        assert part in done.stdout
    assert done.stderr.count("\n") == 1
    if form != "svg":
        assert f"https://w3id.org/ivig-kg/ontology/{content.version}" in done.stdout
        assert "https://creativecommons.org/licenses/by/4.0/" in done.stdout


def test_the_diagram_is_xml_with_title_and_description(printed: Printed) -> None:
    root = ET.fromstring(printed("svg").stdout)  # noqa: S314 (our own)
    assert root.findtext(f"{SVG}title")
    told = root.findtext(f"{SVG}desc") or ""
    assert "statement → source: " in told
    titles = [each.text for each in root.iter(f"{SVG}text") if each.get("class") == "d-title"]
    assert {"judgement", "statement", "source", "study", "treatment", "code"} <= set(titles)


def test_an_inferred_parent_is_marked_and_a_stated_one_is_not(call: Run, small: Path) -> None:
    head = (
        f"@prefix ivig: <{NAMESPACE}> .\n@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
    )
    inferred = f"{head}ivig:Study rdfs:subClassOf ivig:Population .\n"
    (small / "ontology/inferred.ttl").write_text(inferred, "utf-8")
    text = call("ontology", "--content", small).stdout
    assert "- Parents: [population](#Population) (inferred)" in text
    assert "- Parents: [statement](#Statement)\n" in text
    assert text.count("- Parents: [population](#Population) (inferred)") == 1


def test_markdown_is_what_comes_without_a_format(
    call: Run, printed: Printed, store: ox.Store
) -> None:
    text = call("ontology").stdout
    assert text.startswith("# ")
    assert text.count("\n#### ") == len(named(store, "Class"))
    assert printed("md").stdout == text


def test_a_hostile_label_is_text(call: Run, small: Path) -> None:
    (small / "ontology/terms/odd.ttl").write_text(HOSTILE, "utf-8")
    page = call("ontology", "--format", "html", "--content", small).stdout
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert not Seen(page).tags & {"script", "img", "b"}
    text = call("ontology", "--format", "md", "--content", small).stdout
    assert "<script" not in text
    assert "<img" not in text


def test_the_same_content_gives_the_same_bytes(run: Run) -> None:
    first, second = (run("ontology", "--format", "html", env={"PYTHONHASHSEED": n}) for n in "12")
    assert first.stdout == second.stdout


def test_a_file_is_not_overwritten_unless_asked(call: Run, here: Path) -> None:
    words = ("ontology", "--format", "svg", "--out", "model.svg")
    assert call(*words).returncode == 0
    (here / "model.svg").write_text("mine", "utf-8")
    done = call(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert "exists already" in done.stderr
    assert (here / "model.svg").read_text("utf-8") == "mine"
    assert call(*words, "--force").returncode == 0
    assert (here / "model.svg").read_text("utf-8").startswith("<svg ")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--format", "pdf"], 2, "'pdf' is not one of 'html', 'md', 'svg'"),
        (["ivig:Source"], 2, "unexpected extra argument"),
        (["--out", "../x.html"], 2, "'..' is refused"),
        (["--content", "nowhere"], 4, "nowhere: no content there"),
    ],
)
def test_wrong_use_names_what_is_right(call: Run, words: list[str], code: int, said: str) -> None:
    done = call("ontology", *words)
    assert (done.returncode, done.stdout) == (code, "")
    assert said in done.stderr
