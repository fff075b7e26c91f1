"""Markdown: a cell stays a cell, a text stays a text."""

from __future__ import annotations

import pytest

from ivig_kg.answer import Answer, Cell, Iri, Literal, Triple, render

XSD = "http://www.w3.org/2001/XMLSchema#"


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (None, ""),
        (Iri("https://x/l"), "label"),
        (Iri("javascript:alert(1)"), "javascript:alert(1)"),
        (Literal("a|b"), "a\\|b"),
        (Literal("a\\|b\\"), "a\\\\\\|b\\\\"),
        (Literal("a\r\nb\nc\rd\te"), "a<br>b<br>c<br>d e"),
        (Literal("<script>x</script> & &lt;"), "&lt;script&gt;x&lt;/script&gt; &amp; &amp;lt;"),
        (Literal("[x](javascript:y) ![z]"), "\\[x\\](javascript:y) !\\[z\\]"),
        (Literal("*a* `b` ~c~"), "\\*a\\* \\`b\\` \\~c\\~"),
        (Literal("studies_for _x_ __y__"), "studies_for \\_x\\_ \\_\\_y\\_\\_"),
        (Literal('  "quoted"  '), '"quoted"'),
        (Literal("\x1b[31m\u202e"), "␛\\[31m\\\\u202E"),
        ((Literal("b-10"), Literal("b|2")), "b-10<br>b\\|2"),
    ],
)
def test_a_cell_shows_its_text(cell: Cell, shown: str) -> None:
    text = render(Answer(("a",), ((cell,),), names={"https://x/l": "label"}), "md")
    assert text == f"| a |\n| --- |\n| {shown} |\n"


def test_numbers_align_right_and_names_are_escaped() -> None:
    answer = Answer(("n", "a|<b>"), ((Literal("1", f"{XSD}integer"), Literal("1")),))
    assert render(answer, "md") == "| n | a\\|&lt;b&gt; |\n| ---: | --- |\n| 1 | 1 |\n"


@pytest.mark.parametrize(
    ("note", "shown"),
    [
        ("2 of 3 rows", "2 of 3 rows"),
        ("1. one", "1\\. one"),
        ("# head", "\\# head"),
        ("- item", "\\- item"),
        ("+ item", "\\+ item"),
        ("> quote", "&gt; quote"),
        ("a\n\n# b", "a<br><br># b"),
    ],
)
def test_notes_are_a_list_after_a_blank_line(note: str, shown: str) -> None:
    answer = Answer(("a",), (), notes=(note, "last"))
    assert render(answer, "md") == f"| a |\n| --- |\n\n- {shown}\n- last\n"


def test_triples_are_three_columns() -> None:
    triple = Triple(Iri("https://x/a"), Iri("https://x/p"), Literal("o"))
    text = render(Answer((), (), form="CONSTRUCT", triples=(triple,)), "md")
    assert text.splitlines()[2] == "| https://x/a | https://x/p | o |"
