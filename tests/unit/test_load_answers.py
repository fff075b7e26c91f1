"""Answers that are kept in a store: the same as the engine's, and none that is not sound."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ivig_kg.answer import Answer, Literal
from ivig_kg.catalog import Catalog, fill
from ivig_kg.content import Content
from ivig_kg.engine.disk import DiskEngine
from ivig_kg.load import OpenedStore, StorePlace, answers, build_anew, open_store, report_of
from ivig_kg.namespaces import read_namespaces
from ivig_kg.store import keep_answer

PREFIXES = "@prefix ivig: <https://x.org/ontology#> .\n@prefix graph: <https://x.org/graph/> .\n"
PARAMS = {"thing": {"instanceOf": "ivig:Thing", "default": "ivig:a"}}
QUESTION = (
    f"#+ params: {json.dumps(PARAMS)}\n"
    "PREFIX ivig: <https://x.org/ontology#>\n"
    "SELECT ?value WHERE { VALUES ?thing { ivig:a } ?thing ivig:p ?value } ORDER BY ?value\n"
)
PREFIX = '#+ params: {"thing": {"instanceOf": "foo:T", "default": "foo:a"}}\nSELECT * {}\n'
NAMED = "SELECT * { GRAPH ?g { ?s ?p ?o } }\n"  # needs graphs, which the store lacks


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    for name in ("ontology", "data", "queries/answers"):
        (folder / name).mkdir(parents=True)
    (folder / "ontology/prefixes.ttl").write_text(PREFIXES)
    (folder / "data/a.ttl").write_text(
        PREFIXES + 'ivig:a ivig:p "one"@en, 2, <urn:x>, "a \\u2028\\" text" .\nivig:b ivig:p 3 .\n'
    )
    (folder / "queries/answers/values.rq").write_text(QUESTION)
    return folder


@pytest.fixture
def place(tmp_path: Path) -> StorePlace:
    return StorePlace(tmp_path / "store")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the texts that the engine of a store is asked in this process."""
    texts: list[str] = []
    query = DiskEngine.query

    def told(self: DiskEngine, text: str) -> Answer:
        texts.append(text)
        return query(self, text)

    monkeypatch.setattr(DiskEngine, "query", told)
    return texts


def question(content: Path, *values: str) -> str:
    found = Content(str(content), "test")
    catalog = Catalog(found, read_namespaces(found))
    return fill(catalog.question("values"), {"thing": values} if values else {})


def kept_file(store: OpenedStore, place: StorePlace) -> Path:
    ((name, _),) = store.manifest.answers.items()
    return Path(place.filled(store.manifest), "answers", name)


def test_a_question_as_it_stands_is_answered_by_what_was_kept(
    content: Path, place: StorePlace, asked: list[str]
) -> None:
    build_anew(place, str(content), graphs=False)
    engine = open_store(place.path).engine
    answer = engine.query(question(content))
    assert asked == []
    assert answer == engine.query(question(content) + "# not the same text")
    assert len(asked) == 1
    assert sorted(cell.value for (cell,) in answer.rows if cell) == [  # type: ignore[union-attr]
        "2",
        'a \u2028" text',
        "one",
        "urn:x",
    ]


def test_the_default_said_aloud_is_the_same_question(content: Path) -> None:
    assert question(content, "https://x.org/ontology#a") == question(content)
    assert question(content, "https://x.org/ontology#b") != question(content)


def test_another_value_is_asked_of_the_engine(
    content: Path, place: StorePlace, asked: list[str]
) -> None:
    build_anew(place, str(content), graphs=False)
    answer = open_store(place.path).engine.query(question(content, "https://x.org/ontology#b"))
    assert [cell.value for (cell,) in answer.rows if isinstance(cell, Literal)] == ["3"]
    assert len(asked) == 1


@pytest.mark.parametrize("harm", ["flipped", "gone", "foreign"])
def test_bad_input_an_answer_that_is_not_as_it_was_kept_is_asked_anew(
    content: Path, place: StorePlace, asked: list[str], harm: str
) -> None:
    build_anew(place, str(content), graphs=False)
    store = open_store(place.path)
    right = store.engine.query(question(content) + " ")
    file = kept_file(store, place)
    if harm == "gone":
        file.unlink()
    elif harm == "flipped":
        file.write_bytes(file.read_bytes().replace(b'"2"', b'"7"'))
    else:  # with the right hash
        file.write_bytes(b"{}")
        name, told = keep_answer(str(file.parents[1]), question(content), b"{}")
        place.note(store.manifest._replace(answers={name: told}))
    assert open_store(place.path).engine.query(question(content)) == right
    assert len(asked) == 2
    assert report_of(place).state == ("current" if harm == "foreign" else "damaged")


def test_an_answer_goes_with_the_content_it_was_of(content: Path, place: StorePlace) -> None:
    build_anew(place, str(content), graphs=False)
    before = open_store(place.path).engine.query(question(content))
    (content / "data/b.ttl").write_text(PREFIXES + "ivig:a ivig:p 9 .\n")
    after = open_store(place.path).engine.query(question(content))
    assert (len(before), len(after)) == (4, 5)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT (NOW() AS ?now) {}",
        "SELECT (rand() AS ?x) {}",
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "ASK {}",
    ],
)
def test_what_is_no_table_or_another_each_time_is_not_kept(
    content: Path, place: StorePlace, text: str
) -> None:
    (content / "queries/answers/other.rq").write_text(text)
    told: list[str] = []
    build_anew(place, str(content), graphs=False, tell=told.append)
    assert report_of(place).answers == 1
    assert told == []


def test_what_asks_for_too_much_is_not_kept_and_told(
    content: Path, place: StorePlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "_ROWS", 3)
    told: list[str] = []
    build_anew(place, str(content), graphs=False, tell=told.append)
    assert [words.partition(" (")[0] for words in told] == [
        "store: the answer of values is not kept"
    ]
    assert report_of(place).answers == 0
    assert len(open_store(place.path).engine.query(question(content))) == 4


@pytest.mark.parametrize(
    "text",
    ["SELECT ?x {", "SELECT ?x \\ {", "#+ params: {\nSELECT * {}\n", PREFIX, NAMED],
    ids=["syntax", "token", "header", "prefix", "graph"],
)
def test_bad_input_a_question_that_cannot_be_asked_does_not_hinder_a_store(
    content: Path, place: StorePlace, text: str
) -> None:
    (content / "queries/answers/bad.rq").write_text(text)
    build_anew(place, str(content), graphs=False)
    assert report_of(place).answers == 1
    assert len(open_store(place.path).engine.query(question(content))) == 4
