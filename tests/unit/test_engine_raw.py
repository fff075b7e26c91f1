"""A file as lines: what it says, without an object for each triple."""

from __future__ import annotations

import pytest

from ivig_kg.answer import Literal
from ivig_kg.engine.raw import read_raw
from ivig_kg.errors import InvalidInput, SyntaxFault

XSD = "http://www.w3.org/2001/XMLSchema#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
TEXT = f"""@prefix e: <https://example.org/> .
e:a e:says "01"^^<{XSD}integer>, "two words\\u2028and\\nthree"@en, "e:z" ; e:of e:b, e:c .
e:b e:says 1.50, "01"^^<{XSD}integer> .
"""


def test_things_values_and_literals_are_those_of_the_file() -> None:
    raw = read_raw(TEXT, where="f.ttl")
    own = "https://example.org/"
    assert raw.subjects == {f"{own}a", f"{own}b"}
    assert raw.values == {f"{own}b", f"{own}c"}
    assert raw.literals == {
        Literal("01", f"{XSD}integer"),
        Literal("two words\u2028and\nthree", f"{RDF}langString", "en"),
        Literal("e:z", f"{XSD}string"),
        Literal("1.50", f"{XSD}decimal"),
    }
    assert not raw.blank
    assert raw.lines.count("\n") == 7
    assert f'<{own}b> <{own}says> "1.50"^^<{XSD}decimal> .\n' in raw.lines


@pytest.mark.parametrize("text", ["[] <x:b> 1 .", "<x:a> <x:b> [ <x:c> 1 ] .", "<x:a> <x:b> (1) ."])
def test_blank_nodes_are_told(text: str) -> None:
    raw = read_raw(text, where="f.ttl")
    assert raw.blank
    assert all(name.startswith("x:") for name in raw.subjects)
    assert raw.values <= {f"{RDF}nil"}


@pytest.mark.parametrize(
    "text", ["<x:a> <x:b> <<( <x:a> <x:b> <x:c> )>> .", '<x:a> <x:b> "word"@en--ltr .']
)
def test_what_is_of_rdf_1_2_is_refused_with_its_file(text: str) -> None:
    with pytest.raises(InvalidInput, match=r"^f\.ttl: .*RDF 1\.2"):
        read_raw(text, where="f.ttl")


def test_a_fault_names_file_and_line() -> None:
    with pytest.raises(SyntaxFault, match=r"^f\.ttl:2: "):
        read_raw('<x:a> <x:b> "x" .\n<x:a> <x:b> "c" <x:e> .', where="f.ttl")
