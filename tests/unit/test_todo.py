"""What waits for a curator: each kind finds what it is for, and every count is one made by hand."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

import pytest

from ivig_kg.answer import Answer, Cell, Iri, Literal
from ivig_kg.catalog import Catalog
from ivig_kg.content import Content, ContentFile, find_content
from ivig_kg.engine import EmbeddedEngine
from ivig_kg.errors import InvalidInput, UsageError
from ivig_kg.mappings.graph import knowledge
from ivig_kg.namespaces import Namespaces, read_namespaces
from ivig_kg.todo import Todos

SPACES = Namespaces({"ivig": "https://example.org/ontology#", "st": "https://example.org/st/"})
QUERY = '#+ summary: "What is %s."\n#+ params: {}\n#+ columns: ["thing", "what"]\n%sSELECT %s'
TABLE = """\
#curie_map:
#  ivig: https://example.org/ontology#
#  X: https://example.org/x/
subject_id\tsubject_label\tpredicate_id\tobject_id\tobject_label\tmapping_justification\tconfidence\tcomment
ivig:Sought\tsought\tskos:exactMatch\tsssom:NoTermFound\t\tsemapv:ManualMappingCuration\t0.80\t
ivig:Mapped\tmapped\tskos:exactMatch\tX:1\tone\tsemapv:ManualMappingCuration\t0.80\t
"""
FILES = {
    "queries/todo/late.rq": QUERY % ("late", "", "late"),
    "queries/todo/unmapped.rq": QUERY % ("unmapped", '#+ tags: ["unless-sought"]\n', "unmapped"),
    "ontology/mappings/x.sssom.tsv": TABLE,
    "data/sources/a.ttl": "# Head\n\n@prefix st: <https://example.org/st/> .\n\nst:a-1\n  a st:X ."
    "\n\nst:a-2\n  a st:X .\n",
    "data/sources/b.ttl": "@prefix st: <https://example.org/st/> .\nst:b-1 a st:X ; st:y st:a-1 .",
}


def thing(curie: str) -> Iri:
    return Iri(SPACES.expand(curie))


ROWS: Mapping[str, Sequence[tuple[Cell, Cell]]] = {
    "late": [
        (thing("st:a-2"), Literal("rests on https://example.org/st/b-1, which is late")),
        (thing("st:b-1"), Literal("see https://elsewhere.org/x for more")),
        (thing("st:nowhere"), Literal("is described in no file")),
    ],
    "unmapped": [
        (thing("ivig:Sought"), Literal("was looked for")),
        (thing("ivig:Other"), Literal("was not")),
    ],
}


def made(files: Mapping[str, str] = FILES, columns: tuple[str, ...] = ("thing", "what")) -> Todos:
    """Return todos of a content in memory, with an engine that answers by the word asked for."""
    held = tuple(ContentFile(path, text.encode()) for path, text in files.items())
    content = Content("/nowhere", "test", held)
    answers = {name: Answer(columns, tuple(rows)) for name, rows in ROWS.items()}
    return Todos(Catalog(content, SPACES), lambda text: answers[text.rpartition(" ")[2]])


def words(rows: Sequence[tuple[Cell, ...]]) -> list[tuple[str, ...]]:
    values = [[c.value if isinstance(c, Iri | Literal) else "" for c in row] for row in rows]
    return [tuple(SPACES.compact(value) or value for value in row) for row in values]


def test_kinds_are_counted_and_told() -> None:
    answer = made().kinds()
    assert answer.columns == ("kind", "count", "what")
    assert words(answer.rows) == [("late", "3", "What is late."), ("unmapped", "1", UNMAPPED)]
    assert answer.to_records()[0]["count"] == 3


UNMAPPED = "What is unmapped."
LATE = [
    ("st:a-2", "rests on st:b-1, which is late", "data/sources/a.ttl:8"),
    ("st:b-1", "see https://elsewhere.org/x for more", "data/sources/b.ttl:2"),
    ("st:nowhere", "is described in no file", ""),
]


def test_a_kind_is_listed_with_file_and_line() -> None:
    answer = made().of("late")
    assert (answer.columns, answer.summary) == (("thing", "what", "place"), "What is late.")
    assert words(answer.rows) == LATE


def test_a_term_that_was_looked_for_in_vain_does_not_wait() -> None:
    assert words(made().of("unmapped").rows) == [("ivig:Other", "was not", "")]


def test_everything_is_all_kinds() -> None:
    answer = made().everything()
    assert answer.columns == ("kind", "thing", "what", "place")
    assert words(answer.rows) == [
        *(("late", *row) for row in LATE),
        ("unmapped", "ivig:Other", "was not", ""),
    ]


def test_an_unknown_kind_is_told_with_the_nearest() -> None:
    with pytest.raises(UsageError, match=r"'lat'; did you mean: late\?"):
        made().of("lat")
    with pytest.raises(UsageError, match=r"'x{80}'; there are: late, unmapped"):
        made().of("x" * 200)


def test_a_query_with_other_columns_is_a_fault_of_its_file() -> None:
    with pytest.raises(InvalidInput, match=r"queries/todo/late\.rq: select \?thing \?what"):
        made(columns=("thing", "why")).kinds()


def test_a_content_without_such_queries_has_nothing_to_do() -> None:
    assert made({}).kinds().rows == ()
    assert made({}).everything().rows == ()


# The shipped content: each count made from the text of the files, by nothing of the program.

TEXTS = {
    file.path: file.data.decode()
    for file in find_content().files
    if file.path.startswith(("data/", "ontology/"))
}
BLOCKS = [
    block
    for path, text in TEXTS.items()
    if path.startswith("data/")
    for block in text.split("\n\n")
    if not block.startswith(("@prefix", "#"))
]


def blocks(*rows: str, without: str = "\0") -> set[str]:
    """Return the subjects of the blocks of data that have all these rows."""
    found = [b for b in BLOCKS if all(f"\n  {row}" in b for row in rows) and without not in b]
    return {block.partition("\n")[0] for block in found}


def objects(prop: str, subjects: set[str]) -> set[str]:
    """Return the values of a property in the blocks of some subjects."""
    mine = [block for block in BLOCKS if block.partition("\n")[0] in subjects]
    return {found for block in mine for found in re.findall(rf"\n  {prop} (\S+) ", block)}


def claims_not_judged() -> set[str]:
    judged = blocks("a ivig:FidelityAssessment", "ivig:status ivig:Draft")
    summaries = blocks("a ivig:EvidenceSummary")
    claims = {c for s in summaries for c in blocks(f"ivig:statedIn {s} ;")}
    assert len(claims) == 52
    return claims - objects("ivig:assesses", judged)


def unresolved() -> set[str]:
    documents = blocks("ivig:identification ivig:") - blocks("ivig:identification ivig:Confirmed")
    doubted = [
        objects("ivig:mark", blocks("a ivig:CitationResolution", row, without="ivig:insteadOf"))
        for row in ("ivig:resolution ivig:Unverified", "ivig:resolution ivig:Mismatch")
    ]
    return documents | doubted[0] | doubted[1]


def unmapped() -> set[str]:
    """Walk down from the roots by the text of the files, and take off what a table names."""
    parents: dict[str, set[str]] = {}
    for path, text in TEXTS.items():
        if path.startswith("ontology/terms/") or path == "ontology/inferred.ttl":
            for block in text.split("\n\n"):
                above = set(re.findall(r"\n  rdfs:subClassOf (ivig:\w+) ", block))
                parents.setdefault(block.partition("\n")[0], set()).update(above)
    reached = {f"ivig:{root}" for root in ROOTS.split()}
    while more := {term for term, above in parents.items() if above & reached} - reached:
        reached |= more
    tables = [t for p, t in TEXTS.items() if p.endswith(".sssom.tsv")]
    named = {line.partition("\t")[0] for table in tables for line in table.split("\n")}
    return reached - {f"ivig:{root}" for root in ROOTS.split()} - named


ROOTS = "Condition Treatment Outcome Mechanism MechanismTarget Test Advice Characteristic"
BY_HAND: Mapping[str, Callable[[], set[str]]] = {
    "claims-without-assessment": claims_not_judged,
    "drafts": lambda: blocks("ivig:status ivig:Draft"),
    "evidence-to-judge-anew": lambda: blocks("ivig:status ivig:Re"),
    "unmapped-terms": unmapped,
    "unresolved": unresolved,
    "unverified": lambda: blocks("ivig:verification ivig:Unverified"),
    "withdrawn-supports": lambda: blocks("ivig:status ivig:Re") | blocks("ivig:status ivig:Supers"),
}


@pytest.fixture(scope="module")
def shipped() -> Todos:
    content = find_content()
    namespaces = read_namespaces(content)
    files = knowledge(content, namespaces)
    engine = EmbeddedEngine((namespaces.graph(f.path), f.path, f.data) for f in files)
    return Todos(Catalog(content, namespaces), engine.query)


def test_each_kind_is_counted_here(shipped: Todos) -> None:
    assert {row[0] for row in words(shipped.kinds().rows)} == set(BY_HAND)


@pytest.mark.parametrize("kind", BY_HAND)
def test_what_waits_in_the_shipped_content(shipped: Todos, kind: str) -> None:
    rows = shipped.of(kind).rows
    show = shipped.catalog.namespaces.show
    found = [show(row[0].value) for row in rows if isinstance(row[0], Iri)]
    assert sorted(found) == sorted(BY_HAND[kind]())
    assert all(isinstance(row[2], Literal) for row in rows), "a thing without a place"
