"""Tokens of SPARQL: what is code, what is a string, a comment or an IRI."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest

from ivig_kg.engine.tokens import tokenise, undo_escapes
from ivig_kg.errors import SyntaxFault


def kinds(text: str) -> list[tuple[str, str]]:
    return [(token.kind, token.text) for token in tokenise(text)]


ONE_TOKEN = [
    ("iri", "<http://a/b#c>"),
    ("iri", "<>"),
    ("iri", r"<http://\u0061/>"),
    ("string", "'it # is { no <code>'"),
    ("string", r"'\'\\'"),
    ("string", '"a\\n"'),
    ("string", "'''a\n'b''c'''"),
    ("string", '"""SERVICE "" # }"""'),
    ("string", "''"),
    ("blank", "_:b.1-c"),
    ("name", "ex:a.b-c"),
    ("name", "ex:"),
    ("name", ":"),
    ("name", ":a:b"),
    ("name", r"ex:a\#b\/c%20d"),
    ("name", "Sjögren:é"),
    ("variable", "?service"),
    ("variable", "$1a"),
    ("language", "@en-US"),
    ("number", "12"),
    ("number", "1.50"),
    ("number", ".5"),
    ("number", "1.e5"),
    ("number", "2E-3"),
    ("word", "SELECT"),
    ("word", "group_concat"),
    ("operator", "<="),
    ("operator", "!="),
    ("operator", "&&"),
    ("operator", "||"),
    ("operator", "^^"),
    ("operator", "{|"),
]


@pytest.mark.parametrize(("kind", "text"), ONE_TOKEN)
def test_a_token_has_its_kind_and_is_one(kind: str, text: str) -> None:
    assert kinds(text) == [(kind, text)]


SEVERAL = [
    ("?a<?b && ?c>?d", ["?a", "<", "?b", "&&", "?c", ">", "?d"]),
    ("?a <?b&&?c> ?d", ["?a", "<?b&&?c>", "?d"]),
    ("?a<<http://x#>", ["?a", "<", "<http://x#>"]),
    ("ex:a. ex:b.", ["ex:a", ".", "ex:b", "."]),
    ("_:a. _:b.", ["_:a", ".", "_:b", "."]),
    ("1.SERVICE", ["1", ".", "SERVICE"]),
    ("1+1", ["1", "+", "1"]),
    ("1e5SERVICE", ["1e5", "SERVICE"]),
    ("'''a'", ["''", "'a'"]),
    ("'x'@en,'y'^^ex:d", ["'x'", "@en", ",", "'y'", "^^", "ex:d"]),
    ("SELECT*{?s?p?o}", ["SELECT", "*", "{", "?s", "?p", "?o", "}"]),
    ("ex:p*/ex:q?|^ex:r", ["ex:p", "*", "/", "ex:q", "?", "|", "^", "ex:r"]),
    ("a#b\nc", ["a", "c"]),
    ("a#b\rc", ["a", "c"]),
    ("a # 'b\n# }\n\tc", ["a", "c"]),
    ("<http://a#b>#c", ["<http://a#b>"]),
    (r"ex:a\'b'c'", [r"ex:a\'b", "'c'"]),
]


@pytest.mark.parametrize(("text", "tokens"), SEVERAL)
def test_tokens_end_where_the_grammar_says(text: str, tokens: list[str]) -> None:
    assert [token.text for token in tokenise(text)] == tokens


def test_lines_are_counted_through_comments_and_long_strings() -> None:
    text = "SELECT * # one\n{\n?s ?p '''\n\n''' .\n?x }"
    lines = {token.text: token.line for token in tokenise(text)}
    assert (lines["SELECT"], lines["{"], lines["?s"], lines["?x"]) == (1, 2, 3, 6)


@pytest.mark.parametrize(
    ("text", "line"),
    [("'open", 1), ("a\n'open\nb'", 2), ("'\\q'", 1), ("ok\n\u00a0", 2), ("\\", 1), ("\x00", 1)],
)
def test_what_begins_no_token_is_a_fault_with_its_line(text: str, line: int) -> None:
    with pytest.raises(SyntaxFault) as fault:
        list(tokenise(text))
    assert fault.value.line == line


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        (r"SERV\u0049CE", "SERVICE"),
        (r"\U0001F600", "\U0001f600"),
        (r"# \u000ASERVICE", "# \nSERVICE"),
        (r"'a\\u0041'", r"'a\\u0041'"),
        (r"'\\\u0041'", r"'\\A'"),
        (r"\n \u00 \x41", r"\n \u00 \x41"),
    ],
)
def test_codepoint_escapes_are_undone_anywhere(text: str, plain: str) -> None:
    assert undo_escapes(text) == plain


@pytest.mark.parametrize("escape", [r"\uD800", r"\UDEADBEEF", r"\U00110000"])
def test_an_escape_that_is_no_character_is_a_fault(escape: str) -> None:
    with pytest.raises(SyntaxFault) as fault:
        undo_escapes(f"\n{escape}")
    assert fault.value.line == 2
    assert escape in str(fault.value)


@pytest.mark.parametrize(
    "piece", ["a.", "a-", "<a", "'''a", "1.", "_:a.", "a:\\-", "'a\\q", "{|", "@a-", '"', "<!--"]
)
def test_any_text_is_read_in_one_linear_pass(piece: str) -> None:
    start = time.process_time()
    with suppress(SyntaxFault):
        list(tokenise(piece * (16_384 // len(piece))))
    assert time.process_time() - start < 1
