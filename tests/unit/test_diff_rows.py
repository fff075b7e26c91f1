"""Rows of two answers: which key tells them apart, and which are the same row again."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import pytest

from ivig_kg.answer import Answer, Blank, Cell, Iri, Literal
from ivig_kg.diff.abreast import abreast
from ivig_kg.diff.model import Row, RowChange
from ivig_kg.diff.rows import key_of, replies, row_changes
from ivig_kg.diff.things import owner_of

ST, SRC = "https://example.org/st/", "https://example.org/src/"
COLUMNS = ("subtype", "name", "statement", "count", "items")


def row(subtype: str, name: str, statement: str, count: int, *items: str) -> Row:
    return (
        Iri(SRC + subtype),
        Literal(name),
        Iri(ST + statement),
        Literal(str(count)),
        tuple(map(Literal, items)),
    )


def changes(
    before: list[Row], after: list[Row], columns: tuple[str, ...] = COLUMNS
) -> list[RowChange]:
    found = replies("q", (), Answer(columns, tuple(before)), Answer(columns, tuple(after)))
    return list(row_changes(found, ST))


def key(before: Rows, after: Rows, columns: tuple[str, ...] = COLUMNS) -> list[str]:
    found = replies("q", (), Answer(columns, tuple(before)), Answer(columns, tuple(after)))
    return [columns[place] for place in key_of(found, ST)]


Rows = Sequence[Row]
ONE_R = row("a", "x", "s", 1, "r")
ONE, TWO = row("a", "x", "s-1", 1), row("a", "y", "s-2", 1)


def test_a_statement_is_the_key_where_it_tells_rows_apart() -> None:
    assert key([ONE, TWO], [ONE, TWO]) == ["statement"]


def test_else_columns_from_the_left_join_it_and_those_not_needed_leave() -> None:
    twice = [ONE, row("b", "x", "s-1", 1)]
    assert key(twice, twice) == ["subtype", "statement"]
    thrice = [*twice, row("b", "y", "s-1", 1)]
    assert key(thrice, thrice) == ["subtype", "name", "statement"]
    no_statement = [each[:2] for each in ([*thrice])]
    assert key(no_statement, no_statement[:1], COLUMNS[:2]) == ["subtype", "name"]
    # The first alone would do: what was taken before it leaves.
    names = [
        (Literal("n"), Literal("1")),
        (Literal("n"), Literal("2")),
        (Literal("m"), Literal("3")),
    ]
    assert key(names, names, ("a", "b")) == ["b"]


def test_rows_alike_but_for_lists_have_no_key_and_are_not_paired() -> None:
    before, after = (
        [row("a", "x", "s", 1, "p"), row("a", "x", "s", 1, "q")],
        [row("a", "x", "s", 1, "r")],
    )
    assert key(before, after) == []
    assert [each.change for each in changes(before, after)] == ["removed", "removed", "added"]


def test_a_row_of_the_same_key_is_changed_in_the_columns_that_differ() -> None:
    (found,) = changes([ONE, TWO], [row("a", "z", "s-1", 2), TWO])
    assert (found.change, found.key) == ("changed", (2,))
    assert [COLUMNS[place] for place in found.places] == ["name", "count"]


def test_a_row_about_another_statement_is_another_row() -> None:
    columns = ("judgement", "statement", "against")
    old: Row = (Iri(SRC + "j"), Iri(ST + "s-1"), Iri(ST + "s-7"))
    new: Row = (Iri(SRC + "j"), Iri(ST + "s-2"), Iri(ST + "s-7"))
    assert [c.change for c in changes([old], [new], columns)] == ["removed", "added"]
    (found,) = changes([old], [(*old[:2], Iri(ST + "s-8"))], columns)
    assert (found.change, found.places) == ("changed", (2,))


def test_order_of_rows_and_lists_makes_no_difference() -> None:
    listed = [row("a", "x", "s-1", 1, "p", "q"), TWO]
    assert changes(listed, listed[::-1]) == []
    columns = ("statement", "text")
    one: list[Row] = [(Iri(ST + "s"), Literal("b | a"))]
    other: list[Row] = [(Iri(ST + "s"), Literal("a | b"))]
    assert changes(one, other, columns) == []


def test_nodes_without_a_name_are_alike() -> None:
    assert changes([(Blank("b0"),)], [(Blank("b1"),)], ("node",)) == []


def test_a_row_that_stands_twice_and_then_once_is_removed_once() -> None:
    (found,) = changes([ONE, ONE, TWO], [ONE, TWO])
    assert (found.change, found.before) == ("removed", ONE)


def test_cells_that_come_and_go_are_changes() -> None:
    nothing: Cell = None
    old: list[Row] = [(Iri(ST + "s"), nothing)]
    new: list[Row] = [(Iri(ST + "s"), Literal("x"))]
    (found,) = changes(old, new, ("statement", "text"))
    assert (found.change, found.places) == ("changed", (1,))


@pytest.mark.parametrize(
    ("iri", "owner"),
    [
        (f"{ST}a-1.result-1", f"{ST}a-1"),
        (f"{ST}a-1", f"{ST}a-1"),
        (f"{ST}b-1.result-1", f"{ST}b-1.result-1"),
        ("https://example.org/onto#a.b", "https://example.org/onto#a.b"),
    ],
)
def test_a_part_belongs_to_what_is_known(iri: str, owner: str) -> None:
    assert owner_of(iri, {f"{ST}a-1"}) == owner


def test_jobs_are_done_on_two_threads_and_their_results_keep_the_order() -> None:
    both = threading.Barrier(2, timeout=10)

    def meets(number: int) -> int:
        both.wait()  # never passed where one job waits for the other
        return number

    assert abreast([lambda: meets(1), lambda: meets(2)]) == [1, 2]
    assert abreast([]) == []


def test_the_fault_of_the_first_job_that_failed_is_raised() -> None:
    def fails(text: str) -> int:
        raise ValueError(text)

    with pytest.raises(ValueError, match="first"):
        abreast([lambda: 1, lambda: fails("first"), lambda: fails("second")])
