"""A store on the disk answers as the files do: every question, every look-up, every appraisal."""

from __future__ import annotations

from pathlib import Path

import pytest

import ivig_kg
from ivig_kg.answer import Answer, lexical
from ivig_kg.catalog import LOOKUPS
from ivig_kg.graph import KnowledgeGraph
from ivig_kg.load import StorePlace, build_anew

pytestmark = pytest.mark.thorough
ROOT = Path(__file__).parents[2]
QUESTIONS = sorted(path.stem for path in (ROOT / "queries/answers").glob("*.rq"))
NAMES = sorted(path.stem for path in (ROOT / LOOKUPS).glob("*.rq"))
NOTHING = "uncovered-text"  # every sentence of the text is coded
OTHERS = [
    ("subtypes-with-response", {"treatment": "rituximab"}),
    (
        "subtypes-with-response",
        {"subtype": "small fiber neuropathy", "condition": "Sjögren's syndrome"},
    ),
    ("statements-about", {"subtype": "Guillain-Barré syndrome"}),
    ("provenance-of", {"statement": "C41"}),
    ("audit", {"document": "src:ivig-summary"}),
]


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    place = StorePlace(tmp_path_factory.mktemp("stored") / "store")
    build_anew(place, str(ROOT), graphs=True)
    return ivig_kg.open(store=place.path)


@pytest.fixture(scope="module")
def files() -> KnowledgeGraph:
    return ivig_kg.open(ROOT)


def said(answer: Answer) -> tuple[object, ...]:
    return answer.columns, answer.rows, answer.triples, answer.notes


def rows(answer: Answer) -> list[list[list[str]]]:
    """Return the rows of a look-up in an order; items of a list have none (design, section 5)."""
    found = [[sorted(lexical(cell).split(" | ")) for cell in row] for row in answer.rows]
    return sorted(found)


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_is_answered_alike(
    name: str, stored: KnowledgeGraph, files: KnowledgeGraph
) -> None:
    here, there = stored.ask(name), files.ask(name)
    assert here.holds or name == NOTHING
    assert said(here) == said(there)
    assert dict(here.names) == dict(there.names)


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_is_answered_alike_where_no_answer_is_kept(
    name: str, stored: KnowledgeGraph, files: KnowledgeGraph
) -> None:
    text = files.catalog.question(name).text  # with its header, which what is asked has not
    here, there = stored.asker.engine.query(text), files.asker.engine.query(text)
    assert rows(here) == rows(there)


@pytest.mark.parametrize(("name", "given"), OTHERS)
def test_a_question_with_values_is_answered_alike(
    name: str, given: dict[str, str], stored: KnowledgeGraph, files: KnowledgeGraph
) -> None:
    here = stored.ask(name, given)
    assert here.holds
    assert said(here) == said(files.ask(name, given))


@pytest.mark.parametrize("name", NAMES)
def test_a_look_up_finds_the_same(name: str, stored: KnowledgeGraph, files: KnowledgeGraph) -> None:
    text = files.catalog.lookup(name).text
    here, there = stored.asker.engine.query(text), files.asker.engine.query(text)
    assert rows(here) == rows(there)
    assert here.triples == there.triples


def test_what_is_shown_and_drawn_is_the_same(stored: KnowledgeGraph, files: KnowledgeGraph) -> None:
    for name in ("C41", "sensory ataxic neuropathy", "src:rist-2011"):
        assert stored.show(name).sections == files.show(name).sections
    assert stored.appraise.rates() == files.appraise.rates()
    assert stored.appraise.map() == files.appraise.map()
    assert stored.audit() == files.audit()


def test_a_query_of_a_users_own_is_answered_alike(
    stored: KnowledgeGraph, files: KnowledgeGraph
) -> None:
    text = "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p ORDER BY ?p"
    assert len(stored.sparql(text)) > 100
    assert stored.sparql(text).rows == files.sparql(text).rows
