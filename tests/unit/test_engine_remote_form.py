"""What a query asks for is told by its tokens, whatever words stand in comments and IRIs."""

from __future__ import annotations

import pytest

from ivig_kg.engine.remote_form import Asked, read_form


@pytest.mark.parametrize(
    ("text", "form", "columns"),
    [
        ("SELECT ?a ?b { ?a ?b ?c }", "SELECT", ("a", "b")),
        ("select distinct $a WHERE { ?a ?b ?c }", "SELECT", ("a",)),
        ("SELECT * { ?a ?b ?c }", "SELECT", None),
        ("SELECT (COUNT(*) AS ?n) { ?a ?b ?c }", "SELECT", ("n",)),
        ("SELECT ?a (IF(?x = 1, ?y, (?z)) AS ?b) FROM <a:> { }", "SELECT", ("a", "b")),
        ("SELECT (EXISTS { ?q ?p ?o } AS ?b) ?c { }", "SELECT", ("b", "c")),
        ("SELECT ?a { { SELECT ?b { } } }", "SELECT", ("a",)),
        ("prefix insert: <http://x/drop> # CLEAR\nASK { }", "ASK", None),
        ("BASE <http://x/> PREFIX : <a:> CONSTRUCT WHERE { }", "CONSTRUCT", None),
        ("DESCRIBE <a:a>", "DESCRIBE", None),
    ],
)
def test_form_and_columns(text: str, form: str, columns: tuple[str, ...] | None) -> None:
    assert read_form(text) == Asked(form, columns)
