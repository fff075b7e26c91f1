"""Values at the edge, told by hand: what a shape lets in and what it keeps out.

The faults of test_shapes.py are made from the shapes themselves; a limit that is wrong there would
be wrong here, too, were it not written down a second time.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from ivig_kg.answer import Triple
from ivig_kg.engine.parse import parse
from ivig_kg.namespaces import Namespaces
from ivig_kg.shacl import validate
from tests.content.shape_faults import Example

FIXTURES = Path(__file__).parents[1] / "fixtures" / "shapes"

Row = tuple[str, str, str]


def _rows(table: str) -> list[Row]:
    """Read a table: the example that a value is put into, its property, the value in Turtle."""
    lines = (FIXTURES / table).read_text("utf-8").splitlines()[1:]
    return [(name, prop, value) for name, prop, value in (line.split(" ", 2) for line in lines)]


ACCEPTED, REFUSED = _rows("accepted.txt"), _rows("refused.txt")


@pytest.fixture(scope="module")
def found(
    shape_triples: list[Triple], ontology: list[Triple], namespaces: Namespaces
) -> Mapping[Row, set[str]]:
    """Return the properties at which a fault is found, for each row of both tables."""
    examples = [Example.of(_read(path)) for path in FIXTURES.glob("[A-Z]*.ttl")]
    things = [
        *ontology,
        *_read(FIXTURES / "_world.ttl"),
        *(t for e in examples for t in e.triples()),
    ]
    copies = {}
    for number, row in enumerate(ACCEPTED + REFUSED, 1):
        copies[row] = _with_value(row, namespaces, f"value-{number}")
    planted = [t for copy in copies.values() for t in copy.triples()]
    violations = validate([*things, *planted], shape_triples)
    return {
        row: {namespaces.show(v.path) for v in violations if v.focus == copy.focus}
        for row, copy in copies.items()
    }


def _read(path: Path) -> tuple[Triple, ...]:
    return parse(path.read_bytes(), where=path.name).triples


def _with_value(row: Row, namespaces: Namespaces, name: str) -> Example:
    file, prop, value = row
    prefixes = "\n".join(f"@prefix {p}: <{iri}> ." for p, iri in namespaces.prefixes.items())
    triples = parse(f"{prefixes}\nsrc:any {prop} {value} .", where=value).triples
    change = {namespaces.expand(prop): tuple(triple.object for triple in triples)}
    return Example.of(_read(FIXTURES / f"{file}.ttl")).copy(name, change)


@pytest.mark.parametrize("row", ACCEPTED, ids=" ".join)
def test_a_value_at_the_edge_is_let_in(row: Row, found: Mapping[Row, set[str]]) -> None:
    assert found[row] == set()


@pytest.mark.parametrize("row", REFUSED, ids=" ".join)
def test_a_value_past_the_edge_is_kept_out(row: Row, found: Mapping[Row, set[str]]) -> None:
    assert found[row] == {row[1]}


def test_refused_terms_are_terms(ontology: list[Triple], namespaces: Namespaces) -> None:
    """A value that is refused for its kind is known; else it is refused whatever the shape says."""
    known = {namespaces.show(triple.subject.value) for triple in ontology}
    named = {word.rstrip(",") for *_, value in REFUSED for word in value.split() if "ivig:" in word}
    assert named - known == {"ivig:SjogrenNeuropathy"}
