"""Comparing two contents: things, answers and causes, on a small content written here."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivig_kg.content import Content, ContentFile
from ivig_kg.diff import AnswerChange, Diff, Thing, causes, compare
from ivig_kg.errors import ContentUnavailable, InvalidInput, RefusedQuery, SyntaxFault

ROOT = Path(__file__).parents[2]
PREFIXES = (ROOT / "ontology/prefixes.ttl").read_text("utf-8")
HEAD = "".join(line for line in PREFIXES.splitlines(keepends=True) if line.startswith("@prefix"))
IVIG, ST = "https://w3id.org/ivig-kg/ontology#", "https://w3id.org/ivig-kg/statement/"
STATEMENT = """
st:%s a ivig:EffectStatement ; rdfs:label "Finding %s"@en ; ivig:statedIn src:%s ;
  ivig:subtype ivig:%s ; ivig:effect ivig:%s ; ivig:status ivig:%s .
"""
SOURCE = '\nsrc:%s a ivig:ResearchArticle ; rdfs:label "Source %s"@en .\n'
A_1 = STATEMENT % ("a-1", "a-1", "a", "Left", "Improves", "Draft")
A_2 = STATEMENT % ("a-2", "a-2", "a", "Left", "Mixed", "Draft")
B_1 = STATEMENT % ("b-1", "b-1", "b", "Right", "Mixed", "Draft")
PART = """
st:a-1 ivig:result st:a-1.result-1 .
st:a-1.result-1 a ivig:OutcomeResult ; ivig:total 5 .
"""
FINDINGS = """\
#+ summary: "Which findings are there?"
#+ columns: ["statement", "subtype", "effect"]
PREFIX ivig: <https://w3id.org/ivig-kg/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?statement ?subtype ?effect WHERE {
  ?statement ivig:subtype ?subtype ; ivig:effect ?effect ; ivig:status ?status .
  ?statement ivig:statedIn ?source . ?source rdfs:label ?name
  FILTER (?status IN (ivig:Draft, ivig:Accepted))
} ORDER BY ?statement
"""
SUBTYPES = """\
#+ summary: "How many findings has a subtype?"
#+ columns: ["subtype", "findings", "statements"]
#+ lists: ["statements"]
PREFIX ivig: <https://w3id.org/ivig-kg/ontology#>
SELECT ?subtype (COUNT(?st) AS ?findings) (GROUP_CONCAT(STR(?st); separator=" | ") AS ?statements)
WHERE { ?st ivig:subtype ?subtype ; ivig:status ivig:Draft } GROUP BY ?subtype ORDER BY ?subtype
"""
NAMES = """\
#+ summary: "What are the subtypes of statements called?"
#+ columns: ["statement", "name"]
PREFIX ivig: <https://w3id.org/ivig-kg/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?statement ?name WHERE {
  ?statement ivig:subtype ?subtype . ?subtype rdfs:label ?name
} ORDER BY ?statement
"""
FILES = {
    "ontology/prefixes.ttl": PREFIXES,
    "ontology/terms/sides.ttl": HEAD
    + 'ivig:Left rdfs:label "left"@en .\nivig:Right rdfs:label "right"@en .\n',
    "data/sources/a.ttl": HEAD + SOURCE % ("a", "A") + A_1 + A_2 + PART,
    "data/sources/b.ttl": HEAD + SOURCE % ("b", "B") + B_1,
    "queries/answers/findings.rq": FINDINGS,
    "queries/answers/subtypes.rq": SUBTYPES,
    "queries/lookups/names.rq": (ROOT / "queries/lookups/names.rq").read_text("utf-8"),
}
A_FILE, B_FILE, TERMS = "data/sources/a.ttl", "data/sources/b.ttl", "ontology/terms/sides.ttl"
QUERY = "queries/answers/findings.rq"
NO_A_2, NO_B_1 = FILES[A_FILE].replace(A_2, ""), FILES[B_FILE].replace(B_1, "")
Told = tuple[str, dict[str, tuple[object, object]], set[str]]


def held(files: dict[str, str]) -> Content:
    return Content("/nowhere", "test", tuple(ContentFile(p, t.encode()) for p, t in files.items()))


BEFORE = held(FILES)


def changed(*changes: tuple[str, str, str]) -> Content:
    """Return the content with texts replaced: (path, old, new), each of which is there once."""
    files = dict(FILES)
    for path, old, new in changes:
        assert files[path].count(old) == 1
        files[path] = files[path].replace(old, new)
    return held(files)


def told(diff: Diff) -> dict[str, str]:
    return {short(thing.iri): thing.change for thing in diff.things}


def thing(diff: Diff, name: str) -> Thing:
    return next(each for each in diff.things if short(each.iri) == name)


def short(iri: str) -> str:
    return iri.removeprefix(IVIG).removeprefix("https://w3id.org/ivig-kg/")


def cells(answer: AnswerChange) -> list[Told]:
    """Return, of each row, what became of it, the cells that differ, and why."""
    found: list[Told] = []
    for row in answer.rows:
        columns = answer.replies.columns
        turned: dict[str, tuple[object, object]] = {
            columns[n]: (plain((row.before or ())[n]), plain((row.after or ())[n]))
            for n in row.places
        }
        found.append((row.change, turned, {short(name) for name in row.because}))
    return found


def plain(cell: object) -> object:
    return tuple(map(plain, cell)) if isinstance(cell, tuple) else short(getattr(cell, "value", ""))


def answers(diff: Diff) -> dict[str, list[Told]]:
    return {answer.replies.question: cells(answer) for answer in diff.answers}


def test_the_same_content_differs_in_nothing() -> None:
    diff = compare(BEFORE, held(FILES))
    assert diff.is_empty
    assert (diff.things, diff.answers, diff.lost, diff.asked) == ((), (), (), 2)
    assert "no medical advice" in diff.notes[-1]


def test_what_is_written_otherwise_and_says_the_same_changes_no_answer() -> None:
    diff = compare(BEFORE, changed((A_FILE, "\nst:a-1 a", "\n# A remark.\nst:a-1 a")))
    assert not diff.is_empty
    assert [file.path for file in diff.files] == [A_FILE]
    assert (diff.things, diff.answers) == ((), ())
    # Nor is it a second change beside one: what is left out is only what says something else.
    effect = (A_FILE, A_2, A_2.replace("Mixed", "Worsens"))
    beside = compare(BEFORE, changed(effect, (TERMS, "ivig:Right rdfs", "\nivig:Right rdfs")))
    assert (len(beside.files), beside.basis) == (2, "alone")


def test_a_statement_in_another_file_is_the_same_statement() -> None:
    after = {**FILES, A_FILE: FILES[A_FILE].replace(A_2, ""), B_FILE: FILES[B_FILE] + A_2}
    diff = compare(BEFORE, held(after))
    assert (diff.things, diff.answers, diff.lost) == ((), (), ())


def test_a_change_of_a_part_is_told_under_its_owner() -> None:
    diff = compare(BEFORE, changed((A_FILE, "ivig:total 5", "ivig:total 6")))
    (found,) = diff.things
    assert (short(found.iri), found.change, found.path) == ("statement/a-1", "changed", A_FILE)
    (each,) = found.differences
    assert short(each.subject) == "statement/a-1.result-1"
    assert (each.before[0].value, each.after[0].value) == ("5", "6")
    assert diff.answers == ()


def test_a_retraction_takes_a_row_away_and_changes_a_count() -> None:
    diff = compare(BEFORE, changed((A_FILE, A_1, A_1.replace("Draft", "Retracted"))))
    assert told(diff) == {"statement/a-1": "retracted"}
    assert not diff.things[0].more
    both = ("statement/a-1", "statement/a-2")
    assert answers(diff) == {
        "findings": [("removed", {}, {"statement/a-1"})],
        "subtypes": [
            (
                "changed",
                {"findings": ("2", "1"), "statements": (both, both[1:])},
                {"statement/a-1"},
            )
        ],
    }
    assert diff.basis == "alone"


@pytest.mark.parametrize(
    ("new", "change", "more"),
    [
        ("ivig:status ivig:Accepted .", "accepted", False),
        ("ivig:status ivig:Superseded ; ivig:supersededBy st:a-2 .", "superseded", False),
        ('ivig:status ivig:Accepted ; ivig:locator "page 3" .', "accepted", True),
        ("ivig:coversCondition ivig:Left .", "changed", True),
    ],
)
def test_a_status_is_told_and_that_more_changed_with_it(new: str, change: str, more: bool) -> None:  # noqa: FBT001
    (found,) = compare(
        BEFORE, changed((A_FILE, A_1, A_1.replace("ivig:status ivig:Draft .", new)))
    ).things
    assert (found.change, found.more) == (change, more)
    newer = f"{ST}a-2" if change == "superseded" else ""
    assert found.superseded_by == newer


def test_each_row_has_the_changes_without_which_it_would_be_otherwise() -> None:
    b_2 = STATEMENT % ("b-2", "b-2", "b", "Right", "Improves", "Draft")
    diff = compare(
        BEFORE,
        changed((B_FILE, B_1, B_1 + b_2), (A_FILE, A_2, A_2.replace("Mixed", "Worsens"))),
    )
    assert told(diff) == {"statement/a-2": "changed", "statement/b-2": "added"}
    one, two = ("statement/b-1",), ("statement/b-1", "statement/b-2")
    assert answers(diff) == {
        "findings": [
            ("changed", {"effect": ("Mixed", "Worsens")}, {"statement/a-2"}),
            ("added", {}, {"statement/b-2"}),
        ],
        "subtypes": [
            ("changed", {"findings": ("1", "2"), "statements": (one, two)}, {"statement/b-2"})
        ],
    }
    assert diff.basis == "thing"


def test_a_new_source_and_its_statement_are_both_needed_for_a_row() -> None:
    new = HEAD + SOURCE % ("c", "C") + STATEMENT % ("c-1", "c-1", "c", "Left", "Mixed", "Accepted")
    diff = compare(BEFORE, held({**FILES, "data/sources/c.ttl": new}))
    added: Told = ("added", {}, {"source/c", "statement/c-1"})
    assert answers(diff) == {"findings": [added]}
    # Nor does another row without a single cause put anything in their place.
    del_b = {path: text for path, text in FILES.items() if path != B_FILE}
    both = compare(BEFORE, held({**del_b, "data/sources/c.ttl": new}))
    assert answers(both)["findings"] == [
        ("removed", {}, {"source/b", "statement/b-1"}),
        added,
    ]


def test_what_is_deleted_is_lost_and_each_loss_alone_takes_the_row_away() -> None:
    diff = compare(BEFORE, held({p: t for p, t in FILES.items() if p != B_FILE}))
    assert told(diff) == {"source/b": "removed", "statement/b-1": "removed"}
    assert set(map(short, diff.lost)) == {"source/b", "statement/b-1"}
    assert answers(diff) == {
        "findings": [("removed", {}, {"source/b", "statement/b-1"})],
        "subtypes": [("removed", {}, {"statement/b-1"})],
    }
    assert diff.files[0].change == "removed"


def test_a_part_that_is_gone_is_lost_while_its_owner_stays() -> None:
    (found,) = compare(BEFORE, changed((A_FILE, PART, ""))).things
    assert [short(iri) for iri in found.lost] == ["statement/a-1.result-1"]
    assert found.change == "changed"


def test_of_too_many_changes_the_file_is_told_and_the_thing_in_the_row(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    after = changed(
        (A_FILE, A_1, A_1.replace("Improves", "Mixed").replace("Left", "Right")),
        (A_FILE, A_2, A_2.replace("Mixed", "Worsens")),
        (B_FILE, B_1, B_1.replace("Mixed", "Improves")),
    )
    work = 2 * (5 + 2)  # two files, two questions
    monkeypatch.setattr(causes, "MOST_WORK", work)
    by_file = compare(BEFORE, after)
    rows = by_file.answers[0].rows
    assert by_file.basis == "file"
    assert [row.because for row in rows] == [(A_FILE,), (A_FILE,), (f"{ST}b-1",)]
    assert [row.touched_by for row in rows] == [(f"{ST}a-1",), (f"{ST}a-2",), ()]
    monkeypatch.setattr(causes, "MOST_WORK", work - 1)
    named = compare(BEFORE, after)
    assert named.basis == "named"
    assert {row.because for answer in named.answers for row in answer.rows} == {()}
    assert named.answers[0].rows[0].touched_by == (f"{ST}a-1",)
    assert "need not be why" in named.notes[0]


def test_a_change_of_the_ontology_is_counted_by_file_and_is_a_cause() -> None:
    query = {"queries/answers/names.rq": NAMES}
    before, term = held({**FILES, **query}), 'ivig:Right rdfs:label "right"@en .\n'
    terms = FILES[TERMS].replace('"left"', '"left side"')
    diff = compare(before, held({**FILES, **query, TERMS: terms, A_FILE: NO_A_2}))
    assert diff.files[-1]._asdict() | {"path": TERMS, "changed": 1} == diff.files[-1]._asdict()
    assert told(diff) == {"statement/a-2": "removed"}
    rows = [(change, why) for change, _, why in answers(diff)["names"]]
    assert rows == [("changed", {TERMS}), ("removed", {"statement/a-2"})]
    lost = compare(before, held({**FILES, **query, TERMS: FILES[TERMS].replace(term, "")}))
    assert [short(iri) for iri in lost.lost] == ["Right"]
    assert (lost.files[0].removed, lost.things) == (1, ())
    assert answers(lost) == {"names": [("removed", {}, {TERMS})]}


def test_nodes_without_a_name_make_no_row_of_their_own_and_leave_the_file_to_blame() -> None:
    unnamed = "\nst:a-1 ivig:note [ ivig:total 7 ] .\n"
    before = held({**FILES, A_FILE: FILES[A_FILE] + unnamed})
    other = FILES[A_FILE].replace("Improves", "Mixed") + unnamed
    diff = compare(before, held({**FILES, A_FILE: other, B_FILE: NO_B_1}))
    assert told(diff) == {"statement/a-1": "changed", "statement/b-1": "removed"}
    assert answers(diff)["findings"] == [
        ("changed", {"effect": ("Improves", "Mixed")}, {A_FILE}),
        ("removed", {}, {"statement/b-1"}),
    ]


def test_questions_are_those_of_b_and_a_changed_one_alone_changes_no_answer() -> None:
    other = FILES[QUERY].replace("FILTER (?status IN (ivig:Draft, ivig:Accepted))", "")
    diff = compare(BEFORE, held({**FILES, QUERY: other, "queries/answers/names.rq": NAMES}))
    found = {file.path: file.change for file in diff.files}
    assert found == {QUERY: "changed", "queries/answers/names.rq": "added"}
    assert (diff.answers, diff.asked) == ((), 3)


def test_of_a_strange_branch_the_data_alone_is_taken() -> None:
    after = {
        **FILES,
        A_FILE: FILES[A_FILE].replace(A_1, A_1.replace("Draft", "Retracted")),
        QUERY: "no query",
        "queries/lookups/names.rq": "none",
        "ontology/prefixes.ttl": "broken",
        TERMS: "broken",
        "queries/answers/new.rq": "none",
    }
    diff = compare(BEFORE, held(after), data_only=True)
    assert answers(diff) == answers(
        compare(BEFORE, changed((A_FILE, A_1, A_1.replace("Draft", "Retracted"))))
    )
    assert [file.path for file in diff.files] == [A_FILE]
    assert "B has 5 files of ontology and queries that differ" in diff.notes[0]
    assert diff.after.digest == held(after).digest


@pytest.mark.parametrize("side", ["A", "B"])
@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        (A_FILE, "st:a-1 a", rf"{A_FILE}:\d+: "),
        (A_FILE, "\xff", rf"{A_FILE}"),
        (TERMS, "<<<<<<< HEAD\n", rf"{TERMS}:1: "),
    ],
)
def test_what_does_not_parse_is_told_with_its_side(
    side: str, path: str, text: str, said: str
) -> None:
    broken = Content(
        "/nowhere",
        "test",
        tuple(
            ContentFile(p, (text if p == path else t).encode("latin-1" if p == path else "utf-8"))
            for p, t in FILES.items()
        ),
    )
    sides = (broken, BEFORE) if side == "A" else (BEFORE, broken)
    with pytest.raises(SyntaxFault, match=f"^{side}: {said}"):
        compare(*sides)


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        (QUERY, "NO QUERY", f"^B: {QUERY}: "),
        (QUERY, "#+ columns: [\n", f"^B: {QUERY}: header line"),
        (QUERY, '#+ columns: ["x"]\nSELECT ?y { ?y ?p ?o }\n', f"^B: {QUERY}: "),
        ("ontology/prefixes.ttl", "none\n", r"^B: ontology/prefixes\.ttl:1: "),
        ("queries/lookups/names.rq", None, r"^B: .*names\.rq: missing"),
    ],
)
def test_what_cannot_be_asked_is_told_with_its_side(path: str, text: str | None, said: str) -> None:
    data = FILES[A_FILE].replace("ivig:total 5", "ivig:total 6")
    files = {**FILES, A_FILE: data, path: text}
    with pytest.raises((InvalidInput, ContentUnavailable), match=said):
        compare(BEFORE, held({p: t for p, t in files.items() if t is not None}))


def test_a_new_question_that_reaches_out_is_refused_and_an_old_one_is_known() -> None:
    out = FILES[QUERY].replace("FILTER", "SERVICE <https://example.org/sparql> { ?a ?b ?c } FILTER")
    data = FILES[A_FILE].replace("ivig:total 5", "ivig:total 6")
    with pytest.raises(RefusedQuery, match=f"B: {QUERY}: .*SERVICE"):
        compare(BEFORE, held({**FILES, QUERY: out, A_FILE: data}))
    assert compare(BEFORE, held({**FILES, QUERY: out, A_FILE: data}), data_only=True).things


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the content in a folder."""
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    return tmp_path


@pytest.mark.parametrize("name", ["data/sources/c.ttl", "data/more", "queries/x.rq", "data"])
def test_links_in_a_strange_folder_are_not_followed(folder: Path, name: str) -> None:
    if (folder / name).exists():
        (folder / name).rename(folder / "moved")
    (folder / name).symlink_to(folder / "moved" if name == "data" else "/etc/hostname")
    with pytest.raises(ContentUnavailable, match=f"^B: {name}: a link"):
        compare(BEFORE, Content(str(folder), "folder"), data_only=True)


def test_a_strange_folder_without_links_is_read(folder: Path) -> None:
    assert compare(BEFORE, Content(str(folder), "folder"), data_only=True).is_empty
    assert compare(Content(str(folder), "folder"), BEFORE).is_empty
