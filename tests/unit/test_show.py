"""A portrait: both sides before what is said, then parts and judgements, then the rest."""

from __future__ import annotations

from ivig_kg.answer import Answer, Cell, Iri, Literal
from ivig_kg.namespaces import Namespaces
from ivig_kg.show import Line, Portrait, Section, portray, related
from ivig_kg.turtle.order import PredicateOrder

BASE = "https://example.org/"
SPACES = Namespaces(
    {"ivig": f"{BASE}o#", "st": f"{BASE}st/", "as": f"{BASE}as/", "src": f"{BASE}src/"}
)
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
CLAIM = f"{BASE}st/a-1"


def term(text: str) -> Iri | Literal:
    if text.startswith('"'):
        return Literal(text.strip('"'))
    return Iri({"a": RDF_TYPE, "label": LABEL}.get(text) or SPACES.expand(text))


def looked(*lines: str) -> Answer:
    rows: list[tuple[Cell, ...]] = []
    for line in lines:
        subject, predicate, obj = line.split(" ", 2)
        rows.append((term(subject), term(predicate), term(obj)))
    return Answer(("subject", "predicate", "object"), tuple(rows))


ABOUT = looked(
    'st:a-1 ivig:note "last"',
    "st:a-1 ivig:result st:a-1.result-1",
    'st:a-1 label "IVIG is effective"',
    "st:a-1 a ivig:EffectStatement",
    "as:f-1 ivig:assesses st:a-1",
    "st:b-9 ivig:duplicateOf st:a-1",
)
PARTS = {
    f"{BASE}st/a-1.result-1": looked(
        "st:a-1 ivig:result st:a-1.result-1", "st:a-1.result-1 a ivig:OutcomeResult"
    ),
    f"{BASE}as/f-1": looked("as:f-1 a ivig:Judgement", "as:f-1 ivig:assesses st:a-1"),
}
SIDES = (
    *("side", "statement", "label", "document"),
    *("treatment", "condition", "match", "verification", "end"),
)


def side(which: str, statement: str) -> tuple[Cell, ...]:
    return (
        Literal(which),
        Iri(SPACES.expand(statement)),
        Literal("2 of 9 improved"),
        Iri(f"{BASE}src/rist"),
        Iri(SPACES.expand("ivig:Drug")),
        Iri(SPACES.expand("ivig:Disease")),
        Literal("close"),
        Iri(SPACES.expand("ivig:SecondaryReport")),
        Iri(SPACES.expand("ivig:Better")),
    )


def portrait(*sides: tuple[Cell, ...]) -> Portrait:
    return portray(
        CLAIM,
        about=ABOUT,
        parts=PARTS,
        sides=Answer(SIDES, sides),
        labels={CLAIM: "IVIG is effective", f"{BASE}src/rist": "Rist 2011"},
        namespaces=SPACES,
        order=PredicateOrder({}),
    )


def pairs(section: Section) -> list[tuple[str, str]]:
    return [(line.name, line.value) for line in section.lines]


def headings(found: Portrait) -> list[str]:
    return [section.heading for section in found.sections]


def test_both_sides_come_before_what_is_said() -> None:
    found = portrait(side("against", "st:rist-6"))
    assert headings(found)[:3] == [
        "What speaks for it",
        "What speaks against it",
        "What is said of it",
    ]
    assert pairs(found.sections[0]) == [("", "none in this graph")]
    assert pairs(found.sections[1]) == [
        (
            "st:rist-6",
            "2 of 9 improved [Rist 2011 (src:rist); read in: ivig:SecondaryReport; subtype: close]",
        )
    ]


def test_what_stands_beside_a_term_says_of_which_treatment_and_in_which_disease() -> None:
    sides = Answer(SIDES, (side("for", "st:rist-6"),))
    found = portray(
        f"{BASE}o#Term",
        about=looked("ivig:Term a ivig:Class"),
        parts={},
        sides=sides,
        labels={},
        namespaces=SPACES,
        order=PredicateOrder({}),
    )
    assert headings(found)[:2] == [
        "What speaks for ivig:Better",
        "What speaks against ivig:Better",
    ]
    assert found.sections[0].lines[0].how == (
        "ivig:Drug; ivig:Disease; read in: ivig:SecondaryReport; subtype: close"
    )


def test_a_thing_without_sides_says_nothing_of_sides() -> None:
    assert headings(portrait())[0] == "What is said of it"


def test_the_kind_comes_first_and_the_label_is_the_title() -> None:
    found = portrait()
    assert (found.iri, found.curie, found.label) == (CLAIM, "st:a-1", "IVIG is effective")
    assert pairs(found.sections[0])[0] == ("kind", "ivig:EffectStatement")
    assert "IVIG is effective" not in [value for _, value in pairs(found.sections[0])]
    assert found.kinds == (f"{BASE}o#EffectStatement",)


def test_parts_and_judgements_are_told_with_their_own() -> None:
    assert headings(portrait())[1:] == [
        "ivig:result: st:a-1.result-1",
        "Judgement: as:f-1",
        "What points to it",
    ]
    told = {section.heading: pairs(section) for section in portrait().sections}
    assert told["ivig:result: st:a-1.result-1"] == [("kind", "ivig:OutcomeResult")]
    assert told["What points to it"] == [("ivig:duplicateOf", "st:b-9")]


def test_a_section_says_which_part_of_the_portrait_it_is() -> None:
    found = portrait(side("for", "st:rist-6")).sections
    assert [(section.role, section.thing) for section in found] == [
        ("for", ""),
        ("against", ""),
        ("own", ""),
        ("part", f"{BASE}st/a-1.result-1"),
        ("judgement", f"{BASE}as/f-1"),
        ("pointers", ""),
    ]
    assert [section.property for section in found if section.property] == [f"{BASE}o#result"]


def test_a_line_names_the_things_that_a_page_may_link() -> None:
    found = {section.role: section.lines for section in portrait(side("for", "st:rist-6")).sections}
    (backed,) = found["for"]
    assert (backed.thing, backed.label) == (f"{BASE}st/rist-6", "2 of 9 improved")
    assert (backed.source, backed.how) == (
        f"{BASE}src/rist",
        "read in: ivig:SecondaryReport; subtype: close",
    )
    kind, note, _ = found["own"]
    assert (kind.property, kind.thing) == (RDF_TYPE, f"{BASE}o#EffectStatement")
    assert (note.property, note.thing, note.label) == (f"{BASE}o#note", "", "last")
    assert found["pointers"] == (
        Line(
            "ivig:duplicateOf",
            "st:b-9",
            property=f"{BASE}o#duplicateOf",
            thing=f"{BASE}st/b-9",
            label="st:b-9",
        ),
    )


def test_the_triples_are_all_that_was_looked_up_once_each() -> None:
    found = portrait()
    rows = {row for answer in (ABOUT, *PARTS.values()) for row in answer.rows}
    assert len(found.triples) == len(rows)
    assert {tuple(triple) for triple in found.triples} == rows


def test_parts_and_judgements_are_related_and_others_are_not() -> None:
    assert related(CLAIM, ABOUT, SPACES) == [f"{BASE}st/a-1.result-1", f"{BASE}as/f-1"]
    assert related(f"{BASE}as/f-1", PARTS[f"{BASE}as/f-1"], SPACES) == []
