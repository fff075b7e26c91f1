"""What waits for a curator, what rests on a thing, the log of entries: on a made-up graph."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from ivig_kg.answer import Answer, Iri, Literal
from ivig_kg.catalog import Catalog, fill
from ivig_kg.content import Content
from ivig_kg.engine import EmbeddedEngine
from ivig_kg.mappings.graph import knowledge
from ivig_kg.namespaces import Namespaces

FIXTURE = Path(__file__).parents[1] / "fixtures" / "curation.ttl"

Asked = Callable[..., list[tuple[str, ...]]]


@pytest.fixture(scope="module")
def engine(content: Content, namespaces: Namespaces) -> EmbeddedEngine:
    files = [(namespaces.graph(f.path), f.data) for f in knowledge(content, namespaces)]
    ontology = [file for file in files if "/graph/ontology/" in file[0]]
    return EmbeddedEngine([*ontology, (namespaces.graph("data/x.ttl"), FIXTURE.read_bytes())])


@pytest.fixture
def todo(content: Content, namespaces: Namespaces, engine: EmbeddedEngine) -> Asked:
    """Return what asks a query of queries/todo/."""
    kinds = Catalog(content, namespaces).todos
    return lambda kind: _shown(engine.query(kinds[kind].text), namespaces)


@pytest.fixture
def look_up(content: Content, namespaces: Namespaces, engine: EmbeddedEngine) -> Asked:
    """Return what asks a query of queries/lookups/."""

    def asked(name: str, **values: str) -> list[tuple[str, ...]]:
        question = Catalog(content, namespaces).lookup(name)
        given = {key: (namespaces.expand(curie),) for key, curie in values.items()}
        answer = engine.query(fill(question, given))
        assert answer.columns == question.columns
        return _shown(answer, namespaces)

    return asked


def _shown(answer: Answer, namespaces: Namespaces) -> list[tuple[str, ...]]:
    """Return the rows with CURIEs for IRIs, in cells and in their words; nothing for nothing."""
    cells = [[c.value if isinstance(c, Iri | Literal) else "" for c in row] for row in answer.rows]
    iri = re.compile(r"https?://[^\s,]+")
    return [
        tuple(iri.sub(lambda found: namespaces.show(found[0]), cell) for cell in row)
        for row in cells
    ]


def test_drafts_wait_with_their_kind_day_and_agent(todo: Asked) -> None:
    rows = todo("drafts")
    assert rows[0] == ("st:x-4", "effect statement, entered on 2026-11-01 by Test Curator")
    assert rows[1] == ("as:mark-2", "citation resolution, entered on 2026-11-02 by Test Curator")
    assert {thing for thing, _ in rows} == {
        *("st:x-1", "st:x-4", "st:y-1", "st:y-3", "st:claims-1", "st:claims-2", "st:claims-4"),
        *("as:x-1", "as:x-3", "as:mark-2"),
    }


def test_what_nobody_has_read_waits_unless_it_is_withdrawn(todo: Asked) -> None:
    said = "from memory: read it and say how (ivig:verification)"
    assert todo("unverified") == [
        ("src:y", f"research article, {said}"),
        ("st:y-1", f"effect statement, {said}"),
        ("study:y", f"study, {said}"),
    ]


def test_a_claim_waits_for_a_current_assessment(todo: Asked) -> None:
    """One is judged, one was withdrawn, of one the judgement was, one has another's only."""
    said = "claim of Claims: no current fidelity assessment"
    assert todo("claims-without-assessment") == [("st:claims-2", said), ("st:claims-4", said)]


def test_what_is_not_identified_or_resolved_waits(todo: Asked) -> None:
    """Mark 1 is confirmed; 2 a mismatch, though a likelier one is known; 3 has a rejected one."""
    assert todo("unresolved") == [
        ("src:claims.mark-2", "mark 2 of Claims: resolution mismatch"),
        ("src:claims.mark-3", "mark 3 of Claims: no current resolution"),
        ("src:y", "document: identification probable"),
    ]


def test_what_rests_on_what_was_withdrawn_waits(todo: Asked) -> None:
    assert todo("withdrawn-supports") == [
        ("as:x-1", "contradicted by st:x-3, which is superseded"),
        ("as:x-1", "supported by st:x-2, which is rejected"),
        ("as:x-3", "side st:x-2, which is rejected"),
        ("st:gone-1", "stated in src:gone, which is retracted"),
        ("st:y-3", "seen only in src:gone, which is retracted"),
        ("st:y-4", "with numbers derived from st:x-2, which is rejected"),
    ]


@pytest.mark.parametrize(
    ("thing", "rests"),
    [
        (
            "st:x-2",
            [
                *(("as:x-1", "ivig:supportedBy"), ("as:x-3", "ivig:side")),
                ("st:y-4", "prov:wasDerivedFrom"),
            ],
        ),
        ("st:x-3", [("as:x-1", "ivig:contradictedBy")]),
        ("st:x-1", [("as:x-3", "ivig:side")]),
        ("src:x", [("st:x-1", "ivig:statedIn"), ("st:x-4", "ivig:statedIn")]),
        ("src:gone", [("st:gone-1", "ivig:statedIn"), ("st:y-3", "ivig:seenIn")]),
        ("src:z", [("st:y-2", "ivig:seenIn"), ("st:y-4", "ivig:seenIn")]),
        ("st:claims-1", [("as:x-1", "ivig:assesses")]),
        ("src:claims", [(f"st:claims-{n}", "ivig:statedIn") for n in (1, 2, 4)]),
        ("as:x-1", []),
    ],
)
def test_what_rests_on_a_thing(look_up: Asked, thing: str, rests: list[tuple[str, str]]) -> None:
    """What is withdrawn does not, nor a claim that restates, nor what was read elsewhere, too."""
    assert look_up("rests-on", thing=thing) == rests


def test_the_log_is_in_the_order_of_days_and_numbers(look_up: Asked) -> None:
    rows = look_up("entries")
    assert [(row[0], row[2]) for row in rows] == [
        ("entry:x-2", "st:x-2"),
        ("entry:x-9", "st:x-3"),
        ("entry:x-10", "st:x-5"),
        ("entry:x-11", "st:x-5"),
        ("entry:y-1", "src:gone"),
        ("entry:y-1", "src:other"),
    ]


def test_an_entry_is_told_whole(look_up: Asked) -> None:
    rows = look_up("entries")
    assert rows[1] == (
        *("entry:x-9", "ivig:Superseded", "st:x-3", "ivig:Draft", "ivig:Superseded"),
        *("st:x-4", "", "entry:x-2", "It is newer.", "agent:tester", "2026-11-03"),
    )
    assert rows[3][1:8] == (
        *("ivig:Undone", "st:x-5", "ivig:Rejected", "ivig:Accepted", "", "entry:x-10", ""),
    )
    assert rows[4][3:5] == ("", "ivig:Retracted")
