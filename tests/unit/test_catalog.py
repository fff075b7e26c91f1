"""Question files: what their headers say, and how a term comes into the query."""

from __future__ import annotations

import re

import pytest

from ivig_kg.catalog import Catalog, fill, read_check, read_date, read_question
from ivig_kg.content import Content, ContentFile
from ivig_kg.errors import InvalidInput, IvigKgError, UsageError
from ivig_kg.namespaces import Namespaces

X = "https://example.org/x#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SPACES = Namespaces({"x": X, "xsd": XSD})
PARAMS = (
    '{"drug": {"subclassOf": "x:Drug", "default": "x:Any"}, '
    '"status": {"instanceOf": "x:S", "default": ["x:A", "x:B"]}}'
)
TEXT = """\
#+ summary: "Which?"
#+ params: PARAMS
#+ columns: ["a", "b"]
#+ brief: ["a"]
#+ lists: ["b"]
#+ tags: ["t"]
#+ notes: ["Read this."]
SELECT ?a ?b WHERE {
  { SELECT ?a { VALUES ?drug { x:Any } VALUES ?status { x:A x:B } } }
  VALUES ?drug { x:Any }
  VALUES ?drugs { x:Other }
}
""".replace("PARAMS", PARAMS)


DATED = """\
#+ params: {"date": {"datatype": "xsd:date", "default": "2026-11-24"}}
SELECT ?date { { SELECT ?date { VALUES ?date { "2026-11-24"^^xsd:date } } }
  VALUES ?date { "2026-11-24"^^<http://www.w3.org/2001/XMLSchema#date> } }
"""
HOSTILE_DATES = [
    '2026-11-24"^^xsd:date } #',
    "2026-11-24\n",
    "\n2026-11-24",
    " 2026-11-24",
    "2026-11-24Z",
    "2026-11-24T00:00:00",
    "2026-02-30",
    "2025-02-29",
    "2026-13-01",
    "2026-00-01",
    "0000-01-01",
    "-001-01-01",
    "12026-11-24",
    "2026-1-4",
    "20261124",
    "2026-W48-2",
    "2026-11",
    "2026",
    "",
    "\u0662\u0660\u0662\u0666-11-24",
    "\uff12\uff10\uff12\uff16-11-24",
    "2026\u201011\u201024",
    "2026-11-24\x00",
    "today",
    "1" * 1_000_000,
]


def file(text: str | bytes, path: str = "queries/answers/which.rq") -> ContentFile:
    return ContentFile(path, text.encode() if isinstance(text, str) else text)


def body(text: str) -> str:
    return text[text.index("SELECT") :]


def headed(line: str) -> ContentFile:
    return file(f"{line}\nSELECT ?a {{ ?a ?b ?c }}\n")


def test_a_header_is_read_whole() -> None:
    question = read_question(file(TEXT), SPACES)
    assert (question.name, question.path) == ("which", "queries/answers/which.rq")
    assert (question.summary, question.columns) == ("Which?", ("a", "b"))
    assert (question.brief, question.lists, question.tags) == (("a",), frozenset("b"), ("t",))
    assert (question.notes, question.text) == (("Read this.",), TEXT)
    drug, status = question.parameters
    assert (drug.name, drug.relation, drug.kind) == ("drug", "subclassOf", f"{X}Drug")
    assert (drug.default, status.relation) == ((f"{X}Any",), "instanceOf")
    assert status.default == (f"{X}A", f"{X}B")


def test_a_file_without_header_is_a_question_without_parameters() -> None:
    question = read_question(file("ASK { ?s ?p ?o }", "/tmp/mine.rq"), SPACES)  # noqa: S108
    assert (question.name, question.parameters, question.columns) == ("mine", (), ())


def test_a_term_comes_into_every_block_of_its_parameter_and_no_other() -> None:
    text = fill(read_question(file(TEXT), SPACES), {"drug": (f"{X}Ivig",)})
    assert body(text) == body(TEXT).replace("?drug { x:Any }", f"?drug {{ <{X}Ivig> }}")
    assert text.count("\n") == TEXT.count("\n")
    assert text.count(f"<{X}Ivig>") == 2


def test_several_terms_stand_side_by_side() -> None:
    question = read_question(file(TEXT), SPACES)
    assert f"?status {{ <{X}C> <{X}D> }}" in fill(question, {"status": (f"{X}C", f"{X}D")})


def test_a_backslash_in_a_term_is_no_reference() -> None:
    text = fill(read_question(file(TEXT), SPACES), {"drug": (f"{X}\\1\\g<0>",)})
    assert f"<{X}\\1\\g<0>>" in text


def test_nothing_to_fill_changes_nothing() -> None:
    assert body(fill(read_question(file(TEXT), SPACES), {})) == body(TEXT)


def test_a_parameter_without_its_block_is_named() -> None:
    question = read_question(file(TEXT.replace("VALUES ?status", "VALUES ?state")), SPACES)
    with pytest.raises(UsageError, match=re.escape("which.rq: no 'VALUES ?status { … }' to put")):
        fill(question, {"status": (f"{X}C",)})


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('#+ params: {"drug": ', r"which\.rq: header line '#\+ params:' is no JSON \(.* column "),
        ("#+ summary: Which?", r"header line '#\+ summary:' is no JSON"),
        ('#+ params: {"drug": {}}', "parameter drug: give 'default' and one of subclassOf, inst"),
        ('#+ params: {"drug": {"subclassOf": "x:D"}}', "parameter drug: give 'default'"),
        ('#+ params: {"d": {"datatype": "xsd:gYear", "default": "2026"}}', "xsd:date alone"),
        ('#+ params: {"d": {"datatype": "date", "default": "2026-11-24"}}', "xsd:date alone"),
        (
            '#+ params: {"d": {"datatype": "xsd:date", "default": "2026-02-30"}}',
            r"which\.rq: parameter d: '2026-02-30' is no date",
        ),
        (
            '#+ params: {"d": {"datatype": "xsd:date", "subclassOf": "x:D", "default": "x:D"}}',
            "parameter d: give 'default' and one of subclassOf, instanceOf, datatype",
        ),
        (
            '#+ params: {"d": {"subclassOf": "x:D", "default": "x:D", "many": "yes"}}',
            r"which\.rq: parameter d: 'many' is true or false",
        ),
        ("#+ params: []", "header line '#\\+ params:' has a value of the wrong kind"),
        ("#+ columns: 5", "header line '#\\+ columns:' has a value of the wrong kind"),
        ("#+ summary: 5", "header line '#\\+ summary:' has a value of the wrong kind"),
        ('#+ notes: ["a", 5]', "header line '#\\+ notes:' has a value of the wrong kind"),
    ],
)
def test_a_broken_header_is_told_with_file_and_line_of_the_header(line: str, said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        read_question(headed(line), SPACES)


@pytest.mark.parametrize(
    "spec",
    ['"x:D"', "5", '{"subclassOf": "x:D", "default": 5}', '{"subclassOf": 5, "default": "x:D"}'],
)
def test_a_parameter_of_the_wrong_shape_is_told_in_words(spec: str) -> None:
    with pytest.raises(InvalidInput, match=r"which\.rq: (parameter drug|header line '#\+ params)"):
        read_question(headed(f'#+ params: {{"drug": {spec}}}'), SPACES)


def test_a_question_that_is_not_utf8_is_told_in_words() -> None:
    with pytest.raises(InvalidInput, match=r"which\.rq: not UTF-8 at byte 15"):
        read_question(file(b'#+ summary: "Sj\xf6gren"\nASK {}\n'), SPACES)


def test_a_default_that_is_not_the_one_in_the_query_is_refused() -> None:
    with pytest.raises(IvigKgError, match="drug"):
        read_question(file(TEXT.replace("?drug { x:Any }", "?drug { x:Else }")), SPACES)


def test_a_parameter_takes_one_value_unless_its_header_says_many() -> None:
    assert [each.many for each in read_question(file(TEXT), SPACES).parameters] == [False, False]
    several = TEXT.replace('"default": ["x:A"', '"many": true, "default": ["x:A"')
    assert [each.many for each in read_question(file(several), SPACES).parameters] == [False, True]


def test_a_date_is_read_from_the_header_and_from_either_spelling_of_its_block() -> None:
    (date,) = read_question(file(DATED), SPACES).parameters
    assert (date.relation, date.kind, date.default) == ("datatype", f"{XSD}date", ("2026-11-24",))


@pytest.mark.parametrize(
    "other", ['"2026-11-25"^^xsd:date', '"2026-11-24"', '"2026-11-24"^^xsd:string', "x:Day", ""]
)
def test_a_default_date_that_is_not_the_one_in_the_query_is_refused(other: str) -> None:
    with pytest.raises(InvalidInput, match=r"which\.rq: the header's default of date is not what"):
        read_question(file(DATED.replace('"2026-11-24"^^xsd:date', other)), SPACES)


def test_a_date_comes_into_the_query_as_a_literal_of_our_own() -> None:
    text = fill(read_question(file(DATED), SPACES), {"date": ("2024-02-29",)})
    assert text.count(f'VALUES ?date {{ "2024-02-29"^^<{XSD}date> }}') == 2
    assert "2026" not in text


@pytest.mark.parametrize("text", HOSTILE_DATES, ids=lambda text: ascii(text[:20]))
def test_what_is_no_date_comes_into_no_query(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        fill(read_question(file(DATED), SPACES), {"date": (text,)})
    said = str(caught.value)
    assert said.startswith("date: '")
    assert said.endswith(" is no date; give a day as YYYY-MM-DD, such as 2026-11-24")
    assert said.isprintable()
    assert len(said) < 200


@pytest.mark.parametrize("text", ["0001-01-01", "9999-12-31", "2024-02-29"])
def test_every_day_of_the_years_1_to_9999_is_a_date(text: str) -> None:
    assert read_date(text) == text


def test_a_check_begins_with_its_rule_and_how_to_mend_a_breach() -> None:
    text = '# Every mark is meant.\n#+ mend: "Mend \\"it\\"."\nSELECT ?focus {}\n'
    check = read_check(file(text, "queries/checks/marks.rq"))
    assert (check.name, check.rule) == ("marks", "Every mark is meant.")
    assert (check.mend, check.text) == ('Mend "it".', text)


@pytest.mark.parametrize(
    "text", ["SELECT ?focus {}", "# No mend.\nSELECT {}", '# no full stop\n#+ mend: "x"\n']
)
def test_a_check_without_rule_is_refused_with_the_form(text: str) -> None:
    with pytest.raises(InvalidInput, match=r"marks\.rq:1: begin with the rule as a sentence"):
        read_check(file(text, "queries/checks/marks.rq"))


def test_the_catalog_keeps_answers_checks_and_lookups_apart() -> None:
    rule = b'# A rule.\n#+ mend: "Mend."\nSELECT ?focus ?path ?detail {}'
    files = [file("ASK {}", f"queries/{p}.rq") for p in ("answers/b", "answers/a", "lookups/c")]
    held = (*files, file(rule, "queries/checks/d.rq"))
    catalog = Catalog(Content("/nowhere", "test", held), SPACES)
    assert sorted(catalog.questions) == ["a", "b"]
    assert [check.name for check in catalog.checks] == ["d"]
    assert catalog.lookup("c").name == "c"


def test_a_lookup_that_is_missing_is_named() -> None:
    content = Content("/nowhere", "test", ())
    with pytest.raises(IvigKgError, match=r"queries/lookups/names\.rq"):
        Catalog(content, SPACES).lookup("names")
