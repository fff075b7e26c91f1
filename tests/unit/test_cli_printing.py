"""How findings and portraits are printed: places first, nothing that steers a terminal or CI."""

from __future__ import annotations

import json

import pytest

from ivig_kg.cli import check, show
from ivig_kg.model import Finding
from ivig_kg.show import Portrait, Section

FINDINGS = [
    Finding("data/a.ttl", 3, "name it", "shape:S", "https://example.org/a"),
    Finding("data/b.ttl", 0, "is odd", "document"),
    Finding("", 0, "nowhere", "rule"),
]


def printed(form: str, findings: list[Finding]) -> str:
    return check._PRINTERS[form](findings)  # noqa: SLF001 (what the option chooses from)


def test_text_is_file_line_message_rule() -> None:
    assert printed("text", FINDINGS) == (
        "data/a.ttl:3: name it [shape:S]\ndata/b.ttl: is odd [document]\nnowhere [rule]\n"
    )


def test_json_has_all_fields() -> None:
    found = json.loads(printed("json", FINDINGS))
    assert found[0] == {
        "path": "data/a.ttl",
        "line": 3,
        "message": "name it",
        "rule": "shape:S",
        "focus": "https://example.org/a",
    }
    assert json.loads(printed("json", [])) == []


def test_a_github_annotation_is_one_line_and_cannot_be_broken_out_of() -> None:
    odd = Finding("a,b:c.ttl", 2, "100% \r\n::error::no", "r")
    assert printed("github", [odd]) == (
        "::error file=a%2Cb%3Ac.ttl,line=2::100%25 %0D%0A::error::no\n"
    )
    assert ",line=1::" in printed("github", [FINDINGS[1]])


@pytest.mark.parametrize("width", [20, 60, 200])
def test_a_portrait_fits_the_terminal_and_cannot_drive_it(width: int) -> None:
    lines = (("a name", "word " * 40), ("b", "\x1b[2Jgone\u202e"))
    portrait = Portrait("https://example.org/a", "x:a", "A\x07", (Section("Said", lines),), ())
    text = show._text(portrait, width)  # noqa: SLF001 (what the command prints)
    assert text.splitlines()[0] == "A\N{REPLACEMENT CHARACTER}"
    assert all(line.isprintable() for line in text.splitlines())
    assert max(map(len, text.splitlines())) <= max(width, 50)
    assert text.count("word") == 40
