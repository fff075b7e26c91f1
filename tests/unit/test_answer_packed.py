"""Rows that are packed come back as they were."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivig_kg.answer import Answer, Blank, Iri, Literal
from ivig_kg.answer.packed import pack, unpack

TEXT = st.text(max_size=5)
TERM = st.one_of(
    st.builds(Iri, TEXT),
    st.builds(Blank, TEXT),
    st.builds(Literal, TEXT),
    st.builds(Literal, TEXT, TEXT, TEXT),
    st.none(),
)


@given(st.lists(st.tuples(TERM, TERM), max_size=6))
def test_rows_come_back_as_they_were(rows: list[tuple[Iri | Literal | Blank | None, ...]]) -> None:
    answer = Answer(("a", "b"), tuple(rows))
    assert unpack(pack(answer)) == answer


def test_what_looks_alike_is_told_apart() -> None:
    row = (Iri("x"), Literal("x"), Blank("x"), Literal("x", "blank"), Literal("x", "", "blank"))
    assert unpack(pack(Answer(tuple("abcde"), (row,)))).rows == (row,)


def test_a_term_is_written_once() -> None:
    row = (Iri("urn:x"), Iri("urn:x"), None)
    document = json.loads(pack(Answer(("a", "b", "c"), (row, row))))
    assert document["terms"] == [["urn:x"]]
    assert document["rows"] == [[0, 0, -1]] * 2


@pytest.mark.parametrize(
    "answer",
    [Answer(("answer",), ((Literal("true"),),), form="ASK"), Answer(("a",), (((Iri("urn:x"),),),))],
    ids=["ASK", "list"],
)
def test_what_is_no_plain_answer_to_select_is_refused(answer: Answer) -> None:
    with pytest.raises(ValueError, match=r"ASK|list"):
        pack(answer)
