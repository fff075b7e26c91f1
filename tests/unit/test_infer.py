"""Inferring, without a reasoner: what is new, what is behind a fault, what is refused."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivig_kg.answer import Literal
from ivig_kg.content import Content
from ivig_kg.engine.parse import parse
from ivig_kg.errors import InvalidInput, LimitReached
from ivig_kg.infer import Inferrer, Relation, read_terminology, stale_finding
from ivig_kg.infer.explain import irreducible
from ivig_kg.infer.inferred import turtle_of
from ivig_kg.infer.relations import circles, new_relations
from ivig_kg.infer.tbox import fault_of
from ivig_kg.namespaces import Namespaces
from ivig_kg.reason import Classes
from ivig_kg.turtle.order import PredicateOrder

XSD = "http://www.w3.org/2001/XMLSchema#"
HEAD = """\
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix x: <http://example.org/> .

"""
X = "http://example.org/"


@pytest.fixture
def content(tmp_path: Path) -> Content:
    for folder in ("ontology/shapes", "ontology/mappings", "data", "queries"):
        (tmp_path / folder).mkdir(parents=True)
    return Content(str(tmp_path), "test")


def write(content: Content, text: str, name: str = "terms") -> Content:
    (content.folder / f"ontology/{name}.ttl").write_text(HEAD + text, "utf-8")
    return Content(content.root, content.origin)


@given(st.integers(1, 40), st.data())
def test_what_is_behind_a_fault_is_faulty_and_irreducible(size: int, data: st.DataObject) -> None:
    everything = list(range(size))
    behind = data.draw(st.lists(st.sets(st.sampled_from(everything), min_size=1), min_size=1))

    def is_faulty(some: Sequence[int]) -> bool:
        return any(one <= set(some) for one in behind)

    found = irreducible(everything, is_faulty)
    assert is_faulty(found)
    assert not any(is_faulty([one for one in found if one != left]) for left in found)


def test_few_questions_are_asked_for_a_small_fault_in_a_large_set() -> None:
    asked = []

    def is_faulty(some: Sequence[int]) -> bool:
        asked.append(len(some))
        return {3, 200} <= set(some)

    assert sorted(irreducible(range(256), is_faulty)) == [3, 200]
    assert len(asked) <= 2 * 2 * 8 + 4


def test_only_the_least_new_relations_are_told(content: Content) -> None:
    write(content, "x:A rdfs:subClassOf x:B . x:C rdfs:subClassOf x:D .")
    axioms = read_terminology(content).axioms
    pairs = {("A", "B"), ("B", "C"), ("A", "C"), ("C", "D"), ("B", "D"), ("A", "D")}
    full = {(X + below, X + above) for below, above in pairs}
    assert new_relations(full, axioms) == (Relation(f"{X}B", f"{X}C"),)


def test_two_classes_under_each_other_are_a_circle() -> None:
    assert circles({("a", "b"), ("b", "a"), ("a", "c")}) == (("a", "b"),)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<http://e.org/> owl:imports <http://e.org/x> .", "terms.ttl:6: owl:imports <http://e"),
        ("x:A x:p 1180591620717411303424 .", "'1180591620717411303424' has 71 bits"),
        ('x:A x:p "2024"^^xsd:gYear .', "terms.ttl:6: '2024' is of the type xsd:gYear"),
        (
            'x:A\n  rdfs:subClassOf [ owl:onProperty x:p ; owl:hasValue "1"^^xsd:date ] .',
            "terms.ttl:7: '1' is of the type xsd:date",
        ),
        (
            'x:A rdfs:subClassOf [ owl:onProperty x:p ; owl:hasValue "1"^^xsd:boolean ] .',
            "'1' is neither true nor false",
        ),
        ("x:p rdfs:range xsd:date .", "terms.ttl:6: xsd:date is a datatype that OWL 2 does not"),
        ('x:A x:p "one"^^xsd:integer .', "'one' is no whole number"),
    ],
)
def test_what_a_reasoner_cannot_take_is_named_with_its_place(
    content: Content, text: str, words: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_terminology(write(content, text))
    assert words in str(caught.value)


@pytest.mark.parametrize(
    "literal",
    [
        Literal("9223372036854775807", f"{XSD}integer"),
        Literal("-9223372036854775807", f"{XSD}integer"),
        Literal("1.10", f"{XSD}decimal"),
        Literal("true", f"{XSD}boolean"),
        Literal("text"),
        Literal("text", language="en"),
    ],
)
def test_common_literals_are_read(literal: Literal) -> None:
    assert fault_of(literal) == ""


@pytest.mark.parametrize(
    "value", ['"2026-11-24"^^xsd:date', '"1"^^xsd:boolean', '"0.5"^^xsd:float', '"a"^^x:own']
)
def test_a_value_in_an_annotation_is_no_fault(content: Content, value: str) -> None:
    write(content, f"x:A a owl:Class ; x:made {value} .")
    assert read_terminology(content).axioms == ()


def test_shapes_mappings_and_what_was_inferred_are_left_out(content: Content) -> None:
    for name in ("shapes/a", "mappings/a", "inferred"):
        write(content, "x:A rdfs:subClassOf x:B .", name)
    assert read_terminology(Content(content.root, "test")).axioms == ()


def test_blank_nodes_of_two_files_stay_apart(content: Content) -> None:
    for name, above in (("a", "B"), ("b", "C")):
        text = f"x:{name} rdfs:subClassOf _:x . _:x owl:complementOf x:{above} ."
        write(content, text, name)
    found = read_terminology(Content(content.root, "test"))
    assert [len(axiom.triples) for axiom in found.axioms] == [2, 2]
    assert len({term for line in found.ntriples().split() if (term := line)[:2] == b"_:"}) == 2


def test_the_digest_changes_with_an_axiom_and_not_with_words_or_order(content: Content) -> None:
    before = read_terminology(write(content, "x:A rdfs:subClassOf x:B , x:C .")).digest
    again = write(content, 'x:A rdfs:subClassOf x:C , x:B ; rdfs:label "new" .')
    assert read_terminology(again).digest == before
    changed = write(content, "x:A rdfs:subClassOf x:B , x:D .")
    assert read_terminology(changed).digest != before


def test_an_axiom_is_found_at_its_line(content: Content) -> None:
    some = "[\n    owl:onProperty x:p ;\n    owl:someValuesFrom x:{}\n  ]"
    write(
        content,
        f"x:A\n  a owl:Class ;\n  rdfs:subClassOf x:B ;\n  rdfs:subClassOf {some.format('C')} ;\n"
        f"  rdfs:subClassOf {some.format('D')} .\n\n[]\n  a owl:AllDisjointClasses ;\n"
        "  owl:members ( x:A x:B ) .\n",
    )
    found = read_terminology(content)
    assert [found.place(axiom)[1] for axiom in found.axioms] == [8, 9, 13, 18]
    assert found.place_of(f"{X}A") == ("ontology/terms.ttl", 6)
    assert found.place_of(f"{X}Nowhere") == ("ontology", 0)


class Toy:
    """A reasoner of subclasses and disjoint pairs, which counts and can take too long."""

    def __init__(self, runs: int = 10_000) -> None:
        self.runs = runs

    def classify(self, ntriples: bytes, *, seconds: float) -> Classes:
        assert seconds > 0
        self.runs -= 1
        if self.runs < 0:
            raise LimitReached("too long")
        triples = parse(ntriples, where="test", format="ntriples").triples
        said = [(t.subject.value, t.predicate.value, t.object.value) for t in triples]
        apart = [(a, b) for a, how, b in said if how.endswith("disjointWith")]
        under = [(a, b) for a, how, b in said if how.endswith(("subClassOf", "type"))]
        individuals = {a for a, how, _ in said if how.endswith("type")}
        pairs = set(under)
        while more := {(a, d) for a, b in pairs for c, d in pairs if b == c} - pairs:
            pairs |= more
        names = {name for pair in pairs for name in pair}
        empty = {n for n in names for a, b in apart if {(n, a), (n, b)} <= pairs}
        return Classes(
            not empty & individuals,
            frozenset(empty),
            frozenset(p for p in pairs if p[0] not in empty),
        )


def inferrer(content: Content, toy: Toy | None = None) -> Inferrer:
    label = str.removeprefix
    return Inferrer(read_terminology(content), toy or Toy(), lambda iri: label(iri, X))


EMPTY = (
    "x:A rdfs:subClassOf x:B , x:C , x:D .\nx:B owl:disjointWith x:E .\n"
    "x:D rdfs:subClassOf x:E .\nx:K rdfs:subClassOf x:A .\n"
)


def test_an_empty_class_is_told_with_the_axioms_behind_it_and_their_lines(content: Content) -> None:
    first, second = inferrer(write(content, EMPTY)).infer().findings
    assert str(first).split("\n") == [
        "ontology/terms.ttl:6: A: can have no members, because of these axioms together:",
        "  1. A is a kind of B (ontology/terms.ttl:6)",
        "  2. A is a kind of D (ontology/terms.ttl:6)",
        "  3. D is a kind of E (ontology/terms.ttl:8)",
        "  4. nothing is both a B and an E (ontology/terms.ttl:7)",
    ]
    assert str(second) == (
        "ontology/terms.ttl:9: K: can have no members, being under one that has none: A"
    )


def test_without_time_the_names_alone_are_told(content: Content) -> None:
    first, second = inferrer(write(content, EMPTY), Toy(runs=2)).infer().findings
    assert "A: can have no members (which axioms make it so was not found in time)" in str(first)
    assert "K: can have no members" in str(second)


def test_no_time_to_explain_is_no_reason_to_be_silent(content: Content) -> None:
    terminology = read_terminology(write(content, EMPTY))
    hurried = Inferrer(terminology, Toy(), lambda iri: iri.removeprefix(X), explaining=0)
    first, second = hurried.infer().findings
    assert "A: can have no members (which axioms make it so was not found in time)" in str(first)
    assert second.focus == f"{X}K"


def test_a_module_that_lost_an_axiom_does_not_mislead(
    content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ivig_kg.infer.run.module_of", lambda axioms, _: axioms[:1])
    first, _ = inferrer(write(content, EMPTY)).infer().findings
    assert str(first).count("\n") == 4


def test_each_class_without_members_is_told_with_its_own_cause(content: Content) -> None:
    """Two causes apart, a circle above a cause, and a child of one of them."""
    apart = "x:{0} rdfs:subClassOf x:P{0} , x:Q{0} . x:P{0} owl:disjointWith x:Q{0} .\n"
    text = (
        apart.format("A")
        + apart.format("C")
        + "x:B rdfs:subClassOf x:A . x:A rdfs:subClassOf x:B ."
    )
    found = inferrer(write(content, f"{text} x:K rdfs:subClassOf x:C .")).infer().findings
    told = {f.focus.removeprefix(X): f.message.partition("\n")[0] for f in found}
    assert told == {
        "A": "A: can have no members, because of these axioms together:",
        "C": "C: can have no members, because of these axioms together:",
        "B": "B: can have no members, being under one that has none: A",
        "K": "K: can have no members, being under one that has none: C",
    }


def test_a_reasoner_that_never_answers_is_told(content: Content) -> None:
    with pytest.raises(LimitReached):
        inferrer(write(content, EMPTY), Toy(runs=0)).infer()


def test_an_inconsistent_whole_is_told_with_the_axioms_behind_it(content: Content) -> None:
    text = "x:i a x:A , x:E .\nx:A rdfs:subClassOf x:B .\nx:B owl:disjointWith x:E .\nx:F a x:G ."
    (finding,) = inferrer(write(content, text)).infer().findings
    assert finding.message.startswith("the axioms of the ontology cannot all hold at once, because")
    assert finding.message.split("\n")[1:] == [
        "  1. i is an A (ontology/terms.ttl:6)",
        "  2. i is an E (ontology/terms.ttl:6)",
        "  3. A is a kind of B (ontology/terms.ttl:7)",
        "  4. nothing is both a B and an E (ontology/terms.ttl:8)",
    ]


def test_two_classes_that_come_out_as_one_are_a_fault(content: Content) -> None:
    text = "x:A rdfs:subClassOf x:B . x:B rdfs:subClassOf x:A ."
    (finding,) = inferrer(write(content, text)).infer().findings
    assert "A and B come out as one class" in finding.message


def test_nothing_new_is_no_relation(content: Content) -> None:
    found = inferrer(write(content, "x:A rdfs:subClassOf x:B . x:B rdfs:subClassOf x:C .")).infer()
    assert (found.relations, found.findings) == ((), ())


def test_a_file_of_what_was_inferred_is_stale_once_the_axioms_change(content: Content) -> None:
    write(content, "x:A rdfs:subClassOf x:B .")
    terminology = read_terminology(content)
    assert str(stale_finding(content)).startswith("ontology/inferred.ttl: is missing: run ivig-kg")
    target = content.folder / "ontology/inferred.ttl"
    names = Namespaces({"x": X, "rdfs": "http://www.w3.org/2000/01/rdf-schema#"})
    relation = Relation(f"{X}B", f"{X}C")
    whole = turtle_of([relation], terminology.digest, names, PredicateOrder())
    target.write_text(whole, "utf-8")
    assert stale_finding(Content(content.root, "test")) is None
    target.write_text(whole.replace("x:C", "x:D"), "utf-8")
    assert "was changed by hand" in str(stale_finding(Content(content.root, "test")))
    target.write_text(whole, "utf-8")
    changed = write(content, "x:A rdfs:subClassOf x:C .")
    assert str(stale_finding(changed)).startswith(
        "ontology/inferred.ttl:3: the axioms have changed"
    )
    target.write_text("# Made.\n", "utf-8")
    assert "does not say from which axioms" in str(stale_finding(Content(content.root, "test")))


def test_what_a_reasoner_cannot_take_is_a_finding_of_a_check(content: Content) -> None:
    target = content.folder / "ontology/inferred.ttl"
    target.write_text(f"# Axioms: sha256 {'0' * 64}\n# Triples: sha256 {'0' * 64}\n", "utf-8")
    broken = write(content, 'x:A x:p "2024"^^xsd:gYear .')
    assert "xsd:gYear" in str(stale_finding(broken))
