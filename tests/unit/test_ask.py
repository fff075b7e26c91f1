"""Asking: values are bound or refused, the query is filled, the answer says what it rests on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from ivig_kg.answer import Answer, Cell, Iri, Literal
from ivig_kg.ask import DISCLAIMER, Asker, Given
from ivig_kg.catalog import Catalog
from ivig_kg.content import Content, ContentFile
from ivig_kg.errors import AmbiguousName, InvalidInput, UsageError
from ivig_kg.namespaces import Namespaces

IVIG = "https://example.org/ontology#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SPACES = Namespaces({"ivig": IVIG, "st": "https://example.org/st/", "xsd": XSD})
LOOKUP = "#+ params: {'kind': {'%s': 'ivig:K', 'default': 'ivig:K'}}\n%s VALUES ?kind { ivig:K }"
QUESTION = """\
#+ summary: "Which?"
#+ params: {"drug": {"subclassOf": "ivig:Drug", "default": "ivig:Drug"}, "status": STATUS}
#+ columns: ["drug", "statements", "review"]
#+ lists: ["statements"]
#+ notes: ["Of the file."]
SELECT which VALUES ?drug { ivig:Drug } VALUES ?status { ivig:Draft }
""".replace("STATUS", '{"instanceOf": "ivig:StatusCode", "default": ["ivig:Draft"]}')
SEVERAL = """\
#+ params: {"drug": {"subclassOf": "ivig:Drug", "many": true, "default": "ivig:Drug"}, "date": DATE}
SELECT which VALUES ?drug { ivig:Drug } VALUES ?date { "2026-11-24"^^xsd:date }
""".replace("DATE", '{"datatype": "xsd:date", "default": "2026-11-24"}')
COLUMNS, CODES = ("thing", "name", "role"), ("Draft", "Accepted")
NAMES = (
    ("Drug", "treatment", "label"),
    ("Ivig", "immunoglobulin", "label"),
    ("Ivig", "IVIG", "synonym"),
    ("Other", "another", "label"),
    ("Other", "twin", "synonym"),
    ("Ivig", "twin", "synonym"),
    ("Condition", "condition", "label"),
)


class Canned:
    """An engine that answers by the first word behind SELECT, and keeps what it was asked."""

    def __init__(self, rows: tuple[tuple[Cell, ...], ...] = ()) -> None:
        self.rows = rows
        self.asked: list[str] = []
        self.columns: tuple[str, ...] = ("drug", "statements", "review")

    def query(self, text: str) -> Answer:
        self.asked.append(text)
        if "SELECT names" in text:
            rows = [(Iri(IVIG + t), Literal(n), Literal(k)) for t, n, k in NAMES]
            claim = Iri("https://example.org/st/a-41")
            rows += [(claim, Literal("A claim"), Literal("label"))]
            rows += [(claim, Literal("C41"), Literal("identifier"))]
            return Answer(COLUMNS, tuple(rows))
        if "SELECT under" in text:
            rows = [(Iri(IVIG + t), Literal(n), Literal(k)) for t, n, k in NAMES]
            under = ("Drug", "Ivig", "Other")
            return Answer(COLUMNS, tuple(row for row in rows if row[0].value[len(IVIG) :] in under))
        if "SELECT instances" in text:
            kinds: list[tuple[Cell, ...]] = [(Iri(IVIG + t), None, None) for t in CODES]
            return Answer(COLUMNS, tuple(kinds))
        return Answer(self.columns, self.rows)


def asker(engine: Canned, question: str = QUESTION) -> Asker:
    files = {
        "answers/which": question,
        "lookups/names": "SELECT names",
        "lookups/terms-under": (LOOKUP % ("subclassOf", "SELECT under")).replace("'", '"'),
        "lookups/instances-of": (LOOKUP % ("instanceOf", "SELECT instances")).replace("'", '"'),
    }
    held = [ContentFile(f"queries/{path}.rq", text.encode()) for path, text in files.items()]
    content = Content("/nowhere", "test", tuple(held))
    return Asker(engine, Catalog(content, SPACES), SPACES)


def asked(engine: Canned, *, reviewed_only: bool = False, **given: str) -> Answer:
    which = asker(engine)
    return which.ask(which.find("which"), given, reviewed_only=reviewed_only)


@pytest.mark.parametrize("value", ["IVIG", "Immunoglobulin", "ivig:Ivig", f"<{IVIG}Ivig>"])
def test_a_value_comes_into_the_query_as_an_iri(value: str) -> None:
    engine = Canned()
    asked(engine, drug=value)
    assert f"VALUES ?drug {{ <{IVIG}Ivig> }}" in engine.asked[-1]
    assert "VALUES ?status { ivig:Draft }" in engine.asked[-1]


def test_without_values_the_file_is_asked_as_it_stands() -> None:
    engine = Canned()
    asked(engine)
    (text,) = engine.asked
    assert text.endswith(QUESTION[QUESTION.index("SELECT") :])


def test_reviewed_only_asks_for_what_is_accepted() -> None:
    engine = Canned()
    asked(engine, reviewed_only=True)
    assert f"VALUES ?status {{ <{IVIG}Accepted> }}" in engine.asked[-1]


def test_reviewed_only_needs_a_question_that_knows_of_reviews() -> None:
    start = QUESTION.index(', "status"')
    plain = QUESTION[:start] + "}" + QUESTION[QUESTION.index("\n", start) :]
    which = asker(Canned(), plain)
    with pytest.raises(UsageError, match="which has no parameter 'status'; it has: drug"):
        which.ask(which.find("which"), {}, reviewed_only=True)


def test_reviewed_only_and_a_status_exclude_each_other() -> None:
    with pytest.raises(UsageError, match="status"):
        asked(Canned(), reviewed_only=True, status="ivig:Draft")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("condition", "drug: 'condition' is not of the kind asked for"),
        ("ivig:Nope", "drug: 'ivig:Nope' is not of the kind"),
        ("x> ?p ?o } #", "drug: nothing is called 'x> [?]p [?]o } #'"),
        ('"; DROP ALL', "drug: nothing is called"),
        ("", "drug: nothing is called ''"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_before_anything_is_asked(
    value: str, said: str
) -> None:
    engine = Canned()
    with pytest.raises(UsageError, match=said):
        asked(engine, drug=value)
    assert not any(value in text for text in engine.asked if value)
    assert not any("SELECT which" in text for text in engine.asked)


def test_a_value_that_fits_several_lists_them() -> None:
    with pytest.raises(AmbiguousName, match=r"ivig:Ivig \(immunoglobulin\), ivig:Other"):
        asked(Canned(), drug="twin")


def test_an_unknown_parameter_lists_those_there_are() -> None:
    with pytest.raises(UsageError, match="which has no parameter 'dose'; it has: drug, status"):
        asked(Canned(), dose="1")


@pytest.mark.parametrize("name", ["whichh", "zzz", "", "x" * 10_000])
def test_an_unknown_question_names_the_nearest_or_all(name: str) -> None:
    with pytest.raises(UsageError, match=r"(did you mean|there are): which") as caught:
        asker(Canned()).find(name)
    assert len(str(caught.value)) < 200


def several(engine: Canned, given: Mapping[str, Given]) -> Answer:
    engine.columns = ()
    which = asker(engine, SEVERAL)
    return which.ask(which.find("which"), given)


@pytest.mark.parametrize(
    ("given", "names"),
    [
        (["another", "IVIG"], ["Other", "Ivig"]),
        (("IVIG", "another", "ivig:Ivig", "immunoglobulin"), ["Ivig", "Other"]),
        (["IVIG"], ["Ivig"]),
        ("IVIG", ["Ivig"]),
        (["IVIG"] * 100, ["Ivig"]),
    ],
)
def test_several_values_stand_in_their_order_each_once(given: Given, names: list[str]) -> None:
    engine = Canned()
    several(engine, {"drug": given})
    terms = " ".join(f"<{IVIG}{name}>" for name in names)
    assert f"VALUES ?drug {{ {terms} }}" in engine.asked[-1]


def test_several_values_for_a_parameter_that_takes_one_are_refused() -> None:
    which = asker(Canned())
    with pytest.raises(UsageError, match=r"drug: given 2 times and takes one value; .*: none$"):
        which.ask(which.find("which"), {"drug": ["IVIG", "another"]})
    with pytest.raises(
        UsageError, match=r"date: given 2 times .* of which that take several: drug"
    ):
        several(Canned(), {"date": ["2026-11-24", "2026-11-25"]})


@pytest.mark.parametrize("given", [[], (), [b"x"], [None], b"x", 5, None])
def test_what_is_no_text_is_refused_in_words(given: Any) -> None:  # noqa: ANN401 (anything)
    with pytest.raises(UsageError, match="drug: give a text, or a list of texts"):
        several(Canned(), {"drug": given})


def test_each_of_several_values_is_refused_by_itself_before_anything_is_asked() -> None:
    engine = Canned()
    with pytest.raises(UsageError, match=r"drug: nothing is called 'x> [?]p [?]o } #'"):
        several(engine, {"drug": ["IVIG", "x> ?p ?o } #"]})
    with pytest.raises(UsageError, match="drug: 101 values; 100 at most"):
        several(engine, {"drug": ["IVIG"] * 101})
    assert not any("SELECT which" in text for text in engine.asked)


def test_a_date_comes_into_the_query_as_a_literal() -> None:
    engine = Canned()
    several(engine, {"date": "2020-02-29"})
    assert engine.asked[-1].endswith(f'VALUES ?date {{ "2020-02-29"^^<{XSD}date> }}\n')
    assert len(engine.asked) == 1  # no names are needed for it


@pytest.mark.parametrize("value", ["2026", '2026-11-24"^^xsd:date } #', "2026-11-24\n", "IVIG"])
def test_what_is_no_date_is_refused_before_anything_is_asked(value: str) -> None:
    engine = Canned()
    with pytest.raises(UsageError, match=r"date: .* is no date; give a day as YYYY-MM-DD"):
        several(engine, {"date": value})
    assert engine.asked == []


def test_an_answer_says_what_was_asked_and_what_must_be_read() -> None:
    row = (Iri(f"{IVIG}Ivig"), Literal("st:b | st:a"), Literal("unreviewed"))
    done = (Iri(f"{IVIG}Other"), None, Literal("reviewed"))
    answer = asked(Canned((row, done)))
    assert (answer.question, answer.summary) == ("which", "Which?")
    assert answer.notes == (
        "Of the file.",
        "1 of 2 rows rest on unreviewed statements.",
        DISCLAIMER,
    )


def test_the_cells_of_a_list_column_are_sorted_lists() -> None:
    row = (Iri(f"{IVIG}Ivig"), Literal("b | a | a"), Literal("unreviewed"))
    answer = asked(Canned((row,)))
    assert answer.to_records()[0]["statements"] == ["a", "b"]


def test_no_row_says_what_was_asked_and_needs_no_review_note() -> None:
    asked_with = "No row. It was asked with drug=ivig:Drug; status=ivig:Draft."
    assert asked(Canned()).notes == (asked_with, "Of the file.", DISCLAIMER)


def test_columns_that_are_not_those_of_the_header_are_refused() -> None:
    engine = Canned()
    engine.columns = ("drug", "other", "review")
    with pytest.raises(InvalidInput, match=r"queries/answers/which\.rq: the header names the col"):
        asked(engine)


def test_names_for_showing_are_labels_but_identifiers_of_statements() -> None:
    which = asker(Canned())
    named = which.named(asked(Canned()))
    assert named.names[f"{IVIG}Ivig"] == "immunoglobulin"
    assert named.names["https://example.org/st/a-41"] == "C41"


def test_a_lookup_takes_iris_as_they_are() -> None:
    engine = Canned()
    look_up: Callable[..., Answer] = asker(engine).look_up
    look_up("terms-under", kind=f"{IVIG}Any")
    assert f"VALUES ?kind {{ <{IVIG}Any> }}" in engine.asked[-1]
