"""Blank nodes and lists: nested where they are trees, refused where they are not."""

from __future__ import annotations

import pytest

from ivig_kg.answer.terms import Blank, Iri, Literal, Term, Triple
from ivig_kg.errors import InvalidInput, LimitReached
from ivig_kg.namespaces import Namespaces
from ivig_kg.turtle.nest import DEPTH
from ivig_kg.turtle.write import PredicateOrder, write

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
SPACES = Namespaces({"rdf": RDF, "ex": "http://ex/"})
ORDER = PredicateOrder({"http://ex/C": {"http://ex/z": 1}})
TYPE, FIRST, REST, NIL = (Iri(f"{RDF}{name}") for name in ("type", "first", "rest", "nil"))


def ex(name: str) -> Iri:
    return Iri(f"http://ex/{name}")


def body(*triples: tuple[Iri | Blank, Iri, Term]) -> str:
    text = write((Triple(*triple) for triple in triples), SPACES, ORDER)
    return text.partition("\n\n")[2]


def chain(items: list[Term], name: str = "l") -> list[tuple[Iri | Blank, Iri, Term]]:
    nodes: list[Term] = [*(Blank(f"{name}{n}") for n in range(len(items))), NIL]
    found: list[tuple[Iri | Blank, Iri, Term]] = []
    for n, item in enumerate(items):
        here = Blank(f"{name}{n}")
        found += [(here, REST, nodes[n + 1]), (here, FIRST, item)]
    return found


def test_a_blank_node_is_an_indented_block_in_the_order_of_its_shape() -> None:
    b = Blank("b")
    text = body(
        (ex("s"), ex("p"), b), (b, ex("a"), ex("o")), (b, ex("z"), ex("o")), (b, TYPE, ex("C"))
    )
    assert text == ("ex:s\n  ex:p [\n    a ex:C ;\n    ex:z ex:o ;\n    ex:a ex:o\n  ] .\n")


def test_a_blank_node_with_one_triple_stands_on_one_line() -> None:
    b, c = Blank("b"), Blank("c")
    text = body((ex("s"), ex("p"), b), (b, ex("q"), ex("o")), (ex("s"), ex("r"), c))
    assert text == "ex:s\n  ex:p [ ex:q ex:o ] ;\n  ex:r [] .\n"


def test_a_short_list_stands_on_one_line() -> None:
    text = body(
        (ex("s"), ex("p"), Blank("l0")), *chain([ex("b"), Literal("a", language="en"), NIL])
    )
    assert text == 'ex:s\n  ex:p ( ex:b "a"@en () ) .\n'


@pytest.mark.parametrize(("length", "lines"), [(100, 2), (101, 5)])
def test_a_list_is_broken_beyond_100_columns(length: int, lines: int) -> None:
    around = '  ex:p ( "" "" ) .'
    items: list[Term] = [Literal("x" * (length - len(around))), Literal("")]
    text = body((ex("s"), ex("p"), Blank("l0")), *chain(items))
    assert text.count("\n") == lines


def test_a_list_that_is_broken_has_an_item_a_line() -> None:
    b = Blank("b")
    items: list[Term] = [ex("o"), b, Blank("m0")]
    more = chain([ex("i")], "m")
    text = body(
        (ex("s"), ex("p"), Blank("l0")),
        *chain(items),
        *more,
        (b, ex("q"), ex("o")),
        (b, ex("r"), ex("o")),
    )
    assert text == (
        "ex:s\n  ex:p (\n    ex:o\n    [\n      ex:q ex:o ;\n      ex:r ex:o\n    ]\n"
        "    ( ex:i )\n  ) .\n"
    )


def test_a_list_with_more_than_a_list_has_is_written_as_what_it_is() -> None:
    extra = (Blank("l1"), ex("note"), Literal("!"))
    text = body((ex("s"), ex("p"), Blank("l0")), *chain([ex("a"), ex("b")]), extra)
    assert "( " not in text
    assert text.count("rdf:rest") == text.count("rdf:first") == 2


def test_a_list_that_does_not_end_in_nil_is_written_as_what_it_is() -> None:
    head = Blank("b")
    text = body((ex("s"), ex("p"), head), (head, FIRST, ex("a")), (head, REST, ex("b")))
    assert text == "ex:s\n  ex:p [\n    rdf:first ex:a ;\n    rdf:rest ex:b\n  ] .\n"


def test_blank_subjects_stand_at_the_end_sorted_by_content() -> None:
    a, b = Blank("a"), Blank("b")
    text = body(
        (a, ex("p"), Literal("10")), (b, ex("p"), Literal("2")), (ex("s"), ex("p"), ex("o"))
    )
    assert text == 'ex:s\n  ex:p ex:o .\n\n[]\n  ex:p "2" .\n\n[]\n  ex:p "10" .\n'


def test_siblings_are_sorted_by_what_they_hold_not_by_label() -> None:
    def text(first: str, second: str) -> str:
        one, two = Blank(first), Blank(second)
        links = [(ex("s"), ex("p"), one), (ex("s"), ex("p"), two)]
        return body(*links, (one, ex("n"), Literal("10")), (two, ex("n"), Literal("2")))

    assert text("a", "b") == text("b", "a")
    assert text("a", "b").index('"2"') < text("a", "b").index('"10"')


def test_bad_input_15_a_shared_blank_node_is_refused_with_its_places() -> None:
    b = Blank("b")
    with pytest.raises(InvalidInput, match=r"\(ex:s ex:p, ex:t ex:q\); give it a name"):
        body((ex("t"), ex("q"), b), (ex("s"), ex("p"), b), (b, ex("n"), ex("o")))


@pytest.mark.parametrize("others", [["b"], ["b", "c"], ["b", "c", "d"]])
def test_bad_input_15_a_circle_of_blank_nodes_is_refused(others: list[str]) -> None:
    turned = [*others[1:], others[0]]
    links = [(Blank(one), ex("p"), Blank(two)) for one, two in zip(others, turned, strict=True)]
    with pytest.raises(InvalidInput, match="circle"):
        body(*links)


def test_bad_input_15_a_list_that_runs_in_a_circle_is_refused() -> None:
    b = Blank("b")
    with pytest.raises(InvalidInput, match="circle"):
        body((b, FIRST, ex("o")), (b, REST, b))


@pytest.mark.thorough
def test_bad_input_11_nesting_has_a_limit() -> None:
    def deep(levels: int) -> str:
        links = [(Blank(f"b{n}"), ex("p"), Blank(f"b{n + 1}")) for n in range(levels)]
        return body(*links)

    assert deep(DEPTH).count("[") == DEPTH + 1
    with pytest.raises(LimitReached, match=f"deeper than {DEPTH}"):
        deep(10_000)


@pytest.mark.thorough
def test_a_long_list_is_not_deep() -> None:
    items: list[Term] = [ex(f"i{n}") for n in range(20_000)]
    assert body((ex("s"), ex("p"), Blank("l0")), *chain(items)).count("\n") == 20_003
