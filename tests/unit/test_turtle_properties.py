"""Whatever is written reads back as the same graph, and is written the same again."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from random import Random
from typing import TypeAlias

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivig_kg.answer.terms import Blank, Iri, Literal, Term, Triple
from ivig_kg.errors import InvalidInput
from ivig_kg.namespaces import Namespaces
from ivig_kg.turtle.intake import decode
from ivig_kg.turtle.locate import LineIndex
from ivig_kg.turtle.spell import Spelling
from ivig_kg.turtle.write import PredicateOrder, remarks_of, stray_comments, write

pytestmark = pytest.mark.thorough

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SPACES = Namespaces({"rdf": RDF, "xsd": XSD, "ex": "http://ex/", "deep": "http://ex/deep/"})
ORDER = PredicateOrder({"http://ex/C": {"http://ex/z": 1, "http://ex/b": 2}})
FIRST, REST, NIL = (Iri(f"{RDF}{name}") for name in ("first", "rest", "nil"))

Tree: TypeAlias = Iri | Literal | list["Tree"] | tuple[tuple[Iri, "Tree"], ...]
Bag: TypeAlias = tuple[tuple[Iri, Tree], ...]
Graph: TypeAlias = tuple[dict[Iri, Bag], list[Bag]]
Rows: TypeAlias = list[tuple[Iri, Iri | Literal]]

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
locals_ = st.from_regex(r"[A-Za-z0-9._/-]{0,6}(#[A-Za-z0-9._-]{0,2})?", fullmatch=True)
iris = st.builds(
    Iri,
    st.builds("{}{}".format, st.sampled_from(["http://ex/", "http://ex/deep/", "urn:x:"]), locals_),
)
verbs = st.sampled_from([Iri(f"{RDF}type"), *(Iri(f"http://ex/{c}") for c in "abzC")])
numbers = st.from_regex(r"[+-]?[0-9]{0,2}\.?[0-9]{0,2}([eE][+-]?[0-9])?", fullmatch=True)
kinds = st.sampled_from([f"{XSD}{n}" for n in ("integer", "decimal", "double", "boolean", "date")])
literals = st.one_of(
    st.builds(Literal, texts),
    st.builds(Literal, texts, st.just(f"{RDF}langString"), st.sampled_from(["en", "de-ch"])),
    st.builds(Literal, st.one_of(numbers, st.sampled_from(["true", "NaN", ""])), kinds),
)
trees: st.SearchStrategy[Tree] = st.recursive(
    iris | literals,
    lambda inner: (
        st.lists(inner, max_size=3) | st.lists(st.tuples(verbs, inner), max_size=3).map(tuple)
    ),
    max_leaves=8,
)
bags = st.lists(st.tuples(verbs, trees), min_size=1, max_size=4).map(tuple)
rows = st.lists(st.tuples(verbs, iris | literals), min_size=1, max_size=4)
graphs = st.tuples(st.dictionaries(iris, bags, max_size=4), st.lists(bags, max_size=2))


def grow(subject: Iri | Blank, bag: Bag, ids: Iterator[int]) -> Iterator[Triple]:
    for verb, tree in bag:
        node, below = plant(tree, ids)
        yield Triple(subject, verb, node)
        yield from below


def plant(tree: Tree, ids: Iterator[int]) -> tuple[Term, list[Triple]]:
    if isinstance(tree, Iri | Literal):
        return tree, []
    if tree == []:
        return NIL, []
    here = Blank(f"b{next(ids)}")
    bag: Bag = ((FIRST, tree[0]), (REST, tree[1:])) if isinstance(tree, list) else tree
    return here, list(grow(here, bag, ids))


def planted(graph: Graph) -> list[Triple]:
    named, loose = graph
    ids = itertools.count()
    roots: list[tuple[Iri | Blank, Bag]] = [*named.items()]
    roots += [(Blank(f"r{n}"), bag) for n, bag in enumerate(loose)]
    return [triple for root, bag in roots for triple in grow(root, bag, ids)]


def to_ox(term: Term) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    if isinstance(term, Iri):
        return ox.NamedNode(term.value)
    if isinstance(term, Blank):
        return ox.BlankNode(term.value)
    if term.language:
        return ox.Literal(term.value, language=term.language)
    return ox.Literal(term.value, datatype=ox.NamedNode(term.datatype))


def from_ox(term: object) -> Term:
    if isinstance(term, ox.NamedNode):
        return Iri(term.value)
    if isinstance(term, ox.BlankNode):
        return Blank(term.value)
    assert isinstance(term, ox.Literal)
    return Literal(term.value, term.datatype.value, term.language or "")


def parsed(text: str) -> list[ox.Quad]:
    return list(ox.parse(text.encode(), format=ox.RdfFormat.TURTLE))


def canonical(quads: list[ox.Quad]) -> set[ox.Quad]:
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return set(dataset)


def quads_of(triples: list[Triple]) -> list[ox.Quad]:
    return [ox.Quad(to_ox(s), to_ox(p), to_ox(o)) for s, p, o in triples]  # type: ignore[arg-type]


def triples_of(quads: list[ox.Quad]) -> list[Triple]:
    return [Triple(from_ox(q.subject), from_ox(q.predicate), from_ox(q.object)) for q in quads]  # type: ignore[arg-type]


@settings(max_examples=120, deadline=None)
@given(graphs)
def test_what_is_written_reads_back_as_the_same_graph(graph: Graph) -> None:
    triples = planted(graph)
    text = write(triples, SPACES, ORDER)
    assert canonical(parsed(text)) == canonical(quads_of(triples))


@settings(max_examples=120, deadline=None)
@given(graphs, st.randoms())
def test_writing_again_changes_nothing(graph: Graph, chance: Random) -> None:
    text = write(planted(graph), SPACES, ORDER, remarks="# why")
    again = triples_of(parsed(text))
    chance.shuffle(again)
    assert write(again, SPACES, ORDER, remarks=remarks_of(text)) == text
    assert stray_comments(text) == []


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(iris, rows, max_size=4))
def test_every_triple_of_plain_data_is_found_at_its_line(graph: dict[Iri, Rows]) -> None:
    text = write((Triple(s, p, o) for s in graph for p, o in graph[s]), SPACES, ORDER)
    index, lines, spelling = LineIndex(text), ["", *text.split("\n")], Spelling(SPACES)
    for subject, pairs in graph.items():
        assert lines[index.line(subject.value)] == spelling.iri(subject.value)
        for verb, thing in pairs:
            word = "a" if verb.value == f"{RDF}type" else spelling.iri(verb.value)
            written = (
                spelling.literal(thing) if isinstance(thing, Literal) else spelling.iri(thing.value)
            )
            found = lines[index.line(subject.value, verb.value, written)]
            assert found[:-2] == f"  {word} {written}"


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=60))
def test_bytes_are_decoded_or_refused_and_nothing_else(data: bytes) -> None:
    try:
        text = decode(data, "f.ttl", strict=True)
    except InvalidInput:
        return
    assert text == data.decode().removeprefix("\ufeff")
    assert "\r" not in text
    assert "\x00" not in text
