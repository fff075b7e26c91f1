"""Query processes that stay: bounded, replaced when they die, and gone at the end."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from typing import TypeVar

import pytest

from ivig_kg.engine.holding import Holding
from ivig_kg.engine.pool import Asked, Bounds, Pool, Replied
from ivig_kg.errors import (
    LimitReached,
    RefusedQuery,
    SyntaxFault,
    TimeReached,
    UsageError,
)

Made = TypeVar("Made")
BASE = "https://example.org/graph/"
FILES = [
    (f"{BASE}one.ttl", "one.ttl", b"<urn:a> <urn:p> 1 , 2 , 3 . <urn:both> <urn:p> 4 ."),
    (f"{BASE}two.ttl", "two.ttl", b"<urn:b> <urn:p> 'b' . <urn:both> <urn:p> 4 ."),
]
ENDLESS = "SELECT (COUNT(*) AS ?n) { " + " . ".join(f"?a{n} ?b{n} ?c{n}" for n in range(20)) + " }"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def run(work: Callable[[Pool], Awaitable[Made]], **bounds: float) -> Made:
    """Do some work with a pool, and see that nothing of it is left."""

    async def whole() -> Made:
        chosen = Bounds(**{"workers": 1, "timeout": 1.0, **bounds})  # type: ignore[arg-type]
        pool = Pool(Holding(FILES), {"ex": "urn:"}, BASE, chosen)
        await pool.start()
        numbers = set(pool.numbers)
        try:
            return await work(pool)
        finally:
            numbers |= set(pool.numbers)
            await pool.close()
            for number in numbers:
                with pytest.raises(ProcessLookupError):
                    os.kill(number, 0)

    return asyncio.run(whole())


def test_one_process_answers_query_after_query() -> None:
    async def work(pool: Pool) -> list[bytes]:
        before = pool.numbers
        found = [(await pool.ask(Asked(COUNT, "tsv"))).data for _ in range(3)]
        assert pool.numbers == before
        return found

    # Five triples: three of a, one of b, and one that stands in both files and counts once.
    assert run(work) == [b"?n\n5\n"] * 3


def test_the_form_that_fits_is_taken_and_none_where_none_was_wanted() -> None:
    async def work(pool: Pool) -> list[Replied]:
        return [
            await pool.ask(Asked("ASK { <urn:a> ?p 1 }", "csv", "turtle")),
            await pool.ask(Asked("DESCRIBE <urn:b>", "csv", "ntriples")),
            await pool.ask(Asked("DESCRIBE <urn:b>", "csv", None)),
            await pool.ask(Asked("CONSTRUCT { ?s <urn:q> 1 } { ?s ?p ?o }", None, "ntriples")),
        ]

    ask, described, unfit, once = run(work)
    assert (ask.format, ask.data) == ("csv", b"true")
    assert (described.format, described.data) == ("ntriples", b'<urn:b> <urn:p> "b" .\n')
    assert unfit == Replied(b"", "")
    subjects = [line.split(b" ")[0] for line in once.data.splitlines()]
    assert sorted(subjects) == [b"<urn:a>", b"<urn:b>", b"<urn:both>"]


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_the_limit_of_rows_is_exact(form: str) -> None:
    async def work(pool: Pool) -> None:
        assert (await pool.ask(Asked("SELECT ?o { ?s ?p ?o } LIMIT 4", form))).data
        with pytest.raises(LimitReached, match="more than 4 rows"):
            await pool.ask(Asked("SELECT ?o { ?s ?p ?o } LIMIT 5", form))
        with pytest.raises(LimitReached, match="more than 2 rows"):
            await pool.ask(Asked("SELECT ?o { ?s ?p ?o } LIMIT 3", form, rows=2))

    run(work, rows=4)


def test_values_with_line_ends_are_one_row_of_csv() -> None:
    async def work(pool: Pool) -> bytes:
        return (
            await pool.ask(Asked('SELECT ?x { VALUES ?x { "a\\nb\\nc\\nd" "e" } }', "csv"))
        ).data

    assert run(work, rows=2).count(b"\n") == 6  # the head, and two rows of which one has three more


def test_the_limit_of_bytes() -> None:
    async def work(pool: Pool) -> None:
        assert (await pool.ask(Asked(COUNT))).data
        with pytest.raises(LimitReached, match="larger than"):
            await pool.ask(
                Asked('SELECT (CONCAT(STR(?p), "xxxxxxxxxxxxxxxxxxxxxxxx") AS ?x) { ?s ?p ?o }')
            )

    run(work, answer=200)


def test_a_query_that_takes_too_long_is_ended_and_the_next_is_answered() -> None:
    async def work(pool: Pool) -> None:
        before = pool.numbers
        with pytest.raises(TimeReached, match=r"within 0\.5 s"):
            await pool.ask(Asked(ENDLESS))
        assert (await pool.ask(Asked(COUNT, "tsv"))).data == b"?n\n5\n"
        assert set(pool.numbers).isdisjoint(before)

    run(work, timeout=0.5)


def test_a_process_that_dies_is_missed_by_nobody() -> None:
    async def work(pool: Pool) -> None:
        asking = asyncio.create_task(pool.ask(Asked(ENDLESS)))
        await asyncio.sleep(0.2)
        os.kill(pool.numbers[0], signal.SIGKILL)
        with pytest.raises(LimitReached, match="signal 9"):
            await asking
        assert (await pool.ask(Asked(COUNT, "tsv"))).data == b"?n\n5\n"

    run(work)


def test_a_process_that_dies_while_it_is_free_is_blamed_on_nobody() -> None:
    async def work(pool: Pool) -> None:
        for number in (before := pool.numbers):
            os.kill(number, signal.SIGKILL)
        await asyncio.sleep(1)
        assert len(pool.numbers) == len(before)
        assert set(pool.numbers).isdisjoint(before)
        assert (await pool.ask(Asked(COUNT, "tsv"))).data == b"?n\n5\n"

    run(work, workers=2)


@pytest.mark.thorough
def test_the_last_process_is_kept_for_short_queries() -> None:
    async def work(pool: Pool) -> list[str]:
        asking = [asyncio.create_task(pool.ask(Asked(ENDLESS))) for _ in range(2)]
        await asyncio.sleep(0.3)
        begun = asyncio.get_running_loop().time()
        assert (await pool.ask(Asked(COUNT, "tsv"))).data == b"?n\n5\n"
        assert asyncio.get_running_loop().time() - begun < 2
        done = await asyncio.gather(*asking, return_exceptions=True)
        return sorted(type(each).__name__ for each in done)

    # One long query is let run to its end; the other has to leave.
    assert run(work, workers=2, timeout=3) == ["LimitReached", "TimeReached"]


def test_a_query_that_wants_too_much_memory() -> None:
    grown = " ".join(f"BIND(CONCAT(?v{n},?v{n}) AS ?v{n + 1})" for n in range(24))
    query = f'SELECT (STRLEN(?v24) AS ?n) {{ BIND("{"x" * 1000}" AS ?v0) {grown} }}'

    async def work(pool: Pool) -> None:
        with pytest.raises(LimitReached, match="memory") as caught:
            await pool.ask(Asked(query))
        assert not isinstance(caught.value, TimeReached)
        assert (await pool.ask(Asked(COUNT, "tsv"))).data == b"?n\n5\n"

    run(work, memory=128 * 2**20, timeout=20)


def test_a_process_that_has_grown_is_replaced_after_its_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def work(pool: Pool) -> None:
        before = pool.numbers
        assert (await pool.ask(Asked(COUNT, "tsv"))).data == b"?n\n5\n"
        assert pool.numbers == before
        monkeypatch.setattr("ivig_kg.engine.pool._GROWTH", -(2**20))
        for _ in range(2):
            assert (await pool.ask(Asked(COUNT, "tsv"))).data == b"?n\n5\n"
        assert set(pool.numbers).isdisjoint(before)

    run(work)


def test_memory_that_a_query_has_given_back_is_no_growth() -> None:
    query = 'SELECT (STRLEN(?v17) AS ?n) { BIND("' + "x" * 1000 + '" AS ?v0) '
    query += " ".join(f"BIND(CONCAT(?v{n},?v{n}) AS ?v{n + 1})" for n in range(17)) + " }"

    async def work(pool: Pool) -> None:
        before = pool.numbers
        assert (await pool.ask(Asked(query, "tsv"))).data == b"?n\n131072000\n"
        assert pool.numbers == before

    run(work, timeout=20)


def test_a_crowd_waits_in_a_bounded_line() -> None:
    async def work(pool: Pool) -> list[str]:
        asking = [asyncio.create_task(pool.ask(Asked(ENDLESS))) for _ in range(4)]
        done = await asyncio.gather(*asking, return_exceptions=True)
        return sorted(str(each)[:40] for each in done)

    # One runs out its time, one waits in vain for as long, two find the line full.
    found = run(work, timeout=0.6, waiting=1)
    assert [text for text in found if "too many others wait" in text] == found[2:]
    assert [text[:25] for text in found[:2]] == ["query: no answer within 0"] * 2


def test_a_cancelled_query_frees_its_process() -> None:
    async def work(pool: Pool) -> None:
        before = pool.numbers
        asking = asyncio.create_task(pool.ask(Asked(ENDLESS)))
        await asyncio.sleep(0.1)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        assert (await pool.ask(Asked(COUNT, "tsv"))).data == b"?n\n5\n"
        assert set(pool.numbers).isdisjoint(before)

    run(work, timeout=20)


def test_retiring_waits_for_those_who_ask() -> None:
    async def work(pool: Pool) -> bytes:
        asking = [asyncio.create_task(pool.ask(Asked(COUNT, "tsv"))) for _ in range(5)]
        await asyncio.sleep(0)
        await pool.retire()
        assert pool.numbers == []
        with pytest.raises(LimitReached):
            await pool.ask(Asked(COUNT))
        return b"".join([(await each).data for each in asking])

    assert run(work) == b"?n\n5\n" * 5


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("SELECT", SyntaxFault),
        ("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", RefusedQuery),
        ("SELECT * FROM <http://127.0.0.1/> { ?s ?p ?o }", RefusedQuery),
        ("DROP ALL", RefusedQuery),
        ("ASK {} #" + "x" * 20_000, RefusedQuery),
        ("ASK { FILTER(" + "(" * 100 + "1" + ")" * 100 + ") }", RefusedQuery),
    ],
)
def test_the_gate_stands_before_the_engine(query: str, kind: type[Exception]) -> None:
    async def work(pool: Pool) -> None:
        with pytest.raises(kind):
            await pool.ask(Asked(query))

    run(work)


def test_a_dataset_is_asked_in_place_of_that_of_the_query() -> None:
    named = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"

    async def work(pool: Pool) -> list[int]:
        asked = [
            Asked(COUNT, "tsv", dataset=([f"{BASE}one.ttl"], [])),
            Asked(COUNT, "tsv", dataset=([], [f"{BASE}one.ttl"])),
            Asked(named, "tsv", dataset=([], [f"{BASE}two.ttl"])),
            Asked(named, "tsv"),
            Asked(COUNT.replace("{", f"FROM <{BASE}two.ttl> {{"), "tsv"),
        ]
        return [int((await pool.ask(each)).data.split()[1]) for each in asked]

    assert run(work) == [4, 0, 2, 6, 2]


def test_no_time_is_no_limit() -> None:
    with pytest.raises(UsageError):
        Pool(Holding(FILES), {}, BASE, Bounds(timeout=0))


def test_a_content_that_does_not_parse_is_told_at_the_start() -> None:
    async def work() -> None:
        pool = Pool(Holding([(f"{BASE}x", "x", b"<urn:a> .")]), {}, BASE, Bounds(workers=1))
        with pytest.raises(LimitReached):
            await pool.start()
        await pool.close()

    asyncio.run(work())
