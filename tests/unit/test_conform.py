"""What counts as equal between two engines, and what is told of the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

import ivig_kg
from ivig_kg.answer import Answer, Blank, Cell, Iri, Literal, Triple
from ivig_kg.conform import Known, compare_all, other_content, read_known
from ivig_kg.conform.fingerprint import LookUp
from ivig_kg.conform.order import order_columns
from ivig_kg.conform.rows import differences
from ivig_kg.content import Content, ContentFile
from ivig_kg.errors import InvalidInput
from ivig_kg.model import Question
from ivig_kg.transfer import Ledger

XSD = "http://www.w3.org/2001/XMLSchema#"


def question(order: str = "", lists: tuple[str, ...] = ()) -> Question:
    text = f"SELECT ?a ?b WHERE {{ ?a ?p ?b }} {order}"
    return Question("q", "q.rq", "", text, ("a", "b"), tags=("t",), lists=frozenset(lists))


def answer(*rows: tuple[Cell, ...]) -> Answer:
    return Answer(("a", "b"), rows)


def number(text: str, kind: str = "decimal") -> Literal:
    return Literal(text, XSD + kind)


EQUAL: dict[str, tuple[Cell, Cell]] = {
    "decimals": (number("1.10"), number("1.1")),
    "integers": (number("007", "integer"), number("7", "integer")),
    "zero": (number("-0.0"), number("0")),
    "doubles": (number("1e1", "double"), number("10.0E0", "double")),
    "truth": (number("1", "boolean"), number("true", "boolean")),
    "tags": (Literal("x", f"{XSD}l", "en-US"), Literal("x", f"{XSD}l", "en-us")),
    "blank nodes": (Blank("x"), Blank("y")),
    "nothing": (None, None),
}
DIFFERENT: dict[str, tuple[Cell, Cell]] = {
    "values": (number("1.10"), number("1.2")),
    "types": (number("1", "integer"), number("1", "decimal")),
    "text like numbers": (Literal("1.10"), Literal("1.1")),
    "an IRI and its text": (Iri("a:a"), Literal("a:a")),
    "nothing and empty": (None, Literal("")),
    "languages": (Literal("x", f"{XSD}l", "en"), Literal("x", f"{XSD}l", "de")),
    "a list where none is told": (Literal("b | a"), Literal("a | b")),
}


@pytest.mark.parametrize("case", EQUAL)
def test_equal_values_are_equal_whatever_they_look_like(case: str) -> None:
    one, other = EQUAL[case]
    assert list(differences(answer((one, one)), answer((other, other)), question())) == []


@pytest.mark.parametrize("case", DIFFERENT)
def test_other_values_are_told_on_both_sides(case: str) -> None:
    one, other = DIFFERENT[case]
    told = list(differences(answer((one, one)), answer((other, other)), question()))
    assert [text.split(":")[0] for text in told] == ["only here", "only there"]


def test_the_cells_of_list_columns_are_sets() -> None:
    one, other = answer((Literal("b | a"), None)), answer((Literal("a | b"), None))
    assert list(differences(one, other, question(lists=("a",)))) == []


def test_rows_are_counted_and_at_most_five_are_shown() -> None:
    here = answer(*[(number(str(n), "integer"), None) for n in range(8)])
    told = list(differences(here, answer(), question()))
    assert len(told) == 6
    assert told[-1] == "only here: 3 more rows"
    twice = answer((None, None), (None, None))
    assert len(list(differences(twice, answer((None, None)), question()))) == 1


def test_triples_are_compared_as_a_set() -> None:
    triples = (
        Triple(Iri("a:a"), Iri("a:b"), number("1.0")),
        Triple(Iri("a:a"), Iri("a:b"), Blank("x")),
    )
    here = Answer((), (), "CONSTRUCT", triples)
    there = Answer((), (), "CONSTRUCT", triples[::-1])
    assert list(differences(here, there, question())) == []
    assert len(list(differences(here, Answer((), (), "CONSTRUCT", triples[:1]), question()))) == 1


ONE, TWO = (Iri("a:1"), Iri("a:x")), (Iri("a:2"), Iri("a:x"))


@pytest.mark.parametrize(
    ("order", "told"),
    [
        ("ORDER BY ?a", 1),
        ("ORDER BY DESC(?a) LIMIT 5", 1),
        ("ORDER BY ?b", 0),  # a tie
        ("ORDER BY STR(?b)", 1),  # nobody can tell whether it is one
        ("", 0),
    ],
)
def test_places_count_where_the_query_decides_them(order: str, told: int) -> None:
    found = list(differences(answer(ONE, TWO), answer(TWO, ONE), question(order)))
    assert len(found) == told
    assert all(text.startswith("order, row 1: <a:1>") for text in found)


@pytest.mark.parametrize(
    ("order", "columns"),
    [
        ("", ()),
        ("ORDER BY ?a DESC(?b)", ("a", "b")),
        ("ORDER BY ASC ( ?b ) OFFSET 1", ("b",)),
        ("ORDER BY ?c", None),
        ("ORDER BY ?a (?b + 1)", None),
        ("ORDER BY DESC(STRLEN(?b))", None),
    ],
)
def test_the_columns_that_decide_the_order(order: str, columns: tuple[str, ...] | None) -> None:
    assert order_columns(question(order).text, ("a", "b")) == columns


HEAD = "engine\tversion\tquestion\tcause\treference\treviewed-on\n"


def listed(text: str) -> Content:
    return Content(
        "/nowhere", "--content", (ContentFile("queries/differences.tsv", text.encode()),)
    )


def test_a_known_difference_is_of_an_engine_a_version_and_a_question() -> None:
    text = f"# words\n#+ headline: audit\n{HEAD}Virtuoso\t07.20\tharms\tbecause\thttps://x\t2026-11-30\n"
    (known,) = read_known(listed(text))
    assert known.fits("Virtuoso/07.20.3229 (Linux) x86_64", "harms")
    assert not known.fits("Virtuoso/08.3", "harms")
    assert not known.fits("Oxigraph/07.20", "harms")
    assert not known.fits("Virtuoso/07.20.3229", "dosing")
    assert read_known(Content("/nowhere", "--content", ())) == ()


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("Virtuoso\t7\taudit\tc\tr\t2026-11-30", "4: audit is a headline question"),
        ("Virtuoso\t7\tharms\tc\tr", "4: 6 cells"),
        ("Virtuoso\t7\tharms\t\tr\t2026-11-30", "4: 6 cells"),
        ("Virtuoso\t7\tharms\tc\tr\tyesterday", "4: reviewed-on"),
        ("Virtuoso\t7\tharms\tnot asked: it ends\tr\t2026-11-30", "4: what is not to be asked"),
        ("Virtuoso\t7\tharms\tNot asked, it ends\tr\t2026-11-30", "4: what is not to be asked"),
    ],
)
def test_a_line_of_the_list_that_is_none_is_refused(line: str, why: str) -> None:
    with pytest.raises(InvalidInput, match=rf"queries/differences\.tsv:{why}"):
        read_known(listed(f"# words\n#+ headline: audit\n{HEAD}{line}\n"))


def test_the_list_of_the_project_is_of_questions_that_there_are() -> None:
    graph = ivig_kg.open(Path(__file__).parents[2])
    found = read_known(graph.content)
    assert found
    there = {Path(file.path).stem for file in graph.content.below("queries", suffix=".rq")}
    assert {known.question for known in found} <= there
    assert all(known.reference.startswith("https://") for known in found)


def looked_up(rows: tuple[tuple[str, str, str], ...], sizes: int, *, union: bool = True) -> LookUp:
    def look_up(name: str) -> Answer:
        if name == "remote-graphs":
            cells = tuple((Iri(g), Literal(f), Literal(h) if h else None) for g, f, h in rows)
            return Answer(("graph", "file", "hash"), cells)
        if name == "remote-sizes":
            return Answer(("graph", "triples"), ((Iri("a:g"), number(str(sizes), "integer")),))
        truth = number("true" if union else "false", "boolean")
        return Answer(("answer",), ((truth,),), form="ASK")

    return look_up


WHOLE = Ledger({"a:g": "a.ttl"}, {"a:g": "1" * 64})
SAME = (("a:g", "a.ttl", "1" * 64),)


@pytest.mark.parametrize(
    ("rows", "sizes", "union", "why"),
    [
        (SAME, 5, True, ""),
        ((), 5, True, "holds nothing that 'ivig-kg push' sent"),
        ((("a:g", "a.ttl", "2" * 64),), 5, True, "other content: a.ttl not as here"),
        ((("a:g", "a.ttl", ""),), 5, True, "other content: a.ttl not as here"),
        ((*SAME, ("a:h", "b.ttl", "3" * 64)), 5, True, "other content: b.ttl not as here"),
        (SAME, 5, False, "--union-default-graph"),
        (SAME, 4, True, "other triples than were sent: a.ttl"),
    ],
)
def test_other_content_is_told_before_any_question(
    rows: tuple[tuple[str, str, str], ...],
    sizes: int,
    union: bool,  # noqa: FBT001
    why: str,
) -> None:
    told = other_content(looked_up(SAME, 5), looked_up(rows, sizes, union=union), WHOLE)
    assert why in told
    assert bool(told) == bool(why)


class Elsewhere:
    """An endpoint that answers as we do, but for one question that would end it."""

    server = "Virtuoso/07.20.3229"

    def __init__(self, here: ivig_kg.KnowledgeGraph) -> None:
        self._here = here
        self.asked: list[str] = []

    def query(self, text: str) -> Answer:
        self.asked.append(text)
        return self._here.asker.engine.query(text)


@pytest.mark.parametrize("only", [(), ("bad",)], ids=["all", "by name"])
def test_what_does_harm_there_is_asked_by_name_alone(tmp_path: Path, only: tuple[str, ...]) -> None:
    for name in ("ontology", "data", "queries/answers"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "ontology/prefixes.ttl").write_text(
        "@prefix ivig: <https://x.org/ontology#> .\n@prefix graph: <https://x.org/graph/> .\n"
    )
    for name in ("bad", "good"):
        text = f"SELECT ?{name} {{ ?{name} ?p ?o }}"
        (tmp_path / f"queries/answers/{name}.rq").write_text(text)
    here = ivig_kg.open(tmp_path)
    there = Elsewhere(here)
    known = [Known("Virtuoso", "07", "bad", "Not asked: it ends.", "https://x.org/")]
    cases = list(compare_all(here.asker, there, known, only))  # type: ignore[arg-type]
    told = {case.question: (case.verdict, case.told, case.good) for case in cases}
    if only:
        assert told == {"bad": ("equal", (), True)}
        assert len(there.asked) == 1
    else:
        assert told == {
            "bad": ("not asked", ("Not asked: it ends.",), True),
            "good": ("equal", (), True),
        }
        assert ["?good" in text for text in there.asked] == [True]
