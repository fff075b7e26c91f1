"""The text of the summary: where its units stand, what they cite, and that no words of it remain.

The text itself is not kept here. Its spans and hashes were measured in it, and so was the list of
hashes of all its runs of six words (fixtures/golden).
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

import ivig_kg
from ivig_kg.answer import Cell, Iri, Literal

FOLDER = Path(__file__).resolve().parents[1] / "fixtures" / "golden"
LENGTH = 3773
DIGEST = "5cf3d198bb32715e16787c4fdfdcd0ef90b3cdf59f6e8fd1812abe26a7653a28"
LINE_FEED, LINE_FEED_AND_DASH = 1, 3
RUN = 6
TITLE = "dcterms:title"
SUMMARY = "ivig-summary"
_WORD = re.compile(r"[^\W_]+(?:['\u2013.-][^\W_]+)*")
_UNITS = """SELECT ?unit ?kind ?start ?end ?hash
  (COALESCE(?m, "") AS ?mark) (COALESCE(?c, "") AS ?number) {
  ?unit ivig:ofDocument src:ivig-summary ; ivig:unitKind ?kind ; ivig:sha256 ?hash ;
    oa:start ?start ; oa:end ?end
  OPTIONAL { ?m ivig:inUnit ?unit ; ivig:citedAs ?c }
} ORDER BY ?start"""
_TEXTS = """SELECT ?thing ?property ?text {
  ?thing ?property ?text FILTER (isLiteral(?text) && STRLEN(STR(?text)) > 20)
}"""


@cache
def graph() -> ivig_kg.KnowledgeGraph:
    return ivig_kg.open()


def rows(query: str) -> list[tuple[str, ...]]:
    heads = [f"PREFIX {name}: <{iri}>" for name, iri in graph().namespaces.prefixes.items()]
    found = graph().asker.engine.query("\n".join([*heads, query]))
    return [tuple(map(shown, row)) for row in found.rows]


def shown(cell: Cell) -> str:
    assert isinstance(cell, Iri | Literal)
    return graph().namespaces.show(cell.value) if isinstance(cell, Iri) else cell.value


@cache
def measured() -> list[tuple[str, ...]]:
    lines = (FOLDER / "units.tsv").read_text(encoding="utf-8").splitlines()
    return [tuple(line.split("\t")) for line in lines[2:]]


@cache
def spans() -> list[tuple[int, int]]:
    return [(int(row[2]), int(row[3])) for row in rows(_UNITS)]


def test_each_unit_stands_where_it_was_measured_with_its_hash_and_mark() -> None:
    assert rows(_UNITS) == measured()


def test_there_are_18_sentences_and_8_headings() -> None:
    assert Counter(row[1] for row in rows(_UNITS)) == {"ivig:Sentence": 18, "ivig:Heading": 8}


def test_there_are_14_marks_and_each_number_is_cited_as_often_as_it_is_printed() -> None:
    cited = Counter(row[6] for row in rows(_UNITS) if row[5])
    assert cited == {"1": 5, "2": 1, "3": 1, "4": 3, "5": 2, "6": 2}
    assert len(rows("SELECT ?m { ?m a ivig:CitationMark }")) == cited.total() == 14


def test_spans_do_not_overlap_and_leave_out_nothing_but_line_feeds_and_dashes() -> None:
    gaps = {after - before for (_, before), (after, _) in pairwise(spans())}
    assert gaps == {LINE_FEED, LINE_FEED_AND_DASH}
    assert all(start < end for start, end in spans())
    assert (spans()[0][0], spans()[-1][1]) == (0, LENGTH)


def test_the_document_has_the_length_and_hash_of_the_text() -> None:
    documents = rows("SELECT ?d ?n ?hash { ?d ivig:length ?n ; ivig:sha256 ?hash }")
    assert documents == [("src:ivig-summary", str(LENGTH), DIGEST)]


# No words of the text


@cache
def hashes() -> frozenset[str]:
    lines = (FOLDER / "six-word-runs.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))


def runs(text: str) -> list[str]:
    plain = text.casefold().replace("\u2019", "'").replace("z", "s")  # British or American
    words = _WORD.findall(plain)
    return [" ".join(words[at : at + RUN]) for at in range(len(words) - RUN + 1)]


def shared(text: str) -> list[str]:
    return [run for run in runs(text) if hashlib.sha256(run.encode()).hexdigest()[:12] in hashes()]


@cache
def texts() -> Mapping[str, list[str]]:
    """Return all longer texts of the graph by their thing; titles of documents are theirs."""
    found: dict[str, list[str]] = {}
    for thing, property_, text in rows(_TEXTS):
        if property_ != TITLE:
            found.setdefault(thing, []).append(text)
    return found


@pytest.mark.parametrize("claim", [f"{SUMMARY}-{number}" for number in range(1, 53)])
def test_a_claim_is_in_our_own_words(claim: str) -> None:
    assert [run for text in texts()[f"st:{claim}"] for run in shared(text)] == []


def test_no_other_text_of_the_graph_repeats_the_summary() -> None:
    assert [run for each in texts().values() for text in each for run in shared(text)] == []


def test_a_repeated_sentence_would_be_seen() -> None:
    assert shared("Here IVIG has been shown to be effective, as printed.")
    assert not shared("Here IVIG has been shown to help, as nobody printed.")
